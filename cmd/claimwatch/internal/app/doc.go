// Package app puts claimwatch together: it opens the store, gives it to the ledger, the ledger
// to the command line, and runs the daemon. It is the one place where the rooms meet, and the
// one that reads the clock.
//
// The daemon starts in the order store, lock, ledger, outbox, heartbeat, HTTP, and the first of
// them that fails stops all. It stops in the order HTTP, heartbeat, outbox (what is leased is
// finished and recorded), lock, store; each step is bounded. A second signal leaves at once.
// It ends by itself, with exit status 1, when its database was deleted, replaced or found damaged.
package app

// Package cli is the command line: it reads arguments and files, asks a Desk, and prints.
//
// It owns the commands, their flags, what they print for people and as JSON, and the exit
// statuses. It refuses to decide anything about a claim: that is the Desk's, which the program
// supplies, so neither store nor ledger is known here.
//
// Invariants: data goes to standard output in one write, messages to standard error, each on a
// line "claimwatch: error: …" or "claimwatch: hint: …"; a command that fails prints no data;
// everything that others wrote loses its control characters before it reaches a terminal; every
// input is read and judged before anything is stored.
//
// Errors become exit statuses in one place (status.go): wrong usage 2, what is missing 3, what a
// rule refuses 4, what is held by another 5, all else 1.
package cli

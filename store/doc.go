// Package store is the only place that speaks SQL: one Store, over sqlx, on one SQLite file.
//
// It keeps reports, claims with their history, evidence, sightings and leads; the outbox:
// reminders that have been decided, the messages that they go out in, the cards that are
// redrawn, and the channels that rest; and the inbox: what Slack brought, until it is done. It
// decides nothing: Change hands fresh rows to a pure function and saves what that returns.
//
// Invariants:
//   - one exported method that writes is one transaction, with a lock from its first statement;
//     what it has returned from survives a power cut (WAL, synchronous=FULL);
//   - an update names the revision that it read, and changes one row or is claims.ErrConflict;
//   - history is only added to; a reminder is stored once for its claim and ordinal;
//   - instants are Unix milliseconds in UTC, days are text, and SQL never asks its own clock;
//   - the file and its folder are made for their owner alone; a database that is newer than the
//     binary, damaged or no database at all is refused and left as it is.
//
// A claim's life in SQL:
//
//	candidate --accept--> open --close, merge--> resolved
//	    |                  |  <---- reopen -------+
//	    +----- dismiss ----+---> dismissed --reopen--> open
//
// A backup is one file, as the database stood at one moment. After a Restore, whatever was due
// between the making of the backup and the restore may have been posted by the database that was
// replaced: it begins in 'unknown' (doubt.go), and is posted only when Slack does not have it.
//
// Numbers that the replaced database has given since the backup was made are not given again.
//
// A file that was deleted or replaced while it was open, or in which damage was found, is not
// written to any more: Usable says so, and a daemon ends.
//
// A daemon holds LockDaemon, a file lock that the kernel drops however the process ends.
// Terminals write beside it; whoever must wait longer than five seconds for the database gets
// claims.ErrBusy.
package store

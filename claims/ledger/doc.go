// Package ledger is the one door for change: whoever asks, a terminal, Slack or the daemon, a
// claim changes here. Each change is one transaction: the fresh row is loaded, a pure rule is
// applied to it, and the claim is saved with its history, its reminders and its next look, or
// nothing is. What a check decides about hundreds of claims is worked out beside the lock, and saved
// only if none of them has changed since.
//
// Invariants:
//   - a command for many claims changes all of them or none;
//   - whatever changes a claim works out anew when it is to be looked at; a ledger whose rules
//     are not those of the daemon that keeps the database asks for a look at once instead;
//   - a claim that is resolved or dismissed drops the reminders that still wait, and wakes the
//     claims that waited for it;
//   - a reminder is decided with the row that it is about, so a claim that was answered a moment
//     ago is never asked for;
//   - a digest of a person's own is keyed by its slot, so that it is sent once; it counts nothing;
//   - a confidential claim is merged into none that is not;
//   - `reminded` enters the history when Slack, or the terminal, has taken the reminder.
//
// Where the texts leave a case open:
//   - what waits for a claim that is a duplicate of one that has ended wakes: nothing else would
//     wake it. A merge that would make two claims wait for each other is refused;
//   - a digest that was missed is not made up on a holiday; the next one tells all since the last;
//   - a desk's first digest looks back a week for what is new or resolved;
//   - when the digest is turned off, the reminders that waited for it are posted as one at once;
//   - a digest leaves out the reminder of a claim that was snoozed while it waited;
//   - a span of days is due in a digest when it begins, or in the first digest after that, and in the week
//     in which it ends; between, the claim may be in another list (new, without an owner), or is in none.
//
// Errors are those of the acts (*claims.InvalidError, *claims.RefusedError) and of the store
// (claims.ErrNotFound, ErrConflict, ErrBusy), wrapped with what was being done. A rule that
// panics on one claim spoils that claim's decision alone: it is put off and reported.
package ledger

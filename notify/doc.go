// Package notify delivers what has been decided.
//
// It owns the worker: what is leased from the outbox, in what order and at what pace it is posted,
// the classes of failures, backoff and rests, and how a post of unknown fate is settled. It
// declares what it needs of the store (Outbox), of the ledger (Ledger) and of those who post
// (Sender).
//
// It refuses to decide what is said and when, to render, and to know Slack: a Sender does.
//
// A message's states, each committed before what follows it:
//
//	pending -> sending      leased: the row is committed before the post
//	sending -> sent         the post was taken: message, reminders, cards and claims in one transaction
//	sending -> pending      refused for certain: it rests, or is posted as plain text once
//	sending -> dead         refused as plain text too
//	sending -> unknown      nobody knows: also whatever a worker that died left in sending
//	unknown -> sent         found by its identifier
//	unknown -> pending      looked for after a grace, read whole, and absent: posted again, marked as a
//	                        possible repeat; the grace doubles before each further post
//	                        one that was never tried here, since a restore (attempt 0), was posted by
//	                        nobody then: it is taken apart, and grouped anew, unmarked
//	pending -> dropped      the claim was resolved, or its next reminder has replaced this one
//
// Invariants: no post without a committed 'sending'; no second post of a message without a look
// after its grace (unless history is closed and the newsroom chose to resend); at most Pace.Sending
// messages in 'sending'; in a channel one post at a time and one a second; a message that certainly
// was never posted is taken apart, so that a claim resolved meanwhile is not reminded of and
// reminders that pile up become one message.
//
// When things fail: a channel that refuses rests by itself and people are told once; a token that
// is refused rests everything, and so does a Slack that answers nothing five times running or
// cannot be reached: then one probe at a time asks whether it is back. When an outcome cannot be
// written down (disk full, store locked), it is kept in memory and written as soon as that works;
// should the process die before, the message is in 'sending' and is looked for. The terminal knows
// no pace, and is never stopped by Slack's troubles.
package notify

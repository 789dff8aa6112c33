package notify

import (
	"context"
	"time"

	"claimwatch/claims"
)

// A Queue is what is to be sent, kept so that a crash between any two steps loses nothing.
type Queue interface {
	// PendingOutbox says what there is to do at now.
	PendingOutbox(ctx context.Context, now time.Time) (claims.Pending, error)
	// Lease takes the next message of each channel, where there is one: it is in 'sending', with
	// its attempt counted, before it is returned. Reminders that are not to be sent any more are
	// dropped in the same transaction.
	Lease(ctx context.Context, asks []claims.LeaseAsk, now time.Time) ([]claims.Message, error)
	// RecordSetback notes that the attempt m ended otherwise than sent. claims.ErrLeaseLost: the
	// message has moved on since.
	RecordSetback(ctx context.Context, m claims.Message, s claims.Setback) error
}

// A Record knows messages of which nobody knows whether they went out.
type Record interface {
	// Interrupted returns the messages in 'sending': of a worker that starts, those that the last one left.
	Interrupted(ctx context.Context) ([]claims.Message, error)
	// Unsettled returns unknown messages that are to be looked for at now, oldest look first.
	Unsettled(ctx context.Context, now time.Time, limit int) ([]claims.Message, error)
}

// Cards are messages that are redrawn when their claim changes.
type Cards interface {
	// Redraws returns cards to be redrawn at now, newest cards of their claims first.
	Redraws(ctx context.Context, now time.Time, limit int) ([]claims.Redraw, error)
	// RecordRedraw notes what became of one; a change of the claim since it was read asks anew.
	RecordRedraw(ctx context.Context, r claims.Redraw, done claims.Redrawn) error
}

// Rests are kept across restarts.
type Rests interface {
	Rests(ctx context.Context) ([]claims.Rest, error)
	// SaveRest keeps r. tell, if any, is queued in the same transaction, unless people have been told already.
	SaveRest(ctx context.Context, r claims.Rest, tell *claims.Alert) error
	EndRest(ctx context.Context, subject string) error
}

// An Outbox is the store as the worker sees it.
type Outbox interface {
	Queue
	Record
	Cards
	Rests
}

// A Ledger hears of what was sent: message, reminders, cards and claims change in one transaction.
type Ledger interface {
	Sent(ctx context.Context, m claims.Message, posted claims.Posted, at time.Time) error
}

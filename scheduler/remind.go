package scheduler

import (
	"context"
	"fmt"
	"time"

	"claimwatch/claims"
)

// remindBatch is how many claims one transaction decides, and remindPause the time before the
// next: a terminal's write, which looks for the lock every millisecond or two, waits for one
// batch, well under a tenth of a second.
const (
	remindBatch = 200
	remindPause = 5 * time.Millisecond
)

// Finder finds the open claims whose time has come, oldest first.
type Finder interface {
	Due(ctx context.Context, now time.Time, limit int) ([]claims.ClaimID, error)
}

// Decider decides about claims whose time has come, and what of it is said in one message.
type Decider interface {
	// Remind decides each of ids on its fresh row and returns how many reminders that made.
	// Whatever becomes of a claim, its next look lies after now.
	Remind(ctx context.Context, ids []claims.ClaimID, now time.Time) (int, error)
	// Group gives the reminders of this check their form and returns how many it was.
	Group(ctx context.Context, now time.Time) (int, error)
}

// Remind is the duty that asks the decider about every claim whose time has come.
type Remind struct {
	find   Finder
	decide Decider
	wake   func() // tells the outbox that there is something to send
}

// NewRemind returns the duty; wake may be nil.
func NewRemind(f Finder, d Decider, wake func()) *Remind {
	if wake == nil {
		wake = func() {}
	}
	return &Remind{find: f, decide: d, wake: wake}
}

// Name returns "remind".
func (r *Remind) Name() string { return "remind" }

// RunOnce decides everything that is due at now, in bounded batches. What was decided before a
// failure stays decided.
func (r *Remind) RunOnce(ctx context.Context, now time.Time) (Result, error) {
	done := Result{}
	err := r.decideAll(ctx, now, done)
	// What an earlier beat decided and did not live to group is grouped too.
	grouped, groupErr := r.decide.Group(ctx, now)
	done["grouped"] = grouped
	if grouped > 0 {
		r.wake()
	}
	if err != nil {
		return done, err
	}
	if groupErr != nil {
		return done, fmt.Errorf("group reminders: %w", groupErr)
	}
	return done, nil
}

func (r *Remind) decideAll(ctx context.Context, now time.Time, done Result) error {
	for ctx.Err() == nil {
		ids, err := r.find.Due(ctx, now, remindBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		n, err := r.decide.Remind(ctx, ids, now)
		done["looked"] += len(ids)
		done["reminded"] += n
		if err != nil {
			return fmt.Errorf("decide reminders: %w", err)
		}
		pause := time.NewTimer(remindPause)
		select {
		case <-ctx.Done():
			pause.Stop()
		case <-pause.C:
		}
	}
	return ctx.Err()
}

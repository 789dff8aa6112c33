package scheduler

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"claimwatch/claims"
)

// remindBatch is how many claims one transaction decides: a terminal's write waits for one batch,
// well under a tenth of a second. remindAtOnce batches are under way: while one is written, the
// next is decided.
const (
	remindBatch  = 400
	remindAtOnce = 2
)

// Finder finds the open claims whose time has come, oldest first.
type Finder interface {
	Due(ctx context.Context, now time.Time, limit int) ([]claims.ClaimID, error)
}

// Decider decides about claims whose time has come, and what of it is said in one message.
type Decider interface {
	// Remind decides each of ids, on a row that is fresh when the decision is saved, and returns how
	// many reminders that made. It is called for several batches at a time.
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

// decideAll decides batch after batch. done is complete when it returns.
func (r *Remind) decideAll(ctx context.Context, now time.Time, done Result) error {
	b := batches{find: r.find, now: now, taken: map[claims.ClaimID]bool{}}
	var mu sync.Mutex
	var faults [remindAtOnce]error
	var workers sync.WaitGroup
	for i := range faults {
		workers.Go(func() {
			faults[i] = b.each(ctx, func(ids []claims.ClaimID) error {
				n, err := r.decide.Remind(ctx, ids, now)
				mu.Lock()
				defer mu.Unlock()
				done["looked"] += len(ids)
				done["reminded"] += n
				return err
			})
		})
	}
	workers.Wait()
	return errors.Join(faults[:]...)
}

// batches hands out what is due, nothing of it to two at once.
type batches struct {
	find  Finder
	now   time.Time
	mu    sync.Mutex
	taken map[claims.ClaimID]bool // by those that are under way
	ended bool                    // one has failed
}

// each does f with one batch after the other until none is left, or one fails, be it another's.
func (b *batches) each(ctx context.Context, f func([]claims.ClaimID) error) error {
	for {
		ids, err := b.take(ctx)
		if err != nil || len(ids) == 0 {
			return err
		}
		err = guarded(ids, f)
		b.giveBack(ids, err)
		if err != nil {
			return fmt.Errorf("decide reminders: %w", err)
		}
	}
}

// guarded turns a panic into an error: it would end the daemon from here.
func guarded(ids []claims.ClaimID, f func([]claims.ClaimID) error) (err error) {
	defer caught("a batch", &err)
	return f(ids)
}

func (b *batches) take(ctx context.Context) ([]claims.ClaimID, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := ctx.Err(); err != nil || b.ended {
		return nil, err
	}
	due, err := b.find.Due(ctx, b.now, remindBatch*remindAtOnce)
	if err != nil {
		b.ended = true
		return nil, err
	}
	due = slices.DeleteFunc(due, func(id claims.ClaimID) bool { return b.taken[id] })
	due = due[:min(len(due), remindBatch)]
	for _, id := range due {
		b.taken[id] = true
	}
	return due, nil
}

func (b *batches) giveBack(ids []claims.ClaimID, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range ids {
		delete(b.taken, id)
	}
	b.ended = b.ended || err != nil
}

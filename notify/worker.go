package notify

import (
	"context"
	"log/slog"
	"time"

	"claimwatch/claims"
)

// A Worker posts what the outbox holds. Its methods are not to be called at the same time, but for
// Wake.
type Worker struct {
	cfg    Config
	log    *slog.Logger
	wake   chan struct{}
	landed chan landing
	writes chan struct{} // one write at a time: the store takes no more, and sleeps when it meets another

	// Of the loop alone.
	recovered bool
	queue     []string  // channels that may have something to post
	looks     bool      // something may be there to be looked for
	redraws   bool      // cards may be there to be redrawn
	next      time.Time // when the outbox has more, as last read
	due       time.Time // when a pass may do more
	readAt    time.Time
	flying    map[string]bool
	sending   int
	rests     map[string]claims.Rest
	lastPost  map[string]time.Time
	edits     meter
	finds     meter
	failures  int  // in a row, without any answer of Slack
	trial     bool // one call at a time, until one succeeds
	unwritten []unwritten
	failing   string // what the last pass failed with
	closed    string // why history could not be read at the last look
	count     Result
}

// Result counts what was done.
type Result struct {
	Sent    int // posts that were taken
	Unknown int // posts of unknown fate
	Back    int // posts that were refused for now
	Dead    int // messages that Slack will never take
	Found   int // messages that had arrived after all
	Absent  int // messages that had not, and are posted again
	Redrawn int
	Gone    int // cards that were deleted
	Probes  int
}

// New returns a Worker that is ready.
func New(c Config) (*Worker, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	c.Pace = c.Pace.orDefault()
	if c.Jitter == nil {
		c.Jitter = func() float64 { return 0 }
	}
	if c.Observe == nil {
		c.Observe = func(Call, Class) {}
	}
	if c.OwnerDM == nil {
		c.OwnerDM = func(string) string { return "" }
	}
	return &Worker{
		cfg: c, log: c.Log, wake: make(chan struct{}, 1), landed: make(chan landing, c.Pace.Sending+maxLooks+maxEdits+1),
		writes: make(chan struct{}, 1), flying: map[string]bool{}, rests: map[string]claims.Rest{}, lastPost: map[string]time.Time{},
		edits: meter{rate: c.Pace.Edits}, finds: meter{rate: c.Pace.Looks},
	}, nil
}

// Wake has the loop look at the outbox at once. It never blocks.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run delivers until ctx ends; then it finishes what is leased, records it, and returns nil. What
// fails is logged, once until it changes, and tried again.
func (w *Worker) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		next, err := w.pass(ctx)
		w.report(err)
		timer := time.NewTimer(w.until(next))
		select {
		case <-ctx.Done():
		case l := <-w.landed:
			w.takeIn(ctx, l)
		case <-w.wake:
			w.readAt = time.Time{}
		case <-timer.C:
			w.readAt = time.Time{}
		}
		timer.Stop()
	}
	return w.finish(ctx)
}

// takeIn takes in a call that has ended, and those that are being written down just now: the next
// messages are then leased in one transaction.
func (w *Worker) takeIn(ctx context.Context, l landing) {
	w.land(ctx, l)
	w.writes <- struct{}{}
	<-w.writes
	for {
		select {
		case l := <-w.landed:
			w.land(ctx, l)
		default:
			return
		}
	}
}

// until returns how long the loop sleeps when it has nothing to do before next.
func (w *Worker) until(next time.Time) time.Duration {
	d := w.cfg.Pace.Tick
	if !next.IsZero() {
		d = min(d, next.Sub(w.cfg.Now()))
	}
	return max(d, time.Millisecond)
}

// RunOnce recovers what a worker that died left behind and does everything that may be done now:
// it settles, posts and redraws, and returns when the rest has to wait. Errors are the store's.
func (w *Worker) RunOnce(ctx context.Context) (Result, error) {
	w.count = Result{}
	w.readAt = time.Time{}
	for ctx.Err() == nil {
		if _, err := w.pass(ctx); err != nil {
			w.await(ctx)
			return w.count, err
		}
		if len(w.flying) == 0 {
			return w.count, nil
		}
		w.takeIn(ctx, <-w.landed)
	}
	return w.count, w.finish(ctx)
}

// await waits for the calls that are on their way, each within its timeout.
func (w *Worker) await(ctx context.Context) {
	for len(w.flying) > 0 {
		w.land(ctx, <-w.landed)
	}
}

// finish waits for what is on its way and writes down what could not be before.
func (w *Worker) finish(ctx context.Context) error {
	w.await(ctx)
	return w.writeAgain(ctx, true)
}

// report logs a pass's failure once, and that it is over.
func (w *Worker) report(err error) {
	now := ""
	if err != nil {
		now = err.Error()
	}
	if now == w.failing {
		return
	}
	w.failing = now
	if err != nil {
		w.log.Error("cannot work on the outbox", "error", err)
		return
	}
	w.log.Info("works on the outbox again")
}

package scheduler

import (
	"context"
	"fmt"
	"time"
)

// ClockWatcher notices that the machine's clock was set back.
type ClockWatcher interface {
	// WatchClock plans anew what the old clock planned, and reports whether it had to.
	WatchClock(ctx context.Context, now time.Time) (bool, error)
}

// Clock is the duty that watches the clock. It comes before Remind.
type Clock struct{ watcher ClockWatcher }

// NewClock returns the duty.
func NewClock(w ClockWatcher) *Clock { return &Clock{watcher: w} }

// Name returns "clock".
func (c *Clock) Name() string { return "clock" }

// RunOnce looks at the clock.
func (c *Clock) RunOnce(ctx context.Context, now time.Time) (Result, error) {
	back, err := c.watcher.WatchClock(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("watch the clock: %w", err)
	}
	if back {
		return Result{"set_back": 1}, nil
	}
	return nil, nil
}

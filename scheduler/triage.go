package scheduler

import (
	"context"
	"fmt"
	"time"
)

// Triager posts the cards of new reports.
type Triager interface {
	// PostTriage queues the triage card of every new report with candidates, and returns how many
	// it was.
	PostTriage(ctx context.Context, now time.Time) (int, error)
}

// Triage is the duty that asks for triage cards. It is for where somebody answers their buttons.
type Triage struct {
	desk Triager
	wake func()
}

// NewTriage returns the duty; wake may be nil.
func NewTriage(d Triager, wake func()) *Triage {
	if wake == nil {
		wake = func() {}
	}
	return &Triage{desk: d, wake: wake}
}

// Name returns "triage".
func (d *Triage) Name() string { return "triage" }

// RunOnce queues the triage cards of new reports.
func (d *Triage) RunOnce(ctx context.Context, now time.Time) (Result, error) {
	n, err := d.desk.PostTriage(ctx, now)
	if n > 0 {
		d.wake()
	}
	if err != nil {
		return Result{"triage_cards": n}, fmt.Errorf("post triage cards: %w", err)
	}
	return Result{"triage_cards": n}, nil
}

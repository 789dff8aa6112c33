package scheduler

import (
	"context"
	"fmt"
	"time"
)

// PersonalDigester tells people of their own claims.
type PersonalDigester interface {
	// PostPersonal queues the digest of everybody whose own hour has come at now, and returns how
	// many it was. One that was missed is made up once.
	PostPersonal(ctx context.Context, now time.Time) (int, error)
}

// Personal is the duty that asks for the digests of people.
type Personal struct {
	desk PersonalDigester
	wake func()
}

// NewPersonal returns the duty; wake may be nil.
func NewPersonal(d PersonalDigester, wake func()) *Personal {
	if wake == nil {
		wake = func() {}
	}
	return &Personal{desk: d, wake: wake}
}

// Name returns "personal digest".
func (d *Personal) Name() string { return "personal digest" }

// RunOnce queues the digests of people that are due at now.
func (d *Personal) RunOnce(ctx context.Context, now time.Time) (Result, error) {
	n, err := d.desk.PostPersonal(ctx, now)
	if n > 0 {
		d.wake()
	}
	if err != nil {
		return Result{"personal_digests": n}, fmt.Errorf("tell people of their claims: %w", err)
	}
	return Result{"personal_digests": n}, nil
}

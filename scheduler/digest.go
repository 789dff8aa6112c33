package scheduler

import (
	"context"
	"fmt"
	"time"
)

// Digester posts the morning's digests.
type Digester interface {
	// PostDigests queues the digest of every channel whose time has come at now, and returns how
	// many it was. A digest that was missed is made up once.
	PostDigests(ctx context.Context, now time.Time) (int, error)
}

// Digest is the duty that asks for digests. It comes after Remind, so that the reminders of the
// same check are in it.
type Digest struct {
	desk Digester
	wake func()
}

// NewDigest returns the duty; wake may be nil.
func NewDigest(d Digester, wake func()) *Digest {
	if wake == nil {
		wake = func() {}
	}
	return &Digest{desk: d, wake: wake}
}

// Name returns "digest".
func (d *Digest) Name() string { return "digest" }

// RunOnce queues the digests that are due at now.
func (d *Digest) RunOnce(ctx context.Context, now time.Time) (Result, error) {
	n, err := d.desk.PostDigests(ctx, now)
	if n > 0 {
		d.wake()
	}
	if err != nil {
		return Result{"digests": n}, fmt.Errorf("post digests: %w", err)
	}
	return Result{"digests": n}, nil
}

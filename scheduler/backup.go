package scheduler

import (
	"context"
	"fmt"
	"time"
)

// An Archive makes backups and keeps what the duty must remember.
type Archive interface {
	// Backup makes the backup of now and removes those that are more than are kept.
	Backup(ctx context.Context, now time.Time) error
	// Next returns when the next backup is due; zero: never planned.
	Next(ctx context.Context) (time.Time, error)
	// Plan keeps when the next backup is due.
	Plan(ctx context.Context, next time.Time) error
	// Note keeps what the last backup failed with, for people to see; nil: it was made.
	Note(ctx context.Context, failure error, now time.Time) error
}

// backupPause is how long a backup that failed is left alone before it is tried again.
const backupPause = 15 * time.Minute

// Backup is the duty that makes backups by the newsroom's line. One that was missed is made up
// once; one that failed is tried again every quarter of an hour.
type Backup struct {
	line    Line
	archive Archive
	failed  error
	tried   time.Time
}

// NewBackup returns the duty.
func NewBackup(l Line, a Archive) *Backup { return &Backup{line: l, archive: a} }

// Name returns "backup".
func (b *Backup) Name() string { return "backup" }

// RunOnce makes a backup when one is due at now.
func (b *Backup) RunOnce(ctx context.Context, now time.Time) (Result, error) {
	if age := now.Sub(b.tried); b.failed != nil && age >= 0 && age < backupPause {
		return nil, b.failed
	}
	next, err := b.archive.Next(ctx)
	if err != nil {
		return nil, fmt.Errorf("see when a backup is due: %w", err)
	}
	then, ok := b.line.Next(now)
	switch {
	case !ok:
		return nil, nil
	case next.IsZero(), then.Before(next): // never planned; or the line, or the clock, was set otherwise
		return nil, b.archive.Plan(ctx, then)
	case now.Before(next):
		return nil, nil
	}
	return b.make(ctx, now, then)
}

func (b *Backup) make(ctx context.Context, now, then time.Time) (Result, error) {
	b.tried = now
	b.failed = b.archive.Backup(ctx, now)
	if err := b.archive.Note(ctx, b.failed, now); b.failed == nil {
		b.failed = err
	}
	if b.failed != nil {
		b.failed = fmt.Errorf("make a backup: %w", b.failed)
		return nil, b.failed
	}
	return Result{"backups": 1}, b.archive.Plan(ctx, then)
}

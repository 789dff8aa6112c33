package ledger

import (
	"context"
	"fmt"
	"time"
)

// clockKey names the latest moment that a heartbeat has seen, to the minute.
const clockKey = "clock"

// clockSlack is how far the clock may go back, by the machine's own corrections, without notice.
const clockSlack = time.Minute

// WatchClock notices that the machine's clock was set back since the last heartbeat, also one
// before a restart: what was planned by the old clock is brought back to now. It reports whether
// that was so.
func (l *Ledger) WatchClock(ctx context.Context, now time.Time) (bool, error) {
	last, err := l.instant(ctx, clockKey)
	if err != nil {
		return false, err
	}
	back := now.Add(clockSlack).Before(last)
	if back {
		if err := l.books.SetBack(ctx, now); err != nil {
			return false, fmt.Errorf("follow the clock back: %w", err)
		}
		l.log.WarnContext(ctx, "the clock was set back, everything is planned anew", "seconds", int(last.Sub(now).Seconds()))
	}
	if back || now.Sub(last) >= clockSlack {
		return back, l.setInstant(ctx, clockKey, now)
	}
	return false, nil
}

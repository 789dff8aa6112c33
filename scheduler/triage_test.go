package scheduler_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"claimwatch/scheduler"
)

// triager queues n cards, or fails.
type triager struct {
	n   int
	err error
}

func (f triager) PostTriage(context.Context, time.Time) (int, error) { return f.n, f.err }

func TestTriage_WakesTheOutboxOnlyForCardsThatWereQueued(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		desk triager
		wake int
		fail bool
	}{
		{"two new reports", triager{n: 2}, 1, false},
		{"no new report", triager{}, 0, false},
		{"one queued, the next failed", triager{n: 1, err: errors.New("busy")}, 1, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			woken := 0
			got, err := scheduler.NewTriage(c.desk, func() { woken++ }).RunOnce(t.Context(), time.Time{})
			if woken != c.wake || (err != nil) != c.fail || got["triage_cards"] != c.desk.n {
				t.Errorf("woken %d times, %v, %v", woken, got, err)
			}
		})
	}
}

package scheduler_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"claimwatch/scheduler"
)

// teller tells n people, or fails.
type teller struct {
	n   int
	err error
}

func (f teller) PostPersonal(context.Context, time.Time) (int, error) { return f.n, f.err }

func TestPersonal_WakesTheOutboxOnlyForDigestsThatWereQueued(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		desk teller
		wake int
		fail bool
	}{
		{"two people", teller{n: 2}, 1, false},
		{"nobody", teller{}, 0, false},
		{"one was told, the next failed", teller{n: 1, err: errors.New("busy")}, 1, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			woken := 0
			got, err := scheduler.NewPersonal(c.desk, func() { woken++ }).RunOnce(t.Context(), time.Time{})
			if woken != c.wake || (err != nil) != c.fail || got["personal_digests"] != c.desk.n {
				t.Errorf("woken %d times, %v, %v", woken, got, err)
			}
		})
	}
}

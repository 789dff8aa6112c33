package scheduler_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"claimwatch/scheduler"
)

// A duty counts its runs and does what the test says.
type duty struct {
	name string
	runs atomic.Int64
	do   func(run int64) error
}

func (d *duty) Name() string { return d.name }

func (d *duty) RunOnce(context.Context, time.Time) (scheduler.Result, error) {
	n := d.runs.Add(1)
	if d.do == nil {
		return nil, nil
	}
	return nil, d.do(n)
}

// beat runs a heartbeat of a minute for as long as the test says, and returns its log.
func beat(t *testing.T, span time.Duration, duties ...scheduler.Duty) string {
	t.Helper()
	var log strings.Builder
	h, err := scheduler.New(scheduler.Config{Every: time.Minute, Duties: duties, Now: time.Now, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), span)
	defer cancel()
	if err := h.Run(ctx); err != nil {
		t.Error(err)
	}
	return log.String()
}

func TestHeartbeat_BeatsEveryMinuteForDays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := &duty{name: "remind"}
		beat(t, 72*time.Hour, d)
		if got, want := d.runs.Load(), int64(72*60); got < want || got > want+1 {
			t.Errorf("%d beats in three days, want %d", got, want)
		}
	})
}

func TestHeartbeat_SurvivesADutyThatPanicsOrFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		bad := &duty{name: "remind", do: func(run int64) error {
			if run%2 == 0 {
				panic("a poisoned row")
			}
			return errors.New("the disk is full")
		}}
		good := &duty{name: "digest"}
		beat(t, time.Hour, bad, good)
		if bad.runs.Load() < 60 || good.runs.Load() < 60 {
			t.Errorf("%d and %d beats in an hour; want 60 each", bad.runs.Load(), good.runs.Load())
		}
	})
}

func TestHeartbeat_SaysOnceThatADutyFailsAndThatItWorksAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := &duty{name: "remind", do: func(run int64) error {
			if run < 30 {
				return errors.New("the disk is full")
			}
			return nil
		}}
		log := beat(t, time.Hour, d)
		for _, want := range []string{"the disk is full", "duty works again"} {
			if n := strings.Count(log, want); n != 1 {
				t.Errorf("the log says %q %d times, want once:\n%s", want, n, log)
			}
		}
	})
}

func TestHeartbeat_NeverOverlapsASlowDuty(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var running atomic.Int64
		d := &duty{name: "remind", do: func(int64) error {
			if running.Add(1) > 1 {
				t.Error("two beats at once")
			}
			time.Sleep(5 * time.Minute)
			running.Add(-1)
			return nil
		}}
		beat(t, time.Hour, d)
		if n := d.runs.Load(); n < 9 || n > 12 {
			t.Errorf("%d runs of five minutes in an hour", n)
		}
	})
}

func TestHeartbeat_BeatsAtOnceWhenTheClockWasSetForward(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// Two clocks: the bubble's, which timers follow, and one on the wall that somebody sets.
		var ahead atomic.Int64
		var log strings.Builder
		d := &duty{name: "remind"}
		h, err := scheduler.New(scheduler.Config{
			Every: 10 * time.Minute, Duties: []scheduler.Duty{d}, Log: slog.New(slog.NewTextHandler(&log, nil)),
			Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())).Round(0) },
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		go func() {
			time.Sleep(15 * time.Minute)
			ahead.Store(int64(3 * time.Hour))
		}()
		if err := h.Run(ctx); err != nil {
			t.Error(err)
		}
		if !strings.Contains(log.String(), "the heartbeat was late") {
			t.Errorf("nobody noticed:\n%s", log.String())
		}
	})
}

func TestHeartbeat_BeatsAtOnceWhenTheClockJumpsThoughCronWasNotSilent(t *testing.T) {
	t.Parallel()
	for name, jump := range map[string]time.Duration{"forward": 3 * time.Minute, "back": -3 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var ahead atomic.Int64
				var log strings.Builder
				h, err := scheduler.New(scheduler.Config{
					Every: 10 * time.Minute, Duties: []scheduler.Duty{&duty{name: "remind"}}, Log: slog.New(slog.NewTextHandler(&log, nil)),
					Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())).Round(0) },
				})
				if err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				time.AfterFunc(15*time.Minute, func() { ahead.Store(int64(jump)) })
				if err := h.Run(ctx); err != nil {
					t.Error(err)
				}
				if n := strings.Count(log.String(), "the heartbeat was late"); n != 1 {
					t.Errorf("noticed %d times, want once:\n%s", n, log.String())
				}
			})
		})
	}
}

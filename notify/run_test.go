package notify_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"claimwatch/claims"
	"claimwatch/notify"
)

// inBubble runs a test in simulated time, with a worker that runs until stop.
func inBubble(t *testing.T, f func(w *world, k *notify.Worker, stop func())) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorldAt(t, nil)
		ctx, cancel := context.WithCancel(context.Background())
		w.tune = func(c *notify.Config) { c.Pace.Tick = 10 * time.Second }
		k := w.worker()
		done := make(chan error, 1)
		go func() { done <- k.Run(ctx) }()
		stopped := false
		stop := func() {
			if stopped {
				return
			}
			stopped = true
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		f(w, k, stop)
		stop()
		w.close()
	})
}

func TestRun_WakesAtOnceAndKeepsOnePostASecond(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world, k *notify.Worker, _ func()) {
		time.Sleep(5 * time.Second)
		start := time.Now()
		for range 4 {
			w.due("a", "#desk")
		}
		w.remind(w.claim("b").ID, 1, "#other", claims.FormCard)
		k.Wake()
		time.Sleep(9 * time.Second)
		at := map[string][]time.Duration{}
		for _, p := range w.slack.took() {
			at[p.m.Channel] = append(at[p.m.Channel], p.at.Sub(start).Round(time.Millisecond))
		}
		if got, want := fmt.Sprint(at["#desk"], at["#other"]), "[0s 1s 2s 3s] [0s]"; got != want {
			t.Errorf("posted at %s, want %s", got, want)
		}
	})
}

func TestRun_SlowChannelHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world, k *notify.Worker, _ func()) {
		w.slack.prior(func(m claims.Message) {
			if m.Channel == "#slow" {
				time.Sleep(15 * time.Second)
			}
		})
		for i := range 30 {
			w.due("a", "#slow")
			w.due("b", fmt.Sprintf("#desk-%d", i))
		}
		k.Wake()
		time.Sleep(5 * time.Second)
		if n := len(w.slack.took()); n != 30 {
			t.Errorf("%d posts while one channel hangs, want 30", n)
		}
		time.Sleep(30 * time.Second)
	})
}

func TestRun_FinishesWhatIsLeasedWhenStopped(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world, k *notify.Worker, stop func()) {
		id := w.due("a", "#desk")
		w.slack.prior(func(claims.Message) { time.Sleep(5 * time.Second) })
		k.Wake()
		time.Sleep(time.Second)
		later := w.due("b", "#other")
		stop()
		if w.sent(id) != 1 || w.sent(later) != 0 || w.status().Sending != 0 {
			t.Errorf("sent %d and %d, %+v; want what was on its way recorded, and nothing begun", w.sent(id), w.sent(later), w.status())
		}
	})
}

func TestRun_SixHoursOfServerErrorsAreProbedOnceAMinute(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		fail answer
	}{
		{"5xx without a post", cutOff},
		{"5xx after a post", cutAfter},
		{"no connection", refused(notify.ClassLater, "")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(w *world, k *notify.Worker, _ func()) { outage(t, w, k, c.fail) })
		})
	}
}

func outage(t *testing.T, w *world, k *notify.Worker, fail answer) {
	start := time.Now()
	w.slack.say(func(notify.Call, string) answer { return fail })
	var ids []claims.ClaimID
	for i := range 72 { // one claim every five minutes, in turn in twelve channels
		ids = append(ids, w.due("a", fmt.Sprintf("#desk-%d", i%12)))
		k.Wake()
		time.Sleep(5 * time.Minute)
	}
	perMinute := map[int]int{}
	for _, c := range w.slack.heard() {
		perMinute[int(c.at.Sub(start)/time.Minute)]++
	}
	for m, n := range perMinute {
		if m > 25 && n > 1 {
			t.Errorf("minute %d has %d calls, want at most one probe", m, n)
		}
	}
	if n := len(w.slack.heard()); n > 6*60+10 {
		t.Errorf("%d calls in six hours", n)
	}
	w.slack.say(nil)
	time.Sleep(2 * time.Minute)
	for _, id := range ids {
		if w.sent(id) != 1 || w.slack.reminded()[id] != 1 {
			t.Errorf("two minutes after the end claim %d is counted %d times, posted %d times", id, w.sent(id), w.slack.reminded()[id])
		}
	}
}

// brokenDisk refuses writes while it is full.
type brokenDisk struct {
	notify.Outbox
	notify.Ledger
	full *bool
}

var errFull = errors.New("disk full")

func (b brokenDisk) Sent(ctx context.Context, m claims.Message, p claims.Posted, at time.Time) error {
	if *b.full {
		return errFull
	}
	return b.Ledger.Sent(ctx, m, p, at)
}

func (b brokenDisk) Lease(ctx context.Context, asks []claims.LeaseAsk, now time.Time) ([]claims.Message, error) {
	if *b.full {
		return nil, errFull
	}
	return b.Outbox.Lease(ctx, asks, now)
}

func (b brokenDisk) RecordSetback(ctx context.Context, m claims.Message, s claims.Setback) error {
	if *b.full {
		return errFull
	}
	return b.Outbox.RecordSetback(ctx, m, s)
}

func TestWorker_FullDiskPostsNothingUnwrittenAndRecordsOnceThereIsSpace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		lasts time.Duration
	}{
		{"for a moment", 3 * time.Second},
		{"for an hour", time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			full := false
			w.tune = func(c *notify.Config) {
				b := brokenDisk{c.Outbox, c.Ledger, &full}
				c.Outbox, c.Ledger = b, b
			}
			id := w.due("a", "#desk")
			k := w.worker()
			w.slack.before = func(claims.Message) { full = true }
			if _, err := k.RunOnce(t.Context()); err == nil { // its disk fills while the post is on its way
				t.Fatal("a full disk is no error")
			}
			w.due("b", "#other")
			w.slack.before = nil
			for range int(c.lasts / time.Second) {
				w.clock.add(time.Second)
				if _, err := k.RunOnce(t.Context()); err == nil {
					t.Fatal("a full disk is no error")
				}
			}
			if n := len(w.slack.took()); n != 1 {
				t.Errorf("%d posts with a full disk, want the first alone", n)
			}
			full = false
			for range 10 {
				w.clock.add(time.Minute)
				w.run(k)
			}
			if w.sent(id) != 1 || len(w.slack.took()) != 2 || w.status().Sending != 0 {
				t.Errorf("counted %d, posted %d, %+v; want both once", w.sent(id), len(w.slack.took()), w.status())
			}
		})
	}
}

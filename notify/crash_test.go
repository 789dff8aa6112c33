package notify_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify"
)

var errDead = errors.New("the process is dead")

// mortal lets a process die before or after any step: from then on nothing it does has an effect.
type mortal struct {
	notify.Outbox
	notify.Ledger
	notify.Sender
	mu    *sync.Mutex
	rand  *rand.Rand
	dead  *bool
	odds  float64
	kills *map[string]int
}

// step does f, unless the process dies before it, or is dead; it may die after it.
func (m mortal) step(name string, f func() error) error {
	if m.dies("before " + name) {
		return errDead
	}
	err := f()
	if m.dies("after " + name) {
		return errDead
	}
	return err
}

func (m mortal) dies(where string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !*m.dead && m.rand.Float64() < m.odds {
		*m.dead = true
		(*m.kills)[where]++
	}
	return *m.dead
}

func (m mortal) Lease(ctx context.Context, asks []claims.LeaseAsk, now time.Time) (list []claims.Message, err error) {
	err = m.step("lease", func() error {
		list, err = m.Outbox.Lease(ctx, asks, now)
		return err
	})
	return list, err
}

func (m mortal) RecordSetback(ctx context.Context, msg claims.Message, s claims.Setback) error {
	return m.step("record "+string(s.State), func() error { return m.Outbox.RecordSetback(ctx, msg, s) })
}

func (m mortal) RecordRedraw(ctx context.Context, r claims.Redraw, d claims.Redrawn) error {
	return m.step("record redraw", func() error { return m.Outbox.RecordRedraw(ctx, r, d) })
}

func (m mortal) SaveRest(ctx context.Context, r claims.Rest, a *claims.Alert) error {
	return m.step("save rest", func() error { return m.Outbox.SaveRest(ctx, r, a) })
}

func (m mortal) Sent(ctx context.Context, msg claims.Message, p claims.Posted, at time.Time) error {
	return m.step("record sent", func() error { return m.Ledger.Sent(ctx, msg, p, at) })
}

func (m mortal) Post(ctx context.Context, msg claims.Message) (r notify.Receipt, err error) {
	err = m.step("post", func() error {
		r, err = m.Sender.Post(ctx, msg)
		return err
	})
	return r, err
}

func (m mortal) Edit(ctx context.Context, c claims.Card) error {
	return m.step("edit", func() error { return m.Sender.Edit(ctx, c) })
}

func (m mortal) Find(ctx context.Context, msg claims.Message) (r notify.Receipt, found bool, err error) {
	err = m.step("find", func() error {
		r, found, err = m.Sender.Find(ctx, msg)
		return err
	})
	return r, found, err
}

// faulty answers four posts of ten with a fault, and some of the other calls too.
func faulty(r *rand.Rand) func(notify.Call, string) answer {
	var mu sync.Mutex
	faults := []answer{
		cutAfter, cutOff, refused(notify.ClassLater, ""),
		{take: true, err: &notify.SendError{Class: notify.ClassAmbiguous, Code: "fatal_error"}},
		{err: &notify.SendError{Class: notify.ClassWait, Code: "ratelimited", RetryAfter: 3 * time.Second}},
		{err: errors.New("something else")},
	}
	return func(c notify.Call, _ string) answer {
		mu.Lock()
		defer mu.Unlock()
		odds := 0.1
		if c == notify.CallPost {
			odds = 0.4
		}
		if r.Float64() < odds {
			return faults[r.IntN(len(faults))]
		}
		return taken
	}
}

func TestCrash_NothingLostNothingTwiceWhileHistoryLagsWithinTheGrace(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			crash(t, seed, 80*time.Second, 0)
		})
	}
}

func TestCrash_AtMostOneMarkedRepeatWhileHistoryLagsUpToTwiceTheGrace(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			crash(t, 100+seed, 175*time.Second, 1)
		})
	}
}

// crash delivers forty reminders with processes that die, and checks what arrived.
func crash(t *testing.T, seed uint64, lag time.Duration, repeats int) {
	r := rand.New(rand.NewPCG(seed, 1))
	w := newWorld(t)
	w.slack.lag = lag
	w.slack.say(faulty(rand.New(rand.NewPCG(seed, 2))))
	kills := map[string]int{}
	var mu sync.Mutex
	w.tune = func(c *notify.Config) {
		dead := false
		m := mortal{Outbox: c.Outbox, Ledger: c.Ledger, Sender: w.slack, mu: &mu, rand: r, dead: &dead, odds: 0.04, kills: &kills}
		c.Outbox, c.Ledger, c.Slack = m, m, m
	}
	var ids []claims.ClaimID
	resolved := map[claims.ClaimID]time.Time{}
	k := w.worker()
	for i := range 3000 {
		if i < 40 {
			ids = append(ids, w.due("a", fmt.Sprintf("#desk-%d", i%6)))
		}
		if _, err := k.RunOnce(context.Background()); err != nil {
			w.close()
			w.open()
			k = w.worker()
		}
		w.clock.add(time.Second)
		if i > 300 { // what is left is in one of its longer graces
			w.clock.add(9 * time.Second)
		}
		if i > 1000 {
			w.clock.add(5 * time.Minute)
		}
		if id := ids[r.IntN(len(ids))]; i%9 == 0 && resolved[id].IsZero() && len(resolved) < 10 {
			w.resolve(id)
			resolved[id] = w.clock.now()
		}
		if st := w.status(); i > 100 && st.Pending+st.Sending+st.Unknown+st.Redraws == 0 {
			break
		}
	}
	arrived(t, w, ids, resolved, repeats)
	n := 0
	for _, k := range kills {
		n += k
	}
	t.Logf("%d kills at %d points", n, len(kills))
}

func arrived(t *testing.T, w *world, ids []claims.ClaimID, resolved map[claims.ClaimID]time.Time, repeats int) {
	t.Helper()
	if st := w.status(); st.Pending+st.Sending+st.Unknown != 0 {
		t.Errorf("not settled: %+v", st)
	}
	marked := map[claims.ClaimID]int{}
	for _, p := range w.slack.posts {
		for _, m := range p.m.Reminders {
			if p.m.MaybeRepeat {
				marked[m.Claim.ID]++
			}
			if at := resolved[m.Claim.ID]; !at.IsZero() && p.m.TriedAt.After(at) {
				t.Errorf("claim %d was posted %s after it was resolved", m.Claim.ID, p.m.TriedAt.Sub(at))
			}
		}
	}
	for _, id := range ids {
		n, done := w.slack.reminded()[id], !resolved[id].IsZero()
		if n == 0 && !done {
			t.Errorf("claim %d: lost", id)
		}
		if n > 1+repeats || n > 1 && marked[id] < n-1 {
			t.Errorf("claim %d: posted %d times, %d marked", id, n, marked[id])
		}
		if w.sent(id) != 1 && !done {
			t.Errorf("claim %d: counted %d times", id, w.sent(id))
		}
	}
}

func TestTwoWorkers_OnOneStorePostOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var ids []claims.ClaimID
	for i := range 60 {
		ids = append(ids, w.due("a", fmt.Sprintf("#desk-%d", i%20)))
	}
	a, b := w.worker(), w.worker()
	for range 6 {
		var wg sync.WaitGroup
		for _, k := range []*notify.Worker{a, b} {
			wg.Go(func() {
				if _, err := k.RunOnce(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		w.clock.add(time.Minute)
	}
	arrived(t, w, ids, nil, 0)
}

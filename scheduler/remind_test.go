package scheduler_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"claimwatch/claims"
	"claimwatch/scheduler"
)

// A desk is a finder and a decider of claims that are due until they are decided.
type desk struct {
	before func(ids []claims.ClaimID) error // a decision; nil is nothing

	mu      sync.Mutex
	most    int // how many claims are found at once, whatever the limit; 0 is as many as there are
	due     []claims.ClaimID
	held    map[claims.ClaimID]bool // by a batch that is under way
	doubled []claims.ClaimID        // held by two
	decided map[claims.ClaimID]int
	groups  int
}

// newDesk returns a desk with n claims that are due, the first of number 1.
func newDesk(n int) *desk {
	d := &desk{held: map[claims.ClaimID]bool{}, decided: map[claims.ClaimID]int{}}
	for i := range n {
		d.due = append(d.due, claims.ClaimID(i+1))
	}
	return d
}

func (d *desk) Due(_ context.Context, _ time.Time, limit int) ([]claims.ClaimID, error) {
	d.mu.Lock()
	n := min(limit, len(d.due))
	if d.most > 0 {
		n = min(n, d.most)
	}
	list := slices.Clone(d.due[:n])
	d.mu.Unlock()
	runtime.Gosched() // what was found grows old
	return list, nil
}

func (d *desk) Remind(_ context.Context, ids []claims.ClaimID, _ time.Time) (int, error) {
	d.take(ids)
	defer d.giveBack(ids)
	if d.before != nil {
		if err := d.before(ids); err != nil {
			return 0, err
		}
	}
	d.decide(ids)
	return len(ids), nil
}

func (d *desk) take(ids []claims.ClaimID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, id := range ids {
		if d.held[id] {
			d.doubled = append(d.doubled, id)
		}
		d.held[id] = true
	}
}

func (d *desk) giveBack(ids []claims.ClaimID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, id := range ids {
		delete(d.held, id)
	}
}

func (d *desk) decide(ids []claims.ClaimID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, id := range ids {
		d.decided[id]++
	}
	d.due = slices.DeleteFunc(d.due, func(id claims.ClaimID) bool { return d.decided[id] > 0 })
}

func (d *desk) Group(context.Context, time.Time) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.groups++
	return 1, nil
}

// once checks that each of n claims was decided once, and none of them by two at the same time.
func (d *desk) once(t *testing.T, n int) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.doubled) > 0 {
		t.Errorf("%d claims were in two batches at once, claim %d is the first", len(d.doubled), d.doubled[0])
	}
	if len(d.decided) != n {
		t.Errorf("%d claims were decided, want %d", len(d.decided), n)
	}
	for id, times := range d.decided {
		if times != 1 {
			t.Fatalf("claim %d was decided %d times", id, times)
		}
	}
}

func TestRemind_GroupsWhatWasDecidedBeforeAFailure(t *testing.T) {
	t.Parallel()
	d := newDesk(5)
	d.most = 1
	d.before = func(ids []claims.ClaimID) error {
		if slices.Contains(ids, 4) {
			return errors.New("the disk is full")
		}
		return nil
	}
	woken := 0
	r := scheduler.NewRemind(d, d, func() { woken++ })
	got, err := r.RunOnce(t.Context(), time.Now())
	if err == nil || got["reminded"] != 3 || d.groups != 1 || woken != 1 {
		t.Errorf("got %v, %v; %d groups, woken %d times; want 3 reminded, grouped and sent, and the failure told", got, err, d.groups, woken)
	}
	d.once(t, 3)
}

func TestRemind_HasTwoBatchesUnderWayAndNoClaimInBoth(t *testing.T) {
	t.Parallel()
	const n = 1600 // four batches: none is alone
	d := newDesk(n)
	patience, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	meet := make(chan bool)
	d.before = func([]claims.ClaimID) error {
		select { // either hand may be the first
		case meet <- true:
		case <-meet:
		case <-patience.Done():
			t.Error("a batch was under way alone")
		}
		return nil
	}
	got, err := scheduler.NewRemind(d, d, nil).RunOnce(t.Context(), time.Now())
	if err != nil || got["looked"] != n || got["reminded"] != n {
		t.Errorf("got %v, %v; want %d looked at and reminded", got, err, n)
	}
	d.once(t, n)
}

func TestRemind_DecidesEachClaimOnceHoweverTheBatchesFall(t *testing.T) {
	t.Parallel()
	const n = 300
	for _, most := range []int{1, 3, 7} {
		d := newDesk(n)
		d.most = most
		d.before = func([]claims.ClaimID) error {
			runtime.Gosched()
			return nil
		}
		got, err := scheduler.NewRemind(d, d, nil).RunOnce(t.Context(), time.Now())
		if err != nil || got["looked"] != n || got["reminded"] != n {
			t.Errorf("got %v, %v; want %d looked at and reminded", got, err, n)
		}
		d.once(t, n)
	}
}

func TestRemind_APanicOfTheDeciderLeavesTheHeartbeatAndTheOtherDutiesAlive(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const n = 450
		d := newDesk(n)
		well := time.Now().Add(10 * time.Minute)
		d.before = func(ids []claims.ClaimID) error {
			if slices.Contains(ids, n) && time.Now().Before(well) {
				panic("a poisoned row")
			}
			return nil
		}
		good := &duty{name: "digest"}
		log := beat(t, time.Hour, scheduler.NewRemind(d, d, nil), good)
		if good.runs.Load() < 60 || d.groups < 60 {
			t.Errorf("%d beats of the other duty and %d groups in an hour; want 60 each", good.runs.Load(), d.groups)
		}
		for _, want := range []string{"a poisoned row", "duty works again"} {
			if !strings.Contains(log, want) {
				t.Errorf("the log does not say %q:\n%.2000s", want, log)
			}
		}
		d.once(t, n)
	})
}

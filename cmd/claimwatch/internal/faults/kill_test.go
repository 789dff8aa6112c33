package faults_test

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"claimwatch/notify/slack/slacktest"
)

// killed runs a command as a process of its own and kills it after a while, unless it has ended.
func (n *newsroom) killed(after time.Duration, args ...string) (done bool) {
	n.t.Helper()
	cmd := n.command(nil, args...)
	if err := cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() {
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			n.t.Error(err)
		}
	})
	defer timer.Stop()
	return cmd.Wait() == nil
}

// length is how long a command takes.
func (n *newsroom) length(args ...string) time.Duration {
	n.t.Helper()
	began := time.Now()
	if errs, status := n.run(args...); status != 0 {
		n.t.Fatalf("%s: status %d: %s", strings.Join(args, " "), status, errs)
	}
	return time.Since(began)
}

func TestKill_OfTheFirstCommandLeavesAWholeSchemaOrNone(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 1, 0, seldom, slacktest.Options{})
	n.length("add", "Is the schema whole?")
	most := n.length("add", "Is it whole again?") * 3 / 2
	seed := theTier(t).seed
	t.Logf("seed %d", seed)
	rng := seeded(seed, "schema")
	for range 25 {
		fresh := newNewsroom(t, 1, 0, seldom, slacktest.Options{})
		fresh.killed(time.Duration(rng.Int64N(int64(most))), "add", "Who wrote this?")
		fresh.must("add", "Is it whole?")
		if got := fresh.count(`SELECT COUNT(*) FROM claims`); got < 1 || got > 2 {
			t.Errorf("%d claims, want the second, and the first if it was in time", got)
		}
		fresh.sound()
	}
}

const sqlOfClose = `SELECT (status = 'resolved') * 10 + (SELECT COUNT(*) FROM history h WHERE h.claim_id = c.id AND h.action = 'resolved') FROM claims c WHERE id = ?`

func TestKill_OfACloseClosesOnceOrNotAtAll(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 1, 0, seldom, slacktest.Options{})
	end := func(id string) []string { return []string{"close", "--outcome", "overtaken", "--note", "seen", id} }
	most := n.length(end(n.add(0))...) * 5 / 4
	seed := theTier(t).seed
	t.Logf("seed %d", seed)
	rng := seeded(seed, "close")
	ended := 0
	for range 40 {
		id := n.add(0)
		done := n.killed(time.Duration(rng.Int64N(int64(most))), end(id)...)
		switch got := n.count(sqlOfClose, id); {
		case got == 11:
			ended++
		case got != 0 || done:
			t.Errorf("claim %s: closed and entries are %d, want 11 or, killed, 0; it ended well: %t", id, got, done)
		}
	}
	t.Logf("%d of 40 were closed before they were killed", ended)
	p := n.start()
	n.settled(p)
	p.stop(syscall.SIGTERM)
	n.sound()
}

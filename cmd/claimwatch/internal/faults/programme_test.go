package faults_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"

	"claimwatch/notify/slack/slacktest"
)

// A tier says how much is done.
type tier struct {
	kills int // in all
	room  int // of one newsroom
	seed  uint64
}

func theTier(t *testing.T) tier {
	t.Helper()
	tr := tier{kills: 1000, room: 40, seed: uint64(time.Now().UnixNano() % 1e9)}
	if raceDetector { // a daemon takes several times as long
		tr.kills, tr.room = 90, 10
	}
	if long() {
		tr.kills, tr.room = 10_000, 60
	}
	if v := os.Getenv("CLAIMWATCH_FAULTS_KILLS"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			t.Fatal(err)
		}
		tr.kills = n
	}
	if v := os.Getenv("CLAIMWATCH_FAULTS_SEED"); v != "" {
		n, err := strconv.ParseUint(v, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		tr.seed = n
	}
	return tr
}

// A row of the table is what newsrooms with one trouble came to.
type row struct {
	trouble
	toll
	runs, kills int
	recovered   []time.Duration
}

func TestFaults_NothingIsLostAndNothingComesTwice(t *testing.T) {
	t.Parallel()
	tr := theTier(t)
	t.Logf("CLAIMWATCH_FAULTS_SEED=%d CLAIMWATCH_FAULTS_KILLS=%d", tr.seed, tr.kills)
	var mu sync.Mutex
	list := troubles()
	rows := make([]row, len(list))
	t.Run("newsrooms", func(t *testing.T) {
		for i := range max(len(list), (tr.kills+tr.room-1)/tr.room) {
			// The one with everything has half of the newsrooms.
			which := 0
			if i%2 == 1 {
				which = 1 + (i/2)%(len(list)-1)
			}
			t.Run(fmt.Sprintf("%s %d", list[which].name, i), func(t *testing.T) {
				t.Parallel()
				w := &wreck{trouble: list[which], dice: seeded(tr.seed, fmt.Sprint("wreck ", i))}
				w.run(t, tr, i)
				mu.Lock()
				defer mu.Unlock()
				w.enter(&rows[which])
			})
		}
	})
	t.Log("\n" + table(rows))
}

// A wreck is a newsroom whose daemon is killed again and again.
type wreck struct {
	trouble
	dice      *rand.Rand
	n         *newsroom
	open      []string
	kills     int
	toll      toll
	recovered time.Duration
}

// channels is how many a newsroom has, and claimsAtFirst how many claims it begins with.
const (
	channels      = 6
	claimsAtFirst = 16
)

func (w *wreck) run(t *testing.T, tr tier, i int) {
	strike := w.strike(seeded(tr.seed, fmt.Sprint("slack ", i)))
	w.n = newNewsroom(t, channels, []int{0, 0, 2}[w.dice.IntN(3)], "", slacktest.Options{HistoryLag: w.lag, Fault: strike})
	for range claimsAtFirst {
		w.open = append(w.open, w.n.add(w.dice.IntN(channels)))
	}
	room := tr.room
	if w.inTurn {
		room = max(room, len(points()))
	}
	for w.kills < room {
		w.live()
	}
	w.recover()
	w.toll = w.n.check(w.trouble)
	for _, f := range w.toll.faults[:min(len(w.toll.faults), 20)] {
		t.Error(f)
	}
}

// live is a daemon's life: it is killed at a named point, or, when that does not come, at any time.
func (w *wreck) live() {
	if w.inTurn {
		w.liveUntil(points()[w.kills%len(points())])
		return
	}
	var extra []string
	point := ""
	span := time.Duration(10+w.dice.IntN(250)) * time.Millisecond
	if w.dice.IntN(2) == 0 {
		point, span = points()[w.dice.IntN(len(points()))], 500*time.Millisecond
		extra = append(extra, fmt.Sprintf("%s=%s %d", dieAt, point, 1+w.dice.IntN(3)))
	}
	if raceDetector {
		span *= 4
	}
	p := w.n.start(extra...)
	end := time.After(span)
	w.work()
	select {
	case <-p.ended:
		if !p.died() || point == "" {
			w.n.t.Fatalf("the daemon ended by itself: %s\n%s", p.ProcessState, p.out.String())
		}
		p.wait()
	case <-end:
		p.kill()
	}
	w.kills++
}

// workPause is the time from one work of people to the next while a daemon has to come to a point.
const workPause = 200 * time.Millisecond

// liveUntil is the life of a daemon that has work until it comes to a point and dies there.
func (w *wreck) liveUntil(point string) {
	p := w.n.start(fmt.Sprintf("%s=%s 1", dieAt, point))
	var next time.Time
	w.n.until("death "+point, func() bool {
		select {
		case <-p.ended:
			return true
		default:
		}
		if now := time.Now(); now.After(next) {
			w.work()
			next = now.Add(workPause)
		}
		return false
	}, p.out.String)
	if !p.died() {
		w.n.t.Fatalf("the daemon ended by itself, not %s: %s\n%s", point, p.ProcessState, p.out.String())
	}
	p.wait()
	w.kills++
}

// died reports whether a daemon that has ended was killed.
func (p *process) died() bool {
	s, ok := p.ProcessState.Sys().(syscall.WaitStatus)
	return ok && s.Signal() == syscall.SIGKILL
}

// work is what people do meanwhile.
func (w *wreck) work() {
	for range 1 + w.dice.IntN(3) {
		w.open = append(w.open, w.n.add(w.dice.IntN(channels)))
	}
	pick := w.dice.IntN(len(w.open))
	switch w.dice.IntN(5) {
	case 1:
		if len(w.open) > claimsAtFirst/2 {
			w.n.close(w.open[pick])
			w.open = slices.Delete(w.open, pick, pick+1)
		}
	case 2:
		w.n.must("edit", w.open[pick], "--summary", fmt.Sprintf("Who ate the %s, and why, asks %d?", canary, w.kills))
	}
}

// recover ends Slack's trouble and lets the daemon have its time; then every claim is closed.
func (w *wreck) recover() {
	w.n.calm.Store(true)
	begun := time.Now()
	p := w.n.start()
	w.n.until("the daemon", func() bool { return strings.Contains(p.out.String(), "watching") }, p.out.String)
	last := w.n.count(`SELECT COALESCE(MAX(id), 0) FROM notices`)
	w.n.until("what there was to be settled", func() bool { return w.n.count(sqlUnsettledUpTo, last) == 0 }, p.out.String)
	w.recovered = time.Since(begun)
	w.n.close(w.open...)
	w.n.until("every card to be a receipt", w.quiet, p.out.String)
	if status := p.stop(syscall.SIGTERM); status != 0 {
		w.n.t.Errorf("I7: SIGTERM: status %d\n%s", status, p.out.String())
	}
}

const sqlUnsettled = `SELECT (SELECT COUNT(*) FROM messages WHERE state IN ('pending', 'sending', 'unknown'))
+ (SELECT COUNT(*) FROM notices WHERE state IN ('pending', 'sending', 'unknown')) + (SELECT COUNT(*) FROM cards WHERE redraw_at IS NOT NULL)`

const sqlUnsettledUpTo = `SELECT COUNT(*) FROM notices WHERE id <= ? AND state IN ('pending', 'sending', 'unknown')`

func (w *wreck) quiet() bool { return w.n.count(sqlUnsettled) == 0 }

func (w *wreck) enter(r *row) {
	r.trouble = w.trouble
	r.runs++
	r.kills += w.kills
	r.reminders += w.toll.reminders
	r.posts += w.toll.posts
	r.lost += w.toll.lost
	r.twice += w.toll.twice
	r.marked += w.toll.marked
	r.recovered = append(r.recovered, w.recovered)
}

// table renders what came of it.
func table(rows []row) string {
	var b strings.Builder
	tw := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(tw, "FAULT\tRUNS\tKILLS\tREMINDERS\tPOSTS\tLOST\tDUPLICATES\tMARKED\tRECOVERED IN (median, longest)")
	var sum row
	for _, r := range rows {
		if r.runs == 0 {
			continue
		}
		slices.Sort(r.recovered)
		_, _ = fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%.1fs, %.1fs\n", r.name, r.runs, r.kills, r.reminders, r.posts, r.lost, r.twice, r.marked,
			r.recovered[len(r.recovered)/2].Seconds(), r.recovered[len(r.recovered)-1].Seconds())
		sum.runs += r.runs
		sum.kills += r.kills
		sum.reminders += r.reminders
		sum.posts += r.posts
		sum.lost += r.lost
		sum.twice += r.twice
		sum.marked += r.marked
	}
	_, _ = fmt.Fprintf(tw, "all\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", sum.runs, sum.kills, sum.reminders, sum.posts, sum.lost, sum.twice, sum.marked)
	_ = tw.Flush() // into memory
	return b.String()
}

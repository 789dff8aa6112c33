package notify_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify"
	"claimwatch/store"
)

// monday is when the stories begin.
var monday = time.Date(2025, time.January, 20, 9, 0, 0, 0, time.UTC)

// A world is a newsroom with a store on a real file, a scripted Slack and a clock.
type world struct {
	t     testing.TB
	path  string
	store *store.Store
	slack *slack
	clock *clock
	tune  func(*notify.Config)
}

// clock is set by hand; a nil one is the bubble's.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	if c == nil {
		return time.Now()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func newWorld(t testing.TB) *world {
	t.Helper()
	c := &clock{at: monday}
	return newWorldAt(t, c)
}

func newWorldAt(t testing.TB, c *clock) *world {
	w := &world{t: t, path: filepath.Join(t.TempDir(), "claims.db"), clock: c, slack: &slack{now: c.now}}
	w.open()
	t.Cleanup(func() { w.close() })
	return w
}

func (w *world) open() {
	w.t.Helper()
	s, err := store.Open(context.Background(), w.path, store.Options{Create: true})
	if err != nil {
		w.t.Fatal(err)
	}
	w.store = s
}

func (w *world) close() {
	if w.store == nil {
		return
	}
	if err := w.store.Close(); err != nil {
		w.t.Error(err)
	}
	w.store = nil
}

// worker returns a new worker, as after a restart.
func (w *world) worker() *notify.Worker {
	w.t.Helper()
	c := notify.Config{
		Outbox: w.store, Ledger: books{w.store}, Slack: w.slack, Terminal: w.slack, Now: w.clock.now, Log: slog.New(slog.DiscardHandler),
		Words: func(n claims.Notice, _ claims.Claim, _ time.Time) string {
			return fmt.Sprintf("reminder %d", n.Ordinal)
		},
		Grace: 90 * time.Second, Bundle: 5, Fallback: "#ops",
	}
	if w.tune != nil {
		w.tune(&c)
	}
	k, err := notify.New(c)
	if err != nil {
		w.t.Fatal(err)
	}
	return k
}

// run has a worker do once what can be done.
func (w *world) run(k *notify.Worker) notify.Result {
	w.t.Helper()
	r, err := k.RunOnce(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// books is the ledger's part: a claim that was reminded of says so.
type books struct{ s *store.Store }

func (b books) Sent(ctx context.Context, m claims.Message, posted claims.Posted, at time.Time) error {
	return b.s.RecordSent(ctx, m, posted, at, func(list []claims.Claim) ([]claims.Write, error) {
		var writes []claims.Write
		for _, c := range list {
			was := c.Revision
			c.Revision++
			c.RemindersSent++
			c.LastRemindedAt = at
			writes = append(writes, claims.Write{Claim: c, Was: was, Entries: []claims.Entry{{ClaimID: c.ID, At: at, Actor: "claimwatch", Via: claims.ViaDaemon, Action: claims.ActionReminded}}})
		}
		return writes, nil
	})
}

// open adds a claim.
func (w *world) claim(summary string) claims.Claim {
	w.t.Helper()
	now := w.clock.now()
	c := claims.Claim{Revision: 1, Version: 1, Status: claims.StatusOpen, Kind: claims.KindQuestion, Summary: summary, Owner: "anna", CreatedAt: now, UpdatedAt: now}
	return w.change(claims.Write{Claim: c})
}

func (w *world) change(writes ...claims.Write) claims.Claim {
	w.t.Helper()
	after, err := w.store.Change(context.Background(), claims.Pick{}, w.clock.now(), func(claims.Picked) ([]claims.Write, error) { return writes, nil })
	if err != nil {
		w.t.Fatal(err)
	}
	if len(after) == 0 {
		return claims.Claim{}
	}
	return after[0]
}

// remind decides a reminder of a claim.
func (w *world) remind(id claims.ClaimID, ordinal int, channel string, form claims.Form) {
	w.t.Helper()
	c, err := w.store.Claim(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	now := w.clock.now()
	was := c.Revision
	c.Revision++
	n := claims.Notice{ClaimID: id, Ordinal: ordinal, Reason: claims.ReasonDue, SlotAt: now, DecidedAt: now, Channel: channel, Form: form}
	w.change(claims.Write{Claim: c, Was: was, Notices: []claims.Notice{n}})
}

// due adds a claim with a reminder that waits.
func (w *world) due(summary, channel string) claims.ClaimID {
	w.t.Helper()
	c := w.claim(summary)
	w.remind(c.ID, 1, channel, claims.FormCard)
	return c.ID
}

// resolve closes a claim, as the ledger does.
func (w *world) resolve(id claims.ClaimID) {
	w.t.Helper()
	c, err := w.store.Claim(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	was := c.Revision
	c.Revision++
	c.Version++
	c.Status, c.Outcome, c.ResolvedAt, c.ResolvedBy, c.UpdatedAt = claims.StatusResolved, claims.OutcomeOvertaken, w.clock.now(), "anna", w.clock.now()
	e := claims.Evidence{ClaimID: id, Note: "seen", By: "anna", At: w.clock.now()}
	w.change(claims.Write{Claim: c, Was: was, Drop: true, Redraw: true, Evidence: []claims.Evidence{e}})
}

func (w *world) sent(id claims.ClaimID) int {
	w.t.Helper()
	c, err := w.store.Claim(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return c.RemindersSent
}

func (w *world) status() claims.OutboxStatus {
	w.t.Helper()
	st, err := w.store.OutboxStatus(context.Background(), w.clock.now())
	if err != nil {
		w.t.Fatal(err)
	}
	return st
}

// An answer is what the scripted Slack does with a call.
type answer struct {
	take bool  // it takes the post, whatever it says
	err  error // what the caller sees
}

var (
	taken   = answer{take: true}
	refused = func(class notify.Class, code string) answer {
		return answer{err: &notify.SendError{Class: class, Code: code}}
	}
	errCut   = &notify.SendError{Class: notify.ClassAmbiguous, Err: errors.New("connection cut")}
	cutAfter = answer{take: true, err: errCut}
	cutOff   = answer{err: errCut}
)

// slack is a scripted Slack: it takes everything, unless told otherwise.
type slack struct {
	now    func() time.Time
	mu     sync.Mutex
	lag    time.Duration // until history shows a post
	answer func(call notify.Call, channel string) answer
	before func(m claims.Message) // runs before a post
	posts  []post
	edits  []claims.Card
	calls  []call
}

type post struct {
	m  claims.Message
	at time.Time
	ts string
}

type call struct {
	what    notify.Call
	channel string
	at      time.Time
}

func (s *slack) hear(what notify.Call, channel string) answer {
	s.mu.Lock()
	s.calls = append(s.calls, call{what, channel, s.now()})
	f := s.answer
	s.mu.Unlock()
	if f == nil {
		return taken
	}
	return f(what, channel)
}

func (s *slack) say(f func(notify.Call, string) answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = f
}

// prior runs f before each post.
func (s *slack) prior(f func(claims.Message)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = f
}

// took returns what was posted so far.
func (s *slack) took() []post {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.posts)
}

// heard returns the calls so far.
func (s *slack) heard() []call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// once answers the next call of a kind so, and everything else well.
func (s *slack) once(what notify.Call, a answer) {
	done := false
	s.say(func(c notify.Call, _ string) answer {
		if c != what || done {
			return taken
		}
		done = true
		return a
	})
}

func (s *slack) Post(_ context.Context, m claims.Message) (notify.Receipt, error) {
	s.mu.Lock()
	before := s.before
	s.mu.Unlock()
	if before != nil {
		before(m)
	}
	a := s.hear(notify.CallPost, m.Channel)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !a.take {
		return notify.Receipt{}, a.err
	}
	p := post{m: m, at: s.now(), ts: fmt.Sprintf("%d.%06d", s.now().Unix(), len(s.posts)+1)}
	s.posts = append(s.posts, p)
	return notify.Receipt{Posted: claims.Posted{Channel: m.Channel, TS: p.ts}, At: p.at}, a.err
}

func (s *slack) Edit(_ context.Context, c claims.Card) error {
	a := s.hear(notify.CallEdit, c.Channel)
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.take {
		s.edits = append(s.edits, c)
	}
	return a.err
}

func (s *slack) Find(_ context.Context, m claims.Message) (notify.Receipt, bool, error) {
	a := s.hear(notify.CallFind, m.Channel)
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.err != nil {
		return notify.Receipt{}, false, a.err
	}
	for _, p := range s.posts {
		if p.m.ID == m.ID && !p.at.Add(s.lag).After(s.now()) {
			return notify.Receipt{Posted: claims.Posted{Channel: m.Channel, TS: p.ts}, At: p.at}, true, nil
		}
	}
	return notify.Receipt{}, false, nil
}

func (s *slack) Probe(context.Context) error { return s.hear(notify.CallProbe, "").err }

// reminded returns how often each claim was reminded of.
func (s *slack) reminded() map[claims.ClaimID]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := map[claims.ClaimID]int{}
	for _, p := range s.posts {
		for _, r := range p.m.Reminders {
			n[r.Claim.ID]++
		}
	}
	return n
}

func (s *slack) count(what notify.Call) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.calls {
		if c.what == what {
			n++
		}
	}
	return n
}

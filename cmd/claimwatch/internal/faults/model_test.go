package faults_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"claimwatch/claims"
	"claimwatch/claims/ledger"
	"claimwatch/claims/policy"
	"claimwatch/notify"
	"claimwatch/scheduler"
	"claimwatch/store"
)

// TestModel_TheDeskAndItsModelAgree plays whatever may happen to a desk in any order on the real
// store, ledger, heartbeat and outbox, with a Slack that does as the dice say, beside a model that
// knows little: what was done to each claim, and what stands in Slack.
func TestModel_TheDeskAndItsModelAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := newDesk(t)
		defer d.close()
		t.Repeat(map[string]func(*rapid.T){
			"add":    d.add,
			"close":  d.shut,
			"edit":   d.edit,
			"snooze": d.snooze,
			"check":  d.look,
			"tick":   d.tick,
			"crash":  d.crash,
			"fault":  d.fault,
			"":       d.agree,
		})
		d.settle()
	})
}

// modelGrace is the grace of the model's desk, and modelLag how far its Slack's history lags.
const (
	modelGrace = 90 * time.Second
	modelLag   = 60 * time.Second
)

// A known is what the model knows of a claim.
type known struct {
	summary string
	due     claims.Due
	closed  time.Time
	snoozed [][2]time.Time // from, to
	done    map[claims.Action]int
}

// A desk is the real thing with its model.
type desk struct {
	t      *rapid.T
	folder string
	now    time.Time
	store  *store.Store
	ledger *ledger.Ledger
	worker *notify.Worker
	heart  *scheduler.Heartbeat

	model map[claims.ClaimID]*known
	order []claims.ClaimID

	mu    sync.Mutex
	posts []struct {
		m  claims.Message
		at time.Time
	}
	script []scripted // what the next calls meet
	fatal  int        // after so many steps the process is dead; 0: it lives
	dead   bool
}

// A scripted answer takes a call or not, whatever it says.
type scripted struct {
	take bool
	err  error
}

var errDead = errors.New("the process is dead")

func newDesk(t *rapid.T) *desk {
	folder, err := os.MkdirTemp("", "claimwatch-model-")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, folder: folder, now: time.Date(2025, 1, 20, 9, 0, 0, 0, time.UTC), model: map[claims.ClaimID]*known{}}
	d.open()
	return d
}

func (d *desk) must(err error) {
	if err != nil {
		d.t.Fatal(err)
	}
}

// open starts a daemon, as after a crash.
func (d *desk) open() {
	ctx := context.Background()
	settings := policy.Defaults()
	settings.Location, settings.Channel, settings.DailyCap, settings.Bundle = time.UTC, "#desk", 0, 3
	settings.Routes = []policy.Route{{Match: policy.Match{Desk: []string{"world"}}, Channel: "#world"}}
	settings.Policies = []policy.Policy{{Undated: policy.Cadence{Every: policy.Days(2), Stretch: 1.5, AtMost: policy.Days(7)}}}
	rules, err := policy.New(settings)
	d.must(err)
	d.store, err = store.Open(ctx, filepath.Join(d.folder, "claims.db"), store.Options{Create: true})
	d.must(err)
	quiet, now := slog.New(slog.DiscardHandler), func() time.Time { return d.now }
	d.ledger, err = ledger.New(ctx, ledger.Config{
		Books: d.store, Rules: rules, Zone: time.UTC, Now: now, Log: quiet, Read: func(claims.Report) []claims.Item { return nil },
	})
	d.must(err)
	d.must(d.ledger.Adopt(ctx))
	d.dead, d.fatal = false, 0
	d.worker, err = notify.New(notify.Config{
		Outbox: frail{d.store, d}, Ledger: frailLedger{d.ledger, d}, Slack: d, Words: rules.Words, Now: now, Log: quiet, Grace: modelGrace, Bundle: 3,
	})
	d.must(err)
	d.heart, err = scheduler.New(scheduler.Config{
		Every: time.Minute, Now: now, Log: quiet, Duties: []scheduler.Duty{scheduler.NewRemind(d.store, frailDecider{d.ledger, d}, nil)},
	})
	d.must(err)
}

func (d *desk) close() {
	if err := errors.Join(d.store.Close(), os.RemoveAll(d.folder)); err != nil {
		d.t.Error(err)
	}
}

// Things that happen.

func (d *desk) add(t *rapid.T) {
	draft := claims.Draft{Kind: claims.KindQuestion, Summary: "something is open", Desk: rapid.SampledFrom([]string{"", "world"}).Draw(t, "desk")}
	if in := rapid.IntRange(-3, 12).Draw(t, "days"); in < 11 {
		draft.Due = d.day(in)
	}
	c, err := d.ledger.Add(context.Background(), draft, anna)
	d.must(err)
	d.model[c.ID] = &known{summary: c.Summary, due: draft.Due, done: map[claims.Action]int{claims.ActionAdded: 1}}
	d.order = append(d.order, c.ID)
}

var anna = claims.Actor{Name: "anna", Via: claims.ViaCLI}

func (d *desk) day(in int) claims.Due {
	day := claims.DayOf(d.now) + claims.Day(in)
	return claims.Due{Start: day, End: day, Precision: claims.PrecisionDay}
}

// pick picks a claim that is open by the model.
func (d *desk) pick(t *rapid.T) (claims.ClaimID, *known) {
	var list []claims.ClaimID
	for _, id := range d.order {
		if d.model[id].closed.IsZero() {
			list = append(list, id)
		}
	}
	if len(list) == 0 {
		t.Skip("nothing is open")
	}
	id := rapid.SampledFrom(list).Draw(t, "claim")
	return id, d.model[id]
}

func (d *desk) apply(id claims.ClaimID, act claims.Act, action claims.Action) {
	_, err := d.ledger.Apply(context.Background(), claims.Command{IDs: []claims.ClaimID{id}, By: anna, Act: act})
	d.must(err)
	d.model[id].done[action]++
	if n := len(d.model[id].snoozed); n > 0 && action == claims.ActionResolved {
		d.endSnooze(id)
	}
}

// endSnooze notes that a claim is not silent any longer.
func (d *desk) endSnooze(id claims.ClaimID) {
	last := &d.model[id].snoozed[len(d.model[id].snoozed)-1]
	if last[1].After(d.now) {
		last[1] = d.now
	}
}

func (d *desk) shut(t *rapid.T) {
	id, k := d.pick(t)
	d.apply(id, claims.Close{Outcome: claims.OutcomeOvertaken, Evidence: claims.Evidence{Note: "over"}}, claims.ActionResolved)
	k.closed = d.now
}

func (d *desk) edit(t *rapid.T) {
	id, k := d.pick(t)
	summary := fmt.Sprintf("something is open still, says %d", k.done[claims.ActionEdited])
	act := claims.Edit{Summary: &summary}
	if rapid.Bool().Draw(t, "due too") {
		due := d.day(rapid.IntRange(-1, 5).Draw(t, "days"))
		act.Due, k.due = &due, due
	}
	k.summary = summary
	d.apply(id, act, claims.ActionEdited)
}

func (d *desk) snooze(t *rapid.T) {
	id, k := d.pick(t)
	end := d.now.Add(time.Duration(rapid.IntRange(1, 60).Draw(t, "hours")) * time.Hour)
	d.apply(id, claims.Snooze{Until: end}, claims.ActionSnoozed)
	if len(k.snoozed) > 0 {
		d.endSnooze(id)
	}
	k.snoozed = append(k.snoozed, [2]time.Time{d.now, end})
}

func (d *desk) look(t *rapid.T) {
	id, _ := d.pick(t)
	d.apply(id, claims.Check{}, claims.ActionChecked)
}

func (d *desk) tick(t *rapid.T) {
	d.pass(time.Duration(rapid.IntRange(1, 30).Draw(t, "hours")) * time.Hour)
}

// pass lets time pass: a check, and what the outbox then does in half a minute.
func (d *desk) pass(span time.Duration) {
	d.now = d.now.Add(span)
	d.beat()
	for range 10 {
		d.deliver()
		d.now = d.now.Add(3 * time.Second)
	}
}

func (d *desk) beat() {
	d.heart.Beat(context.Background())
	d.reborn()
}

func (d *desk) deliver() {
	if _, err := d.worker.RunOnce(context.Background()); err != nil && !d.dead {
		d.t.Fatal(err)
	}
	d.reborn()
}

// reborn starts the daemon again when it has died.
func (d *desk) reborn() {
	if d.dead {
		d.must(d.store.Close())
		d.open()
	}
}

func (d *desk) crash(t *rapid.T) {
	d.fatal = rapid.IntRange(1, 12).Draw(t, "steps")
	d.pass(time.Duration(rapid.IntRange(0, 26).Draw(t, "hours")) * time.Hour)
}

func (d *desk) fault(t *rapid.T) {
	ambiguous := &notify.SendError{Class: notify.ClassAmbiguous, Err: errors.New("cut")}
	d.script = append(d.script, rapid.SampledFrom([]scripted{
		{true, ambiguous}, {false, ambiguous}, {false, &notify.SendError{Class: notify.ClassLater, Err: errors.New("refused")}},
		{false, &notify.SendError{Class: notify.ClassWait, Code: "ratelimited", RetryAfter: 3 * time.Second}},
		{false, &notify.SendError{Class: notify.ClassPark, Code: "is_archived"}}, {false, &notify.SendError{Class: notify.ClassStop, Code: "token_revoked"}},
		{true, errors.New("a panic")}, {true, nil},
	}).Draw(t, "answer"))
}

// What must hold.

// agree compares the claims, and what stands in Slack, with the model.
func (d *desk) agree(*rapid.T) {
	for _, id := range d.order {
		k := d.model[id]
		dossier, err := d.ledger.Dossier(context.Background(), id)
		d.must(err)
		c := dossier.Claim
		if c.Summary != k.summary || c.Due != k.due || (c.Status == claims.StatusResolved) != !k.closed.IsZero() {
			d.t.Fatalf("claim %d is %s %q due %v; the model says %+v", id, c.Status, c.Summary, c.Due, *k)
		}
		done := map[claims.Action]int{}
		for _, e := range dossier.History {
			done[e.Action]++
		}
		for _, a := range []claims.Action{claims.ActionAdded, claims.ActionEdited, claims.ActionSnoozed, claims.ActionChecked, claims.ActionResolved} {
			if done[a] != k.done[a] {
				d.t.Fatalf("claim %d: the history says %s %d times, the model %d", id, a, done[a], k.done[a])
			}
		}
		if done[claims.ActionReminded] != c.RemindersSent {
			d.t.Fatalf("claim %d: %d reminders in the history, %d counted", id, done[claims.ActionReminded], c.RemindersSent)
		}
	}
	d.quietWhereItMust()
}

// quietWhereItMust checks that no reminder stands in Slack twice, none was begun after its claim
// was closed, and none while it slept.
func (d *desk) quietWhereItMust() {
	stands := map[string]int{}
	for _, p := range d.posts {
		for _, r := range p.m.Reminders {
			key := fmt.Sprintf("%d/%d", r.Claim.ID, r.Notice.Ordinal)
			if stands[key]++; stands[key] > 1 {
				d.t.Fatalf("reminder %s was posted twice", key)
			}
			k := d.model[r.Claim.ID]
			if !k.closed.IsZero() && p.m.TriedAt.After(k.closed) {
				d.t.Fatalf("reminder %s was begun %s after its claim was closed", key, p.m.TriedAt.Sub(k.closed))
			}
			for _, s := range k.snoozed {
				if p.m.TriedAt.After(s[0]) && p.m.TriedAt.Before(s[1]) {
					d.t.Fatalf("reminder %s was begun within a snooze", key)
				}
			}
		}
	}
}

// settle ends all trouble, lets three weeks pass, and checks that nothing is left over, that all
// that stands in Slack is counted, and that no open claim has fallen silent.
func (d *desk) settle() {
	d.script, d.fatal = nil, 0
	for range 3 * 7 {
		d.pass(24 * time.Hour)
	}
	d.agree(d.t)
	st, err := d.store.OutboxStatus(context.Background(), d.now)
	d.must(err)
	if st.Pending+st.Sending+st.Unknown+st.Dead != 0 {
		d.t.Fatalf("left over: %+v", st)
	}
	d.must(d.store.Verify(context.Background()))
	times, last := map[claims.ClaimID]int{}, map[claims.ClaimID]time.Time{}
	for _, p := range d.posts {
		for _, r := range p.m.Reminders {
			times[r.Claim.ID]++
			last[r.Claim.ID] = p.at
		}
	}
	for _, id := range d.order {
		c, err := d.store.Claim(context.Background(), id)
		d.must(err)
		if c.RemindersSent != times[id] {
			d.t.Fatalf("claim %d: %d reminders counted, %d in Slack", id, c.RemindersSent, times[id])
		}
		if silent := d.now.Sub(last[id]); d.model[id].closed.IsZero() && silent > 8*24*time.Hour {
			d.t.Fatalf("claim %d, due %v, is open and has been silent for %s", id, d.model[id].due, silent)
		}
	}
}

// step counts down to the process's death; false: it is dead.
func (d *desk) step() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fatal > 0 {
		if d.fatal--; d.fatal == 0 {
			d.dead = true
		}
	}
	return !d.dead
}

// through does f, unless the process dies before it; if it dies after it, nobody learns of it.
func through[T any](d *desk, f func() (T, error)) (v T, err error) {
	if !d.step() {
		return v, errDead
	}
	if v, err = f(); !d.step() {
		return v, errDead
	}
	return v, err
}

type frail struct {
	notify.Outbox
	d *desk
}

func (f frail) Lease(ctx context.Context, asks []claims.LeaseAsk, now time.Time) ([]claims.Message, error) {
	return through(f.d, func() ([]claims.Message, error) { return f.Outbox.Lease(ctx, asks, now) })
}

func (f frail) RecordSetback(ctx context.Context, m claims.Message, s claims.Setback) error {
	_, err := through(f.d, none(func() error { return f.Outbox.RecordSetback(ctx, m, s) }))
	return err
}

func (f frail) RecordRedraw(ctx context.Context, r claims.Redraw, done claims.Redrawn) error {
	_, err := through(f.d, none(func() error { return f.Outbox.RecordRedraw(ctx, r, done) }))
	return err
}

func (f frail) SaveRest(ctx context.Context, r claims.Rest, a *claims.Alert) error {
	_, err := through(f.d, none(func() error { return f.Outbox.SaveRest(ctx, r, a) }))
	return err
}

type frailLedger struct {
	notify.Ledger
	d *desk
}

func (f frailLedger) Sent(ctx context.Context, m claims.Message, p claims.Posted, at time.Time) error {
	_, err := through(f.d, none(func() error { return f.Ledger.Sent(ctx, m, p, at) }))
	return err
}

type frailDecider struct {
	scheduler.Decider
	d *desk
}

func (f frailDecider) Remind(ctx context.Context, ids []claims.ClaimID, now time.Time) (int, error) {
	return through(f.d, func() (int, error) { return f.Decider.Remind(ctx, ids, now) })
}

func (f frailDecider) Group(ctx context.Context, now time.Time) (int, error) {
	return through(f.d, func() (int, error) { return f.Decider.Group(ctx, now) })
}

// answer takes the next line of the script.
func (d *desk) answer() scripted {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.script) == 0 {
		return scripted{take: true}
	}
	a := d.script[0]
	d.script = d.script[1:]
	return a
}

// Post takes a message, or not.
func (d *desk) Post(_ context.Context, m claims.Message) (notify.Receipt, error) {
	return through(d, func() (notify.Receipt, error) {
		a := d.answer()
		if !a.take {
			return notify.Receipt{}, a.err
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		d.posts = append(d.posts, struct {
			m  claims.Message
			at time.Time
		}{m, d.now})
		return notify.Receipt{Posted: claims.Posted{Channel: m.Channel, TS: fmt.Sprint(len(d.posts))}, At: d.now}, a.err
	})
}

// Find finds what was taken, once history shows it.
func (d *desk) Find(_ context.Context, m claims.Message) (r notify.Receipt, found bool, err error) {
	r, err = through(d, func() (notify.Receipt, error) {
		a := d.answer()
		d.mu.Lock()
		defer d.mu.Unlock()
		for i, p := range d.posts {
			if p.m.ID == m.ID && !d.now.Before(p.at.Add(modelLag)) && a.err == nil {
				found = true
				return notify.Receipt{Posted: claims.Posted{Channel: m.Channel, TS: fmt.Sprint(i + 1)}, At: p.at}, nil
			}
		}
		return notify.Receipt{}, a.err
	})
	return r, found && err == nil, err
}

// Edit redraws nothing.
func (d *desk) Edit(context.Context, claims.Card) error {
	_, err := through(d, none(func() error { return d.answer().err }))
	return err
}

// Probe says whether the token is good.
func (d *desk) Probe(context.Context) error { return d.answer().err }

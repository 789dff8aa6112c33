package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/ledger"
	"claimwatch/claims/policy"
	"claimwatch/notify"
	"claimwatch/scheduler"
	"claimwatch/store"
)

// A year is a daemon's parts on a clock that the test moves from one thing that is due to the next.
type year struct {
	t      *testing.T
	rng    *rand.Rand
	now    time.Time
	store  *store.Store
	ledger *ledger.Ledger
	heart  *scheduler.Heartbeat
	worker *notify.Worker
	rules  *policy.Rules
	mu     sync.Mutex // channels are posted to at the same time
	sent   []string
}

// Post keeps what Slack would show. The year is a notify.Sender that always succeeds.
func (y *year) Post(_ context.Context, m claims.Message) (notify.Receipt, error) {
	y.mu.Lock()
	defer y.mu.Unlock()
	for _, r := range m.Reminders {
		at, form := r.Notice.SlotAt, r.Notice.Form
		if form == claims.FormDigest && m.Digest != nil {
			at = m.Digest.At
		}
		y.sent = append(y.sent, said(r.Claim.ID, at, r.Notice.Reason, r.Notice.Ordinal, r.Notice.Channel, form))
	}
	return notify.Receipt{Posted: claims.Posted{Channel: "C1", TS: string(m.ID)}, At: y.now}, nil
}

// Edit redraws nothing.
func (y *year) Edit(context.Context, claims.Card) error { return nil }

// Find never needs to look.
func (y *year) Find(context.Context, claims.Message) (notify.Receipt, bool, error) {
	return notify.Receipt{}, false, nil
}

// Probe is always well.
func (y *year) Probe(context.Context) error { return nil }

func said(id claims.ClaimID, at time.Time, why claims.Reason, ordinal int, channel string, as claims.Form) string {
	return fmt.Sprintf("%s #%d %s %d %s %s", at.UTC().Format("2006-01-02 15:04:05"), id, why, ordinal, channel, as)
}

// randomRules are those of some newsroom.
func randomRules(t *testing.T, rng *rand.Rand) policy.Settings {
	t.Helper()
	zones := []string{"Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "UTC"}
	load := func() *time.Location {
		loc, err := time.LoadLocation(zones[rng.IntN(len(zones))])
		if err != nil {
			t.Fatal(err)
		}
		return loc
	}
	s := policy.Defaults()
	s.Location, s.Channel, s.DailyCap, s.Bundle = load(), "#follow-ups", rng.IntN(4), rng.IntN(4)
	if rng.IntN(3) > 0 {
		s.Hours = &policy.Hours{Days: [7]bool{false, true, true, true, true, true, rng.IntN(2) == 0}, From: policy.Clock(8+rng.IntN(3), 0), To: policy.Clock(16+rng.IntN(4), 30)}
	}
	if rng.IntN(2) == 0 {
		s.Holidays = []policy.Holiday{{From: claims.NewDay(2025, 4, 14), To: claims.NewDay(2025, 4, 21)}, {Country: "cz"}}
	}
	s.Routes = []policy.Route{{Match: policy.Match{Desk: []string{"world"}}, Channel: "#world", Location: load()}}
	at := policy.Clock(9, 15*rng.IntN(4))
	s.Policies = []policy.Policy{{
		Match: policy.Match{Kind: []claims.Kind{claims.KindEvent}}, At: &at, Ahead: []policy.Duration{policy.Days(14), policy.Days(2), policy.Exact(6 * time.Hour)},
		Overdue: policy.Cadence{Every: policy.Days(2), Stretch: 2, AtMost: policy.Days(14)}, Escalate: &policy.Escalate{After: 2, Mention: "@chief", Channel: []string{"", "#leads"}[rng.IntN(2)]},
	}}
	line, err := scheduler.ParseLine("0 9 * * mon-fri", s.Location)
	if err != nil {
		t.Fatal(err)
	}
	s.Digest = line.Next
	return s
}

func newYear(t *testing.T, seed uint64) *year {
	t.Helper()
	y := &year{t: t, rng: rand.New(rand.NewPCG(seed, 1)), now: time.Date(2025, 1, 6, 7, 0, 0, 0, time.UTC)}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var err error
	settings := randomRules(t, y.rng)
	y.rules, err = policy.New(settings)
	must(err)
	y.store, err = store.Open(t.Context(), filepath.Join(t.TempDir(), "claims.db"), store.Options{Create: true})
	must(err)
	t.Cleanup(func() { must(y.store.Close()) })
	quiet, now := slog.New(slog.DiscardHandler), func() time.Time { return y.now }
	y.ledger, err = ledger.New(t.Context(), ledger.Config{
		Books: y.store, Rules: y.rules, Zone: settings.Location, Now: now, Log: quiet, Read: func(claims.Report) []claims.Item { return nil },
	})
	must(err)
	must(y.ledger.Adopt(t.Context()))
	y.worker, err = notify.New(notify.Config{
		Outbox: y.store, Ledger: y.ledger, Slack: y, Words: y.rules.Words, Now: now, Log: quiet, Grace: time.Minute, Bundle: 0,
		Pace: notify.Pace{Post: time.Nanosecond},
	})
	must(err)
	y.heart, err = scheduler.New(scheduler.Config{
		Every: time.Minute, Now: now, Log: quiet,
		Duties: []scheduler.Duty{scheduler.NewClock(y.ledger), scheduler.NewRemind(y.store, y.ledger, nil), scheduler.NewDigest(y.ledger, nil)},
	})
	must(err)
	y.heart.Beat(t.Context())
	return y
}

// add adds a random claim.
func (y *year) add() {
	y.t.Helper()
	kinds := claims.Kinds()
	d := claims.Draft{Kind: kinds[y.rng.IntN(len(kinds))], Summary: "something is open", Desk: []string{"", "world", "city"}[y.rng.IntN(3)]}
	if y.rng.IntN(3) > 0 {
		first := claims.DayOf(y.now) + claims.Day(y.rng.IntN(150)-20)
		last := first + claims.Day([]int{0, 0, 2, 6, 45}[y.rng.IntN(5)])
		d.Due = claims.Due{Start: first, End: last, Precision: claims.PrecisionDay}
	}
	if list := y.open(); len(list) > 0 && y.rng.IntN(4) == 0 {
		d.After = list[y.rng.IntN(len(list))].ID
	}
	if _, err := y.ledger.Add(y.t.Context(), d, claims.Actor{Name: "anna", Via: claims.ViaCLI}); err != nil {
		y.t.Fatal(err)
	}
}

func (y *year) open() []claims.Claim {
	y.t.Helper()
	list, err := y.ledger.List(y.t.Context(), claims.Filter{Status: []claims.Status{claims.StatusOpen}})
	if err != nil {
		y.t.Fatal(err)
	}
	return list
}

// act does something at random with an open claim.
func (y *year) act() {
	y.t.Helper()
	list := y.open()
	if len(list) == 0 {
		return
	}
	c := list[y.rng.IntN(len(list))]
	summary := c.Summary + " still"
	due := claims.Due{Start: claims.DayOf(y.now) + 10, End: claims.DayOf(y.now) + 10, Precision: claims.PrecisionDay}
	acts := []claims.Act{
		claims.Check{}, claims.Snooze{Until: y.now.Add(time.Duration(1+y.rng.IntN(200)) * time.Hour)}, claims.Edit{Summary: &summary}, claims.Edit{Due: &due},
		claims.Assign{To: "bob"}, claims.Close{Outcome: claims.OutcomeOvertaken, Evidence: claims.Evidence{Note: "over"}},
	}
	command := claims.Command{IDs: []claims.ClaimID{c.ID}, By: claims.Actor{Name: "anna", Via: claims.ViaSlack}, Act: acts[y.rng.IntN(len(acts))]}
	if _, err := y.ledger.Apply(y.t.Context(), command); err != nil {
		y.t.Fatal(err)
	}
}

// until runs the daemon until end, excluded: a beat at the first whole minute at which there is
// something to do.
func (y *year) until(end time.Time) {
	y.t.Helper()
	for {
		next, err := y.store.NextLook(y.t.Context())
		if err != nil {
			y.t.Fatal(err)
		}
		if digest, ok := y.rules.DigestAt(y.now.Add(-time.Nanosecond)); ok && (next.IsZero() || digest.Before(next)) {
			next = digest
		}
		if next.IsZero() || !next.Before(end) {
			y.now = end
			return
		}
		if next.After(y.now) {
			y.now = next
		}
		y.heart.Beat(y.t.Context())
		y.now = y.now.Add(time.Millisecond)
		y.deliver()
	}
}

// deliver sends everything that is to be sent.
func (y *year) deliver() {
	y.t.Helper()
	for range 1000 {
		r, err := y.worker.RunOnce(y.t.Context())
		if err != nil {
			y.t.Fatal(err)
		}
		if r.Sent == 0 && r.Redrawn == 0 {
			return
		}
		y.now = y.now.Add(time.Millisecond) // so that the pace of a channel lets the next post go
	}
	y.t.Fatal("the outbox does not come to an end")
}

// planned is the preview from now to end, as Post writes down what came.
func (y *year) planned(end time.Time) []string {
	y.t.Helper()
	list, err := y.ledger.Preview(y.t.Context(), claims.PreviewQuery{From: y.now, Until: end})
	if err != nil {
		y.t.Fatal(err)
	}
	var lines []string
	for _, p := range list {
		lines = append(lines, said(p.ClaimID, p.At, p.Reason, p.Ordinal, p.Channel, p.As))
	}
	slices.Sort(lines)
	return lines
}

func TestYear_TheDaemonSendsExactlyWhatThePreviewSaid(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			y := newYear(t, seed)
			for range 3 {
				y.add()
			}
			reminders := 0
			for month := range 12 {
				end := time.Date(2025, time.January+time.Month(month)+1, 6, 7, 0, 0, 0, time.UTC)
				want := y.planned(end)
				y.sent = nil
				y.until(end)
				slices.Sort(y.sent)
				if diff := cmp.Diff(want, y.sent); diff != "" {
					t.Fatalf("month %d: what came differs from the preview (-preview +came):\n%s", month+1, diff)
				}
				reminders += len(want)
				for range 3 {
					y.act()
				}
				if month%4 == 0 {
					y.add()
				}
			}
			if reminders < 20 {
				t.Errorf("a year of %d reminders proves little", reminders)
			}
		})
	}
}

package ledger_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/ledger"
	"claimwatch/claims/policy"
	"claimwatch/store"
)

// prague is the newsroom's zone, whose desk works mon-fri 09:00-18:00.
var prague = zone("Europe/Prague")

func zone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, prague)
	if err != nil {
		panic(err)
	}
	return t
}

var anna = claims.Actor{Name: "anna", Via: claims.ViaCLI}

// A desk is a ledger on a store of its own, with a clock that tests set.
type desk struct {
	*ledger.Ledger
	store *store.Store
	now   time.Time
	items []claims.Item
}

func settings() policy.Settings {
	s := policy.Defaults()
	s.Location, s.Channel = prague, "#follow-ups"
	s.Hours = &policy.Hours{Days: [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true}, From: policy.Clock(9, 0), To: policy.Clock(18, 0)}
	s.Editors = []string{"UANNA", "UBOB"}
	return s
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	path := filepath.Join(t.TempDir(), "claims.db")
	db, err := store.Open(t.Context(), path, store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	d := &desk{store: db, now: at("2025-01-21 10:00")}
	d.Ledger = d.with(t, settings())
	return d
}

// with returns a ledger of other rules on the same store.
func (d *desk) with(t *testing.T, s policy.Settings) *ledger.Ledger {
	t.Helper()
	rules, err := policy.New(s)
	if err != nil {
		t.Fatal(err)
	}
	l, err := ledger.New(t.Context(), ledger.Config{
		Books: d.store, Rules: rules, Zone: prague, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return d.now },
		Read: func(claims.Report) []claims.Item { return d.items },
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func (d *desk) add(t *testing.T, draft claims.Draft) claims.Claim {
	t.Helper()
	if draft.Kind == "" {
		draft.Kind = claims.KindQuestion
	}
	c, err := d.Add(t.Context(), draft, anna)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (d *desk) apply(t *testing.T, act claims.Act, ids ...claims.ClaimID) []claims.Claim {
	t.Helper()
	list, err := d.Apply(t.Context(), claims.Command{IDs: ids, By: anna, Act: act})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func (d *desk) claim(t *testing.T, id claims.ClaimID) claims.Claim {
	t.Helper()
	c, err := d.Claim(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// check does what the heartbeat does at the desk's now, and returns what was decided.
func (d *desk) check(t *testing.T) []claims.Notice {
	t.Helper()
	for {
		ids, err := d.store.Due(t.Context(), d.now, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(ids) == 0 {
			break
		}
		if _, err := d.Remind(t.Context(), ids, d.now); err != nil {
			t.Fatal(err)
		}
	}
	list, err := d.store.Ungrouped(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Group(t.Context(), d.now); err != nil {
		t.Fatal(err)
	}
	return list
}

// until sets the clock from look to look and returns when reminders were decided, and why.
func (d *desk) until(t *testing.T, end time.Time) []string {
	t.Helper()
	said := []string{}
	for {
		next, err := d.store.NextLook(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if next.IsZero() || !next.Before(end) {
			return said
		}
		if next.After(d.now) {
			d.now = next
		}
		for _, n := range d.check(t) {
			said = append(said, n.SlotAt.In(prague).Format("Mon 2006-01-02 15:04")+" "+string(n.Reason))
		}
	}
}

var victoryDay = claims.Due{Start: claims.NewDay(2025, 5, 9), End: claims.NewDay(2025, 5, 9), Precision: claims.PrecisionDay}

func TestRemind_AsksForAnInvitationAsTheDocumentationSays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept the invitation to Moscow?", Due: victoryDay})
	want := []string{
		"Fri 2025-05-02 09:00 ahead", "Thu 2025-05-08 09:00 ahead", "Fri 2025-05-09 09:00 due", "Mon 2025-05-12 09:00 overdue", "Tue 2025-05-13 09:00 overdue",
		"Thu 2025-05-15 09:00 overdue", "Mon 2025-05-19 09:00 overdue", "Thu 2025-05-22 09:00 overdue", "Tue 2025-05-27 09:00 overdue", "Tue 2025-06-03 09:00 overdue",
		"Tue 2025-06-10 09:00 overdue",
	}
	if diff := cmp.Diff(want, d.until(t, at("2025-06-11 00:00"))); diff != "" {
		t.Errorf("reminders differ (-want +got):\n%s", diff)
	}
}

func TestPreview_IsWhatTheHeartbeatThenDecides(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay})
	d.add(t, claims.Draft{Summary: "What did they discuss?"})
	end := at("2025-07-01 00:00")
	planned, err := d.Preview(t.Context(), claims.PreviewQuery{From: d.now, Until: end})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{}
	for _, p := range planned {
		want = append(want, p.At.In(prague).Format("Mon 2006-01-02 15:04")+" "+string(p.Reason))
	}
	if len(want) < 15 {
		t.Fatalf("the preview holds %d reminders only", len(want))
	}
	if diff := cmp.Diff(want, d.until(t, end)); diff != "" {
		t.Errorf("what happened differs from the preview (-preview +happened):\n%s", diff)
	}
}

func TestRemind_NeverAsksForAClaimThatWasAnsweredAMomentAgo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay})
	d.now = at("2025-05-02 09:00")
	d.apply(t, claims.Close{Outcome: "accepted", Evidence: claims.Evidence{URL: "https://example.org/xi"}}, c.ID)
	if n, err := d.Remind(t.Context(), []claims.ClaimID{c.ID}, d.now); n != 0 || err != nil {
		t.Errorf("%d reminders, %v; want none", n, err)
	}
	if list := d.check(t); len(list) != 0 {
		t.Errorf("got %v, want silence", list)
	}
}

func TestApply_DropsAReminderThatWaitsWhenTheClaimIsClosed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay})
	d.now = at("2025-05-02 09:00")
	if _, err := d.Remind(t.Context(), []claims.ClaimID{c.ID}, d.now); err != nil {
		t.Fatal(err)
	}
	d.apply(t, claims.Dismiss{}, c.ID)
	if list, err := d.store.Ungrouped(t.Context()); len(list) != 0 || err != nil {
		t.Errorf("%v still waits, %v", list, err)
	}
}

func TestApply_DoesAllOrNothingAndFindsTheMissingFirst(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := d.add(t, claims.Draft{Summary: "one"}), d.add(t, claims.Draft{Summary: "two"})
	d.apply(t, claims.Dismiss{}, two.ID)
	_, err := d.Apply(t.Context(), claims.Command{IDs: []claims.ClaimID{one.ID, two.ID}, By: anna, Act: claims.Check{}})
	if refused := (*claims.RefusedError)(nil); !errors.As(err, &refused) || refused.Claim != two.ID {
		t.Errorf("got %v, want a refusal for claim %d", err, two.ID)
	}
	if c := d.claim(t, one.ID); !c.LastCheckedAt.IsZero() {
		t.Error("the first was checked although the second was refused")
	}
	_, err = d.Apply(t.Context(), claims.Command{IDs: []claims.ClaimID{two.ID, 99}, By: anna, Act: claims.Check{}})
	if !errors.Is(err, claims.ErrNotFound) {
		t.Errorf("got %v, want that 99 is missing, before any refusal", err)
	}
}

func TestApply_RefusesAVersionThatTheActorDidNotSee(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.add(t, claims.Draft{Summary: "one"})
	d.apply(t, claims.Assign{To: "bob"}, c.ID)
	_, err := d.Apply(t.Context(), claims.Command{IDs: []claims.ClaimID{c.ID}, By: anna, Act: claims.Dismiss{}, Version: c.Version})
	if !errors.Is(err, claims.ErrConflict) {
		t.Errorf("got %v, want ErrConflict", err)
	}
	d.apply(t, claims.AddNote{Text: "called them"}, c.ID)
	_, err = d.Apply(t.Context(), claims.Command{IDs: []claims.ClaimID{c.ID}, By: anna, Act: claims.Dismiss{}, Version: c.Version + 1})
	if err != nil {
		t.Errorf("a note makes a button stale: %v", err)
	}
}

func TestWaiting_WakesWhenTheOtherEndsAndFollowsAMerge(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	vote, same := d.add(t, claims.Draft{Summary: "vote"}), d.add(t, claims.Draft{Summary: "the same vote"})
	waits := d.add(t, claims.Draft{Summary: "coalition talks", After: vote.ID})
	if !d.claim(t, waits.ID).NextReminderAt.IsZero() {
		t.Error("a waiting claim without a date has a next reminder")
	}
	d.apply(t, claims.Merge{Into: same.ID}, vote.ID)
	if c := d.claim(t, waits.ID); c.After != same.ID || !c.Pace.WokenAt.IsZero() {
		t.Errorf("it waits for %d and woke at %s; want it asleep, after %d", c.After, c.Pace.WokenAt, same.ID)
	}
	d.now = at("2025-02-03 11:00")
	d.apply(t, claims.Close{Outcome: "answered", Evidence: claims.Evidence{Note: "passed"}}, same.ID)
	if c := d.claim(t, waits.ID); !c.NextReminderAt.Equal(d.now) {
		t.Errorf("next reminder at %s, want now, at %s", c.NextReminderAt, d.now)
	}
}

func TestEdit_RefusesACircleOfWaiting(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.add(t, claims.Draft{Summary: "a"})
	b := d.add(t, claims.Draft{Summary: "b", After: a.ID})
	c := d.add(t, claims.Draft{Summary: "c", After: b.ID})
	_, err := d.Apply(t.Context(), claims.Command{IDs: []claims.ClaimID{a.ID}, By: anna, Act: claims.Edit{After: &c.ID}})
	if refused := (*claims.RefusedError)(nil); !errors.As(err, &refused) || !strings.Contains(err.Error(), "3 after 2 after 1") {
		t.Errorf("got %v, want a refusal that names the circle", err)
	}
}

var retold = claims.Report{Title: "Leaders talk", Source: "Our desk", Published: claims.NewDay(2025, 1, 21), Language: "en", Text: "Putin invited Xi to Moscow on May 9.\n", Desk: "world"}

func invitation() claims.Item {
	return claims.Item{Span: claims.Span{Quote: "Putin invited Xi to Moscow on May 9.", End: 36}, Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay, Score: 0.9}
}

func TestIngest_TakesTheSameTextForTheSameReport(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, err := d.Ingest(t.Context(), claims.Intake{Report: retold, Items: []claims.Item{invitation()}}, anna)
	if err != nil || !first.Added || first.Claims[0].Status != claims.StatusCandidate || first.Claims[0].Desk != "world" {
		t.Fatalf("got %+v, %v", first, err)
	}
	again := retold
	again.Title, again.Text = "Another title", "\r\n Putin invited Xi to Moscow on May 9.\r\n"
	second, err := d.Ingest(t.Context(), claims.Intake{Report: again, Items: []claims.Item{invitation()}, Accept: true}, anna)
	if err != nil || second.Added || len(second.Claims) != 1 || second.Claims[0].Status != claims.StatusOpen {
		t.Errorf("got %+v, %v; want nothing added and the candidate opened", second, err)
	}
}

func TestEditReport_ReadsTheDatesOfUntouchedClaimsAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	other := invitation()
	other.Quote = "another"
	in, err := d.Ingest(t.Context(), claims.Intake{Report: retold, Items: []claims.Item{invitation(), other}, Accept: true}, anna)
	if err != nil {
		t.Fatal(err)
	}
	d.apply(t, claims.Assign{To: "bob"}, in.Claims[1].ID)
	d.items = []claims.Item{invitation(), other}
	for i := range d.items {
		d.items[i].Due = claims.Due{Start: claims.NewDay(2026, 5, 9), End: claims.NewDay(2026, 5, 9), Precision: claims.PrecisionDay}
	}
	for _, year := range []int{2026, 2027} {
		for i := range d.items {
			d.items[i].Due.Start, d.items[i].Due.End = claims.NewDay(year, 5, 9), claims.NewDay(year, 5, 9)
		}
		r, list, err := d.EditReport(t.Context(), in.Report.ID, claims.ReportEdit{Published: claims.NewDay(year, 1, 21)}, anna)
		if err != nil || r.Published != claims.NewDay(year, 1, 21) {
			t.Fatalf("got %+v, %v", r, err)
		}
		if list[0].Due.Start != claims.NewDay(year, 5, 9) || list[1].Due != victoryDay {
			t.Errorf("dates %v and %v; want the untouched one read again, the touched one as it was", list[0].Due, list[1].Due)
		}
	}
}

func TestConfidential_GoesToEachEditorAndNeverToTheChannel(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "secret", Due: victoryDay, Confidential: true})
	if c.Owner != "anna" {
		t.Errorf("owner %q, want who added it", c.Owner)
	}
	d.now = at("2025-05-02 09:00")
	got := []string{}
	for _, n := range d.check(t) {
		got = append(got, n.Channel)
	}
	if diff := cmp.Diff([]string{"UANNA", "UBOB"}, got); diff != "" {
		t.Errorf("channels differ (-want +got):\n%s", diff)
	}
}

func TestAsOf_ShowsWhatTheDeskKnew(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay})
	d.now = at("2025-03-01 10:00")
	later := claims.Due{Start: claims.NewDay(2025, 9, 3), End: claims.NewDay(2025, 9, 3), Precision: claims.PrecisionDay}
	d.apply(t, claims.Edit{Due: &later}, c.ID)
	d.now = at("2025-09-04 10:00")
	d.apply(t, claims.Close{Outcome: "accepted", Evidence: claims.Evidence{Note: "he came"}}, c.ID)
	dossier, err := d.Dossier(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		at     string
		known  bool
		status claims.Status
		due    claims.Due
		lines  int
	}{
		{"before it was added", "2025-01-20 10:00", false, "", claims.Due{}, 0},
		{"before the date moved", "2025-02-01 10:00", true, claims.StatusOpen, victoryDay, 1},
		{"after the date moved", "2025-04-01 10:00", true, claims.StatusOpen, later, 2},
		{"after it ended", "2025-10-01 10:00", true, claims.StatusResolved, later, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			past, known, err := dossier.AsOf(at(tt.at))
			if err != nil || known != tt.known {
				t.Fatalf("known %v, %v; want %v", known, err, tt.known)
			}
			if known && (past.Claim.Status != tt.status || past.Claim.Due != tt.due || len(past.History) != tt.lines) {
				t.Errorf("got %s due %s with %d lines of history", past.Claim.Status, past.Claim.Due, len(past.History))
			}
		})
	}
}

func TestAdopt_LooksAtEveryOpenClaimWhenTheRulesChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if err := d.Adopt(t.Context()); err != nil {
		t.Fatal(err)
	}
	c := d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay})
	other := settings()
	other.Policies = []policy.Policy{{Ahead: []policy.Duration{policy.Days(30)}}}
	terminal := d.with(t, other)
	if due, _ := d.store.Due(t.Context(), d.now, 10); len(due) != 0 {
		t.Fatalf("%v is due already", due)
	}
	if _, err := terminal.Apply(t.Context(), claims.Command{IDs: []claims.ClaimID{c.ID}, By: anna, Act: claims.AddNote{Text: "by other rules"}}); err != nil {
		t.Fatal(err)
	}
	if due, _ := d.store.Due(t.Context(), d.now, 10); len(due) != 1 {
		t.Error("a change by other rules is not looked at by the daemon's")
	}
	d.check(t)
	if err := terminal.Adopt(context.Background()); err != nil {
		t.Fatal(err)
	}
	if due, _ := d.store.Due(t.Context(), d.now, 10); len(due) != 1 {
		t.Error("new rules do not look at what the old ones planned")
	}
}

func TestWatchClock_KeepsRemindingAfterTheClockWasYearsAhead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay})
	beat := func(when string) []claims.Notice {
		d.now = at(when)
		if _, err := d.WatchClock(t.Context(), d.now); err != nil {
			t.Fatal(err)
		}
		return d.check(t)
	}
	beat("2025-05-02 09:00")
	if got := beat("2030-05-02 09:00"); len(got) != 1 {
		t.Fatalf("five years ahead: %d reminders, want 1", len(got))
	}
	beat("2025-05-02 11:00")
	next := d.claim(t, c.ID).NextReminderAt
	if look, err := d.store.NextLook(t.Context()); err != nil || look.After(at("2025-05-09 09:00")) || next.After(at("2025-05-09 09:00")) {
		t.Errorf("next look %s, next reminder %s, %v; want them before the day itself", look, next, err)
	}
	if got := beat("2025-05-09 09:00"); len(got) != 1 {
		t.Errorf("on the day: %d reminders, want 1", len(got))
	}
}

package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
)

// Store is what the suite asks of a backend.
type Store interface {
	Change(ctx context.Context, p claims.Pick, now time.Time, decide func(claims.Picked) ([]claims.Write, error)) ([]claims.Claim, error)
	Save(ctx context.Context, read []claims.Claim, writes []claims.Write) error
	Claims(ctx context.Context, ids []claims.ClaimID) ([]claims.Claim, error)
	Claim(ctx context.Context, id claims.ClaimID) (claims.Claim, error)
	Dossier(ctx context.Context, id claims.ClaimID) (claims.Dossier, error)
	List(ctx context.Context, f claims.Filter) ([]claims.Claim, error)
	Due(ctx context.Context, now time.Time, limit int) ([]claims.ClaimID, error)
	AddReport(ctx context.Context, r claims.Report, found func(claims.Report) []claims.Write) (claims.Ingested, error)
	Report(ctx context.Context, id claims.ReportID) (claims.Report, []claims.Claim, error)
	Reports(ctx context.Context) ([]claims.ReportSummary, error)
	RemoveReport(ctx context.Context, id claims.ReportID, force bool, wake func([]claims.Claim) []claims.Write) error
	Ungrouped(ctx context.Context) ([]claims.Notice, error)
	SetForms(ctx context.Context, list []claims.Notice) error
	PostsSince(ctx context.Context, channel string, since time.Time) (int, error)
	Meta(ctx context.Context, name string) (string, error)
	SetMeta(ctx context.Context, name, value string) error
}

// Monday is when the suite's stories begin.
var Monday = time.Date(2025, time.January, 20, 8, 0, 0, 0, time.UTC)

var anna = claims.Actor{Name: "anna", Via: claims.ViaCLI}

// Run runs the suite; open returns an empty store that closes itself.
func Run(t *testing.T, open func(testing.TB) Store) {
	tests := map[string]func(*testing.T, Store){
		"a claim comes back as it was written":               claimComesBack,
		"a change needs the row as it was read":              staleWriteIsConflict,
		"a change that fails leaves nothing":                 failedChangeLeavesNothing,
		"claims are read in the order that is asked for":     readsInOrder,
		"a save needs the rows as they were read":            staleReadIsConflict,
		"many reminders are saved at once":                   savesMany,
		"a command's key is done once":                       keyIsDoneOnce,
		"a missing claim is not found":                       missingIsNotFound,
		"only open claims are due, oldest look first":        dueOrder,
		"a span of days is found by any of its days":         spanIsFound,
		"words are found from their beginning, all of them":  searchFinds,
		"filters narrow together":                            filtersNarrow,
		"the same report adds nothing":                       reportOnce,
		"a report that people worked on is not removed":      workedReportStays,
		"removing a report wakes what waited for its claims": removeWakes,
		"a reminder is stored once for its ordinal":          noticeOnce,
		"a new reminder replaces the one that waits":         noticeReplaces,
		"a claim that ends drops the reminders that wait":    endDrops,
		"a bundle counts as one post":                        bundleCountsOnce,
		"a merge hands sightings and evidence over":          mergeMoves,
		"a fact about the database is set and read":          metaIsKept,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// draft returns a new open claim.
func draft(t testing.TB, summary string) claims.Claim {
	t.Helper()
	c, _, err := claims.Draft{Kind: claims.KindEvent, Summary: summary, Tags: []string{"kremlin"}}.Claim(claims.Moment{At: Monday, By: anna})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// insert stores a claim as it is, with a look at look, and returns it with its number.
func insert(t testing.TB, s Store, c claims.Claim, look time.Time) claims.Claim {
	t.Helper()
	list, err := s.Change(t.Context(), claims.Pick{}, Monday, func(claims.Picked) ([]claims.Write, error) {
		entry := claims.Entry{At: Monday, Actor: "anna", Via: claims.ViaCLI, Action: claims.ActionAdded}
		return []claims.Write{{Claim: c, NextLook: look, Entries: []claims.Entry{entry}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

// apply does an act and stores what comes of it.
func apply(t testing.TB, s Store, id claims.ClaimID, act claims.Act, add func(*claims.Write)) claims.Claim {
	t.Helper()
	list, err := s.Change(t.Context(), claims.Pick{IDs: []claims.ClaimID{id}}, Monday, func(p claims.Picked) ([]claims.Write, error) {
		ch, err := act.Apply(p.Claims[0], claims.Moment{At: Monday, By: anna})
		w := claims.Write{Claim: ch.After, Was: ch.Before.Revision, Entries: ch.Entries, Evidence: ch.Evidence}
		if add != nil {
			add(&w)
		}
		return []claims.Write{w}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

func claimComesBack(t *testing.T, s Store) {
	c := draft(t, "Trump to speak by phone with Putin; date not set")
	c.Quote, c.Parties, c.Owner, c.Desk = "intends to speak", []string{"Trump", "Putin"}, "anna", "world"
	c.Due = claims.Due{Start: claims.NewDay(2025, 5, 9), End: claims.NewDay(2025, 5, 11), Precision: claims.PrecisionDay}
	c.Score, c.Scored, c.SnoozedUntil, c.NextReminderAt = 0.75, true, Monday.Add(time.Hour), Monday.Add(2*time.Hour)
	want := insert(t, s, c, Monday)
	got, err := s.Claim(t.Context(), want.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("claim differs (-want +got):\n%s", diff)
	}
	d, err := s.Dossier(t.Context(), want.ID)
	if err != nil || len(d.History) != 1 || d.History[0].Action != claims.ActionAdded {
		t.Errorf("history %v, %v; want one line, added", d.History, err)
	}
}

func staleWriteIsConflict(t *testing.T, s Store) {
	c := insert(t, s, draft(t, "a call"), Monday)
	_, err := s.Change(t.Context(), claims.Pick{IDs: []claims.ClaimID{c.ID}}, Monday, func(p claims.Picked) ([]claims.Write, error) {
		next := p.Claims[0]
		next.Revision++
		return []claims.Write{{Claim: next, Was: p.Claims[0].Revision + 4}}, nil
	})
	if !errors.Is(err, claims.ErrConflict) {
		t.Errorf("got %v, want ErrConflict", err)
	}
}

func failedChangeLeavesNothing(t *testing.T, s Store) {
	first := insert(t, s, draft(t, "a call"), Monday)
	boom := errors.New("boom")
	_, err := s.Change(t.Context(), claims.Pick{IDs: []claims.ClaimID{first.ID}}, Monday, func(claims.Picked) ([]claims.Write, error) {
		return nil, boom
	})
	if !errors.Is(err, boom) {
		t.Errorf("got %v, want the decision's own error", err)
	}
	_, err = s.Change(t.Context(), claims.Pick{}, Monday, func(claims.Picked) ([]claims.Write, error) {
		bad := draft(t, "never")
		bad.Kind = "none"
		return []claims.Write{{Claim: draft(t, "half done")}, {Claim: bad}}, nil
	})
	if err == nil {
		t.Error("a claim of no kind was stored")
	}
	list, err := s.List(t.Context(), claims.Filter{})
	if err != nil || len(list) != 1 {
		t.Errorf("%d claims, %v; want the first alone", len(list), err)
	}
}

func keyIsDoneOnce(t *testing.T, s Store) {
	c := insert(t, s, draft(t, "a call"), Monday)
	pick := claims.Pick{IDs: []claims.ClaimID{c.ID}, Key: "click-1"}
	done := 0
	for range 2 {
		_, err := s.Change(t.Context(), pick, Monday, func(p claims.Picked) ([]claims.Write, error) {
			done++
			next := p.Claims[0]
			next.Revision++
			return []claims.Write{{Claim: next, Was: p.Claims[0].Revision}}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if done != 1 {
		t.Errorf("done %d times, want once", done)
	}
}

func missingIsNotFound(t *testing.T, s Store) {
	_, err := s.Claim(t.Context(), 7)
	_, changeErr := s.Change(t.Context(), claims.Pick{IDs: []claims.ClaimID{7}}, Monday, func(claims.Picked) ([]claims.Write, error) { return nil, nil })
	_, _, reportErr := s.Report(t.Context(), 7)
	for _, e := range []error{err, changeErr, reportErr} {
		if !errors.Is(e, claims.ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", e)
		}
	}
}

func dueOrder(t *testing.T, s Store) {
	late := insert(t, s, draft(t, "late"), Monday)
	early := insert(t, s, draft(t, "early"), Monday.Add(-time.Hour))
	insert(t, s, draft(t, "tomorrow"), Monday.Add(24*time.Hour))
	insert(t, s, draft(t, "never"), time.Time{})
	candidate := draft(t, "candidate")
	candidate.Status = claims.StatusCandidate
	insert(t, s, candidate, Monday.Add(-2*time.Hour))
	got, err := s.Due(t.Context(), Monday, 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]claims.ClaimID{early.ID, late.ID}, got); diff != "" {
		t.Errorf("due differs (-want +got):\n%s", diff)
	}
	if got, _ := s.Due(t.Context(), Monday, 1); len(got) != 1 {
		t.Errorf("%d due, want at most 1", len(got))
	}
}

func metaIsKept(t *testing.T, s Store) {
	if v, err := s.Meta(t.Context(), "rules"); v != "" || err != nil {
		t.Errorf("got %q, %v; want nothing yet", v, err)
	}
	for _, want := range []string{"a", "b"} {
		if err := s.SetMeta(t.Context(), "rules", want); err != nil {
			t.Fatal(err)
		}
		if v, err := s.Meta(t.Context(), "rules"); v != want || err != nil {
			t.Errorf("got %q, %v; want %q", v, err, want)
		}
	}
}

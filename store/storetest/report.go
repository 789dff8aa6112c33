package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
)

var report = claims.Report{
	Title: "Leaders talk", Source: "Our desk", Published: claims.NewDay(2025, 1, 21), Language: "en", Text: "They met. A date has yet to be set.",
	Hash: "hash-1", AddedAt: Monday, AddedBy: "anna",
}

// ingest stores the report with one candidate.
func ingest(t testing.TB, s Store) claims.Ingested {
	t.Helper()
	item := claims.Item{Span: claims.Span{Quote: "A date has yet to be set.", Start: 10, End: 35}, Kind: claims.KindQuestion, Summary: "When do they meet?", Score: 0.9}
	in, err := s.AddReport(t.Context(), report, func(r claims.Report) []claims.Write {
		c, entry := item.Found(r, false, false, claims.Moment{At: Monday, By: anna})
		return []claims.Write{{Claim: c, Entries: []claims.Entry{entry}, Sightings: []claims.Sighting{{ReportID: r.ID, Span: item.Span, AddedAt: Monday}}}}
	})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func reportOnce(t *testing.T, s Store) {
	first := ingest(t, s)
	again := ingest(t, s)
	if !first.Added || again.Added || len(first.Claims) != 1 {
		t.Fatalf("added %v then %v with %d claims; want true, false, 1", first.Added, again.Added, len(first.Claims))
	}
	if diff := cmp.Diff(first.Claims, again.Claims); diff != "" {
		t.Errorf("claims of the second time differ (-first +again):\n%s", diff)
	}
	got, list, err := s.Report(t.Context(), first.Report.ID)
	if err != nil || len(list) != 1 || got.Text != report.Text || got.Published != report.Published {
		t.Errorf("got %+v with %d claims, %v", got, len(list), err)
	}
	all, err := s.Reports(t.Context())
	if err != nil || len(all) != 1 || all[0].Claims != 1 || all[0].Candidates != 1 {
		t.Errorf("got %+v, %v; want one report with one candidate", all, err)
	}
	d, err := s.Dossier(t.Context(), first.Claims[0].ID)
	if err != nil || len(d.Sightings) != 1 || d.Sightings[0].Title != report.Title || d.Sightings[0].Start != 10 {
		t.Errorf("sightings %+v, %v", d.Sightings, err)
	}
}

func none([]claims.Claim) []claims.Write { return nil }

func workedReportStays(t *testing.T, s Store) {
	in := ingest(t, s)
	apply(t, s, in.Claims[0].ID, claims.Accept{}, nil)
	err := s.RemoveReport(t.Context(), in.Report.ID, false, none)
	if refused := (*claims.RefusedError)(nil); !errors.As(err, &refused) {
		t.Errorf("got %v, want a refusal", err)
	}
	if err := s.RemoveReport(t.Context(), in.Report.ID, true, none); err != nil {
		t.Errorf("forced: %v", err)
	}
	if list, err := s.List(t.Context(), claims.Filter{}); err != nil || len(list) != 0 {
		t.Errorf("%d claims are left, %v", len(list), err)
	}
}

func removeWakes(t *testing.T, s Store) {
	in := ingest(t, s)
	waiter := draft(t, "waits")
	waiter.After = in.Claims[0].ID
	waiter = insert(t, s, waiter, time.Time{})
	err := s.RemoveReport(t.Context(), in.Report.ID, false, func(list []claims.Claim) []claims.Write {
		if len(list) != 1 || list[0].ID != waiter.ID {
			t.Errorf("waiting %v, want the one that waits", list)
		}
		return []claims.Write{{Claim: list[0].Woken(list[0].After, Monday), Was: list[0].Revision, NextLook: Monday}}
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Claim(t.Context(), waiter.ID)
	if err != nil || got.After != 0 || got.Pace.WokenAt.IsZero() {
		t.Errorf("got %+v, %v; want it woken and waiting for nothing", got, err)
	}
}

// mergeMoves says that what shows a claim goes to the one that remains.
func mergeMoves(t *testing.T, s Store) {
	in := ingest(t, s)
	other := insert(t, s, draft(t, "the same"), time.Time{})
	apply(t, s, in.Claims[0].ID, claims.Merge{Into: other.ID}, func(w *claims.Write) {
		w.MoveTo = other.ID
		w.Evidence = []claims.Evidence{{URL: "https://example.org/met", By: "anna", At: Monday}}
	})
	d, err := s.Dossier(t.Context(), other.ID)
	if err != nil || len(d.Sightings) != 1 || len(d.Evidence) != 1 {
		t.Errorf("%d sightings and %d pieces of evidence, %v; want one each", len(d.Sightings), len(d.Evidence), err)
	}
}

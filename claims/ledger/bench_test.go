package ledger_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/ledger"
	"claimwatch/claims/policy"
	"claimwatch/scheduler"
	"claimwatch/store"
	"claimwatch/store/storetest"
)

// overdueAtOnce is how many claims a benchmark's heartbeat finds due.
const overdueAtOnce = 10_000

// BenchmarkHeartbeat decides 10,000 due claims as the daemon does, while somebody at a terminal
// writes fifty notes a second; beat-ms is the heartbeat, longest-wait-ms the longest
// that a note took meanwhile.
func BenchmarkHeartbeat(b *testing.B) {
	var beats, waits []time.Duration
	for range b.N {
		b.StopTimer()
		books := benchmarkStore(b)
		daemon, terminal := benchmarkLedger(b, books.daemon), benchmarkLedger(b, books.terminal)
		remind := scheduler.NewRemind(books.daemon, daemon, nil)
		ctx, done := context.WithCancel(b.Context())
		waited := make(chan time.Duration, 1)
		go func() { waited <- takeNotes(ctx, b, terminal, books.quiet) }()
		b.StartTimer()
		began := time.Now()
		result, err := remind.RunOnce(b.Context(), benchmarkNow)
		beats = append(beats, time.Since(began))
		done()
		if waits = append(waits, <-waited); err != nil || result["reminded"] != overdueAtOnce || result["grouped"] != overdueAtOnce {
			b.Fatalf("%v, %v", result, err)
		}
	}
	b.ReportMetric(float64(slices.Max(beats).Microseconds())/1000, "beat-ms")
	b.ReportMetric(float64(slices.Max(waits).Microseconds())/1000, "longest-wait-ms")
}

// benchmarkNow is a Tuesday's desk time.
var benchmarkNow = at("2025-01-21 10:00")

// benchmarkBooks are two openings of one database, as of two processes.
type benchmarkBooks struct {
	daemon, terminal *store.Store
	quiet            claims.ClaimID // a claim that is not due
}

// benchmarkStore returns a database in which overdueAtOnce claims are due, in ten channels.
func benchmarkStore(b *testing.B) benchmarkBooks {
	b.Helper()
	path := filepath.Join(b.TempDir(), "claims.db")
	open := func() *store.Store {
		s, err := store.Open(b.Context(), path, store.Options{Create: true})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() {
			if err := s.Close(); err != nil {
				b.Error(err)
			}
		})
		return s
	}
	books := benchmarkBooks{daemon: open(), terminal: open(), quiet: overdueAtOnce + 1}
	storetest.Fill(b, books.daemon, overdueAtOnce+1, func(i int) claims.Write {
		day, look := claims.NewDay(2025, time.January, 20), benchmarkNow
		if i == overdueAtOnce {
			day, look = claims.NewDay(2026, time.January, 20), benchmarkNow.AddDate(0, 11, 0)
		}
		d := claims.Draft{
			Kind: claims.KindEvent, Summary: fmt.Sprintf("Talks number %d of the two ministers are due", i), Desk: fmt.Sprintf("desk %d", i%10),
			Due: claims.Due{Start: day, End: day, Precision: claims.PrecisionDay},
		}
		return storetest.Added(b, d, benchmarkNow.AddDate(0, 0, -30), look)
	})
	return books
}

func benchmarkLedger(b *testing.B, s *store.Store) *ledger.Ledger {
	b.Helper()
	set := settings()
	for i := range 10 {
		set.Routes = append(set.Routes, policy.Route{Match: policy.Match{Desk: []string{fmt.Sprintf("desk %d", i)}}, Channel: fmt.Sprintf("#desk-%d", i)})
	}
	rules, err := policy.New(set)
	if err != nil {
		b.Fatal(err)
	}
	l, err := ledger.New(b.Context(), ledger.Config{
		Books: s, Rules: rules, Zone: prague, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return benchmarkNow },
		Read: func(claims.Report) []claims.Item { return nil },
	})
	if err != nil {
		b.Fatal(err)
	}
	return l
}

// takeNotes writes notes until ctx ends and returns the longest that one took.
func takeNotes(ctx context.Context, b *testing.B, l *ledger.Ledger, id claims.ClaimID) time.Duration {
	pause := time.NewTicker(20 * time.Millisecond)
	defer pause.Stop()
	longest := time.Duration(0)
	for ctx.Err() == nil {
		began := time.Now()
		if _, err := l.Apply(b.Context(), claims.Command{IDs: []claims.ClaimID{id}, By: anna, Act: claims.AddNote{Text: "still waiting"}}); err != nil {
			b.Error(err)
		}
		longest = max(longest, time.Since(began))
		<-pause.C
	}
	return longest
}

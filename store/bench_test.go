package store_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/store"
	"claimwatch/store/storetest"
)

// dueSoon is how many claims of a benchmark's database are looked at an hour after its Monday.
const dueSoon = 100

// watched returns a database of n open claims: nothing is due on its Monday, dueSoon an hour
// later, and the rest from the next day on.
func watched(b *testing.B, n int) *store.Store {
	b.Helper()
	s := open(b, filepath.Join(b.TempDir(), "claims.db"))
	began := time.Now()
	storetest.Fill(b, s, n, func(i int) claims.Write {
		look := storetest.Monday.Add(24*time.Hour + time.Duration(i)*time.Second)
		if i%(n/dueSoon) == 0 {
			look = storetest.Monday.Add(time.Hour)
		}
		d := claims.Draft{Kind: claims.KindEvent, Summary: fmt.Sprintf("Talks number %d of the two ministers are due", i), Desk: "world"}
		return storetest.Added(b, d, storetest.Monday, look)
	})
	b.Logf("%d claims stored in %s", n, time.Since(began).Round(time.Millisecond))
	return s
}

// BenchmarkDue is a heartbeat's question: it costs what it finds, however many claims are open.
func BenchmarkDue(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("open=%d", n), func(b *testing.B) {
			s := watched(b, n)
			b.Run("due=0", func(b *testing.B) { benchmarkDue(b, s, storetest.Monday, 0) })
			b.Run("due=100", func(b *testing.B) { benchmarkDue(b, s, storetest.Monday.Add(time.Hour), dueSoon) })
			b.Run("next", func(b *testing.B) {
				for b.Loop() {
					if _, err := s.NextLook(b.Context()); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

func benchmarkDue(b *testing.B, s *store.Store, now time.Time, want int) {
	b.ReportAllocs()
	for b.Loop() {
		ids, err := s.Due(b.Context(), now, 2*dueSoon)
		if err != nil || len(ids) != want {
			b.Fatalf("%d due, %v; want %d", len(ids), err, want)
		}
	}
}

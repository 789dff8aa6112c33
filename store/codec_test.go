package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"claimwatch/claims"
)

// TestChange_KeepsNoTimeThatItCannotReadBack: a reminder three hundred years ahead made every
// list fail, since what was written was refused when it was read.
func TestChange_KeepsNoTimeThatItCannotReadBack(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		at   time.Time
		kept bool
	}{
		{"in three hundred years", time.Date(2325, 1, 1, 9, 0, 0, 0, time.UTC), true},
		{"the last year that can be written", time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), true},
		{"the year after", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), false},
		{"before 1970", time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx, s := context.Background(), open(t, filepath.Join(t.TempDir(), "claims.db"))
			now := time.Date(2025, 1, 21, 9, 0, 0, 0, time.UTC)
			c, added, err := claims.Draft{Kind: claims.KindPlan, Summary: "Will it be done?"}.Claim(claims.Moment{At: now})
			if err != nil {
				t.Fatal(err)
			}
			c.SnoozedUntil = tt.at
			_, err = s.Change(ctx, claims.Pick{}, now, func(claims.Picked) ([]claims.Write, error) {
				return []claims.Write{{Claim: c, Entries: []claims.Entry{added}}}, nil
			})
			if invalid := (*claims.InvalidError)(nil); (err == nil) != tt.kept || (err != nil && !errors.As(err, &invalid)) {
				t.Errorf("saving: %v, want kept %v", err, tt.kept)
			}
			list, err := s.List(ctx, claims.Filter{})
			if err != nil || (len(list) == 1) != tt.kept {
				t.Errorf("listed %d claims, %v", len(list), err)
			}
		})
	}
}

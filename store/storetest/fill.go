package storetest

import (
	"context"
	"testing"
	"time"

	"claimwatch/claims"
)

// fillBatch is how many claims Fill stores in one transaction.
const fillBatch = 10_000

// A Filler is what Fill needs of a backend.
type Filler interface {
	Change(ctx context.Context, p claims.Pick, now time.Time, decide func(claims.Picked) ([]claims.Write, error)) ([]claims.Claim, error)
}

// Fill stores n claims, as claim makes them of their places from 0 on, in few large transactions.
func Fill(t testing.TB, s Filler, n int, claim func(i int) claims.Write) {
	t.Helper()
	for from := 0; from < n; from += fillBatch {
		_, err := s.Change(t.Context(), claims.Pick{}, Monday, func(claims.Picked) ([]claims.Write, error) {
			var writes []claims.Write
			for i := from; i < min(from+fillBatch, n); i++ {
				writes = append(writes, claim(i))
			}
			return writes, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Added is a claim as it is written when a person adds it, with its first look.
func Added(t testing.TB, d claims.Draft, at, look time.Time) claims.Write {
	t.Helper()
	c, entry, err := d.Claim(claims.Moment{At: at, By: anna})
	if err != nil {
		t.Fatal(err)
	}
	return claims.Write{Claim: c, NextLook: look, Entries: []claims.Entry{entry}}
}

package ledger

import (
	"context"
	"fmt"

	"claimwatch/claims"
)

// AddOnce is Add for a draft that may come twice: under the same key only the first is stored, and
// the second returns a zero claim.
func (l *Ledger) AddOnce(ctx context.Context, key string, d claims.Draft, by claims.Actor) (claims.Claim, error) {
	return l.add(ctx, key, d, by)
}

// Redraw asks for the cards of a claim to be redrawn although it has not changed.
func (l *Ledger) Redraw(ctx context.Context, id claims.ClaimID) error {
	if err := l.books.RedrawCards(ctx, id, l.now()); err != nil {
		return fmt.Errorf("redraw: %w", err)
	}
	return nil
}

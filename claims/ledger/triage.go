package ledger

import (
	"context"
	"fmt"
	"time"

	"claimwatch/claims"
)

// triageFor is how long after its arrival a report still gets a triage card. Older ones, such as
// those of before there was an app, are named by the digest alone.
const triageFor = 24 * time.Hour

// PostTriage queues the triage card of every new report with candidates for its desk's channel, and
// returns how many it was.
func (l *Ledger) PostTriage(ctx context.Context, now time.Time) (int, error) {
	list, err := l.books.Untriaged(ctx, now.Add(-triageFor))
	if err != nil {
		return 0, fmt.Errorf("post triage cards: %w", err)
	}
	for i, r := range list {
		if err := l.books.QueueTriage(ctx, r.ID, l.rules.Channel(claims.Claim{Desk: r.Desk}), now); err != nil {
			return i, fmt.Errorf("post triage cards: %w", err)
		}
	}
	return len(list), nil
}

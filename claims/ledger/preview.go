package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

// Preview lists every reminder that would be sent in a time, if nobody acts: all open claims are
// decided, then those of q.IDs are kept, so that cap and bundle are seen. Errors:
// claims.ErrNotFound for an unknown claim of q.IDs.
func (l *Ledger) Preview(ctx context.Context, q claims.PreviewQuery) ([]claims.Planned, error) {
	var asked []claims.Claim
	for _, id := range q.IDs {
		c, err := l.books.Claim(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("preview: %w", err)
		}
		asked = append(asked, c)
	}
	now := l.now()
	q = q.At(now)
	standing, err := l.standing(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	// What others do can put a claim's reminders off, also into the time asked for, but never brings any about.
	alone := q
	if alone.From.After(now) {
		alone.From = now
	}
	if len(q.IDs) > 0 && len(l.rules.Preview(asked, alone, now, standing)) == 0 {
		return nil, nil
	}
	list, err := l.books.List(ctx, l.stirring(q, now))
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	if list, err = l.withWaiting(ctx, list, standing.Waiting); err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	return l.rules.Preview(list, q, now, standing), nil
}

// withWaiting adds the claims whose reminder waits for a digest, where the list lacks them.
func (l *Ledger) withWaiting(ctx context.Context, list []claims.Claim, waiting []claims.Notice) ([]claims.Claim, error) {
	for _, n := range waiting {
		if slices.ContainsFunc(list, func(c claims.Claim) bool { return c.ID == n.ClaimID }) {
			continue
		}
		c, err := l.books.Claim(ctx, n.ClaimID)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// stirring picks the open claims that a preview must know: where the next looks are those of the
// ledger's rules, a claim whose look comes after the end has no part in it.
func (l *Ledger) stirring(q claims.PreviewQuery, now time.Time) claims.Filter {
	f := claims.Filter{Status: open}
	if l.kept != "" && l.ours() && !q.From.Before(now) {
		f.LookBefore = q.Until
	}
	return f
}

// standing is what the channels have been given today already.
func (l *Ledger) standing(ctx context.Context, now time.Time) (policy.Standing, error) {
	var channels []claims.Notice
	for _, name := range l.rules.Channels() {
		channels = append(channels, claims.Notice{Channel: name})
	}
	counts, err := l.postsToday(ctx, channels, now)
	if err != nil {
		return policy.Standing{}, err
	}
	waiting, err := l.books.WaitingForDigest(ctx)
	if err != nil {
		return policy.Standing{}, err
	}
	digest, err := l.instant(ctx, digestKey)
	missed := !digest.IsZero() && now.After(digest) && !l.rules.Holiday(now)
	return policy.Standing{Counts: counts, Waiting: waiting, Missed: missed}, err
}

// SnoozeEnd returns when a snooze of a claim ends that is set now: until a day, or for a time.
// Errors: claims.ErrNotFound.
func (l *Ledger) SnoozeEnd(ctx context.Context, id claims.ClaimID, until claims.Day, d policy.Duration) (time.Time, error) {
	c, err := l.books.Claim(ctx, id)
	if err != nil {
		return time.Time{}, err
	}
	if until != 0 {
		return l.rules.SnoozeUntil(c, until), nil
	}
	return l.rules.SnoozeEnd(c, d, l.now()), nil
}

// Stranded returns the open confidential claims that are due and have nobody to go to: no owner
// who is known in Slack, and no editor. They stay due.
func (l *Ledger) Stranded(ctx context.Context) ([]claims.Claim, error) {
	list, err := l.books.List(ctx, claims.Filter{Status: open, Secret: true})
	if err != nil {
		return nil, fmt.Errorf("look for confidential claims that nobody hears of: %w", err)
	}
	now := l.now()
	var stranded []claims.Claim
	for _, c := range list {
		if s, ok := l.rules.Next(c, now); ok && s.Channel == "" && !s.Slot.After(now) {
			stranded = append(stranded, c)
		}
	}
	return stranded, nil
}

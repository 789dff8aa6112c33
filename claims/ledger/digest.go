package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

// digestKey names when the next digest is due, digestSinceKey when the last one was.
const (
	digestKey      = "digest_next"
	digestSinceKey = "digest_last"
)

// PostDigests queues the digest of every channel that has something to say, once its time has
// come at now, and returns how many it was. One that was missed is made up once, but not on a
// holiday: the one after it tells what is new since the last.
func (l *Ledger) PostDigests(ctx context.Context, now time.Time) (int, error) {
	at, ok := l.rules.DigestAt(now)
	if !ok {
		return l.postLast(ctx, now)
	}
	next, err := l.instant(ctx, digestKey)
	if err != nil || next.Equal(at) {
		return 0, err
	}
	posted := 0
	if !next.IsZero() && !now.Before(next) && !l.rules.Holiday(now) {
		if posted, err = l.queueDigests(ctx, next, now); err != nil {
			return 0, err
		}
	}
	return posted, l.setInstant(ctx, digestKey, at)
}

// postLast queues the reminders that wait for a digest although none comes any more, because it was
// turned off.
func (l *Ledger) postLast(ctx context.Context, now time.Time) (int, error) {
	waiting, err := l.books.WaitingForDigest(ctx)
	if err != nil || len(waiting) == 0 {
		return 0, err
	}
	since, err := l.instant(ctx, digestSinceKey)
	if err != nil {
		return 0, err
	}
	channels := map[string]struct{}{}
	for _, n := range waiting {
		if n.DecidedAt.After(since) { // what was decided before is in a digest that waits to be posted
			channels[n.Channel] = struct{}{}
		}
	}
	if len(channels) == 0 {
		return 0, nil
	}
	for channel := range channels {
		if err := l.books.QueueDigest(ctx, claims.Digest{Channel: channel, At: now}); err != nil {
			return 0, fmt.Errorf("queue the last digest of %s: %w", channel, err)
		}
	}
	return len(channels), l.setInstant(ctx, digestSinceKey, now)
}

// queueDigests queues the digests of a slot. The slot is their key: queued again after a crash,
// they are still sent once.
func (l *Ledger) queueDigests(ctx context.Context, slot, now time.Time) (int, error) {
	list, err := l.digests(ctx, now)
	if err != nil {
		return 0, err
	}
	for _, d := range list {
		d.At = slot
		if err := l.books.QueueDigest(ctx, d); err != nil {
			return 0, fmt.Errorf("queue the digest of %s: %w", d.Channel, err)
		}
	}
	return len(list), l.setInstant(ctx, digestSinceKey, now)
}

// Digest returns the digests as they would be posted now, one for each channel that has
// something to say.
func (l *Ledger) Digest(ctx context.Context) ([]claims.Digest, error) {
	return l.digests(ctx, l.now())
}

func (l *Ledger) digests(ctx context.Context, now time.Time) ([]claims.Digest, error) {
	since, err := l.instant(ctx, digestSinceKey)
	if err != nil {
		return nil, err
	}
	waiting, err := l.books.WaitingForDigest(ctx)
	if err != nil {
		return nil, err
	}
	book := digestBook{ledger: l, now: now, last: since, since: since, pages: map[string]*claims.Digest{}}
	if since.IsZero() {
		book.since = now.Add(-firstReach)
	}
	if err := book.fill(ctx, waiting); err != nil {
		return nil, fmt.Errorf("compile the digest: %w", err)
	}
	return book.said(), nil
}

// firstReach is how far back a desk's first digest looks for what is new or resolved.
const firstReach = 7 * 24 * time.Hour

// A digestBook compiles the digests of all channels at once.
type digestBook struct {
	ledger     *Ledger
	now, since time.Time
	last       time.Time // digest; zero: there was none
	pages      map[string]*claims.Digest
	reminded   map[claims.ClaimID]struct{} // at this check: counted, not listed
}

func (b *digestBook) fill(ctx context.Context, waiting []claims.Notice) error {
	b.reminded = map[claims.ClaimID]struct{}{}
	list, err := b.ledger.books.List(ctx, claims.Filter{Status: []claims.Status{claims.StatusOpen, claims.StatusResolved}})
	if err != nil {
		return err
	}
	b.keep(waiting, list)
	just, err := b.ledger.books.DecidedAt(ctx, b.now)
	if err != nil {
		return err
	}
	for _, n := range just {
		b.reminded[n.ClaimID] = struct{}{}
		b.page(n.Channel).Reminded++
	}
	for _, c := range list {
		if !c.Confidential {
			b.enter(c)
		}
	}
	return b.unread(ctx)
}

// keep notes the reminders that wait for the digest, in the order in which they are said; of a
// claim that is snoozed or confidential meanwhile none is.
func (b *digestBook) keep(waiting []claims.Notice, list []claims.Claim) {
	byID := make(map[claims.ClaimID]claims.Claim, len(list))
	for _, c := range list {
		byID[c.ID] = c
	}
	for _, n := range policy.InOrder(waiting) {
		c, known := byID[n.ClaimID]
		if !known || c.Status != claims.StatusOpen || c.Confidential || c.SnoozedUntil.After(b.now) {
			continue
		}
		b.reminded[n.ClaimID] = struct{}{}
		p := b.page(n.Channel)
		p.Waiting = append(p.Waiting, claims.Reminder{Notice: n, Claim: c, Words: b.ledger.rules.Words(n, c, b.now)})
	}
}

func (b *digestBook) page(channel string) *claims.Digest {
	p := b.pages[channel]
	if p == nil {
		p = &claims.Digest{Channel: channel, At: b.now, SinceAt: b.last}
		b.pages[channel] = p
	}
	return p
}

// enter puts a claim into the first list of its channel's digest that it belongs to.
func (b *digestBook) enter(c claims.Claim) {
	rules := b.ledger.rules
	p := b.page(rules.Channel(c))
	if c.Status == claims.StatusResolved {
		if c.ResolvedAt.After(b.since) {
			p.Resolved = append(p.Resolved, c)
		}
		return
	}
	if _, counted := b.reminded[c.ID]; counted {
		return
	}
	switch now := b.now.In(rules.Location(c)); {
	case dated(p, c, now, claims.DayOf(b.since.In(now.Location()))), c.SnoozedUntil.After(now):
	case c.CreatedAt.After(b.since):
		p.New = append(p.New, c)
	case c.Owner == "":
		p.Ownerless = append(p.Ownerless, c)
	}
}

// unread lists the reports with candidates that nobody has looked at, oldest first, in their
// desk's channel. Confidential ones do not count: of a report that has no others, not even the
// title is told.
func (b *digestBook) unread(ctx context.Context) error {
	reports, err := b.ledger.books.Reports(ctx)
	if err != nil {
		return err
	}
	for _, r := range reports {
		n := r.Candidates - r.Secret
		if n == 0 {
			continue
		}
		p := b.page(b.ledger.rules.Channel(claims.Claim{Desk: r.Report.Desk}))
		ref := claims.ReportRef{ID: r.Report.ID, Title: r.Report.Title, Source: r.Report.Source, Published: r.Report.Published}
		p.Unread = append(p.Unread, claims.UnreadReport{Report: ref, Candidates: n})
	}
	return nil
}

// said returns the digests that have something to say, by channel.
func (b *digestBook) said() []claims.Digest {
	var list []claims.Digest
	for _, p := range b.pages {
		if !p.Empty() || len(p.Waiting) > 0 {
			list = append(list, *p)
		}
	}
	slices.SortFunc(list, func(x, y claims.Digest) int {
		if x.Channel < y.Channel {
			return -1
		}
		return 1
	})
	return list
}

func (l *Ledger) instant(ctx context.Context, name string) (time.Time, error) {
	v, err := l.books.Meta(ctx, name)
	if err != nil || v == "" {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339Nano, v)
	if err != nil {
		return time.Time{}, fmt.Errorf("read %s: %w", name, err)
	}
	return t, nil
}

func (l *Ledger) setInstant(ctx context.Context, name string, t time.Time) error {
	return l.books.SetMeta(ctx, name, t.UTC().Format(time.RFC3339Nano))
}

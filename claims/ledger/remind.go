package ledger

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"claimwatch/claims"
)

// putOff is when a claim is looked at again whose decision failed, or whose reminder has nobody
// to go to.
const putOff = 10 * time.Minute

// Remind decides each of ids, saves all decisions in one transaction, and returns how many
// reminders that made. It is decided beside the lock; a claim that is another by the time of saving
// is decided anew on its fresh row. If the transaction fails for one of them, each is decided in its
// own, so that the others are not held back.
func (l *Ledger) Remind(ctx context.Context, ids []claims.ClaimID, now time.Time) (int, error) {
	n, err := l.remindRead(ctx, ids, now)
	if errors.Is(err, claims.ErrConflict) {
		n, err = l.remind(ctx, ids, now)
	}
	if err == nil || errors.Is(err, claims.ErrBusy) || len(ids) == 1 || ctx.Err() != nil {
		return n, err
	}
	var faults []error
	for _, id := range ids {
		if ctx.Err() != nil {
			break
		}
		one, err := l.remind(ctx, []claims.ClaimID{id}, now)
		n += one
		if err != nil && !errors.Is(err, claims.ErrNotFound) { // removed meanwhile
			faults = append(faults, err)
		}
	}
	return n, errors.Join(faults...)
}

// remindRead decides claims as they are read.
func (l *Ledger) remindRead(ctx context.Context, ids []claims.ClaimID, now time.Time) (int, error) {
	read, err := l.books.Claims(ctx, ids)
	if err != nil {
		return 0, fmt.Errorf("remind: %w", err)
	}
	writes, n := l.decideAll(ctx, read, now)
	if err := l.books.Save(ctx, read, writes); err != nil {
		return 0, fmt.Errorf("remind: %w", err)
	}
	return n, nil
}

// remind decides claims while nobody else can change them.
func (l *Ledger) remind(ctx context.Context, ids []claims.ClaimID, now time.Time) (int, error) {
	n := 0
	_, err := l.books.Change(ctx, claims.Pick{IDs: ids}, now, func(p claims.Picked) (writes []claims.Write, err error) {
		writes, n = l.decideAll(ctx, p.Claims, now)
		return writes, nil
	})
	if err != nil {
		return 0, fmt.Errorf("remind: %w", err)
	}
	return n, nil
}

// decideAll returns what becomes of claims, and how many reminders that makes.
func (l *Ledger) decideAll(ctx context.Context, list []claims.Claim, now time.Time) (writes []claims.Write, n int) {
	for _, c := range list {
		w := l.decide(ctx, c, now)
		n += len(w.Notices)
		writes = append(writes, w)
	}
	return writes, n
}

// decide returns what becomes of a claim at a check. It always moves the next look on. A rule
// that panics puts the claim off.
func (l *Ledger) decide(ctx context.Context, c claims.Claim, now time.Time) (w claims.Write) {
	w = claims.Write{Claim: c, Was: c.Revision, NextLook: now.Add(putOff)}
	defer func() {
		if p := recover(); p != nil {
			l.log.ErrorContext(ctx, "deciding a claim panicked, it is put off", "claim_id", c.ID, "panic", p, "stack", string(debug.Stack()))
			w = claims.Write{Claim: c, Was: c.Revision, NextLook: now.Add(putOff)}
		}
	}()
	if c.Status != claims.StatusOpen { // answered between the search and now
		w.NextLook = time.Time{}
		return w
	}
	next := c
	if back, moved := l.rules.Rewound(c, now); moved { // the clock was set back
		next = back
	}
	d, due := l.rules.Decide(next, now)
	if due {
		next = d.Claim
		w.Notices = split(d.Notice)
	}
	next.Revision = c.Revision + 1
	w.Claim = l.planned(next, now)
	if w.NextLook = l.rules.NextLook(next, now); !w.NextLook.IsZero() && !w.NextLook.After(now) {
		w.NextLook = now.Add(putOff)
	}
	return w
}

// split makes one notice for each user that a confidential reminder goes to.
func split(n claims.Notice) []claims.Notice {
	if !n.Confidential {
		return []claims.Notice{n}
	}
	var list []claims.Notice
	for _, user := range strings.Split(n.Channel, ",") {
		n.Channel = user
		list = append(list, n)
	}
	return list
}

// Group gives the reminders of a check their forms: a card each, a bundle, or a line of the
// digest; and returns how many it was.
func (l *Ledger) Group(ctx context.Context, now time.Time) (int, error) {
	decided, err := l.books.Ungrouped(ctx)
	if err != nil || len(decided) == 0 {
		return 0, err
	}
	counts, err := l.postsToday(ctx, decided, now)
	if err != nil {
		return 0, err
	}
	return len(decided), l.books.SetForms(ctx, l.rules.Group(decided, counts, now))
}

// postsToday counts the messages of each channel's day so far.
func (l *Ledger) postsToday(ctx context.Context, list []claims.Notice, now time.Time) (map[string]int, error) {
	counts := map[string]int{}
	for _, n := range list {
		if _, known := counts[n.Channel]; known {
			continue
		}
		from, _ := l.rules.ChannelDay(n.Channel, now)
		posts, err := l.books.PostsSince(ctx, n.Channel, from)
		if err != nil {
			return nil, err
		}
		counts[n.Channel] = posts
	}
	return counts, nil
}

// daemon is who acts when nobody does.
var daemon = claims.Actor{Name: "claimwatch", Via: claims.ViaDaemon}

// Sent records that a message was taken: its reminders enter the history of their claims, in the
// transaction that marks them sent.
func (l *Ledger) Sent(ctx context.Context, m claims.Message, posted claims.Posted, at time.Time) error {
	at = at.UTC().Truncate(time.Millisecond)
	notices := map[claims.ClaimID]claims.Notice{}
	for _, r := range m.Reminders {
		notices[r.Notice.ClaimID] = r.Notice
	}
	err := l.books.RecordSent(ctx, m, posted, at, func(list []claims.Claim) ([]claims.Write, error) {
		var writes []claims.Write
		for _, c := range list {
			if n, ok := notices[c.ID]; ok {
				writes = append(writes, l.delivered(c, n, at))
			}
		}
		return writes, nil
	})
	if err != nil {
		return fmt.Errorf("record message %s: %w", m.ID, err)
	}
	return nil
}

func (l *Ledger) delivered(c claims.Claim, n claims.Notice, at time.Time) claims.Write {
	next := l.rules.Delivered(c, n.SlotAt, at)
	next.Revision = c.Revision + 1
	detail := claims.Detail{Reason: n.Reason, Ordinal: n.Ordinal, Channel: n.Channel, Slot: n.SlotAt.UTC().Format(time.RFC3339)}
	entry := claims.Reminded(c, next, at, daemon, detail)
	return l.plan(claims.Write{Claim: next, Was: c.Revision, Entries: []claims.Entry{entry}}, l.now())
}

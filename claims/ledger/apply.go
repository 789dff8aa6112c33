package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"claimwatch/claims"
)

// Add stores a claim that a person wrote; it is open at once. Errors: *claims.InvalidError,
// claims.ErrNotFound of the one it waits for.
func (l *Ledger) Add(ctx context.Context, d claims.Draft, by claims.Actor) (claims.Claim, error) {
	return l.add(ctx, "", d, by)
}

func (l *Ledger) add(ctx context.Context, key string, d claims.Draft, by claims.Actor) (claims.Claim, error) {
	m := claims.Moment{At: l.now(), By: by}
	c, entry, err := d.Claim(m)
	if err != nil {
		return claims.Claim{}, err
	}
	pick := claims.Pick{Witness: afterOf(c.After), Key: key}
	list, err := l.books.Change(ctx, pick, m.At, func(p claims.Picked) ([]claims.Write, error) {
		if err := waitable(p.Witness); err != nil {
			return nil, err
		}
		return []claims.Write{l.plan(claims.Write{Claim: c, Entries: []claims.Entry{entry}}, m.At)}, nil
	})
	if err != nil {
		return claims.Claim{}, fmt.Errorf("add a claim: %w", err)
	}
	if len(list) == 0 { // the key has been used
		return claims.Claim{}, nil
	}
	return list[0], nil
}

func afterOf(id claims.ClaimID) []claims.ClaimID {
	if id == 0 {
		return nil
	}
	return []claims.ClaimID{id}
}

// waitable refuses to wait for what has ended already.
func waitable(others []claims.Claim) error {
	for _, o := range others {
		if o.Status == claims.StatusResolved || o.Status == claims.StatusDismissed {
			return &claims.RefusedError{Claim: o.ID, Problem: fmt.Sprintf("it is %s already; there is nothing to wait for", o.Status)}
		}
	}
	return nil
}

// Apply does a command: all of its claims or none. It returns them as they then stand, in the
// command's order. Errors: claims.ErrNotFound before any refusal, *claims.RefusedError,
// *claims.InvalidError, claims.ErrConflict when the actor saw another version.
func (l *Ledger) Apply(ctx context.Context, c claims.Command) ([]claims.Claim, error) {
	c.IDs = distinct(c.IDs)
	m := claims.Moment{At: l.now(), By: c.By}
	list, err := l.books.Change(ctx, pickFor(c), m.At, func(p claims.Picked) ([]claims.Write, error) {
		return l.applyAll(c, p, m)
	})
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i] = l.planned(list[i], m.At)
	}
	return list, nil
}

// pickFor says what the act needs to see beside its claims.
func pickFor(c claims.Command) claims.Pick {
	p := claims.Pick{IDs: c.IDs, Key: c.Key, Waiters: true}
	switch a := c.Act.(type) {
	case claims.Close:
		p.Witness, p.Chain = afterOf(a.Of), a.Of
	case claims.Merge:
		p.Witness, p.Chain = afterOf(a.Into), a.Into
	case claims.Edit:
		if a.After != nil {
			p.Witness, p.Chain = afterOf(*a.After), *a.After
		}
	}
	return p
}

func (l *Ledger) applyAll(c claims.Command, p claims.Picked, m claims.Moment) ([]claims.Write, error) {
	var writes []claims.Write
	for _, before := range p.Claims {
		if c.Version != 0 && c.Version != before.Version {
			return nil, fmt.Errorf("claim %d: %w", before.ID, claims.ErrConflict)
		}
		ch, err := c.Act.Apply(before, m)
		if err != nil {
			return nil, err
		}
		if err := l.permit(c.Act, ch, p); err != nil {
			return nil, err
		}
		if ch.Changed() {
			writes = append(writes, l.write(ch, m.At))
		}
	}
	return l.follow(c.Act, writes, p, m), nil
}

// permit checks what takes more than the claim itself to know.
func (l *Ledger) permit(act claims.Act, ch claims.Change, p claims.Picked) error {
	switch a := act.(type) {
	case claims.Edit:
		if a.After != nil && *a.After != ch.Before.After {
			if slices.Contains(p.Chain, ch.Before.ID) {
				return &claims.RefusedError{Claim: ch.Before.ID, Problem: fmt.Sprintf("it cannot wait for claim %d, which waits for it: %s", *a.After, chain(p.Chain, ch.Before.ID))}
			}
			return waitable(p.Witness)
		}
	case claims.Merge:
		if err := mergeable(ch.Before, p.Witness[0]); err != nil {
			return err
		}
		return noCircle(ch.Before, a.Into, p)
	case claims.Close:
		if a.Of != 0 {
			if err := notDuplicateOf(ch.Before, p.Witness[0]); err != nil {
				return err
			}
			return noCircle(ch.Before, a.Of, p)
		}
	}
	return nil
}

// noCircle refuses a duplicate whose waiters would wait for the claim that remains, when that one
// waits for one of them: all of them would be silent for good.
func noCircle(c claims.Claim, remains claims.ClaimID, p claims.Picked) error {
	for _, w := range p.Waiters {
		if w.After == c.ID && w.ID != remains && slices.Contains(p.Chain, w.ID) {
			return &claims.RefusedError{Claim: c.ID, Problem: fmt.Sprintf("claim %d waits for it and would wait for claim %d, which waits for claim %d: %s", w.ID, remains, w.ID, chain(p.Chain, w.ID))}
		}
	}
	return nil
}

func mergeable(from, into claims.Claim) error {
	if into.Status == claims.StatusDismissed {
		return &claims.RefusedError{Claim: into.ID, Problem: "it is dismissed; reopen it before another claim is merged into it"}
	}
	if from.Confidential && !into.Confidential {
		return &claims.RefusedError{Claim: into.ID, Problem: fmt.Sprintf("it is not confidential, and claim %d is; its quotes and evidence would be shown to all", from.ID)}
	}
	return notDuplicateOf(from, into)
}

// notDuplicateOf refuses two claims that are each other's duplicate.
func notDuplicateOf(c, other claims.Claim) error {
	if other.DuplicateOf == c.ID {
		return &claims.RefusedError{Claim: other.ID, Problem: fmt.Sprintf("it is a duplicate of claim %d itself", c.ID)}
	}
	return nil
}

func chain(ids []claims.ClaimID, back claims.ClaimID) string {
	words := []string{}
	for _, id := range ids {
		words = append(words, fmt.Sprint(id))
		if id == back {
			break
		}
	}
	return strings.Join(words, " after ")
}

// follow adds what a change does to other claims: those that waited wake, or wait for the one
// that remains; a merge hands its sightings over.
func (l *Ledger) follow(act claims.Act, writes []claims.Write, p claims.Picked, m claims.Moment) []claims.Write {
	merge, merged := act.(claims.Merge)
	for i, w := range writes {
		if merged {
			writes[i].MoveTo = merge.Into
		}
		ended := w.Claim.Status == claims.StatusResolved || w.Claim.Status == claims.StatusDismissed
		if !ended {
			continue
		}
		for _, waiter := range p.Waiters {
			if waiter.After == w.Claim.ID && !slices.ContainsFunc(writes, func(o claims.Write) bool { return o.Claim.ID == waiter.ID }) {
				writes = append(writes, l.release(waiter, w.Claim, p.Witness, m))
			}
		}
	}
	if merged && len(writes) > 0 {
		writes = l.sight(writes, p.Witness[0], m)
	}
	return writes
}

// release wakes a waiter, or points it to the claim that remains when the one it waited for was
// a duplicate, unless that one has ended too: nothing would wake it any more.
func (l *Ledger) release(waiter, ended claims.Claim, witness []claims.Claim, m claims.Moment) claims.Write {
	if of := ended.DuplicateOf; of != 0 && of != waiter.ID && waitable(witness) == nil {
		return l.write(waiter.WaitsFor(of, m), m.At)
	}
	return l.plan(claims.Write{Claim: waiter.Woken(ended.ID, m.At), Was: waiter.Revision, Redraw: true}, m.At)
}

// sight tells the claim that remains what was merged into it. It may be among the waiters that
// were written already.
func (l *Ledger) sight(writes []claims.Write, into claims.Claim, m claims.Moment) []claims.Write {
	other := writes[0].Claim.ID
	i := slices.IndexFunc(writes, func(w claims.Write) bool { return w.Claim.ID == into.ID })
	if i >= 0 {
		into = writes[i].Claim
	}
	ch := into.Sighted(claims.ActionMerged, claims.Detail{Other: other}, m)
	w := l.write(ch, m.At)
	if i >= 0 {
		w.Was, w.Claim.Revision = writes[i].Was, writes[i].Claim.Revision
		writes[i] = w
		return writes
	}
	return append(writes, w)
}

func distinct(ids []claims.ClaimID) []claims.ClaimID {
	out := []claims.ClaimID{}
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

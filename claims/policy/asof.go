package policy

import (
	"slices"
	"time"

	"claimwatch/claims"
)

// asOfSteps bounds how many reminders asOf goes through for one claim.
const asOfSteps = 100_000

// asOf returns an open claim as it stood at a moment in the past, for a preview from then: its
// text, date and owner as they are, opened then if it was opened later, without the checks,
// snoozes and reminders that came after. The reminders before are not in the pace one by one, so
// they are gone through again from the opening, with the last check, change and snooze where they
// were: exact, unless somebody checked or snoozed more than once.
func (r *Rules) asOf(c claims.Claim, at time.Time) claims.Claim {
	p := c.Pace
	if past := p; !rewind(&past, at) {
		return c
	}
	opened := p.OpenedAt
	if opened.IsZero() {
		opened = c.CreatedAt
	}
	opened = earlier(opened, at)
	snooze := c.SnoozedUntil
	c.SnoozedUntil = time.Time{}
	c.Pace = claims.Pace{
		OpenedAt: opened, OpenSince: earlier(p.OpenSince, at), OpenedOrdinal: p.OpenedOrdinal, Ordinal: p.OpenedOrdinal, CountedFrom: opened,
	}
	if !p.WaitsFrom.After(at) {
		c.Pace.WaitsFrom = p.WaitsFrom
	}
	if p.WokenAt.Before(opened) {
		c.Pace.WokenAt = p.WokenAt
	}
	return r.replay(c, at, []mark{
		{earlier(p.WokenAt, at), func(c *claims.Claim) { *c = c.Woken(c.After, earlier(p.WokenAt, at)) }},
		{p.CheckedAt, func(c *claims.Claim) { c.Pace.CheckedAt, c.Pace.Unanswered = p.CheckedAt, 0 }},
		{p.ChangedAt, func(c *claims.Claim) { c.Pace.ChangedAt = p.ChangedAt }},
		{p.SnoozedAt, func(c *claims.Claim) { c.SnoozedUntil, c.Pace.SnoozedAt, c.Pace.Unanswered = snooze, p.SnoozedAt, 0 }},
	})
}

// A mark is something that happened to a claim on the way.
type mark struct {
	at    time.Time
	apply func(*claims.Claim)
}

// replay reminds of a claim up to a moment, excluded, with the marks where they fall.
func (r *Rules) replay(c claims.Claim, until time.Time, marks []mark) claims.Claim {
	now := c.Pace.OpenedAt
	slices.SortFunc(marks, func(a, b mark) int { return a.at.Compare(b.at) })
	for _, m := range marks {
		if !m.at.IsZero() && !m.at.Before(c.Pace.OpenedAt) && !m.at.After(until) {
			c, now = r.remind(c, now, m.at)
			m.apply(&c)
			now = later(now, m.at)
		}
	}
	c, _ = r.remind(c, now, until)
	return c
}

func (r *Rules) remind(c claims.Claim, now, until time.Time) (claims.Claim, time.Time) {
	for range asOfSteps {
		s, ok := r.Next(c, now)
		if !ok || !s.At.Before(until) {
			break
		}
		d, ok := r.Decide(c, s.At)
		if !ok {
			break
		}
		c, now = d.Claim, s.At
	}
	return c, now
}

package policy

import (
	"time"

	"claimwatch/claims"
)

// asked writes into the pace that a reminder was decided now for a plan, and from when the next
// interval counts.
func asked(p *claims.Pace, q plan, counted, now time.Time) {
	p.Ordinal++
	p.Unanswered++
	if q.kinds.has(kindEscalated) {
		p.Unanswered = 0
	}
	p.LastSlot, p.LastDecidedAt, p.LastPostedAt = q.at, now, time.Time{}
	p.SettledTo, p.GapWaived = counted, false
	count(p, q.kinds, counted)
	if q.kinds.has(kindWake | kindWakeOverdue) {
		p.WokenBy = 0
	}
	if q.kinds.has(kindSnooze) {
		p.SnoozedAt = time.Time{}
	}
}

// count moves the interval on: it starts at a wake and at the first overdue reminder, is one step
// further after a counted slot, and runs anew from the end of a snooze.
func count(p *claims.Pace, k kind, at time.Time) {
	if k.has(kindWakeOverdue | kindFirstOverdue) {
		p.Series = claims.ReasonOverdue
	}
	if !p.ChangedAt.IsZero() && k.has(kindOverdue|kindPeriodic|kindSnooze) {
		p.Step = 0
	}
	switch {
	case k.has(kindWake | kindWakeOverdue | kindFirstOverdue):
		p.Step = 0
	case k.has(kindOverdue | kindPeriodic):
		p.Step++
	case !k.has(kindSnooze):
		return
	}
	p.CountedFrom, p.ChangedAt = at, time.Time{}
}

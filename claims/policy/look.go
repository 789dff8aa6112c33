package policy

import (
	"time"

	"claimwatch/claims"
)

// kind is a set of what a slot may be.
type kind uint16

const (
	kindEscalated kind = 1 << iota
	kindOverdue        // one of the series
	kindFirstOverdue
	kindDue
	kindAhead
	kindSnooze
	kindPeriodic
	kindWake        // the claim that it waited for has ended
	kindWakeOverdue // the same, and the last day is over
)

// reasons are the sets of each reason, in the order in which they prevail.
var reasons = []struct {
	kinds  kind
	reason claims.Reason
}{
	{kindEscalated, claims.ReasonEscalated},
	{kindOverdue | kindFirstOverdue | kindWakeOverdue, claims.ReasonOverdue},
	{kindDue, claims.ReasonDue},
	{kindAhead, claims.ReasonAhead},
	{kindSnooze, claims.ReasonSnoozeOver},
	{kindPeriodic | kindWake, claims.ReasonPeriodic},
}

func (k kind) has(one kind) bool { return k&one != 0 }

func (k kind) reason() claims.Reason {
	for i := range reasons {
		if k.has(reasons[i].kinds) {
			return reasons[i].reason
		}
	}
	return ""
}

// An ask is a slot in the making.
type ask struct {
	at   time.Time
	kind kind
}

// asks are the slots of one claim. There is room for all that a policy can ask for, so that a
// decision allocates nothing.
type asks struct {
	n    int
	list [2*MaxAhead + 8]ask
}

func (a *asks) add(at time.Time, k kind) {
	a.list[a.n] = ask{at, k}
	a.n++
}

func (a *asks) all() []ask { return a.list[:a.n] }

// A look is what the schedule knows of a claim, under the rules that serve it. It holds values,
// no pointer to the claim, which so needs no place on the heap.
type look struct {
	due     claims.Due
	after   claims.ClaimID
	snoozed time.Time
	pace    claims.Pace // nothing of it lies in the future
	p       *policy
	z       *zone
	channel string
	gap     Duration
	opened  time.Time
	awake   time.Time // the end of waiting; zero: it never waited
}

// A plan is the next reminder of a claim.
type plan struct {
	at    time.Time // as moved
	kinds kind      // all that meet there
}

// look takes a claim up; false: it has no reminders as it stands.
func (r *Rules) look(c *claims.Claim, now time.Time) (look, bool) {
	if c.Status != claims.StatusOpen {
		return look{}, false
	}
	l := look{due: c.Due, after: c.After, snoozed: c.SnoozedUntil, pace: c.Pace, gap: r.gap}
	rewind(&l.pace, now)
	l.p, l.z, l.channel = r.serving(c)
	l.opened = l.pace.OpenedAt
	if l.opened.IsZero() {
		l.opened = c.CreatedAt
	}
	if l.pace.CountedFrom.IsZero() {
		l.pace.CountedFrom = l.opened
	}
	return l, true
}

// plan finds the next reminder. What lies up to until meets it, even when it would come later
// than the slot. False: the claim waits for another and has no date that would wake it.
func (l *look) plan(until time.Time) (plan, bool) {
	var asks asks
	l.fixed(&asks)
	if !l.wake(&asks) {
		return plan{}, false
	}
	l.unsettled(&asks)
	l.counted(&asks)
	if !l.snoozed.IsZero() {
		asks.add(l.snoozed, kindSnooze)
	}
	all := asks.all()
	silent := l.z.next(later(l.awake, l.snoozed))
	first := time.Time{}
	for i := range all {
		all[i].at = later(all[i].at, silent)
		if first.IsZero() || all[i].at.Before(first) {
			first = all[i].at
		}
	}
	p := plan{at: wholeMillisecond(l.outsideGap(first))}
	reach := later(p.at, until)
	for _, a := range all {
		if !a.at.After(reach) {
			p.kinds |= a.kind
		}
	}
	if e := l.p.escalate; e != nil && l.pace.Unanswered >= e.After {
		p.kinds |= kindEscalated
	}
	return p, true
}

// outsideGap moves a slot inside the gap to its end, then to the next desk time.
func (l *look) outsideGap(at time.Time) time.Time {
	if l.pace.GapWaived || l.pace.LastSlot.IsZero() || !l.snoozed.IsZero() {
		return at
	}
	from := l.pace.LastSlot
	said := l.pace.LastPostedAt
	if said.IsZero() {
		said = l.pace.LastDecidedAt
	}
	if said.Sub(from) > tolerance {
		from = said
	}
	if end := l.z.after(from, l.gap); at.Before(end) {
		return l.z.next(end)
	}
	return at
}

// tolerance is how late a slot may be found, or a reminder posted, and still be on time.
const tolerance = 5 * time.Minute

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// wholeMillisecond rounds up: the store keeps milliseconds, and a slot must not be looked at before it.
func wholeMillisecond(t time.Time) time.Time {
	if t.Nanosecond()%int(time.Millisecond) == 0 {
		return t
	}
	return t.Truncate(time.Millisecond).Add(time.Millisecond)
}

// rewind brings facts that lie after now back to it: a clock that was set back must not silence a
// claim until it has caught up.
func rewind(p *claims.Pace, now time.Time) bool {
	moved := false
	for _, t := range []*time.Time{
		&p.OpenedAt, &p.OpenSince, &p.WaitsFrom, &p.WokenAt, &p.CountedFrom, &p.CheckedAt, &p.ChangedAt, &p.SnoozedAt,
		&p.SettledTo, &p.LastSlot, &p.LastDecidedAt, &p.LastPostedAt,
	} {
		if t.After(now) {
			*t, moved = now, true
		}
	}
	return moved
}

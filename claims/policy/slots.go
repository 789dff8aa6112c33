package policy

import (
	"time"

	"claimwatch/claims"
)

// longSpan is the length in days beyond which a due span is asked for while it lasts.
const longSpan = 31

// fixed adds the ahead and due slots, as desk hours move them, from the opening on.
func (l *look) fixed(all *asks) {
	due := l.due
	if !due.Known() {
		return
	}
	for _, d := range l.p.ahead {
		l.fix(all, l.ahead(due.Start, d), kindAhead)
		if due.Days() > longSpan {
			l.fix(all, l.ahead(due.End, d), kindAhead)
		}
	}
	if due.Start != due.End {
		l.fix(all, l.z.at(due.Start, l.p.at), kindDue)
	}
	l.fix(all, l.z.at(due.End, l.p.at), kindDue)
}

func (l *look) ahead(day claims.Day, d Duration) time.Time {
	if days, ok := d.Calendar(); ok {
		return l.z.at(day-claims.Day(days), l.p.at)
	}
	return l.z.start(day).Add(-d.exact)
}

func (l *look) fix(all *asks, at time.Time, k kind) {
	if at.Before(l.opened) {
		return
	}
	moved, ok := l.z.back(at, l.p.at)
	switch {
	case !ok:
		moved = l.z.next(at)
	case moved.Before(l.opened):
		moved = l.z.next(l.opened)
	}
	all.add(moved, k)
}

// wake finds when the claim's waiting ends: when the other one has, or at its own first ahead or
// due slot. One that was removed is waited for no more, but has ended. False: neither is known.
func (l *look) wake(fixed *asks) bool {
	if l.after == 0 && l.pace.WokenAt.IsZero() {
		return true
	}
	for _, a := range fixed.all() {
		if !a.at.Before(l.pace.WaitsFrom) && (l.awake.IsZero() || a.at.Before(l.awake)) {
			l.awake = a.at
		}
	}
	if w := l.pace.WokenAt; !w.IsZero() && (l.awake.IsZero() || w.Before(l.awake)) {
		l.awake = w
	}
	return !l.awake.IsZero()
}

// woken reports whether the end of the other claim is what woke it and is still to be said.
func (l *look) woken() bool {
	return l.pace.WokenBy != 0 && l.awake.Equal(l.pace.WokenAt)
}

// unsettled drops the ahead and due slots that were asked for.
func (l *look) unsettled(fixed *asks) {
	all := fixed.all()
	fixed.n = 0
	for _, a := range all {
		if a.at.After(l.pace.SettledTo) {
			fixed.add(a.at, a.kind)
		}
	}
}

// counted adds the slots that are counted from the last one: overdue, periodic and the wake.
func (l *look) counted(all *asks) {
	over := false
	if l.woken() {
		over = l.due.Known() && l.z.day(l.z.next(l.awake)) > l.due.End
		l.wakeSlot(all, over)
	} else {
		l.periodic(all)
	}
	if l.due.Known() && !over {
		l.overdue(all)
	}
}

func (l *look) wakeSlot(all *asks, over bool) {
	k, cad := kindWake, l.p.undated
	if over {
		k, cad = kindWakeOverdue, l.p.overdue
	}
	at := l.awake
	if x := l.pace.CheckedAt; !x.Before(at) {
		at = l.plus(x, cad.interval(1))
	}
	all.add(l.z.next(at), k)
}

// periodic adds the next slot of an undated claim, or of one inside a long due span.
func (l *look) periodic(all *asks) {
	due := l.due
	from := later(l.pace.CountedFrom, l.awake)
	if due.Known() {
		if due.Days() <= longSpan || l.pace.Series == claims.ReasonOverdue {
			return
		}
		from = later(from, l.z.start(due.Start))
	}
	at := l.interval(from, l.p.undated)
	if due.Known() && l.z.day(at) > due.End {
		return
	}
	all.add(l.z.next(at), kindPeriodic)
}

// overdue adds the next slot after the last day.
func (l *look) overdue(all *asks) {
	if l.pace.Series == claims.ReasonOverdue {
		at := l.interval(later(l.pace.CountedFrom, l.awake), l.p.overdue)
		all.add(l.z.next(at), kindOverdue)
		return
	}
	at := l.opened
	if l.z.day(at) <= l.due.End {
		at = l.z.at(l.due.End+1, l.p.at)
	}
	at = later(at, l.pace.CountedFrom)
	if x := l.pace.CheckedAt; !x.IsZero() {
		at = later(at, l.plus(x, l.p.overdue.interval(1)))
	}
	all.add(l.z.next(at), kindFirstOverdue)
}

// interval returns the slot one running interval after from, as the last check put it off and the
// first change brought it forward.
func (l *look) interval(from time.Time, cad cadence) time.Time {
	running := cad.interval(l.pace.Step + 1)
	at, check, change := l.plus(from, running), l.pace.CheckedAt, l.pace.ChangedAt
	if change.IsZero() || change.Before(from) {
		if check.After(from) {
			at = later(at, l.plus(check, running))
		}
		return at
	}
	shortest := cad.interval(1)
	if !check.Before(change) {
		return l.plus(check, shortest)
	}
	if check.After(from) {
		at = later(at, l.plus(check, running))
	}
	return earlier(at, l.plus(change, shortest))
}

// plus returns t plus an interval: one of calendar days falls at the policy's clock time.
func (l *look) plus(t time.Time, d Duration) time.Time {
	if days, ok := d.Calendar(); ok {
		return l.z.at(l.z.day(t)+claims.Day(days), l.p.at)
	}
	return t.Add(d.exact)
}

package policy

import (
	"time"

	"claimwatch/claims"
)

// longSpan is the length in days beyond which a due span is asked for while it lasts.
const longSpan = 31

// fixed adds the ahead and due slots, as desk hours move them, from the opening on.
func (l *look) fixed(all []ask) []ask {
	due := l.c.Due
	if !due.Known() {
		return all
	}
	for _, d := range l.p.ahead {
		all = l.fix(all, l.ahead(due.Start, d), kindAhead)
		if due.Days() > longSpan {
			all = l.fix(all, l.ahead(due.End, d), kindAhead)
		}
	}
	if due.Start != due.End {
		all = l.fix(all, l.z.at(due.Start, l.p.at), kindDue)
	}
	return l.fix(all, l.z.at(due.End, l.p.at), kindDue)
}

func (l *look) ahead(day claims.Day, d Duration) time.Time {
	if days, ok := d.Calendar(); ok {
		return l.z.at(day-claims.Day(days), l.p.at)
	}
	return l.z.start(day).Add(-d.exact)
}

func (l *look) fix(all []ask, at time.Time, k kind) []ask {
	if at.Before(l.opened) {
		return all
	}
	moved, ok := l.z.back(at, l.p.at)
	switch {
	case !ok:
		moved = l.z.next(at)
	case moved.Before(l.opened):
		moved = l.z.next(l.opened)
	}
	return append(all, ask{moved, k})
}

// wake finds when the claim's waiting ends: when the other one has, or at its own first ahead or
// due slot. False: neither is known.
func (l *look) wake(fixed []ask) bool {
	if l.c.After == 0 {
		return true
	}
	for _, a := range fixed {
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
	return l.c.After != 0 && l.pace.WokenBy != 0 && l.awake.Equal(l.pace.WokenAt)
}

// unsettled drops the ahead and due slots that were asked for.
func (l *look) unsettled(fixed []ask) []ask {
	kept := fixed[:0]
	for _, a := range fixed {
		if a.at.After(l.pace.SettledTo) {
			kept = append(kept, a)
		}
	}
	return kept
}

// counted adds the slots that are counted from the last one: overdue, periodic and the wake.
func (l *look) counted(all []ask) []ask {
	woken := l.woken()
	over := false
	if woken {
		at := l.z.next(l.awake)
		over = l.c.Due.Known() && l.z.day(at) > l.c.Due.End
		all = append(all, l.wakeSlot(over))
	}
	if !woken {
		all = l.periodic(all)
	}
	if l.c.Due.Known() && !over {
		all = l.overdue(all)
	}
	return all
}

func (l *look) wakeSlot(over bool) ask {
	k, cad := kindWake, l.p.undated
	if over {
		k, cad = kindWakeOverdue, l.p.overdue
	}
	at := l.awake
	if x := l.pace.CheckedAt; !x.Before(at) {
		at = l.plus(x, cad.interval(1))
	}
	return ask{l.z.next(at), k}
}

// periodic adds the next slot of an undated claim, or of one inside a long due span.
func (l *look) periodic(all []ask) []ask {
	due := l.c.Due
	from := later(l.pace.CountedFrom, l.awake)
	if due.Known() {
		if due.Days() <= longSpan || l.pace.Series == claims.ReasonOverdue {
			return all
		}
		from = later(from, l.z.start(due.Start))
	}
	at := l.interval(from, l.p.undated)
	if due.Known() && l.z.day(at) > due.End {
		return all
	}
	return append(all, ask{l.z.next(at), kindPeriodic})
}

// overdue adds the next slot after the last day.
func (l *look) overdue(all []ask) []ask {
	if l.pace.Series == claims.ReasonOverdue {
		at := l.interval(later(l.pace.CountedFrom, l.awake), l.p.overdue)
		return append(all, ask{l.z.next(at), kindOverdue})
	}
	at := l.opened
	if l.z.day(at) <= l.c.Due.End {
		at = l.z.at(l.c.Due.End+1, l.p.at)
	}
	at = later(at, l.pace.CountedFrom)
	if x := l.pace.CheckedAt; !x.IsZero() {
		at = later(at, l.plus(x, l.p.overdue.interval(1)))
	}
	return append(all, ask{l.z.next(at), kindFirstOverdue})
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

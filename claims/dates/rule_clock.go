package dates

// timeOfDay passes "at 10 a.m. EST" after a day, and says where it ends.
func (r *reader) timeOfDay(i int) (int, bool) {
	k := i
	for r.at(k).is(',') || r.word(k, "at") || r.class(k, by) || r.class(k, since) || r.class(k, in) || r.class(k, approx) || r.class(k, on) {
		k++
	}
	if k > i+2 || r.at(k).has(broken) {
		return 0, false
	}
	return r.clockEnd(k)
}

func (r *reader) class(i int, c class) bool { return r.at(i).kind == kWord && r.at(i).class == c }

// clockEnd reads a time of day: "22:30", "10 a.m.", "0800 UTC", with its zone.
func (r *reader) clockEnd(k int) (int, bool) {
	t := r.at(k)
	next := k + 1
	switch t.kind {
	case kClock:
		if n, ok := r.halfDay(next); ok {
			next = n
		}
	case kNumber:
		n, ok := r.halfDay(next)
		switch {
		case ok && t.value <= 24:
			next = n
		case t.length() == 4 && t.value < 2400 && r.zoneAt(next):
		default:
			return 0, false
		}
	default:
		return 0, false
	}
	if r.zoneAt(next) {
		next++
		if r.word(next, "time") {
			next++
		}
	} else if r.at(next).is('(') && r.zoneAt(next+1) && r.at(next+2).is(')') {
		next += 3
	}
	return next, true
}

// zoneAt reports whether token k is a time zone.
func (r *reader) zoneAt(k int) bool {
	return r.class(k, zone) && r.at(k).has(capital)
}

// halfDay reads "am", "a.m.", "p.m".
func (r *reader) halfDay(k int) (int, bool) {
	if r.class(k, meridiem) {
		return k + 1, true
	}
	dotted := (r.word(k, "a") || r.word(k, "p")) && r.at(k+1).is('.') && r.word(k+2, "m") && r.at(k+2).tight()
	switch {
	case !dotted:
		return 0, false
	case r.at(k + 3).is('.'):
		return k + 4, true
	}
	return k + 3, true
}

// clock reads a time of day and the day after it: "10 a.m. on Friday"; alone, it is a time of the
// day that the text speaks of.
func (r *reader) clock(i int) (period, int, bool) {
	k, ok := r.clockEnd(i)
	if !ok || r.lenient {
		return period{}, 0, false
	}
	if r.tightMark(k, '-') && r.at(k+1).kind == kNumber || r.at(i-1).is('-') && r.at(i-1).tight() {
		return period{form: fClock}, k, r.at(i).kind == kClock && r.at(k-1).kind != kClock
	}
	return r.dayAfterClock(k)
}

// dayAfterClock reads the day that follows a time; k is the token after the time.
func (r *reader) dayAfterClock(k int) (period, int, bool) {
	b := k
	for r.at(b).is(',') || r.class(b, on) || r.class(b, of) {
		b++
	}
	if b > k+2 || r.at(b).has(broken) {
		return period{form: fClock}, k, true
	}
	t := r.at(b)
	var p period
	var next int
	ok := false
	if t.class == article {
		if _, end := r.spelled(b + 1); end > 0 {
			b++
		}
	}
	_, end := r.spelled(b)
	switch {
	case end > 0:
		if p, next, ok = r.named(b); !ok {
			p, next, ok = r.dated(end)
		}
	case t.class == weekday, t.class == month, t.class == dayWord, t.class == relative:
		p, next, ok = r.core(b)
	case t.kind == kNumber:
		p, next, ok = r.dayMonth(b)
	case t.class == article && r.at(b+1).class != dayWord:
		p, next, ok = r.articled(b + 1)
		ok = ok && p.form == fAnchored && p.unit == uDay
	}
	if !ok || !p.datelike() && p.form != fAnchored {
		return period{form: fClock}, k, true
	}
	return p, next, true
}

// partFirst reads "morning of May 9" in languages that put it so; a part of the day alone names no
// day.
func (r *reader) partFirst(i int) (period, int, bool) {
	k := i + 1
	if !r.class(k, of) {
		return period{}, 0, false
	}
	k++
	t := r.at(k)
	if _, end := r.spelled(k); end == 0 && t.class != weekday && t.class != month && t.kind != kNumber {
		return period{}, 0, false
	}
	p, next, ok := r.core(k)
	return p, next, ok && p.datelike()
}

package dates

// month reads what begins with a month: "May 9, 2025", "May 9-11", "May 2025", "May".
func (r *reader) month(i int) (period, int, bool) {
	t := r.at(i)
	if !r.isMonth(i) {
		return period{}, 0, false
	}
	p := period{form: fMonth, m: int(t.value)}
	k := r.skipDot(i)
	if q, next, ok := r.monthDay(p, k); ok {
		return q, next, true
	}
	if y, next := r.yearAfter(k); y != 0 {
		p.y = y
		return p, next, true
	}
	if t.flags&abbreviated != 0 && !r.lenient && !r.datePlace(i) {
		return p, 0, false
	}
	if t.flags&ambiguous != 0 && !r.lenient && !r.datePlace(i) {
		return p, 0, false
	}
	return p, k, true
}

// isMonth reports whether token i, by its look, is a month and no name or verb.
func (r *reader) isMonth(i int) bool {
	t, before := r.at(i), r.at(i-1)
	switch {
	case t.kind != kWord || t.class != month:
		return false
	case t.flags&needsCapital == 0 || r.lenient:
		return true
	case !t.has(capital):
		return false
	}
	name := before.kind == kWord && before.has(capital) && before.class == none && before.verb == noVerb && !t.has(broken)
	return !name || r.at(i+1).kind == kNumber || r.at(r.skipDot(i)).kind == kNumber
}

// datePlace reports whether a word that is a month or something else stands where dates stand.
func (r *reader) datePlace(i int) bool {
	switch b := r.at(i - 1); b.class {
	case in, by, since, from, to, between, of, edge, during, on, relative, within, ending:
		return !r.at(i).has(broken) && (b.class != to || b.verb == noVerb)
	case and:
		return r.at(i-2).class == month
	}
	return r.at(i-1).is('-') && r.at(i-2).class == edge
}

// monthDay reads the day after a month, and what follows it; k is the token after the month.
func (r *reader) monthDay(p period, k int) (period, int, bool) {
	t := r.at(k)
	if !r.isDayNumber(k) || !exists(2000, p.m, int(t.value)) || r.lex.bareUnits {
		return p, 0, false
	}
	p.form, p.d = fDay, int(t.value)
	next := k + 1
	if q, n, ok := r.moreDays(p, next); ok {
		return q, n, true
	}
	p.y, next = r.yearAfter(next)
	if p.y == 0 && p.m == 9 && p.d == 11 && (r.word(next, "attacks") || r.word(next, "attack") || r.word(next, "terrorist") || r.word(next, "hijackings")) {
		p.y = 2001
	}
	return p, next, true
}

// isDayNumber reports whether token k can be the day of a month.
func (r *reader) isDayNumber(k int) bool {
	t, next := r.at(k), r.at(k+1)
	switch {
	case t.has(broken), t.value < 1, t.value > 31:
		return false
	case t.kind == kOrdinal:
		return true
	}
	return t.kind == kNumber && t.length() <= 2 && !next.is('%') && !r.class(k+1, meridiem)
}

// moreDays reads the second day of "May 9-11", "May 9 to 11", "May 9 and 10"; k is the token after
// the first day.
func (r *reader) moreDays(p period, k int) (period, int, bool) {
	c := r.at(k)
	list := c.class == and
	if !c.is('-') && c.class != to && !list && !r.word(k, "until") && !r.word(k, "till") {
		return p, 0, false
	}
	b := k + 1
	t := r.at(b)
	if !r.isDayNumber(b) || int(t.value) <= p.d || !exists(2000, p.m, int(t.value)) || r.at(b+1).class == month && r.at(b+1).kind == kWord {
		return p, 0, false
	}
	if after := r.at(b + 1); list && after.kind == kWord && !after.has(broken) && after.class == none && after.verb == noVerb && !r.between(k) {
		return p, 0, false // "on May 9 and 40 people"
	}
	if after := r.at(b + 1); after.kind == kWord && after.class == unit {
		return p, 0, false
	}
	second := p
	second.d = int(t.value)
	var next int
	second.y, next = r.yearAfter(b + 1)
	p.y = second.y
	p.range2 = &second
	return p, next, true
}

// between reports whether "between" opens the pair that is joined at k.
func (r *reader) between(k int) bool {
	for b := k - 1; b > k-8; b-- {
		if r.at(b).class == between {
			return true
		}
	}
	return false
}

// weekday reads "Friday", "Friday, May 9", "Friday 9 May 2025", "Friday the 14th".
func (r *reader) weekday(i int) (period, int, bool) {
	t := r.at(i)
	if t.flags&needsCapital != 0 && !t.has(capital) && !r.lenient {
		return period{}, 0, false
	}
	if b := r.at(i - 1); b.kind == kWord && b.class == feast && b.has(capital) {
		return period{}, 0, false
	}
	p := period{form: fWeekday, d: int(t.value)}
	next := r.skipDot(i)
	if q, n, ok := r.dateAfterWeekday(next); ok {
		return q, n, true
	}
	if t.flags&abbreviated != 0 && !r.lenient && next == i+1 && !r.weekdayPlace(i) {
		return p, 0, false
	}
	return p, next, true
}

// weekdayPlace reports whether a short weekday without its full stop is one: "on Fri".
func (r *reader) weekdayPlace(i int) bool {
	switch r.at(i - 1).class {
	case on, by, relative, from:
		return true
	}
	return false
}

// dateAfterWeekday reads the date that a weekday introduces; k is the token after the weekday.
func (r *reader) dateAfterWeekday(k int) (period, int, bool) {
	if r.at(k).has(broken) {
		return period{}, 0, false
	}
	if r.at(k).class == dayPart {
		k++
	}
	bracket := r.at(k).is('(') || r.at(k).is('[')
	if bracket || r.at(k).is(',') {
		k++
	}
	if r.at(k).class == article {
		k++
	}
	var p period
	var next int
	ok := false
	switch t := r.at(k); {
	case t.kind == kWord && t.class == month && !t.has(broken):
		p, next, ok = r.month(k)
		ok = ok && p.form == fDay
	case t.kind == kNumber || t.kind == kOrdinal:
		if p, next, ok = r.iso(k); !ok {
			if p, next, ok = r.slashed(k); !ok {
				p, next, ok = r.dayMonth(k)
			}
		}
		if !ok && r.at(k-1).class == article && t.kind == kOrdinal {
			return period{form: fDayOnly, d: int(t.value)}, k + 1, true
		}
	}
	if !ok || p.range2 != nil && bracket {
		return p, 0, false
	}
	if bracket && (r.at(next).is(')') || r.at(next).is(']')) {
		next++
	}
	return p, next, true
}

// ordinalDate reads "14th of May", "4th quarter", "1st half".
func (r *reader) ordinalDate(i int) (period, int, bool) {
	if p, next, ok := r.dayMonth(i); ok {
		return p, next, ok
	}
	return r.ordinal(i)
}

// dayOnly reads "the 14th", unless it is the 14th of something else.
func (r *reader) dayOnly(i int) (period, int, bool) {
	t, next := r.at(i), r.at(i+1)
	if t.value < 1 || t.value > 31 {
		return period{}, 0, false
	}
	k := i - 2 // before "the"
	placed := r.lenient
	switch r.at(k).class {
	case on, by, since, from, to, between:
		placed = true
	}
	free := next.kind == kPunct && !next.is('-') && !next.is('\'') || next.class != none && next.class != unit && next.class != of && next.class != half || next.verb != noVerb
	if !placed || !free && i+1 < len(r.toks) {
		return period{}, 0, false
	}
	return period{form: fDayOnly, d: int(t.value)}, i + 1, true
}

// season reads a season that stands without an article; it needs a preposition or a year, since
// "summer heat" is no date.
func (r *reader) season(i int) (period, int, bool) {
	p, next, ok := r.seasonTail(i)
	if p.y != 0 || r.lenient {
		return p, next, ok
	}
	t, before := r.at(i), r.at(i-1)
	switch before.class {
	case in, by, since, during, edge, of, within:
		ok = t.flags&ambiguous == 0 && before.class != of || before.class == edge
	default:
		ok = r.lex.bareUnits && t.flags&ambiguous == 0
	}
	return p, next, ok
}

// seasonTail reads a season and its year: "winter 2021/2022" is the one that begins in 2021.
func (r *reader) seasonTail(i int) (period, int, bool) {
	p := period{form: fSeason, d: int(r.at(i).value)}
	y, next := r.yearAfter(i + 1)
	if y == 0 {
		return p, i + 1, true
	}
	p.y = y
	if b := r.at(next + 1); (r.tightMark(next, '/') || r.tightMark(next, '-')) && b.kind == kNumber {
		next += 2
	}
	return p, next, true
}

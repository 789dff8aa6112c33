package dates

// relative reads "this", "next" or "last" with what it points to; the says that "the" stands
// before.
func (r *reader) relative(i int, the bool) (period, int, bool) {
	n := int(r.at(i).value)
	k := i + 1
	if second := r.at(k); second.class == relative && second.kind == kWord { // "this past Friday", "this coming week"
		n = int(second.value)
		k++
	}
	t := r.at(k)
	if t.has(broken) {
		return period{}, 0, false
	}
	if n > 0 && (r.word(k-1, "coming") || r.word(k-1, "upcoming")) && (t.class != unit || t.value == uWeekend) {
		n = 0
	}
	if _, end := r.spelled(k); end > 0 {
		return r.relativeName(n, k)
	}
	switch {
	case t.class == unit && t.kind == kWord:
		return r.relativeUnit(n, k, the, i)
	case t.class == weekday, t.class == month, t.class == season:
		return r.relativeNamed(n, k)
	case t.class == dayPart:
		d := r.ref
		if n < 0 {
			d--
		}
		return fixed(oneDay(d + day(max(n, 0)))), k + 1, true
	case t.class == fiscal && r.at(k+1).class == unit:
		return r.relativeUnit(n, k+1, the, i)
	case n > 0 && !r.lex.bareUnits:
		return r.coming(k - 1)
	}
	return period{}, 0, false
}

// relativeUnit reads the unit at k: "next week", "the last quarter", "this weekend".
func (r *reader) relativeUnit(n, k int, the bool, i int) (period, int, bool) {
	t := r.at(k)
	u := int(t.value)
	switch {
	case t.flags&plural != 0:
		if n > 0 {
			return r.coming(k - 1)
		}
		return period{}, 0, false
	case r.at(k-1).flags&ambiguous != 0 && u != uWeekend: // "the past year" is a length of time
		return period{}, 0, false
	case u == uDay && the && n > 0:
		return period{form: fAnchored, n: 1, unit: uDay}, k + 1, true
	case r.at(k+1).class == of && the && n < 0:
		return r.lastOf(u, k+2)
	case u == uYear && n < 0 && r.samePeriod(i-1):
		return period{form: fAnchored, n: -1, unit: uYear}, k + 1, true
	case u == uWeekend:
		return period{form: fWeekend, rel: n, hasRel: true}, k + 1, true
	case u < uWeek || u == uCentury || u == uDecade && n < 0:
		return period{}, 0, false
	}
	s, ok := unitAround(r.ref, u, n)
	p := fixed(s)
	if u == uYear {
		p = period{form: fYear, y: r.refYear + n, hasRel: true, rel: n}
	}
	p.current = n == 0 && (u == uMonth || u == uQuarter || u == uYear)
	if n > 0 {
		p.tense = FutureTense
	} else if n < 0 {
		p.tense = PastTense
	}
	return p, k + 1, ok
}

// samePeriod reports whether "the same period" or the like ends at token i.
func (r *reader) samePeriod(i int) bool {
	if r.class(i, of) || r.class(i, in) {
		i--
	}
	t := r.at(i)
	return r.word(i-1, "same") && (t.class == unit && t.kind == kWord || r.word(i, "period") || r.word(i, "time"))
}

// lastOf reads "the last day of May", "the last quarter of 2024"; k is the token after "of".
func (r *reader) lastOf(u, k int) (period, int, bool) {
	s, p, next, ok := r.longer(k)
	if !ok {
		return p, 0, false
	}
	switch {
	case u == uDay:
		return fixed(oneDay(s.last)), next, true
	case u == uWeek && s.prec != Week:
		w := weekOf(s.last)
		if w.last > s.last {
			w = weekOf(s.last - 7)
		}
		return fixed(w), next, true
	case u == uWeekend:
		w := weekendOf(s.last)
		if w.first > s.last {
			w = weekendOf(s.last - 7)
		}
		return fixed(w), next, true
	case u == uMonth && s.prec == Year, u == uQuarter && s.prec == Year:
		w, _ := unitAround(s.last, u, 0)
		return fixed(w), next, true
	}
	return p, 0, false
}

// longer settles the period at k, with or without its article.
func (r *reader) longer(k int) (span, period, int, bool) {
	p, next, ok := r.edgeOf(k)
	if !ok {
		return span{}, p, 0, false
	}
	if q, n, ok := r.ofYear(p, next); ok {
		p, next = q, n
	}
	s, ok := r.settle(p, r.tenseOf(p, k, next))
	return s, p, next, ok
}

// relativeNamed reads "next Friday", "last May", "this summer".
func (r *reader) relativeNamed(n, k int) (period, int, bool) {
	t := r.at(k)
	if t.class == season {
		p, next, ok := r.seasonTail(k)
		p.hasRel, p.rel = p.y == 0, n
		return p, next, ok
	}
	p, next, ok := r.core(k)
	switch {
	case !ok:
		return p, 0, false
	case t.class == month && !r.isMonth(k):
		return p, 0, false
	case p.form == fWeekday, p.form == fMonth && p.y == 0, p.form == fDay && p.y == 0 && p.range2 == nil:
		p.hasRel, p.rel = true, n
	}
	return p, next, true
}

// anaphora reads "the same day", "the following week", "the previous year": counted from the date
// that the text named last.
func (r *reader) anaphora(i int, the bool) (period, int, bool) {
	t, u := r.at(i), r.at(i+1)
	if u.kind != kWord || u.has(broken) {
		return period{}, 0, false
	}
	switch {
	case !the && t.value != 0, r.anchor.prec == "" && t.value == 0:
		return period{}, 0, false
	case u.class == unit && u.flags&plural == 0 && t.value == 0:
		return r.sameUnit(int(u.value), i+2)
	case u.class == unit && u.flags&plural == 0 && u.value >= uDay && u.value <= uYear && u.value != uFortnight:
		return period{form: fAnchored, n: int(t.value), unit: int(u.value), whole: u.value == uWeek}, i + 2, true
	case u.class == weekday && r.dayAnchor != noDay && t.value > 0:
		gap := (int(u.value)-r.dayAnchor.weekday()+6)%7 + 1
		return fixed(oneDay(r.dayAnchor + day(gap))), i + 2, true
	}
	return period{}, 0, false
}

// sameUnit is the day, month or year that the text named last.
func (r *reader) sameUnit(u, next int) (period, int, bool) {
	p := fixed(r.anchor)
	switch {
	case u == uDay && r.dayAnchor != noDay:
		p.span = oneDay(r.dayAnchor)
	case u == uYear:
		y, _, _ := r.anchor.first.ymd()
		p.span = yearSpan(y)
	case u == uMonth && r.anchor.prec == Month, u == uQuarter && r.anchor.prec == Quarter, u == uWeek && r.anchor.prec == Week:
	default:
		return p, 0, false
	}
	return p, next, true
}

// edge reads "early May", "mid-2011", "the end of the month", "later this week".
func (r *reader) edge(i int) (period, int, bool) {
	e := int(r.at(i).value)
	k := i + 1
	if r.at(k).is('-') {
		k++
	}
	if e2 := r.at(k + 1); (r.at(k).class == to || r.at(k).class == and || r.word(k, "or")) && e2.class == edge && e <= eLate && e2.value <= eLate {
		k += 2 // "mid- to late May" begins where its first half does
		if r.at(k).is('-') {
			k++
		}
	}
	joint := r.at(k).class
	inner := joint == of || joint == in || joint == on
	if inner {
		k++
	}
	if (e == eStart || e == eEnd) && joint != of && !r.lex.bareUnits && (!r.at(i+1).is('-') && joint != month) {
		return period{}, 0, false
	}
	if r.at(k).has(broken) {
		return period{}, 0, false
	}
	p, next, ok := r.edgeOf(k)
	if !ok || p.range2 != nil || p.edge != eNone {
		return p, 0, false
	}
	if q, n, ok := r.ofYear(p, next); ok {
		p, next = q, n
	}
	if e == eEarly && inner && p.form == fYear {
		e = eNone
	}
	p.edge = e
	return p, next, true
}

// edgeOf reads the period that an edge belongs to, where "the month" means this one.
func (r *reader) edgeOf(k int) (period, int, bool) {
	t := r.at(k)
	if t.class == article {
		k++
		t = r.at(k)
		if t.kind == kWord && t.class == unit && t.flags&plural == 0 {
			return r.thisUnit(k)
		}
		if p, next, ok := r.articled(k); ok {
			return p, next, ok
		}
	}
	if t.class == anaphoric {
		return r.anaphora(k, true)
	}
	if t.kind == kWord && t.class == unit && t.flags&plural == 0 {
		return r.thisUnit(k)
	}
	if t.kind == kWord && t.class == season {
		return r.seasonTail(k)
	}
	if t.kind == kWord && t.class == month && r.isMonth(k) {
		return r.monthOfEdge(k)
	}
	if t.class == number || t.class == single || t.kind == kNumber && t.length() < 3 {
		return r.dayMonth(k)
	}
	return r.core(k)
}

// monthOfEdge reads a month that an edge has already made a date.
func (r *reader) monthOfEdge(k int) (period, int, bool) {
	p, next, ok := r.month(k)
	if ok {
		return p, next, ok
	}
	return period{form: fMonth, m: int(r.at(k).value)}, r.skipDot(k), true
}

// thisUnit is the calendar unit around the reference day, or the one that the text speaks of.
func (r *reader) thisUnit(k int) (period, int, bool) {
	u := int(r.at(k).value)
	if u < uWeek || u == uFortnight || u == uCentury {
		return period{}, 0, false
	}
	if u == uWeekend {
		return period{form: fWeekend}, k + 1, true
	}
	s, ok := unitAround(r.ref, u, 0)
	return fixed(s), k + 1, ok
}

// ordinal reads "third quarter", "first half of 2025", "first week of May".
func (r *reader) ordinal(i int) (period, int, bool) {
	n := int(r.at(i).value)
	k := i + 1
	if r.at(k).is('-') && r.at(k).tight() {
		k++
	}
	if r.at(k).class == fiscal {
		k++
	}
	t := r.at(k)
	p := period{d: n, form: fQuarter}
	switch {
	case t.kind != kWord || t.has(broken) || t.flags&plural != 0:
		return p, 0, false
	case t.class == unit && t.value == uQuarter && n >= 1 && n <= 4:
	case t.class == half && n <= 2:
		p.form = fHalf
	case t.class == unit && r.nthOfPlace(k):
		return r.nthOf(n, int(t.value), k+1)
	default:
		return p, 0, false
	}
	return r.partOfYear(p, k+1)
}

// partOfYear reads the year of a quarter or half; k is the token after it.
func (r *reader) partOfYear(p period, k int) (period, int, bool) {
	f := k
	if r.at(f).class == of {
		f++
	}
	if r.at(f).class == fiscal {
		if q, next, ok := r.core(f); ok && q.form == fYear {
			p.y = q.y
			return p, next, true
		}
	}
	if p.form == fHalf {
		return r.halfOf(p, k)
	}
	if y, next := r.yearAfter(k); y != 0 {
		p.y, k = y, next
	}
	return p, k, true
}

// halfOf reads the year or month of a half; without one it may be half of a match.
func (r *reader) halfOf(p period, k int) (period, int, bool) {
	if y, next := r.yearAfter(k); y != 0 {
		p.y = y
		return p, next, true
	}
	if q, next, ok := r.ofYear(p, k); ok {
		return q, next, true
	}
	if r.at(k).class == of && r.at(k+1).class == article && r.isUnit(k+2, uYear) {
		return p, k + 3, true
	}
	if r.at(k).class != of || r.at(k+1).class != month || !r.isMonth(k+1) {
		return p, 0, false
	}
	s, _, next, ok := r.longer(k + 1)
	if !ok || s.prec != Month {
		return p, 0, false
	}
	if p.d == 1 {
		s.last = s.first + 14
	} else {
		s.first += 15
	}
	return fixed(s), next, true
}

// nthOfPlace reports whether a unit at k is counted within a longer period that follows.
func (r *reader) nthOfPlace(k int) bool {
	u := r.at(k).value
	return (u == uDay || u == uWeek || u == uWeekend) && (r.at(k+1).class == of || r.at(k+1).class == in || r.lex.bareUnits)
}

// nthOf reads "first day of May", "second week of June"; k is the token after the unit.
func (r *reader) nthOf(n, u, k int) (period, int, bool) {
	if r.at(k).class == of || r.at(k).class == in {
		k++
	}
	s, p, next, ok := r.longer(k)
	if !ok || s.last-s.first < 27 {
		return p, 0, false
	}
	d := s.first
	switch u {
	case uDay:
		return fixed(oneDay(d + day(n-1))), next, true
	case uWeekend:
		d += day((6 - d.weekday() + 7) % 7)
		return fixed(span{d + day(7*(n-1)), d + day(7*(n-1)) + 1, Day}), next, true
	}
	d += day(7 * (n - 1))
	return fixed(span{d, min(d+6, s.last), Week}), next, true
}

// fiscal reads "fiscal 2025", "fiscal year 2025", "fiscal third quarter".
func (r *reader) fiscal(i int) (period, int, bool) {
	k := i + 1
	if r.at(k).is('-') {
		k++
	}
	if r.at(k).class == ordinal || r.at(k).kind == kOrdinal {
		return r.ordinal(k)
	}
	if r.isUnit(k, uYear) {
		k++
	}
	if y, next := r.yearAfter(k); y != 0 {
		return period{form: fYear, y: y}, next, true
	}
	return period{}, 0, false
}

package dates

// tightMark reports whether token i is that mark with nothing around it but its neighbours.
func (r *reader) tightMark(i int, m rune) bool {
	return r.at(i).is(m) && r.at(i).tight() && r.at(i+1).tight()
}

// numeric reads what begins with a number: ISO and other written-out dates, "9 May", "3 days ago",
// "10 a.m.", a year.
func (r *reader) numeric(i int) (period, int, bool) {
	for _, rule := range [...]func(int) (period, int, bool){r.iso, r.slashed, r.dayMonth, r.counted, r.clock, r.plainYear} {
		if p, next, ok := rule(i); ok {
			return p, next, ok
		}
	}
	return period{}, 0, false
}

// iso reads 2025-05-09, 2025/05/09, 2025-05 and 20250509.
func (r *reader) iso(i int) (period, int, bool) {
	t := r.at(i)
	if t.length() == 8 {
		y, m, d := int(t.value)/10000, int(t.value)/100%100, int(t.value)%100
		if y < 1900 || y > 2100 || !exists(y, m, d) {
			return period{}, 0, false
		}
		return fixed(oneDay(date(y, m, d))), i + 1, true
	}
	mark := '-'
	if r.tightMark(i+1, '/') {
		mark = '/'
	}
	m := r.at(i + 2)
	if t.length() != 4 || t.value < minYear || !r.tightMark(i+1, mark) || m.kind != kNumber || m.length() > 2 {
		return period{}, 0, false
	}
	if d := r.at(i + 4); r.tightMark(i+3, mark) && d.kind == kNumber && exists(int(t.value), int(m.value), int(d.value)) {
		return fixed(oneDay(date(int(t.value), int(m.value), int(d.value)))), i + 5, true
	}
	if mark == '-' && m.length() == 2 && m.value >= 1 && m.value <= 12 && t.value > 1800 && !r.tightMark(i+3, '-') {
		return fixed(monthSpan(int(t.value), int(m.value))), i + 3, true
	}
	return period{}, 0, false
}

// slashed reads 5/9/2025, 5/9/25, 05-09-2025 and 09.05.2025.
func (r *reader) slashed(i int) (period, int, bool) {
	mark := '/'
	if r.tightMark(i+1, '.') {
		mark = '.'
	} else if r.tightMark(i+1, '-') {
		mark = '-'
	}
	a, b, c := r.at(i), r.at(i+2), r.at(i+4)
	if a.length() > 2 || !r.tightMark(i+1, mark) || b.kind != kNumber || b.length() > 2 {
		return period{}, 0, false
	}
	if !r.tightMark(i+3, mark) {
		return r.nineEleven(i, mark)
	}
	if mark == '-' && (a.length() != 2 || b.length() != 2 || r.at(i-1).is('-')) {
		return period{}, 0, false
	}
	if c.kind != kNumber || c.length() != 4 && (c.length() != 2 || mark == '.') || r.tightMark(i+5, mark) {
		return period{}, 0, false
	}
	m, d, y := int(a.value), int(b.value), int(c.value)
	if mark == '.' || r.lex.dayFirst || m > 12 {
		m, d = d, m
	}
	if c.length() == 2 {
		y = r.century(y)
	}
	if y < minYear || !exists(y, m, d) {
		return period{}, 0, false
	}
	return fixed(oneDay(date(y, m, d))), i + 5, true
}

// nineEleven reads the one date that news writes without a year.
func (r *reader) nineEleven(i int, mark rune) (period, int, bool) {
	s := oneDay(date(2001, 9, 11))
	if mark != '/' || r.lex.dayFirst || r.at(i).value != 9 || r.at(i+2).value != 11 || r.ref < s.first {
		return period{}, 0, false
	}
	return fixed(s), i + 3, true
}

// century completes a year of two digits: at most twenty years ahead of the reference day.
func (r *reader) century(y int) int {
	y += r.refYear / 100 * 100
	if y > r.refYear+20 {
		y -= 100
	}
	return y
}

// dayMonth reads "9 May 2025", "14th of May", "9-11 May", "9 to 11 May".
func (r *reader) dayMonth(i int) (period, int, bool) {
	t := r.at(i)
	if t.value < 1 || t.value > 31 || t.kind == kNumber && t.length() > 2 {
		return period{}, 0, false
	}
	k := i + 1
	if r.at(k).is('-') && r.at(k).tight() && r.suffixed(k+1) {
		k += 2 // 9-го
	}
	m := k
	if r.at(m).class == of || r.tightMark(m, '-') {
		m++
	}
	if r.at(m).kind == kWord && r.at(m).class == month {
		return r.dayOf(int(t.value), m)
	}
	return r.dayRange(i, k)
}

// suffixed reports whether token i is the ending of an ordinal in figures: 9-го.
func (r *reader) suffixed(i int) bool {
	return r.lex.bareUnits && r.at(i).kind == kWord && r.at(i).tight() && r.at(i).length() <= 6
}

// dayOf reads the month at m and its year, for a day that stood before it.
func (r *reader) dayOf(d, m int) (period, int, bool) {
	t := r.at(m)
	if t.flags&needsCapital != 0 && !t.has(capital) && !r.lenient {
		return period{}, 0, false
	}
	p := period{form: fDay, d: d, m: int(t.value)}
	if !exists(2000, p.m, d) {
		return p, 0, false
	}
	next := r.skipDot(m)
	p.y, next = r.yearAfter(next)
	return p, next, true
}

// dayRange reads "9-11 May" from the first number on; k is the token after it.
func (r *reader) dayRange(i, k int) (period, int, bool) {
	c := r.at(k)
	joined := c.is('-') || c.class == to || c.class == and || c.class == by || c.class == between
	b := r.at(k + 1)
	if !joined || b.kind != kNumber && b.kind != kOrdinal || b.length() > 4 || b.value <= r.at(i).value || b.value > 31 {
		return period{}, 0, false
	}
	m := k + 2
	if r.at(m).class == of {
		m++
	}
	if r.at(m).kind != kWord || r.at(m).class != month {
		return period{}, 0, false
	}
	last, next, ok := r.dayOf(int(b.value), m)
	if !ok {
		return last, 0, false
	}
	first := last
	first.d, first.range2 = int(r.at(i).value), &last
	return first, next, true
}

// skipDot returns the token after i, passing the full stop of an abbreviation.
func (r *reader) skipDot(i int) int {
	if r.at(i).flags&abbreviated != 0 && r.at(i+1).is('.') && r.at(i+1).tight() {
		return i + 2
	}
	return i + 1
}

// yearAfter reads the year that may follow a month or day: "2025", ", 2025", "of 2025", "'98".
func (r *reader) yearAfter(i int) (year, next int) {
	k := i
	if r.at(k).is(',') || r.at(k).class == of || r.lex.bareUnits && r.at(k).class == in {
		k++
	}
	t := r.at(k)
	switch {
	case r.isYear(k):
		if r.lex.bareUnits && r.isUnit(k+1, uYear) {
			return int(t.value), r.skipDot(k + 1)
		}
		return int(t.value), k + 1
	case t.is('\'') && r.at(k+1).kind == kNumber && r.at(k+1).length() == 2 && r.at(k+1).tight():
		return r.century(int(r.at(k + 1).value)), k + 2
	}
	return 0, i
}

// isYear reports whether token i is a number that can only be, or here must be, a year.
func (r *reader) isYear(i int) bool {
	t := r.at(i)
	return t.kind == kNumber && t.length() == 4 && t.value >= 1000 && t.value < 2200 && !t.has(broken) && !r.tightMark(i+1, '-')
}

// plainYear reads a year that stands alone. A number before a plural is a quantity, unless a
// preposition or article makes it a year.
func (r *reader) plainYear(i int) (period, int, bool) {
	t, before := r.at(i), r.at(i-1)
	if t.length() != 4 || t.value < 1500 || t.value > 2100 || t.value < 1800 && !yearly(before) {
		return period{}, 0, false
	}
	if r.otherFigure(i) {
		return period{}, 0, false
	}
	k := i + 1
	if r.isUnit(k, uYear) && r.lex.bareUnits {
		return period{form: fYear, y: int(t.value)}, k + 1, true
	}
	if r.at(k).is('-') && r.at(k).tight() && r.suffixed(k+1) {
		if r.isUnit(k+2, uYear) {
			return r.decade(int(t.value), k+3)
		}
	}
	if r.quantity(i) {
		return period{}, 0, false
	}
	p := period{form: fYear, y: int(t.value)}
	if b := r.at(k + 1); (r.tightMark(k, '-') || r.tightMark(k, '/')) && b.kind == kNumber && b.length() == 2 && int(b.value) == (p.y+1)%100 {
		return fixed(span{date(p.y, 1, 1), date(p.y+1, 12, 31), Year}), k + 2, true
	}
	return p, k, true
}

// otherFigure reports whether the marks around the number at i make it a sum, an hour, a share, or
// the number of a flight or model.
func (r *reader) otherFigure(i int) bool {
	t, before := r.at(i), r.at(i-1)
	switch {
	case r.class(i+1, zone), r.tightMark(i+1, ':'), r.at(i + 1).is('%'):
		return true
	case before.is('$'), before.is('#'), before.is('£'), before.is('€'):
		return true
	}
	return before.is('-') && before.tight() && t.tight() && r.at(i-2).kind != kNumber && !r.isDash(i-1)
}

// yearly reports whether a number after t is a year, however long ago.
func yearly(t token) bool {
	switch t.class {
	case in, since, by, from, between, edge:
		return true
	}
	return false
}

// isDash reports whether the hyphen at i is a dash between words: "UNITED 2008-2009" is not.
func (r *reader) isDash(i int) bool {
	t := r.at(i)
	return t.kind == kPunct && t.length() > 1 || r.at(i-1).kind == kWord && r.at(i-1).class == edge
}

// quantity reports whether the number at i counts things.
func (r *reader) quantity(i int) bool {
	before, next := r.at(i-1), r.at(i+1)
	switch before.class {
	case in, since, by, of, from, to, between, during, edge, article, and, month, season, fiscal, relative, unit, on, ending:
		if before.class == of || before.class == by || before.class == to || before.class == during || before.class == and {
			break
		}
		return false
	case approx:
		return true
	}
	if r.word(i-1, "than") || r.word(i-1, "least") || r.word(i-1, "nearly") || r.word(i-1, "no") && !r.lex.bareUnits {
		return true
	}
	if next.kind != kWord || next.has(broken|capital) || next.class != none || next.verb != noVerb || r.lex.bareUnits {
		return next.class == unit && next.kind == kWord && !r.lex.bareUnits
	}
	w := r.text[next.start:next.end]
	return len(w) > 3 && w[len(w)-1] == 's' && w[len(w)-2] != 's' || w == "people" || w == "men" || w == "women" || w == "children"
}

// decade reads "1990s"; "'90s" arrives as 90.
func (r *reader) decade(value, next int) (period, int, bool) {
	if value < 100 {
		if value%10 != 0 || value < 10 {
			return period{}, 0, false
		}
		value = r.century(value)
	}
	if value < 1000 || value > 2200 {
		return period{}, 0, false
	}
	last := value + 9
	if value%100 == 0 && !r.lex.bareUnits && value < 2000 {
		last = value + 99
	}
	return fixed(span{date(value, 1, 1), date(last, 12, 31), Year}), next, true
}

// shortYear reads "'98" and "'90s".
func (r *reader) shortYear(i int) (period, int, bool) {
	t, n := r.at(i), r.at(i+1)
	if !t.is('\'') || !n.tight() || t.tight() && i > 0 && r.at(i-1).kind != kPunct {
		return period{}, 0, false
	}
	switch {
	case n.kind == kDecade && n.length() == 3:
		return r.decade(int(n.value), i+2)
	case n.kind == kNumber && n.length() == 2 && !r.at(i+2).is('\''):
		return period{form: fYear, y: r.century(int(n.value))}, i + 2, true
	}
	return period{}, 0, false
}

// tagged reads Q3, Q3 2025, 3Q25, H1 and FY2025.
func (r *reader) tagged(i int) (period, int, bool) {
	t := r.at(i)
	p := period{d: int(t.value), form: fQuarter}
	switch t.class {
	case half:
		p.form = fHalf
	case fiscal:
		p.form, p.y = fYear, p.d
		if p.y < 100 {
			p.y = r.century(p.y)
		}
		return p, i + 1, true
	}
	k := i + 1
	if r.at(k).class == fiscal && r.at(k).kind == kWord {
		k++
	}
	y, next := r.yearAfter(k)
	if y == 0 {
		return p, i + 1, true
	}
	p.y = y
	return p, next, true
}

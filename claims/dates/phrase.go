package dates

// phrase reads the expression that starts at token i: what it says, the first token of its span
// (a preposition that helps to recognise it stays outside), and the token after it.
func (r *reader) phrase(i int) (p period, begin, next int, ok bool) {
	switch t := r.at(i); t.class {
	case in, within, ago, hence:
		return r.forward(i)
	case during:
		return r.forward(i)
	case vague:
		p, next, ok = r.vague(i)
	case every:
		p, next, ok = r.recurring(i)
	case article:
		if _, end := r.spelled(i + 1); end > 0 || r.at(i+1).class == dayWord || r.at(i+1).kind == kNumber {
			return p, i, 0, false
		}
		p, next, ok = r.articled(i + 1)
	case anaphoric:
		p, next, ok = r.anaphora(i, false)
	default:
		p, next, ok = r.core(i)
	}
	if _, end := r.spelled(i); !ok && end > 0 {
		_, end = r.yearAfter(end)
		return period{recur: true}, i, end, true // "April Fools' Day Prank" is no April, "Christmas 1914 truce" no year
	}
	if !ok {
		return p, i, 0, false
	}
	p, next = r.tail(p, next)
	return p, i, next, true
}

// maxDepth bounds periods within periods, so that reading stays linear.
const maxDepth = 4

// core reads a period that stands without an article.
func (r *reader) core(i int) (period, int, bool) { return r.deeper((*reader).bare, i) }

// deeper reads a period in which others may stand.
func (r *reader) deeper(read func(*reader, int) (period, int, bool), i int) (p period, next int, ok bool) {
	if r.depth < maxDepth {
		r.depth++
		p, next, ok = read(r, i)
		r.depth--
	}
	return p, next, ok
}

// bare is core at any depth.
func (r *reader) bare(i int) (period, int, bool) {
	if _, end := r.spelled(i); end > 0 {
		return r.named(i)
	}
	t := r.at(i)
	switch t.kind {
	case kNumber:
		return r.numeric(i)
	case kOrdinal:
		if p, next, ok := r.ordinalDate(i); ok || !r.lenient {
			return p, next, ok
		}
		return r.dayOnly(i)
	case kDecade:
		return r.decade(int(t.value), i+1)
	case kClock:
		return r.clock(i)
	case kTagged:
		return r.tagged(i)
	case kPunct:
		return r.shortYear(i)
	case kFigure:
		return period{}, 0, false
	}
	switch t.class {
	case weekday:
		return r.weekday(i)
	case month:
		return r.month(i)
	case relative:
		return r.relative(i, false)
	case dayWord:
		if b := r.at(i - 1); t.has(capital) && b.kind == kWord && b.has(capital) && b.class == none && !t.has(broken) {
			return period{}, 0, false // "USA TODAY"
		}
		return fixed(oneDay(r.ref + day(t.value))), i + 1, true
	case edge:
		return r.edge(i)
	case season:
		return r.season(i)
	case fiscal:
		return r.fiscal(i)
	case ordinal:
		return r.ordinal(i)
	case number, single:
		return r.counted(i)
	case unit:
		return r.unit(i)
	case dayPart:
		return r.partFirst(i)
	}
	return period{}, 0, false
}

// articled reads what follows "the".
func (r *reader) articled(i int) (period, int, bool) { return r.deeper((*reader).definite, i) }

// definite is articled at any depth.
func (r *reader) definite(i int) (period, int, bool) {
	if _, end := r.spelled(i); end > 0 {
		return r.named(i)
	}
	switch t := r.at(i); {
	case t.class == relative:
		return r.relative(i, true)
	case t.class == anaphoric:
		return r.anaphora(i, true)
	case t.kind == kOrdinal:
		if p, next, ok := r.ordinalDate(i); ok {
			return p, next, ok
		}
		return r.dayOnly(i)
	case t.class == unit && t.kind == kWord:
		return r.theUnit(i)
	case t.class == season:
		if t.flags&ambiguous == 0 || r.seasonPlace(i) || r.at(i+1).kind == kNumber || r.at(i+1).class == of && r.at(i+2).kind == kNumber {
			return r.seasonTail(i)
		}
		return period{}, 0, false
	case t.class == edge, t.class == ordinal, t.class == fiscal, t.kind == kTagged, t.kind == kDecade:
		return r.core(i)
	case t.is('\''):
		return r.shortYear(i)
	}
	return period{}, 0, false
}

// seasonPlace reports whether the season at i, after "the", is one: "in the fall", not "the fall of".
func (r *reader) seasonPlace(i int) bool {
	switch r.at(i - 2).class {
	case in, by, since, during, to, edge, of:
		return r.at(i+1).class != of && (r.at(i+1).kind != kWord || r.at(i+1).class != none)
	}
	return false
}

// recurring passes over "every Friday", "each year", which name no day.
func (r *reader) recurring(i int) (period, int, bool) {
	k := i + 1
	if r.at(k).class == single {
		k++
	}
	if _, end := r.spelled(k); end > 0 {
		return period{recur: true}, end, true
	}
	switch t := r.at(k); {
	case t.kind != kWord:
		return period{}, 0, false
	case t.class == weekday, t.class == unit, t.class == month, t.class == season:
		return period{recur: true}, k + 1, true
	}
	return period{}, 0, false
}

// vague reads "soon".
func (r *reader) vague(i int) (period, int, bool) {
	if r.word(i-1, "as") || r.at(i+1).class == since || r.at(i+1).class == by {
		return period{}, 0, false
	}
	return period{form: fVague}, i + 1, true
}

// tail reads what may follow a period: a part of the day, its year, a time of day.
func (r *reader) tail(p period, k int) (period, int) {
	if p.form == fVague || p.recur || p.form == fClock {
		return p, k
	}
	if q, next, ok := r.ofYear(p, k); ok {
		return q, next
	}
	if !p.datelike() {
		return p, k
	}
	if q, next, ok := r.ofWeek(p, k); ok {
		p, k = q, next
	}
	if r.at(k).class == dayPart && !r.at(k).has(broken) {
		k++
	}
	if next, ok := r.timeOfDay(k); ok {
		k = next
	}
	return p, k
}

// ofYear reads the year after a month, day, quarter or season: "of next year", "last year",
// "this year", and quarters and months after "last year's".
func (r *reader) ofYear(p period, k int) (period, int, bool) {
	if p.form == fYear && p.hasRel && r.at(k).is('\'') && r.word(k+1, "s") {
		return r.inOwnedYear(p, k+2)
	}
	if !p.yearless() {
		return p, 0, false
	}
	if r.at(k).class == of || r.at(k).class == in || r.at(k).class == single {
		k++
	}
	if r.at(k).class == article {
		k++
	}
	t := r.at(k)
	switch {
	case t.class == relative && r.isUnit(k+1, uYear) && !r.at(k+1).has(broken):
		p.y = r.refYear + int(t.value)
		return p, k + 2, true
	case t.class == anaphoric && r.isUnit(k+1, uYear) && r.anchor.prec != "":
		y, _, _ := r.anchor.first.ymd()
		p.y = y + int(t.value)
		return p, k + 2, true
	case t.kind == kWord && t.class == fiscal && r.isYear(k+1):
		p.y = int(r.at(k + 1).value)
		return p, k + 2, true
	}
	return p, 0, false
}

// inOwnedYear reads "last year's third quarter".
func (r *reader) inOwnedYear(year period, k int) (period, int, bool) {
	q, next, ok := r.core(k)
	if !ok || !q.yearless() {
		return q, 0, false
	}
	q.y = year.y
	return q, next, true
}

// ofWeek reads the week of a weekday: "Friday of next week", "Monday next week".
func (r *reader) ofWeek(p period, k int) (period, int, bool) {
	if p.form != fWeekday || p.hasRel {
		return p, 0, false
	}
	if r.at(k).class == of {
		k++
	}
	t := r.at(k)
	if t.class != relative || !r.isUnit(k+1, uWeek) {
		return p, 0, false
	}
	return fixed(oneDay(r.ref.monday() + day(7*int(t.value)+p.d-1))), k + 2, true
}

package dates

// maxCount bounds a number of units, so that what it counts to is in the calendar.
const maxCount = 3000

// count reads a number: "3", "three", "twenty-one", "a". next is the token after it.
func (r *reader) count(i int) (n, next int, ok bool) {
	t := r.at(i)
	switch {
	case t.kind == kNumber && t.value <= maxCount:
		n = int(t.value)
	case t.kind == kWord && t.class == number:
		n = int(t.value)
		if u := r.at(i + 2); n >= 20 && r.at(i+1).is('-') && u.class == number && u.value < 10 {
			return n + int(u.value), i + 3, true
		}
		if u := r.at(i + 1); n >= 20 && n < 100 && r.lex.bareUnits && u.class == number && u.value < 10 {
			return n + int(u.value), i + 2, true
		}
	case t.kind == kWord && t.class == single:
		n = 1
	default:
		return 0, i, false
	}
	return n, i + 1, true
}

// countUnit reads a number and its unit: "3 days", "two working days", "a week".
func (r *reader) countUnit(i int) (n, u, next int, ok bool) {
	n, k, ok := r.count(i)
	if !ok {
		return 0, 0, i, false
	}
	if r.at(k).is('-') && r.at(k).tight() && r.at(i).kind != kWord {
		return 0, 0, i, false
	}
	work := r.word(k, "working") || r.word(k, "business")
	if work || r.word(k, "more") || r.word(k, "calendar") || r.word(k, "full") {
		k++
	}
	t := r.at(k)
	if t.kind != kWord || t.class != unit || t.value == uCentury || t.has(broken) || t.value == uWeekend {
		return 0, 0, i, false
	}
	u = int(t.value)
	if work && u == uDay {
		u = uWorkday
	}
	next = k + 1
	if q := r.at(next); q.is('\'') && q.tight() && !r.lex.bareUnits {
		next++
		if r.word(next, "s") && r.at(next).tight() {
			next++
		}
		if r.word(next, "time") {
			next++
		}
	}
	return n, u, next, true
}

// counted reads "three days ago", "a year earlier", "two weeks from now", "a week from Monday".
func (r *reader) counted(i int) (period, int, bool) {
	n, u, k, ok := r.countUnit(i)
	if !ok || r.at(k).has(broken) {
		return period{}, 0, false
	}
	return r.countedFrom(n, u, k)
}

// countedFrom reads what n units are counted from; k is the token after the unit.
func (r *reader) countedFrom(n, u, k int) (period, int, bool) {
	t := r.at(k)
	switch {
	case t.class == ago && t.kind == kWord:
		s, ok := counted(r.ref, -n, u)
		p := fixed(s)
		p.tense = PastTense
		return p, k + 1, ok
	case t.class == edge && t.value == eEarlier, t.class == anaphoric && t.value < 0,
		t.class == by && r.word(k, "before") && r.ends(k+1):
		return period{form: fAnchored, n: -n, unit: u}, k + 1, u >= uDay
	case t.class == edge && t.value == eLater:
		return period{form: fAnchored, n: n, unit: u}, k + 1, u >= uDay
	case t.class == hence:
		return r.ahead(n, u, k+1)
	case t.class == from && t.kind == kWord:
		return r.countedAhead(n, u, k+1)
	}
	return period{}, 0, false
}

// countedAhead reads the day after "a week from": now, today, Monday.
func (r *reader) countedAhead(n, u, k int) (period, int, bool) {
	if r.word(k, "now") {
		return r.ahead(n, u, k+1)
	}
	t := r.at(k)
	if t.class != dayWord && t.class != weekday {
		return period{}, 0, false
	}
	p, next, ok := r.core(k)
	if !ok {
		return p, 0, false
	}
	s, ok := r.settle(p, FutureTense)
	if !ok {
		return p, 0, false
	}
	d, ok := after(s.first, n, u)
	return fixed(oneDay(d)), next, ok
}

func (r *reader) ahead(n, u, next int) (period, int, bool) {
	d, ok := after(r.ref, n, u)
	p := fixed(oneDay(d))
	p.tense = FutureTense
	return p, next, ok
}

// ends reports whether a phrase ends before token k.
func (r *reader) ends(k int) bool {
	t := r.at(k)
	return t.kind == kPunct && !t.is('\'') && !t.is('-') || t.has(broken) || t.class == and
}

// forward reads counts that look ahead from the reference day: "in two weeks", "within 30 days",
// "over the next three years", "in the coming weeks". begin leaves the preposition out.
func (r *reader) forward(i int) (p period, begin, next int, ok bool) {
	t := r.at(i)
	k := i + 1
	for r.at(k).class == approx {
		k++
	}
	begin = k
	if r.at(k).class == article {
		k++
	}
	if a := r.at(k); a.class == relative && a.value == 1 {
		p, next, ok = r.forwardNext(t, k, k > begin)
		return p, begin, next, ok
	}
	if k > begin && t.class != within {
		return p, i, 0, false
	}
	p, next, ok = r.forwardCount(i, k)
	return p, begin, next, ok
}

// forwardNext reads "next three days" at k, after the preposition t; the says that "the" stands
// between. "In" them is their last day, "over" them all.
func (r *reader) forwardNext(t token, k int, the bool) (period, int, bool) {
	p, next, ok := r.coming(k)
	if u := r.at(next - 1); ok && p.form == fFixed && t.class != during && u.value <= uFortnight {
		p.span = oneDay(p.span.last)
	}
	u := r.at(k + 1)
	over := t.class == during && the && u.kind == kWord && u.class == unit && u.flags&plural == 0
	if !ok && over && r.word(k-2, "over") && u.value >= uWeek && u.value <= uYear {
		return fixed(r.stretch(1, int(u.value))), k + 2, true
	}
	return p, next, ok
}

// forwardCount reads the count at k after the preposition at i; without a verb that looks ahead it
// is a length of time, unless the preposition is clear.
func (r *reader) forwardCount(i, k int) (period, int, bool) {
	t := r.at(i)
	n, u, next, ok := r.countUnit(k)
	if !ok && t.class == hence && r.class(k, unit) {
		n, u, next, ok = 1, int(r.at(k).value), k+1, true
	}
	switch {
	case !ok, r.at(next).class == ago, t.class == during && !r.word(i, "over"), t.class == in && r.lex.bareUnits:
		return period{}, 0, false
	}
	p, next, ok := r.countedForward(t, n, u, next)
	plainly := t.class == within || t.class == hence || r.lenient
	if tense := r.tenseAround(i, next); tense == PastTense || tense == Untensed && !plainly {
		return p, 0, false
	}
	return p, next, ok
}

// countedForward is n units ahead: the day they are over, or all of them after "over".
func (r *reader) countedForward(t token, n, u, next int) (period, int, bool) {
	p, next, ok := r.ahead(n, u, next)
	if ok && (t.class == during || t.class == within && u == uDecade) {
		p.span = r.stretch(n, u)
	}
	return p, next, ok && u > uMinute
}

// stretch is the reference day to the same day n units on.
func (r *reader) stretch(n, u int) span {
	last, _ := after(r.ref, n, u)
	s := span{r.ref, last, Day}
	switch u {
	case uWeek, uFortnight:
		s.prec = Week
	case uMonth:
		s.prec = Month
	case uQuarter:
		s.prec = Quarter
	case uYear, uDecade:
		s.prec = Year
	}
	return s
}

// coming reads "next three years", "next few days", "coming weeks" after a preposition, and leaves
// "next week" and the like to the other rules.
func (r *reader) coming(k int) (period, int, bool) {
	if n, u, next, ok := r.countUnit(k + 1); ok && u > uHour && r.at(k+1).class != single {
		p := fixed(r.stretch(n, u))
		p.tense = FutureTense
		return p, next, true
	}
	j := k + 1
	if r.at(j).class == few {
		j++
	}
	if t := r.at(j); t.kind == kWord && t.class == unit && t.flags&plural != 0 {
		for (r.at(j+1).class == and || r.word(j+1, "or")) && r.at(j+2).class == unit {
			j += 2
		}
		return period{form: fVague}, j + 1, true
	}
	return period{}, 0, false
}

// unit reads what begins with a unit: "year-end", "month's end", "year-ago", and in languages
// without articles "week ago".
func (r *reader) unit(i int) (period, int, bool) {
	t := r.at(i)
	k := i + 1
	if r.lex.bareUnits {
		return r.countedFrom(1, int(t.value), k)
	}
	if r.at(k).is('\'') && r.word(k+1, "s") {
		k += 2
	} else if r.at(k).is('-') {
		k++
	}
	switch e := r.at(k); {
	case e.class == edge && e.value == eEnd && (k > i+1 || t.value == uYear):
		s, ok := unitAround(r.ref, int(t.value), 0)
		p := fixed(s)
		p.edge = eEnd
		return p, k + 1, ok
	case t.value == uYear && k > i+1 && (e.class == ago || e.class == edge && e.value == eEarlier):
		return period{form: fAnchored, n: -1, unit: uYear}, k + 1, true
	}
	return period{}, 0, false
}

// theUnit reads what follows "the" and is a unit: "the day after tomorrow", "the year before",
// "the weekend", "the week of May 5". The other units without more name nothing.
func (r *reader) theUnit(i int) (period, int, bool) {
	t, k := r.at(i), i+1
	u := int(t.value)
	switch e := r.at(k); {
	case u == uDay && r.at(k+1).class == dayWord && (e.class == by || e.class == since):
		shift := 1
		if e.class == by {
			shift = -1
		}
		return fixed(oneDay(r.ref + day(int(r.at(k+1).value)+shift))), k + 2, true
	case t.flags&plural != 0:
		return period{}, 0, false
	case u == uWeekend:
		return period{form: fWeekend}, k, true
	case u == uQuarter && r.anchor.prec == Quarter && r.at(i-2).class != none && !r.class(k, of):
		return fixed(r.anchor), k, true
	case u == uDay && r.closes(i-2) && !r.class(k, of): // "closed the day down 3%"
		return period{form: fClock}, k, true
	case e.class == anaphoric && e.value != 0 && u >= uDay,
		(r.word(k, "before") || r.word(k, "after")) && r.ends(k+1),
		e.class == edge && e.value == eEarlier:
		n := -1
		if e.class == since || e.value > 0 && e.class == anaphoric {
			n = 1
		}
		return period{form: fAnchored, n: n, unit: u, whole: u == uWeek}, k + 1, true
	case e.class == of && (u == uWeek || u == uMonth || u == uYear):
		return r.unitOf(u, k+1)
	}
	return period{}, 0, false
}

// closes reports whether the word at i is of the kind that takes "the day" of trading.
func (r *reader) closes(i int) bool {
	t := r.at(i)
	return t.kind == kWord && (t.class == ending || t.class == edge && t.value == eEnd && r.at(i-1).class == to)
}

// unitOf reads "the week of May 5", "the month of May".
func (r *reader) unitOf(u, k int) (period, int, bool) {
	p, next, ok := r.core(k)
	switch {
	case !ok || p.range2 != nil:
		return p, 0, false
	case u == uMonth && p.form == fMonth, u == uYear && p.form == fYear:
		return p, next, true
	case u == uWeek && p.datelike():
		s, ok := r.settle(p, r.tenseOf(p, k, next))
		return fixed(weekOf(s.first)), next, ok
	}
	return p, 0, false
}

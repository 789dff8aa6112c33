package dates

// A form is the kind of calendar thing that words name before they are read against a day.
type form uint8

const (
	fFixed    form = iota // span holds it
	fYear                 // y
	fMonth                // m, y if given
	fDay                  // d, m, y if given
	fDayOnly              // d: the 14th
	fWeekday              // d
	fQuarter              // d, y if given
	fHalf                 // d, y if given
	fSeason               // d, y if given
	fWeekend              // the weekend
	fNamed                // d of namedDays, y if given
	fAnchored             // n units from the date that the text named last
	fClock                // a time of day
	fVague                // no day at all
)

// A period is what an expression says, before the words around it settle its year or week.
type period struct {
	form    form
	d, m, y int
	rel     int  // for "last Friday", "next May": -1, 0 or 1
	hasRel  bool // rel is given
	edge    int
	span    span // of fFixed
	n, unit int  // of fAnchored
	whole   bool // of fAnchored: the calendar week, not the day a week on
	tense   Tense
	range2  *period // the other end of a range
	parts   bool    // both ends are expressions of their own
	cut     [2]int  // tokens: the end of the first part, the start of the second
	recur   bool    // names no day: "every Friday"
	current bool    // "this month", "this year"
}

func fixed(s span) period { return period{form: fFixed, span: s} }

// datelike reports whether p is a single day.
func (p period) datelike() bool {
	switch p.form {
	case fDay, fDayOnly, fWeekday, fNamed:
		return p.edge != eWeekend
	case fFixed:
		return p.span.prec == Day && p.span.first == p.span.last
	}
	return false
}

// yearless reports whether p can still take a year.
func (p period) yearless() bool {
	switch p.form {
	case fMonth, fDay, fQuarter, fHalf, fSeason, fNamed:
		return p.y == 0 && !p.hasRel
	}
	return false
}

// settle reads p against r's reference day; t is the tense of the words around. It is false when
// the words name no day of the calendar.
func (r *reader) settle(p period, t Tense) (span, bool) {
	s, ok := r.base(p, t)
	if !ok {
		return s, false
	}
	if p.edge != eNone {
		s = s.edged(p.edge, r.ref)
	}
	if p.range2 != nil {
		s, ok = r.settleRange(p, s, t)
	}
	return s, ok && s.first.valid() && s.last.valid() && s.first <= s.last
}

func (r *reader) settleRange(p period, a span, t Tense) (span, bool) {
	q := *p.range2
	b, ok := r.settle(q, t)
	if !ok {
		return a, false
	}
	if alike(p, q) && p.yearless() && q.yearless() && (p.reach(1) > 1 || p.form > q.form) { // the rarer start or the name decides
		y, _, _ := a.first.ymd()
		if b, ok = q.inYear(y); !ok || b.first < a.first {
			b, ok = q.inYear(y + 1)
		}
		return span{a.first, b.last, a.prec}, ok
	}
	if alike(p, q) && p.yearless() && q.yearless() { // the end decides, and the start is the last one before it
		y, _, _ := b.first.ymd()
		if a, ok = p.inYear(y); !ok || a.first > b.first {
			a, ok = p.inYear(y - 1)
		}
		return span{a.first, b.last, a.prec}, ok
	}
	for k := 0; b.last < a.first && k < 2; k++ {
		switch {
		case q.form == fWeekday:
			b.first, b.last = b.first+7, b.last+7
		case q.yearless():
			b.first, b.last = b.first.addMonths(12), b.last.addMonths(12)
		}
	}
	if b.last < a.first && p.yearless() {
		a.first = a.first.addMonths(-12)
	}
	return span{a.first, b.last, a.prec}, b.last >= a.first && b.first >= a.first
}

func (r *reader) base(p period, t Tense) (span, bool) {
	switch p.form {
	case fFixed:
		return p.span, true
	case fYear:
		return yearSpan(p.y), p.y >= minYear && p.y <= maxYear
	case fWeekday:
		return r.settleWeekday(p, t), true
	case fWeekend:
		return r.settleWeekend(p, t), true
	case fDayOnly:
		return r.nearest(t, -2, 2, 20, func(k int) (span, bool) {
			y, m, _ := date(r.refYear, r.refMonth+k, 1).ymd()
			return oneDay(date(y, m, p.d)), exists(y, m, p.d)
		})
	case fAnchored:
		return r.settleAnchored(p)
	case fClock:
		return r.clockDay(), true
	case fMonth, fDay, fQuarter, fHalf, fSeason, fNamed:
		return r.settleInYear(p, t)
	}
	return span{}, false
}

// inYear is p in the year y.
func (p period) inYear(y int) (span, bool) {
	switch p.form {
	case fMonth:
		return monthSpan(y, p.m), true
	case fDay:
		return oneDay(date(y, p.m, p.d)), exists(y, p.m, p.d)
	case fQuarter:
		return quarterSpan(y, p.d), true
	case fHalf:
		return halfSpan(y, p.d), true
	case fNamed:
		d, ok := namedDays[p.d].in(y)
		return oneDay(d), ok
	}
	return seasonSpan(y, p.d), true
}

func (r *reader) settleInYear(p period, t Tense) (span, bool) {
	if p.y != 0 {
		return p.inYear(p.y)
	}
	if p.hasRel {
		return r.relInYear(p, t)
	}
	if p.form == fNamed && t == Untensed {
		t = FutureTense
	}
	patience := 120 // days that the past tense outweighs: a date without its year is a near one
	switch {
	case p.form == fNamed && (t == FutureTense || namedDays[p.d].flags&fourYearly != 0):
		patience = 4 * 366
	case p.form == fNamed:
		patience = 280
	case t == FutureTense && p.form == fDay && !r.lenient:
		patience = 240
	case t == FutureTense:
		patience = 366
	case p.form == fMonth, p.form == fSeason:
		patience = 280
	case p.form == fDay && r.thisYearPast(p):
		patience = 366
	case p.form == fQuarter:
		patience = 150
	}
	return r.nearest(t, -p.reach(1), p.reach(1), patience, func(k int) (span, bool) {
		s, ok := p.inYear(r.refYear + k)
		if ok && p.edge != eNone {
			s.last = s.edged(p.edge, r.ref).last
		}
		return s, ok
	})
}

// reach is how many years from the reference year to look for p: near ones, unless it comes every fourth year.
func (p period) reach(near int) int {
	if p.form == fNamed && namedDays[p.d].flags&fourYearly != 0 {
		return 4
	}
	return near
}

// thisYearPast reports whether p has already been this year: news writes such a date without one.
func (r *reader) thisYearPast(p period) bool {
	s, ok := p.inYear(r.refYear)
	return ok && s.last <= r.ref
}

// relInYear reads "last May", "this summer", "next January".
func (r *reader) relInYear(p period, t Tense) (span, bool) {
	var best span
	found := false
	for k := -p.reach(2); k <= p.reach(2); k++ {
		s, ok := p.inYear(r.refYear + k)
		switch {
		case !ok:
		case p.rel < 0 && s.last < r.ref:
			best, found = s, true
		case p.rel > 0 && s.first > r.ref && !found:
			best, found = s, true
		case p.rel == 0 && t != PastTense && (p.form == fSeason || p.form == fNamed):
			if s.last >= r.ref && !found {
				best, found = s, true
			}
		case p.rel == 0 && (!found || r.distance(s) < r.distance(best)):
			best, found = s, true
		}
	}
	return best, found
}

// distance is how many days lie between the reference day and s.
func (r *reader) distance(s span) int {
	switch {
	case s.first > r.ref:
		return int(s.first - r.ref)
	case s.last < r.ref:
		return int(r.ref - s.last)
	}
	return 0
}

// nearest picks, among at(low) to at(high), the span nearest to the reference day; one that lies on
// the wrong side for the tense counts as so many days of patience farther away.
func (r *reader) nearest(t Tense, low, high, patience int, at func(int) (span, bool)) (span, bool) {
	var best span
	cost, found := 0, false
	for k := low; k <= high; k++ {
		s, ok := at(k)
		if !ok {
			continue
		}
		c := r.distance(s)
		if t == FutureTense && s.last < r.ref || t == PastTense && s.first > r.ref {
			c += patience
		}
		if t == Untensed && s.first > r.ref {
			c += 10
		}
		if !found || c < cost {
			best, cost, found = s, c, true
		}
	}
	return best, found
}

func (r *reader) settleWeekday(p period, t Tense) span {
	gap := (p.d - r.ref.weekday() + 7) % 7 // days to the coming one, 0 today
	switch {
	case p.hasRel && p.rel > 0:
		return oneDay(r.ref.monday() + 7 + day(p.d-1))
	case p.hasRel && p.rel < 0, !p.hasRel && t != FutureTense:
		if gap == 0 && !p.hasRel {
			return oneDay(r.ref)
		}
		return oneDay(r.ref + day(gap-7))
	case p.hasRel && t == PastTense:
		return oneDay(r.ref.monday() + day(p.d-1))
	}
	return oneDay(r.ref + day(gap))
}

func (r *reader) settleWeekend(p period, t Tense) span {
	s := weekendOf(r.ref)
	switch {
	case p.hasRel && p.rel > 0:
		return weekendOf(r.ref + 7)
	case p.hasRel && p.rel < 0, t == PastTense && s.first > r.ref, t == Untensed && r.ref.weekday() < 4:
		return weekendOf(r.ref - 7)
	}
	return s
}

// settleAnchored counts from the date that the text named last, or else from the reference day.
func (r *reader) settleAnchored(p period) (span, bool) {
	a := r.anchor
	if a.prec == "" {
		if p.n > 0 {
			return span{}, false
		}
		a = oneDay(r.ref)
	}
	y, m, _ := a.first.ymd()
	switch p.unit {
	case uYear:
		switch a.prec {
		case Quarter:
			return quarterSpan(y+p.n, (m+2)/3), true
		case Month:
			return monthSpan(y+p.n, m), a.first != r.ref
		}
		return yearSpan(y + p.n), true
	case uDay, uHour, uMinute:
		if r.dayAnchor != noDay {
			a.first = r.dayAnchor
		}
	}
	if p.whole {
		return unitAround(a.first, p.unit, p.n)
	}
	return counted(a.first, p.n, p.unit)
}

// clockDay is the day of a bare time: that of the day named last, else the reference day.
func (r *reader) clockDay() span {
	if r.dayAnchor != noDay && r.dayAnchor <= r.ref+7 && r.dayAnchor >= r.ref-31 {
		return oneDay(r.dayAnchor)
	}
	return oneDay(r.ref)
}

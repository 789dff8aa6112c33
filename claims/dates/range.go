package dates

// joinRange reads on from p, which ends before token k, to the other end of a range: "from May 9 to
// June 3", "Monday-Friday", "between 2014 and 2016".
func (r *reader) joinRange(p period, begin, k int) (period, int) {
	if p.range2 != nil || p.edge != eNone || !rangeable(p) || !r.joins(begin, k) {
		return p, k
	}
	b := k + 1
	if r.at(b).class == article {
		b++
	}
	if r.at(b).has(broken) {
		return p, k
	}
	if p.form == fYear {
		if q, ok := r.shortEnd(p, b); ok {
			p.range2 = &q
			return p, b + 1
		}
	}
	q, next, ok := r.core(b)
	if !ok || q.range2 != nil || !matches(p, q) || p.form != q.form && alike(p, q) && r.at(k).is('-') {
		return p, k
	}
	q, next = r.tail(q, next)
	if p.yearless() && q.y != 0 && alike(p, q) {
		p.y = startYear(p, q)
	}
	p.range2, p.parts, p.cut = &q, true, [2]int{k, b}
	return p, next
}

// shortEnd reads the second year of "2013-14".
func (r *reader) shortEnd(p period, b int) (period, bool) {
	t := r.at(b)
	if !r.tightMark(b-1, '-') || t.kind != kNumber || t.length() != 2 || int(t.value) <= p.y%100 {
		return period{}, false
	}
	return period{form: fYear, y: p.y - p.y%100 + int(t.value)}, true
}

func rangeable(p period) bool {
	switch p.form {
	case fYear, fMonth, fDay, fWeekday, fQuarter:
		return true
	}
	return p.datelike()
}

// startYear is the year of p, which begins a range that ends with q in its year.
func startYear(p, q period) int {
	if p.form != fNamed && q.form != fNamed {
		if q.m < p.m {
			return q.y - 1
		}
		return q.y
	}
	first, ok := p.inYear(q.y)
	last, _ := q.inYear(q.y)
	if !ok || first.first > last.first {
		return q.y - 1
	}
	return q.y
}

// alike reports whether p and q are things of one kind: two months, or two days by their date or name.
func alike(p, q period) bool {
	day := func(f form) bool { return f == fDay || f == fNamed }
	return p.form == q.form || day(p.form) && day(q.form)
}

// matches reports whether q can be the other end of p.
func matches(p, q period) bool {
	if !rangeable(q) || q.edge != eNone {
		return false
	}
	return alike(p, q) && !p.hasRel == !q.hasRel || p.datelike() && q.datelike() && (p.form == fFixed || q.form == fFixed)
}

// joins reports whether the token at k ties the expression from begin to what follows as a range.
func (r *reader) joins(begin, k int) bool {
	t, before := r.at(k), r.at(begin-1)
	if before.class == article {
		before = r.at(begin - 2)
	}
	switch {
	case t.has(broken):
		return false
	case t.is('-'):
		return t.tight() == r.at(k+1).tight()
	case t.class == and && t.kind == kWord:
		return before.class == between
	case t.kind == kWord && (t.class == to || r.word(k, "until") || r.word(k, "till") || t.class == by && r.lex.bareUnits):
		return !r.movedFrom(begin-1) && (t.value == 1 || before.class == from || r.lenient || before.class != to)
	}
	return false
}

// movedFrom reports whether the words before a range tell of a date that was changed: "postponed
// from May 9 to May 11".
func (r *reader) movedFrom(i int) bool {
	for k := i; k > i-5; k-- {
		if r.at(k).class == moved {
			return true
		}
	}
	return false
}

// split makes expressions of the two ends of a range.
func (r *reader) split(p period, e Expression, begin, next int) []Expression {
	a, b := p, *p.range2
	a.range2, a.parts = nil, false
	first, ok := r.end(a, begin, p.cut[0], e)
	if !ok {
		return nil
	}
	if e.Last.Before(first.First) {
		return nil
	}
	last := Expression{Start: int(r.toks[p.cut[1]].start), End: int(r.toks[next-1].end), Precision: first.Precision}
	s, ok := r.settle(b, e.Tense)
	if !ok {
		return nil
	}
	last.First, last.Last = e.Last.AddDate(0, 0, -int(s.last-s.first)), e.Last
	last.Precision, last.Tense, last.Past = s.prec, e.Tense, e.Past
	if b.form == fMonth {
		last.First = monthSpanOf(dayOf(e.Last)).first.utc()
	}
	return []Expression{first, last}
}

func monthSpanOf(d day) span {
	y, m, _ := d.ymd()
	return monthSpan(y, m)
}

// end is the first end of a range, which begins when the range does.
func (r *reader) end(p period, begin, next int, e Expression) (Expression, bool) {
	s, ok := r.settle(p, e.Tense)
	if !ok {
		return e, false
	}
	first := dayOf(e.First)
	out := Expression{Start: int(r.toks[begin].start), End: int(r.toks[next-1].end), Precision: s.prec, Tense: e.Tense}
	out.First, out.Last = first.utc(), (first + (s.last - s.first)).utc()
	if p.form == fMonth {
		out.Last = monthSpanOf(first).last.utc()
	}
	out.Past = out.Last.Before(r.ref.utc())
	return out, true
}

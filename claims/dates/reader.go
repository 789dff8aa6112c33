package dates

// A reader finds the expressions of one text.
type reader struct {
	text     string
	toks     []token
	lex      *lexicon
	ref      day
	refYear  int
	refMonth int
	depth    int  // of periods within periods
	lenient  bool // words typed by a person: small letters will do, and the future is preferred

	anchor    span // of the expression read last; prec "" before there is one
	dayAnchor day  // the single day named last, or noDay
	found     []Expression
}

// newReader returns a reader of the text. It writes the tokens over those of an old list.
func newReader(old []token, text string, lex *lexicon, ref day) *reader {
	r := &reader{text: text, lex: lex, ref: ref, dayAnchor: noDay}
	r.refYear, r.refMonth, _ = ref.ymd()
	r.toks = tokenize(old[:0], text, lex)
	return r
}

// at is the token at i, or an empty mark outside the text.
func (r *reader) at(i int) token {
	if i < 0 || i >= len(r.toks) {
		return token{shape: broken}
	}
	return r.toks[i]
}

// word reports whether the token at i is that word, in small letters or any.
func (r *reader) word(i int, w string) bool {
	t := r.at(i)
	if t.kind != kWord || t.length() != len(w) {
		return false
	}
	s := r.text[t.start:t.end]
	for k := range len(w) {
		c := s[k]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != w[k] {
			return false
		}
	}
	return true
}

func (r *reader) isUnit(i, u int) bool {
	t := r.at(i)
	return t.kind == kWord && t.class == unit && int(t.value) == u
}

// run reads the whole text.
func (r *reader) run() {
	for i := 0; i < len(r.toks); {
		if !r.mayStart(i) {
			i++
			continue
		}
		if next, ok := r.read(i); ok {
			i = next
			continue
		}
		i++
	}
}

// mayStart rules out, at little cost, most tokens that begin no expression.
func (r *reader) mayStart(i int) bool {
	t := &r.toks[i]
	if t.kind == kPunct {
		return t.value == '\'' && r.at(i+1).kind >= kNumber
	}
	switch t.class {
	case none:
		if t.kind != kWord {
			return t.kind != kFigure
		}
		_, end := r.spelled(i)
		return end > 0
	case anaphoric:
		return r.at(i+1).class == unit
	case of, by, on, from, to, and, between, since, approx, few, zone, meridiem, moved, ending:
		return t.kind != kWord
	case feast:
		return t.kind != kWord || r.mayName(i)
	case article, in, single, during:
		if i+1 == len(r.toks) || r.toks[i+1].class == none && r.toks[i+1].kind <= kWord && r.toks[i+1].value != '\'' {
			return false
		}
	}
	return true
}

// read takes the expression that starts at token i, if one does, and says where to go on.
func (r *reader) read(i int) (int, bool) {
	p, begin, next, ok := r.phrase(i)
	if !ok {
		return 0, false
	}
	p, next = r.joinRange(p, begin, next)
	if p.recur {
		return next, true
	}
	e, ok := r.express(p, begin, next)
	if ok {
		r.found = append(r.found, e)
		r.remember(e, p)
	}
	return next, ok
}

// express settles p, which stands at tokens begin to next.
func (r *reader) express(p period, begin, next int) (Expression, bool) {
	e := Expression{Start: int(r.toks[begin].start), End: int(r.toks[next-1].end)}
	e.Tense = p.tense
	if e.Tense == Untensed {
		e.Tense = r.tenseOf(p, begin, next)
	}
	if p.form == fVague {
		e.Vague = true
		return e, true
	}
	s, ok := r.settle(p, e.Tense)
	if !ok {
		return e, false
	}
	e.First, e.Last, e.Precision = s.first.utc(), s.last.utc(), s.prec
	e.Past = s.last < r.ref
	e.Clock, e.Anaphoric = p.form == fClock, p.form == fAnchored
	e.Range = p.range2 != nil
	e.Current = p.current && p.edge == eNone && e.Tense == FutureTense
	r.governed(&e, begin, next)
	if span, ok := r.lasting(p, s, begin); ok {
		e.Last = span.last.utc()
	}
	if e.Past {
		e.Ahead = r.toCome(p, s)
	}
	if p.parts {
		e.Parts = r.split(p, e, begin, next)
	}
	return e, true
}

// toCome is where p, read as s, lies if it is to come; zero when its words say that it is not.
func (r *reader) toCome(p period, s span) Days {
	a, ok := r.settle(p, FutureTense)
	if !ok || a == s || a.last < r.ref {
		return Days{}
	}
	return Days{a.first.utc(), a.last.utc()}
}

// tenseOf is the tense in which p is read: the present counts as the future for single days.
func (r *reader) tenseOf(p period, begin, next int) Tense {
	if r.word(begin-1, "since") {
		return PastTense
	}
	t := r.tenseAround(begin, next)
	switch {
	case t != presentTense:
		return t
	case p.datelike() || p.form == fWeekend:
		return FutureTense
	}
	return Untensed
}

// remember makes e what later words may count from.
func (r *reader) remember(e Expression, p period) {
	if e.Vague || p.form == fClock {
		return
	}
	r.anchor = span{dayOf(e.First), dayOf(e.Last), e.Precision}
	if e.Precision == Day && e.First.Equal(e.Last) {
		r.dayAnchor = r.anchor.first
	}
}

// governed notes what the words right around say of e.
func (r *reader) governed(e *Expression, begin, next int) {
	k := begin - 1
	for k > begin-4 && (r.at(k).class == article || r.at(k).class == approx || r.word(k, "than")) {
		if r.word(k, "than") && (r.word(k-1, "later") || r.word(k-1, "more")) {
			e.Deadline = true
			k--
		}
		k--
	}
	switch r.at(k).class {
	case by, within:
		e.Deadline = true
	case since:
		e.Since = true
	case of:
		e.Deadline = e.Deadline || r.word(k-1, "ahead")
	}
	after := r.at(next)
	possessive := after.is('\'') && after.tight()
	noun := after.kind == kWord && after.class == none && after.verb == noVerb && !after.has(capital|broken)
	e.Attributive = possessive || noun && (r.at(begin-1).class == article || r.at(begin-1).class == single)
}

// lasting reads "an eight-day strike from May 9": the day opens a span of that length.
func (r *reader) lasting(p period, s span, begin int) (span, bool) {
	k := begin - 1
	if r.at(k).class == on {
		k--
	}
	if !p.datelike() || p.range2 != nil || r.at(k).class != from {
		return s, false
	}
	for b := k - 1; b > k-8 && b > 1; b-- {
		u := r.at(b)
		if u.is('.') || u.has(broken) {
			return s, false
		}
		if u.kind != kWord || u.class != unit {
			continue
		}
		c := b - 1
		if r.at(c).is('-') {
			c--
		}
		if r.at(c).kind != kNumber && r.at(c).class != number {
			continue
		}
		last, ok := after(s.first, int(r.at(c).value), int(u.value))
		if ok && last > s.first && r.at(c).value < 400 {
			return span{s.first, last - 1, Day}, true
		}
	}
	return s, false
}

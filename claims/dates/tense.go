package dates

// presentTense is that of timetables: a day lies ahead, a month or quarter may be either.
const presentTense Tense = 2

// How many words the search for a verb looks at, to the left and to the right.
const (
	leftWords  = 40
	rightWords = 20
)

// tenseAround says whether the clause around tokens begin to next tells of the past or of what
// lies ahead: the nearest verb to the left in the sentence decides, then one to the right. After a
// comma or "and", the right comes first.
func (r *reader) tenseAround(begin, next int) Tense {
	if r.lenient {
		return FutureTense
	}
	k := begin - 1
	deadline, opened := false, r.begins(begin)
	for !opened && leadsIn(r.at(k)) {
		c := r.at(k).class
		deadline = deadline || c == by || c == to || c == from && r.at(k).length() > 5
		opened = r.at(k).has(broken | capital)
		k--
	}
	if after := r.at(next); r.word(begin-1, "for") && !after.is('\'') && !opened {
		return FutureTense // "set for Friday"
	}
	if opened {
		if t := r.tenseRight(next); t != Untensed || !deadline {
			return t
		}
		return FutureTense
	}
	if t := r.tenseInside(k, begin, next, deadline); t != Untensed || !deadline {
		return t
	}
	return FutureTense
}

// begins reports whether a sentence begins with the expression at token begin.
func (r *reader) begins(begin int) bool {
	t := r.at(begin)
	if _, end := r.spelled(begin); end > 0 {
		return t.has(broken) || begin == 0 || r.stops(begin-1)
	}
	return t.has(broken) || t.class != weekday && t.class != month && t.flags&needsCapital == 0 && t.has(capital)
}

// tenseInside is tenseAround for an expression that does not open its sentence; k is the last token
// before it and its preposition.
func (r *reader) tenseInside(k, begin, next int, deadline bool) Tense {
	if r.opens(k) {
		if t := r.tenseRight(next); t != Untensed {
			return t
		}
		return r.tenseLeft(k)
	}
	t := r.tenseLeft(k)
	given := deadline && t == PastTense && r.gives(k, begin)
	if t != Untensed && !given {
		return t
	}
	return r.tenseRight(next)
}

// leadsIn reports whether t is a small word between a verb and a date.
func leadsIn(t token) bool {
	switch t.class {
	case article, on, in, by, from, approx, during:
		return t.kind == kWord
	case to:
		return t.kind == kWord && t.value == 1
	}
	return false
}

// opens reports whether a clause begins after token k.
func (r *reader) opens(k int) bool {
	t := r.at(k)
	return t.is(',') || t.is(';') || t.is('(') || t.is(':') || t.class == and && t.kind == kWord && r.at(k-1).class == none ||
		r.word(k, "but")
}

// gives reports whether the words before token k set a deadline, "gave them until Friday", or a
// state that lasts, "suspended through Sunday".
func (r *reader) gives(k, begin int) bool {
	if b := r.at(begin - 1); b.class == to || b.class == by && !r.word(begin-1, "before") && r.verbAt(k) == past {
		return true
	}
	for b := k; b > k-8 && b >= 0; b-- {
		if r.at(b).verb == past {
			return !r.word(b, "said") && !r.word(b, "died")
		}
	}
	return false
}

// stops reports whether a sentence ends at token k.
func (r *reader) stops(k int) bool {
	t := r.at(k)
	switch {
	case t.kind != kPunct:
		return false
	case t.is('!'), t.is('?'):
		return true
	case !t.is('.'):
		return false
	}
	after, before := r.at(k+1), r.at(k-1)
	starts := after.has(capital|broken) || after.kind == kPunct && !after.is(',') && !after.is(')')
	return after.has(broken) || !after.tight() && starts && before.length() > 1 && before.flags&abbreviated == 0
}

// tenseLeft looks for a verb from token k to the left, within the sentence.
func (r *reader) tenseLeft(k int) Tense {
	for n := 0; n < leftWords && k >= 0; n++ {
		if r.stops(k) {
			return Untensed
		}
		if r.at(k).kind == kWord {
			if t := r.tenseAt(k); t != Untensed {
				return t
			}
		}
		if r.at(k).has(broken) {
			return Untensed
		}
		k--
	}
	return Untensed
}

// tenseRight looks for a verb from token k to the right, within the sentence.
func (r *reader) tenseRight(k int) Tense {
	for n := 0; n < rightWords && k < len(r.toks); n++ {
		if r.stops(k) || r.at(k).has(broken) {
			return Untensed
		}
		if r.at(k).kind == kWord {
			if t := r.tenseAt(k); t != Untensed {
				return t
			}
		}
		k++
	}
	return Untensed
}

// verbAt is what the word at k says of its time.
func (r *reader) verbAt(k int) verb {
	t := r.at(k)
	if t.kind != kWord || t.verb != noVerb || t.class != none {
		return t.verb
	}
	if t.has(capital) && k > 0 && !t.has(broken) && !r.stops(k-1) {
		return noVerb // "Mohamed"
	}
	return r.lex.tense(r.text[t.start:t.end])
}

// tenseAt is the tense that the verb at k gives its clause, together with the words before it:
// "will be held" lies ahead though "held" is a past form.
func (r *reader) tenseAt(k int) Tense {
	switch r.verbAt(k) {
	case will, modal, due:
		return FutureTense
	case past, failed:
		return r.group(k)
	case pastAux:
		return PastTense
	case present:
		return r.presentAt(k)
	}
	if t := r.at(k); t.class == to && t.kind == kWord && r.infinitive(k+1) {
		if r.verbAt(k-1) == failed {
			return PastTense
		}
		return FutureTense
	}
	return Untensed
}

// presentAt is the tense of the present form at k: after "to" or "will" it is no present, and "has
// said" is past.
func (r *reader) presentAt(k int) Tense {
	switch r.verbAt(k - 1) {
	case will, modal:
		return FutureTense
	case pastAux:
		return PastTense
	}
	if r.class(k-1, to) {
		if r.verbAt(k-2) == failed {
			return PastTense
		}
		return FutureTense
	}
	if r.word(k, "has") || r.word(k, "have") {
		for b := k + 1; b < k+4; b++ {
			if v := r.verbAt(b); v == past || v == failed || r.word(b, "been") {
				return PastTense
			}
		}
	}
	if r.moves(k) {
		return FutureTense
	}
	return presentTense
}

// moves reports whether the present verb at k tells of a step to come: "opens", "is coming".
func (r *reader) moves(k int) bool {
	t, next := r.at(k), r.at(k+1)
	w := r.text[t.start:t.end]
	if t.length() > 4 && w[len(w)-1] == 's' {
		return true
	}
	return next.kind == kWord && next.verb == step && (w == "is" || w == "are")
}

// group is the tense of the verb group that ends with the past form at k.
func (r *reader) group(k int) Tense {
	if r.describes(k) {
		return Untensed
	}
	for b := k - 1; b > k-5 && b >= 0; b-- {
		t := r.at(b)
		switch r.verbAt(b) {
		case will, modal:
			return FutureTense
		case pastAux:
			return PastTense
		case present:
			if r.word(b, "has") || r.word(b, "have") {
				return PastTense
			}
			return presentTense
		case be:
			continue
		}
		switch {
		case t.class == to && t.kind == kWord:
			return FutureTense
		case r.word(b, "not"), t.kind == kWord && t.length() > 3 && r.text[t.end-2:t.end] == "ly":
		default:
			return PastTense
		}
	}
	return PastTense
}

// describes reports whether the past form at k stands before a noun: "a limited basis".
func (r *reader) describes(k int) bool {
	if next := r.at(k + 1); next.kind != kWord || next.class != none {
		return false
	}
	switch b := r.at(k - 1); b.class {
	case article, single, of, in, on, from, approx, number, relative:
		return b.kind == kWord
	}
	return r.word(k-1, "its") || r.word(k-1, "his") || r.word(k-1, "their") || r.word(k-1, "with")
}

// infinitive reports whether the word at k after "to" can be a verb.
func (r *reader) infinitive(k int) bool {
	t := r.at(k)
	if t.kind != kWord || t.has(capital|broken) {
		return false
	}
	if t.verb == be || t.class == ending || t.class == edge {
		return true
	}
	if t.class != none || t.length() < 2 {
		return false
	}
	w := r.text[t.start:t.end]
	return w[len(w)-1] != 's' || w[len(w)-2] == 's'
}

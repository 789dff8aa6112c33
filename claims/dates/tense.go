package dates

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
	deadline := false
	for c := r.at(k).class; k >= 0 && (c == article || c == on || c == in || c == by || c == from || c == approx || c == during); c = r.at(k).class {
		deadline = deadline || c == by || c == from
		k--
	}
	if r.opens(k, begin) {
		if t := r.tenseRight(next); t != Untensed {
			return t
		}
		if t := r.tenseLeft(k); t != Untensed {
			return t
		}
	} else {
		if t := r.tenseLeft(k); t != Untensed && !(deadline && t == PastTense && r.gives(k)) {
			return t
		}
		if t := r.tenseRight(next); t != Untensed {
			return t
		}
	}
	if deadline {
		return FutureTense
	}
	return Untensed
}

// opens reports whether a clause begins after token k.
func (r *reader) opens(k, begin int) bool {
	t := r.at(k)
	return t.is(',') || t.is(';') || t.is('(') || t.is(':') || t.class == and && t.kind == kWord && r.at(k-1).class == none ||
		r.at(begin).has(broken) || r.word(k, "but")
}

// gives reports whether the words before token k set a deadline: "gave them until Friday".
func (r *reader) gives(k int) bool {
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
	return !after.tight() && after.shape&capital != 0 && before.length() > 1 && before.flags&abbreviated == 0 || after.has(broken)
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
	return r.lex.tense(r.text[t.start:t.end])
}

// tenseAt is the tense that the verb at k gives its clause, together with the words before it:
// "will be held" lies ahead though "held" is a past form.
func (r *reader) tenseAt(k int) Tense {
	switch r.verbAt(k) {
	case will, modal:
		return FutureTense
	case past, failed:
		return r.group(k)
	case pastAux:
		return PastTense
	case present:
		return FutureTense
	}
	if t := r.at(k); t.class == to && t.kind == kWord && r.infinitive(k+1) {
		if r.verbAt(k-1) == failed {
			return PastTense
		}
		return FutureTense
	}
	return Untensed
}

// group is the tense of the verb group that ends with the past form at k.
func (r *reader) group(k int) Tense {
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
			return FutureTense
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

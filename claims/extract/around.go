package extract

import "claimwatch/claims/dates"

// The families of n-grams around a date, mixed into their hashes.
const (
	familyForm uint32 = iota*0x0c6ef35f + 0x2545f491
	familyBefore
	familyTwoBefore
	familyThreeBefore
	familyAfter
	familyTwoAfter
	familyBeside
	familyLeft
	familyRight
	familyCue
	familyOther
	familyShared
)

// How many words to the left and right of a date count in any order, and how many when the words that it shares
// with another sentence are looked for.
const (
	aroundLeft  = 7
	aroundRight = 5
	sharedLeft  = 12
	sharedRight = 8
)

// A spot is a date as a sentence sees it.
type spot struct {
	date        *dates.Expression
	at          int    // the sentence that it stands in
	first, last int    // its tokens
	where       uint32 // in the sentence that sees it, before or after; and whether it was read as past
}

func (d *desk) spotOf(e *dates.Expression, turned bool, i int) spot {
	s := spot{date: e, at: d.sentenceAt(e.Start), first: d.tokenAt(e.Start), where: 1}
	switch {
	case s.at < i:
		s.where = 2
	case s.at > i:
		s.where = 3
	}
	if turned {
		s.where += 4
	}
	s.last = s.first
	for s.last < d.section.sentences[s.at].last && d.section.tokens[s.last].start < e.End {
		s.last++
	}
	return s
}

// around appends the hashes of the n-grams around a date, as sentence i sees it: of the words beside it, and of
// those between it and the cue or, when it stands in another sentence, those of sentence i itself.
func (d *desk) around(list []uint32, s *spot, i int, cue hit) []uint32 {
	list = d.beside(list, s)
	if s.at == i {
		return d.towardsCue(list, s, cue)
	}
	return d.fromAfar(list, s, i)
}

// beside appends the n-grams of the words right before and after the date.
func (d *desk) beside(list []uint32, s *spot) []uint32 {
	in, where, form := d.section.sentences[s.at], s.where, formOf(s.date)
	before, two, three := d.wordIn(in, s.first-1), d.wordIn(in, s.first-2), d.wordIn(in, s.first-3)
	after, then := d.wordIn(in, s.last), d.wordIn(in, s.last+1)
	list = append(list,
		mix(mix(familyForm, form), where), mix(mix(mix(familyForm, before), form), where),
		mix(mix(familyBefore, before), where), mix(mix(mix(familyTwoBefore, two), before), where),
		mix(mix(mix(mix(familyThreeBefore, three), two), before), where),
		mix(mix(familyAfter, after), where), mix(mix(mix(familyTwoAfter, after), then), where),
		mix(mix(mix(familyBeside, before), after), where))
	for k := max(in.first, s.first-aroundLeft); k < s.first; k++ {
		list = append(list, mix(mix(familyLeft, d.wordIn(in, k)), where))
	}
	for k := s.last; k < min(in.last, s.last+aroundRight); k++ {
		list = append(list, mix(mix(familyRight, d.wordIn(in, k)), where))
	}
	return list
}

// formOf is what a date says by itself: whether it is a deadline and, unless its clause is of the past, its tense and
// the length of the name of its precision.
func formOf(e *dates.Expression) uint32 {
	form := ^uint32(1)
	if e.Tense != dates.PastTense {
		form = uint32(len(e.Precision))<<4 | uint32(e.Tense)<<1
	}
	if e.Deadline {
		form |= 1
	}
	return form
}

// wordIn stands for token k in n-grams, if it is in the sentence.
func (d *desk) wordIn(s sentence, k int) uint32 {
	switch {
	case k < s.first:
		return symbolStart
	case k >= s.last:
		return symbolEnd
	case d.section.tokens[k].name:
		return symbolName
	}
	return d.symbol(&d.section.tokens[k])
}

// towardsCue appends the words between the date and the cue of its sentence.
func (d *desk) towardsCue(list []uint32, s *spot, cue hit) []uint32 {
	from, to, side := cue.last, s.first, uint32(1)
	if to < from {
		from, to, side = s.last, cue.first, 2
	}
	for k := from; k < to; k++ {
		list = append(list, mix(mix(familyCue, d.wordIn(d.section.sentences[s.at], k)), side))
	}
	return list
}

// fromAfar appends the words of content of sentence i, and again those that stand near the date as well.
func (d *desk) fromAfar(list []uint32, s *spot, i int) []uint32 {
	in, own := d.section.sentences[s.at], d.section.sentences[i]
	beside := d.section.tokens[max(in.first, s.first-sharedLeft):min(in.last, s.last+sharedRight)]
	for k := own.first; k < own.last; k++ {
		t := &d.section.tokens[k]
		if !isContent(t) {
			continue
		}
		if holds(beside, t.hash) {
			list = append(list, mix(mix(familyShared, t.hash), s.where), mix(familyShared, s.where))
		}
		list = append(list, mix(mix(familyOther, t.hash), s.where))
	}
	return list
}

// holds says whether the word is among the tokens.
func holds(tokens []token, word uint32) bool {
	for k := range tokens {
		if tokens[k].hash == word {
			return true
		}
	}
	return false
}

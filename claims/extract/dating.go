package extract

import (
	"slices"

	"claimwatch/claims"
	"claimwatch/claims/dates"
)

// A Dating is a date that the matter of a sentence may be due at, with the facts that speak for and
// against it. The training program learns from them; nothing else needs them.
type Dating struct {
	Due    claims.Due
	Facts  []float32
	Around []uint32 // hashes of the n-grams around the date
}

// How many dates of a sentence, and of those before and after it, are looked at.
const (
	datingsOwn    = 8
	datingsBefore = 6
	datingsAfter  = 3
)

// datings calls take for each date that the matter of sentence i, told by cue, may be due at; with all, other
// sentences' dates are among them. The facts and n-grams are valid until take returns.
func (d *desk) datings(i int, cue hit, all bool, take func(due claims.Due, f facts, around []uint32)) {
	s := d.section.sentences[i]
	first := d.firstDate(s)
	past := first
	for past < len(d.dates) && d.dates[past].Start < s.end {
		past++
	}
	rule := d.due(&candidate{sentence: i, cue: cue})
	d.datingsOf = slices.Grow(d.datingsOf[:0], manyFacts)
	common := d.datingFacts(d.datingsOf, i, first, past)
	n := len(common)
	var mine bitset
	d.addContent(&mine, i)
	try := func(k int) {
		e, due := d.stillAhead(k)
		if !due.Known() {
			return
		}
		f := d.dateFactsOf(common[:n], &e, k, i, cue, &mine)
		f.add(float32(k-first), float32(k-past+1))
		f.flag(due == rule)
		s := d.spotOf(&e, d.lies[k] < 0, i)
		d.aroundOf = d.around(d.aroundOf[:0], &s, i, cue)
		take(due, f, d.aroundOf)
	}
	for k := first; k < min(past, first+datingsOwn); k++ {
		try(k)
	}
	if !all {
		return
	}
	for k := first - 1; k >= max(0, first-datingsBefore); k-- {
		try(k)
	}
	for k := past; k < min(len(d.dates), past+datingsAfter); k++ {
		try(k)
	}
}

// stillAhead returns date k with its due date, which is unknown if that is over. A date that was read as past may lie
// ahead all the same, since the tense around it misleads: it is returned as it lies then.
func (d *desk) stillAhead(k int) (dates.Expression, claims.Due) {
	e := d.dates[k]
	switch {
	case e.Vague:
		return e, claims.Due{}
	case d.lies[k] >= 0:
		return e, d.joined(k)
	case e.Ahead.Last.IsZero():
		return e, claims.Due{}
	}
	e.First, e.Last, e.Past = e.Ahead.First, e.Ahead.Last, false
	return e, d.dueOf(e)
}

// manyFacts is room for the facts of a dating.
const manyFacts = 128

// The log odds from which on the date of an event is taken, and that of another matter. Events nearly always have a
// date, and other matters mostly have none, so that less is asked of that of an event.
const (
	eventDueOdds = -2
	otherDueOdds = -1.2
)

// dueAt returns the likeliest date if a matter of the kind is due then by these log odds, else an unknown one.
func dueAt(kind claims.Kind, due claims.Due, odds float64) claims.Due {
	if odds < eventDueOdds || odds < otherDueOdds && kind != claims.KindEvent {
		return claims.Due{}
	}
	return due
}

// dating returns the likeliest date that the matter of sentence i is due at, unknown when there is none, and how
// likely it is, as log odds. With all, other sentences' dates are looked at, too.
func (m *Model) dating(d *desk, i int, cue hit, scores []float32, all bool) (due claims.Due, odds float64) {
	odds = leastOdds
	d.datings(i, cue, all, func(at claims.Due, f facts, around []uint32) {
		if v := m.Dates.Sum(append(append(f, scores...), float32(m.Around.Weigh(around)))); v > odds {
			due, odds = at, v
		}
	})
	return due, odds
}

// leastOdds stand for a sentence without any date that could be its own.
const leastOdds = -6

// datingFacts are those of the sentence, whatever the date.
func (d *desk) datingFacts(f facts, i, first, past int) facts {
	s, m := d.section.sentences[i], &d.marks[i]
	for c := range numClasses {
		f.flag(m.class&(1<<c) != 0)
	}
	f.addRuleKinds(d, m)
	var own, behind, all float32
	for k := first; k < past; k++ {
		switch {
		case d.dates[k].Vague:
		case d.lies[k] < 0:
			behind++
		default:
			own++
		}
	}
	for k := max(0, first-datingsBefore); k < min(len(d.dates), past+datingsAfter); k++ {
		if !d.dates[k].Vague && d.lies[k] > 0 {
			all++
		}
	}
	f.add(own, behind, all, float32(s.last-s.first), float32(min(i, 40)))
	return f
}

// addRuleKinds adds for each kind how sure the surest rule is that speaks for it.
func (f *facts) addRuleKinds(d *desk, m *mark) {
	at := len(*f)
	for range kindOrder {
		f.add(0)
	}
	for _, h := range m.rules {
		r := d.tongue.words.rules[h.rule]
		if rank := rankOf(r.kind); rank < len(kindOrder) {
			(*f)[at+rank] = max((*f)[at+rank], float32(r.score))
		}
	}
}

// dateFactsOf are those of e, date k, for sentence i.
func (d *desk) dateFactsOf(f facts, e *dates.Expression, k, i int, cue hit, mine *bitset) facts {
	at := d.sentenceAt(e.Start)
	s := d.section.sentences[at]
	f.add(float32(d.lies[k]), float32(e.Tense), float32(len(e.Precision)), float32(e.End-e.Start))
	for _, v := range [...]bool{e.Deadline, e.Attributive, e.Since, e.Range, e.Clock, e.Anaphoric, e.Current, d.bareYear(*e), at == i} {
		f.flag(v)
	}
	f.add(float32(min(e.Last.Sub(d.report.Published.UTC()).Hours()/24, 1500)), float32(e.Last.Sub(e.First).Hours()/24))
	f.add(float32(e.Start-s.start)/float32(s.end-s.start), float32(min(max(at-i, -20), 20)))
	f.flag(s.paragraph == d.section.sentences[i].paragraph)
	f.add(d.wordBefore(e), d.wordAfter(e))
	f.addBetween(d, e, at, i, cue)
	f.add(d.sharedOccasions(e, i), d.shared(at, i, mine), float32(d.suits(*e, cue)))
	var same float32
	for _, o := range d.dates[max(0, k-datingsBefore):min(len(d.dates), k+datingsBefore)] {
		if o.First.Equal(e.First) && o.Last.Equal(e.Last) {
			same++
		}
	}
	f.add(same)
	return f
}

// sentenceAt returns the sentence that the byte at at is in, or the one before it.
func (d *desk) sentenceAt(at int) int {
	lo, hi := 0, len(d.section.sentences)-1
	for lo < hi {
		if mid := (lo + hi + 1) / 2; d.section.sentences[mid].start > at {
			hi = mid - 1
		} else {
			lo = mid
		}
	}
	return lo
}

// tokenAt returns the first token that ends after the byte at at.
func (d *desk) tokenAt(at int) int {
	lo, hi := 0, len(d.section.tokens)
	for lo < hi {
		if mid := (lo + hi) / 2; d.section.tokens[mid].end <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// datingWords are the words around a date that tell what it is for; their place is their fact.
var datingWords = func() map[uint32]float32 {
	places := map[uint32]float32{}
	for i, w := range [...]string{
		"by", "before", "until", "till", "through", "in", "on", "at", "from", "to", "of", "for", "since", "after", "starting",
		"beginning", "and", "or", "early", "late", ",", "the", "'s", "’s", "said", "will", "with", "than", "'", "when", "as", ".", "is", "was",
	} {
		places[hashWord(w)] = float32(i + 1)
	}
	return places
}()

func (d *desk) wordBefore(e *dates.Expression) float32 {
	k := d.tokenAt(e.Start)
	if k == 0 {
		return -1
	}
	return datingWords[d.section.tokens[k-1].hash]
}

// wordAfter tells a name and another word apart from one that is known.
func (d *desk) wordAfter(e *dates.Expression) float32 {
	k := d.tokenAt(e.End)
	if k >= len(d.section.tokens) {
		return -1
	}
	t := d.section.tokens[k]
	if v := datingWords[t.hash]; v > 0 {
		return v
	}
	switch {
	case t.name:
		return -2
	case t.class&classOccasion != 0:
		return -3
	case t.shape == shapeMark:
		return -4
	}
	return 0
}

// addBetween adds how far the date is from the cue, and what stands between them.
func (f *facts) addBetween(d *desk, e *dates.Expression, at, i int, cue hit) {
	var distance, commas, says, wills, pasts, clauses float32
	if at == i {
		from, to := cue.last, d.tokenAt(e.Start)
		distance = float32(to - from)
		if to < from {
			from, to = d.tokenAt(e.End), cue.first
			distance = float32(from-to) - 1
		}
		for k := from; k < to; k++ {
			t := d.section.tokens[k]
			switch {
			case t.shape == shapeMark:
				commas++
			case t.class&classReport != 0:
				says++
			case t.class&classWill != 0:
				wills++
			case t.class&classPast != 0:
				pasts++
			case opensClause(d.word(t)):
				clauses++
			}
		}
	}
	f.add(distance, commas, says, wills, pasts, clauses)
}

func opensClause(word string) bool {
	switch word {
	case "who", "which", "that", "when", "where", "after", "before", "while", "as", "since", "if", "because", "following", "whose":
		return true
	}
	return false
}

// sharedOccasions returns how many occasions that sentence i names stand close to the date, too.
func (d *desk) sharedOccasions(e *dates.Expression, i int) float32 {
	s := d.section.sentences[i]
	from, to := d.tokenAt(e.Start-near), d.tokenAt(e.End+near/3)
	if to <= s.last && from >= s.first {
		return -1
	}
	var n float32
	for k := s.first; k < s.last; k++ {
		t := d.section.tokens[k]
		if t.class&classOccasion == 0 {
			continue
		}
		if holds(d.section.tokens[from:min(to, len(d.section.tokens))], t.hash) {
			n++
		}
	}
	return n
}

// shared returns how many words of content sentence a has that are in the set, that of sentence b.
func (d *desk) shared(a, b int, of *bitset) float32 {
	if a == b {
		return -1
	}
	var n float32
	s := d.section.sentences[a]
	for k := s.first; k < s.last; k++ {
		if t := &d.section.tokens[k]; of.has(t.hash) && isContent(t) {
			n++
		}
	}
	return n
}

// addContent adds the words of content of sentence i to the set.
func (d *desk) addContent(set *bitset, i int) {
	s := d.section.sentences[i]
	for k := s.first; k < s.last; k++ {
		if t := &d.section.tokens[k]; isContent(t) {
			set.add(t.hash)
		}
	}
}

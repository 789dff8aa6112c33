package extract

import (
	"math/bits"
	"slices"
	"strings"
)

// facts collects the numbers that the trees look at, each under a fixed place.
type facts []float32

func (f *facts) add(v ...float32) { *f = append(*f, v...) }

func (f *facts) flag(v bool) {
	if v {
		f.add(1)
	} else {
		f.add(0)
	}
}

// facts returns the numbers of sentence i for the trees.
func (d *desk) facts(f facts, i int, p *profile) facts {
	d.placeFacts(&f, i, p)
	d.scoreFacts(&f, i, p)
	d.netFacts(&f, i, p)
	d.classFacts(&f, i)
	d.ruleFacts(&f, i)
	d.dateFacts(&f, i)
	d.shapeFacts(&f, i)
	d.contentFacts(&f, i, p)
	for _, c := range [...]class{classAdvice, classFirst, classPast, classWill, classLegal, classOccasion, classOpinion, classHabit, classQuestion, classReport} {
		f.add(p.class[bits.TrailingZeros64(uint64(c))])
	}
	return f
}

func (d *desk) placeFacts(f *facts, i int, p *profile) {
	n := len(d.section.sentences)
	s := d.section.sentences[i]
	f.add(float32(min(i, 60)), float32(min(n-1-i, 60)), float32(i)/float32(n), float32(min(n, 120)))
	f.add(float32(min(s.paragraph, 40)), float32(s.last-s.first), float32(s.end-s.start))
	f.flag(i == 0 || d.section.sentences[i-1].paragraph != s.paragraph)
	f.flag(i == n-1 || d.section.sentences[i+1].paragraph != s.paragraph)
	f.flag(d.marks[i].plain)
	f.add(float32(min(p.ahead, 20)), float32(p.positive), float32(p.positive)/float32(n))
}

func (d *desk) scoreFacts(f *facts, i int, p *profile) {
	at := func(k int) float32 {
		if k < 0 || k >= len(p.scores) {
			return -3
		}
		return float32(p.scores[k])
	}
	below, _ := slices.BinarySearch(p.ranked, p.scores[i])
	higher := len(p.ranked) - below - 1
	own := at(i)
	f.add(own, at(i-1), at(i-2), at(i+1), at(i+2), float32(p.best), float32(p.mean), float32(p.topThree))
	f.add(float32(higher), own-float32(p.best), own-float32(p.topThree))
}

// netFacts say what the net makes of the sentence and of those around it.
func (d *desk) netFacts(f *facts, i int, p *profile) {
	at := func(k int) float32 {
		if k < 0 || k >= len(p.netScores) {
			return noNetScore
		}
		return p.netScores[k]
	}
	own, better := at(i), float32(0)
	for k := max(0, i-maxCompared); k < min(len(p.netScores), i+maxCompared); k++ {
		if p.netScores[k] > own {
			better++
		}
	}
	f.add(own, at(i-1), at(i+1), p.bestNet, p.bestNet-own, better)
}

func (d *desk) classFacts(f *facts, i int) {
	s, m := d.section.sentences[i], &d.marks[i]
	var count, first [numClasses]float32
	for c := range first {
		first[c] = -1
	}
	for k := s.first; k < s.last; k++ {
		for c := d.section.tokens[k].class & allClasses; c != 0; c &= c - 1 {
			count[bits.TrailingZeros64(uint64(c))]++
		}
	}
	for _, q := range m.cues {
		for c := q.class; c != 0; c &= c - 1 {
			if b := bits.TrailingZeros64(uint64(c)); first[b] < 0 {
				first[b] = float32(q.first - s.first)
			}
		}
	}
	for c := range numClasses {
		if m.class&(1<<c) == 0 {
			f.add(0)
		} else {
			f.add(max(count[c], 0.5))
		}
	}
	for c := range numClasses {
		if cueClasses&(1<<c) != 0 {
			f.add(first[c])
		}
	}
	f.add(float32(len(m.cues)), float32(m.quoted)/float32(s.last-s.first))
	f.flag(s.inQuote)
}

func (d *desk) dateFacts(f *facts, i int) {
	s := d.section.sentences[i]
	var ahead1, today, past, vague, deadline, attributive, clock float32
	soonest, place, tense, repeated := float32(-1), float32(-1), float32(0), float32(0)
	precision := float32(0)
	for k := d.firstDate(s); k < len(d.dates) && d.dates[k].Start < s.end; k++ {
		e := d.dates[k]
		if e.Vague {
			vague++
			continue
		}
		switch d.lies[k] {
		case 1:
			ahead1++
		case 0:
			today++
		default:
			past++
			continue
		}
		tense += float32(e.Tense)
		if e.Deadline {
			deadline++
		}
		if e.Attributive {
			attributive++
		}
		if e.Clock {
			clock++
		}
		if soonest < 0 {
			soonest = float32(e.Last.Sub(d.report.Published.UTC()).Hours() / 24)
			place = float32(e.Start-s.start) / float32(s.end-s.start)
			precision = float32(len(e.Precision))
			for _, o := range d.dates[:k] {
				if o.First.Equal(e.First) && o.Last.Equal(e.Last) && o.Start < s.start {
					repeated++
				}
			}
		}
	}
	f.add(ahead1, today, past, vague, deadline, attributive, clock, soonest, place, tense, repeated, precision)
}

func (d *desk) shapeFacts(f *facts, i int) {
	s := d.section.sentences[i]
	tokens := d.section.tokens[s.first:s.last]
	var capitals, digits, marks, commas, ed, ing float32
	for k := range tokens {
		t := &tokens[k]
		switch t.shape {
		case shapeCapital, shapeCaps:
			capitals++
		case shapeNumber:
			digits++
		case shapeMark:
			marks++
		}
		w := d.report.Text[t.start:t.end]
		switch {
		case w == ",":
			commas++
		case len(w) > 4 && strings.HasSuffix(w, "ed"):
			ed++
		case len(w) > 5 && strings.HasSuffix(w, "ing"):
			ing++
		}
	}
	n := float32(len(tokens))
	f.add(capitals/n, digits, marks/n, commas, ed, ing, d.countNames(s))
	text := d.report.Text[s.start:s.end]
	f.flag(strings.HasSuffix(text, "?"))
	f.flag(strings.HasSuffix(text, ":"))
	f.flag(strings.HasSuffix(text, "!"))
	f.flag(strings.ContainsAny(text, ";"))
	f.flag(strings.ContainsAny(text, "$%"))
	f.flag(tokens[0].class&classThird != 0)
	f.flag(tokens[0].class&classStarter != 0)
	f.flag(isQuote(d.word(tokens[0])))
	f.flag(d.nameAt(s.first, s) > s.first)
}

// contentFacts compare the sentence's words with the title's, the whole section's and those of the
// best sentence of the word model before it.
func (d *desk) contentFacts(f *facts, i int, p *profile) {
	var content, title, common float32
	var mine bitset
	for _, h := range p.content[i] {
		content++
		mine.add(h)
		common += p.words[h&4095] - 1
		if p.title.has(h) {
			title++
		}
	}
	f.add(title, title/(content+1), title/(p.titled+1), common/(content+1), content)
	near, nearScore := float32(0), float32(-5)
	before, _ := slices.BinarySearch(p.telling, i)
	for _, k := range p.telling[max(0, before-maxCompared):before] {
		if v := likeness(&mine, content, p.content[k]); v > near {
			near, nearScore = v, float32(p.scores[k])
		}
	}
	f.add(near, nearScore)
}

// maxCompared is with how many sentences before it, or around it on each side, a sentence is compared.
const maxCompared = 40

// likeness is the share of words of content that two sentences have in common: mine has n of them.
func likeness(mine *bitset, n float32, other []uint32) float32 {
	var both float32
	for _, h := range other {
		if mine.has(h) {
			both++
		}
	}
	return both / (float32(len(other)) + n - both + 1)
}

// ruleFacts says for each rule where in the sentence it first fits, from 1 at its beginning to 0 when it
// does not fit.
func (d *desk) ruleFacts(f *facts, i int) {
	s, m := d.section.sentences[i], &d.marks[i]
	at := len(*f)
	*f = append(*f, make([]float32, len(d.tongue.words.rules))...)
	best, fitting := 0.0, float32(0)
	for _, h := range m.rules {
		if d.tongue.words.rules[h.rule].apart {
			continue
		}
		fitting++
		place := 1 - float32(h.first-s.first)/float32(s.last-s.first)*0.9
		(*f)[at+h.rule] = max((*f)[at+h.rule], place)
		best = max(best, d.tongue.words.rules[h.rule].score)
	}
	f.add(float32(best), fitting)
}

// countNames returns how many names the sentence holds.
func (d *desk) countNames(s sentence) float32 {
	var n float32
	for k := s.first; k < s.last; k++ {
		if end := d.nameAt(k, s); end > k {
			n++
			k = end - 1
		}
	}
	return n
}

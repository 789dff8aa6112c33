package extract

import (
	"math/bits"
	"strings"
)

// A cue is words of a sentence, tokens [first, last), that can make it an open item.
type cue struct {
	first, last int
	class       class
}

// A hit is tokens [first, last) of the section that a pattern of a rule fits.
type hit struct{ first, last, rule int }

// A mark is what the lexicon and the paragraph say of a sentence.
type mark struct {
	class  class // of all its words and phrases
	cues   []cue // in order
	plain  bool  // running text; else a title, byline, caption, link or line of a list
	quoted int   // tokens inside quotation marks
	rules  []hit // in the order of their first words
}

// mark looks sentence i up in the lexicon.
func (d *desk) mark(i int) mark {
	s := d.section.sentences[i]
	tokens := d.section.tokens[s.first:s.last]
	m := mark{plain: d.running(i)}
	firstCue, firstHit := len(d.cues), len(d.hitsOf)
	d.has = stockOf(tokens)
	open := s.inQuote
	for k := range tokens {
		t := &tokens[k]
		if t.entry != 0 || t.name {
			m.class |= d.markWord(tokens, k, s.first)
		}
		if t.shape == shapeMark {
			open = quoteAfter(d.report.Text[t.start:t.end], open)
		}
		if open {
			m.quoted++
		}
	}
	m.cues, m.rules = d.cues[firstCue:], d.hitsOf[firstHit:]
	return m
}

// markWord takes down the cue and the rules that begin at tokens[k], a word that the lexicon knows or a name, and
// returns its classes.
func (d *desk) markWord(tokens []token, k, offset int) class {
	c, n := tokens[k].class, 1
	phrases := d.tongue.words.entries[tokens[k].entry].phrases
	for i := range phrases {
		if taken := phrases[i].match(tokens, k); taken > 0 {
			c |= phrases[i].class
			n = max(n, taken)
		}
	}
	if c&cueClasses != 0 {
		d.cues = append(d.cues, cue{offset + k, offset + k + n, c & cueClasses})
	}
	d.hits(tokens, k, offset)
	return c
}

// word returns the token as the text has it.
func (d *desk) word(t token) string { return d.report.Text[t.start:t.end] }

// running says whether sentence i is running text: it ends as a sentence does, or is long enough
// to be one.
func (d *desk) running(i int) bool {
	s := d.section.sentences[i]
	last := d.word(d.section.tokens[s.last-1])
	ended := strings.ContainsAny(last, ".?!…") || isCloser(last)
	if !ended && (s.last-s.first < 8 || last == ":") {
		return false
	}
	return !d.furniture(s)
}

// furniture says whether the sentence is a byline, a link or another line around a report's text.
func (d *desk) furniture(s sentence) bool {
	if d.links && hasLink(d.report.Text[s.start:s.end]) {
		return true
	}
	first := d.section.tokens[s.first]
	for _, p := range d.tongue.words.entries[first.entry].phrases {
		if p.class&classBoilerplate != 0 && p.match(d.section.tokens[s.first:s.last], 0) > 0 {
			return true
		}
	}
	return first.class&classBoilerplate != 0
}

// hasLink says whether an address of a page or a person stands in the text.
func hasLink(text string) bool {
	return strings.Contains(text, "@") || strings.Contains(text, "http") || strings.Contains(text, "www.")
}

// hits takes down the rules with a pattern that fits at tokens[k].
func (d *desk) hits(tokens []token, k, offset int) {
	l, t := d.tongue.words, &tokens[k]
	d.fitting(l.entries[t.entry].patterns, tokens, k, offset)
	if t.name {
		d.fitting(l.byName, tokens, k, offset)
	}
	for c := t.class & l.leads; c != 0; c &= c - 1 {
		d.fitting(l.bySet[bits.TrailingZeros64(uint64(c))], tokens, k, offset)
	}
}

// fitting takes down the rules of those patterns that go on to fit after tokens[k].
func (d *desk) fitting(patterns []pattern, tokens []token, k, offset int) {
	has := d.has
	for i := range patterns {
		p := &patterns[i]
		if !has.holds(&p.needs) {
			continue
		}
		if end := match(p.rest, tokens, k+1); end > 0 {
			d.hitsOf = append(d.hitsOf, hit{offset + k, offset + end, p.rule})
		}
	}
}

package extract

import (
	"strconv"
	"strings"

	"claimwatch/claims"
)

// A rule is a named group of patterns that speak for one kind of item.
type rule struct {
	name  string
	kind  claims.Kind
	score float64 // how sure the rule alone is
	sure  bool    // it decides even where the model doubts
	names bool    // it decides the kind of what the model takes
	opens bool    // it does so where it begins the sentence
	apart bool    // the model does not look at it
}

// A pattern is words and word sets in a row, for one rule.
type pattern struct {
	rest  []element // after the first
	needs stock     // what rest takes
	rule  int
}

// A stock is the sets and, roughly, the words that tokens are of. What is no part of a sentence's stock cannot
// stand in it.
type stock struct {
	sets  class
	words uint64 // a bit of each word's hash
}

// wordBit is the bit of a stock's words that a hash stands for.
func wordBit(hash uint32) uint64 { return 1 << (hash >> 8 & 63) }

// stockOf returns the stock of the tokens.
func stockOf(tokens []token) (s stock) {
	for i := range tokens {
		s.sets |= tokens[i].class
		s.words |= wordBit(tokens[i].hash)
	}
	return s
}

// holds says whether all of needs is part of the stock.
func (s stock) holds(needs *stock) bool { return needs.sets&^s.sets|class(needs.words&^s.words) == 0 }

// An element of a pattern takes one token, or skips a few.
type element struct {
	set  class  // a word of these sets, if not 0
	word uint32 // or a word's hash, if not 0
	gap  uint8  // or up to so many tokens, of any kind
	name bool   // or a capitalised word
}

// takes says whether the element is the token.
func (e *element) takes(t *token) bool {
	switch {
	case e.name:
		return t.shape == shapeCapital || t.shape == shapeCaps
	case e.set != 0:
		return t.class&e.set != 0
	}
	return t.hash == e.word
}

// match returns the end of the match of rest that begins at token at, 0 when there is none.
func match(rest []element, tokens []token, at int) int {
	for i := range rest {
		e := &rest[i]
		if e.gap > 0 {
			for skip := range int(e.gap) + 1 {
				if end := match(rest[i+1:], tokens, at+skip); end > 0 {
					return end
				}
			}
			return 0
		}
		if at >= len(tokens) || !e.takes(&tokens[at]) {
			return 0
		}
		at++
	}
	return at
}

// addRule begins a rule: its name, kind and, if given, score.
func (l *lexicon) addRule(fields []string) {
	r := rule{name: fields[0], score: 0.5}
	if len(fields) > 1 {
		r.kind = claims.Kind(fields[1])
	}
	if len(fields) > 2 {
		r.score, _ = strconv.ParseFloat(fields[2], 64)
	}
	if len(fields) > 3 {
		r.sure, r.names, r.opens = fields[3] == "sure", fields[3] == "kind" || fields[3] == "kindonly", fields[3] == "opens"
		r.apart = r.opens || fields[3] == "kindonly" || fields[3] == "filter"
	}
	l.rules = append(l.rules, r)
}

// addPattern adds a pattern to the last rule.
func (l *lexicon) addPattern(line string) {
	words := strings.Fields(line)
	p := pattern{rule: len(l.rules) - 1}
	for _, w := range words[1:] {
		e := l.element(w)
		p.rest = append(p.rest, e)
		p.needs.sets |= e.set
		if e.word != 0 {
			p.needs.words |= wordBit(e.word)
		}
	}
	if set := l.element(words[0]).set; set != 0 {
		for i := range l.bySet {
			if set&(1<<i) != 0 {
				l.bySet[i] = append(l.bySet[i], p)
			}
		}
		return
	}
	if words[0] == "<name>" {
		l.byName = append(l.byName, p)
		return
	}
	for _, form := range forms(words[0]) {
		e := l.entry(hashWord(form))
		e.patterns = append(e.patterns, p)
	}
}

func (l *lexicon) element(w string) element {
	switch {
	case strings.Trim(w, "_") == "":
		return element{gap: uint8(2 * len(w))}
	case w == "<name>":
		return element{name: true}
	case w[0] == '<':
		return element{set: l.setOf(strings.Trim(w, "<>"))}
	}
	return element{word: hashWord(w)}
}

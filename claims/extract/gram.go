package extract

import "math/bits"

// Symbols that stand for whole groups of words in n-grams.
const (
	symbolName uint32 = 0x9e3779b1 + iota
	symbolNumber
	symbolYear
	symbolDateAhead
	symbolDateToday
	symbolDatePast
	symbolDateVague
	symbolStart
	symbolEnd
)

// symbols appends the words of sentence i, with names, numbers and dates each taken for one symbol.
func (d *desk) symbols(list []uint32, i int) []uint32 {
	s := d.section.sentences[i]
	list = append(list, symbolStart)
	date := d.firstDate(s)
	for k := s.first; k < s.last; {
		t := &d.section.tokens[k]
		for date < len(d.dates) && d.dates[date].End <= t.start {
			date++
		}
		if date < len(d.dates) && d.dates[date].Start <= t.start {
			list = append(list, d.dateSymbol(date))
			for k < s.last && d.section.tokens[k].start < d.dates[date].End {
				k++
			}
			continue
		}
		if t.name {
			list = append(list, symbolName)
			k = d.nameAt(k, s)
			continue
		}
		list = append(list, d.symbol(t))
		k++
	}
	return append(list, symbolEnd)
}

func (d *desk) symbol(t *token) uint32 {
	if t.shape != shapeNumber {
		return t.hash
	}
	if w := d.report.Text[t.start:t.end]; len(w) == 4 && (w[:2] == "20" || w[:2] == "19") {
		return symbolYear
	}
	return symbolNumber
}

// The families of n-grams, mixed into their hashes.
const (
	familyWord uint32 = iota*0x05ebca6b + 0x1b56c4e9
	familyPair
	familyTriple
	familySkip
	familyStart
	familyClass
	familyNear
	familyName
	familyRule
)

func mix(h, v uint32) uint32 {
	h ^= v
	h *= 0xcc9e2d51
	h ^= h >> 15
	h *= 0x1b873593
	return h ^ h>>13
}

// grams appends the hashes of the n-grams of sentence i to list; seq is working memory.
func (d *desk) grams(list, seq []uint32, i int) (grams, symbols []uint32) {
	seq = d.symbols(seq[:0], i)
	for k, a := range seq {
		list = append(list, mix(familyWord, a))
		if k < 4 {
			list = append(list, mix(mix(familyStart, uint32(k)), a))
		}
		switch rest := seq[k+1:]; len(rest) {
		case 0:
		case 1:
			list = append(list, mix(mix(familyPair, a), rest[0]))
		default:
			list = append(list, mix(mix(familyPair, a), rest[0]), mix(mix(mix(familyTriple, a), rest[0]), rest[1]), mix(mix(familySkip, a), rest[1]))
		}
	}
	return d.classGrams(list, i), seq
}

// classGrams appends which classes stand in the sentence in which order, and its capitalised words.
func (d *desk) classGrams(list []uint32, i int) []uint32 {
	s, m := d.section.sentences[i], &d.marks[i]
	for rest := m.class & allClasses; rest != 0; {
		one := mix(familyClass, uint32(bits.TrailingZeros64(uint64(rest))))
		list = append(list, one)
		rest &= rest - 1
		for c := rest; c != 0; c &= c - 1 {
			list = append(list, mix(one, uint32(bits.TrailingZeros64(uint64(c)))))
		}
	}
	list = d.ruleGrams(list, i)
	for k := s.first; k < s.last; k++ {
		if t := &d.section.tokens[k]; t.shape == shapeCapital || t.shape == shapeCaps {
			list = append(list, mix(familyName, t.hash))
		}
	}
	return list
}

// ruleGrams appends which rules fit, each alone, with the one after it, and with what else marks the
// sentence: quotation, a date ahead, first person.
func (d *desk) ruleGrams(list []uint32, i int) []uint32 {
	s, m := d.section.sentences[i], &d.marks[i]
	var seen ruleSet
	var around uint32
	if m.quoted*2 > s.last-s.first {
		around |= 1
	}
	for k := d.firstDate(s); k < len(d.dates) && d.dates[k].Start < s.end; k++ {
		if !d.dates[k].Vague && d.lies[k] > 0 {
			around |= 2
		}
	}
	if m.class&classFirst != 0 {
		around |= 4
	}
	last := uint32(0)
	for _, h := range m.rules {
		if d.tongue.words.rules[h.rule].apart || !seen.add(h.rule) {
			continue
		}
		r := uint32(h.rule) + 1
		list = append(list, mix(familyRule, r), mix(mix(familyRule, r), 1000+around), mix(mix(familyRule, r), 2000+last))
		last = r
	}
	return list
}

// A ruleSet is a set of the numbers of at most 128 rules.
type ruleSet [2]uint64

// add puts n into the set and says whether it is new.
func (u *ruleSet) add(n int) bool {
	bit := uint64(1) << (n & 63)
	old := u[n>>6&1]
	u[n>>6&1] |= bit
	return old&bit == 0
}

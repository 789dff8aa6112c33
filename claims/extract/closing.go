package extract

// settled says whether the report itself says how sentence i ended: it tells what somebody said or planned
// in the past, and the sentence after it says what came instead.
func (d *desk) settled(i int) bool {
	if i+1 >= len(d.section.sentences) {
		return false
	}
	m, next := &d.marks[i], &d.marks[i+1]
	if !d.fits(m, ruleOpened) || !d.turns(i+1) {
		return false
	}
	return d.fits(next, ruleCloses)
}

// background says whether sentence i tells what has been so all along, or is the datelined first sentence
// of a report and tells only what is past.
func (d *desk) background(i int) bool {
	m := &d.marks[i]
	if d.looksAhead(i) {
		return false
	}
	if i == 0 && d.section.sentences[0].start == 0 && d.datelined() {
		return m.class&(cueClasses|classFuture|classLegal) == 0
	}
	return d.fits(m, ruleBackground)
}

// looksAhead says whether sentence i names a day ahead.
func (d *desk) looksAhead(i int) bool {
	s := d.section.sentences[i]
	for k := d.firstDate(s); k < len(d.dates) && d.dates[k].Start < s.end; k++ {
		if !d.dates[k].Vague && d.lies[k] > 0 {
			return true
		}
	}
	return false
}

// datelined says whether the section begins with a place in capitals, and a dash after it.
func (d *desk) datelined() bool {
	tokens := d.section.tokens
	if tokens[0].shape != shapeCaps {
		return false
	}
	for _, t := range tokens[1:min(len(tokens), 12)] {
		if w := d.word(t); w == "—" || w == "–" || w == "−" || w == "-" {
			return true
		}
	}
	return false
}

// Names of the rules that closing within the report looks for.
const (
	ruleOpened = "opened" // said that it would, had planned to, was to
	ruleCloses = "closes" // took place, met, was cancelled
	ruleTurns  = "turns"  // however, instead, in the end

	ruleBackground = "background" // from the very beginning, has always
)

// fits says whether a pattern of the named rule fits the sentence.
func (d *desk) fits(m *mark, name string) bool {
	for _, h := range m.rules {
		if d.tongue.words.rules[h.rule].name == name {
			return true
		}
	}
	return false
}

// turns says whether sentence i begins or ends with a word that takes back what came before.
func (d *desk) turns(i int) bool {
	s := d.section.sentences[i]
	for _, h := range d.marks[i].rules {
		if (h.first-s.first <= 2 || h.last >= s.last-1) && d.tongue.words.rules[h.rule].name == ruleTurns {
			return true
		}
	}
	return false
}

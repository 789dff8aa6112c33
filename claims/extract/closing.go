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

// Names of the rules that closing within the report looks for.
const (
	ruleOpened = "opened" // said that it would, had planned to, was to
	ruleCloses = "closes" // took place, met, was cancelled
	ruleTurns  = "turns"  // however, instead, in the end
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

// turns says whether sentence i begins with a word that takes back what came before.
func (d *desk) turns(i int) bool {
	s := d.section.sentences[i]
	for _, h := range d.marks[i].rules {
		if h.first-s.first <= 2 && d.tongue.words.rules[h.rule].name == ruleTurns {
			return true
		}
	}
	return false
}

package extract

import "claimwatch/claims"

// A candidate is a sentence that may leave something open.
type candidate struct {
	sentence int
	cue      cue // the words that made it one
	kind     claims.Kind
	due      claims.Due
	score    float64
}

// items proposes what the section leaves open.
func (d *desk) items(minScore float64) []claims.Item {
	var list []claims.Item
	for i := range d.section.sentences {
		c, ok := d.candidate(i)
		if !ok || c.score < minScore {
			continue
		}
		s := d.section.sentences[i]
		list = append(list, claims.Item{
			Span:     claims.Span{Quote: d.report.Text[s.start:s.end], Start: s.start, End: s.end},
			Kind:     c.kind,
			Summary:  d.summary(c),
			Parties:  d.parties(c),
			Due:      c.due,
			Score:    c.score,
			Support:  []claims.Span{},
			Rule:     ruleName(c.cue.class),
			Evidence: d.report.Text[d.section.tokens[c.cue.first].start:d.section.tokens[c.cue.last-1].end],
		})
	}
	return list
}

// candidate reads sentence i as an open item.
func (d *desk) candidate(i int) (candidate, bool) {
	m := &d.marks[i]
	if !m.plain || len(m.cues) == 0 {
		return candidate{}, false
	}
	c := candidate{sentence: i}
	c.kind, c.cue = kindOf(m)
	c.due = d.due(i)
	c.score = score(m, c)
	return c, true
}

// score is how sure the rules alone are.
func score(m *mark, c candidate) float64 {
	s := 0.3
	switch c.kind {
	case claims.KindResponse:
		s = 0.75
	case claims.KindQuestion, claims.KindInvitation:
		s = 0.6
	case claims.KindPlan, claims.KindCondition:
		s = 0.55
	case claims.KindAllegation:
		s = 0.4
	case claims.KindEvent:
		s = 0.5
	}
	if c.due.Known() {
		s += 0.25
	}
	for _, less := range [...]struct {
		class class
		by    float64
	}{{classAdvice, 0.3}, {classSettled, 0.3}, {classFirst, 0.2}, {classHabit, 0.15}, {classOpinion, 0.1}} {
		if m.class&less.class != 0 {
			s -= less.by
		}
	}
	return min(max(s, 0), 1)
}

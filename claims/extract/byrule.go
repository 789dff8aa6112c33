package extract

import "claimwatch/claims"

// proposeByRules finds what the section leaves open where there is no model: the surest rule of each
// sentence decides, less what speaks against it.
func (d *desk) proposeByRules(minScore float64) {
	d.found = d.found[:0]
	for i := range d.section.sentences {
		c, ok := d.byRules(i)
		if ok && c.score >= minScore {
			c.content = d.contentOf(i)
			d.found = append(d.found, c)
		}
	}
}

func (d *desk) byRules(i int) (candidate, bool) {
	m := &d.marks[i]
	c := candidate{sentence: i}
	kindRank := len(kindOrder)
	for _, h := range m.rules {
		r := d.tongue.words.rules[h.rule]
		c.score = max(c.score, r.score)
		if rank := rankOf(r.kind); r.score >= 0.5 && rank < kindRank {
			c.kind, kindRank = r.kind, rank
		}
	}
	if !m.plain || c.kind == "" {
		return candidate{}, false
	}
	s := d.section.sentences[i]
	for k := d.firstDate(s); k < len(d.dates) && d.dates[k].Start < s.end; k++ {
		if !d.dates[k].Vague && d.lies[k] > 0 {
			c.score += 0.2
			break
		}
	}
	for _, less := range [...]struct {
		class class
		by    float64
	}{{classAdvice, 0.3}, {classSettled, 0.3}, {classFirst, 0.1}, {classHabit, 0.15}} {
		if m.class&less.class != 0 {
			c.score -= less.by
		}
	}
	c.score = min(max(c.score, 0), 0.95)
	return c, true
}

// kindOrder is which kind a sentence is of when rules of several fit it.
var kindOrder = []claims.Kind{
	claims.KindCondition, claims.KindResponse, claims.KindInvitation, claims.KindQuestion,
	claims.KindEvent, claims.KindPlan, claims.KindAllegation,
}

func rankOf(k claims.Kind) int {
	for i, o := range kindOrder {
		if o == k {
			return i
		}
	}
	return len(kindOrder)
}

// Kind returns the kind that the words of a hand-written claim read as; ok is false when no word says.
// ref is the day that its dates count from.
func Kind(words string, ref claims.Day) (kind claims.Kind, ok bool) {
	language := Language(words)
	if tongueOf(language) == nil {
		language = "en"
	}
	d := &desk{report: claims.Report{Text: words, Published: ref}, tongue: tongueOf(language)}
	d.read(0)
	best := 0.0
	for i := range d.marks {
		for _, h := range d.marks[i].rules {
			r := d.tongue.words.rules[h.rule]
			score := r.score
			if r.sure {
				score += 0.3
			}
			if score > best {
				best, kind = score, r.kind
			}
		}
	}
	if kind == claims.KindPlan && d.dated() {
		kind = claims.KindEvent
	}
	return kind, best >= 0.5
}

// dated says whether the section names a day ahead.
func (d *desk) dated() bool {
	for k, e := range d.dates {
		if !e.Vague && d.lies[k] > 0 {
			return true
		}
	}
	return false
}

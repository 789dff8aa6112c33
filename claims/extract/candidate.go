package extract

import (
	"math"

	"claimwatch/claims"
)

// A candidate is a sentence that may leave something open.
type candidate struct {
	sentence int
	cue      hit // the words that made it one
	kind     claims.Kind
	due      claims.Due
	scores   []float32 // of the kinds in the word models, then in the net
	score    float64
	support  []int    // sentences that state the same
	content  []uint32 // its words of content
}

// unlikely is the word model's log odds below which a sentence is not looked at further, unless a rule is
// sure of it.
const unlikely = -2.0

// propose finds what the section leaves open, in the order of the text.
func (d *desk) propose(m *Model, minScore float64) {
	d.found = d.found[:0]
	p := d.weigh(m)
	for i := range d.section.sentences {
		sure, ok := d.sure(i)
		if d.scores[i] < unlikely && !ok || !d.marks[i].plain {
			continue
		}
		d.factsOf = d.facts(d.factsOf[:0], i, p)
		c := candidate{sentence: i, score: m.Score(m.Probability(d.factsOf))}
		if ok {
			c.score = max(c.score, d.tongue.words.rules[sure.rule].score)
		}
		if c.score < minScore || c.score < leastScore || d.settled(i) || !ok && d.background(i) {
			continue
		}
		d.gramsOf, d.seq = d.grams(d.gramsOf[:0], d.seq, i)
		c.cue = d.surest(i)
		c.scores = m.Net.which(m.Scores(d.gramsOf), d.heard(m, i))
		due, odds := m.dating(d, i, c.cue, c.scores, true)
		if c.kind = d.named(i); c.kind == "" {
			c.kind = m.kind(KindFacts(d.factsOf, c.scores, due, odds, d.report.Published))
		}
		c.due = dueAt(c.kind, due, odds)
		c.content = p.content[i]
		d.found = append(d.found, c)
	}
}

// weigh scores each sentence of the section by the word model, and those that this does not find unlikely by
// the net, and returns what the section is like.
func (d *desk) weigh(m *Model) *profile {
	d.scores, d.netScores, d.answers, d.answersAt = d.scores[:0], d.netScores[:0], d.answers[:0], d.answersAt[:0]
	for i := range d.section.sentences {
		d.gramsOf, d.seq = d.grams(d.gramsOf[:0], d.seq, i)
		d.scores = append(d.scores, m.Words.Weigh(d.gramsOf))
		score, from := float32(noNetScore), len(d.answers)
		if d.asksNet(i) {
			d.answers = m.Net.answers(d.answers, d.seq)
			score = max(noNetScore, float32(m.Net.whether(d.answers[from:])))
		}
		d.netScores, d.answersAt = append(d.netScores, score), append(d.answersAt, from)
	}
	return d.profile()
}

// heard returns the answers of the net's filters to sentence i, whose words are in seq.
func (d *desk) heard(m *Model, i int) []float32 {
	if !d.asksNet(i) {
		return m.Net.answers(nil, d.seq)
	}
	from, to := d.answersAt[i], len(d.answers)
	if i+1 < len(d.answersAt) {
		to = d.answersAt[i+1]
	}
	return d.answers[from:to]
}

// noNetScore is the net's score of a sentence that it is not asked about.
const noNetScore = -6

// asksNet says whether the net scores sentence i.
func (d *desk) asksNet(i int) bool { return d.scores[i] >= unlikely && d.marks[i].plain }

// leastScore is the score below which nothing is proposed, whatever is asked for.
const leastScore = 0.02

// complete gives each candidate its cue and due date, by rules alone where there is no model.
func (d *desk) complete(m *Model) {
	for i := range d.found {
		c := &d.found[i]
		c.cue = d.cueFor(c)
		if m == nil {
			c.due = d.due(c)
			continue
		}
		for k := 0; k < len(c.support) && !c.due.Known(); k++ {
			due, odds := m.dating(d, c.support[k], d.surest(c.support[k]), c.scores, false)
			c.due = dueAt(c.kind, due, odds)
		}
	}
	if m == nil {
		d.carryDates()
		for i := range d.found {
			if c := &d.found[i]; d.withoutTime(c) {
				c.kind = claims.KindPlan
			}
		}
	}
}

// cueFor returns the surest rule that speaks for the candidate's kind, else the surest of all; what comes
// earlier in the sentence counts for more.
func (d *desk) cueFor(c *candidate) hit {
	s := d.section.sentences[c.sentence]
	best, bestScore := hit{first: s.first, last: s.first, rule: -1}, 0.0
	for _, h := range d.marks[c.sentence].rules {
		r := d.tongue.words.rules[h.rule]
		score := r.score - 0.4*float64(h.first-s.first)/float64(s.last-s.first)
		if r.kind == c.kind {
			score++
		}
		if score > bestScore {
			best, bestScore = h, score
		}
	}
	return best
}

// surest returns the surest rule of sentence i, whatever it speaks for.
func (d *desk) surest(i int) hit { return d.cueFor(&candidate{sentence: i}) }

// item writes the candidate down.
func (d *desk) item(c *candidate) claims.Item {
	it := claims.Item{
		Span: d.span(c.sentence), Kind: c.kind, Summary: d.summary(c), Parties: d.parties(c),
		Due: c.due, Score: math.Round(c.score*1000) / 1000, Support: []claims.Span{}, Rule: "model",
	}
	for _, k := range c.support {
		it.Support = append(it.Support, d.span(k))
	}
	if c.cue.rule >= 0 {
		it.Rule = d.tongue.words.rules[c.cue.rule].name
		it.Evidence = d.report.Text[d.section.tokens[c.cue.first].start:d.section.tokens[c.cue.last-1].end]
	}
	return it
}

// span returns the sentence as the report has it.
func (d *desk) span(i int) claims.Span {
	s := d.section.sentences[i]
	return claims.Span{Quote: d.report.Text[s.start:s.end], Start: s.start, End: s.end}
}

// sure returns the first rule of the sentence that decides without the model, and whether there is one.
func (d *desk) sure(i int) (hit, bool) {
	if d.marks[i].class&(classAdvice|classBoilerplate) != 0 {
		return hit{}, false
	}
	for _, h := range d.marks[i].rules {
		if d.tongue.words.rules[h.rule].sure {
			return h, true
		}
	}
	return hit{}, false
}

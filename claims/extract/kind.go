package extract

import (
	"math"
	"slices"

	"claimwatch/claims"
)

// Scores returns the score of each kind in the word models of kinds.
func (m *Model) Scores(grams []uint32) []float32 {
	list := make([]float32, len(m.Kinds), 2*len(m.Kinds)) // with room for the net's
	for k := range m.Kinds {
		list[k] = float32(m.Kinds[k].Weigh(grams))
	}
	return list
}

// KindFacts are the facts of a sentence with what else tells its kind: the scores of the kinds in the word
// models, then in the net; the log odds of the likeliest due date; and, where those are tellingOdds or more, how
// many days ahead its end lies and how many it has, else zeros.
func KindFacts(facts, scores []float32, due claims.Due, odds float64, published claims.Day) []float32 {
	f := append(slices.Clone(facts), scores...)
	var days, length float32
	if odds >= tellingOdds {
		days, length = float32(due.End-published), float32(due.Days())
	}
	return append(f, float32(odds), days, length)
}

// tellingOdds are the log odds from which on a date tells something of the kind. The trees have learnt with it:
// change it and they have to learn again.
const tellingOdds = -1.2

// Likeliest returns the date with the best log odds, unknown if there is none, and its log odds.
func (m *Model) Likeliest(list []Dating, scores []float32) (due claims.Due, odds float64) {
	odds = leastOdds
	for i := range list {
		if v := m.Dates.Sum(DueFacts(list[i].Facts, scores, m.Around.Weigh(list[i].Around))); v > odds {
			due, odds = list[i].Due, v
		}
	}
	return due, odds
}

// DueFacts are the facts of a dating with the scores of its sentence, and that of the words around the date.
func DueFacts(facts, scores []float32, around float64) []float32 {
	return append(append(slices.Clone(facts), scores...), float32(around))
}

// kind returns the likeliest kind of a sentence with these facts, which end in how long a likely due date is.
func (m *Model) kind(f []float32) claims.Kind {
	best, at := math.Inf(-1), 0
	for k := range m.Finer {
		v := m.Finer[k].Sum(f)
		if claims.Kinds()[k] == claims.KindPlan && f[len(f)-1] == 0 {
			v += undated
		}
		if v > best {
			best, at = v, k
		}
	}
	return claims.Kinds()[at]
}

// undated is what speaks for a plan, rather than an event, where no date is likely, as log odds.
const undated = 1

// withoutTime says whether the candidate, an event by its words, is only intended, at no known time: a plan.
func (d *desk) withoutTime(c *candidate) bool {
	m := &d.marks[c.sentence]
	return c.kind == claims.KindEvent && !c.due.Known() && !d.fits(m, "scheduled") && (d.fits(m, "intends") || d.fits(m, "pledges"))
}

// named returns the kind that comes first in kindOrder among those of rules that decide the kind, "" when
// none fits.
func (d *desk) named(i int) claims.Kind {
	var kind claims.Kind
	for _, h := range d.marks[i].rules {
		r := d.tongue.words.rules[h.rule]
		opens := r.opens && h.first-d.section.sentences[i].first <= 1
		if (r.names || r.sure || opens) && (kind == "" || rankOf(r.kind) < rankOf(kind)) {
			kind = r.kind
		}
	}
	return kind
}

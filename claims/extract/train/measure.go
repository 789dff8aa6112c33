package main

import (
	"cmp"
	"fmt"
	"slices"

	"claimwatch/claims"
)

// A proposal is an item that the model would propose.
type proposal struct {
	span  span
	score float64
	kind  claims.Kind
	due   *due
}

// A tally counts matches by the rules of scoring: one to one, best overlap first, over required items.
type tally struct {
	matched, required, proposed, excused, kindRight int
	dueRight, dueGold, dueGoldRight                 int
}

func (t *tally) precision() float64 { return ratio(t.matched, t.proposed-t.excused) }
func (t *tally) recall() float64    { return ratio(t.matched, t.required) }
func (t *tally) f1() float64 {
	p, r := t.precision(), t.recall()
	return 2 * p * r / max(p+r, 1e-9)
}

func (t *tally) String() string {
	return fmt.Sprintf("precision %.3f recall %.3f F1 %.3f kind %.3f due %.3f due where there is one %.3f", t.precision(), t.recall(), t.f1(),
		ratio(t.kindRight, t.matched), ratio(t.dueRight, t.matched), ratio(t.dueGoldRight, t.dueGold))
}

func ratio(a, b int) float64 { return float64(a) / float64(max(b, 1)) }

// add counts the proposals for a report. hits, if not nil, gets for each whether it was right: 1, 0,
// or -1 when it counts neither way.
func (t *tally) add(r *report, got []proposal, hits *[]int) {
	type pair struct {
		gold, got int
		overlap   float64
	}
	var pairs []pair
	for i := range r.Items {
		if !r.Items[i].Optional {
			t.required++
		}
		for j, p := range got {
			best := 0.0
			for _, s := range r.spans[i] {
				best = max(best, overlap(s, p.span))
			}
			if best >= 0.5 {
				pairs = append(pairs, pair{i, j, best})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		if c := cmp.Compare(b.overlap, a.overlap); c != 0 {
			return c
		}
		return cmp.Compare(a.got, b.got)
	})
	goldOf, gotOf := map[int]int{}, map[int]int{}
	for _, p := range pairs {
		_, a := gotOf[p.gold]
		_, b := goldOf[p.got]
		if !a && !b {
			gotOf[p.gold], goldOf[p.got] = p.got, p.gold
		}
	}
	t.proposed += len(got)
	for j, p := range got {
		hit := 0
		i, ok := goldOf[j]
		switch {
		case ok && r.Items[i].Optional:
			t.excused++
			hit = -1
		case ok:
			t.matched++
			hit = 1
			if p.kind == r.Items[i].Kind {
				t.kindRight++
			}
			t.addDue(r.Items[i].Due, p.due)
		case repeats(r, p.span, gotOf, got):
			t.excused++
			hit = -1
		}
		if hits != nil {
			*hits = append(*hits, hit)
		}
	}
}

func (t *tally) addDue(gold, got *due) {
	same := gold == nil && got == nil || gold != nil && got != nil && *gold == *got
	if same {
		t.dueRight++
	}
	if gold != nil {
		t.dueGold++
		if same {
			t.dueGoldRight++
		}
	}
}

// repeats says whether s states a matched item elsewhere than where it was matched.
func repeats(r *report, s span, gotOf map[int]int, got []proposal) bool {
	for i, j := range gotOf {
		for _, g := range r.spans[i] {
			if overlap(g, s) >= 0.5 && overlap(g, got[j].span) < 0.5 {
				return true
			}
		}
	}
	return false
}

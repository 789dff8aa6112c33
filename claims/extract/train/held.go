package main

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"

	"claimwatch/claims/extract"
)

// A held is what models that did not see a document propose for it, as probabilities.
type held map[*document][]proposal

// propose returns what m proposes for a document, however unsure.
func propose(m *extract.Model, d *document) []proposal {
	var list []proposal
	for _, it := range m.Items(d.claimsReport(), 0) {
		p := proposal{span: span{it.Start, it.End}, score: it.Score, kind: it.Kind}
		if it.Due.Known() {
			p.due = &due{it.Due.Start.String(), it.Due.End.String()}
		}
		list = append(list, p)
	}
	return list
}

// show prints what was reached at the best threshold, which it returns, in all and in each folder.
func (h held) show(all []*document, folders int) float64 {
	best, at := h.best(all, -1)
	fmt.Printf("held out, at %.2f: %v\n", at, &best)
	for f := range folders {
		t := h.tally(all, f, at)
		fmt.Printf("held out, folder %d: %v\n", f+1, &t)
	}
	return at
}

// print writes what was found, missed and wrong in each document that was measured, when it is asked to.
func (h held) print(all []*document, at float64, verbose bool) {
	for _, d := range all {
		if list, measured := h[d]; measured && verbose {
			d.print(list, at)
		}
	}
}

func above(list []proposal, threshold float64) []proposal {
	return slices.DeleteFunc(slices.Clone(list), func(p proposal) bool { return p.score < threshold })
}

// crossValidate proposes for each of the first parts what models learnt on the others, and on more, find.
func crossValidate(all, more []*document, folds, first int) held {
	h := held{}
	p := parts(all, folds)
	var mu sync.Mutex
	atOnce := make(chan struct{}, runtime.GOMAXPROCS(0)) // learning takes some gigabytes
	each(first, func(k int) {
		atOnce <- struct{}{}
		defer func() { <-atOnce }()
		m := plain(learn(slices.Concat(without(p, k), more)))
		for _, d := range p[k] {
			list := propose(m, d)
			mu.Lock()
			h[d] = list
			mu.Unlock()
		}
	})
	return h
}

// plain makes scores bare probabilities of the trees.
func plain(m *extract.Model) *extract.Model {
	m.Slope, m.Offset, m.Best = 1, 0, extract.DefaultMinScore
	return m
}

// best returns the threshold where F1 is best over the documents of a folder, all for -1.
func (h held) best(all []*document, folder int) (tally, float64) {
	best, at := tally{}, 0.0
	for th := 0.1; th < 0.8; th += 0.01 {
		if t := h.tally(all, folder, th); t.f1() > best.f1() {
			best, at = t, th
		}
	}
	return best, at
}

func (h held) tally(all []*document, folder int, threshold float64) tally {
	var t tally
	for _, d := range all {
		if list, ok := h[d]; ok && (folder < 0 || d.folder == folder) {
			t.add(d.report, above(list, threshold), nil)
		}
	}
	return t
}

// calibrate fits slope and offset of the probability that a proposal is right, and finds the threshold.
func calibrate(m *extract.Model, all []*document, h held) {
	_, at := h.best(all, -1)
	var odds, right []float64
	for _, d := range all {
		var hits []int
		list := above(h[d], at/2)
		new(tally).add(d.report, list, &hits)
		for i, hit := range hits {
			if hit >= 0 {
				p := min(max(list[i].score, 1e-4), 1-1e-4)
				odds = append(odds, math.Log(p/(1-p)))
				right = append(right, float64(hit))
			}
		}
	}
	m.Slope, m.Offset = platt(odds, right)
	z := m.Slope*math.Log(at/(1-at)) + m.Offset
	m.Best = 1 / (1 + math.Exp(-z))
}

// platt fits p = 1/(1+exp(-(a x + b))) by gradient descent.
func platt(x, y []float64) (a, b float64) {
	a = 1
	for range 3000 {
		var ga, gb float64
		for i := range x {
			e := 1/(1+math.Exp(-(a*x[i]+b))) - y[i]
			ga += e * x[i]
			gb += e
		}
		a -= 0.5 * ga / float64(len(x))
		b -= 0.5 * gb / float64(len(x))
	}
	return a, b
}

// print writes what was found, missed and wrong.
func (d *document) print(list []proposal, threshold float64) {
	fmt.Printf("=== %s %s %q\n", d.ID, d.Published, d.Title)
	taken := map[int]bool{}
	for _, p := range list {
		l := d.label(p.span)
		if p.score < threshold*0.4 && l.item < 0 {
			continue
		}
		state, want := "", ""
		if l.item >= 0 {
			taken[l.item] = taken[l.item] || p.score >= threshold
			g := d.Items[l.item]
			want = fmt.Sprintf("%d %s %s", l.item, g.Kind, g.Due)
		} else if p.score >= threshold {
			state = "WRONG"
		}
		fmt.Printf("%-6s %.2f %-10s %s [%s] %s\n", state, p.score, p.kind, p.due, want, d.Text[p.span.start:p.span.end])
	}
	for i, g := range d.Items {
		if !taken[i] && !g.Optional {
			fmt.Printf("MISSED %d %s %s: %s\n", i, g.Kind, g.Due, g.Quote)
		}
	}
}

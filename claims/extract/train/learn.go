package main

import (
	"fmt"
	"math"
	"slices"

	"claimwatch/claims"
	"claimwatch/claims/extract"
)

var wordConfig = linearConfig{bits: 16, epochs: 10, rate: 0.1, decay: 5e-4, seed: 1}
var kindConfig = linearConfig{bits: 14, epochs: 15, rate: 0.05, decay: 1e-4, seed: 2}
var forestConfig = treeConfig{trees: 250, leaves: 8, rate: 0.05, minChild: 5, lambda: 3, rows: 0.7, facts: 0.5, seed: 3}

func wordRows(list []*document) []row {
	var rows []row
	for _, d := range list {
		for i, s := range d.samples {
			l := d.labels[i]
			rows = append(rows, row{s.Grams, l.positive(), l.weight()})
		}
	}
	return rows
}

// parts splits documents into n parts, the same way each time.
func parts(list []*document, n int) [][]*document {
	out := make([][]*document, n)
	for i, d := range list {
		out[i%n] = append(out[i%n], d)
	}
	return out
}

func without(p [][]*document, k int) []*document {
	var list []*document
	for i, part := range p {
		if i != k {
			list = append(list, part...)
		}
	}
	return list
}

// learn fits a model. The trees see word scores of models that did not see the sentence.
func learn(list []*document, final bool) *extract.Model {
	m := &extract.Model{Slope: 1}
	m.Words = trainLinear(wordRows(list), wordConfig)
	inner := parts(list, 5)
	var examples []example
	for k, part := range inner {
		words := trainLinear(wordRows(without(inner, k)), wordConfig)
		for _, d := range part {
			for i, s := range extract.Samples(d.claimsReport(), words.Weigh) {
				l := d.labels[i]
				examples = append(examples, example{s.Facts, l.positive(), l.weight()})
			}
		}
	}
	m.Trees = trainTrees(examples, forestConfig)
	m.Kinds = learnKinds(list)
	return m
}

func learnKinds(list []*document) []extract.Linear {
	var out []extract.Linear
	for _, k := range claims.Kinds() {
		var rows []row
		for _, d := range list {
			for i, s := range d.samples {
				if l := d.labels[i]; l.item >= 0 {
					y := 0.0
					if d.Items[l.item].Kind == k {
						y = 1
					}
					rows = append(rows, row{s.Grams, y, l.weight()})
				}
			}
		}
		out = append(out, trainLinear(rows, kindConfig))
	}
	return out
}

// propose returns what m proposes for a document, all scores.
func propose(m *extract.Model, d *document) []proposal {
	var list []proposal
	for _, s := range extract.Samples(d.claimsReport(), m.Words.Weigh) {
		list = append(list, proposal{span{s.Start, s.End}, m.Probability(s.Facts), bestKind(m, s.Grams)})
	}
	return list
}

func bestKind(m *extract.Model, grams []uint32) claims.Kind {
	best, at := math.Inf(-1), 0
	for k := range m.Kinds {
		if v := m.Kinds[k].Weigh(grams); v > best {
			best, at = v, k
		}
	}
	return claims.Kinds()[at]
}

func above(list []proposal, threshold float64) []proposal {
	return slices.DeleteFunc(slices.Clone(list), func(p proposal) bool { return p.score < threshold })
}

// crossValidate measures on each part what the others taught.
func crossValidate(all []*document, folds int, verbose bool) {
	p := parts(all, folds)
	held := map[*document][]proposal{}
	trained := map[*document][]proposal{}
	for k := range p {
		m := learn(without(p, k), false)
		for _, d := range p[k] {
			held[d] = propose(m, d)
		}
		if k == 0 {
			for _, d := range without(p, k) {
				trained[d] = propose(m, d)
			}
		}
	}
	report := func(name string, props map[*document][]proposal, folder int) {
		best, bestAt := tally{}, 0.0
		for th := 0.1; th < 0.8; th += 0.025 {
			t := tally{confusion: map[string]int{}}
			for _, d := range all {
				if _, ok := props[d]; ok && (folder < 0 || d.folder == folder) {
					t.add(d.report, above(props[d], th), nil)
				}
			}
			if t.f1() > best.f1() {
				best, bestAt = t, th
			}
		}
		fmt.Printf("%s best at %.3f: %v\n", name, bestAt, &best)
	}
	report("trained", trained, -1)
	report("held out", held, -1)
	if verbose {
		for _, d := range all {
			d.print(held[d])
		}
	}
	for f := 0; f <= all[len(all)-1].folder; f++ {
		report(fmt.Sprint("held out folder ", f), held, f)
	}
}

// print writes each sentence of interest with its score: wrong proposals, misses and matches.
func (d *document) print(list []proposal) {
	fmt.Printf("=== %s %s %q\n", d.ID, d.Published, d.Title)
	for i, p := range list {
		l := d.labels[i]
		mark := "   "
		if l.item >= 0 {
			mark = fmt.Sprintf("%2d", l.item)
			if l.main {
				mark += "*"
			} else {
				mark += "s"
			}
			mark += " " + string(d.Items[l.item].Kind)
		}
		verdict := ""
		switch {
		case p.score >= 0.42 && l.item < 0:
			verdict = "WRONG"
		case p.score < 0.42 && l.item >= 0 && l.main:
			verdict = "MISSED"
		}
		if p.score > 0.15 || l.item >= 0 {
			fmt.Printf("%-6s %.2f %-10s %-13s %s\n", verdict, p.score, p.kind, mark, d.Text[p.span.start:p.span.end])
		}
	}
}

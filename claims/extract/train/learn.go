package main

import (
	"slices"
	"sync"

	"claimwatch/claims"
	"claimwatch/claims/extract"
)

var wordConfig = linearConfig{bits: 19, epochs: 5, rate: 0.03, decay: 1e-3, seed: 1}
var kindConfig = linearConfig{bits: 17, epochs: 10, rate: 0.03, decay: 2e-3, seed: 2}
var aroundConfig = linearConfig{bits: 17, epochs: 6, rate: 0.03, decay: 2e-3, seed: 6}
var convolution = netConfig{
	dims: 32, heads: 1 + len(claims.Kinds()), kindShare: 0.3, banks: []netBank{{3, 64}, {5, 32}}, minUses: 20,
	epochs: 4, batch: 64, rate: 0.002, drop: 0.4, blur: 0.2, seed: 4,
}
var forestConfig = treeConfig{trees: 240, leaves: 14, rate: 0.06, minChild: 10, lambda: 3, rows: 0.7, facts: 0.3, seed: 3}

func wordRows(list []*document) []row {
	var rows []row
	for _, d := range list {
		for i, s := range d.samples {
			l := d.labels[i]
			rows = append(rows, row{grams: s.Grams, label: l.positive(), weight: l.weight()})
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

// innerParts is in how many parts documents are split, so that what learns from scores learns from those of
// models that did not see the sentence: word models of the other three, nets of the other two of even or odd
// number.
const innerParts = 4

// learn fits a model. The trees see scores of word models and nets that did not see the sentence.
func learn(list []*document) *extract.Model {
	m := &extract.Model{Slope: 1, Best: 0.4}
	inner := parts(list, innerParts)
	blind := make([]extract.Model, len(inner)) // for each part, of the others
	rows := make([][]netRow, len(inner))
	var whole sync.WaitGroup
	whole.Go(func() { m.Words = trainLinear(wordRows(list), wordConfig) })
	each(len(inner), func(k int) {
		blind[k].Words = trainLinear(wordRows(without(inner, k)), wordConfig)
		rows[k] = netRows(inner[k], &blind[k])
	})
	whole.Go(func() { m.Net = trainNet(slices.Concat(rows...), convolution) })
	each(2, func(k int) {
		net := trainNet(slices.Concat(rows[k], rows[k+2]), convolution)
		blind[1-k].Net, blind[3-k].Net = net, net
	})
	examples := make([][]example, len(inner)) // by part
	told := make([][]stated, len(inner))
	each(len(inner), func(k int) { examples[k], told[k] = look(inner[k], &blind[k]) })
	m.Trees = trainTrees(slices.Concat(examples...), forestConfig)
	learnTelling(m, told)
	whole.Wait()
	return m
}

// look returns the sentences of a part that the trees learn from, and those that state an item. blind has
// not seen them.
func look(part []*document, blind *extract.Model) (examples []example, told []stated) {
	for _, d := range part {
		for i, s := range extract.Samples(d.claimsReport(), blind) {
			l := d.labels[i]
			if s.Words != nil {
				examples = append(examples, example{s.Facts, l.positive(), l.weight()})
			}
			if l.item >= 0 {
				told = append(told, stated{Sample: s, item: d.Items[l.item], day: d.day, weight: l.weight()})
			}
		}
	}
	return examples, told
}

// each runs do for 0 to n-1 side by side.
func each(n int, do func(k int)) {
	var running sync.WaitGroup
	for k := range n {
		running.Go(func() { do(k) })
	}
	running.Wait()
}

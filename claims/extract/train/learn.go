package main

import "claimwatch/claims/extract"

var wordConfig = linearConfig{bits: 19, epochs: 5, rate: 0.03, decay: 1e-3, seed: 1}
var kindConfig = linearConfig{bits: 16, epochs: 10, rate: 0.03, decay: 5e-3, seed: 2}
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

// learn fits a model. The trees see word scores of models that did not see the sentence.
func learn(list []*document) *extract.Model {
	m := &extract.Model{Slope: 1, Best: 0.4}
	m.Words = trainLinear(wordRows(list), wordConfig)
	inner := parts(list, 5)
	var examples []example
	told := make([][]stated, len(inner)) // by part
	for k, part := range inner {
		words := trainLinear(wordRows(without(inner, k)), wordConfig)
		for _, d := range part {
			for i, s := range extract.Samples(d.claimsReport(), words.Weigh) {
				l := d.labels[i]
				examples = append(examples, example{s.Facts, l.positive(), l.weight()})
				if l.item >= 0 {
					told[k] = append(told[k], stated{Sample: s, item: d.Items[l.item], day: d.day, weight: l.weight()})
				}
			}
		}
	}
	m.Trees = bagged(examples, forestConfig, bags)
	learnTelling(m, told)
	return m
}

// bags is how many forests are averaged: they differ in which examples and facts each tree sees.
const bags = 1

// bagged is the mean of n forests as one forest.
func bagged(list []example, c treeConfig, n int) extract.Forest {
	var all extract.Forest
	for range n {
		f := trainTrees(list, c)
		c.seed++
		at := int16(len(all.Nodes))
		for _, r := range f.Roots {
			all.Roots = append(all.Roots, r+int32(at))
		}
		for _, node := range f.Nodes {
			if node.Fact < 0 {
				node.Value /= float32(n)
			} else {
				node.Left, node.Right = node.Left+at, node.Right+at
			}
			all.Nodes = append(all.Nodes, node)
		}
		all.Base = f.Base
	}
	return all
}

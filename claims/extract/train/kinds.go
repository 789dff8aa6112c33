package main

import (
	"slices"

	"claimwatch/claims"
	"claimwatch/claims/extract"
)

var dateConfig = treeConfig{trees: 160, leaves: 8, rate: 0.08, minChild: 5, lambda: 3, rows: 0.7, facts: 0.5, seed: 5}
var finerConfig = treeConfig{trees: 80, leaves: 8, rate: 0.1, minChild: 4, lambda: 3, rows: 0.7, facts: 0.3, seed: 7}

// A stated is a sentence that states an item of the reference.
type stated struct {
	extract.Sample
	item   item
	day    claims.Day
	weight float64
	scores []float32 // of the kinds, by word models that did not see it
}

// learnTelling fits what tells the kind and due date of an item, from the sentences of each part. The
// trees see scores and dates of models that did not see the sentence.
func learnTelling(m *extract.Model, told [][]stated) {
	for k, part := range told {
		other := &extract.Model{Kinds: learnKinds(others(told, k))}
		for i := range part {
			part[i].scores = other.Scores(part[i].Grams)
		}
	}
	var facts [][]float32
	for k, part := range told {
		other := &extract.Model{Dates: learnDates(others(told, k))}
		for _, s := range part {
			due, odds := other.Likeliest(s.Datings, s.scores)
			facts = append(facts, extract.KindFacts(s.Facts, s.scores, due, odds, s.day))
		}
	}
	all := slices.Concat(told...)
	m.Kinds, m.Dates = learnKinds(all), learnDates(all)
	for _, k := range claims.Kinds() {
		examples := make([]example, len(all))
		for i, s := range all {
			examples[i] = example{facts[i], s.is(k), s.weight}
		}
		m.Finer = append(m.Finer, trainTrees(examples, finerConfig))
	}
}

// others returns the sentences of all parts but one.
func others(told [][]stated, k int) []stated {
	return slices.Concat(slices.Delete(slices.Clone(told), k, k+1)...)
}

// is returns 1 when the item is of the kind, else 0.
func (s *stated) is(k claims.Kind) float64 {
	if s.item.Kind == k {
		return 1
	}
	return 0
}

func learnKinds(list []stated) []extract.Linear {
	var out []extract.Linear
	for _, k := range claims.Kinds() {
		rows := make([]row, len(list))
		for i, s := range list {
			rows[i] = row{grams: s.Grams, label: s.is(k), weight: s.weight}
		}
		out = append(out, trainLinear(rows, kindConfig))
	}
	return out
}

// learnDates fits which date near a sentence its matter is due at.
func learnDates(list []stated) extract.Forest {
	var examples []example
	for _, s := range list {
		for _, g := range s.Datings {
			e := example{facts: extract.DueFacts(g.Facts, s.scores), weight: s.weight}
			if due := s.item.Due; due != nil && due.Start == g.Due.Start.String() && due.End == g.Due.End.String() {
				e.label = 1
			}
			examples = append(examples, e)
		}
	}
	return trainTrees(examples, dateConfig)
}

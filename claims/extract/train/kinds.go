package main

import (
	"slices"
	"sync"

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
	scores []float32 // of the kinds, by word models and a net that did not see it
	around []float64 // of the n-grams around each of its datings, by a word model that did not see it
}

// learnTelling fits what tells the kind and due date of an item, from the sentences of each part. The
// trees see scores and dates of models that did not see the sentence.
func learnTelling(m *extract.Model, told [][]stated) {
	blind := make([]extract.Model, len(told)) // for each part, of the others
	each(len(told), func(k int) {
		rest := others(told, k)
		blind[k] = extract.Model{Kinds: learnKinds(rest), Around: learnAround(rest)}
	})
	for k, part := range told {
		for i := range part {
			part[i].listen(&blind[k])
		}
	}
	facts := make([][][]float32, len(told)) // by part, then by sentence
	each(len(told), func(k int) {
		blind[k].Dates = learnDates(others(told, k))
		for _, s := range told[k] {
			due, odds := blind[k].Likeliest(s.Datings, s.scores)
			facts[k] = append(facts[k], extract.KindFacts(s.Facts, s.scores, due, odds, s.day))
		}
	})
	all, known := slices.Concat(told...), slices.Concat(facts...)
	var whole sync.WaitGroup
	whole.Go(func() { m.Kinds, m.Around = learnKinds(all), learnAround(all) })
	whole.Go(func() { m.Dates = learnDates(all) })
	whole.Go(func() { m.Finer = learnFiner(all, known) })
	whole.Wait()
}

// listen takes down what models that did not see the sentence say of it and of its datings.
func (s *stated) listen(blind *extract.Model) {
	s.scores = append(blind.Scores(s.Grams), s.Kinds...)
	for _, g := range s.Datings {
		s.around = append(s.around, blind.Around.Weigh(g.Around))
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

// isDue returns 1 when the item is due at the dating, else 0.
func (s *stated) isDue(g extract.Dating) float64 {
	if due := s.item.Due; due != nil && due.Start == g.Due.Start.String() && due.End == g.Due.End.String() {
		return 1
	}
	return 0
}

// learnFiner fits what tells each kind from the others, by the facts of each sentence.
func learnFiner(list []stated, facts [][]float32) []extract.Forest {
	forests := make([]extract.Forest, len(claims.Kinds()))
	if len(list) == 0 {
		return forests
	}
	b := binFacts(facts)
	each(len(forests), func(i int) {
		examples := make([]example, len(list))
		for j, s := range list {
			examples[j] = example{facts[j], s.is(claims.Kinds()[i]), s.weight}
		}
		forests[i] = trainBinned(examples, b, finerConfig)
	})
	return forests
}

// learnAround fits what the words around a date say of whether a matter is due then.
func learnAround(list []stated) extract.Linear {
	var rows []row
	for _, s := range list {
		for _, g := range s.Datings {
			rows = append(rows, row{grams: g.Around, label: s.isDue(g), weight: s.weight})
		}
	}
	return trainLinear(rows, aroundConfig)
}

// learnDates fits which date near a sentence its matter is due at.
func learnDates(list []stated) extract.Forest {
	var examples []example
	for _, s := range list {
		for i, g := range s.Datings {
			examples = append(examples, example{extract.DueFacts(g.Facts, s.scores, s.around[i]), s.isDue(g), s.weight})
		}
	}
	return trainTrees(examples, dateConfig)
}

package main

import (
	"math"
	"math/rand/v2"
	"testing"
)

// What is left of a leaf's sums must be what the other part's rows sum up to.
func TestGrowth_ThePartsOfALeafHaveTheirOwnSums(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 5))
	facts := make([][]float32, 400)
	g := growth{treeConfig: treeConfig{minChild: 1, lambda: 1}, use: []int{0, 2}}
	var rows []int32
	for i := range facts {
		facts[i] = []float32{float32(rng.IntN(90)), 0, rng.Float32()}
		slope := 0.5
		if facts[i][0] > 60 {
			slope = -0.5
		}
		g.slopes = append(g.slopes, slopes{slope, 0.25})
		rows = append(rows, int32(i))
	}
	g.bins = binFacts(facts)
	low, high := g.part(g.newLeaf(rows, g.sumUp(rows)))
	if len(low.rows) <= len(high.rows) || len(high.rows) == 0 || low.all.g < 0 || high.all.g > 0 {
		t.Fatalf("%d and %d rows, of %v and %v", len(low.rows), len(high.rows), low.all, high.all)
	}
	for _, l := range []leaf{low, high} {
		for i, want := range g.sumUp(l.rows) {
			if got := l.sums[i]; math.Abs(got.g-want.g) > 1e-9 || math.Abs(got.h-want.h) > 1e-9 {
				t.Fatalf("sum %d is %v, want %v", i, got, want)
			}
		}
	}
}

package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"claimwatch/claims/extract"
)

// treeConfig says how a forest is learnt.
type treeConfig struct {
	trees    int
	leaves   int
	rate     float64
	minChild float64 // least sum of second derivatives in a leaf
	lambda   float64
	rows     float64 // share of examples that a tree sees
	facts    float64 // share of facts that a tree may ask about
	seed     uint64
}

// An example is the facts of a sentence with its label.
type example struct {
	facts  []float32
	label  float64
	weight float64
}

const maxBins = 64

// bins are the cutting points of each fact and the bin of each example.
type bins struct {
	cuts [][]float32
	of   [][]uint8 // by fact, by example
}

func binFacts(list []example) bins {
	n := len(list[0].facts)
	b := bins{make([][]float32, n), make([][]uint8, n)}
	values := make([]float32, len(list))
	for f := range n {
		for i, e := range list {
			values[i] = e.facts[f]
		}
		slices.Sort(values)
		distinct := slices.Compact(slices.Clone(values))
		if len(distinct) > maxBins {
			var cuts []float32
			for k := 1; k < maxBins; k++ {
				cuts = append(cuts, values[k*len(values)/maxBins])
			}
			b.cuts[f] = slices.Compact(cuts)
		} else {
			b.cuts[f] = distinct[:len(distinct)-1]
		}
		b.of[f] = make([]uint8, len(list))
		for i, e := range list {
			k, _ := slices.BinarySearch(b.cuts[f], e.facts[f])
			b.of[f][i] = uint8(k)
		}
	}
	return b
}

// A leaf of a growing tree.
type leaf struct {
	rows  []int32
	node  int32
	g, h  float64
	split split
}

type split struct {
	gain float64
	fact int
	bin  uint8
}

// trainTrees boosts trees on the logistic loss.
func trainTrees(list []example, c treeConfig) extract.Forest {
	if len(list) == 0 {
		return extract.Forest{}
	}
	b := binFacts(list)
	rng := rand.New(rand.NewPCG(c.seed, 11))
	f := extract.Forest{Base: baseOdds(list)}
	sum := make([]float64, len(list))
	for i := range sum {
		sum[i] = f.Base
	}
	g, h := make([]float64, len(list)), make([]float64, len(list))
	for range c.trees {
		var rows []int32
		for i, e := range list {
			p := 1 / (1 + math.Exp(-sum[i]))
			g[i], h[i] = (p-e.label)*e.weight, max(p*(1-p), 1e-6)*e.weight
			if rng.Float64() < c.rows {
				rows = append(rows, int32(i))
			}
		}
		var use []int
		for k := range b.cuts {
			if rng.Float64() < c.facts && len(b.cuts[k]) > 0 {
				use = append(use, k)
			}
		}
		root := int32(len(f.Nodes))
		f.Roots = append(f.Roots, root)
		grow(&f, b, rows, use, g, h, c)
		one := extract.Forest{Roots: []int32{root}, Nodes: f.Nodes}
		for i, e := range list {
			sum[i] += one.Sum(e.facts)
		}
	}
	return f
}

func baseOdds(list []example) float64 {
	pos, all := 0.0, 0.0
	for _, e := range list {
		pos += e.label * e.weight
		all += e.weight
	}
	return math.Log(pos / (all - pos))
}

// grow adds one tree to the forest, splitting the leaf with the best gain first.
func grow(f *extract.Forest, b bins, rows []int32, use []int, g, h []float64, c treeConfig) {
	newLeaf := func(rows []int32) leaf {
		l := leaf{rows: rows, node: int32(len(f.Nodes))}
		for _, r := range rows {
			l.g += g[r]
			l.h += h[r]
		}
		l.split = bestSplit(b, l, use, g, h, c)
		f.Nodes = append(f.Nodes, extract.Node{Fact: -1, Value: float32(-c.rate * l.g / (l.h + c.lambda))})
		return l
	}
	leaves := []leaf{newLeaf(rows)}
	for len(leaves) < c.leaves {
		best := 0
		for i := range leaves {
			if leaves[i].split.gain > leaves[best].split.gain {
				best = i
			}
		}
		l := leaves[best]
		if l.split.gain <= 1e-6 {
			return
		}
		var left, right []int32
		for _, r := range l.rows {
			if b.of[l.split.fact][r] <= l.split.bin {
				left = append(left, r)
			} else {
				right = append(right, r)
			}
		}
		a := newLeaf(left)
		z := newLeaf(right)
		f.Nodes[l.node] = extract.Node{Fact: int16(l.split.fact), Left: int16(a.node), Right: int16(z.node), Value: b.cuts[l.split.fact][l.split.bin]}
		leaves[best] = a
		leaves = append(leaves, z)
	}
}

func bestSplit(b bins, l leaf, use []int, g, h []float64, c treeConfig) split {
	var best split
	score := func(g, h float64) float64 { return g * g / (h + c.lambda) }
	whole := score(l.g, l.h)
	for _, f := range use {
		var sg, sh [maxBins + 1]float64
		of := b.of[f]
		for _, r := range l.rows {
			sg[of[r]] += g[r]
			sh[of[r]] += h[r]
		}
		lg, lh := 0.0, 0.0
		for k := range b.cuts[f] {
			lg += sg[k]
			lh += sh[k]
			if lh < c.minChild || l.h-lh < c.minChild {
				continue
			}
			if gain := score(lg, lh) + score(l.g-lg, l.h-lh) - whole; gain > best.gain {
				best = split{gain, f, uint8(k)}
			}
		}
	}
	return best
}

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

func binFacts(list [][]float32) bins {
	n := len(list[0])
	b := bins{make([][]float32, n), make([][]uint8, n)}
	values := make([]float32, len(list))
	for f := range n {
		for i, e := range list {
			values[i] = e[f]
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
			k, _ := slices.BinarySearch(b.cuts[f], e[f])
			b.of[f][i] = uint8(k)
		}
	}
	return b
}

// A leaf of a growing tree.
type leaf struct {
	rows  []int32
	node  int32
	all   slopes   // of all rows
	sums  []slopes // by fact that may be asked about, then by bin
	split split
}

// slopes are sums of first and second derivatives of the loss.
type slopes struct{ g, h float64 }

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
	facts := make([][]float32, len(list))
	for i, e := range list {
		facts[i] = e.facts
	}
	return trainBinned(list, binFacts(facts), c)
}

// trainBinned is trainTrees with the bins of the examples' facts.
func trainBinned(list []example, b bins, c treeConfig) extract.Forest {
	rng := rand.New(rand.NewPCG(c.seed, 11))
	f := extract.Forest{Base: baseOdds(list)}
	sum := make([]float64, len(list))
	for i := range sum {
		sum[i] = f.Base
	}
	of := make([]slopes, len(list))
	for range c.trees {
		var rows []int32
		for i, e := range list {
			p := 1 / (1 + math.Exp(-sum[i]))
			of[i] = slopes{(p - e.label) * e.weight, max(p*(1-p), 1e-6) * e.weight}
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
		g := growth{treeConfig: c, bins: b, use: use, slopes: of}
		g.grow(&f, rows)
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

// A growth is what one tree grows from.
type growth struct {
	treeConfig
	bins
	use    []int    // the facts that it may ask about
	slopes []slopes // of each example
}

// grow adds one tree to the forest, splitting the leaf with the best gain first.
func (t *growth) grow(f *extract.Forest, rows []int32) {
	plant := func(l leaf) leaf {
		l.node = int32(len(f.Nodes))
		f.Nodes = append(f.Nodes, extract.Node{Fact: -1, Value: float32(-t.rate * l.all.g / (l.all.h + t.lambda))})
		return l
	}
	leaves := []leaf{plant(t.newLeaf(rows, t.sumUp(rows)))}
	for len(leaves) < t.leaves {
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
		low, high := t.part(l)
		low, high = plant(low), plant(high)
		f.Nodes[l.node] = extract.Node{
			Fact: int16(l.split.fact), Left: int16(low.node), Right: int16(high.node), Value: t.cuts[l.split.fact][l.split.bin],
		}
		leaves[best] = low
		leaves = append(leaves, high)
	}
}

func (t *growth) newLeaf(rows []int32, sums []slopes) leaf {
	l := leaf{rows: rows, sums: sums}
	for _, r := range rows {
		l.all.g += t.slopes[r].g
		l.all.h += t.slopes[r].h
	}
	l.split = t.bestSplit(l)
	return l
}

// part splits a leaf in two. Only the smaller one is summed up: the sums of the other are what is left of the
// leaf's, which are used up.
func (t *growth) part(l leaf) (low, high leaf) {
	var lower, higher []int32
	for _, r := range l.rows {
		if t.of[l.split.fact][r] <= l.split.bin {
			lower = append(lower, r)
		} else {
			higher = append(higher, r)
		}
	}
	if len(higher) < len(lower) {
		few := t.sumUp(higher)
		return t.newLeaf(lower, less(l.sums, few)), t.newLeaf(higher, few)
	}
	few := t.sumUp(lower)
	return t.newLeaf(lower, few), t.newLeaf(higher, less(l.sums, few))
}

// less takes b's slopes from a's.
func less(a, b []slopes) []slopes {
	for i := range a {
		a[i].g -= b[i].g
		a[i].h -= b[i].h
	}
	return a
}

// sumUp returns the slopes of rows by fact that may be asked about, then by bin.
func (t *growth) sumUp(rows []int32) []slopes {
	mine := make([]slopes, len(rows))
	for i, r := range rows {
		mine[i] = t.slopes[r]
	}
	sums := make([]slopes, len(t.use)*(maxBins+1))
	for k, f := range t.use {
		bin, here := t.of[f], (*[maxBins + 1]slopes)(sums[k*(maxBins+1):])
		for i, r := range rows {
			s := &here[bin[r]]
			s.g += mine[i].g
			s.h += mine[i].h
		}
	}
	return sums
}

func (t *growth) bestSplit(l leaf) split {
	var best split
	score := func(g, h float64) float64 { return g * g / (h + t.lambda) }
	whole := score(l.all.g, l.all.h)
	for i, f := range t.use {
		sums := l.sums[i*(maxBins+1):]
		var low slopes
		for k := range t.cuts[f] {
			low.g += sums[k].g
			low.h += sums[k].h
			if low.h < t.minChild || l.all.h-low.h < t.minChild {
				continue
			}
			if gain := score(low.g, low.h) + score(l.all.g-low.g, l.all.h-low.h) - whole; gain > best.gain {
				best = split{gain, f, uint8(k)}
			}
		}
	}
	return best
}

package extract

import (
	"math"
	"math/bits"
	"slices"
)

// A sieve is a forest laid out by facts instead of by trees, so that summing it up takes few steps that hang on
// one another (Lucchese et al., QuickScorer, SIGIR 2015, doi:10.1145/2766462.2767733). Each question that a
// fact answers with "more" rules out the leaves to its left; the leaf of a tree is the first that is left.
type sieve struct {
	from   []int32    // where the questions about each fact begin, and where the last one's end
	asks   []question // by fact, then by rising value
	leaves []float32  // maxLeaves for each tree, from left to right
}

type question struct {
	value float32
	tree  uint16
	keeps uint16 // the leaves of the tree that a fact of more than value leaves
}

// A forest of more or larger trees is not laid out.
const (
	maxLeaves = 16
	maxTrees  = 256
)

// newSieve lays the forest out, and returns nil when it is too large.
func newSieve(f *Forest) *sieve {
	if len(f.Roots) > maxTrees {
		return nil
	}
	s := &sieve{leaves: make([]float32, len(f.Roots)*maxLeaves)}
	w := walk{nodes: f.Nodes}
	for t, root := range f.Roots {
		w.tree, w.leaves = uint16(t), s.leaves[t*maxLeaves:][:0:maxLeaves]
		w.under(int(root))
		if w.tooLarge {
			return nil
		}
	}
	slices.Sort(w.order)
	for _, o := range w.order {
		for len(s.from) <= int(o>>48) {
			s.from = append(s.from, int32(len(s.asks)))
		}
		s.asks = append(s.asks, w.asks[o&0xffff])
	}
	s.from = append(s.from, int32(len(s.asks)))
	return s
}

// A walk goes through trees from left to right and takes their questions down.
type walk struct {
	nodes    []Node
	tree     uint16
	leaves   []float32 // of the tree so far
	tooLarge bool      // it has more than there is room for
	asks     []question
	order    []uint64 // of each question its fact, value and number
}

// under goes through the part of the tree under node n, and returns its leaves.
func (w *walk) under(n int) (mask uint16) {
	node := &w.nodes[n]
	switch {
	case w.tooLarge:
		return 0
	case node.Fact >= 0:
		left := w.under(int(node.Left))
		w.order = append(w.order, uint64(node.Fact)<<48|uint64(rising(node.Value))<<16|uint64(len(w.asks)))
		w.asks = append(w.asks, question{node.Value, w.tree, ^left})
		return left | w.under(int(node.Right))
	case len(w.leaves) == maxLeaves:
		w.tooLarge = true
		return 0
	}
	w.leaves = append(w.leaves, node.Value)
	return 1 << (len(w.leaves) - 1)
}

// rising returns bits that are in the order of the numbers.
func rising(v float32) uint32 {
	b := math.Float32bits(v)
	if b>>31 == 1 {
		return ^b
	}
	return b | 1<<31
}

// sum is base with the leaves that the facts lead to, tree by tree.
func (s *sieve) sum(base float64, facts []float32) float64 {
	var left [maxTrees]uint16
	trees := left[:len(s.leaves)/maxLeaves]
	for t := range trees {
		trees[t] = 1<<maxLeaves - 1
	}
	for k, v := range facts[:len(s.from)-1] {
		for _, q := range s.asks[s.from[k]:s.from[k+1]] {
			if v <= q.value {
				break
			}
			trees[q.tree] &= q.keeps
		}
	}
	for t, l := range trees {
		base += float64(s.leaves[t*maxLeaves+bits.TrailingZeros16(l)])
	}
	return base
}

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
	var asks []question
	var order []uint64 // of each question its fact, value and number
	for t, root := range f.Roots {
		leaves := 0
		var walk func(n int16) (mask uint16)
		walk = func(n int16) uint16 {
			node := &f.Nodes[n]
			if leaves > maxLeaves {
				return 0
			}
			if node.Fact < 0 {
				if leaves++; leaves > maxLeaves {
					return 0
				}
				s.leaves[t*maxLeaves+leaves-1] = node.Value
				return 1 << (leaves - 1)
			}
			left := walk(node.Left)
			order = append(order, uint64(node.Fact)<<48|uint64(rising(node.Value))<<16|uint64(len(asks)))
			asks = append(asks, question{node.Value, uint16(t), ^left})
			return left | walk(node.Right)
		}
		if walk(int16(root)); leaves > maxLeaves {
			return nil
		}
	}
	slices.Sort(order)
	for _, o := range order {
		for len(s.from) <= int(o>>48) {
			s.from = append(s.from, int32(len(s.asks)))
		}
		s.asks = append(s.asks, asks[o&0xffff])
	}
	s.from = append(s.from, int32(len(s.asks)))
	return s
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

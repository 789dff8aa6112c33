package extract

import (
	"math/rand/v2"
	"testing"
)

// grow adds a random tree of leaves leaves to the forest.
func (f *Forest) grow(rng *rand.Rand, leaves, facts int) {
	f.Roots = append(f.Roots, int32(len(f.Nodes)))
	open := []int{len(f.Nodes)}
	f.Nodes = append(f.Nodes, Node{Fact: -1, Value: rng.Float32()})
	for len(open) < leaves {
		k := rng.IntN(len(open))
		at := len(f.Nodes)
		f.Nodes[open[k]] = Node{Fact: int16(rng.IntN(facts)), Left: int16(at), Right: int16(at + 1), Value: float32(rng.IntN(16)-8) / 2}
		f.Nodes = append(f.Nodes, Node{Fact: -1, Value: rng.Float32()}, Node{Fact: -1, Value: rng.Float32()})
		open[k] = at
		open = append(open, at+1)
	}
}

func TestSieve_SumsUpLikeTheTrees(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 5))
	for range 50 {
		const facts = 12
		f := Forest{Base: rng.Float64()}
		for range rng.IntN(40) {
			f.grow(rng, 1+rng.IntN(maxLeaves), facts)
		}
		laidOut := f
		if laidOut.laidOut = newSieve(&f); laidOut.laidOut == nil {
			t.Fatal("not laid out")
		}
		for range 100 {
			var v [facts]float32
			for k := range v {
				v[k] = float32(rng.IntN(36)-18) / 4
			}
			if got, want := laidOut.Sum(v[:]), f.Sum(v[:]); got != want {
				t.Fatalf("got %v, the trees say %v", got, want)
			}
		}
	}
}

func TestSieve_OfLargeTreesIsNotMade(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(6, 6))
	var wide, many Forest
	wide.grow(rng, maxLeaves+1, 3)
	for range maxTrees + 1 {
		many.grow(rng, 2, 3)
	}
	if newSieve(&wide) != nil || newSieve(&many) != nil {
		t.Error("it was laid out")
	}
}

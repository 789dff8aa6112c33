package main

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Words alone say nothing here: 1 and 2 are in each example, and only their order tells. The kind of those in
// order is that of the word 5 or 6.
func TestTrainNet_LearnsTheOrderOfWordsAndTheKind(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 3))
	var rows []netRow
	for range 1500 {
		r := netRow{weight: 1, kind: -1}
		for range 4 + rng.IntN(6) {
			r.words = append(r.words, 10+rng.Uint32N(20))
		}
		at, pair := rng.IntN(len(r.words)-1), [2]uint32{2, 1}
		if rng.IntN(3) == 0 {
			pair, r.label, r.kind = [2]uint32{1, 2}, 1, rng.IntN(2)
			r.words = append(r.words, uint32(5+r.kind))
		}
		copy(r.words[at:], pair[:])
		rows = append(rows, r)
	}
	c := netConfig{
		dims: 8, heads: 3, kindShare: 1, banks: []netBank{{3, 8}, {5, 8}}, minUses: 5, epochs: 4, batch: 8, rate: 0.02, drop: 0.1, blur: 0.1, seed: 1,
	}
	net := trainNet(rows[:1200], c)
	if diff := cmp.Diff(net, trainNet(rows[:1200], c)); diff != "" {
		t.Error("not the same twice", diff)
	}
	wrong, other := 0, 0
	for _, r := range rows[1200:] {
		if net.Weigh(r.words) > 0 != (r.label > 0.5) {
			wrong++
		}
		if k := net.Kinds(r.words); r.kind >= 0 && k[r.kind] <= k[1-r.kind] {
			other++
		}
	}
	if wrong > 15 || other > 5 {
		t.Errorf("%d of 300 are wrong, %d are of another kind", wrong, other)
	}
}

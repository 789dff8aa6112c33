package main

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Words alone say nothing here: 1 and 2 are in each example, and only their order tells.
func TestTrainNet_LearnsTheOrderOfWords(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 3))
	var rows []netRow
	for range 1500 {
		r := netRow{weight: 1}
		for range 4 + rng.IntN(6) {
			r.words = append(r.words, 10+rng.Uint32N(20))
		}
		at, pair := rng.IntN(len(r.words)-1), [2]uint32{2, 1}
		if rng.IntN(3) == 0 {
			pair, r.label = [2]uint32{1, 2}, 1
		}
		copy(r.words[at:], pair[:])
		rows = append(rows, r)
	}
	c := netConfig{
		dims: 8, banks: []netBank{{3, 8}, {5, 8}}, minUses: 5, epochs: 4, batch: 8, rate: 0.02, drop: 0.1, blur: 0.1, seed: 1,
	}
	net := trainNet(rows[:1200], c)
	if diff := cmp.Diff(net, trainNet(rows[:1200], c)); diff != "" {
		t.Error("not the same twice", diff)
	}
	wrong := 0
	for _, r := range rows[1200:] {
		if net.Weigh(r.words) > 0 != (r.label > 0.5) {
			wrong++
		}
	}
	if wrong > 15 {
		t.Errorf("%d of 300 are wrong", wrong)
	}
}

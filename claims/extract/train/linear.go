package main

import (
	"math"
	"math/rand/v2"

	"claimwatch/claims/extract"
)

// linearConfig says how a word model is learnt.
type linearConfig struct {
	bits   int // the table has 1<<bits weights
	epochs int
	rate   float64
	decay  float64 // L2, per epoch and example
	seed   uint64
}

// A row is an example of a linear model.
type row struct {
	grams  []uint32
	label  float64 // 0 to 1
	weight float64
	n      int // how many grams there were before the rare ones were dropped
}

// trainLinear fits logistic regression by AdaGrad, in a fixed order for a fixed seed.
func trainLinear(rows []row, c linearConfig) extract.Linear {
	rows = prune(rows)
	n := 1 << c.bits
	mask := uint32(n - 1)
	w, g2 := make([]float64, n), make([]float64, n)
	bias, biasG := -1.5, 0.0
	rng := rand.New(rand.NewPCG(c.seed, 7))
	order := rng.Perm(len(rows))
	for range c.epochs {
		rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for _, k := range order {
			r := &rows[k]
			damp := extract.Damp(r.n)
			z := 0.0
			for _, g := range r.grams {
				z += w[g&mask]
			}
			err := (1/(1+math.Exp(-(bias+z*damp))) - r.label) * r.weight
			biasG += err * err
			bias -= c.rate * err / math.Sqrt(biasG+1)
			step := err * damp
			for _, g := range r.grams {
				j := g & mask
				grad := step + c.decay*w[j]
				g2[j] += grad * grad
				w[j] -= c.rate * grad / math.Sqrt(g2[j]+1)
			}
		}
	}
	return quantize(w, bias)
}

func quantize(w []float64, bias float64) extract.Linear {
	top := 1e-9
	for _, v := range w {
		top = max(top, math.Abs(v))
	}
	l := extract.Linear{Weights: make([]byte, len(w)), Unit: top / 127, Bias: bias}
	for i, v := range w {
		l.Weights[i] = byte(int8(math.Round(v / l.Unit)))
	}
	return l
}

// minUses is in how many examples an n-gram must be to have a weight.
const minUses = 6

// prune drops the n-grams that are too rare to learn from.
func prune(rows []row) []row {
	count := map[uint32]int{}
	for _, r := range rows {
		for _, g := range r.grams {
			count[g]++
		}
	}
	out := make([]row, len(rows))
	for i, r := range rows {
		out[i] = r
		out[i].grams = nil
		out[i].n = len(r.grams)
		for _, g := range r.grams {
			if count[g] >= minUses {
				out[i].grams = append(out[i].grams, g)
			}
		}
	}
	return out
}

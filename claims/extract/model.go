package extract

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"math/bits"
	"sync"

	"claimwatch/claims"
)

// A Model weighs sentences. The training program fills it in; the one in use is embedded.
type Model struct {
	Words  Linear   // over n-grams: how far a sentence leaves something open, as log odds
	Net    Net      // over words: the same, by what stands near each other, and what kind that is
	Kinds  []Linear // one for each kind, in the order of claims.Kinds
	Trees  Forest   // over facts, the scores of the two among them, as log odds
	Around Linear   // over the n-grams around a date: whether the matter of a sentence is due then, as log odds
	Dates  Forest   // over DueFacts: whether the matter is due then, as log odds
	Finer  []Forest // one for each kind, over the facts of KindFacts
	Slope  float64  // what makes the trees' log odds a probability
	Offset float64
	Best   float64 // the probability from which on F1 is best
}

// A Linear is a linear model over hashed n-grams.
type Linear struct {
	Weights []byte  // each an int8; their number is a power of two
	Unit    float64 // what a weight of 1 stands for
	Bias    float64
}

// Weigh returns the sum of bias and weights, damped by the number of n-grams.
func (l *Linear) Weigh(grams []uint32) float64 {
	sum, mask := 0, uint32(len(l.Weights)-1)
	for _, g := range grams {
		sum += int(int8(l.Weights[g&mask]))
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

	laidOut *sieve // the same, for speed, in a model that was read
}

// A Node is a question about a fact, or a leaf.
type Node struct {
	Fact        int16 // -1 in a leaf
	Left, Right int16 // where to go on when the fact is at most Value, and when it is more
	Value       float32
}

// Sum returns the forest's log odds.
func (f *Forest) Sum(facts []float32) float64 {
	if f.laidOut != nil {
		return f.laidOut.sum(f.Base, facts)
	}
	sum := f.Base
	for _, n := range f.Roots {
		node := &f.Nodes[n]
		for node.Fact >= 0 {
			if facts[node.Fact] <= node.Value {
				node = &f.Nodes[node.Left]
			} else {
				node = &f.Nodes[node.Right]
			}
		}
		sum += float64(node.Value)
	}
	return sum
}

// Probability returns how likely a sentence is to be right as an item, 0 to 1.
func (m *Model) Probability(facts []float32) float64 {
	return 1 / (1 + math.Exp(-(m.Slope*m.Trees.Sum(facts) + m.Offset)))
}

// honest is the probability from which on Score is the probability itself.
const honest = 0.65

// Score turns a probability into an item's score: the same from honest on; below, stretched so that the
// threshold where F1 is best comes to lie at DefaultMinScore.
func (m *Model) Score(p float64) float64 {
	switch {
	case p >= honest:
		return p
	case p >= m.Best:
		return DefaultMinScore + (p-m.Best)/(honest-m.Best)*(honest-DefaultMinScore)
	}
	return p / m.Best * DefaultMinScore
}

//go:embed model.bin
var modelFile []byte

// theModel is the embedded model, nil when there is none that fits this program.
var theModel = sync.OnceValue(func() *Model {
	m, err := DecodeModel(modelFile)
	if err != nil {
		return nil
	}
	return m
})

const modelMagic = "claimwatch model 5\n"

var errModel = errors.New("not a model of this version")

// How many facts a sentence has besides one for each rule, and how many a dating. A model file names by a hash
// those numbers and the rules that it was learnt with, and is refused when there are others now.
const (
	factsBesideRules = 113
	factsOfDating    = 71
)

// countFacts returns how many facts an English sentence has.
func countFacts() int { return factsBesideRules + len(tongueOf("en").words.rules) }

// learntFrom is the hash of what facts there are.
func learntFrom() uint32 {
	h := fnv.New32a()
	_, _ = fmt.Fprintln(h, factsBesideRules, factsOfDating) // a hash takes everything
	for _, r := range tongueOf("en").words.rules {
		_, _ = fmt.Fprintln(h, r.name)
	}
	return h.Sum32()
}

// Encode returns the model as a file.
func (m *Model) Encode() []byte {
	b := append([]byte(nil), modelMagic...)
	for _, v := range []float64{m.Slope, m.Offset, m.Best} {
		b = appendFloat(b, v)
	}
	b = binary.LittleEndian.AppendUint32(b, learntFrom())
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m.Kinds)))
	for _, l := range append([]Linear{m.Words, m.Around}, m.Kinds...) {
		b = appendFloat(appendFloat(b, l.Unit), l.Bias)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(l.Weights)))
		b = append(b, l.Weights...)
	}
	b = m.Net.encode(b)
	for _, f := range append([]Forest{m.Trees, m.Dates}, m.Finer...) {
		b = f.encode(b)
	}
	return b
}

func (f *Forest) encode(b []byte) []byte {
	b = appendFloat(b, f.Base)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(f.Roots)))
	for _, r := range f.Roots {
		b = binary.LittleEndian.AppendUint32(b, uint32(r))
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(f.Nodes)))
	for _, n := range f.Nodes {
		b = binary.LittleEndian.AppendUint16(b, uint16(n.Fact))
		b = binary.LittleEndian.AppendUint16(b, uint16(n.Left))
		b = binary.LittleEndian.AppendUint16(b, uint16(n.Right))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(n.Value))
	}
	return b
}

func appendFloat(b []byte, v float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
}

// DecodeModel reads a model file. The weights stay in the file's bytes.
func DecodeModel(file []byte) (*Model, error) {
	r := modelReader{rest: file}
	if string(r.bytes(len(modelMagic))) != modelMagic {
		return nil, errModel
	}
	m := &Model{Slope: r.float(), Offset: r.float(), Best: r.float()}
	if r.number() != learntFrom() {
		return nil, errModel
	}
	kinds := r.count()
	m.Words, m.Around = r.linear(), r.linear()
	for range kinds {
		m.Kinds = append(m.Kinds, r.linear())
	}
	m.Net = r.net()
	m.Trees, m.Dates = r.forest(), r.forest()
	for range kinds {
		m.Finer = append(m.Finer, r.forest())
	}
	if r.cut || len(r.rest) > 0 || !m.fits() {
		return nil, errModel
	}
	m.Trees.laidOut, m.Dates.laidOut = newSieve(&m.Trees), newSieve(&m.Dates)
	for k := range m.Finer {
		m.Finer[k].laidOut = newSieve(&m.Finer[k])
	}
	return m, nil
}

// fits says whether the model can be asked: its parts are as many as there are kinds, its tables have sizes
// that hashes can be cut to, each way through a tree ends, and no tree asks for a fact that there is not.
func (m *Model) fits() bool {
	if len(m.Kinds) != len(claims.Kinds()) || len(m.Net.Heads) != 1+len(m.Kinds) || !m.Words.fits() || !m.Around.fits() {
		return false
	}
	scores := 2 * len(m.Kinds) // of the kinds, in the word models and in the net
	if !m.Trees.fits(countFacts()) || !m.Dates.fits(factsOfDating+scores+1) {
		return false
	}
	for k := range m.Kinds {
		if !m.Kinds[k].fits() || !m.Finer[k].fits(countFacts()+scores+3) {
			return false
		}
	}
	return true
}

func (l *Linear) fits() bool { return bits.OnesCount(uint(len(l.Weights))) == 1 }

// fits says whether each way through the trees ends, and asks for none but so many facts.
func (f *Forest) fits(facts int) bool {
	n := len(f.Nodes)
	for _, r := range f.Roots {
		if r < 0 || int(r) >= n {
			return false
		}
	}
	for i, node := range f.Nodes {
		if node.Fact < 0 {
			continue
		}
		if int(node.Fact) >= facts || int(min(node.Left, node.Right)) <= i || int(max(node.Left, node.Right)) >= n {
			return false
		}
	}
	return true
}

// A modelReader takes a model file apart; past its end it reads zeros and remembers that.
type modelReader struct {
	rest []byte
	cut  bool
}

func (r *modelReader) bytes(n int) []byte {
	if n > len(r.rest) {
		r.fail()
		return make([]byte, min(n, 64))
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// fail is what a file comes to that does not fit: as if it ended here.
func (r *modelReader) fail() { r.cut, r.rest = true, nil }

func (r *modelReader) float() float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(r.bytes(8)))
}
func (r *modelReader) single() float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(r.bytes(4)))
}
func (r *modelReader) short() uint16 { return binary.LittleEndian.Uint16(r.bytes(2)) }

func (r *modelReader) number() uint32 { return binary.LittleEndian.Uint32(r.bytes(4)) }

// count reads the length of a list, which is not longer than what is left of the file.
func (r *modelReader) count() int {
	n := r.number()
	if uint64(n) > uint64(len(r.rest)) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *modelReader) linear() Linear {
	l := Linear{Unit: r.float(), Bias: r.float()}
	l.Weights = r.bytes(r.count())
	return l
}

func (r *modelReader) forest() Forest {
	f := Forest{Base: r.float()}
	for range r.count() {
		f.Roots = append(f.Roots, int32(r.number()))
	}
	nodes := r.count()
	f.Nodes = make([]Node, 0, nodes)
	for range nodes {
		f.Nodes = append(f.Nodes, Node{
			Fact: int16(r.short()), Left: int16(r.short()), Right: int16(r.short()),
			Value: r.single(),
		})
	}
	return f
}

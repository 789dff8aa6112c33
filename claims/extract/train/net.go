package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"claimwatch/claims"
	"claimwatch/claims/extract"
)

// netConfig says how a net is learnt.
type netConfig struct {
	dims      int       // numbers that stand for a word
	heads     int       // one for whether a sentence leaves something open, and one for each kind
	kindShare float32   // how much the kind counts beside that
	banks     []netBank // of filters
	minUses   int       // in how many places a word must be to be known
	epochs    int
	batch     int     // examples between two steps
	rate      float64 // of the first epoch; halved after each
	drop      float32 // share of the filters' answers that are left out
	blur      float32 // share of the words' numbers that are left out
	seed      uint64
}

type netBank struct{ window, filters int } // as an extract.Bank wants them

// A netRow is an example of a net.
type netRow struct {
	words  []uint32
	label  float32 // 0 to 1
	weight float32
	kind   int // of the item, as claims.Kinds counts; -1 for none
}

// netRows returns the sentences that a net is asked about.
func netRows(list []*document, m *extract.Model) []netRow {
	var rows []netRow
	for _, d := range list {
		for i, s := range extract.Samples(d.claimsReport(), m) {
			if s.Words != nil {
				l := d.labels[i]
				kind := -1
				if l.item >= 0 {
					kind = slices.Index(claims.Kinds(), d.Items[l.item].Kind)
				}
				rows = append(rows, netRow{s.Words, float32(l.positive()), float32(l.weight()), kind})
			}
		}
	}
	return rows
}

// A network is a net while it learns.
type network struct {
	netConfig
	known   []uint32 // hashes of the known words, rising
	words   weights  // dims for each word after those for all unknown ones
	filters []bank
	bias    weights   // one for each head
	said    []float32 // the answer of each head
	errs    []float32 // by how much each is too high
	rng     *rand.Rand
	steps   int

	text    []float32 // of the sentence at hand: dims a word, with room for half a window around
	back    []float32 // what its numbers should have been less
	rows    []int     // where in words each of them is from
	margin  int       // words of that room on each side
	touched []int     // where in words there are slopes
}

// A bank is filters of one window, with what they find in the sentence at hand.
type bank struct {
	netBank
	kernel  weights // window times dims for each filter
	shift   weights // one for each filter
	out     weights // for each head, one for each filter: how much its answer counts
	answers []float32
	places  []int // where each fits best
}

// trainNet fits a net by stochastic gradient descent, in a fixed order for a fixed seed.
func trainNet(rows []netRow, c netConfig) extract.Net {
	n := newNetwork(rows, c)
	order := n.rng.Perm(len(rows))
	rate := c.rate
	for range c.epochs {
		n.rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for some := range slices.Chunk(order, c.batch) {
			for _, k := range some {
				n.learn(&rows[k], 1/float32(len(some)))
			}
			n.step(rate)
		}
		rate /= 2
	}
	return n.fold()
}

func newNetwork(rows []netRow, c netConfig) *network {
	n := &network{netConfig: c, rng: rand.New(rand.NewPCG(c.seed, 13))}
	uses := map[uint32]int{}
	var right, all float64
	for _, r := range rows {
		for _, w := range r.words {
			uses[w]++
		}
		right += float64(r.label * r.weight)
		all += float64(r.weight)
	}
	for w, k := range uses {
		if k >= c.minUses {
			n.known = append(n.known, w)
		}
	}
	slices.Sort(n.known)
	n.words = newWeights((len(n.known)+1)*c.dims, func() float64 { return n.rng.NormFloat64() * 0.1 })
	filters := 0
	for _, b := range c.banks {
		filters += b.filters
		n.margin = max(n.margin, b.window/2)
	}
	for _, b := range c.banks {
		n.filters = append(n.filters, bank{
			netBank: b, answers: make([]float32, b.filters), places: make([]int, b.filters),
			kernel: newWeights(b.filters*b.window*c.dims, n.even(b.window*c.dims)),
			shift:  newWeights(b.filters, n.even(b.window*c.dims)),
			out:    newWeights(n.heads*b.filters, n.even(filters)),
		})
	}
	n.bias = newWeights(n.heads, func() float64 { return 0 })
	n.said, n.errs = make([]float32, n.heads), make([]float32, n.heads)
	if right > 0 && right < all {
		n.bias.now[0] = float32(math.Log(right / (all - right)))
	}
	return n
}

// even returns numbers spread evenly around 0, the narrower the more of them are summed.
func (n *network) even(summed int) func() float64 {
	return func() float64 { return (2*n.rng.Float64() - 1) / math.Sqrt(float64(summed)) }
}

// learn adds up the slopes of one example, which counts share.
func (n *network) learn(r *netRow, share float32) {
	n.read(r.words)
	heads := n.heads
	if r.kind < 0 {
		heads = 1
	}
	n.answer(heads)
	n.judge(r, share, heads)
	for h, e := range n.errs[:heads] {
		n.bias.slope[h] += e
	}
	for i := range n.filters {
		n.filters[i].blame(n, n.errs[:heads])
	}
	keep := 1 / (1 - n.blur)
	for i, at := range n.rows {
		from := (i + n.margin) * n.dims
		for k, v := range n.back[from : from+n.dims] {
			n.words.slope[at+k] += v * keep
		}
	}
	n.touched = append(n.touched, n.rows...)
}

// answer takes down what the first heads say, with some filters left out at random.
func (n *network) answer(heads int) {
	copy(n.said, n.bias.now)
	for i := range n.filters {
		b := &n.filters[i]
		b.listen(n)
		for f := range b.answers {
			if n.rng.Float32() < n.drop {
				b.answers[f] = 0
			}
			b.answers[f] /= 1 - n.drop
			for h := range heads {
				n.said[h] += b.answers[f] * b.out.now[h*b.filters+f]
			}
		}
	}
}

// judge takes down by how much the answers of the first heads are too high: of the very first by the logistic loss,
// of the others by the softmax loss over kinds.
func (n *network) judge(r *netRow, share float32, heads int) {
	share *= r.weight
	n.errs[0] = (float32(1/(1+math.Exp(-float64(n.said[0])))) - r.label) * share
	if heads == 1 {
		return
	}
	errs, surest, sum := n.errs[1:], slices.Max(n.said[1:]), float32(0)
	for k, z := range n.said[1:] {
		errs[k] = float32(math.Exp(float64(z - surest)))
		sum += errs[k]
	}
	for k := range errs {
		errs[k] *= share * n.kindShare / sum
	}
	errs[r.kind] -= share * n.kindShare
}

// read lays the words' numbers out, some of them left out at random.
func (n *network) read(words []uint32) {
	n.rows = n.rows[:0]
	for _, w := range words {
		row := 0
		if k, ok := slices.BinarySearch(n.known, w); ok {
			row = k + 1
		}
		n.rows = append(n.rows, row*n.dims)
	}
	size := (len(words) + 2*n.margin) * n.dims
	n.text, n.back = slices.Grow(n.text[:0], size)[:size], slices.Grow(n.back[:0], size)[:size]
	clear(n.text)
	clear(n.back)
	keep := 1 / (1 - n.blur)
	for i, at := range n.rows {
		from := (i + n.margin) * n.dims
		for k, v := range n.words.now[at : at+n.dims] {
			if n.rng.Float32() >= n.blur {
				n.text[from+k] = v * keep
			}
		}
	}
}

// listen finds where each filter fits best, and what it answers.
func (b *bank) listen(n *network) {
	size := b.window * n.dims
	for f := range b.answers {
		kernel := b.kernel.now[f*size : (f+1)*size]
		best, place := float32(math.Inf(-1)), 0
		for i := range n.rows {
			from := (i + n.margin - b.window/2) * n.dims
			if v := dot(kernel, n.text[from:from+size]); v > best {
				best, place = v, from
			}
		}
		b.answers[f], b.places[f] = max(0, best+b.shift.now[f]), place
	}
}

// blame adds up the slopes of the filters for answers of the heads that were too high by errs. What was left
// out is 0 and has no part in it.
func (b *bank) blame(n *network, errs []float32) {
	size := b.window * n.dims
	keep := 1 / (1 - n.drop)
	for f, v := range b.answers {
		if v == 0 {
			continue
		}
		g := float32(0)
		for h, e := range errs {
			b.out.slope[h*b.filters+f] += e * v
			g += e * b.out.now[h*b.filters+f] * keep
		}
		b.shift.slope[f] += g
		at := b.places[f]
		kernel, slope := b.kernel.now[f*size:(f+1)*size], b.kernel.slope[f*size:(f+1)*size]
		text, back := n.text[at:at+size], n.back[at:at+size]
		for k := range kernel {
			slope[k] += g * text[k]
			if text[k] != 0 {
				back[k] += g * kernel[k]
			}
		}
	}
}

// step moves all weights that have slopes.
func (n *network) step(rate float64) {
	n.steps++
	warm := math.Sqrt(1-math.Pow(0.999, float64(n.steps))) / (1 - math.Pow(0.9, float64(n.steps)))
	r := float32(rate * warm)
	for i := range n.filters {
		b := &n.filters[i]
		for _, w := range []*weights{&b.kernel, &b.shift, &b.out} {
			w.step(0, len(w.now), r)
		}
	}
	n.bias.step(0, n.heads, r)
	slices.Sort(n.touched)
	for _, at := range slices.Compact(n.touched) {
		n.words.step(at, at+n.dims, r)
	}
	n.touched = n.touched[:0]
}

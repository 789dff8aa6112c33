package extract

import (
	"encoding/binary"
	"math"
)

// A Net is a convolutional network of one layer over the words of a sentence. Each filter looks at a few
// words in a row; what counts is the place where it fits best. What a filter makes of each word at each place
// of its window is multiplied out beforehand, so that a filter's answer is a sum of a few bytes.
type Net struct {
	Words []byte // the hashes of the words that it knows, little endian, rising
	Rows  []byte // a row for all unknown words, one for each known, and one of nothing; in it bank by bank, place by place
	Banks []Bank
	Heads []Head // the first says how far the sentence leaves something open, the others what kind that is
}

// A Head is a question about a sentence: its answer is bias plus the weighed answers of all filters.
type Head struct {
	Bias    float32
	Weights []float32 // bank by bank
}

// A Bank is filters that look at equally many words: MaxWindow at most. They are a multiple of FiltersAtOnce.
type Bank struct {
	Window  int
	Filters []Filter
}

// A Filter makes its answer of the largest of its sums: unit times sum plus bias, but not less than 0.
type Filter struct {
	Unit float32 // what 1 in its rows stands for, in which Nothing is 0
	Bias float32
}

// What rows and banks keep to.
const (
	Nothing       = 128
	MaxWindow     = 9
	FiltersAtOnce = 8
)

const (
	maxNetWords = 256 // the others of a sentence are passed by
	netMargin   = MaxWindow / 2

	usualFilters = 128 // more cost memory
)

// width is how many bytes a row has.
func (n *Net) width() int {
	w := 0
	for i := range n.Banks {
		w += n.Banks[i].width()
	}
	return w
}

func (b *Bank) width() int { return b.Window * len(b.Filters) }

// Weigh returns how far a sentence of these words leaves something open, as log odds; 0 without heads.
func (n *Net) Weigh(words []uint32) float64 {
	var room [usualFilters]float32
	return n.whether(n.answers(room[:0], words))
}

// Kinds returns what speaks for each kind, in the order of claims.Kinds, if a sentence of these words leaves
// something open; nil without heads.
func (n *Net) Kinds(words []uint32) []float32 {
	var room [usualFilters]float32
	return n.which(nil, n.answers(room[:0], words))
}

// whether is what Weigh returns, by the answers of the filters.
func (n *Net) whether(answers []float32) float64 {
	if len(n.Heads) == 0 {
		return 0
	}
	return float64(n.Heads[0].weigh(answers))
}

// which appends what Kinds returns, by the answers of the filters.
func (n *Net) which(list, answers []float32) []float32 {
	for i := 1; i < len(n.Heads); i++ {
		list = append(list, n.Heads[i].weigh(answers))
	}
	return list
}

func (h *Head) weigh(answers []float32) float32 {
	sum := h.Bias
	for i, w := range h.Weights[:len(answers)] {
		sum += w * answers[i]
	}
	return sum
}

// answers appends what each filter makes of the words.
func (n *Net) answers(list []float32, words []uint32) []float32 {
	words = words[:min(len(words), maxNetWords)]
	width := n.width()
	nothing := (len(n.Words)/4 + 1) * width
	var starts [maxNetWords + 2*netMargin]int // of the words' rows
	for i := range netMargin {
		starts[i], starts[netMargin+len(words)+i] = nothing, nothing
	}
	for i, w := range words {
		starts[netMargin+i] = n.row(w) * width
	}
	from := 0
	for i := range n.Banks {
		list = n.Banks[i].answers(list, n.Rows, starts[:len(words)+2*netMargin], from)
		from += n.Banks[i].width()
	}
	return list
}

// row returns the number of the word's row: 0 when the net does not know it.
func (n *Net) row(word uint32) int {
	low, high := 0, len(n.Words)/4
	for low < high {
		mid := (low + high) / 2
		if binary.LittleEndian.Uint32(n.Words[4*mid:]) < word {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if 4*low < len(n.Words) && binary.LittleEndian.Uint32(n.Words[4*low:]) == word {
		return low + 1
	}
	return 0
}

// answers appends the answers of the bank's filters. starts are where the words' rows begin, with a margin on each
// side; the bank's bytes in them begin at from.
func (b *Bank) answers(list []float32, rows []byte, starts []int, from int) []float32 {
	for f := 0; f+FiltersAtOnce <= len(b.Filters); f += FiltersAtOnce {
		even, odd := b.best(rows, starts, from+f)
		for i := range FiltersAtOnce / 2 {
			list = append(list, b.Filters[f+2*i].answer(even>>(16*i)&0xffff, b.Window), b.Filters[f+2*i+1].answer(odd>>(16*i)&0xffff, b.Window))
		}
	}
	return list
}

// answer is what becomes of the sum of window bytes.
func (f *Filter) answer(sum uint64, window int) float32 {
	return max(0, float32(int(sum)-window*Nothing)*f.Unit+f.Bias)
}

// Lanes are four numbers of 15 bits in a word of 64, added and compared at once.
const (
	lowBytes = 0x00ff00ff00ff00ff
	topBits  = 0x8000800080008000
)

// best returns the sums of FiltersAtOnce filters at their best places, as lanes: the first, third, fifth and
// seventh, and the others. The first filter's bytes begin at from.
func (b *Bank) best(rows []byte, starts []int, from int) (even, odd uint64) {
	for center := netMargin; center < len(starts)-netMargin; center++ {
		at, first := from, center-b.Window/2
		var e, o uint64
		for _, start := range starts[first : first+b.Window] {
			v := binary.LittleEndian.Uint64(rows[start+at:])
			e += v & lowBytes
			o += v >> 8 & lowBytes
			at += len(b.Filters)
		}
		even, odd = maxLanes(even, e), maxLanes(odd, o)
	}
	return even, odd
}

// maxLanes returns the larger number of each lane.
func maxLanes(a, b uint64) uint64 {
	first := ((a | topBits) - b) & topBits // where a's is
	first -= first >> 15
	return a&first | b&^first
}

func appendSingle(b []byte, v float32) []byte {
	return binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
}

func (n *Net) encode(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(n.Banks)))
	for _, k := range n.Banks {
		b = binary.LittleEndian.AppendUint32(b, uint32(k.Window))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(k.Filters)))
		for _, f := range k.Filters {
			b = appendSingle(appendSingle(b, f.Unit), f.Bias)
		}
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(n.Heads)))
	for _, h := range n.Heads {
		b = appendSingle(b, h.Bias)
		for _, w := range h.Weights {
			b = appendSingle(b, w)
		}
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(n.Words)/4))
	return append(append(b, n.Words...), n.Rows...)
}

// net reads a net; one that could not be asked ends the file.
func (r *modelReader) net() Net {
	var n Net
	all := 0
	for range r.count() {
		b := Bank{Window: int(r.number())}
		filters := r.count()
		if b.Window > MaxWindow || filters%FiltersAtOnce != 0 {
			r.fail()
			return Net{}
		}
		for range filters {
			b.Filters = append(b.Filters, Filter{r.single(), r.single()})
		}
		n.Banks = append(n.Banks, b)
		all += filters
	}
	heads := r.count()
	if heads*(all+1) > len(r.rest)/4 { // else short files could ask for much memory
		r.fail()
		return Net{}
	}
	for range heads {
		h := Head{Bias: r.single()}
		for range all {
			h.Weights = append(h.Weights, r.single())
		}
		n.Heads = append(n.Heads, h)
	}
	words := r.count()
	n.Words = r.bytes(4 * words)
	n.Rows = r.bytes((words + 2) * n.width())
	return n
}

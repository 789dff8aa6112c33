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
	Bias  float64
}

// A Bank is filters that look at equally many words: MaxWindow at most. They are a multiple of FiltersAtOnce.
type Bank struct {
	Window  int
	Filters []Filter
}

// A Filter makes its answer of the largest of its sums: unit times sum plus bias, but not less than 0.
type Filter struct {
	Unit   float32 // what 1 in its rows stands for, in which Nothing is 0
	Bias   float32
	Weight float32 // of its answer in the net's
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

// Weigh returns how far a sentence of these words leaves something open, as log odds.
func (n *Net) Weigh(words []uint32) float64 {
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
	sum, from := n.Bias, 0
	for i := range n.Banks {
		sum += n.Banks[i].answer(n.Rows, starts[:len(words)+2*netMargin], from)
		from += n.Banks[i].width()
	}
	return sum
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

// answer returns the sum of the answers of the bank's filters. starts are where the words' rows begin, with a
// margin on each side; the bank's bytes in them begin at from.
func (b *Bank) answer(rows []byte, starts []int, from int) float64 {
	sum := float32(0)
	for f := 0; f+FiltersAtOnce <= len(b.Filters); f += FiltersAtOnce {
		even, odd := b.best(rows, starts, from+f)
		for i := range FiltersAtOnce / 2 {
			sum += b.Filters[f+2*i].answer(even>>(16*i)&0xffff, b.Window)
			sum += b.Filters[f+2*i+1].answer(odd>>(16*i)&0xffff, b.Window)
		}
	}
	return float64(sum)
}

// answer is what becomes of the sum of window bytes.
func (f *Filter) answer(sum uint64, window int) float32 {
	return max(0, float32(int(sum)-window*Nothing)*f.Unit+f.Bias) * f.Weight
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

func (n *Net) encode(b []byte) []byte {
	b = appendFloat(b, n.Bias)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(n.Banks)))
	for _, k := range n.Banks {
		b = binary.LittleEndian.AppendUint32(b, uint32(k.Window))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(k.Filters)))
		for _, f := range k.Filters {
			for _, v := range [...]float32{f.Unit, f.Bias, f.Weight} {
				b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
			}
		}
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(n.Words)/4))
	return append(append(b, n.Words...), n.Rows...)
}

// net reads a net; one that Weigh could not work with ends the file.
func (r *modelReader) net() Net {
	n := Net{Bias: r.float()}
	for range r.count() {
		b := Bank{Window: int(r.number())}
		filters := r.count()
		if b.Window > MaxWindow || filters%FiltersAtOnce != 0 {
			r.fail()
			return Net{}
		}
		for range filters {
			b.Filters = append(b.Filters, Filter{r.single(), r.single(), r.single()})
		}
		n.Banks = append(n.Banks, b)
	}
	words := r.count()
	n.Words = r.bytes(4 * words)
	n.Rows = r.bytes((words + 2) * n.width())
	return n
}

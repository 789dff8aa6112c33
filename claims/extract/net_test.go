package extract_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"claimwatch/claims"
	"claimwatch/claims/extract"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// smallNet knows the words 10 and 20. Its third filter of three words fits where 10 stands right before 20, its
// last of one word where an unknown word stands; the others are silent. The first kind is heard in the third filter,
// the other kinds in none.
func smallNet() extract.Net {
	n := extract.Net{
		Words: binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, 10), 20),
		Rows:  bytes.Repeat([]byte{extract.Nothing}, 4*(3*8+8)),
		Banks: []extract.Bank{{Window: 3, Filters: make([]extract.Filter, 8)}, {Window: 1, Filters: make([]extract.Filter, 8)}},
	}
	for range 1 + len(claims.Kinds()) {
		n.Heads = append(n.Heads, extract.Head{Bias: -1, Weights: make([]float32, 16)})
	}
	n.Heads[0].Bias = 0.25
	n.Banks[0].Filters[2] = extract.Filter{Unit: 0.1, Bias: -8}
	n.Banks[1].Filters[7] = extract.Filter{Unit: 1, Bias: 0.5}
	n.Heads[0].Weights[2], n.Heads[0].Weights[15] = 2, -1
	n.Heads[1].Weights[2] = 3
	n.Rows[0*32+24+7] += 3 // an unknown word
	n.Rows[1*32+2] += 60   // 10, before
	n.Rows[1*32+8+2] -= 90 // 10, here
	n.Rows[2*32+8+2] += 50 // 20, here
	return n
}

func TestNet_WeighsWordsByWhatStandsNearThem(t *testing.T) {
	t.Parallel()
	n := smallNet()
	for _, c := range []struct {
		name  string
		words []uint32
		want  float64
	}{
		{"no word", nil, 0.25},
		{"in order", []uint32{10, 20}, 0.25 + 2*3 - 0.5},
		{"in order, twice, counts once", []uint32{10, 20, 10, 20}, 0.25 + 2*3 - 0.5},
		{"the other way round", []uint32{20, 10}, 0.25 - 0.5},
		{"apart", []uint32{10, 10, 10, 7, 20}, 0.25 - 3.5},
		{"an unknown word", []uint32{7}, 0.25 - 3.5},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := n.Weigh(c.words); math.Abs(got-c.want) > 1e-5 {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestNet_TellsKindsByTheSameFilters(t *testing.T) {
	t.Parallel()
	n := smallNet()
	for _, c := range []struct {
		name  string
		words []uint32
		want  []float32
	}{
		{"in order", []uint32{10, 20}, []float32{8, -1, -1, -1, -1, -1, -1}},
		{"the other way round", []uint32{20, 10}, []float32{-1, -1, -1, -1, -1, -1, -1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, n.Kinds(c.words), cmpopts.EquateApprox(0, 1e-5)); diff != "" {
				t.Error(diff)
			}
		})
	}
	deaf := smallNet()
	deaf.Heads = nil
	if deaf.Weigh([]uint32{10, 20}) != 0 || deaf.Kinds([]uint32{10, 20}) != nil {
		t.Error("a net without heads says something")
	}
}

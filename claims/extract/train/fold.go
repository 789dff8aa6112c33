package main

import (
	"bytes"
	"encoding/binary"
	"math"

	"claimwatch/claims/extract"
)

// fold multiplies out what each filter makes of each word at each place of its window.
func (n *network) fold() extract.Net {
	var net extract.Net
	for _, w := range n.known {
		net.Words = binary.LittleEndian.AppendUint32(net.Words, w)
	}
	width := 0
	for i := range n.filters {
		width += n.filters[i].window * n.filters[i].filters
	}
	net.Rows = bytes.Repeat([]byte{extract.Nothing}, (len(n.known)+2)*width)
	from := 0
	for i := range n.filters {
		b := &n.filters[i]
		net.Banks = append(net.Banks, b.fold(n, net.Rows, width, from))
		from += b.window * b.filters
	}
	for h, bias := range n.bias.now {
		net.Heads = append(net.Heads, extract.Head{Bias: bias})
		for i := range n.filters {
			b := &n.filters[i]
			net.Heads[h].Weights = append(net.Heads[h].Weights, b.out.now[h*b.filters:(h+1)*b.filters]...)
		}
	}
	return net
}

// fold writes the bank's part of each row, width numbers apart and beginning at from.
func (b *bank) fold(n *network, rows []byte, width, from int) extract.Bank {
	out := extract.Bank{Window: b.window}
	made := make([]float32, b.window*(len(n.known)+1)) // by place, then by word
	for f := range b.filters {
		top := float32(1e-9)
		for place := range b.window {
			kernel := b.kernel.now[(f*b.window+place)*n.dims:][:n.dims]
			for w := range len(n.known) + 1 {
				v := dot(kernel, n.words.now[w*n.dims:][:n.dims])
				made[place*(len(n.known)+1)+w] = v
				top = max(top, v, -v)
			}
		}
		unit := top / 127
		for place := range b.window {
			for w := range len(n.known) + 1 {
				v := made[place*(len(n.known)+1)+w] / unit
				rows[w*width+from+place*b.filters+f] = byte(extract.Nothing + math.Round(float64(v)))
			}
		}
		out.Filters = append(out.Filters, extract.Filter{Unit: unit, Bias: b.shift.now[f]})
	}
	return out
}

package extract

import (
	"slices"

	"claimwatch/claims"
)

// A Sample is what the model sees of one sentence. The training program learns from samples; nothing
// else needs them.
type Sample struct {
	Start, End int         // bytes in the text
	Grams      []uint32    // hashes of its n-grams, for the word model
	Words      []uint32    // hashes of its words, for the net; nil when that is not asked about it
	Kinds      []float32   // what speaks for each kind, by the net, asked about it or not; nil without a net
	Facts      []float32   // numbers for the trees; nil when no model was given
	Named      claims.Kind // what rules alone say its kind is, "" when none does
	Datings    []Dating    // the dates that its matter may be due at; nil when no model was given
}

// Samples returns the sentences of an English report in order. Of m only the word model and the net are
// used; without m there are Grams alone.
func Samples(r claims.Report, m *Model) []Sample {
	d := &desk{report: r, tongue: tongueOf("en")}
	var list []Sample
	for at := 0; at < len(r.Text); at = d.section.end {
		d.read(at)
		list = append(list, d.samples(m)...)
	}
	return list
}

func (d *desk) samples(m *Model) []Sample {
	list := make([]Sample, len(d.section.sentences))
	for i, s := range d.section.sentences {
		list[i].Start, list[i].End = s.start, s.end
		list[i].Grams, d.seq = d.grams(nil, d.seq, i)
	}
	if m == nil {
		return list
	}
	p := d.weigh(m)
	for i := range list {
		words := d.symbols(nil, i)
		if d.asksNet(i) {
			list[i].Words = words
		}
		list[i].Kinds = m.Net.Kinds(words)
		list[i].Facts, list[i].Named = d.facts(nil, i, p), d.named(i)
		d.datings(i, d.surest(i), true, func(due claims.Due, f facts, around []uint32) {
			list[i].Datings = append(list[i].Datings, Dating{due, slices.Clone(f), slices.Clone(around)})
		})
	}
	return list
}

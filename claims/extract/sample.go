package extract

import "claimwatch/claims"

// A Sample is what the model sees of one sentence. The training program learns from samples; nothing
// else needs them.
type Sample struct {
	Start, End int         // bytes in the text
	Grams      []uint32    // hashes of its n-grams, for the word model
	Facts      []float32   // numbers for the trees; nil when no weigh was given
	Named      claims.Kind // what rules alone say its kind is, "" when none does
	Datings    []Dating    // the dates that its matter may be due at; nil when no weigh was given
}

// Samples returns the sentences of an English report in order. weigh is the word model; without it
// there are no Facts.
func Samples(r claims.Report, weigh func(grams []uint32) float64) []Sample {
	d := &desk{report: r, tongue: tongueOf("en")}
	var list []Sample
	for at := 0; at < len(r.Text); at = d.section.end {
		d.read(at)
		list = append(list, d.samples(weigh)...)
	}
	return list
}

func (d *desk) samples(weigh func([]uint32) float64) []Sample {
	list := make([]Sample, len(d.section.sentences))
	scores := make([]float64, len(list))
	var seq []uint32
	for i, s := range d.section.sentences {
		list[i].Start, list[i].End = s.start, s.end
		list[i].Grams, seq = d.grams(nil, seq, i)
		if weigh != nil {
			scores[i] = weigh(list[i].Grams)
		}
	}
	if weigh == nil {
		return list
	}
	p := d.profile(scores)
	for i := range list {
		list[i].Facts, list[i].Named = d.facts(nil, i, p), d.named(i)
		d.datings(i, d.surest(i), func(_ int, due claims.Due, f facts) {
			list[i].Datings = append(list[i].Datings, Dating{due, append([]float32(nil), f...)})
		})
	}
	return list
}

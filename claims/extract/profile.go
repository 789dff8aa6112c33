package extract

import (
	"math/bits"
	"slices"
)

// A profile is what all sentences of a section have in common.
type profile struct {
	scores               []float64 // of the word model, by sentence
	ranked               []float64 // the same, in order of size
	best, mean, topThree float64
	netScores            []float32 // of the net, by sentence
	bestNet              float32   // the best of them
	positive             int
	ahead                int // dates ahead
	class                [numClasses]float32
	title                bitset
	titled               float32       // how many words the title has
	words                [4096]float32 // how often each word of content stands in the section, by its hash
	content              [][]uint32    // the words of content of each sentence
	all                  []uint32      // the same, in one list
	telling              []int         // the sentences that the word model thinks something of
}

// profile sums the section up, of which scores and netScores are known. What it returns is written over by the
// next profile.
func (d *desk) profile() *profile {
	scores, p := d.scores, &d.summed
	*p = profile{
		scores: scores, ranked: append(p.ranked[:0], scores...), best: -99, netScores: d.netScores, bestNet: noNetScore,
		content: p.content[:0], all: p.all[:0], telling: p.telling[:0],
	}
	slices.Sort(p.ranked)
	var top [3]float64
	for k := range top {
		top[k] = -5
	}
	for i, v := range scores {
		p.mean += v / float64(len(scores))
		p.best = max(p.best, v)
		p.bestNet = max(p.bestNet, p.netScores[i])
		for k := range top {
			if v > top[k] {
				v, top[k] = top[k], v
			}
		}
		if scores[i] > 0 {
			p.positive++
		}
		if scores[i] >= -1 {
			p.telling = append(p.telling, i)
		}
		for c := d.marks[i].class & allClasses; c != 0; c &= c - 1 {
			p.class[bits.TrailingZeros64(uint64(c))] += 1 / float32(len(scores))
		}
	}
	p.topThree = (top[0] + top[1] + top[2]) / 3
	for k, e := range d.dates {
		if !e.Vague && d.lies[k] > 0 {
			p.ahead++
		}
	}
	d.titleWords(p)
	d.contentWords(p)
	return p
}

func (d *desk) contentWords(p *profile) {
	p.all = slices.Grow(p.all, len(d.section.tokens))
	for _, s := range d.section.sentences {
		from := len(p.all)
		for k := s.first; k < s.last; k++ {
			if t := &d.section.tokens[k]; isContent(t) {
				p.words[t.hash&4095]++
				p.all = append(p.all, t.hash)
			}
		}
		p.content = append(p.content, p.all[from:])
	}
}

func (d *desk) titleWords(p *profile) {
	title := d.report.Title
	for t := (token{}); t.next(title, t.end, len(title)); {
		if d.tongue.words.look(&t); isContent(&t) {
			p.title.add(t.hash)
			p.titled++
		}
	}
}

// isContent says whether the word is about something: long enough, and none of the small words.
func isContent(t *token) bool {
	return t.shape != shapeMark && t.end-t.start > 3 && t.class&(classStarter|classThird|classFirst|classNegation|classReport|classHedge) == 0
}

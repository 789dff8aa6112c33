package extract

import (
	"slices"

	"claimwatch/claims"
)

// Limits of merging: two candidates are one matter when they share so large a part of their words of
// content, and it is not a matter of two different days.
const sameMatter = 0.45

// merge makes candidates that state the same matter one: the surest keeps its quote, the others support
// it. The order of the text stays.
func (d *desk) merge() {
	keep := d.found[:0]
	for _, c := range d.found {
		if d.asksWhen(keep, c) {
			keep[len(keep)-1].support = append(keep[len(keep)-1].support, c.sentence)
			continue
		}
		if d.leavesUnanswered(keep, c) {
			o := &keep[len(keep)-1]
			c.support = append(o.support, o.sentence)
			*o = c
			continue
		}
		if k := earlier(keep, c); k >= 0 {
			o := &keep[k]
			if c.score > o.score {
				c.support = append(o.support, o.sentence)
				*o = c
			} else {
				o.support = append(o.support, c.sentence)
			}
			continue
		}
		keep = append(keep, c)
	}
	d.found = keep
	for i := range d.found {
		slices.Sort(d.found[i].support)
	}
	slices.SortStableFunc(d.found, func(a, b candidate) int { return a.sentence - b.sentence })
}

// ruleNoDate is the rule of sentences that only say that a date is not known.
const ruleNoDate = "nodate"

// asksWhen says whether the candidate only leaves open when the act or event right before it will be.
func (d *desk) asksWhen(list []candidate, c candidate) bool {
	if len(list) == 0 || !d.fits(&d.marks[c.sentence], ruleNoDate) {
		return false
	}
	o := list[len(list)-1]
	same := d.section.sentences[o.sentence].paragraph == d.section.sentences[c.sentence].paragraph
	return same && c.sentence-o.sentence <= 2 &&
		(o.kind == claims.KindPlan || o.kind == claims.KindEvent || o.kind == claims.KindInvitation)
}

// leavesUnanswered says whether the candidate is the silence on what the sentence right before it asks.
func (d *desk) leavesUnanswered(list []candidate, c candidate) bool {
	if len(list) == 0 || c.kind != claims.KindResponse {
		return false
	}
	o := list[len(list)-1]
	same := d.section.sentences[o.sentence].paragraph == d.section.sentences[c.sentence].paragraph
	return same && o.sentence == c.sentence-1 && (o.kind == claims.KindInvitation || o.kind == claims.KindAllegation)
}

// earlier returns the candidate of the list that states the same matter as c, or -1.
func earlier(list []candidate, c candidate) int {
	if len(list) == 0 {
		return -1
	}
	var mine bitset
	for _, h := range c.content {
		mine.add(h)
	}
	for k := len(list) - 1; k >= max(0, len(list)-maxCompared); k-- {
		if likeness(&mine, float32(len(c.content)), list[k].content) >= sameMatter {
			return k
		}
	}
	return -1
}

// contentOf returns the sentence's words of content.
func (d *desk) contentOf(i int) []uint32 {
	s := d.section.sentences[i]
	var list []uint32
	for k := s.first; k < s.last; k++ {
		if t := &d.section.tokens[k]; isContent(t) {
			list = append(list, t.hash)
		}
	}
	return list
}

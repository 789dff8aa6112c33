package extract

import (
	"claimwatch/claims"
	"claimwatch/claims/dates"
)

// findDates reads the date expressions of the section.
func (d *desk) findDates(from int) {
	d.dates = dates.FindIn(d.report.Text[from:d.section.end], string(d.tongue.code), d.report.Published.UTC())
	for i := range d.dates {
		d.dates[i].Start += from
		d.dates[i].End += from
	}
}

// due returns the days by which the candidate should be settled, as its sentence or, failing that, a
// sentence that supports it says; unknown when none does.
func (d *desk) due(c *candidate) claims.Due {
	if due := d.dueIn(c.sentence, c.cue); due.Known() {
		return due
	}
	for _, k := range c.support {
		if due := d.dueIn(k, hit{rule: -1}); due.Known() {
			return due
		}
	}
	return claims.Due{}
}

// dueIn returns the date of sentence i that fits what the cue says best: ahead rather than today, right
// after the cue rather than far from it, a deadline rather than another date.
func (d *desk) dueIn(i int, cue hit) claims.Due {
	s := d.section.sentences[i]
	best, bestScore := -1, 0.0
	for k := d.firstDate(s); k < len(d.dates) && d.dates[k].Start < s.end; k++ {
		if score := d.fits(d.dates[k], s, cue); score > bestScore {
			best, bestScore = k, score
		}
	}
	if best < 0 {
		return claims.Due{}
	}
	return d.dueOf(d.dates[best])
}

// fits says how well the date can be when the matter of the cue should be settled; 0 is not at all.
func (d *desk) fits(e dates.Expression, s sentence, cue hit) float64 {
	if e.Vague || e.Past || e.Tense == dates.PastTense {
		return 0
	}
	score := 1.0
	switch where := ahead(e, d.report.Published); {
	case where < 0:
		return 0
	case where == 0 && e.Tense != dates.FutureTense && !e.Deadline && e.Precision == dates.Day:
		score = 0.3
	}
	if e.Deadline {
		score += 0.5
	}
	if e.Tense == dates.FutureTense {
		score += 0.5
	}
	if e.Attributive {
		score -= 0.3
	}
	if e.Since && !e.Deadline {
		score -= 0.2
	}
	if cue.rule >= 0 {
		from := d.section.tokens[cue.first].start
		distance := float64(e.Start-from) / 200
		if distance < 0 {
			distance = -distance * 1.3
		}
		score -= min(distance, 0.6)
	}
	return score
}

// dueOf takes a date expression for a due date. A span that began before the publication day counts from
// that day on when it is a week or more.
func (d *desk) dueOf(e dates.Expression) claims.Due {
	return claims.Due{Start: claims.DayOf(e.First), End: claims.DayOf(e.Last), Precision: claims.Precision(e.Precision)}
}

// firstDate is the first date expression that ends after the beginning of the sentence.
func (d *desk) firstDate(s sentence) int {
	lo, hi := 0, len(d.dates)
	for lo < hi {
		if mid := (lo + hi) / 2; d.dates[mid].End <= s.start {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// ahead says where a date lies as seen from the publication day: 1 ahead, 0 that day or a span
// around it, -1 past.
func ahead(e dates.Expression, published claims.Day) int {
	switch first, last := claims.DayOf(e.First), claims.DayOf(e.Last); {
	case last < published:
		return -1
	case first > published:
		return 1
	}
	return 0
}

func dateSymbol(e dates.Expression, published claims.Day) uint32 {
	if e.Vague {
		return symbolDateVague
	}
	switch ahead(e, published) {
	case 1:
		return symbolDateAhead
	case 0:
		return symbolDateToday
	}
	return symbolDatePast
}

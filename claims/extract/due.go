package extract

import (
	"strings"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/dates"
)

// findDates reads the date expressions of the section.
func (d *desk) findDates(from int) {
	published := d.report.Published.UTC()
	d.dates = dates.FindOver(d.dates, d.report.Text[from:d.section.end], string(d.tongue.code), published)
	d.lies = d.lies[:0]
	for i := range d.dates {
		d.dates[i].Start += from
		d.dates[i].End += from
		d.lies = append(d.lies, ahead(&d.dates[i], published))
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
	return d.dueOfOccasion(c)
}

// dueOfOccasion returns the date that the report gives elsewhere for an occasion that the candidate's
// sentence names (a summit, a vote), if it is one date.
func (d *desk) dueOfOccasion(c *candidate) claims.Due {
	s := d.section.sentences[c.sentence]
	for k := s.first; k < s.last; k++ {
		t := d.section.tokens[k]
		if t.class&classOccasion == 0 {
			continue
		}
		if due := d.dateOf(t.hash); due.Known() {
			return due
		}
	}
	return claims.Due{}
}

// near is how many bytes a date may stand from the occasion that it belongs to.
const near = 60

// dateOf returns the one date ahead that stands close to the word anywhere in the section.
func (d *desk) dateOf(word uint32) claims.Due {
	var due claims.Due
	at := 0
	for i := range d.dates {
		e := &d.dates[i]
		if e.Vague || e.Past || e.Since || d.lies[i] <= 0 {
			continue
		}
		for at < len(d.section.tokens) && d.section.tokens[at].end < e.Start-near {
			at++
		}
		for k := at; k < len(d.section.tokens) && d.section.tokens[k].start < e.End+near/3; k++ {
			if d.section.tokens[k].hash != word {
				continue
			}
			found := d.dueOf(*e)
			if due.Known() && due != found {
				return claims.Due{}
			}
			due = found
			break
		}
	}
	return due
}

// dueIn returns the date of sentence i that fits what the cue says best: ahead rather than today, right
// after the cue rather than far from it, a deadline rather than another date.
func (d *desk) dueIn(i int, cue hit) claims.Due {
	s := d.section.sentences[i]
	best, bestScore := -1, 0.0
	for k := d.firstDate(s); k < len(d.dates) && d.dates[k].Start < s.end; k++ {
		if score := d.suits(d.dates[k], cue); score > bestScore {
			best, bestScore = k, score
		}
	}
	if best < 0 {
		return claims.Due{}
	}
	return d.joined(best)
}

// joined returns the due date of date k, together with the one after it in "Friday and Saturday".
func (d *desk) joined(k int) claims.Due {
	due := d.dueOf(d.dates[k])
	if k+1 >= len(d.dates) || due.Precision != claims.PrecisionDay {
		return due
	}
	next := d.dueOf(d.dates[k+1])
	between := d.report.Text[d.dates[k].End:d.dates[k+1].Start]
	if next.Precision == due.Precision && next.Start == due.End+1 && len(between) < 10 &&
		(strings.HasPrefix(strings.TrimPrefix(between, ","), " and ") || strings.HasPrefix(between, " or ")) {
		due.End = next.End
	}
	return due
}

// bareYear says whether the date is a year that only tells which: "the 2032 Olympics", not "in 2032".
func (d *desk) bareYear(e dates.Expression) bool {
	if e.Precision != dates.Year || e.End-e.Start != 4 {
		return false
	}
	before := d.report.Text[max(0, e.Start-10):e.Start]
	for _, p := range [...]string{"in ", "by ", "til ", "through ", "since ", "before ", "or ", "and ", "late ", "early ", "for ", "to "} {
		if strings.HasSuffix(before, p) {
			return false
		}
	}
	return true
}

// suits says how well the date can be when the matter of the cue should be settled; 0 is not at all.
func (d *desk) suits(e dates.Expression, cue hit) float64 {
	if e.Vague || e.Past || e.Tense == dates.PastTense || e.Attributive && e.Precision == dates.Year || d.bareYear(e) {
		return 0
	}
	score := 1.0
	switch where := ahead(&e, d.report.Published.UTC()); {
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

// dueOf takes a date expression for a due date. "This year" counts from the publication day on; of days
// that begin on it the last one is due.
func (d *desk) dueOf(e dates.Expression) claims.Due {
	due := claims.Due{Start: claims.DayOf(e.First), End: claims.DayOf(e.Last), Precision: claims.Precision(e.Precision)}
	switch {
	case due.Start > d.report.Published || due.End < d.report.Published:
	case e.Precision == dates.Day && due.Start == d.report.Published:
		due.Start = due.End
	case e.Precision == dates.Month || e.Precision == dates.Year:
		if words := strings.ToLower(d.report.Text[e.Start:e.End]); strings.Contains(words, "this") || strings.Contains(words, "later") {
			due.Start = d.report.Published
		}
	}
	return due
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
func ahead(e *dates.Expression, published time.Time) int8 {
	switch {
	case e.Last.Before(published):
		return -1
	case e.First.After(published):
		return 1
	}
	return 0
}

func (d *desk) dateSymbol(k int) uint32 {
	if d.dates[k].Vague {
		return symbolDateVague
	}
	switch d.lies[k] {
	case 1:
		return symbolDateAhead
	case 0:
		return symbolDateToday
	}
	return symbolDatePast
}

// carried is how many sentences a date is carried on over.
const carried = 12

// carryDates gives events without a date the date of the event told just before, as "There she will meet the
// king" takes that of "On June 7 she will arrive in Oslo".
func (d *desk) carryDates() {
	last := -1
	for i := range d.found {
		c := &d.found[i]
		if c.kind != claims.KindEvent {
			continue
		}
		if c.due.Known() {
			last = i
			if c.due.Days() > 14 {
				last = -1
			}
			continue
		}
		if last >= 0 && c.sentence-d.found[last].sentence <= carried && d.goesOn(c.sentence) {
			c.due = d.found[last].due
		}
	}
}

// goesOn says whether sentence i goes on with what was told before: it names no time of its own and
// begins with a pronoun, a place, "then", "after" or "while", or tells what its subject will do.
func (d *desk) goesOn(i int) bool {
	s := d.section.sentences[i]
	if k := d.firstDate(s); k < len(d.dates) && d.dates[k].Start < s.end {
		return false
	}
	return d.marks[i].class&classWill != 0
}

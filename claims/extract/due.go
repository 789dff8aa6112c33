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

// due returns the days by which sentence i should be settled: its first date that is not over.
func (d *desk) due(i int) claims.Due {
	s := d.section.sentences[i]
	for _, e := range d.dates {
		if e.Start < s.start || e.End > s.end || e.Vague || e.Past || e.Since {
			continue
		}
		return dueOf(e)
	}
	return claims.Due{}
}

func dueOf(e dates.Expression) claims.Due {
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

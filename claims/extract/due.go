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

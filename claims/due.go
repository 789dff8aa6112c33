package claims

import "encoding/json"

// Precision says how exactly a due date is known.
type Precision string

// The precisions of a due date, finest first.
const (
	PrecisionDay     Precision = "day"
	PrecisionWeek    Precision = "week"
	PrecisionMonth   Precision = "month"
	PrecisionQuarter Precision = "quarter"
	PrecisionSeason  Precision = "season"
	PrecisionYear    Precision = "year"
)

// Precisions lists them, finest first.
func Precisions() []Precision {
	return []Precision{PrecisionDay, PrecisionWeek, PrecisionMonth, PrecisionQuarter, PrecisionSeason, PrecisionYear}
}

// Valid reports whether p is one of the six.
func (p Precision) Valid() bool {
	switch p {
	case PrecisionDay, PrecisionWeek, PrecisionMonth, PrecisionQuarter, PrecisionSeason, PrecisionYear:
		return true
	}
	return false
}

// A Due is the span of calendar days, both included, by which or on which a claim should be
// settled. The zero Due is unknown and is null in JSON.
type Due struct {
	Start     Day       `json:"start"`
	End       Day       `json:"end"`
	Precision Precision `json:"precision"`
}

// Known reports whether there is a date at all.
func (d Due) Known() bool { return d.Start != 0 }

// Days returns the length of the span in days; an unknown due has none.
func (d Due) Days() int {
	if !d.Known() {
		return 0
	}
	return int(d.End-d.Start) + 1
}

// String returns "2025-05-09", "2025-05-09/2025-05-11", or "" when unknown.
func (d Due) String() string {
	switch {
	case !d.Known():
		return ""
	case d.Start == d.End:
		return d.Start.String()
	}
	return d.Start.String() + "/" + d.End.String()
}

// Words returns the span as people write it: "Fri 9 May 2025", "in May 2025", "Fri 9 May to Sun 11
// May 2025"; "" when unknown.
func (d Due) Words() string {
	if !d.Known() {
		return ""
	}
	from, to := d.Start.UTC(), d.End.UTC()
	after := to.AddDate(0, 0, 1)
	switch {
	case d.Start == d.End:
		return from.Format("Mon 2 Jan 2006")
	case d.Precision == PrecisionMonth && from.Day() == 1 && after.Equal(from.AddDate(0, 1, 0)):
		return "in " + from.Format("January 2006")
	case d.Precision == PrecisionYear && from.YearDay() == 1 && after.Equal(from.AddDate(1, 0, 0)):
		return "in " + from.Format("2006")
	case from.Year() == to.Year():
		return from.Format("Mon 2 Jan") + " to " + to.Format("Mon 2 Jan 2006")
	}
	return from.Format("2 Jan 2006") + " to " + to.Format("2 Jan 2006")
}

func (d Due) validate() error {
	switch {
	case d == Due{}:
		return nil
	case d.Start == 0 || d.End == 0 || d.End < d.Start:
		return &InvalidError{Field: "due", Problem: "the span ends before it starts; write FROM/TO with FROM first"}
	case !d.Precision.Valid():
		return &InvalidError{Field: "due", Problem: "precision is one of day, week, month, quarter, season, year"}
	}
	return nil
}

// MarshalJSON writes null for an unknown due.
func (d Due) MarshalJSON() ([]byte, error) {
	if !d.Known() {
		return []byte("null"), nil
	}
	type plain Due
	return json.Marshal(plain(d))
}

// UnmarshalJSON reads null as unknown, whatever the value held before.
func (d *Due) UnmarshalJSON(b []byte) error {
	type plain Due
	var read plain
	if err := json.Unmarshal(b, &read); err != nil {
		return err
	}
	*d = Due(read)
	return nil
}

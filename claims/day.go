package claims

import (
	"fmt"
	"time"
)

// A Day is a calendar day without a zone, counted in days so that d+7 is a week later.
// January 1 of year 1 is 1; the zero Day is no day at all.
type Day int32

// unixDay is the Day of 1970-01-01.
const unixDay = 719163

// NewDay returns the Day of a date of the Gregorian calendar; out-of-range months and days
// roll over as in time.Date.
func NewDay(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400 + unixDay)
}

// DayOf returns the calendar day of t as t's own location shows it.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return NewDay(y, m, d)
}

// ParseDay reads YYYY-MM-DD. Any other form is an *InvalidError.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return 0, &InvalidError{Field: "day", Problem: fmt.Sprintf("%q is no calendar day; write YYYY-MM-DD", s)}
	}
	return DayOf(t), nil
}

// IsZero reports whether d is no day.
func (d Day) IsZero() bool { return d == 0 }

// Date returns year, month and day of month.
func (d Day) Date() (int, time.Month, int) { return d.utc().Date() }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// UTC returns midnight UTC of the day.
func (d Day) UTC() time.Time { return d.utc() }

func (d Day) utc() time.Time { return time.Unix(int64(d-unixDay)*86400, 0).UTC() }

// String returns YYYY-MM-DD, or "" for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// MarshalText writes YYYY-MM-DD.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD, or nothing for no day.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	day, err := ParseDay(string(b))
	if err != nil {
		return err
	}
	*d = day
	return nil
}

package policy

import (
	"time"

	"claimwatch/claims"
)

// PersonalAt returns the first moment strictly after another at which somebody is told of their own
// claims: by their hours, in their zone, on no holiday of the newsroom. False: there is none.
func (r *Rules) PersonalAt(h claims.DigestHours, zoneOf *time.Location, after time.Time) (time.Time, bool) {
	if !h.On() {
		return time.Time{}, false
	}
	z := zone{loc: zoneOf}
	day := z.day(after)
	for range digestSearch {
		at := z.at(day, ClockTime(h.Minute))
		if h.Days[day.Weekday()] && at.After(after) && !r.HolidayOn(day) {
			return at, true
		}
		day++
	}
	return time.Time{}, false
}

// HolidayOn reports whether a day is a holiday of the newsroom.
func (r *Rules) HolidayOn(d claims.Day) bool { return r.home.off.has(d) }

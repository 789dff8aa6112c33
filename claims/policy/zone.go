package policy

import (
	"sync/atomic"
	"time"

	"claimwatch/claims"
)

// searchDays bounds the search for a desk day: holidays without an end would make it endless.
const searchDays = 20_000

// A zone is the desk's clock: a location, with hours and holidays in it.
type zone struct {
	loc   *time.Location
	hours *Hours
	off   *calendar // holidays; shared by the zones of a desk
}

// epoch is the day that Unix seconds count from.
var epoch = claims.NewDay(1970, time.January, 1)

const secondsOfDay = 24 * 60 * 60

// offset returns the seconds by which local clocks are ahead of UTC at a Unix second.
func (z *zone) offset(unix int64) int64 {
	_, offset := time.Unix(unix, 0).In(z.loc).Zone()
	return int64(offset)
}

// day returns the calendar day of t.
func (z *zone) day(t time.Time) claims.Day {
	local := t.Unix()
	local += z.offset(local)
	days := local / secondsOfDay
	if local%secondsOfDay < 0 {
		days--
	}
	return epoch + claims.Day(days)
}

// steady returns midnight of a day as a Unix second, when its clocks do not change on that day or
// about it: then a clock time is so many minutes later.
func (z *zone) steady(day claims.Day) (midnight int64, ok bool) {
	utc := int64(day-epoch) * secondsOfDay
	before := z.offset(utc - secondsOfDay)
	return utc - before, before == z.offset(utc+2*secondsOfDay)
}

// at returns the instant of a clock time on a day. One that does not exist is the first minute
// after it that does; of one that comes twice, the first.
func (z *zone) at(day claims.Day, clock ClockTime) time.Time {
	if midnight, ok := z.steady(day); ok {
		return time.Unix(midnight+int64(clock)*60, 0).UTC()
	}
	return z.unsteady(day, clock).UTC()
}

func (z *zone) unsteady(day claims.Day, clock ClockTime) time.Time {
	wall := day.UTC().Add(time.Duration(clock) * time.Minute)
	y, m, d := wall.Date()
	t := time.Date(y, m, d, wall.Hour(), wall.Minute(), 0, 0, z.loc)
	start, end := t.ZoneBounds()
	offset := z.offset(t.Unix())
	if gap := t.Unix() + offset - wall.Unix(); gap != 0 {
		if gap > 0 {
			return start
		}
		return end
	}
	if start.IsZero() {
		return t
	}
	before := z.offset(start.Unix() - 1)
	if first := t.Add(time.Duration(offset-before) * time.Second); first.Before(start) {
		return first
	}
	return t
}

// start returns the first instant of a day.
func (z *zone) start(day claims.Day) time.Time { return z.at(day, 0) }

// hoursOf returns the desk hours of a day, the end excluded; false: it has none.
func (z *zone) hoursOf(day claims.Day) (from, to time.Time, ok bool) {
	first, last := ClockTime(0), endOfDay
	if z.hours != nil {
		if !z.hours.Days[(int(day-epoch)%7+7+int(time.Thursday))%7] {
			return time.Time{}, time.Time{}, false
		}
		first, last = z.hours.From, z.hours.To
	}
	if z.off.has(day) {
		return time.Time{}, time.Time{}, false
	}
	if midnight, ok := z.steady(day); ok {
		return time.Unix(midnight+int64(first)*60, 0).UTC(), time.Unix(midnight+int64(last)*60, 0).UTC(), true
	}
	from, to = z.at(day, first), z.at(day, last)
	return from, to, from.Before(to)
}

// open reports whether t lies in desk hours.
func (z *zone) open(t time.Time) bool {
	day := z.day(t)
	if z.hours == nil {
		return !z.off.has(day)
	}
	from, to, ok := z.hoursOf(day)
	return ok && !t.Before(from) && t.Before(to)
}

// next returns t if it lies in desk hours, else the start of the next. Without any in 50 years it is t.
func (z *zone) next(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	day := z.day(t)
	if z.hours == nil && !z.off.has(day) {
		return t
	}
	for d := day; d < day+searchDays; d++ {
		if from, to, ok := z.hoursOf(d); ok && t.Before(to) {
			if t.After(from) {
				return t
			}
			return from
		}
	}
	return t
}

// back moves an ahead or due slot out of closed hours: to clock of its own day, else of the last
// desk day before, or to the start of the hours there. False: there is none in 50 years.
func (z *zone) back(t time.Time, clock ClockTime) (time.Time, bool) {
	if z.open(t) {
		return t, true
	}
	day := z.day(t)
	for d := day; d > day-searchDays && d > 1; d-- {
		from, to, ok := z.hoursOf(d)
		if !ok {
			continue
		}
		if at := z.at(d, clock); !at.Before(from) && at.Before(to) {
			return at, true
		}
		return from, true
	}
	return t, false
}

// after returns t plus d: calendar days keep the clock time.
func (z *zone) after(t time.Time, d Duration) time.Time {
	if d.days == 0 {
		return t.Add(d.exact)
	}
	local := t.In(z.loc)
	h, m, s := local.Clock()
	minute := z.at(claims.DayOf(local)+claims.Day(d.days), Clock(h, m))
	return minute.Add(time.Duration(s)*time.Second + time.Duration(local.Nanosecond()))
}

// Years whose holidays are remembered once they were worked out.
const firstYear, lastYear = 1990, 2150

// A calendar knows the desk's holidays. What it has worked out of a year it keeps; that is safe
// for concurrent use, since it comes out the same whoever does it.
type calendar struct {
	holidays []Holiday
	years    [lastYear - firstYear + 1]atomic.Pointer[yearDays]
}

// yearDays has a bit for each day of a year, from January 1.
type yearDays [6]uint64

// has reports whether a day is a holiday.
func (c *calendar) has(day claims.Day) bool {
	if len(c.holidays) == 0 {
		return false
	}
	t := day.UTC()
	i := t.YearDay() - 1
	return c.year(t.Year())[i/64]&(1<<(i%64)) != 0
}

func (c *calendar) year(year int) *yearDays {
	if year < firstYear || year > lastYear {
		return c.workOut(year)
	}
	slot := &c.years[year-firstYear]
	days := slot.Load()
	if days == nil {
		days = c.workOut(year)
		slot.Store(days)
	}
	return days
}

// workOut finds the holidays of a year. A country's may be observed in the year before or after.
func (c *calendar) workOut(year int) *yearDays {
	days := &yearDays{}
	first, last := claims.NewDay(year, time.January, 1), claims.NewDay(year, time.December, 31)
	for _, h := range c.holidays {
		for d := max(h.From, first); h.Country == "" && d <= min(h.To, last); d++ {
			days.set(int(d - first))
		}
		for y := year - 1; h.Country != "" && y <= year+1; y++ {
			for _, d := range countryDays(h.Country, y) {
				if d >= first && d <= last {
					days.set(int(d - first))
				}
			}
		}
	}
	return days
}

func (y *yearDays) set(i int) { y[i/64] |= 1 << (i % 64) }

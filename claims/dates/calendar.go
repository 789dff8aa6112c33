package dates

import "time"

// A day counts calendar days; 0 is 1970-01-01.
type day int

// noDay stands for no day; it is out of the calendar that we read.
const noDay day = -1 << 40

// The years that an expression may name; the zero time.Time is none of them.
const (
	minYear = 1000
	maxYear = 9999
)

func dayOf(t time.Time) day {
	y, m, d := t.Date()
	return date(y, int(m), d)
}

// date returns a day of the Gregorian calendar; months and days out of range roll over.
func date(y, m, d int) day {
	return day(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func (d day) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func (d day) ymd() (y, m, dd int) {
	y, mm, dd := d.utc().Date()
	return y, int(mm), dd
}

// weekday is 1 for Monday to 7 for Sunday.
func (d day) weekday() int { return int((d+3)%7+7)%7 + 1 }

func (d day) monday() day { return d - day(d.weekday()-1) }

// The first and the last day that an expression may name.
var firstDay, lastDay = date(minYear, 1, 1), date(maxYear, 12, 31)

func (d day) valid() bool { return d >= firstDay && d <= lastDay }

func daysIn(y, m int) int {
	_, _, d := date(y, m+1, 0).ymd()
	return d
}

// exists reports whether the day of month exists.
func exists(y, m, d int) bool {
	return m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m)
}

// addMonths moves by months; a day that the month lacks becomes its last.
func (d day) addMonths(n int) day {
	y, m, dd := d.ymd()
	first := date(y, m+n, 1)
	y, m, _ = first.ymd()
	return first + day(min(dd, daysIn(y, m))-1)
}

// A span is a run of calendar days, both ends included.
type span struct {
	first, last day
	prec        Precision
}

func oneDay(d day) span         { return span{d, d, Day} }
func weekOf(d day) span         { return span{d.monday(), d.monday() + 6, Week} }
func yearSpan(y int) span       { return span{date(y, 1, 1), date(y, 12, 31), Year} }
func monthSpan(y, m int) span   { return span{date(y, m, 1), date(y, m+1, 0), Month} }
func quarterSpan(y, q int) span { return span{date(y, 3*q-2, 1), date(y, 3*q+1, 0), Quarter} }
func halfSpan(y, h int) span    { return span{date(y, 6*h-5, 1), date(y, 6*h+1, 0), Year} }

// seasonSpan is March to May, June to August, September to November, December to February.
func seasonSpan(y, s int) span { return span{date(y, 3*s, 1), date(y, 3*s+3, 0), Season} }

// weekendAt is the long weekend that a feast begins or ends: from Thursday or Friday to Sunday, from
// Saturday to Monday.
func weekendAt(d day) span {
	switch d.weekday() {
	case 1:
		return span{d - 2, d, Day}
	case 4, 5:
		return span{d, d.monday() + 6, Day}
	}
	return weekendOf(d)
}

// weekendOf is Saturday and Sunday of the week of d.
func weekendOf(d day) span { return span{d.monday() + 5, d.monday() + 6, Day} }

// unitAround returns the calendar week, month, quarter ... that is n after the one of d.
func unitAround(d day, u, n int) (span, bool) {
	y, m, _ := d.ymd()
	switch u {
	case uDay:
		return oneDay(d + day(n)), true
	case uWeek:
		return weekOf(d + day(7*n)), true
	case uWeekend:
		return weekendOf(d + day(7*n)), true
	case uMonth:
		y, m, _ = date(y, m+n, 1).ymd()
		return monthSpan(y, m), true
	case uQuarter:
		y, m, _ = date(y, m+3*n, 1).ymd()
		return quarterSpan(y, (m+2)/3), true
	case uYear:
		return yearSpan(y + n), true
	case uDecade:
		y = y - y%10 + 10*n
		return span{date(y, 1, 1), date(y+9, 12, 31), Year}, true
	case uCentury:
		y = (y-1)/100*100 + 1 + 100*n
		return span{date(y, 1, 1), date(y+99, 12, 31), Year}, true
	}
	return span{}, false
}

// counted returns what lies n units from d: the day for hours, days and weeks, the month for
// months, the year for years.
func counted(d day, n, u int) (span, bool) {
	switch u {
	case uMinute:
		return oneDay(d), true
	case uHour:
		return oneDay(d + day(n/24)), true
	case uDay:
		return oneDay(d + day(n)), true
	case uWeek:
		return oneDay(d + day(7*n)), true
	case uFortnight:
		return oneDay(d + day(14*n)), true
	case uMonth, uQuarter, uYear:
		return unitAround(d, u, n)
	case uDecade:
		return unitAround(d, uYear, 10*n)
	}
	return span{}, false
}

// after returns the day on which n units have passed since d; hours count as begun days, and
// working days leave out Saturday and Sunday.
func after(d day, n, u int) (day, bool) {
	switch u {
	case uMinute:
		return d, true
	case uHour:
		return d + day((n+23)/24), true
	case uDay:
		return d + day(n), true
	case uWorkday:
		return afterWorkdays(d, n), true
	case uWeek:
		return d + day(7*n), true
	case uFortnight:
		return d + day(14*n), true
	case uMonth:
		return d.addMonths(n), true
	case uQuarter:
		return d.addMonths(3 * n), true
	case uYear:
		return d.addMonths(12 * n), true
	case uDecade:
		return d.addMonths(120 * n), true
	}
	return d, false
}

func afterWorkdays(d day, n int) day {
	d += day(n / 5 * 7)
	for n %= 5; n > 0; {
		d++
		if d.weekday() < 6 {
			n--
		}
	}
	return d
}

// edged narrows a span to its early, middle or late part, its first or its last day. ref is the
// day from which "later" counts.
func (s span) edged(e int, ref day) span {
	y, m, _ := s.first.ymd()
	switch e {
	case eStart:
		return oneDay(s.first)
	case eEnd:
		return oneDay(s.last)
	case eWeekend:
		return weekendAt(s.first)
	case eLater:
		if s.first <= ref && ref <= s.last {
			s.first = ref
		}
	case eEarly, eMid, eLate:
		k := e - eEarly
		switch s.prec {
		case Month:
			s.first, s.last = date(y, m, 10*k+1), date(y, m, 10*k+10)
			if e == eLate {
				s.last = date(y, m+1, 0)
			}
		case Year:
			if s.last-s.first < 400 {
				s.first, s.last = date(y, 4*k+1, 1), date(y, 4*k+5, 0)
			}
		}
	}
	return s
}

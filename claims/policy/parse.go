package policy

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"claimwatch/claims"
)

// A Duration is a length of time as it was written: in calendar days ("7d", "1w"), which keep
// the clock time across a clock change, or exactly ("20h", "90s"). Never both.
type Duration struct {
	days  int
	exact time.Duration
}

// Days returns a Duration of calendar days.
func Days(n int) Duration { return Duration{days: n} }

// Exact returns a Duration of exactly d.
func Exact(d time.Duration) Duration { return Duration{exact: d} }

// IsZero reports whether d is no time at all.
func (d Duration) IsZero() bool { return d == Duration{} }

// Calendar returns the calendar days of d; false: it is exact.
func (d Duration) Calendar() (days int, ok bool) { return d.days, d.days != 0 }

// Nominal returns d with days of 24 hours: good for comparing, not for adding.
func (d Duration) Nominal() time.Duration { return time.Duration(d.days)*24*time.Hour + d.exact }

// String returns "7d", "20h", "1h30m", "90s" or "0s".
func (d Duration) String() string {
	if d.days != 0 {
		return strconv.Itoa(d.days) + "d"
	}
	return shortExact(d.exact)
}

func shortExact(d time.Duration) string {
	if d%time.Minute != 0 || d == 0 {
		return strconv.FormatInt(int64(d/time.Second), 10) + "s"
	}
	s := ""
	if h := d / time.Hour; h > 0 {
		s = strconv.FormatInt(int64(h), 10) + "h"
	}
	if m := d % time.Hour / time.Minute; m > 0 {
		s += strconv.FormatInt(int64(m), 10) + "m"
	}
	return s
}

// MaxDuration bounds what ParseDuration takes: a hundred years.
const MaxDuration = 36525 * 24 * time.Hour

// ParseDuration reads "90s", "45m", "20h", "1h30m", "7d", "2w", "1w3d". Days and weeks are
// calendar units and cannot be joined with hours. Anything else is an *claims.InvalidError.
func ParseDuration(s string) (Duration, error) {
	bad := func(problem string) (Duration, error) {
		return Duration{}, &claims.InvalidError{Field: "duration", Problem: fmt.Sprintf("%q %s", s, problem)}
	}
	var d Duration
	calendar, exact := false, false
	for rest := s; rest != "" || s == ""; {
		n, unit, left, ok := leadingUnit(rest)
		if !ok {
			return bad("is no duration; write a whole number with s, m, h, d or w, such as 20h or 7d")
		}
		rest = left
		if n > int64(MaxDuration/unit) {
			return bad("is too long; at most a hundred years")
		}
		if unit >= day {
			d.days, calendar = d.days+int(n*int64(unit/day)), true
		} else {
			d.exact, exact = d.exact+time.Duration(n)*unit, true
		}
		if d.Nominal() > MaxDuration {
			return bad("is too long; at most a hundred years")
		}
	}
	if calendar && exact {
		return bad("joins calendar days with hours; write either days and weeks, or hours, minutes and seconds")
	}
	return d, nil
}

const day = 24 * time.Hour

// leadingUnit cuts "1h" off "1h30m"; false: there is no number of at most nine digits with a unit.
func leadingUnit(s string) (n int64, unit time.Duration, rest string, ok bool) {
	digits := 0
	for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	n, err := strconv.ParseInt(s[:digits], 10, 64)
	if err != nil || digits > 9 || digits == len(s) {
		return 0, 0, "", false
	}
	switch s[digits] {
	case 's':
		unit = time.Second
	case 'm':
		unit = time.Minute
	case 'h':
		unit = time.Hour
	case 'd':
		unit = day
	case 'w':
		unit = 7 * day
	}
	return n, unit, s[digits+1:], unit != 0
}

// A ClockTime is a time of day in minutes since midnight, 0 to 1440.
type ClockTime int

// Clock returns the ClockTime of an hour and a minute.
func Clock(hour, minute int) ClockTime { return ClockTime(hour*60 + minute) }

// String returns "09:00".
func (c ClockTime) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// ParseClock reads "09:00" to "23:59", and "24:00" for the end of the day. Anything else is an
// *claims.InvalidError.
func ParseClock(s string) (ClockTime, error) {
	hour, minute, ok := strings.Cut(s, ":")
	h, herr := strconv.ParseUint(hour, 10, 8)
	m, merr := strconv.ParseUint(minute, 10, 8)
	if !ok || herr != nil || merr != nil || len(hour) > 2 || len(minute) != 2 || m > 59 || Clock(int(h), int(m)) > endOfDay {
		return 0, &claims.InvalidError{Field: "time", Problem: fmt.Sprintf("%q is no clock time; write HH:MM, such as \"09:00\", at most 24:00", s)}
	}
	return Clock(int(h), int(m)), nil
}

const endOfDay ClockTime = 24 * 60

// ParseDays reads days of the week: "mon-fri", "mon,wed,fri", "fri-mon", "mon-thu,sat". Anything
// else is an *claims.InvalidError.
func ParseDays(s string) ([7]bool, error) {
	var days [7]bool
	for _, part := range strings.Split(strings.ToLower(s), ",") {
		first, last, ranged := strings.Cut(strings.TrimSpace(part), "-")
		from, ok := weekday(first)
		to, also := from, true
		if ranged {
			to, also = weekday(last)
		}
		if !ok || !also {
			return [7]bool{}, &claims.InvalidError{Field: "days", Problem: fmt.Sprintf("%q names no days of the week; write mon-fri or mon,wed,fri", s)}
		}
		for d := from; ; d = (d + 1) % 7 {
			days[d] = true
			if d == to {
				break
			}
		}
	}
	return days, nil
}

func weekday(s string) (int, bool) {
	s = strings.TrimSpace(s)
	for d := range 7 {
		name := strings.ToLower(time.Weekday(d).String())
		if s == name || s == name[:3] {
			return d, true
		}
	}
	return 0, false
}

// ParseHoliday reads a day, a range FROM/TO or a country code. Anything else is an
// *claims.InvalidError.
func ParseHoliday(s string) (Holiday, error) {
	if CountryKnown(s) {
		return Holiday{Country: strings.ToLower(s)}, nil
	}
	first, last, ranged := strings.Cut(s, "/")
	from, err := claims.ParseDay(first)
	to := from
	if err == nil && ranged {
		to, err = claims.ParseDay(last)
	}
	switch {
	case err != nil:
		return Holiday{}, &claims.InvalidError{Field: "holidays", Problem: fmt.Sprintf("%q is no holiday; write YYYY-MM-DD, FROM/TO, or a country code, one of %s", s, strings.Join(Countries(), ", "))}
	case to < from:
		return Holiday{}, &claims.InvalidError{Field: "holidays", Problem: fmt.Sprintf("%q ends before it starts; write FROM/TO with FROM first", s)}
	}
	return Holiday{From: from, To: to}, nil
}

package policy

import (
	"fmt"
	"regexp"
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

var (
	durationForm = regexp.MustCompile(`^(?:[0-9]{1,9}[wdhms])+$`)
	durationPart = regexp.MustCompile(`([0-9]+)([wdhms])`)
)

// MaxDuration bounds what ParseDuration takes: a hundred years.
const MaxDuration = 36525 * 24 * time.Hour

// ParseDuration reads "90s", "45m", "20h", "1h30m", "7d", "2w", "1w3d". Days and weeks are
// calendar units and cannot be joined with hours. Anything else is an *claims.InvalidError.
func ParseDuration(s string) (Duration, error) {
	bad := func(problem string) (Duration, error) {
		return Duration{}, &claims.InvalidError{Field: "duration", Problem: fmt.Sprintf("%q %s", s, problem)}
	}
	if !durationForm.MatchString(s) {
		return bad("is no duration; write a whole number with s, m, h, d or w, such as 20h or 7d")
	}
	var d Duration
	calendar, exact := false, false
	for _, part := range durationPart.FindAllStringSubmatch(s, -1) {
		n, _ := strconv.ParseInt(part[1], 10, 64) // at most nine digits
		unit := units[part[2]]
		if n > int64(MaxDuration/unit) {
			return bad("is too long; at most a hundred years")
		}
		if unit >= units["d"] {
			d.days, calendar = d.days+int(n*int64(unit/units["d"])), true
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

var units = map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}

// A ClockTime is a time of day in minutes since midnight, 0 to 1440.
type ClockTime int

// Clock returns the ClockTime of an hour and a minute.
func Clock(hour, minute int) ClockTime { return ClockTime(hour*60 + minute) }

// String returns "09:00".
func (c ClockTime) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

var clockForm = regexp.MustCompile(`^([01]?[0-9]|2[0-4]):([0-5][0-9])$`)

// ParseClock reads "09:00" to "23:59", and "24:00" for the end of the day. Anything else is an
// *claims.InvalidError.
func ParseClock(s string) (ClockTime, error) {
	m := clockForm.FindStringSubmatch(s)
	if m == nil {
		return 0, &claims.InvalidError{Field: "time", Problem: fmt.Sprintf("%q is no clock time; write HH:MM, such as \"09:00\"", s)}
	}
	h, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	if c := Clock(h, minute); c <= endOfDay {
		return c, nil
	}
	return 0, &claims.InvalidError{Field: "time", Problem: fmt.Sprintf("%q is after the end of the day, 24:00", s)}
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

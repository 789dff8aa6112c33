package scheduler

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// A Line is a cron line that a newsroom wrote: five fields, or @every. It is read in the
// newsroom's zone by our own rule for clock changes: a time that does not exist moves to the
// first minute that does, one that comes twice is used once. An @every line has the same times
// whoever asks and whenever: the multiples of its interval since the beginning of the calendar.
type Line struct {
	schedule cron.Schedule
	every    time.Duration // of @every; 0 otherwise
	loc      *time.Location
}

// horizonYears is how far ahead a line must come: cron itself gives up after five years.
const horizonYears = 5

// ParseLine reads a cron line. Errors say what would be right: a zone in the line, a line that
// never comes, and whatever the parser refuses.
func ParseLine(spec string, loc *time.Location) (l Line, err error) {
	defer func() {
		if p := recover(); p != nil { // the parser panics on some lines
			l, err = Line{}, fmt.Errorf("%q is no cron line; write five fields such as \"0 9 * * mon-fri\", or \"@every 15m\"", spec)
		}
	}()
	if strings.Contains(spec, "TZ=") {
		return Line{}, fmt.Errorf("%q names a zone; cron lines are in `timezone`", spec)
	}
	s, err := cron.ParseStandard(spec)
	if err != nil {
		return Line{}, fmt.Errorf("%q is no cron line (%w); write five fields such as \"0 9 * * mon-fri\", or \"@every 15m\"", spec, err)
	}
	l = Line{schedule: s, loc: loc}
	if d, ok := s.(cron.ConstantDelaySchedule); ok {
		if written, _ := time.ParseDuration(strings.TrimPrefix(spec, "@every ")); written < time.Second { // cron takes it for a second
			return Line{}, fmt.Errorf("%q is no interval; write a second or more, such as \"@every 15m\"", spec)
		}
		l.every = d.Delay
		return l, nil
	}
	if _, ok := l.Next(time.Unix(0, 0)); !ok {
		return Line{}, fmt.Errorf("%q never comes: there is no such date", spec)
	}
	return l, nil
}

// Every returns the interval of an @every line; 0 for others.
func (l Line) Every() time.Duration { return l.every }

// Next returns the first time after t; false when there is none.
func (l Line) Next(t time.Time) (time.Time, bool) {
	if l.every > 0 {
		return t.Truncate(l.every).Add(l.every), true
	}
	// The line is stepped on a clock without changes: the zone's wall time, written as UTC.
	wall := wallClock(t.In(l.loc))
	for {
		next := l.schedule.Next(wall)
		if next.IsZero() || next.Year() > t.Year()+horizonYears {
			return time.Time{}, false
		}
		if at := instant(next, l.loc); at.After(t) {
			return at, true
		}
		wall = next // the second coming of an hour that has been used
	}
}

// wallClock returns what the clock on the wall shows, as if it were UTC.
func wallClock(t time.Time) time.Time {
	y, mo, d := t.Date()
	h, mi, s := t.Clock()
	return time.Date(y, mo, d, h, mi, s, t.Nanosecond(), time.UTC)
}

// instant returns when a wall clock in loc first shows wall, or, if it skips it, the first
// minute that it shows after.
func instant(wall time.Time, loc *time.Location) time.Time {
	y, mo, d := wall.Date()
	h, mi, s := wall.Clock()
	at := time.Date(y, mo, d, h, mi, s, 0, loc)
	if wallClock(at).Equal(wall) {
		return earlier(at, wall)
	}
	// time.Date does not say on which side of a gap it lands: begin well before it.
	for at = at.Add(-3 * time.Hour).Truncate(time.Minute); wallClock(at).Before(wall); {
		at = at.Add(time.Minute)
	}
	return at
}

// earlier returns the first of the two instants at which a wall clock shows the same.
func earlier(at, wall time.Time) time.Time {
	for _, back := range []time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour} {
		if first := at.Add(-back); wallClock(first).Equal(wall) {
			return first
		}
	}
	return at
}

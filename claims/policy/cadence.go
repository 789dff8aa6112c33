package policy

import (
	"math"
	"time"
)

// A cadence is a Cadence, compiled: hours as floating point numbers, since stretching makes fractions.
type cadence struct{ every, stretch, atMost float64 }

func (c Cadence) or(d Cadence) Cadence {
	if c.Every.IsZero() {
		c.Every = d.Every
	}
	if c.Stretch == 0 {
		c.Stretch = d.Stretch
	}
	if c.AtMost.IsZero() {
		c.AtMost = d.AtMost
	}
	return c
}

func (c Cadence) compile() cadence {
	return cadence{every: c.Every.Nominal().Hours(), stretch: c.Stretch, atMost: c.AtMost.Nominal().Hours()}
}

// nearly makes up for what floating point loses: 10.499999999999999 days are ten and a half.
const nearly = 1e-9

// interval returns the n-th interval, from 1. Only the result is rounded: half up, to calendar
// days when it is a day or more.
func (c cadence) interval(n int) Duration {
	hours := c.every
	if n > 1 {
		hours = math.Min(c.every*math.Pow(c.stretch, float64(n-1)), c.atMost)
	}
	hours = math.Min(hours, c.atMost)
	if hours >= 24-nearly {
		return Days(int(math.Floor(hours/24 + 0.5 + nearly)))
	}
	return Exact(max(time.Duration(hours*float64(time.Hour)).Truncate(time.Millisecond), time.Millisecond))
}

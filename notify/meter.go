package notify

import "time"

// A meter lets calls through at a rate a minute, a fifth of them at once: never more than the rate
// within any minute.
type meter struct {
	rate  int // a minute
	level float64
	at    time.Time
}

func (m *meter) burst() float64 { return max(1, float64(m.rate)/5) }

// every is the time in which the meter gains one call.
func (m *meter) every() time.Duration {
	return time.Duration(float64(time.Minute) / max(1, float64(m.rate)-m.burst()))
}

// ready returns when the next call may be made: now, or later.
func (m *meter) ready(now time.Time) time.Time {
	if m.at.IsZero() || now.Before(m.at) { // a clock that was set back starts anew
		m.level, m.at = m.burst(), now
	}
	m.level = min(m.burst(), m.level+float64(now.Sub(m.at))/float64(m.every()))
	m.at = now
	if m.level >= 1 {
		return now
	}
	return now.Add(time.Duration((1 - m.level) * float64(m.every())))
}

// take counts a call.
func (m *meter) take() { m.level-- }

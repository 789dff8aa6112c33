package policy

import (
	"time"

	"claimwatch/claims"
)

// SnoozeEnd returns when a snooze of d that is set now ends: one in calendar days at the clock
// time of the claim's policy on that day, any other exactly.
func (r *Rules) SnoozeEnd(c claims.Claim, d Duration, now time.Time) time.Time {
	p, z, _ := r.serving(&c)
	if days, ok := d.Calendar(); ok {
		return z.at(z.day(now)+claims.Day(days), p.at)
	}
	return now.Add(d.exact)
}

// SnoozeUntil returns when a snooze until a day ends: at the clock time of the claim's policy on it.
func (r *Rules) SnoozeUntil(c claims.Claim, day claims.Day) time.Time {
	p, z, _ := r.serving(&c)
	return z.at(day, p.at)
}

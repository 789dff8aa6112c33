package policy

import (
	"fmt"
	"strings"
)

// Warnings lists what is allowed but hardly meant, each as "path: what is odd" with a path as in
// the configuration: a gap longer than a cadence, a policy or route that is never reached,
// overlapping holidays, a cap without a digest.
func (r *Rules) Warnings() []string {
	var odd []string
	warn := func(path, format string, args ...any) { odd = append(odd, path+": "+fmt.Sprintf(format, args...)) }
	r.s.warnCadences(warn)
	for i, p := range r.s.Policies {
		for j := range i {
			if r.s.Policies[j].Match.covers(&p.Match) {
				warn(fmt.Sprintf("reminders.policies[%d]", i), "it is never reached: policies[%d] comes first and matches all of it", j)
				break
			}
		}
	}
	for i, t := range r.s.Routes {
		for j := range i {
			if r.s.Routes[j].Match.covers(&t.Match) {
				warn(fmt.Sprintf("slack.routes[%d]", i), "it is never reached: routes[%d] comes first and matches all of it", j)
				break
			}
		}
	}
	r.s.warnHolidays(warn)
	if r.s.DailyCap > 0 && r.s.Digest == nil && !r.s.Terminal {
		warn("slack.daily_cap", "without a digest the cap is off; set schedule.digest, or daily_cap: 0")
	}
	return odd
}

type warnFunc func(path, format string, args ...any)

func (s Settings) warnCadences(warn warnFunc) {
	served := false
	for i, p := range s.Policies {
		s.warnCadence(warn, fmt.Sprintf("reminders.policies[%d].overdue", i), p.Overdue.or(defaultOverdue))
		s.warnCadence(warn, fmt.Sprintf("reminders.policies[%d].undated", i), p.Undated.or(defaultUndated))
		served = served || (&p.Match).covers(&Match{})
	}
	if !served {
		s.warnCadence(warn, "reminders.gap", defaultOverdue)
	}
}

func (s Settings) warnCadence(warn warnFunc, path string, c Cadence) {
	first := min(c.Every.Nominal(), c.AtMost.Nominal())
	if s.Gap.Nominal() > first {
		warn(path, "the gap of %s is longer than an interval of %s: it decides", s.Gap, shorter(c.Every, c.AtMost))
	}
	if c.AtMost.Nominal() < c.Every.Nominal() {
		warn(path, "at_most is %s, so every %s never comes", c.AtMost, c.Every)
	}
}

func shorter(a, b Duration) Duration {
	if b.Nominal() < a.Nominal() {
		return b
	}
	return a
}

// warnHolidays compares days and ranges with one another and countries with countries: a range
// may well take in a public holiday.
func (s Settings) warnHolidays(warn warnFunc) {
	for i, h := range s.Holidays {
		for _, o := range s.Holidays[:i] {
			same := h.Country != "" && strings.EqualFold(h.Country, o.Country)
			if same || (h.Country == "" && o.Country == "" && h.From <= o.To && o.From <= h.To) {
				warn(fmt.Sprintf("holidays[%d]", i), "%s overlaps %s", h, o)
				break
			}
		}
	}
}

// String returns the holiday as it is written in a configuration.
func (h Holiday) String() string {
	switch {
	case h.Country != "":
		return h.Country
	case h.From == h.To:
		return h.From.String()
	}
	return h.From.String() + "/" + h.To.String()
}

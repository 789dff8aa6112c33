package policy

import (
	"errors"
	"fmt"
	"time"

	"claimwatch/claims"
)

// Rules are Settings, compiled. They are safe for concurrent use.
type Rules struct {
	s        Settings
	gap      Duration
	home     *zone
	policies []policy
	routes   []route
	editors  string // as a notice names several users
	fallback policy // for claims that no policy matches
}

// policy is a Policy with nothing left out.
type policy struct {
	match    Match
	ahead    []Duration
	at       ClockTime
	overdue  cadence
	undated  cadence
	escalate *Escalate
}

type route struct {
	match   Match
	channel string
	zone    *zone
}

// The values of a policy that leaves them out.
var (
	defaultAhead   = []Duration{Days(7), Days(1)}
	defaultOverdue = Cadence{Every: Days(1), Stretch: 1.5, AtMost: Days(7)}
	defaultUndated = Cadence{Every: Days(7), Stretch: 1.5, AtMost: Days(30)}
)

const (
	defaultAt            = ClockTime(9 * 60)
	defaultEscalateAfter = 3
)

// New compiles settings. All faults are joined into one error, each of them "path: what is
// wrong" with a path as in the configuration, "reminders.policies[1].at".
func New(s Settings) (*Rules, error) {
	if s.Location == nil {
		s.Location = time.Local
	}
	if s.Channel == "" {
		s.Channel = claims.Terminal
	}
	s.Terminal = s.Terminal || s.Channel == claims.Terminal
	if err := s.validate(); err != nil {
		return nil, err
	}
	r := &Rules{s: s, gap: s.Gap, editors: joinIDs(s.Editors), fallback: Policy{}.compile()}
	off := &calendar{holidays: s.Holidays}
	r.home = &zone{loc: s.Location, hours: s.Hours, off: off}
	for _, p := range s.Policies {
		r.policies = append(r.policies, p.compile())
	}
	for _, t := range s.Routes {
		r.routes = append(r.routes, t.compile(r.home))
	}
	return r, nil
}

func (p Policy) compile() policy {
	c := policy{
		match: p.Match, ahead: p.Ahead, at: defaultAt,
		overdue: p.Overdue.or(defaultOverdue).compile(), undated: p.Undated.or(defaultUndated).compile(),
	}
	if p.Ahead == nil {
		c.ahead = defaultAhead
	}
	if p.At != nil {
		c.at = *p.At
	}
	if p.Escalate != nil {
		e := *p.Escalate
		if e.After == 0 {
			e.After = defaultEscalateAfter
		}
		c.escalate = &e
	}
	return c
}

func (t Route) compile(home *zone) route {
	c := route{match: t.Match, channel: t.Channel, zone: home}
	if t.Location != nil {
		c.zone = &zone{loc: t.Location, hours: home.hours, off: home.off}
	}
	return c
}

func (s Settings) validate() error {
	var faults []error
	fault := func(path, problem string) { faults = append(faults, fmt.Errorf("%s: %s", path, problem)) }
	if h := s.Hours; h != nil {
		if h.Days == [7]bool{} {
			fault("hours.days", "there are none; name at least one day, such as mon-fri")
		}
		if h.From < 0 || h.To > endOfDay || h.From >= h.To {
			fault("hours", fmt.Sprintf("from %s to %s is no time; from comes before to", h.From, h.To))
		}
	}
	for i, h := range s.Holidays {
		if (h.Country != "" && !CountryKnown(h.Country)) || (h.Country == "" && (h.From == 0 || h.To < h.From)) {
			fault(fmt.Sprintf("holidays[%d]", i), "it is no holiday; write YYYY-MM-DD, FROM/TO or a country code")
		}
	}
	if s.Gap.Nominal() < 0 {
		fault("reminders.gap", "it is negative")
	}
	if s.DailyCap < 0 {
		fault("slack.daily_cap", "it is negative; 0 is no cap")
	}
	if s.Bundle < 0 {
		fault("slack.bundle", "it is negative; 0 is never")
	}
	for i, p := range s.Policies {
		p.validate(fmt.Sprintf("reminders.policies[%d]", i), fault)
	}
	return errors.Join(faults...)
}

func (p Policy) validate(path string, fault func(path, problem string)) {
	if len(p.Ahead) > MaxAhead {
		fault(path+".ahead", fmt.Sprintf("there are more than %d", MaxAhead))
	}
	for _, d := range p.Ahead {
		if d.Nominal() < 0 {
			fault(path+".ahead", "it is negative")
		}
	}
	if p.At != nil && (*p.At < 0 || *p.At >= endOfDay) {
		fault(path+".at", "it is no clock time; write HH:MM, at most 23:59")
	}
	p.Overdue.validate(path+".overdue", fault)
	p.Undated.validate(path+".undated", fault)
	if p.Escalate != nil && p.Escalate.After < 0 {
		fault(path+".escalate.after", "it is negative; write how many reminders go without an answer, such as 3")
	}
}

func (c Cadence) validate(path string, fault func(path, problem string)) {
	if d := c.Every; d.Nominal() < 0 || (!d.IsZero() && d.Nominal() < time.Second) {
		fault(path+".every", "it is shorter than a second")
	}
	if d := c.AtMost; d.Nominal() < 0 || (!d.IsZero() && d.Nominal() < time.Second) {
		fault(path+".at_most", "it is shorter than a second")
	}
	if c.Stretch != 0 && !(c.Stretch >= 1 && c.Stretch <= 1000) {
		fault(path+".stretch", "it is not between 1 and 1000; 1 keeps the interval, 1.5 makes each half as long again")
	}
}

// serving returns what serves a claim: its policy, its zone and its channel.
func (r *Rules) serving(c *claims.Claim) (*policy, *zone, string) {
	z, channel := r.home, r.s.Channel
	for i := range r.routes {
		if t := &r.routes[i]; t.match.fits(c) {
			z = t.zone
			if t.channel != "" {
				channel = t.channel
			}
			break
		}
	}
	return r.policyOf(c), z, channel
}

func (r *Rules) policyOf(c *claims.Claim) *policy {
	for i := range r.policies {
		if r.policies[i].match.fits(c) {
			return &r.policies[i]
		}
	}
	return &r.fallback
}

// Location returns the zone of the claim: that of the first route that matches it, else the newsroom's.
func (r *Rules) Location(c claims.Claim) *time.Location {
	_, z, _ := r.serving(&c)
	return z.loc
}

// ChannelLocation returns the zone in which a channel's day of the cap is counted: that of the
// first route to the channel, else the newsroom's.
func (r *Rules) ChannelLocation(channel string) *time.Location {
	for _, t := range r.routes {
		if t.channel == channel {
			return t.zone.loc
		}
	}
	return r.s.Location
}

// ChannelDay returns the first instant of the channel's day of the cap in which t lies, and the
// first of the next.
func (r *Rules) ChannelDay(channel string, t time.Time) (from, until time.Time) {
	z := zone{loc: r.ChannelLocation(channel), off: r.home.off}
	day := z.day(t)
	return z.start(day), z.start(day + 1)
}

package config

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

// root reads the whole file.
func (r *reader) root(n node) {
	s := &r.settings
	n.fields(map[string]func(node){
		"timezone":  into(zone, &s.Location),
		"hours":     r.hours,
		"holidays":  words(policy.ParseHoliday, &s.Rules.Holidays),
		"triage":    into(onOff, &s.Triage),
		"extract":   group(map[string]func(node){"min_score": into(fraction(0, 1), &s.MinScore)}),
		"schedule":  r.schedule,
		"reminders": group(map[string]func(node){"gap": into(policy.ParseDuration, &s.Rules.Gap), "policies": r.policies}),
		"slack":     r.slack,
		"people":    group(map[string]func(node){"editors": words(editor, &s.People.Editors), "names": r.names}),
		"watch":     words(address, &s.Watch),
		"fetch":     group(map[string]func(node){"allow": words(prefix, &s.Allow)}),
		"backup":    group(map[string]func(node){"folder": r.folder, "keep": into(number(1, 10_000), &s.Backup.Keep)}),
		"http":      group(map[string]func(node){"listen": into(listen, &s.Listen)}),
	})
}

func group(read map[string]func(node)) func(node) { return func(n node) { n.fields(read) } }

// folder reads a path; an empty one is none.
func (r *reader) folder(n node) {
	if n.n.Value != "" || n.n.Content != nil {
		parsed(n, text, &r.settings.Backup.Folder)
	}
}

func (r *reader) hours(n node) {
	if n.empty() {
		return
	}
	clocks := true // from and to can be read, or are left out
	clock := func(to *policy.ClockTime) func(node) {
		return func(n node) { clocks = parsed(n, policy.ParseClock, to) && clocks }
	}
	h := policy.Hours{Days: [7]bool{true, true, true, true, true, true, true}, To: policy.Clock(24, 0)}
	n.fields(map[string]func(node){
		"days": func(n node) { r.days(n, &h.Days) },
		"from": clock(&h.From),
		"to":   clock(&h.To),
	})
	if clocks && h.From >= h.To {
		n.r.fault(r.line("hours.from"), "hours.from", fmt.Sprintf("%s is not before to, %s; desk hours lie within one day", h.From, h.To))
	}
	r.settings.Rules.Hours = &h
}

// days reads "mon-fri" or a list.
func (r *reader) days(n node, to *[7]bool) {
	var all [7]bool
	ok := true
	n.list(func(n node) {
		var days [7]bool
		ok = parsed(n, policy.ParseDays, &days) && ok
		for i, d := range days {
			all[i] = all[i] || d
		}
	})
	switch {
	case all != [7]bool{}:
		*to = all
	case ok:
		n.fault("it names no day; write mon-fri, or leave hours out for always")
	}
}

func (r *reader) schedule(n node) {
	s := &r.settings.Schedule
	n.fields(map[string]func(node){
		"check":  into(check, &s.Check),
		"digest": into(r.cron, &s.Digest),
		"watch":  into(r.cron, &s.Watch),
		"backup": into(r.cron, &s.Backup),
	})
}

// check reads the pace of the heartbeat.
func check(s string) (time.Duration, error) {
	every, ok := strings.CutPrefix(s, "@every ")
	if !ok {
		return 0, fmt.Errorf(`%q is not how check is written; it takes only @every, such as "@every 1m", and cannot be off`, clip(s))
	}
	return exact(time.Second, 10*time.Minute)(strings.TrimSpace(every))
}

// cron reads a cron line; off is "".
func (r *reader) cron(s string) (string, error) {
	if strings.EqualFold(s, "off") {
		return "", nil
	}
	if strings.HasPrefix(s, "@") && !strings.HasPrefix(s, "@every ") || !strings.HasPrefix(s, "@") && len(strings.Fields(s)) != 5 {
		return "", fmt.Errorf(`%q is no cron line; write five fields such as "0 9 * * mon-fri", "@every 15m", or off`, clip(s))
	}
	if r.checks.Cron == nil {
		return s, nil
	}
	if err := r.checks.Cron(s); err != nil {
		return "", err
	}
	return s, nil
}

func (r *reader) policies(n node) {
	if !n.empty() && n.n.Kind != sequence {
		n.fault("it is %s; it takes a list: each policy begins with a dash", shape(n.n))
		return
	}
	r.settings.Rules.Policies = []policy.Policy{}
	n.list(func(n node) {
		p := policy.Policy{}
		n.fields(map[string]func(node){
			"match":    match(&p.Match),
			"ahead":    ahead(&p.Ahead),
			"at":       func(n node) { p.At = new(policy.ClockTime); parsed(n, clock, p.At) },
			"overdue":  cadence(&p.Overdue),
			"undated":  cadence(&p.Undated),
			"escalate": escalate(&p),
		})
		r.settings.Rules.Policies = append(r.settings.Rules.Policies, p)
	})
}

// clock reads a time of day at which something can happen: 24:00 is none.
func clock(s string) (policy.ClockTime, error) {
	c, err := policy.ParseClock(s)
	if err == nil && c >= policy.Clock(24, 0) {
		err = errors.New(`"24:00" is the next day; write "00:00" to "23:59"`)
	}
	return c, err
}

func ahead(to *[]policy.Duration) func(node) {
	return func(n node) {
		if n.empty() {
			return
		}
		words(positive, to)(n)
		if len(*to) > policy.MaxAhead {
			n.fault("it lists %d times; at most %d", len(*to), policy.MaxAhead)
		}
	}
}

func match(to *policy.Match) func(node) {
	return group(map[string]func(node){
		"kind":      words(enum(claims.Kinds()...), &to.Kind),
		"desk":      words(text, &to.Desk),
		"owner":     words(text, &to.Owner),
		"tag":       words(text, &to.Tag),
		"precision": words(enum(claims.Precisions()...), &to.Precision),
	})
}

func cadence(to *policy.Cadence) func(node) {
	return func(n node) {
		n.fields(map[string]func(node){
			"every":   into(positive, &to.Every),
			"stretch": into(fraction(1, 100), &to.Stretch),
			"at_most": into(positive, &to.AtMost),
		})
		if !to.Every.IsZero() && !to.AtMost.IsZero() && to.AtMost.Nominal() < to.Every.Nominal() {
			n.r.fault(n.r.line(n.below("at_most")), n.below("at_most"), fmt.Sprintf("%s is less than every, %s", to.AtMost, to.Every))
		}
	}
}

func escalate(p *policy.Policy) func(node) {
	return func(n node) {
		if n.empty() {
			return
		}
		p.Escalate = &policy.Escalate{}
		n.fields(map[string]func(node){
			"after":   into(number(1, 1000), &p.Escalate.After),
			"mention": into(mention, &p.Escalate.Mention),
			"channel": into(channel, &p.Escalate.Channel),
		})
	}
}

func (r *reader) slack(n node) {
	s := &r.settings.Slack
	n.fields(map[string]func(node){
		"channel":   into(channel, &s.Channel),
		"fallback":  into(channel, &s.Fallback),
		"routes":    r.routes,
		"daily_cap": into(number(0, 10_000), &r.settings.Rules.DailyCap),
		"bundle":    into(number(0, 10_000), &r.settings.Rules.Bundle),
		"grace":     into(exact(time.Second, time.Hour), &s.Grace),
		"unknown":   into(enum(Hold, Resend), &s.Unknown),
	})
}

func (r *reader) routes(n node) {
	if !n.empty() && n.n.Kind != sequence {
		n.fault("it is %s; it takes a list: each route begins with a dash", shape(n.n))
		return
	}
	n.list(func(n node) {
		route := policy.Route{}
		n.fields(map[string]func(node){
			"match":    match(&route.Match),
			"channel":  into(channel, &route.Channel),
			"timezone": into(zone, &route.Location),
		})
		r.settings.Rules.Routes = append(r.settings.Rules.Routes, route)
	})
}

// names reads actor names by Slack id.
func (r *reader) names(n node) {
	if n.empty() {
		return
	}
	if n.n.Kind != mapping {
		n.fault("it is %s; it takes Slack ids with names, such as {U0123ABCD: anna}", shape(n.n))
		return
	}
	r.settings.People.Names = map[string]string{}
	for i := 0; i+1 < len(n.n.Content); i += 2 {
		key, v := n.n.Content[i], n.at(n.n.Content[i+1], n.n.Content[i].Value)
		_, twice := r.settings.People.Names[key.Value]
		switch name, ok := v.word(); {
		case !userID(key.Value):
			r.fault(key.Line, n.below(clip(key.Value)), "it is no Slack id; a user's is written U0123ABCD")
		case twice:
			r.fault(key.Line, n.below(clip(key.Value)), "it is here twice; keep one")
		case ok:
			r.settings.People.Names[key.Value] = name
		}
	}
}

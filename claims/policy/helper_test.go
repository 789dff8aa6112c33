package policy_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// clockIn reads "2025-01-21 10:00" as a clock in loc shows it.
func clockIn(t testing.TB, loc *time.Location, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", s+":00"[:3*(2-strings.Count(s, ":"))], loc)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func dayOf(t testing.TB, s string) claims.Day {
	t.Helper()
	d, err := claims.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// dueOn reads "2025-05-09", "2025-05-09/2025-05-11" or "".
func dueOn(t testing.TB, s string) claims.Due {
	t.Helper()
	if s == "" {
		return claims.Due{}
	}
	first, last, ranged := strings.Cut(s, "/")
	d := claims.Due{Start: dayOf(t, first), End: dayOf(t, first), Precision: claims.PrecisionDay}
	if ranged {
		d.End = dayOf(t, last)
	}
	return d
}

func length(t testing.TB, s string) policy.Duration {
	t.Helper()
	d, err := policy.ParseDuration(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func officeHours(t testing.TB) *policy.Hours {
	t.Helper()
	days, err := policy.ParseDays("mon-fri")
	if err != nil {
		t.Fatal(err)
	}
	return &policy.Hours{Days: days, From: policy.Clock(9, 0), To: policy.Clock(18, 0)}
}

// deskIn is the default policy with office hours in a zone.
func deskIn(t testing.TB, zone string) policy.Settings {
	t.Helper()
	s := policy.Defaults()
	s.Location, s.Hours, s.Channel = zoneOf(t, zone), officeHours(t), "#follow-ups"
	s.DailyCap, s.Bundle = 0, 0
	return s
}

func compile(t testing.TB, s policy.Settings) *policy.Rules {
	t.Helper()
	r, err := policy.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// added returns a claim that was added at a moment.
func added(t testing.TB, kind claims.Kind, due string, at time.Time) claims.Claim {
	t.Helper()
	c, _, err := claims.Draft{Kind: kind, Summary: "Will they say when the bridge reopens?", Due: dueOn(t, due)}.Claim(claims.Moment{At: at})
	if err != nil {
		t.Fatal(err)
	}
	c.ID = 1
	return c
}

func act(t testing.TB, c claims.Claim, a claims.Act, at time.Time) claims.Claim {
	t.Helper()
	ch, err := a.Apply(c, claims.Moment{At: at, By: claims.Actor{Name: "anna"}})
	if err != nil {
		t.Fatal(err)
	}
	return ch.After
}

// line shows a reminder as "Tue 2025-01-28 09:00 periodic".
func line(at time.Time, loc *time.Location, why claims.Reason) string {
	format := "Mon 2006-01-02 15:04"
	if at.Second() != 0 {
		format += ":05"
	}
	return fmt.Sprintf("%s %s", at.In(loc).Format(format), why)
}

// A desk steps a claim from slot to slot.
type desk struct {
	t     testing.TB
	rules *policy.Rules
	c     claims.Claim
	now   time.Time
}

// remind lets n reminders come, each at its slot, and returns them as lines.
func (d *desk) remind(n int) []string {
	d.t.Helper()
	var lines []string
	for range n {
		s, ok := d.rules.Next(d.c, d.now)
		if !ok {
			break
		}
		lines = append(lines, d.check(s.At))
	}
	return lines
}

// check runs a check at a moment and returns its reminder as a line, "" when there is none.
func (d *desk) check(at time.Time) string {
	d.t.Helper()
	d.now = at
	got, ok := d.rules.Decide(d.c, at)
	if !ok {
		return ""
	}
	d.c = d.rules.Delivered(got.Claim, got.Notice.SlotAt, at)
	return line(at, d.rules.Location(d.c), got.Notice.Reason)
}

func (d *desk) act(a claims.Act, at time.Time) {
	d.t.Helper()
	d.c, d.now = act(d.t, d.c, a, at), at
}

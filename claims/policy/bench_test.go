package policy_test

import (
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

// busyDesk has all that makes a decision costly: hours, holidays, routes, policies.
func busyDesk(b *testing.B) *policy.Rules {
	b.Helper()
	s := deskIn(b, "Europe/Prague")
	s.Holidays = []policy.Holiday{{Country: "cz"}, {From: dayOf(b, "2025-12-27"), To: dayOf(b, "2025-12-31")}}
	s.Policies = []policy.Policy{
		{Match: policy.Match{Kind: []claims.Kind{claims.KindEvent}, Desk: []string{"sport"}}},
		{Match: policy.Match{Desk: []string{"world"}}, Escalate: &policy.Escalate{After: 3, Channel: "#leads"}},
	}
	s.Routes = []policy.Route{{Match: policy.Match{Desk: []string{"world"}}, Channel: "#world", Location: zoneOf(b, "America/New_York")}}
	s.DailyCap, s.Bundle = 20, 5
	s.Digest = morning(s.Location)
	return compile(b, s)
}

// morning is a digest at nine every day.
func morning(loc *time.Location) func(time.Time) (time.Time, bool) {
	return func(after time.Time) (time.Time, bool) {
		t := after.In(loc)
		next := time.Date(t.Year(), t.Month(), t.Day(), 9, 0, 0, 0, loc)
		if !next.After(after) {
			next = time.Date(t.Year(), t.Month(), t.Day()+1, 9, 0, 0, 0, loc)
		}
		return next, true
	}
}

func BenchmarkDecide(b *testing.B) {
	rules := busyDesk(b)
	opened := clockIn(b, rules.Location(claims.Claim{}), "2025-01-21 10:00")
	for _, bc := range []struct{ name, due, desk string }{{"undated", "", ""}, {"dated", "2025-05-09", "world"}, {"long span", "2025-05-09/2025-08-31", ""}} {
		b.Run(bc.name, func(b *testing.B) {
			c := added(b, claims.KindEvent, bc.due, opened)
			c.Desk = bc.desk
			s, _ := rules.Next(c, opened)
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := rules.Decide(c, s.At); !ok {
					b.Fatal("no reminder was due")
				}
			}
		})
	}
}

func BenchmarkNext(b *testing.B) {
	rules := busyDesk(b)
	opened := clockIn(b, rules.Location(claims.Claim{}), "2025-01-21 10:00")
	c := added(b, claims.KindEvent, "2025-05-09", opened)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := rules.Next(c, opened); !ok {
			b.Fatal("no reminder is to come")
		}
	}
}

func BenchmarkPreview10k(b *testing.B) {
	rules := busyDesk(b)
	opened := clockIn(b, rules.Location(claims.Claim{}), "2025-01-21 10:00")
	all := make([]claims.Claim, 10_000)
	for i := range all {
		due := ""
		if i%2 == 0 {
			due = (dayOf(b, "2025-01-23") + claims.Day(i%200)).String()
		}
		all[i] = added(b, claims.KindEvent, due, opened)
		all[i].ID = claims.ClaimID(i + 1)
	}
	b.ReportAllocs()
	planned := 0
	for b.Loop() {
		planned = len(rules.Preview(all, claims.PreviewQuery{From: opened}, opened, policy.Standing{}))
	}
	b.ReportMetric(float64(planned), "reminders")
}

func BenchmarkNew(b *testing.B) {
	s := deskIn(b, "Europe/Prague")
	s.Holidays = []policy.Holiday{{Country: "cz"}}
	b.ReportAllocs()
	for b.Loop() {
		compile(b, s)
	}
}

func BenchmarkFingerprint(b *testing.B) {
	rules := busyDesk(b)
	for b.Loop() {
		rules.Fingerprint()
	}
}

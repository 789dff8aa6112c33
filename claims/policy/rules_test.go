package policy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

func TestNew_RefusesAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	late := policy.Clock(24, 0)
	_, err := policy.New(policy.Settings{
		Hours: &policy.Hours{From: policy.Clock(18, 0), To: policy.Clock(9, 0)}, Holidays: []policy.Holiday{{Country: "xx"}, {From: 5, To: 4}}, DailyCap: -1, Bundle: -1, Gap: policy.Exact(-1),
		Policies: []policy.Policy{{}, {
			Ahead: make([]policy.Duration, policy.MaxAhead+1), At: &late, Overdue: policy.Cadence{Stretch: 0.5, Every: policy.Exact(time.Millisecond)},
			Undated: policy.Cadence{AtMost: policy.Exact(-1)}, Escalate: &policy.Escalate{After: -1},
		}},
	})
	if err == nil {
		t.Fatal("accepted")
	}
	var got []string
	for fault := range strings.SplitSeq(err.Error(), "\n") {
		path, _, _ := strings.Cut(fault, ": ")
		got = append(got, path)
	}
	want := []string{
		"hours.days", "hours", "holidays[0]", "holidays[1]", "reminders.gap", "slack.daily_cap", "slack.bundle", "reminders.policies[1].ahead", "reminders.policies[1].at",
		"reminders.policies[1].overdue.every", "reminders.policies[1].overdue.stretch", "reminders.policies[1].undated.at_most", "reminders.policies[1].escalate.after",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	day := func(from, to string) policy.Holiday { return policy.Holiday{From: dayOf(t, from), To: dayOf(t, to)} }
	cases := []struct {
		name  string
		adapt func(s *policy.Settings)
		want  []string // paths
	}{
		{name: "the defaults", adapt: func(*policy.Settings) {}},
		{name: "a gap longer than the default's cadence", adapt: func(s *policy.Settings) { s.Gap = policy.Days(2) }, want: []string{"reminders.gap"}},
		{name: "a gap longer than a policy's cadence", adapt: func(s *policy.Settings) {
			s.Policies = []policy.Policy{{Match: policy.Match{Desk: []string{"a"}}, Overdue: policy.Cadence{Every: policy.Exact(6 * time.Hour)}}, {Match: policy.Match{Desk: []string{"b"}}}}
		}, want: []string{"reminders.policies[0].overdue"}},
		{name: "an interval that at_most cuts", adapt: func(s *policy.Settings) {
			s.Policies = []policy.Policy{{Overdue: policy.Cadence{Every: policy.Days(10)}}}
		}, want: []string{"reminders.policies[0].overdue"}},
		{name: "a policy after one that matches all", adapt: func(s *policy.Settings) {
			s.Policies = []policy.Policy{{}, {Match: policy.Match{Desk: []string{"a"}}}}
		}, want: []string{"reminders.policies[1]"}},
		{name: "a policy and a route whose matches are taken", adapt: func(s *policy.Settings) {
			s.Policies = []policy.Policy{{Match: policy.Match{Desk: []string{"a", "b"}}}, {Match: policy.Match{Desk: []string{"b"}, Kind: []claims.Kind{claims.KindPlan}}}, {Match: policy.Match{Desk: []string{"b", "c"}}}}
			s.Routes = []policy.Route{{Match: policy.Match{Tag: []string{"x"}}}, {Match: policy.Match{Tag: []string{"x"}}}}
		}, want: []string{"reminders.policies[1]", "slack.routes[1]"}},
		{name: "holidays: ranges that overlap, a country twice; a range over a country's is meant", adapt: func(s *policy.Settings) {
			s.Holidays = []policy.Holiday{day("2025-12-25", "2025-12-25"), {Country: "cz"}, day("2025-12-27", "2025-12-31"), day("2025-12-31", "2026-01-02"), {Country: "CZ"}}
		}, want: []string{"holidays[3]", "holidays[4]"}},
		{name: "a cap without a digest", adapt: func(s *policy.Settings) { s.Digest = nil }, want: []string{"slack.daily_cap"}},
		{name: "no cap, no digest", adapt: func(s *policy.Settings) { s.Digest, s.DailyCap = nil, 0 }},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := deskIn(t, "UTC")
			s.DailyCap, s.Digest = 20, morning(time.UTC)
			tc.adapt(&s)
			var got []string
			for _, w := range compile(t, s).Warnings() {
				path, _, _ := strings.Cut(w, ": ")
				got = append(got, path)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFingerprint_ChangesWithWhatMovesReminders(t *testing.T) {
	t.Parallel()
	base := func() policy.Settings { s := deskIn(t, "Europe/Prague"); return s }
	seen := map[string]string{compile(t, base()).Fingerprint(): "nothing"}
	if first, second := compile(t, base()).Fingerprint(), compile(t, base()).Fingerprint(); first != second {
		t.Fatal("the same settings have two fingerprints")
	}
	cosmetic := base()
	cosmetic.DailyCap, cosmetic.Bundle = 7, 7
	if _, ok := seen[compile(t, cosmetic).Fingerprint()]; !ok {
		t.Error("the cap moves no planned time, but the fingerprint changed")
	}
	changes := map[string]func(*policy.Settings){
		"zone": func(s *policy.Settings) { s.Location = zoneOf(t, "Europe/London") }, "gap": func(s *policy.Settings) { s.Gap = policy.Days(1) }, "hours": func(s *policy.Settings) { s.Hours = nil },
		"to": func(s *policy.Settings) { s.Hours.To++ }, "country": func(s *policy.Settings) { s.Holidays = []policy.Holiday{{Country: "cz"}} }, "day off": func(s *policy.Settings) {
			s.Holidays = []policy.Holiday{{From: dayOf(t, "2050-01-03"), To: dayOf(t, "2050-01-03")}}
		},
		"policy": func(s *policy.Settings) { s.Policies = []policy.Policy{{At: at(10, 0)}} }, "match": func(s *policy.Settings) {
			s.Policies = []policy.Policy{{At: at(10, 0), Match: policy.Match{Desk: []string{"a"}}}}
		},
		"escalation": func(s *policy.Settings) { s.Policies = []policy.Policy{{Escalate: &policy.Escalate{}}} }, "escalation later": func(s *policy.Settings) { s.Policies = []policy.Policy{{Escalate: &policy.Escalate{After: 4}}} },
		"route": func(s *policy.Settings) {
			s.Routes = []policy.Route{{Match: policy.Match{Desk: []string{"a"}}, Location: zoneOf(t, "Asia/Tokyo")}}
		},
		"editors": func(s *policy.Settings) { s.Editors = []string{"U1"} }, "terminal": func(s *policy.Settings) { s.Terminal = true },
	}
	for name, change := range changes {
		s := base()
		change(&s)
		mark := compile(t, s).Fingerprint()
		if other, ok := seen[mark]; ok {
			t.Errorf("%s and %s have the same fingerprint", name, other)
		}
		seen[mark] = name
	}
}

func TestSnoozeEnd_DaysEndAtTheClockTimeOfThePolicy(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	s.Policies = []policy.Policy{{At: at(8, 30)}}
	s.Routes = []policy.Route{{Match: policy.Match{Desk: []string{"world"}}, Location: zoneOf(t, "America/New_York")}}
	rules := compile(t, s)
	now := clockIn(t, s.Location, "2025-03-28 16:00")
	here := added(t, claims.KindEvent, "", now)
	there := here
	there.Desk = "world"
	cases := []struct {
		name string
		got  time.Time
		want string
	}{
		{"three days, over a clock change", rules.SnoozeEnd(here, policy.Days(3), now), "2025-03-31 08:30"},
		{"72 hours, over a clock change", rules.SnoozeEnd(here, policy.Exact(72*time.Hour), now), "2025-03-31 17:00"},
		{"until a day", rules.SnoozeUntil(here, dayOf(t, "2025-04-02")), "2025-04-02 08:30"},
		{"until a day, elsewhere", rules.SnoozeUntil(there, dayOf(t, "2025-04-02")), "2025-04-02 14:30"},
	}
	for _, tc := range cases {
		if want := clockIn(t, s.Location, tc.want); !tc.got.Equal(want) {
			t.Errorf("%s: %s, want %s", tc.name, tc.got, want)
		}
	}
}

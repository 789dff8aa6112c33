package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

func TestNext_GoesWhereTheRoutesLead(t *testing.T) {
	t.Parallel()
	known := map[string]string{"anna": "U0ANNA"}
	s := deskIn(t, "Europe/Prague")
	s.DirectTo = func(owner string) string { return known[owner] }
	s.Editors = []string{"U0EDIT", "U1EDIT"}
	s.Routes = []policy.Route{
		{Match: policy.Match{Desk: []string{"world", "asia"}, Kind: []claims.Kind{claims.KindEvent}}, Channel: "#world-desk", Location: zoneOf(t, "America/New_York")},
		{Match: policy.Match{Tag: []string{"court"}}, Location: zoneOf(t, "Asia/Beirut")},
		{Match: policy.Match{Owner: []string{"anna"}}, Channel: "#anna"},
	}
	s.Policies = []policy.Policy{{Match: policy.Match{Desk: []string{"leads"}}, Escalate: &policy.Escalate{After: 1, Mention: "@boss", Channel: "#leads"}}}
	s.Policies = append(s.Policies, policy.Policy{Match: policy.Match{Desk: []string{"own"}}, Escalate: &policy.Escalate{}})
	rules := compile(t, s)
	s.Terminal = true
	terminal := compile(t, s)
	s.Terminal, s.Editors = false, nil
	alone := compile(t, s)
	opened := clockIn(t, s.Location, "2025-05-05 12:00")
	claim := func(change func(*claims.Claim)) claims.Claim {
		c := added(t, claims.KindEvent, "2025-05-12", opened)
		change(&c)
		return c
	}
	cases := []struct {
		name  string
		rules *policy.Rules
		c     claims.Claim
		want  policy.Slot // Channel and Mention
		zone  string
	}{
		{"no route", rules, claim(func(*claims.Claim) {}), policy.Slot{Channel: "#follow-ups"}, "Europe/Prague"},
		{"a route with a zone", rules, claim(func(c *claims.Claim) { c.Desk = "asia" }), policy.Slot{Channel: "#world-desk"}, "America/New_York"},
		{"the desk fits, the kind does not", rules, claim(func(c *claims.Claim) { c.Desk, c.Kind = "asia", claims.KindPlan }), policy.Slot{Channel: "#follow-ups"}, "Europe/Prague"},
		{"the first route that matches serves, though it names no channel", rules, claim(func(c *claims.Claim) { c.Tags, c.Owner = []string{"x", "court"}, "anna" }), policy.Slot{Channel: "#follow-ups"}, "Asia/Beirut"},
		{"escalated", rules, claim(func(c *claims.Claim) { c.Desk, c.Pace.Unanswered = "leads", 1 }), policy.Slot{Channel: "#leads", Mention: "@boss"}, "Europe/Prague"},
		{"escalated in the claim's own channel, to its owner", rules, claim(func(c *claims.Claim) { c.Desk, c.Pace.Unanswered = "own", 3 }), policy.Slot{Channel: "#follow-ups"}, "Europe/Prague"},
		{"confidential, its owner known", rules, claim(func(c *claims.Claim) { c.Confidential, c.Owner = true, "anna" }), policy.Slot{Channel: "U0ANNA"}, "Europe/Prague"},
		{"confidential and escalated: no channel either", rules, claim(func(c *claims.Claim) {
			c.Confidential, c.Owner, c.Desk, c.Pace.Unanswered = true, "anna", "leads", 1
		}), policy.Slot{Channel: "U0ANNA", Mention: "@boss"}, "Europe/Prague"},
		{"confidential, its owner unknown", rules, claim(func(c *claims.Claim) { c.Confidential, c.Owner = true, "tom" }), policy.Slot{Channel: "U0EDIT,U1EDIT"}, "Europe/Prague"},
		{"confidential, nobody known", alone, claim(func(c *claims.Claim) { c.Confidential, c.Owner = true, "tom" }), policy.Slot{}, "Europe/Prague"},
		{"confidential without Slack", terminal, claim(func(c *claims.Claim) { c.Confidential, c.Owner = true, "tom" }), policy.Slot{Channel: claims.Terminal}, "Europe/Prague"},
		{"routed without Slack", terminal, claim(func(c *claims.Claim) { c.Desk = "asia" }), policy.Slot{Channel: claims.Terminal}, "America/New_York"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, ok := tc.rules.Next(tc.c, opened)
			if !ok {
				t.Fatal("no reminder is to come")
			}
			if diff := cmp.Diff(tc.want, policy.Slot{Channel: got.Channel, Mention: got.Mention}); diff != "" {
				t.Error(diff)
			}
			zone := tc.rules.Location(tc.c)
			if zone.String() != tc.zone {
				t.Errorf("in %s, want %s", zone, tc.zone)
			}
			if local := got.At.In(zone); local.Hour() != 9 || local.Minute() != 0 {
				t.Errorf("at %s, want nine o'clock there", local)
			}
		})
	}
}

func TestDecide_AConfidentialClaimWithNobodyToGoToStaysDue(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	rules := compile(t, s)
	opened := clockIn(t, s.Location, "2025-05-06 10:00")
	c := added(t, claims.KindEvent, "2025-05-01", opened)
	c.Confidential, c.Owner = true, "tom"
	later := clockIn(t, s.Location, "2025-05-07 10:00")
	if d, ok := rules.Decide(c, later); ok {
		t.Fatalf("decided %+v", d.Notice)
	}
	if got, ok := rules.Next(c, later); !ok || !got.At.Equal(later) || got.Channel != "" {
		t.Errorf("next %+v, want now and nowhere", got)
	}
	if look := rules.NextLook(c, later); !look.After(later) || look.Sub(later) > clockIn(t, s.Location, "2025-05-07 11:00").Sub(later) {
		t.Errorf("looked at again at %s", look)
	}
	if got := rules.Preview([]claims.Claim{c}, claims.PreviewQuery{From: later}, later, policy.Standing{}); len(got) != 0 {
		t.Errorf("the preview says %+v will be sent", got)
	}
	s.Editors = []string{"U0EDIT"}
	d, ok := compile(t, s).Decide(c, later)
	if !ok || d.Notice.Channel != "U0EDIT" || !d.Notice.Confidential {
		t.Errorf("once an editor is known: %v %+v", ok, d.Notice)
	}
}

func TestChannelDay_IsThatOfTheRoute(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	s.Routes = []policy.Route{{Match: policy.Match{Desk: []string{"world"}}, Channel: "#world", Location: zoneOf(t, "America/New_York")}}
	rules := compile(t, s)
	at := clockIn(t, s.Location, "2025-05-06 03:00")
	from, until := rules.ChannelDay("#world", at)
	if want := clockIn(t, zoneOf(t, "America/New_York"), "2025-05-05 00:00"); !from.Equal(want) || until.Sub(from).Hours() != 24 {
		t.Errorf("the day of #world runs from %s to %s", from, until)
	}
	if from, _ = rules.ChannelDay("#follow-ups", at); !from.Equal(clockIn(t, s.Location, "2025-05-06 00:00")) {
		t.Errorf("the day of #follow-ups runs from %s", from)
	}
}

func TestNext_HolidaysAreDaysOfTheRoutesZone(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	s.Hours, s.Gap = nil, policy.Duration{}
	s.Holidays = []policy.Holiday{{From: dayOf(t, "2025-05-06"), To: dayOf(t, "2025-05-06")}}
	s.Routes = []policy.Route{{Match: policy.Match{Desk: []string{"world"}}, Location: zoneOf(t, "America/New_York")}}
	rules := compile(t, s)
	opened := clockIn(t, s.Location, "2025-05-07 03:00") // the holiday is over in Prague, not in New York
	for desk, want := range map[string]string{"": "2025-05-07 03:00", "world": "2025-05-07 06:00"} {
		c := added(t, claims.KindEvent, "2025-05-01", opened)
		c.Desk = desk
		if got, ok := rules.Next(c, opened); !ok || !got.At.Equal(clockIn(t, s.Location, want)) {
			t.Errorf("desk %q: at %s, want %s", desk, got.At, want)
		}
	}
}

func TestNext_TheFirstPolicyThatMatchesServes(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	s.Policies = []policy.Policy{
		{Match: policy.Match{Precision: []claims.Precision{claims.PrecisionMonth, claims.PrecisionYear}}, At: at(11, 0)},
		{Match: policy.Match{Owner: []string{"anna"}, Tag: []string{"court", "crime"}}, At: at(12, 0)},
		{Match: policy.Match{Owner: []string{"anna"}}, At: at(13, 0)},
	}
	rules := compile(t, s)
	opened := clockIn(t, s.Location, "2025-05-05 14:00")
	claim := func(change func(*claims.Claim)) claims.Claim {
		c := added(t, claims.KindEvent, "2025-05-12", opened)
		change(&c)
		return c
	}
	cases := []struct {
		name string
		c    claims.Claim
		want int
	}{
		{"by precision", claim(func(c *claims.Claim) { c.Due.Precision, c.Owner = claims.PrecisionMonth, "anna" }), 11},
		{"a date to the day has another precision", claim(func(*claims.Claim) {}), 9},
		{"an undated claim has none", claim(func(c *claims.Claim) { c.Due = claims.Due{} }), 9},
		{"one tag of several fits", claim(func(c *claims.Claim) { c.Owner, c.Tags = "anna", []string{"x", "crime"} }), 12},
		{"all fields must fit", claim(func(c *claims.Claim) { c.Owner, c.Tags = "anna", []string{"x"} }), 13},
		{"none fits", claim(func(c *claims.Claim) { c.Tags = []string{"crime"} }), 9},
	}
	for _, tc := range cases {
		got, ok := rules.Next(tc.c, opened)
		if hour := got.At.In(s.Location).Hour(); !ok || hour != tc.want {
			t.Errorf("%s: at %d o'clock, want %d", tc.name, hour, tc.want)
		}
	}
}

package policy_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

func lines(planned []claims.Planned, loc *time.Location) []string {
	var got []string
	for _, p := range planned {
		got = append(got, fmt.Sprintf("#%d %s %d %s %s", p.ClaimID, line(p.At, loc, p.Reason), p.Ordinal, p.Channel, p.As))
	}
	return got
}

func batch(t *testing.T, n int, due string, opened time.Time) []claims.Claim {
	t.Helper()
	all := make([]claims.Claim, n)
	for i := range all {
		all[i] = added(t, claims.KindEvent, due, opened)
		all[i].ID = claims.ClaimID(i + 1)
	}
	return all
}

func TestPreview_SeesCapAndBundleOfAllClaims(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	s.DailyCap, s.Bundle, s.Digest = 2, 0, morning(s.Location)
	s.Policies = []policy.Policy{{At: at(10, 0), Ahead: []policy.Duration{}}}
	opened := clockIn(t, s.Location, "2025-05-01 10:00")
	all := batch(t, 3, "2025-05-08", opened)
	q := claims.PreviewQuery{From: opened, Until: opened.AddDate(0, 0, 9)}
	want := []string{
		"#1 Thu 2025-05-08 10:00 due 1 #follow-ups card", "#2 Thu 2025-05-08 10:00 due 1 #follow-ups card", "#3 Fri 2025-05-09 09:00 due 1 #follow-ups digest",
		"#1 Fri 2025-05-09 10:00 overdue 2 #follow-ups card", "#2 Fri 2025-05-09 10:00 overdue 2 #follow-ups card",
	}
	if diff := cmp.Diff(want, lines(compile(t, s).Preview(all, q, opened, policy.Standing{}), s.Location)); diff != "" {
		t.Errorf("capped: the third waits for the digest, and its gap counts from there: %s", diff)
	}
	q.IDs = []claims.ClaimID{3}
	if diff := cmp.Diff(want[2:3], lines(compile(t, s).Preview(all, q, opened, policy.Standing{}), s.Location)); diff != "" {
		t.Errorf("of one claim: %s", diff)
	}
	s.Bundle = 2
	q.IDs, q.Until = nil, opened.AddDate(0, 0, 8)
	want = []string{"#1 Thu 2025-05-08 10:00 due 1 #follow-ups bundle", "#2 Thu 2025-05-08 10:00 due 1 #follow-ups bundle", "#3 Thu 2025-05-08 10:00 due 1 #follow-ups bundle"}
	if diff := cmp.Diff(want, lines(compile(t, s).Preview(all, q, opened, policy.Standing{}), s.Location)); diff != "" {
		t.Errorf("bundled: %s", diff)
	}
}

func TestPreview_TheDigestOfTheSameCheckIsTheNext(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	s.DailyCap, s.Digest = 2, morning(s.Location)
	opened := clockIn(t, s.Location, "2025-05-06 10:00")
	standing := policy.Standing{Counts: map[string]int{"#follow-ups": 2}}
	got := compile(t, s).Preview(batch(t, 3, "2025-05-07", opened), claims.PreviewQuery{From: opened, Until: opened.AddDate(0, 0, 1)}, opened, standing)
	want := []string{"#1 Wed 2025-05-07 09:00 due 1 #follow-ups card", "#2 Wed 2025-05-07 09:00 due 1 #follow-ups card", "#3 Wed 2025-05-07 09:00 due 1 #follow-ups digest"}
	if diff := cmp.Diff(want, lines(got, s.Location)); diff != "" {
		t.Errorf("yesterday's messages do not count: %s", diff)
	}
	s.Hours, s.Policies = nil, []policy.Policy{{Overdue: policy.Cadence{Every: policy.Days(3)}}}
	got = compile(t, s).Preview(batch(t, 1, "2025-01-07", opened), claims.PreviewQuery{From: opened, Until: opened.AddDate(0, 0, 1)}, opened, standing)
	if diff := cmp.Diff([]string{"#1 Wed 2025-05-07 09:00 overdue 1 #follow-ups digest"}, lines(got, s.Location)); diff != "" {
		t.Errorf("today's do: %s", diff)
	}
}

func TestPreview_AReminderThatIsReplacedIsNotSent(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	s.DailyCap, s.Gap = 1, length(t, "1h")
	s.Digest = func(after time.Time) (time.Time, bool) {
		next := clockIn(t, zoneOf(t, "Europe/Prague"), "2025-05-09 16:00")
		return next, next.After(after)
	}
	opened := clockIn(t, s.Location, "2025-05-07 08:00")
	all := batch(t, 2, "2025-05-08", opened)
	got := compile(t, s).Preview(all, claims.PreviewQuery{From: opened, Until: opened.AddDate(0, 0, 3)}, opened, policy.Standing{})
	want := []string{
		"#1 Wed 2025-05-07 09:00 ahead 1 #follow-ups card", "#1 Thu 2025-05-08 09:00 due 2 #follow-ups card", "#1 Fri 2025-05-09 09:00 overdue 3 #follow-ups card",
		"#2 Fri 2025-05-09 16:00 overdue 3 #follow-ups digest",
	}
	if diff := cmp.Diff(want, lines(got, s.Location)); diff != "" {
		t.Error(diff)
	}
	waiting := claims.Notice{ClaimID: 1, Ordinal: 4, Reason: claims.ReasonDue, SlotAt: opened, Channel: "#follow-ups"}
	from := clockIn(t, s.Location, "2025-05-09 15:00")
	got = compile(t, s).Preview(all[:1], claims.PreviewQuery{From: from, Until: from.Add(2 * time.Hour)}, from, policy.Standing{Waiting: []claims.Notice{waiting}, Counts: map[string]int{"#follow-ups": 1}})
	if diff := cmp.Diff([]string{"#1 Fri 2025-05-09 16:00 overdue 1 #follow-ups digest"}, lines(got, s.Location)); diff != "" {
		t.Errorf("what waits already is replaced as well: %s", diff)
	}
}

func TestPreview_FromAnotherTime(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	rules := compile(t, s)
	opened := clockIn(t, s.Location, "2025-01-21 10:00")
	d := &desk{t: t, rules: rules, c: added(t, claims.KindQuestion, "", opened), now: opened}
	all := d.remind(1)
	d.act(claims.Check{}, clockIn(t, s.Location, "2025-02-03 11:00"))
	all = append(all, d.remind(6)...)
	now, known := d.now.Add(time.Hour), d.c
	cases := []struct {
		name, from string
		want       []string
		first      int // ordinal
	}{
		{"before it was opened: opened then, the check not known", "2024-12-31 12:00", []string{"Tue 2025-01-07 09:00 periodic", "Mon 2025-01-20 09:00 periodic", "Wed 2025-02-05 09:00 periodic"}, 1},
		{"after the opening, before the check", "2025-01-22 12:00", []string{"Tue 2025-01-28 09:00 periodic", "Mon 2025-02-10 09:00 periodic"}, 1},
		{"after the check", "2025-02-04 12:00", all[1:4], 2},
		{"at the moment of a slot", "2025-03-03 09:00", all[2:5], 3},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			from := clockIn(t, s.Location, tc.from)
			planned := rules.Preview([]claims.Claim{known}, claims.PreviewQuery{From: from, Until: from.AddDate(1, 0, 0)}, now, policy.Standing{})
			var got []string
			for _, p := range planned {
				got = append(got, line(p.At, s.Location, p.Reason))
			}
			if diff := cmp.Diff(tc.want, got[:len(tc.want)]); diff != "" {
				t.Error(diff)
			}
			if planned[0].Ordinal != tc.first {
				t.Errorf("the first is number %d, want %d", planned[0].Ordinal, tc.first)
			}
		})
	}
	ahead := now.AddDate(0, 2, 0)
	from := rules.Preview([]claims.Claim{known}, claims.PreviewQuery{From: ahead, Until: ahead.AddDate(0, 2, 0)}, now, policy.Standing{})
	whole := rules.Preview([]claims.Claim{known}, claims.PreviewQuery{From: now, Until: ahead.AddDate(0, 2, 0)}, now, policy.Standing{})
	if diff := cmp.Diff(whole[len(whole)-len(from):], from); diff != "" || len(from) == 0 || len(from) == len(whole) {
		t.Errorf("from a later time: %d of %d: %s", len(from), len(whole), diff)
	}
}

func TestPreview_ASlotAlreadyPastIsShownNow(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	opened := clockIn(t, s.Location, "2025-05-01 10:00")
	c := added(t, claims.KindEvent, "2025-05-07", opened)
	for now, want := range map[string]string{"2025-05-08 14:00": "#1 Thu 2025-05-08 14:00 overdue 1 #follow-ups card", "2025-05-08 20:00": "#1 Fri 2025-05-09 09:00 overdue 1 #follow-ups card"} {
		at := clockIn(t, s.Location, now)
		got := lines(compile(t, s).Preview([]claims.Claim{c}, claims.PreviewQuery{From: at}, at, policy.Standing{}), s.Location)
		if diff := cmp.Diff(want, got[0]); diff != "" {
			t.Error(diff)
		}
	}
}

func TestPreview_IncludesItsStartAndNotItsEnd(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	rules := compile(t, s)
	c := added(t, claims.KindEvent, "2025-05-09", clockIn(t, s.Location, "2025-05-01 10:00"))
	now := clockIn(t, s.Location, "2025-05-01 11:00")
	q := claims.PreviewQuery{From: clockIn(t, s.Location, "2025-05-08 09:00"), Until: clockIn(t, s.Location, "2025-05-09 09:00")}
	want := []string{"#1 Thu 2025-05-08 09:00 ahead 2 #follow-ups card"}
	if diff := cmp.Diff(want, lines(rules.Preview([]claims.Claim{c}, q, now, policy.Standing{}), s.Location)); diff != "" {
		t.Error(diff)
	}
}

func TestPreview_FromAfterAWakeGoesOnFromIt(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	opened := clockIn(t, s.Location, "2025-01-21 10:00")
	d := &desk{t: t, rules: compile(t, s), c: added(t, claims.KindQuestion, "", opened), now: opened}
	d.c.After = 7
	d.now = clockIn(t, s.Location, "2025-02-04 12:00")
	d.c = d.c.Woken(7, d.now)
	d.remind(4)
	from := clockIn(t, s.Location, "2025-02-05 12:00")
	got := d.rules.Preview([]claims.Claim{d.c}, claims.PreviewQuery{From: from}, d.now, policy.Standing{})
	if diff := cmp.Diff([]string{"#1 Tue 2025-02-11 09:00 periodic 2 #follow-ups card"}, lines(got, s.Location)); diff != "" {
		t.Error(diff)
	}
}

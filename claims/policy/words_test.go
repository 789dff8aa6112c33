package policy_test

import (
	"testing"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

func TestWords_SayWhyOnce(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	s.Policies = []policy.Policy{{Match: policy.Match{Desk: []string{"leads"}}, Escalate: &policy.Escalate{}}}
	rules := compile(t, s)
	cases := []struct {
		name, due, opened, at string
		n                     claims.Notice
		owner, desk           string
		want                  string
	}{
		{name: "ahead", due: "2025-05-09", opened: "2025-04-25 10:00", at: "2025-05-07 09:00", n: claims.Notice{Ordinal: 3, Reason: claims.ReasonAhead}, owner: "anna", want: "3rd reminder, open for 12 days, due in 2 days"},
		{name: "ahead of a span", due: "2025-05-09/2025-05-11", opened: "2025-05-07 10:00", at: "2025-05-08 09:00", n: claims.Notice{Ordinal: 1, Reason: claims.ReasonAhead}, owner: "anna", want: "1st reminder, open for 1 day, due tomorrow, until 2025-05-11"},
		{name: "due", due: "2025-05-09", opened: "2025-05-09 08:00", at: "2025-05-09 09:00", n: claims.Notice{Ordinal: 2, Reason: claims.ReasonDue}, owner: "anna", want: "2nd reminder, open since today, due today"},
		{name: "due on a Sunday, asked for on Friday", due: "2025-05-11", opened: "2025-05-01 08:00", at: "2025-05-09 09:00", n: claims.Notice{Ordinal: 11, Reason: claims.ReasonDue}, owner: "anna", want: "11th reminder, open for 8 days, due in 2 days, asked now as that is no desk day"},
		{name: "the first day of a span", due: "2025-05-09/2025-05-11", opened: "2025-05-01 08:00", at: "2025-05-09 09:00", n: claims.Notice{Ordinal: 21, Reason: claims.ReasonDue}, owner: "anna", want: "21st reminder, open for 8 days, due from today, until 2025-05-11"},
		{name: "the last day of a span", due: "2025-05-07/2025-05-09", opened: "2025-05-01 08:00", at: "2025-05-09 09:00", n: claims.Notice{Ordinal: 112, Reason: claims.ReasonDue}, owner: "anna", want: "112th reminder, open for 8 days, due today"},
		{name: "overdue, nobody has it", due: "2025-05-07", opened: "2025-05-01 08:00", at: "2025-05-09 09:00", n: claims.Notice{Ordinal: 4, Reason: claims.ReasonOverdue}, want: "4th reminder, open for 8 days, 2 days overdue"},
		{name: "without a date", opened: "2025-05-01 08:00", at: "2025-05-09 09:00", n: claims.Notice{Ordinal: 4, Reason: claims.ReasonPeriodic}, owner: "anna", want: "4th reminder, open for 8 days, no date known"},
		{name: "inside a long span", due: "2025-05-01/2025-07-01", opened: "2025-05-01 08:00", at: "2025-05-09 09:00", n: claims.Notice{Ordinal: 4, Reason: claims.ReasonPeriodic}, owner: "anna", want: "4th reminder, open for 8 days, due within 53 days, until 2025-07-01"},
		{name: "woken", opened: "2025-05-01 08:00", at: "2025-05-09 09:00", n: claims.Notice{Ordinal: 1, Reason: claims.ReasonPeriodic, WokenBy: 7}, owner: "anna", want: "1st reminder, open for 8 days, no date known, #7, which it waited for, has ended"},
		{name: "woken, with an outcome", opened: "2025-05-01 08:00", at: "2025-05-09 09:00", n: claims.Notice{Ordinal: 1, Reason: claims.ReasonPeriodic, WokenBy: 7, WokenAs: "did_not_happen"}, owner: "anna", want: "1st reminder, open for 8 days, no date known, #7, which it waited for, has ended: did not happen"},
		{name: "a snooze over", opened: "2025-05-01 08:00", at: "2025-05-09 09:00", n: claims.Notice{Ordinal: 1, Reason: claims.ReasonSnoozeOver}, owner: "anna", want: "1st reminder, open for 8 days, no date known, its snooze is over"},
		{name: "escalated", opened: "2025-05-01 08:00", at: "2025-05-09 09:00", n: claims.Notice{Ordinal: 4, Reason: claims.ReasonEscalated}, owner: "anna", desk: "leads", want: "4th reminder, open for 8 days, no date known, escalated as 3 reminders in a row had no answer"},
		{name: "escalated by rules that are gone", opened: "2025-05-01 08:00", at: "2025-05-09 09:00", n: claims.Notice{Ordinal: 4, Reason: claims.ReasonEscalated}, owner: "anna", want: "4th reminder, open for 8 days, no date known, escalated as nobody has answered"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := added(t, claims.KindEvent, tc.due, clockIn(t, s.Location, tc.opened))
			c.Owner, c.Desk = tc.owner, tc.desk
			if got := rules.Words(tc.n, c, clockIn(t, s.Location, tc.at)); got != tc.want {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}

func TestWords_OpenForCountsThroughANewDate(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	c := added(t, claims.KindEvent, "2025-05-09", clockIn(t, s.Location, "2025-05-01 08:00"))
	c = act(t, c, dated(t, "2025-06-09"), clockIn(t, s.Location, "2025-05-05 08:00"))
	c.Owner = "anna"
	want := "1st reminder, open for 10 days, due in 29 days"
	if got := compile(t, s).Words(claims.Notice{Ordinal: 1, Reason: claims.ReasonAhead}, c, clockIn(t, s.Location, "2025-05-11 08:00")); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

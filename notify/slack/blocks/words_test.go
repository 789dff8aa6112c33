package blocks_test

import (
	"strings"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
)

func TestReminder_SaysWhenItIsDueInWords(t *testing.T) {
	t.Parallel()
	span := func(from, to claims.Day, p claims.Precision) claims.Due {
		return claims.Due{Start: from, End: to, Precision: p}
	}
	cases := []struct {
		name  string
		due   claims.Due
		state string
		want  string
	}{
		{"a day ahead", on(day(2025, 5, 10)), "Open", "due Sat 10 May 2025"},
		{"today", on(day(2025, 5, 9)), "Due today*", "#12, due today:"},
		{"yesterday", on(day(2025, 5, 8)), "Overdue", "was due Thu 8 May 2025"},
		{"unknown, as the words of the reminder say", claims.Due{}, "Open*", "#12, open:"},
		{"days in a row", span(day(2025, 5, 8), day(2025, 5, 11), claims.PrecisionDay), "Due now", "Due now · Thu 8 May to Sun 11 May 2025"},
		{"a whole month", span(day(2025, 6, 1), day(2025, 6, 30), claims.PrecisionMonth), "Open", "due in June 2025"},
		{"early in a month", span(day(2025, 6, 1), day(2025, 6, 10), claims.PrecisionMonth), "Open", "due Sun 1 Jun to Tue 10 Jun 2025"},
		{"a whole year", span(day(2026, 1, 1), day(2026, 12, 31), claims.PrecisionYear), "Open", "due in 2026"},
		{"a winter", span(day(2025, 12, 1), day(2026, 2, 28), claims.PrecisionSeason), "Open", "due 1 Dec 2025 to 28 Feb 2026"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			all := strings.Join(texts(t, []blocks.Message{blocks.Reminder(style(), reminder(claim(func(x *claims.Claim) { x.Due = c.due })))}), "\n")
			for _, want := range []string{c.want, "#12 · " + c.state} {
				if !strings.Contains(all, want) {
					t.Errorf("%q is not in:\n%s", want, all)
				}
			}
		})
	}
}

func TestReminder_TodayIsTheChannelsDay(t *testing.T) {
	t.Parallel()
	s := style()
	s.Now = time.Date(2025, 5, 8, 22, 30, 0, 0, time.UTC) // half past midnight of the 9th in Prague
	if got := blocks.Reminder(s, reminder(claim())).Text; !strings.Contains(got, "due today:") {
		t.Errorf("in Prague it is the 9th: %s", got)
	}
	s.Zone = time.UTC
	if got := blocks.Reminder(s, reminder(claim())).Text; !strings.Contains(got, "open, due Fri 9 May 2025:") {
		t.Errorf("in UTC it is the 8th: %s", got)
	}
}

func TestReminder_MentionsOnlyWhomSlackKnows(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, owner, want string }{
		{"known by name", "anna", "owner <@U0001ANNA>"},
		{"unknown", "bob", "owner bob"},
		{"nobody", "", "no owner yet"},
		{"an id", "U0BOB1234", "owner <@U0BOB1234>"},
		{"a name that looks like an id", "URSULAMAYER", "owner URSULAMAYER"},
		{"somebody who would be everybody", "<!channel>", "owner &lt;!channel&gt;"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := blocks.Reminder(style(), reminder(claim(func(x *claims.Claim) { x.Owner = c.owner })))
			if !strings.Contains(m.Text, c.want+".") {
				t.Errorf("%q is not in: %s", c.want, m.Text)
			}
		})
	}
}

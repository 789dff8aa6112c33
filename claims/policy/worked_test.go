package policy_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

func TestNext_WorkedExamples(t *testing.T) {
	t.Parallel()
	prague := zoneOf(t, "Europe/Prague")
	cases := []struct {
		name    string
		kind    claims.Kind
		due     string
		opened  string
		checked string
		want    []string
	}{
		{
			name: "an invitation for a Friday in May, opened in January", kind: claims.KindInvitation, due: "2025-05-09", opened: "2025-01-21 10:00",
			want: []string{
				"Fri 2025-05-02 09:00 ahead", "Thu 2025-05-08 09:00 ahead", "Fri 2025-05-09 09:00 due", "Mon 2025-05-12 09:00 overdue", "Tue 2025-05-13 09:00 overdue",
				"Thu 2025-05-15 09:00 overdue", "Mon 2025-05-19 09:00 overdue", "Thu 2025-05-22 09:00 overdue", "Tue 2025-05-27 09:00 overdue", "Tue 2025-06-03 09:00 overdue",
				"Tue 2025-06-10 09:00 overdue", "Tue 2025-06-17 09:00 overdue",
			},
		},
		{
			name: "an undated question, checked two weeks later", kind: claims.KindQuestion, opened: "2025-01-21 10:00", checked: "2025-02-03 11:00",
			want: []string{"Tue 2025-01-28 09:00 periodic", "Fri 2025-02-14 09:00 periodic", "Mon 2025-03-03 09:00 periodic", "Thu 2025-03-27 09:00 periodic", "Mon 2025-04-28 09:00 periodic"},
		},
		{
			name: "the invitation opened a year and a half late, on a Sunday", kind: claims.KindInvitation, due: "2025-05-09", opened: "2026-11-22 15:00",
			want: []string{
				"Mon 2026-11-23 09:00 overdue", "Tue 2026-11-24 09:00 overdue", "Thu 2026-11-26 09:00 overdue", "Mon 2026-11-30 09:00 overdue", "Thu 2026-12-03 09:00 overdue",
				"Tue 2026-12-08 09:00 overdue", "Tue 2026-12-15 09:00 overdue", "Tue 2026-12-22 09:00 overdue",
			},
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			opened := clockIn(t, prague, tc.opened)
			d := &desk{t: t, rules: compile(t, deskIn(t, "Europe/Prague")), c: added(t, tc.kind, tc.due, opened), now: opened}
			var got []string
			if tc.checked != "" {
				got = d.remind(1)
				d.act(claims.Check{}, clockIn(t, prague, tc.checked))
			}
			got = append(got, d.remind(len(tc.want)-len(got))...)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPreview_WorkedExampleIsWhatHappens(t *testing.T) {
	t.Parallel()
	prague := zoneOf(t, "Europe/Prague")
	rules := compile(t, deskIn(t, "Europe/Prague"))
	opened := clockIn(t, prague, "2025-01-21 10:00")
	c := added(t, claims.KindInvitation, "2025-05-09", opened)
	want := (&desk{t: t, rules: rules, c: c, now: opened}).remind(12)
	var got []string
	for _, p := range rules.Preview([]claims.Claim{c}, claims.PreviewQuery{From: opened, Until: opened.Add(150 * 24 * time.Hour)}, opened, policy.Standing{}) {
		got = append(got, line(p.At, prague, p.Reason))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

package policy_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

// A turn is n reminders, then an act at a moment; or a check of the daemon, or several.
type turn struct {
	remind int
	act    claims.Act
	at     string
	check  bool // the daemon checks at at
	woken  bool // the claim it waited for has ended at at
}

func play(t *testing.T, s policy.Settings, due, opened string, after claims.ClaimID, turns []turn) []string {
	t.Helper()
	loc := s.Location
	start := clockIn(t, loc, opened)
	d := &desk{t: t, rules: compile(t, s), c: added(t, claims.KindQuestion, due, start), now: start}
	d.c.After = after
	var got []string
	for _, u := range turns {
		got = append(got, d.remind(u.remind)...)
		switch {
		case u.check:
			got = append(got, d.check(clockIn(t, loc, u.at)))
		case u.woken:
			d.now = clockIn(t, loc, u.at)
			d.c = d.c.Woken(after, d.now)
		case u.act != nil:
			d.act(u.act, clockIn(t, loc, u.at))
		}
	}
	return got
}

func until(t *testing.T, s string) claims.Snooze {
	t.Helper()
	return claims.Snooze{Until: clockIn(t, zoneOf(t, "Europe/Prague"), s)}
}

func edited(text string) claims.Edit { return claims.Edit{Summary: &text} }

func dated(t *testing.T, due string) claims.Edit {
	t.Helper()
	d := dueOn(t, due)
	return claims.Edit{Due: &d}
}

func TestDecide_WhatPeopleDoMovesTheNextReminder(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name        string
		due, opened string
		after       claims.ClaimID
		adapt       func(*testing.T, *policy.Settings)
		turns       []turn
		want        []string
	}{
		{
			name: "a check before the first overdue one puts it off by the interval then running", due: "2025-05-09", opened: "2025-05-08 10:00", adapt: with(policy.Policy{Overdue: policy.Cadence{Every: policy.Days(4)}}),
			turns: []turn{{remind: 1, act: claims.Check{}, at: "2025-05-09 11:00"}, {remind: 2}},
			want:  []string{"Fri 2025-05-09 09:00 due", "Tue 2025-05-13 09:00 overdue", "Mon 2025-05-19 09:00 overdue"},
		},
		{
			name: "a check never brings a reminder forward, and leaves ahead and due alone", due: "2025-05-09", opened: "2025-04-01 10:00",
			turns: []turn{{act: claims.Check{}, at: "2025-05-01 11:00"}, {remind: 4}},
			want:  []string{"Fri 2025-05-02 09:00 ahead", "Thu 2025-05-08 09:00 ahead", "Fri 2025-05-09 09:00 due", "Mon 2025-05-12 09:00 overdue"},
		},
		{
			name: "a check at the weekend moves what was waiting for Monday", due: "2025-05-09", opened: "2025-05-09 10:00",
			turns: []turn{{act: claims.Check{}, at: "2025-05-11 15:00"}, {remind: 2}},
			want:  []string{"Mon 2025-05-12 09:00 overdue", "Tue 2025-05-13 09:00 overdue"},
		},
		{
			name: "two checks: the last one counts, the step stays", opened: "2025-01-21 10:00",
			turns: []turn{{remind: 1, act: claims.Check{}, at: "2025-02-03 11:00"}, {act: claims.Check{}, at: "2025-02-06 16:00"}, {remind: 2}},
			want:  []string{"Tue 2025-01-28 09:00 periodic", "Mon 2025-02-17 09:00 periodic", "Wed 2025-03-05 09:00 periodic"},
		},
		{
			name: "an edit sets the interval back, if that is sooner", opened: "2025-01-21 10:00",
			turns: []turn{{remind: 2, act: edited("Will they say why?"), at: "2025-02-11 12:00"}, {remind: 3}},
			want:  []string{"Tue 2025-01-28 09:00 periodic", "Mon 2025-02-10 09:00 periodic", "Tue 2025-02-18 09:00 periodic", "Mon 2025-03-03 09:00 periodic", "Wed 2025-03-19 09:00 periodic"},
		},
		{
			name: "an edit shortly before the slot leaves it, and the interval after it is the second", opened: "2025-01-21 10:00",
			turns: []turn{{remind: 2, act: edited("Will they say why?"), at: "2025-02-24 12:00"}, {remind: 2}},
			want:  []string{"Tue 2025-01-28 09:00 periodic", "Mon 2025-02-10 09:00 periodic", "Wed 2025-02-26 09:00 periodic", "Mon 2025-03-10 09:00 periodic"},
		},
		{
			name: "a check after an edit counts one short interval from the check", opened: "2025-01-21 10:00",
			turns: []turn{{remind: 2, act: edited("Will they say why?"), at: "2025-02-11 12:00"}, {act: claims.Check{}, at: "2025-02-13 12:00"}, {act: edited("And when?"), at: "2025-02-14 12:00"}, {remind: 1}},
			want:  []string{"Tue 2025-01-28 09:00 periodic", "Mon 2025-02-10 09:00 periodic", "Thu 2025-02-20 09:00 periodic"},
		},
		{
			name: "an edit long before the date asks for nothing sooner", due: "2025-05-09", opened: "2025-05-02 10:00",
			turns: []turn{{act: edited("Will they say why?"), at: "2025-05-05 12:00"}, {remind: 4}},
			want:  []string{"Thu 2025-05-08 09:00 ahead", "Fri 2025-05-09 09:00 due", "Mon 2025-05-12 09:00 overdue", "Tue 2025-05-13 09:00 overdue"},
		},
		{
			name: "a snooze silences everything, its end says so, and counting goes on from there", opened: "2025-01-21 10:00",
			turns: []turn{{act: until(t, "2025-01-24 09:00"), at: "2025-01-22 12:00"}, {remind: 3}},
			want:  []string{"Fri 2025-01-24 09:00 snooze_over", "Fri 2025-01-31 09:00 periodic", "Tue 2025-02-11 09:00 periodic"},
		},
		{
			name: "a counted slot within a snooze is one step", opened: "2025-01-21 10:00",
			turns: []turn{{act: until(t, "2025-02-10 09:00"), at: "2025-01-22 12:00"}, {remind: 2}},
			want:  []string{"Mon 2025-02-10 09:00 snooze_over", "Fri 2025-02-21 09:00 periodic"},
		},
		{
			name: "what fell within a snooze meets its end", due: "2025-05-09", opened: "2025-04-01 10:00",
			turns: []turn{{act: until(t, "2025-05-13 09:00"), at: "2025-05-01 12:00"}, {remind: 3}},
			want:  []string{"Tue 2025-05-13 09:00 overdue", "Wed 2025-05-14 09:00 overdue", "Fri 2025-05-16 09:00 overdue"},
		},
		{
			name: "a snooze over the date ends at the weekend", due: "2025-05-09", opened: "2025-04-01 10:00",
			turns: []turn{{act: until(t, "2025-05-10 09:00"), at: "2025-05-09 08:00"}, {remind: 2}},
			want:  []string{"Mon 2025-05-12 09:00 overdue", "Tue 2025-05-13 09:00 overdue"},
		},
		{
			name: "the end of a snooze knows no gap", due: "2025-05-09", opened: "2025-05-08 10:00",
			turns: []turn{{remind: 1, act: until(t, "2025-05-09 11:00"), at: "2025-05-09 10:00"}, {remind: 2}},
			want:  []string{"Fri 2025-05-09 09:00 due", "Fri 2025-05-09 11:00 snooze_over", "Mon 2025-05-12 09:00 overdue"},
		},
		{
			name: "a new date knows no gap, once", due: "2025-05-09", opened: "2025-05-08 10:00",
			turns: []turn{{remind: 1, act: dated(t, "2025-05-08"), at: "2025-05-09 10:00"}, {remind: 2}},
			want:  []string{"Fri 2025-05-09 09:00 due", "Fri 2025-05-09 10:00 overdue", "Mon 2025-05-12 09:00 overdue"},
		},
		{
			name: "a date taken away counts from then", due: "2025-05-09", opened: "2025-05-01 10:00",
			turns: []turn{{act: dated(t, ""), at: "2025-05-05 12:00"}, {remind: 2}},
			want:  []string{"Mon 2025-05-12 09:00 periodic", "Fri 2025-05-23 09:00 periodic"},
		},
		{
			name: "reopened: the gap holds", due: "2025-05-09", opened: "2025-05-08 10:00",
			turns: []turn{{remind: 1, act: claims.Dismiss{}, at: "2025-05-12 08:00"}, {act: claims.Reopen{}, at: "2025-05-12 09:30"}, {remind: 1}},
			want:  []string{"Fri 2025-05-09 09:00 due", "Mon 2025-05-12 09:30 overdue"},
		},
		{
			name: "inside the gap a slot moves to its end, then to the next desk time", due: "2025-05-09", opened: "2025-05-01 10:00", adapt: func(t *testing.T, s *policy.Settings) { s.Gap = length(t, "30h") },
			turns: []turn{{remind: 5}},
			want:  []string{"Fri 2025-05-02 09:00 ahead", "Thu 2025-05-08 09:00 ahead", "Fri 2025-05-09 15:00 due", "Mon 2025-05-12 09:00 overdue", "Tue 2025-05-13 15:00 overdue"},
		},
		{
			name: "a gap of days keeps the clock time", due: "2025-05-09", opened: "2025-05-01 10:00", adapt: func(t *testing.T, s *policy.Settings) { s.Gap = length(t, "2d") },
			turns: []turn{{remind: 3}},
			want:  []string{"Fri 2025-05-02 09:00 ahead", "Thu 2025-05-08 09:00 ahead", "Mon 2025-05-12 09:00 overdue"},
		},
		{
			name: "it waits for another claim, which ends on a Saturday: the wake, and counting starts there", opened: "2025-01-21 10:00", after: 7,
			turns: []turn{{remind: 1}, {woken: true, at: "2025-03-01 12:00"}, {remind: 3}},
			want:  []string{"Mon 2025-03-03 09:00 periodic", "Mon 2025-03-10 09:00 periodic", "Fri 2025-03-21 09:00 periodic"},
		},
		{
			name: "it waits, but its own first slot ends that, and the other's end wakes it no more", due: "2025-05-09", opened: "2025-01-21 10:00", after: 7,
			turns: []turn{{remind: 1}, {woken: true, at: "2025-05-05 12:00"}, {remind: 2}},
			want:  []string{"Fri 2025-05-02 09:00 ahead", "Thu 2025-05-08 09:00 ahead", "Fri 2025-05-09 09:00 due"},
		},
		{
			name: "it waits and wakes before its own first slot", due: "2025-05-09", opened: "2025-01-21 10:00", after: 7,
			turns: []turn{{woken: true, at: "2025-04-01 12:00"}, {remind: 2}},
			want:  []string{"Tue 2025-04-01 12:00 periodic", "Fri 2025-05-02 09:00 ahead"},
		},
		{
			name: "it waits with its last day over: it wakes overdue", due: "2025-01-10", opened: "2025-01-21 10:00", after: 7,
			turns: []turn{{remind: 1}, {woken: true, at: "2025-02-04 19:00"}, {remind: 3}},
			want:  []string{"Wed 2025-02-05 09:00 overdue", "Thu 2025-02-06 09:00 overdue", "Mon 2025-02-10 09:00 overdue"},
		},
		{
			name: "it waits inside a long span: its own first slot ends that, and counting starts there", due: "2025-05-01/2025-07-01", opened: "2025-05-05 10:00", after: 7, adapt: with(policy.Policy{Undated: policy.Cadence{Every: policy.Days(3)}}),
			turns: []turn{{remind: 4}},
			want:  []string{"Tue 2025-06-24 09:00 ahead", "Fri 2025-06-27 09:00 periodic", "Mon 2025-06-30 09:00 ahead", "Tue 2025-07-01 09:00 due"},
		},
		{
			name: "an edit, then a snooze: the short interval runs from its end", opened: "2025-01-21 10:00",
			turns: []turn{{remind: 2, act: edited("Will they say why?"), at: "2025-02-11 12:00"}, {act: until(t, "2025-02-14 09:00"), at: "2025-02-11 13:00"}, {remind: 2}},
			want:  []string{"Tue 2025-01-28 09:00 periodic", "Mon 2025-02-10 09:00 periodic", "Fri 2025-02-14 09:00 snooze_over", "Fri 2025-02-21 09:00 periodic"},
		},
		{
			name: "an editor makes it wait after its due day: silent until the other has ended", due: "2025-05-09", opened: "2025-05-08 10:00",
			turns: []turn{{remind: 1, act: claims.Edit{After: new(claims.ClaimID(7))}, at: "2025-05-09 10:00"}, {remind: 1}, {act: claims.Edit{After: new(claims.ClaimID(0))}, at: "2025-05-20 10:00"}, {remind: 1}},
			want:  []string{"Fri 2025-05-09 09:00 due", "Tue 2025-05-20 10:00 overdue"},
		},
		{
			name: "a check before the wake is said moves it", opened: "2025-01-21 10:00", after: 7,
			turns: []turn{{woken: true, at: "2025-03-01 12:00"}, {act: claims.Check{}, at: "2025-03-02 12:00"}, {remind: 1}},
			want:  []string{"Mon 2025-03-10 09:00 periodic"},
		},
		{
			name: "snoozed and waiting: silent until both are over", opened: "2025-01-21 10:00", after: 7,
			turns: []turn{{act: until(t, "2025-02-10 09:00"), at: "2025-01-22 12:00"}, {remind: 1}, {woken: true, at: "2025-02-20 10:00"}, {remind: 2}},
			want:  []string{"Thu 2025-02-20 10:00 snooze_over", "Thu 2025-02-27 09:00 periodic"},
		},
		{
			name: "a new date does not put a woken claim to sleep again", opened: "2025-01-21 10:00", after: 7,
			turns: []turn{{woken: true, at: "2025-01-22 12:00"}, {remind: 1, act: dated(t, "2025-05-09"), at: "2025-01-23 12:00"}, {remind: 1}},
			want:  []string{"Wed 2025-01-22 12:00 periodic", "Fri 2025-05-02 09:00 ahead"},
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := deskIn(t, "Europe/Prague")
			if tc.adapt != nil {
				tc.adapt(t, &s)
			}
			if diff := cmp.Diff(tc.want, play(t, s, tc.due, tc.opened, tc.after, tc.turns)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecide_Downtime(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name        string
		due, opened string
		always      bool
		adapt       func(*testing.T, *policy.Settings)
		turns       []turn
		want        []string
	}{
		{
			name: "five minutes late is on time", due: "2025-05-09", opened: "2025-05-08 10:00",
			turns: []turn{{check: true, at: "2025-05-09 09:05"}, {check: true, at: "2025-05-12 09:00"}, {remind: 1}},
			want:  []string{"Fri 2025-05-09 09:05 due", "Mon 2025-05-12 09:00 overdue", "Tue 2025-05-13 09:00 overdue"},
		},
		{
			name: "some hours: counting goes on from the check that found it, and so does the gap", due: "2025-05-09", opened: "2025-05-09 10:00",
			turns: []turn{{check: true, at: "2025-05-12 14:00"}, {remind: 2}},
			want:  []string{"Mon 2025-05-12 14:00 overdue", "Tue 2025-05-13 10:00 overdue", "Thu 2025-05-15 09:00 overdue"},
		},
		{
			name: "a weekend, day and night: one reminder, the most urgent", due: "2025-05-10", opened: "2025-05-01 10:00", always: true,
			turns: []turn{{remind: 1}, {check: true, at: "2025-05-12 07:00"}, {remind: 2}},
			want:  []string{"Sat 2025-05-03 09:00 ahead", "Mon 2025-05-12 07:00 overdue", "Tue 2025-05-13 09:00 overdue", "Thu 2025-05-15 09:00 overdue"},
		},
		{
			name: "three weeks of missed reminders are one, and one step", opened: "2025-01-21 10:00", adapt: with(policy.Policy{Undated: policy.Cadence{Every: policy.Days(2), Stretch: 2}}),
			turns: []turn{{check: true, at: "2025-02-13 11:00"}, {remind: 2}},
			want:  []string{"Thu 2025-02-13 11:00 periodic", "Mon 2025-02-17 09:00 periodic", "Tue 2025-02-25 09:00 periodic"},
		},
		{
			name: "found at night: it waits for the desk, and what comes until then meets it", due: "2025-05-08", opened: "2025-05-08 08:00",
			turns: []turn{{check: true, at: "2025-05-08 20:00"}, {remind: 2}},
			want:  []string{"", "Fri 2025-05-09 09:00 overdue", "Mon 2025-05-12 09:00 overdue"},
		},
		{
			name: "found three minutes late: a dated slot in between is inside the gap and comes after it", due: "2025-05-09", opened: "2025-05-05 10:00",
			adapt: func(_ *testing.T, s *policy.Settings) {
				s.Gap = policy.Exact(time.Hour)
				s.Policies = []policy.Policy{{Ahead: []policy.Duration{policy.Days(1), policy.Exact(15*time.Hour - 2*time.Minute)}}}
			},
			turns: []turn{{check: true, at: "2025-05-08 09:03"}, {remind: 2}},
			want:  []string{"Thu 2025-05-08 09:03 ahead", "Thu 2025-05-08 10:00 ahead", "Fri 2025-05-09 09:00 due"},
		},
		{
			name: "slots faster than the checks are one reminder each check", opened: "2025-05-06 10:00", always: true,
			adapt: func(_ *testing.T, s *policy.Settings) {
				s.Gap = policy.Duration{}
				s.Policies = []policy.Policy{{Undated: policy.Cadence{Every: policy.Exact(20 * time.Second), Stretch: 1}}}
			},
			turns: []turn{{check: true, at: "2025-05-06 10:01"}, {check: true, at: "2025-05-06 10:02"}, {remind: 1}},
			want:  []string{"Tue 2025-05-06 10:01 periodic", "Tue 2025-05-06 10:02 periodic", "Tue 2025-05-06 10:02:20 periodic"},
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := deskIn(t, "Europe/Prague")
			if tc.always {
				s.Hours = nil
			}
			if tc.adapt != nil {
				tc.adapt(t, &s)
			}
			if diff := cmp.Diff(tc.want, play(t, s, tc.due, tc.opened, 0, tc.turns)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecide_TheEndOfTheOtherClaimIsToldOnce(t *testing.T) {
	t.Parallel()
	prague := zoneOf(t, "Europe/Prague")
	for name, woken := range map[string]string{"before its own first slot": "2025-04-01 12:00", "after its own first slot": "2025-05-05 12:00"} {
		opened := clockIn(t, prague, "2025-01-21 10:00")
		d := &desk{t: t, rules: compile(t, deskIn(t, "Europe/Prague")), c: added(t, claims.KindQuestion, "2025-05-09", opened), now: opened}
		d.c.After = 7
		if name == "after its own first slot" {
			d.remind(1)
		}
		d.now = clockIn(t, prague, woken)
		d.c = d.c.Woken(7, d.now)
		var named []claims.ClaimID
		for range 4 {
			s, _ := d.rules.Next(d.c, d.now)
			named = append(named, s.WokenBy)
			d.check(s.At)
		}
		if diff := cmp.Diff([]claims.ClaimID{7, 0, 0, 0}, named); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestDecide_GapCountsFromALatePost(t *testing.T) {
	t.Parallel()
	prague := zoneOf(t, "Europe/Prague")
	rules := compile(t, deskIn(t, "Europe/Prague"))
	c := added(t, claims.KindEvent, "2025-05-09", clockIn(t, prague, "2025-05-01 10:00"))
	slot := clockIn(t, prague, "2025-05-08 09:00")
	c.Pace.SettledTo = slot.Add(-time.Hour)
	d, ok := rules.Decide(c, slot)
	if !ok {
		t.Fatal("nothing was due")
	}
	cases := []struct{ name, posted, want string }{
		{"posted at once", "2025-05-08 09:00", "Fri 2025-05-09 09:00 due"},
		{"posted five minutes after", "2025-05-08 09:05", "Fri 2025-05-09 09:00 due"},
		{"posted in the afternoon", "2025-05-08 16:00", "Fri 2025-05-09 12:00 due"},
		{"posted at night", "2025-05-08 23:00", "Mon 2025-05-12 09:00 overdue"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			posted := clockIn(t, prague, tc.posted)
			got := rules.Delivered(d.Claim, d.Notice.SlotAt, posted)
			s, _ := rules.Next(got, posted)
			if diff := cmp.Diff(tc.want, line(s.At, prague, s.Reason)); diff != "" {
				t.Error(diff)
			}
			if got.RemindersSent != 1 || !got.LastRemindedAt.Equal(posted) || !got.NextReminderAt.Equal(s.At) {
				t.Errorf("after the post: %d sent, last at %s, next at %s", got.RemindersSent, got.LastRemindedAt, got.NextReminderAt)
			}
		})
	}
}

func TestDelivered_OfAReplacedReminderMovesNothing(t *testing.T) {
	t.Parallel()
	prague := zoneOf(t, "Europe/Prague")
	d := &desk{t: t, rules: compile(t, deskIn(t, "Europe/Prague")), c: added(t, claims.KindEvent, "2025-05-09", clockIn(t, prague, "2025-05-01 10:00"))}
	d.remind(2)
	next := d.c.NextReminderAt
	got := d.rules.Delivered(d.c, clockIn(t, prague, "2025-05-02 09:00"), clockIn(t, prague, "2025-05-08 17:00"))
	if !got.NextReminderAt.Equal(next) || got.RemindersSent != 3 {
		t.Errorf("next %s, want %s; %d sent, want 3", got.NextReminderAt, next, got.RemindersSent)
	}
}

func TestNext_OfAClaimThatHasNone(t *testing.T) {
	t.Parallel()
	prague := zoneOf(t, "Europe/Prague")
	rules := compile(t, deskIn(t, "Europe/Prague"))
	now := clockIn(t, prague, "2025-05-01 10:00")
	c := added(t, claims.KindEvent, "", now)
	waiting, resolved, candidate := c, act(t, c, claims.Dismiss{}, now), c
	waiting.After, candidate.Status = 7, claims.StatusCandidate
	for name, c := range map[string]claims.Claim{"waiting without a date": waiting, "dismissed": resolved, "candidate": candidate} {
		if s, ok := rules.Next(c, now); ok {
			t.Errorf("%s: %+v", name, s)
		}
		if d, ok := rules.Decide(c, now.AddDate(1, 0, 0)); ok {
			t.Errorf("%s: %+v", name, d)
		}
		if at := rules.NextLook(c, now); !at.IsZero() {
			t.Errorf("%s: looked at again at %s", name, at)
		}
	}
}

func TestDecide_EscalatesEachTimeNobodyAnswers(t *testing.T) {
	t.Parallel()
	prague := zoneOf(t, "Europe/Prague")
	s := deskIn(t, "Europe/Prague")
	s.Policies = []policy.Policy{{Escalate: &policy.Escalate{Mention: "@managing-editor", Channel: "#desk-leads"}}}
	rules := compile(t, s)
	opened := clockIn(t, prague, "2025-01-21 10:00")
	c := added(t, claims.KindQuestion, "", opened)
	got := map[int]string{}
	for _, p := range rules.Preview([]claims.Claim{c}, claims.PreviewQuery{From: opened, Until: opened.AddDate(1, 0, 0)}, opened, policy.Standing{}) {
		if p.Reason == claims.ReasonEscalated {
			got[p.Ordinal] = p.Channel + " " + p.Mention
		} else if p.Channel != "#follow-ups" || p.Mention != "" {
			t.Errorf("not escalated, but %+v", p)
		}
	}
	if diff := cmp.Diff(map[int]string{4: "#desk-leads @managing-editor", 8: "#desk-leads @managing-editor", 12: "#desk-leads @managing-editor"}, got); diff != "" {
		t.Error(diff)
	}
	d := &desk{t: t, rules: rules, c: c, now: opened}
	d.remind(3)
	d.act(claims.AddNote{Text: "rang them"}, d.now.Add(time.Hour))
	if diff := cmp.Diff([]string{"Mon 2025-03-24 09:00 periodic"}, d.remind(1)); diff != "" {
		t.Errorf("a note is an answer: %s", diff)
	}
}

func TestNext_AClaimOf2025IsStillAskedForIn2035(t *testing.T) {
	t.Parallel()
	prague := zoneOf(t, "Europe/Prague")
	for _, due := range []string{"", "2025-05-09"} {
		opened := clockIn(t, prague, "2025-01-21 10:00")
		d := &desk{t: t, rules: compile(t, deskIn(t, "Europe/Prague")), c: added(t, claims.KindQuestion, due, opened), now: opened}
		last := opened
		for d.now.Year() < 2036 {
			if len(d.remind(1)) == 0 {
				t.Fatalf("silent after %s", d.now)
			}
			if d.now.Sub(last) > 108*24*time.Hour {
				t.Fatalf("silent from %s to %s", last, d.now)
			}
			last = d.now
		}
		if d.c.RemindersSent < 100 || d.c.Pace.Ordinal != d.c.RemindersSent {
			t.Errorf("due %q: %d reminders, ordinal %d", due, d.c.RemindersSent, d.c.Pace.Ordinal)
		}
	}
}

func TestNext_TheMachinesClockIsSetForwardAndBack(t *testing.T) {
	t.Parallel()
	prague := zoneOf(t, "Europe/Prague")
	opened := clockIn(t, prague, "2025-01-21 10:00")
	d := &desk{t: t, rules: compile(t, deskIn(t, "Europe/Prague")), c: added(t, claims.KindQuestion, "", opened), now: opened}
	d.check(clockIn(t, prague, "2026-06-10 12:00")) // a year and a half ahead by mistake
	back := clockIn(t, prague, "2025-01-22 10:00")
	s, ok := d.rules.Next(d.c, back)
	if want := "Mon 2025-02-03 09:00 periodic"; !ok || line(s.At, prague, s.Reason) != want {
		t.Errorf("after the clock was set back: %s, want %s", line(s.At, prague, s.Reason), want)
	}
	c, moved := d.rules.Rewound(d.c, back)
	if !moved || c.Pace.LastSlot.After(back) || c.Pace.CountedFrom.After(back) {
		t.Errorf("not rewound: %v %+v", moved, c.Pace)
	}
	if _, again := d.rules.Rewound(c, back); again {
		t.Error("rewound twice")
	}
	d.c, d.now = c, back
	if diff := cmp.Diff([]string{"Mon 2025-02-03 09:00 periodic", "Wed 2025-02-19 09:00 periodic"}, d.remind(2)); diff != "" {
		t.Error(diff)
	}
}

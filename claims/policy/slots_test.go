package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

// A story is a claim at a desk and the reminders that come of it, nobody acting.
type story struct {
	name   string
	zone   string // "" is Europe/Prague
	always bool   // no desk hours
	adapt  func(t *testing.T, s *policy.Settings)
	due    string
	opened string
	want   []string
}

func tell(t *testing.T, stories []story) {
	t.Helper()
	for _, tc := range stories {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if tc.zone == "" {
				tc.zone = "Europe/Prague"
			}
			s := deskIn(t, tc.zone)
			if tc.always {
				s.Hours = nil
			}
			if tc.adapt != nil {
				tc.adapt(t, &s)
			}
			opened := clockIn(t, s.Location, tc.opened)
			d := &desk{t: t, rules: compile(t, s), c: added(t, claims.KindEvent, tc.due, opened), now: opened}
			if diff := cmp.Diff(tc.want, d.remind(len(tc.want))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// with sets a policy for all claims.
func with(p policy.Policy) func(*testing.T, *policy.Settings) {
	return func(_ *testing.T, s *policy.Settings) { s.Policies = []policy.Policy{p} }
}

func at(hour, minute int) *policy.ClockTime {
	c := policy.Clock(hour, minute)
	return &c
}

func TestNext_DueDatesAndSpans(t *testing.T) {
	t.Parallel()
	tell(t, []story{
		{
			name: "due tomorrow, added today: the day ahead is past and not made up", due: "2025-05-09", opened: "2025-05-08 10:00",
			want: []string{"Fri 2025-05-09 09:00 due", "Mon 2025-05-12 09:00 overdue"},
		},
		{
			name: "due today, added after nine: asked for tomorrow", due: "2025-05-07", opened: "2025-05-07 10:00",
			want: []string{"Thu 2025-05-08 09:00 overdue", "Fri 2025-05-09 09:00 overdue"},
		},
		{
			name: "added at the very moment of a slot", due: "2025-05-09", opened: "2025-05-08 09:00",
			want: []string{"Thu 2025-05-08 09:00 ahead", "Fri 2025-05-09 09:00 due"},
		},
		{
			name: "a span of three days is asked at its start and its end", due: "2025-05-06/2025-05-08", opened: "2025-04-01 10:00",
			want: []string{"Tue 2025-04-29 09:00 ahead", "Mon 2025-05-05 09:00 ahead", "Tue 2025-05-06 09:00 due", "Thu 2025-05-08 09:00 due", "Fri 2025-05-09 09:00 overdue"},
		},
		{
			name: "added inside a span", due: "2025-05-05/2025-05-16", opened: "2025-05-07 12:00",
			want: []string{"Fri 2025-05-16 09:00 due", "Mon 2025-05-19 09:00 overdue", "Tue 2025-05-20 09:00 overdue"},
		},
		{
			name: "a span of 31 days is silent inside", due: "2025-05-01/2025-05-31", opened: "2025-05-02 12:00",
			want: []string{"Fri 2025-05-30 09:00 due", "Mon 2025-06-02 09:00 overdue"},
		},
		{
			name: "a span of 32 days is asked for while it lasts, and ahead of its end", due: "2025-05-01/2025-06-01", opened: "2025-04-02 12:00",
			want: []string{
				"Thu 2025-04-24 09:00 ahead", "Wed 2025-04-30 09:00 ahead", "Thu 2025-05-01 09:00 due", "Fri 2025-05-09 09:00 periodic", "Mon 2025-05-19 09:00 periodic",
				"Fri 2025-05-23 09:00 ahead", "Fri 2025-05-30 09:00 due", "Mon 2025-06-02 09:00 overdue", "Tue 2025-06-03 09:00 overdue",
			},
			adapt: with(policy.Policy{Undated: policy.Cadence{Every: policy.Days(8), Stretch: 1.25}}),
		},
		{
			name: "a year-long span, opened inside it", due: "2025-01-01/2025-12-31", opened: "2025-11-03 12:00",
			want: []string{
				"Mon 2025-11-10 09:00 periodic", "Fri 2025-11-21 09:00 periodic", "Mon 2025-12-08 09:00 periodic", "Wed 2025-12-24 09:00 ahead",
				"Tue 2025-12-30 09:00 ahead", "Wed 2025-12-31 09:00 due", "Thu 2026-01-01 09:00 overdue", "Fri 2026-01-02 09:00 overdue",
			},
		},
		{
			name: "ahead in hours counts from the start of the day", due: "2025-05-07", opened: "2025-05-01 10:00", adapt: with(policy.Policy{Ahead: []policy.Duration{policy.Exact(12 * 3600e9), policy.Days(0)}}),
			want: []string{"Tue 2025-05-06 12:00 ahead", "Wed 2025-05-07 09:00 due"},
		},
		{
			name: "no ahead at all", due: "2025-05-07", opened: "2025-05-01 10:00", adapt: with(policy.Policy{Ahead: []policy.Duration{}}),
			want: []string{"Wed 2025-05-07 09:00 due", "Thu 2025-05-08 09:00 overdue"},
		},
		{
			name: "a leap day", due: "2028-02-29", opened: "2028-02-01 10:00", want: []string{"Tue 2028-02-22 09:00 ahead", "Mon 2028-02-28 09:00 ahead", "Tue 2028-02-29 09:00 due", "Wed 2028-03-01 09:00 overdue"},
		},
		{
			name: "over at the opening, in desk hours: at once, and the next day waits for the gap", due: "2025-01-10", opened: "2025-05-06 14:30",
			want: []string{"Tue 2025-05-06 14:30 overdue", "Wed 2025-05-07 10:30 overdue", "Fri 2025-05-09 09:00 overdue"},
		},
		{
			name: "over since midnight, opened before the desk", due: "2025-05-05", opened: "2025-05-06 07:00",
			want: []string{"Tue 2025-05-06 09:00 overdue", "Wed 2025-05-07 09:00 overdue"},
		},
		{
			name: "counted in hours, day and night", always: true, opened: "2025-05-06 14:30", adapt: with(policy.Policy{Undated: policy.Cadence{Every: policy.Exact(10 * 3600e9), Stretch: 2}}),
			want: []string{"Wed 2025-05-07 00:30 periodic", "Wed 2025-05-07 20:30 periodic", "Fri 2025-05-09 09:00 periodic", "Mon 2025-05-12 09:00 periodic"},
		},
		{
			name: "an interval of one and a half days is rounded to two", always: true, opened: "2025-05-06 14:30", adapt: with(policy.Policy{Undated: policy.Cadence{Every: policy.Exact(36 * 3600e9), Stretch: 1}, At: at(7, 45)}),
			want: []string{"Thu 2025-05-08 07:45 periodic", "Sat 2025-05-10 07:45 periodic"},
		},
	})
}

func TestNext_DeskHoursAndHolidays(t *testing.T) {
	t.Parallel()
	off := func(days ...string) func(*testing.T, *policy.Settings) {
		return func(t *testing.T, s *policy.Settings) {
			for _, d := range days {
				h, err := policy.ParseHoliday(d)
				if err != nil {
					t.Fatal(err)
				}
				s.Holidays = append(s.Holidays, h)
			}
		}
	}
	tell(t, []story{
		{
			name: "due on a Sunday: asked for on the Friday before", due: "2025-05-11", opened: "2025-05-01 10:00",
			want: []string{"Fri 2025-05-02 09:00 ahead", "Fri 2025-05-09 09:00 due", "Mon 2025-05-12 09:00 overdue"},
		},
		{
			name: "due on Sunday, added on Friday evening: asked for on Monday, once", due: "2025-05-11", opened: "2025-05-09 19:00",
			want: []string{"Mon 2025-05-12 09:00 overdue", "Tue 2025-05-13 09:00 overdue"},
		},
		{
			name: "due on Sunday, added on Friday at noon: asked for at once", due: "2025-05-11", opened: "2025-05-09 12:00",
			want: []string{"Fri 2025-05-09 12:00 due", "Mon 2025-05-12 09:00 overdue"},
		},
		{
			name: "at lies before the hours", due: "2025-05-07", opened: "2025-05-01 10:00", adapt: with(policy.Policy{At: at(7, 0)}),
			want: []string{"Tue 2025-05-06 09:00 ahead", "Wed 2025-05-07 09:00 due", "Thu 2025-05-08 09:00 overdue"},
		},
		{
			name: "at lies after the hours: dated slots move to their start, counted ones to the next day", due: "2025-05-07", opened: "2025-05-01 10:00", adapt: with(policy.Policy{At: at(18, 0)}),
			want: []string{"Tue 2025-05-06 09:00 ahead", "Wed 2025-05-07 09:00 due", "Fri 2025-05-09 09:00 overdue", "Mon 2025-05-12 09:00 overdue"},
		},
		{
			name: "hours ahead that fall at night move to nine of their own day", due: "2025-05-07", opened: "2025-05-01 10:00", adapt: with(policy.Policy{Ahead: []policy.Duration{policy.Exact(2 * 3600e9)}}),
			want: []string{"Tue 2025-05-06 09:00 ahead", "Wed 2025-05-07 09:00 due"},
		},
		{
			name: "holidays from a list, and a range over New Year", due: "2025-12-26", opened: "2025-12-20 10:00", adapt: off("2025-12-25", "2025-12-26/2026-01-01"),
			want: []string{"Wed 2025-12-24 09:00 due", "Fri 2026-01-02 09:00 overdue", "Mon 2026-01-05 09:00 overdue"},
		},
		{
			name: "the holidays of a country, ten years on", due: "2035-05-01", opened: "2035-04-25 10:00", adapt: off("CZ"),
			want: []string{"Mon 2035-04-30 09:00 due", "Wed 2035-05-02 09:00 overdue", "Thu 2035-05-03 09:00 overdue"},
		},
		{
			name: "a holiday's substitute is one too", zone: "Europe/London", due: "2027-12-28", opened: "2027-12-22 10:00", adapt: off("gb"),
			want: []string{"Fri 2027-12-24 09:00 due", "Wed 2027-12-29 09:00 overdue"},
		},
		{
			name: "holidays without desk hours: the next day begins at midnight", always: true, opened: "2025-12-20 10:00", adapt: off("2025-12-27/2025-12-28"),
			want: []string{"Mon 2025-12-29 00:00 periodic", "Fri 2026-01-09 09:00 periodic"},
		},
		{
			name: "open until midnight", opened: "2025-05-01 23:30", due: "2025-04-01",
			adapt: func(_ *testing.T, s *policy.Settings) { s.Hours.To = policy.Clock(24, 0) },
			want:  []string{"Thu 2025-05-01 23:30 overdue", "Fri 2025-05-02 19:30 overdue", "Mon 2025-05-05 09:00 overdue"},
		},
	})
}

func TestNext_ClockChanges(t *testing.T) {
	t.Parallel()
	night := func(hour, minute int) func(*testing.T, *policy.Settings) {
		return with(policy.Policy{At: at(hour, minute), Ahead: []policy.Duration{policy.Days(1)}})
	}
	tell(t, []story{
		{
			name: "New York, spring: half past two does not exist", zone: "America/New_York", always: true, due: "2025-03-09", opened: "2025-03-01 10:00", adapt: night(2, 30),
			want: []string{"Sat 2025-03-08 02:30 ahead", "Sun 2025-03-09 03:00 due", "Mon 2025-03-10 02:30 overdue"},
		},
		{
			name: "New York, autumn: half past one comes twice and is used once", zone: "America/New_York", always: true, due: "2025-11-02", opened: "2025-10-25 10:00", adapt: night(1, 30),
			want: []string{"Sat 2025-11-01 01:30 ahead", "Sun 2025-11-02 01:30 due", "Mon 2025-11-03 01:30 overdue", "Tue 2025-11-04 01:30 overdue"},
		},
		{
			name: "Berlin, spring", zone: "Europe/Berlin", always: true, due: "2025-03-30", opened: "2025-03-20 10:00", adapt: night(2, 0),
			want: []string{"Sat 2025-03-29 02:00 ahead", "Sun 2025-03-30 03:00 due", "Mon 2025-03-31 02:00 overdue"},
		},
		{
			name: "Berlin, autumn", zone: "Europe/Berlin", always: true, due: "2025-10-26", opened: "2025-10-20 10:00", adapt: night(2, 59),
			want: []string{"Sat 2025-10-25 02:59 ahead", "Sun 2025-10-26 02:59 due", "Mon 2025-10-27 02:59 overdue"},
		},
		{
			name: "Berlin: nine stays nine", zone: "Europe/Berlin", due: "2025-03-28", opened: "2025-03-20 10:00",
			want: []string{"Fri 2025-03-21 09:00 ahead", "Thu 2025-03-27 09:00 ahead", "Fri 2025-03-28 09:00 due", "Mon 2025-03-31 09:00 overdue"},
		},
		{
			name: "Beirut, spring: the day has no midnight", zone: "Asia/Beirut", always: true, due: "2025-03-30", opened: "2025-03-20 10:00", adapt: night(0, 0),
			want: []string{"Sat 2025-03-29 00:00 ahead", "Sun 2025-03-30 01:00 due", "Mon 2025-03-31 00:00 overdue"},
		},
		{
			name: "Beirut, spring: hours ahead count from one o'clock", zone: "Asia/Beirut", always: true, due: "2025-03-30", opened: "2025-03-20 10:00",
			adapt: with(policy.Policy{Ahead: []policy.Duration{policy.Exact(24 * 3600e9)}, At: at(8, 0)}),
			want:  []string{"Sat 2025-03-29 00:00 ahead", "Sun 2025-03-30 08:00 due"},
		},
		{
			name: "Beirut, autumn: the last hour of Saturday comes twice", zone: "Asia/Beirut", always: true, due: "2025-10-25", opened: "2025-10-15 10:00", adapt: night(23, 30),
			want: []string{"Fri 2025-10-24 23:30 ahead", "Sat 2025-10-25 23:30 due", "Sun 2025-10-26 23:30 overdue"},
		},
		{
			name: "Lord Howe, spring: half an hour is missing", zone: "Australia/Lord_Howe", always: true, due: "2025-10-05", opened: "2025-09-25 10:00", adapt: night(2, 15),
			want: []string{"Sat 2025-10-04 02:15 ahead", "Sun 2025-10-05 02:30 due", "Mon 2025-10-06 02:15 overdue"},
		},
		{
			name: "Lord Howe, autumn: half an hour comes twice", zone: "Australia/Lord_Howe", always: true, due: "2025-04-06", opened: "2025-03-25 10:00", adapt: night(1, 45),
			want: []string{"Sat 2025-04-05 01:45 ahead", "Sun 2025-04-06 01:45 due", "Mon 2025-04-07 01:45 overdue"},
		},
		{
			name: "Casablanca: Ramadan begins, the clock goes back", zone: "Africa/Casablanca", always: true, due: "2025-02-23", opened: "2025-02-15 10:00", adapt: night(2, 30),
			want: []string{"Sat 2025-02-22 02:30 ahead", "Sun 2025-02-23 02:30 due", "Mon 2025-02-24 02:30 overdue"},
		},
		{
			name: "Casablanca: Ramadan is over, the clock goes forward", zone: "Africa/Casablanca", always: true, due: "2025-04-06", opened: "2025-03-29 10:00", adapt: night(2, 30),
			want: []string{"Sat 2025-04-05 02:30 ahead", "Sun 2025-04-06 03:00 due", "Mon 2025-04-07 02:30 overdue"},
		},
		{
			name: "Apia: a day that never was", zone: "Pacific/Apia", always: true, due: "2011-12-30", opened: "2011-12-20 10:00", adapt: night(9, 0),
			want: []string{"Thu 2011-12-29 09:00 ahead", "Sat 2011-12-31 05:00 due", "Sun 2012-01-01 01:00 overdue"},
		},
	})
}

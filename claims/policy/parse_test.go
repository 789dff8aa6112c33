package policy_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

func TestParseDuration_KeepsCalendarUnits(t *testing.T) {
	t.Parallel()
	cases := []struct {
		in   string
		want policy.Duration
		text string
	}{
		{"90s", policy.Exact(90 * time.Second), "90s"},
		{"20h", policy.Exact(20 * time.Hour), "20h"},
		{"24h", policy.Exact(24 * time.Hour), "24h"},
		{"1h30m", policy.Exact(90 * time.Minute), "1h30m"},
		{"0s", policy.Duration{}, "0s"},
		{"7d", policy.Days(7), "7d"},
		{"1w", policy.Days(7), "7d"},
		{"1w3d", policy.Days(10), "10d"},
	}
	for _, tc := range cases {
		got, err := policy.ParseDuration(tc.in)
		if err != nil || got != tc.want || got.String() != tc.text {
			t.Errorf("%q: %v (%s), %v; want %v", tc.in, got, got, err, tc.want)
		}
	}
	for _, in := range []string{"", "d", "5", "-1d", "1.5h", "1d12h", "1 d", "7D", "1y", "999999999w", "9999999999d", "999999999h"} {
		var invalid *claims.InvalidError
		if d, err := policy.ParseDuration(in); !errors.As(err, &invalid) {
			t.Errorf("%q is %v, %v; want an InvalidError", in, d, err)
		}
	}
}

func TestParseClockAndDays(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]policy.ClockTime{"09:00": policy.Clock(9, 0), "9:05": policy.Clock(9, 5), "00:00": 0, "23:59": policy.Clock(23, 59), "24:00": policy.Clock(24, 0)} {
		if got, err := policy.ParseClock(in); err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "9", "25:00", "24:01", "09:60", "9am", "09:00:00", "-1:00"} {
		if got, err := policy.ParseClock(in); err == nil {
			t.Errorf("%q is %v, want an error", in, got)
		}
	}
	for in, want := range map[string][7]bool{
		"mon-fri": {1: true, 2: true, 3: true, 4: true, 5: true}, "Mon, wed,friday": {1: true, 3: true, 5: true}, "fri-mon": {0: true, 1: true, 5: true, 6: true}, "sun": {0: true}, "mon-sun": {true, true, true, true, true, true, true},
	} {
		got, err := policy.ParseDays(in)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v %s", in, err, diff)
		}
	}
	for _, in := range []string{"", "mo", "mon-", "mon fri", "weekday", "1-5", "mon-fri,"} {
		if got, err := policy.ParseDays(in); err == nil {
			t.Errorf("%q is %v, want an error", in, got)
		}
	}
}

func TestParseHoliday(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]policy.Holiday{
		"2025-12-25": {From: dayOf(t, "2025-12-25"), To: dayOf(t, "2025-12-25")}, "2025-12-27/2025-12-31": {From: dayOf(t, "2025-12-27"), To: dayOf(t, "2025-12-31")}, "CZ": {Country: "cz"}, "de-by": {Country: "de-by"},
	} {
		if got, err := policy.ParseHoliday(in); err != nil || got != want {
			t.Errorf("%q: %+v, %v; want %+v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "xx", "2025-02-30", "2025-12-31/2025-12-27", "2025-12-27/", "christmas"} {
		if got, err := policy.ParseHoliday(in); err == nil {
			t.Errorf("%q is %+v, want an error", in, got)
		}
	}
	if n := len(policy.Countries()); n < 40 {
		t.Errorf("%d countries", n)
	}
}

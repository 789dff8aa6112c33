package scheduler_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/scheduler"
)

func TestParseLine_RefusesWhatIsNoneOrNeverComes(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, spec, want string }{
		{"a date that there is not", "0 0 31 2 *", "never comes"},
		{"a zone and nothing else", "TZ=Europe/Berlin", "names a zone"},
		{"a zone before the line", "CRON_TZ=Europe/Berlin 0 9 * * *", "names a zone"},
		{"too few fields", "0 9 * *", "no cron line"},
		{"a field out of range", "99 9 * * *", "no cron line"},
		{"nothing", "", "no cron line"},
		{"words", "every morning", "no cron line"},
		{"an interval of nothing", "@every 0s", "a second or more"},
		{"an interval backwards", "@every -5m", "a second or more"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := scheduler.ParseLine(tt.spec, time.UTC)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%q: got %v, want %q", tt.spec, err, tt.want)
			}
		})
	}
}

// runs returns the next n runs of a line after a wall time of a zone, in that zone.
func runs(t *testing.T, spec, zone, after string, n int) []string {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", after, loc)
	if err != nil {
		t.Fatal(err)
	}
	line, err := scheduler.ParseLine(spec, loc)
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for range n {
		next, ok := line.Next(at)
		if !ok {
			break
		}
		list = append(list, next.In(loc).Format("2006-01-02 15:04 -0700"))
		at = next
	}
	return list
}

func TestLine_KeepsItsClockTimeThroughClockChanges(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, spec, zone, after string
		want                    []string
	}{
		{"an hour that New York skips", "30 2 * * *", "America/New_York", "2026-03-07 03:00", []string{"2026-03-08 03:00 -0400", "2026-03-09 02:30 -0400"}},
		{"an hour that New York has twice", "30 1 * * *", "America/New_York", "2026-10-31 02:00", []string{"2026-11-01 01:30 -0400", "2026-11-02 01:30 -0500"}},
		{"an hour that Berlin skips", "30 2 * * *", "Europe/Berlin", "2026-03-28 03:00", []string{"2026-03-29 03:00 +0200", "2026-03-30 02:30 +0200"}},
		{"a midnight that Beirut skips", "0 0 * * *", "Asia/Beirut", "2026-03-28 01:00", []string{"2026-03-29 01:00 +0300", "2026-03-30 00:00 +0300"}},
		{"half an hour that Lord Howe has twice", "45 1 * * *", "Australia/Lord_Howe", "2026-04-04 02:00", []string{"2026-04-05 01:45 +1100", "2026-04-06 01:45 +1030"}},
		{"half an hour that Lord Howe skips", "15 2 * * *", "Australia/Lord_Howe", "2026-10-03 03:00", []string{"2026-10-04 02:30 +1100", "2026-10-05 02:15 +1100"}},
		{"weekdays around a leap day", "0 9 * * mon-fri", "Europe/Prague", "2028-02-28 10:00", []string{"2028-02-29 09:00 +0100", "2028-03-01 09:00 +0100"}},
		{"a leap day itself", "0 9 29 2 *", "Europe/Prague", "2026-01-01 00:00", []string{"2028-02-29 09:00 +0100", "2032-02-29 09:00 +0100"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, runs(t, tt.spec, tt.zone, tt.after, 2)); diff != "" {
				t.Errorf("runs differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLine_EveryHasTheSameTimesWheneverOneAsks(t *testing.T) {
	t.Parallel()
	line, err := scheduler.ParseLine("@every 15m", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	want := time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC)
	for _, before := range []time.Duration{15 * time.Minute, 10*time.Minute + time.Millisecond, time.Second} {
		if next, ok := line.Next(want.Add(-before)); !ok || !next.Equal(want) || line.Every() != 15*time.Minute {
			t.Errorf("asked %s before: %s, %v, every %s; want %s", before, next, ok, line.Every(), want)
		}
	}
}

func FuzzParseLine(f *testing.F) {
	for _, s := range []string{"0 9 * * mon-fri", "@every 1m", "TZ=", "@", "* * * * *", "1-2/3,4 * * * *", "0 0 31 2 *"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		line, err := scheduler.ParseLine(spec, time.UTC)
		if err != nil {
			return
		}
		at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		if next, ok := line.Next(at); ok && !next.After(at) {
			t.Errorf("%q: %s is not after %s", spec, next, at)
		}
	})
}

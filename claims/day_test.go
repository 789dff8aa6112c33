package claims_test

import (
	"encoding/json"
	"testing"
	"time"

	"claimwatch/claims"
)

func day(year int, month time.Month, d int) claims.Day { return claims.NewDay(year, month, d) }

func TestDay_CountsDays(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		got  claims.Day
		want string
	}{
		{"a week later", day(2025, 1, 28) + 7, "2025-02-04"},
		{"over a leap day", day(2024, 2, 28) + 2, "2024-03-01"},
		{"a century that is no leap year", day(2100, 2, 28) + 1, "2100-03-01"},
		{"back over a year's end", day(2025, 1, 1) - 1, "2024-12-31"},
		{"a month that rolls over", day(2025, 14, 31), "2026-03-03"},
		{"the last day of a month", day(2025, 3, 0), "2025-02-28"},
		{"before 1970", day(1969, 7, 20), "1969-07-20"},
		{"the first day there is", claims.Day(1), "0001-01-01"},
		{"no day", claims.Day(0), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.got.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestDay_RoundTrips(t *testing.T) {
	t.Parallel()
	for d := day(1899, 12, 31); d < day(2101, 1, 1); d += 17 {
		parsed, err := claims.ParseDay(d.String())
		if err != nil || parsed != d || claims.DayOf(d.UTC()) != d || claims.NewDay(d.Date()) != d {
			t.Fatalf("%s: parsed %s, %v", d, parsed, err)
		}
		if want := d.UTC().Weekday(); d.Weekday() != want || d.Weekday() != (d+7).Weekday() {
			t.Fatalf("%s is a %s, want %s", d, d.Weekday(), want)
		}
	}
}

func TestDayOf_IsTheDayOfTheLocation(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 1, 21, 23, 30, 0, 0, time.FixedZone("EST", -5*3600))
	if got := claims.DayOf(at); got != day(2025, 1, 21) {
		t.Errorf("in its own zone %s", got)
	}
	if got := claims.DayOf(at.UTC()); got != day(2025, 1, 22) {
		t.Errorf("in UTC %s", got)
	}
}

func TestParseDay_RefusesWhatIsNone(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "2025-02-29", "2025-13-01", "2025-1-1", "0000-01-01", "21.1.2025", "2025-01-21T00:00:00Z", " 2025-01-21"} {
		d, err := claims.ParseDay(s)
		wantInvalid(t, err, "day")
		if d != 0 {
			t.Errorf("%q: %s", s, d)
		}
	}
}

func TestDay_IsTextInJSON(t *testing.T) {
	t.Parallel()
	if got := jsonOf(t, []claims.Day{day(2025, 1, 21), 0}); got != `["2025-01-21",""]` {
		t.Errorf("got %s", got)
	}
	var days []claims.Day
	if err := json.Unmarshal([]byte(`["2025-01-21",""]`), &days); err != nil || days[0] != day(2025, 1, 21) || days[1] != 0 {
		t.Errorf("got %v, %v", days, err)
	}
	if err := json.Unmarshal([]byte(`["tomorrow"]`), &days); err == nil {
		t.Error("a word was read as a day")
	}
}

func TestDue_IsNullInJSONWhenUnknown(t *testing.T) {
	t.Parallel()
	may := claims.Due{Start: day(2025, 5, 1), End: day(2025, 5, 31), Precision: claims.PrecisionMonth}
	if got := jsonOf(t, []claims.Due{{}, may}); got != `[null,{"start":"2025-05-01","end":"2025-05-31","precision":"month"}]` {
		t.Errorf("got %s", got)
	}
	held := struct{ Due claims.Due }{may}
	if err := json.Unmarshal([]byte(`{"Due":null}`), &held); err != nil || held.Due.Known() {
		t.Errorf("null left %s, %v", held.Due, err)
	}
	if err := json.Unmarshal([]byte(`{"Due":{"start":"2025-05-01","end":"2025-05-31","precision":"month"}}`), &held); err != nil || held.Due != may {
		t.Errorf("got %s, %v", held.Due, err)
	}
}

func TestDue_SaysItself(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		due            claims.Due
		written, words string
		days           int
	}{
		{"unknown", claims.Due{}, "", "", 0},
		{"a day", claims.Due{Start: day(2025, 5, 9), End: day(2025, 5, 9), Precision: claims.PrecisionDay}, "2025-05-09", "Fri 9 May 2025", 1},
		{"days", claims.Due{Start: day(2025, 5, 9), End: day(2025, 5, 11), Precision: claims.PrecisionDay}, "2025-05-09/2025-05-11", "Fri 9 May to Sun 11 May 2025", 3},
		{"a month", claims.Due{Start: day(2025, 2, 1), End: day(2025, 2, 28), Precision: claims.PrecisionMonth}, "2025-02-01/2025-02-28", "in February 2025", 28},
		{"the rest of a month", claims.Due{Start: day(2025, 2, 9), End: day(2025, 2, 28), Precision: claims.PrecisionMonth}, "2025-02-09/2025-02-28", "Sun 9 Feb to Fri 28 Feb 2025", 20},
		{"a leap year", claims.Due{Start: day(2028, 1, 1), End: day(2028, 12, 31), Precision: claims.PrecisionYear}, "2028-01-01/2028-12-31", "in 2028", 366},
		{"over a year's end", claims.Due{Start: day(2025, 12, 1), End: day(2026, 2, 28), Precision: claims.PrecisionSeason}, "2025-12-01/2026-02-28", "1 Dec 2025 to 28 Feb 2026", 90},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.due.String() != tt.written || tt.due.Words() != tt.words || tt.due.Days() != tt.days {
				t.Errorf("got %q, %q, %d days; want %q, %q, %d", tt.due.String(), tt.due.Words(), tt.due.Days(), tt.written, tt.words, tt.days)
			}
		})
	}
}

package dates_test

import (
	"errors"
	"testing"
	"time"

	"claimwatch/claims/dates"

	"github.com/google/go-cmp/cmp"
)

// Today is Tuesday 2025-01-21.
func TestParse_ReadsWordsOfAPerson(t *testing.T) {
	t.Parallel()
	cases := []struct{ words, want string }{
		{"by the end of May", "2025-05-31/2025-05-31 day"},
		{"by the end of may", "2025-05-31/2025-05-31 day"},
		{"2025-05-09", "2025-05-09/2025-05-09 day"},
		{"2025-05-09/2025-05-11", "2025-05-09/2025-05-11 day"},
		{"today", "2025-01-21/2025-01-21 day"},
		{"tomorrow", "2025-01-22/2025-01-22 day"},
		{"  Tomorrow ", "2025-01-22/2025-01-22 day"},
		{"May 9", "2025-05-09/2025-05-09 day"},
		{"9 May 2025", "2025-05-09/2025-05-09 day"},
		{"may 9", "2025-05-09/2025-05-09 day"},
		{"Jan 15", "2026-01-15/2026-01-15 day"},
		{"January 2", "2026-01-02/2026-01-02 day"},
		{"on Friday", "2025-01-24/2025-01-24 day"},
		{"fri", "2025-01-24/2025-01-24 day"},
		{"next friday", "2025-01-31/2025-01-31 day"},
		{"this week", "2025-01-20/2025-01-26 week"},
		{"next week", "2025-01-27/2025-02-02 week"},
		{"this weekend", "2025-01-25/2025-01-26 day"},
		{"later this month", "2025-01-21/2025-01-31 month"},
		{"this month", "2025-01-21/2025-01-31 month"},
		{"this year", "2025-01-21/2025-12-31 year"},
		{"the 14th", "2025-02-14/2025-02-14 day"},
		{"14th", "2025-02-14/2025-02-14 day"},
		{"in 3 days", "2025-01-24/2025-01-24 day"},
		{"within 72 hours", "2025-01-24/2025-01-24 day"},
		{"in two weeks", "2025-02-04/2025-02-04 day"},
		{"Q3 2025", "2025-07-01/2025-09-30 quarter"},
		{"Q3", "2025-07-01/2025-09-30 quarter"},
		{"third quarter", "2025-07-01/2025-09-30 quarter"},
		{"early May", "2025-05-01/2025-05-10 month"},
		{"mid-2027", "2027-05-01/2027-08-31 year"},
		{"2027", "2027-01-01/2027-12-31 year"},
		{"summer", "2025-06-01/2025-08-31 season"},
		{"this summer", "2025-06-01/2025-08-31 season"},
		{"May", "2025-05-01/2025-05-31 month"},
		{"from May 9 to 11", "2025-05-09/2025-05-11 day"},
		{"May 9-11", "2025-05-09/2025-05-11 day"},
		{"between May 9 and June 2", "2025-05-09/2025-06-02 day"},
		{"over the next three years", "2025-01-21/2028-01-21 year"},
		{"month's end", "2025-01-31/2025-01-31 day"},
		{"end of the year", "2025-12-31/2025-12-31 day"},
		{"end of May", "2025-05-31/2025-05-31 day"},
		{"end of month", "2025-01-31/2025-01-31 day"},
		{"by Christmas next year", "2026-12-25/2026-12-25 day"},
		{"Christmas in 2027", "2027-12-25/2027-12-25 day"},
		{"christmas eve to new year's day", "2025-12-24/2026-01-01 day"},
		{"labor day weekend 2027", "2027-09-04/2027-09-06 day"},
		{"thanksgiving at 8 pm", "2025-11-27/2025-11-27 day"},
		{"next super tuesday", "2028-03-07/2028-03-07 day"},
		{"by the fourth of july", "2025-07-04/2025-07-04 day"},
		{"the week of Thanksgiving", "2025-11-24/2025-11-30 week"},
		{"election day, nov. 3, 2026", "2026-11-03/2026-11-03 day"},
		{"election day 2026, nov. 3", "2026-11-03/2026-11-03 day"},
		{"independence day", "2025-07-04/2025-07-04 day"},
		{"5/9/2025", "2025-05-09/2025-05-09 day"},
	}
	for _, c := range cases {
		t.Run(c.words, func(t *testing.T) {
			t.Parallel()
			e, err := dates.Parse(c.words, published)
			if err != nil {
				t.Fatal(err)
			}
			got := e.First.Format(time.DateOnly) + "/" + e.Last.Format(time.DateOnly) + " " + string(e.Precision)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParse_RefusesWhatIsNoDate(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"", "none", "soon", "blue", "May 9 or so", "May 9 or May 11", "2025-13-01", "2025-05-11/2025-05-09", "the 40th",
		"in a while", "31 February", "in 99999 years", "10 a.m.", "every Friday", "the", "by", "2025-05-09/",
	} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			if e, err := dates.Parse(words, published); !errors.Is(err, dates.ErrNoDate) {
				t.Errorf("read as %v to %v, error %v", e.First, e.Last, err)
			}
		})
	}
}

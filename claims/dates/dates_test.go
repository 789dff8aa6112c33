package dates_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"claimwatch/claims/dates"

	"github.com/google/go-cmp/cmp"
)

// published is Tuesday 2025-01-21, the day of the tests' reports.
var published = time.Date(2025, 1, 21, 0, 0, 0, 0, time.UTC)

// A reading is a text and what is read in it: "words first/last precision".
type reading struct {
	name string
	text string
	want string // joined by " | "
}

func show(text string, e dates.Expression) string {
	words := text[e.Start:e.End]
	if e.Vague {
		return words + " vague"
	}
	return words + " " + e.First.Format(time.DateOnly) + "/" + e.Last.Format(time.DateOnly) + " " + string(e.Precision)
}

func checkIn(t *testing.T, language string, cases []reading) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, e := range dates.FindIn(c.text, language, published) {
				got = append(got, show(c.text, e))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " | ")); diff != "" {
				t.Errorf("%s (-want +got)\n%s", c.text, diff)
			}
		})
	}
}

func TestFind_ReadsTheTableOfDueDates(t *testing.T) {
	t.Parallel()
	checkIn(t, "en", []reading{
		{"a weekday to come", "The two will meet on Friday.", "Friday 2025-01-24/2025-01-24 day"},
		{"this weekday", "The vote is due this Friday.", "this Friday 2025-01-24/2025-01-24 day"},
		{"a day of a month", "The talks open on May 9.", "May 9 2025-05-09/2025-05-09 day"},
		{"a short range", "He will be in Rome from May 9 to 11.", "May 9 to 11 2025-05-09/2025-05-11 day"},
		{"a range in figures", "The fair will run May 9-11.", "May 9-11 2025-05-09/2025-05-11 day"},
		{"a range over two months", "She will travel from May 30 to June 2.", "May 30 to June 2 2025-05-30/2025-06-02 day"},
		{"a length and its first day", "Pilots announced an eight-day strike from May 9.", "May 9 2025-05-09/2025-05-16 day"},
		{"until a weekday", "They have until Friday to answer.", "Friday 2025-01-24/2025-01-24 day"},
		{"until a date", "The ban holds until July 1.", "July 1 2025-07-01/2025-07-01 day"},
		{"before a vote", "No deal is likely before the Nov. 4 vote.", "Nov. 4 2025-11-04/2025-11-04 day"},
		{"as early as", "A ruling could come as early as Feb. 4.", "Feb. 4 2025-02-04/2025-02-04 day"},
		{"the end of the month", "Bids are due by the end of the month.", "the end of the month 2025-01-31/2025-01-31 day"},
		{"the end of the quarter", "It will report by the end of the quarter.", "the end of the quarter 2025-03-31/2025-03-31 day"},
		{"the end of the year", "Work will finish by the end of the year.", "the end of the year 2025-12-31/2025-12-31 day"},
		{"the end of a named month", "She will leave at the end of May.", "the end of May 2025-05-31/2025-05-31 day"},
		{"month's end", "The fund will close by month's end.", "month's end 2025-01-31/2025-01-31 day"},
		{"year-end", "The fund will close by year-end.", "year-end 2025-12-31/2025-12-31 day"},
		{"within days", "The firm must answer within 30 days.", "30 days 2025-02-20/2025-02-20 day"},
		{"in hours", "The truce will end in 72 hours.", "72 hours 2025-01-24/2025-01-24 day"},
		{"working days", "The form must be returned within twenty working days.", "twenty working days 2025-02-18/2025-02-18 day"},
		{"this week", "The panel will rule this week.", "this week 2025-01-20/2025-01-26 week"},
		{"later this week", "The panel will rule later this week.", "later this week 2025-01-21/2025-01-26 week"},
		{"next week", "The panel will rule next week.", "next week 2025-01-27/2025-02-02 week"},
		{"this weekend", "The panel will meet this weekend.", "this weekend 2025-01-25/2025-01-26 day"},
		{"later this month", "The panel will rule later this month.", "later this month 2025-01-21/2025-01-31 month"},
		{"later this year", "The panel will rule later this year.", "later this year 2025-01-21/2025-12-31 year"},
		{"in a month", "The panel will rule in May.", "May 2025-05-01/2025-05-31 month"},
		{"by a month", "The bridge will be open by June.", "June 2025-06-01/2025-06-30 month"},
		{"the month that runs", "The panel will rule in January.", "January 2025-01-01/2025-01-31 month"},
		{"early in a month", "The panel will rule in early May.", "early May 2025-05-01/2025-05-10 month"},
		{"the middle of a month", "The panel will rule by mid-May.", "mid-May 2025-05-11/2025-05-20 month"},
		{"late in a month", "The panel will rule in late May.", "late May 2025-05-21/2025-05-31 month"},
		{"a quarter", "Sales will begin in the third quarter.", "the third quarter 2025-07-01/2025-09-30 quarter"},
		{"a fiscal quarter", "Sales will begin in the fiscal third quarter.", "the fiscal third quarter 2025-07-01/2025-09-30 quarter"},
		{"a quarter in short", "Sales will begin in Q3 2025.", "Q3 2025 2025-07-01/2025-09-30 quarter"},
		{"this summer", "The road will open this summer.", "this summer 2025-06-01/2025-08-31 season"},
		{"in winter", "The road will close in winter.", "winter 2024-12-01/2025-02-28 season"},
		{"next year", "The road will open next year.", "next year 2026-01-01/2026-12-31 year"},
		{"a year", "The road will open in 2027.", "2027 2027-01-01/2027-12-31 year"},
		{"early in a year", "The road will open in early 2027.", "early 2027 2027-01-01/2027-04-30 year"},
		{"the middle of a year", "The road will open in mid-2027.", "mid-2027 2027-05-01/2027-08-31 year"},
		{"late in a year", "The road will open in late 2027.", "late 2027 2027-09-01/2027-12-31 year"},
		{"years ahead", "The city will spend more over the next three years.", "the next three years 2025-01-21/2028-01-21 year"},
		{"soon", "The list will be public soon.", "soon vague"},
		{"coming weeks", "They will meet in the coming weeks.", "the coming weeks vague"},
	})
}

func TestFind_TenseTurnsADayBackOrAhead(t *testing.T) {
	t.Parallel()
	checkIn(t, "en", []reading{
		{"said on", "The mayor said on Friday that talks had failed.", "Friday 2025-01-17/2025-01-17 day"},
		{"announced today's weekday", "The firm announced Tuesday a new plan.", "Tuesday 2025-01-21/2025-01-21 day"},
		{"will be held", "The vote will be held on Friday.", "Friday 2025-01-24/2025-01-24 day"},
		{"said it will", "The court said it will rule on Thursday.", "Thursday 2025-01-23/2025-01-23 day"},
		{"agreed to meet", "They agreed to meet on Sunday.", "Sunday 2025-01-26/2025-01-26 day"},
		{"failed to meet", "They failed to meet on Sunday.", "Sunday 2025-01-19/2025-01-19 day"},
		{"scheduled for", "A hearing scheduled for Monday was put off.", "Monday 2025-01-27/2025-01-27 day"},
		{"at the head of a past clause", "On Friday, the court ruled for the city.", "Friday 2025-01-17/2025-01-17 day"},
		{"at the head of a clause to come", "On Friday, the court will rule.", "Friday 2025-01-24/2025-01-24 day"},
		{"gave them until", "The union gave them until Friday.", "Friday 2025-01-24/2025-01-24 day"},
		{"suspended through", "Trains were suspended through Sunday.", "Sunday 2025-01-26/2025-01-26 day"},
		{"the timetable's present", "Voters go to the polls on Sunday.", "Sunday 2025-01-26/2025-01-26 day"},
		{"since", "Since Saturday, more than 200 have fled.", "Saturday 2025-01-18/2025-01-18 day"},
		{"the coming weekend", "It will rain this coming weekend.", "this coming weekend 2025-01-25/2025-01-26 day"},
		{"to begin in", "Work is to begin in December.", "December 2025-12-01/2025-12-31 month"},
		{"set for", "The hearing was set for Thursday.", "Thursday 2025-01-23/2025-01-23 day"},
		{"vowed on", "The mayor vowed on Thursday to stay.", "Thursday 2025-01-16/2025-01-16 day"},
		{"a name that looks like a verb", "On Thursday, Mohamed and his father are to travel to Rome.", "Thursday 2025-01-23/2025-01-23 day"},
		{"a limited service", "It is expected to reopen on a limited basis Friday morning.", "Friday morning 2025-01-24/2025-01-24 day"},
		{"a month that has been", "In December, the firm cut 40 jobs.", "December 2024-12-01/2024-12-31 month"},
		{"a month to come", "The firm will cut 40 jobs in December.", "December 2025-12-01/2025-12-31 month"},
		{"a date at the turn of the year", "He resigned on December 28.", "December 28 2024-12-28/2024-12-28 day"},
		{"results", "Third-quarter profit rose 4 percent.", "Third-quarter 2024-07-01/2024-09-30 quarter"},
	})
}

// A past verb nearby may be that of another clause: what was read as past says where it lies if it is to come.
func TestFind_SaysWhereAPastDateLiesIfItIsToCome(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"a weekday", "The vigil was announced for the square Thursday.", "2025-01-23/2025-01-23"},
		{"a day of a month", "The dividend was declared and paid on July 10.", "2025-07-10/2025-07-10"},
		{"a month", "It has said that from December it limits groups.", "2025-12-01/2025-12-31"},
		{"a quarter", "It stays on plan for deliveries starting in Q4.", "2025-10-01/2025-12-31"},
		{"a range", "Oct. 16-21: a play", "2025-10-16/2025-10-21"},
		{"a weekday that is said to be past", "They met last Thursday.", ""},
		{"a date with its year", "They met on Jan. 10, 2025.", ""},
		{"a date ahead", "They will meet on Thursday.", ""},
		{"yesterday", "They met yesterday.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			found, got := dates.FindIn(c.text, "en", published), ""
			if len(found) != 1 {
				t.Fatalf("%d dates", len(found))
			}
			if a := found[0].Ahead; !a.Last.IsZero() {
				got = a.First.Format(time.DateOnly) + "/" + a.Last.Format(time.DateOnly)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestFind_ReadsHowNewsWritesDates(t *testing.T) {
	t.Parallel()
	checkIn(t, "en", []reading{
		{"American", "He was born on February 24, 1955 in Ohio.", "February 24, 1955 1955-02-24/1955-02-24 day"},
		{"British", "It opened on 1 March 1998.", "1 March 1998 1998-03-01/1998-03-01 day"},
		{"British with an ordinal", "It opened on the 1st of March 1998.", "the 1st of March 1998 1998-03-01/1998-03-01 day"},
		{"weekday, date and hour", "Join us on Friday, May 9, at 10:30 a.m. EDT.", "Friday, May 9, at 10:30 a.m. EDT 2025-05-09/2025-05-09 day"},
		{"hour before the day", "It begins at 10 a.m. on Friday.", "10 a.m. on Friday 2025-01-24/2025-01-24 day"},
		{"ISO", "Updated 2024-11-05.", "2024-11-05 2024-11-05/2024-11-05 day"},
		{"American figures", "Posted 11/05/2024.", "11/05/2024 2024-11-05/2024-11-05 day"},
		{"the 14th", "They will meet again on the 14th.", "the 14th 2025-02-14/2025-02-14 day"},
		{"the 14th of something else", "It is the 14th attack on the line.", ""},
		{"next weekday", "They play again next Saturday.", "next Saturday 2025-02-01/2025-02-01 day"},
		{"last weekday", "They met last Wednesday.", "last Wednesday 2025-01-15/2025-01-15 day"},
		{"ago", "Three days ago it rained. A year ago it did not.", "Three days ago 2025-01-18/2025-01-18 day | A year ago 2024-01-01/2024-12-31 year"},
		{"a week from a weekday", "The funeral will be a week from Monday.", "a week from Monday 2025-02-03/2025-02-03 day"},
		{"the next day", "He was hurt on January 3 and died the next day.", "January 3 2025-01-03/2025-01-03 day | the next day 2025-01-04/2025-01-04 day"},
		{"a year earlier", "Profit fell in the third quarter of 2024 from a year earlier.", "the third quarter of 2024 2024-07-01/2024-09-30 quarter | a year earlier 2023-07-01/2023-09-30 quarter"},
		{"a decade", "Prices fell in the 1990s.", "the 1990s 1990-01-01/1999-12-31 year"},
		{"a name", "Families of the Sept. 11 attacks spoke.", "Sept. 11 2001-09-11/2001-09-11 day"},
		{"the same period", "Profit was 3 million in the third quarter of 2024, and 4 million in the same period last year.", "the third quarter of 2024 2024-07-01/2024-09-30 quarter | last year 2023-07-01/2023-09-30 quarter"},
		{"a comparison of months", "Sales in December rose 2.3% from November.", "December 2024-12-01/2024-12-31 month | November 2024-11-01/2024-11-30 month"},
		{"closing the day", "The index fell on Monday, closing at 7,000 to end the day down 2%.", "Monday 2025-01-20/2025-01-20 day | the day 2025-01-20/2025-01-20 day"},
		{"the name in figures", "The 9/11 inquiry ended.", "9/11 2001-09-11/2001-09-11 day"},
		{"the modal and the month", "It may rain in May, officials may say.", "May 2025-05-01/2025-05-31 month"},
		{"a person's name", "Theresa May spoke to Mr March.", ""},
		{"quantities are no years", "More than 2000 people and 1998 soldiers came.", ""},
		{"money is no year", "The fine was $2000.", ""},
		{"every week", "They meet every Friday and each year.", ""},
		{"postponed from one day to another", "The vote was moved from May 9 to May 11.", "May 9 2025-05-09/2025-05-09 day | May 11 2025-05-11/2025-05-11 day"},
		{"last night and this morning", "It began last night and ended this morning.", "last night 2025-01-20/2025-01-20 day | this morning 2025-01-21/2025-01-21 day"},
		{"the day after tomorrow", "It opens the day after tomorrow.", "the day after tomorrow 2025-01-23/2025-01-23 day"},
		{"month of last year", "It closed in September of last year.", "September of last year 2024-09-01/2024-09-30 month"},
		{"first week", "It will open in the first week of May.", "the first week of May 2025-05-01/2025-05-07 week"},
		{"last day", "Apply by the last day of February.", "the last day of February 2025-02-28/2025-02-28 day"},
		{"years of a range", "It will build ships from 2027 to 2029.", "2027 to 2029 2027-01-01/2029-12-31 year"},
	})
}

func TestFind_MarksWhatGovernsADate(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		text string
		want dates.Expression
	}{
		{"a deadline", "Bids are due by May 9.", dates.Expression{Deadline: true, Tense: dates.FutureTense}},
		{"no later than", "Send it no later than May 9.", dates.Expression{Deadline: true}},
		{"a past day", "It rained on January 9.", dates.Expression{Past: true, Tense: dates.PastTense}},
		{"a possessive", "Friday's vote failed.", dates.Expression{Past: true, Attributive: true, Tense: dates.PastTense}},
		{"this year, ahead", "It will rain more this year.", dates.Expression{Current: true, Tense: dates.FutureTense}},
		{"an hour alone", "The talks began at 9 a.m. in Rome.", dates.Expression{Clock: true, Tense: dates.PastTense}},
		{"since a day", "It has rained since January 9.", dates.Expression{Since: true, Past: true, Tense: dates.PastTense}},
		{"a name and a noun", "The Labor Day rally will go on.", dates.Expression{Attributive: true, Tense: dates.FutureTense}},
		{"ahead of a name", "Prices will rise ahead of Christmas.", dates.Expression{Deadline: true, Tense: dates.FutureTense}},
		{"before a name with next", "It will pass before next Christmas.", dates.Expression{Deadline: true, Tense: dates.FutureTense}},
		{"a range", "It will run May 9-11.", dates.Expression{Range: true, Tense: dates.FutureTense}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			found := dates.Find(c.text, published)
			if len(found) != 1 {
				t.Fatalf("found %d expressions in %q", len(found), c.text)
			}
			got := found[0]
			got.Start, got.End, got.First, got.Last, got.Precision, got.Ahead = 0, 0, time.Time{}, time.Time{}, "", dates.Days{}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got)\n%s", c.text, diff)
			}
		})
	}
}

func TestFind_ARangeOfFullDatesHasParts(t *testing.T) {
	t.Parallel()
	text := "She will travel from May 30 to June 2."
	found := dates.Find(text, published)
	if len(found) != 1 {
		t.Fatalf("found %d expressions", len(found))
	}
	var got []string
	for _, e := range found[0].Parts {
		got = append(got, show(text, e))
	}
	want := []string{"May 30 2025-05-30/2025-05-30 day", "June 2 2025-06-02/2025-06-02 day"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFind_ReadsDaysByTheirNames(t *testing.T) {
	t.Parallel()
	checkIn(t, "en", []reading{
		{"a fixed day", "The fair opens on Earth Day.", "Earth Day 2025-04-22/2025-04-22 day"},
		{"the n-th weekday", "The strike will begin on Labor Day.", "Labor Day 2025-09-01/2025-09-01 day"},
		{"the last weekday", "The pool will open by Memorial Day.", "Memorial Day 2025-05-26/2025-05-26 day"},
		{"after a weekday", "The count begins on Election Day.", "Election Day 2025-11-04/2025-11-04 day"},
		{"counted from Easter", "Talks resume after Good Friday.", "Good Friday 2025-04-18/2025-04-18 day"},
		{"every fourth year", "He will speak on Inauguration Day.", "Inauguration Day 2029-01-20/2029-01-20 day"},
		{"with a year", "The bridge should open by Christmas 2026.", "Christmas 2026 2026-12-25/2026-12-25 day"},
		{"past", "The two met on Thanksgiving.", "Thanksgiving 2024-11-28/2024-11-28 day"},
		{"the last one", "It has been closed since last Christmas.", "last Christmas 2024-12-25/2024-12-25 day"},
		{"the coming one", "The album will be out this Halloween.", "this Halloween 2025-10-31/2025-10-31 day"},
		{"no verb", "Parade on St. Patrick's Day", "St. Patrick's Day 2025-03-17/2025-03-17 day"},
		{"with an article", "Fireworks return on the Fourth of July.", "Fourth of July 2025-07-04/2025-07-04 day"},
		{"a long weekend", "Crews will close the road over Memorial Day weekend.", "Memorial Day weekend 2025-05-24/2025-05-26 day"},
		{"not the noun", "The Christmas market will draw crowds, and Easter eggs are sold.", ""},
		{"not the first word", "Thanksgiving dinner will cost more.", ""},
	})
}

func TestFind_JoinsDaysByTheirNamesToWhatFollows(t *testing.T) {
	t.Parallel()
	checkIn(t, "en", []reading{
		{"next year", "The bridge should open by Christmas next year.", "Christmas next year 2026-12-25/2026-12-25 day"},
		{"in a year", "It is to open for Christmas in 2027.", "Christmas in 2027 2027-12-25/2027-12-25 day"},
		{"next year, without a preposition", "The measure will be voted on Election Day next year.", "Election Day next year 2026-11-03/2026-11-03 day"},
		{"a range", "The museum will be closed from Christmas Eve to New Year's Day.", "Christmas Eve to New Year's Day 2025-12-24/2026-01-01 day"},
		{"a range with a year", "It will be closed from Christmas Eve to New Year's Day 2027.", "Christmas Eve to New Year's Day 2027 2026-12-24/2027-01-01 day"},
		{"a range that ends with a date", "It will be closed from Christmas to Jan. 6.", "Christmas to Jan. 6 2025-12-25/2026-01-06 day"},
		{"a range of common words", "It will be open between Thanksgiving and Christmas.", "Thanksgiving and Christmas 2025-11-27/2025-12-25 day"},
		{"a range from a rare day", "He will campaign from Super Tuesday to Election Day.", "Super Tuesday to Election Day 2028-03-07/2028-11-07 day"},
		{"an hour before", "The polls will close at 8 p.m. on Election Day.", "8 p.m. on Election Day 2025-11-04/2025-11-04 day"},
		{"an hour before an article", "The show begins at 9 p.m. on the Fourth of July.", "9 p.m. on the Fourth of July 2025-07-04/2025-07-04 day"},
		{"an hour before a name with its date", "The polls will close at 8 p.m. on Election Day, Nov. 3, 2026.", "8 p.m. on Election Day, Nov. 3, 2026 2026-11-03/2026-11-03 day"},
		{"an hour after", "The mass will begin on Christmas Eve at 8 p.m. in the old church.", "Christmas Eve at 8 p.m. 2025-12-24/2025-12-24 day"},
		{"an hour after a common word", "The kitchen opens on Thanksgiving at 11 a.m.", "Thanksgiving at 11 a.m. 2025-11-27/2025-11-27 day"},
		{"a part of the day", "He will speak on Christmas morning.", "Christmas morning 2025-12-25/2025-12-25 day"},
		{"a weekend with a year", "The road will close over Memorial Day weekend 2026.", "Memorial Day weekend 2026 2026-05-23/2026-05-25 day"},
		{"a holiday weekend", "The road will close over the Labor Day holiday weekend.", "Labor Day holiday weekend 2025-08-30/2025-09-01 day"},
		{"a week", "The court will rule the week of Thanksgiving.", "the week of Thanksgiving 2025-11-24/2025-11-30 week"},
		{"ahead of", "Prices are expected to rise ahead of Christmas.", "Christmas 2025-12-25/2025-12-25 day"},
		{"at", "The shops will shut at Easter.", "Easter 2025-04-20/2025-04-20 day"},
		{"after next", "The bill must pass before next Thanksgiving.", "next Thanksgiving 2025-11-27/2025-11-27 day"},
		{"every", "The club meets every Memorial Day and each Election Day.", ""},
		{"the noun that is a verb", "By Christmas, talks may end.", "Christmas 2025-12-25/2025-12-25 day"},
		{"a small word after", "The road will open by Christmas if the snow holds off.", "Christmas 2025-12-25/2025-12-25 day"},
	})
}

func TestFind_LeavesNamesThatAreSomethingElse(t *testing.T) {
	t.Parallel()
	checkIn(t, "en", []reading{
		{"a possessive", "The mayor spoke on Ukraine's Independence Day.", ""},
		{"a possessive of many", "He will speak on the Ukrainians' Independence Day.", ""},
		{"a capitalised noun", "The Good Friday Agreement will be tested.", ""},
		{"a capitalised noun after a month's name", "The April Fools' Day Prank will return.", ""},
		{"a parade", "The Memorial Day Parade will go on, and the Labor Day Parade too.", ""},
		{"a past event with a year", "A film of the Christmas 1914 truce will open.", ""},
		{"a catastrophe", "A memorial to the Boxing Day tsunami will open.", ""},
		{"a treaty in small letters", "The Good Friday agreement will be tested.", ""},
		{"a film", "He is writing a sequel to Independence Day, and will star in Groundhog Day.", ""},
		{"another church", "The shops will close for Orthodox Easter.", ""},
		{"a compound", "Christmas-themed lights will go up for the post-Christmas sale.", ""},
		{"a common word with a noun", "They will meet after this Christmas shopping.", ""},
		{"small letters after a month", "In May day trips will resume.", "May 2025-05-01/2025-05-31 month"},
		{"a day that needs a place", "Independence Day will be on sale, Labour Day will not.", ""},
		{"a day in its place", "The pool will open by Independence Day.", "Independence Day 2025-07-04/2025-07-04 day"},
		{"a day with next", "The pool will open next Labour Day.", "next Labour Day 2025-09-01/2025-09-01 day"},
		{"a day with this year's", "The pool will open after this year's Election Day.", "this year's Election Day 2025-11-04/2025-11-04 day"},
	})
}

func TestFind_TheDateBesideADaysNameWins(t *testing.T) {
	t.Parallel()
	checkIn(t, "en", []reading{
		{"after a comma", "Voting will end on Election Day, Nov. 3, 2026.", "Nov. 3, 2026 2026-11-03/2026-11-03 day"},
		{"with its weekday", "Voting will end on Election Day, Tuesday, Nov. 4.", "Tuesday, Nov. 4 2025-11-04/2025-11-04 day"},
		{"after a verb", "Election Day is June 24.", "June 24 2025-06-24/2025-06-24 day"},
		{"after a clause", "On Labor Day, which falls on Sept. 1, it will close.", "Sept. 1 2025-09-01/2025-09-01 day"},
		{"after on", "The town will mark Memorial Day on April 30.", "April 30 2025-04-30/2025-04-30 day"},
		{"of another country", "It will be closed on Labour Day, May 1.", "May 1 2025-05-01/2025-05-01 day"},
		{"in brackets", "It will be closed on Veterans Day (Nov. 10).", "Nov. 10 2025-11-10/2025-11-10 day"},
		{"before the name", "On Nov. 5, Election Day, polls will open early.", "Nov. 5 2025-11-05/2025-11-05 day"},
		{"with the name's year", "Voting will end on Election Day 2026, Nov. 3.", "Election Day 2026, Nov. 3 2026-11-03/2026-11-03 day"},
		{"a list", "It will be closed on Labor Day, Sept. 8 and Sept. 9.",
			"Labor Day 2025-09-01/2025-09-01 day | Sept. 8 2025-09-08/2025-09-08 day | Sept. 9 2025-09-09/2025-09-09 day"},
	})
}

func TestFind_ReadsDaysOfEveryFourthYear(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, on, want string }{
		{"the next", "She will run until next Super Tuesday.", "2025-01-21", "next Super Tuesday 2028-03-07/2028-03-07 day"},
		{"the last, a day after", "Much has changed since last Inauguration Day.", "2025-01-21", "last Inauguration Day 2025-01-20/2025-01-20 day"},
		{"the last, a day before", "Much has changed since last Inauguration Day.", "2025-01-19", "last Inauguration Day 2021-01-20/2021-01-20 day"},
		{"past, the next one near", "He won nine states on Super Tuesday.", "2027-06-15", "Super Tuesday 2024-03-05/2024-03-05 day"},
		{"to come, the last one near", "He will speak on Super Tuesday.", "2024-06-15", "Super Tuesday 2028-03-07/2028-03-07 day"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			on, err := time.Parse(time.DateOnly, c.on)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range dates.Find(c.text, on) {
				got = append(got, show(c.text, e))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " | ")); diff != "" {
				t.Errorf("%s (-want +got)\n%s", c.text, diff)
			}
		})
	}
}

func TestFind_KnowsDaysByEverySpelling(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Veterans' Day": "2025-11-11", "Veterans Day": "2025-11-11", "Mothers' Day": "2025-05-11", "Fathers’ Day": "2025-06-15",
		"Valentines Day": "2025-02-14", "Valentine's Day": "2025-02-14", "Indigenous Peoples Day": "2025-10-13",
		"Indigenous Peoples' Day": "2025-10-13", "Martin Luther King, Jr. Day": "2026-01-19", "Martin Luther King Jr. Day": "2026-01-19",
		"July Fourth": "2025-07-04", "Thanksgiving Day": "2025-11-27", "Thanksgiving": "2025-11-27", "Easter": "2025-04-20",
	} {
		text := "The bank will be closed on " + name + "."
		var got []string
		for _, e := range dates.Find(text, published) {
			got = append(got, show(text, e))
		}
		if diff := cmp.Diff(name+" "+want+"/"+want+" day", strings.Join(got, " | ")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", text, diff)
		}
	}
}

func TestFind_KnowsEaster(t *testing.T) {
	t.Parallel()
	for year, want := range map[int]string{1961: "1961-04-02", 2000: "2000-04-23", 2008: "2008-03-23", 2019: "2019-04-21", 2024: "2024-03-31", 2025: "2025-04-20", 2038: "2038-04-25"} {
		e, err := dates.Parse(fmt.Sprintf("Easter Sunday %d", year), published)
		if err != nil || e.First.Format(time.DateOnly) != want {
			t.Errorf("Easter of %d is %s, want %s (%v)", year, e.First.Format(time.DateOnly), want, err)
		}
	}
}

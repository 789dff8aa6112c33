package dates_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"claimwatch/claims/dates"

	"github.com/google/go-cmp/cmp"
)

func FuzzFindIn(f *testing.F) {
	for _, s := range []string{
		"They met on Friday, May 9, 2025, at 10 a.m. EDT.", "from 2013-14 to Q3 FY25", "in 99999999 years", "the 31st of February",
		"May 9-11, 9-11 May, 0000-00-00, 31/12/9999", "до кінця 9999 року", "через 3000 лет", "’98 and the ’90s", "п'ятницю, 32 травня",
		"the week of the last day of the first week of May", "mid- to late May", "1.1.0001", "\xff\xfe 9\u00a0May", "a year from a year from Monday",
		"9.5.2025.1.2.2025", "last year's third quarter of last year", "between 1 and 2 and 3 May", "next 3000 decades",
		"from Super Tuesday to Inauguration Day 2029, Jan. 20", "the last day of Memorial Day Parade", "8 p.m. on the Fourth of July’s eve",
		"Nov. 3, Election Day, which falls on Nov. 3", "Christmas Eve–Jan. 1 9998, Easter 9999",
	} {
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, text string, shift int) {
		ref := published.AddDate(0, 0, shift%400000)
		for _, language := range []string{"en", "uk", "ru"} {
			got := dates.FindIn(text, language, ref)
			checkSpans(t, text, got)
			if diff := cmp.Diff(got, dates.FindIn(text, language, ref)); diff != "" {
				t.Fatalf("a second reading differs\n%s", diff)
			}
		}
		if e, err := dates.Parse(text, ref); err == nil && e.Last.Before(e.First) {
			t.Fatalf("%q ends before it begins", text)
		}
	})
}

func checkSpans(t *testing.T, text string, found []dates.Expression) {
	t.Helper()
	end := 0
	for _, e := range found {
		switch {
		case e.Start < end, e.End <= e.Start, e.End > len(text):
			t.Fatalf("span %d..%d after %d in %d bytes", e.Start, e.End, end, len(text))
		case !utf8.RuneStart(text[e.Start]), e.End < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[e.End]):
			t.Fatalf("span %d..%d splits a rune", e.Start, e.End)
		case !e.Vague && (e.First.IsZero() || e.Last.Before(e.First)), e.Vague && !e.First.IsZero():
			t.Fatalf("%q is %v to %v", text[e.Start:e.End], e.First, e.Last)
		}
		if a := e.Ahead; !a.Last.IsZero() && (!e.Past || a.Last.Before(a.First) || !a.Last.After(e.Last)) {
			t.Fatalf("%q lies ahead from %v to %v", text[e.Start:e.End], a.First, a.Last)
		}
		for _, p := range e.Parts {
			if p.Start < e.Start || p.End > e.End || p.Last.Before(p.First) {
				t.Fatalf("part %d..%d of %d..%d, %v to %v", p.Start, p.End, e.Start, e.End, p.First, p.Last)
			}
		}
		end = e.End
	}
}

// article is invented news prose with about as many dates as news has.
const article = `The harbour board of Port Ellis said on Friday that the second pier, closed since a storm on March 3, will reopen
before the end of May. Engineers told reporters that the repairs, which began in the third quarter of 2023, had cost nearly 40
million dollars, twice what was planned two years ago. "We are behind," the chairman said, "and we know it."

A hearing is scheduled for Feb. 14 at 10 a.m., and residents have until Jan. 31 to file objections. The mayor, who may run again
in November, declined to comment. Some 1,200 people work at the docks; wages rose 4.5 percent last year. The union, which has
2000 members, called an eight-day strike from May 9 and wants an answer within 72 hours. It was not clear whether the company
would take part in the talks that open next week in the capital, nor who will lead them after the summer.

`

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat(article, 1<<20/len(article)+1)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		dates.Find(text, published)
	}
}

func BenchmarkFindIn_Ukrainian(b *testing.B) {
	text := strings.Repeat("Порт заявив у п'ятницю, що другий причал відкриють до кінця травня. Слухання заплановано на 14 лютого, а мешканці "+
		"мають час до 31 січня. Ремонт тривав два роки і коштував майже 40 мільйонів, кажуть у мерії міста.\n\n", 3000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		dates.FindIn(text, "uk", published)
	}
}

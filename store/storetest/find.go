package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
)

func span(from, to claims.Day) claims.Due {
	return claims.Due{Start: from, End: to, Precision: claims.PrecisionDay}
}

func spanIsFound(t *testing.T, s Store) {
	may9 := claims.NewDay(2025, 5, 9)
	spans := map[string]claims.Due{
		"that day": span(may9, may9), "from before into it": span(may9-3, may9), "around it": span(may9-10, may9+10),
		"the whole year": span(claims.NewDay(2025, 1, 1), claims.NewDay(2025, 12, 31)),
		"the day before": span(may9-1, may9-1), "the day after": span(may9+1, may9+1), "last year": span(claims.NewDay(2024, 1, 1), claims.NewDay(2024, 12, 31)),
	}
	for name, due := range spans {
		c := draft(t, name)
		c.Due = due
		insert(t, s, c, time.Time{})
	}
	insert(t, s, draft(t, "undated"), time.Time{})
	got := summaries(t, s, claims.Filter{Status: []claims.Status{claims.StatusOpen}, DueFrom: may9, DueTo: may9})
	if diff := cmp.Diff([]string{"from before into it", "that day", "around it", "the whole year"}, got); diff != "" {
		t.Errorf("May 9 differs (-want +got):\n%s", diff)
	}
	got = summaries(t, s, claims.Filter{Overdue: may9})
	if diff := cmp.Diff([]string{"last year", "the day before"}, got); diff != "" {
		t.Errorf("overdue differs (-want +got):\n%s", diff)
	}
	if all := summaries(t, s, claims.Filter{}); all[len(all)-1] != "undated" {
		t.Errorf("last is %q, want the undated one", all[len(all)-1])
	}
}

func summaries(t *testing.T, s Store, f claims.Filter) []string {
	t.Helper()
	list, err := s.List(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, c := range list {
		out = append(out, c.Summary)
	}
	return out
}

func searchFinds(t *testing.T, s Store) {
	call := draft(t, "Trump to speak by phone with Putin")
	call.Quote = "The date has yet to be set"
	insert(t, s, call, time.Time{})
	parade := draft(t, "Does Xi accept the invitation to the parade?")
	parade.Parties = []string{"Владимир Путин"}
	insert(t, s, parade, time.Time{})
	tests := []struct {
		name, search string
		want         []string
	}{
		{"a word", "putin", []string{call.Summary}},
		{"the beginning of a word", "invit", []string{parade.Summary}},
		{"two words, one in the quote", "yet Trump", []string{call.Summary}},
		{"two words of two claims", "parade trump", []string{}},
		{"another script, another case", "путин", []string{parade.Summary}},
		{"marks of the query language", `"putin" OR -date*`, []string{}},
		{"a quotation mark alone", `"`, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, summaries(t, s, claims.Filter{Search: tt.search})); diff != "" {
				t.Errorf("%q differs (-want +got):\n%s", tt.search, diff)
			}
		})
	}
	renamed := "A new name"
	apply(t, s, 1, claims.Edit{Summary: &renamed}, nil)
	if got := summaries(t, s, claims.Filter{Search: "phone"}); len(got) != 0 {
		t.Errorf("the old words still find %v", got)
	}
	if got := summaries(t, s, claims.Filter{Search: "name"}); len(got) != 1 {
		t.Errorf("the new words find %v, want the claim", got)
	}
}

func filtersNarrow(t *testing.T, s Store) {
	one := draft(t, "one")
	one.Owner, one.Desk = "anna", "world"
	insert(t, s, one, time.Time{})
	two := draft(t, "two")
	two.Desk, two.Kind, two.Tags = "world", claims.KindPlan, []string{"100%_sure", "krem"}
	insert(t, s, two, time.Time{})
	tests := []struct {
		name   string
		filter claims.Filter
		want   []string
	}{
		{"desk", claims.Filter{Desk: "world"}, []string{"one", "two"}},
		{"desk and owner", claims.Filter{Desk: "world", Owner: "anna"}, []string{"one"}},
		{"kinds", claims.Filter{Kind: []claims.Kind{claims.KindPlan, claims.KindQuestion}}, []string{"two"}},
		{"a whole tag, not its beginning", claims.Filter{Tag: "krem"}, []string{"two"}},
		{"a tag with marks", claims.Filter{Tag: "100%_sure"}, []string{"two"}},
		{"a limit", claims.Filter{Limit: 1}, []string{"one"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, summaries(t, s, tt.filter)); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
		})
	}
}

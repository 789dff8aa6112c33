package extract_test

import (
	"testing"

	"claimwatch/claims"
	"claimwatch/claims/extract"
)

func TestItems_QuotesAreTheReportsOwnWords(t *testing.T) {
	t.Parallel()
	text := "The mayor intends to resign on May 9. It is unclear who would follow her.\n"
	items := extract.Items(claims.Report{Text: text, Published: claims.NewDay(2025, 4, 1)}, 0)
	if len(items) == 0 {
		t.Fatal("no items")
	}
	for _, it := range items {
		if text[it.Start:it.End] != it.Quote {
			t.Errorf("quote %q is not what stands at %d", it.Quote, it.Start)
		}
	}
}

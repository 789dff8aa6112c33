package extract_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"claimwatch/claims"
	"claimwatch/claims/extract"

	"github.com/google/go-cmp/cmp"
)

func FuzzItems(f *testing.F) {
	f.Add("The mayor will resign on May 9. It is unclear who follows her.", "en", "Mayor to resign")
	f.Add("“Will he?” she asked. ‘No,’ he said.\n\n• U.S.-EU summit: (TBD)\n", "en", "")
	f.Add("Путін запросив Сі до Москви на 9 травня.", "uk", "Путін")
	f.Add("Путин намерен поговорить с Трампом: когда — неизвестно.", "ru", "")
	f.Add("\u202ehe will\u0301 vote\u200f on \x00Friday, said\r\n", "en", "\u0301")
	f.Add(strings.Repeat("a.", 300)+strings.Repeat("will if ", 300), "en", "")
	f.Fuzz(func(t *testing.T, text, language, title string) {
		r := claims.Report{Text: text, Title: title, Language: claims.Language(language), Published: claims.NewDay(2025, 1, 21)}
		items := extract.Items(r, 0)
		check(t, r, items)
		if diff := cmp.Diff(items, extract.Items(r, 0)); diff != "" {
			t.Error("not the same twice", diff)
		}
		extract.Kind(text, r.Published)
		extract.Language(text)
	})
}

// check fails when an item breaks what every item keeps to.
func check(t testing.TB, r claims.Report, items []claims.Item) {
	t.Helper()
	last := -1
	for _, it := range items {
		for _, s := range append([]claims.Span{it.Span}, it.Support...) {
			if s.Start < 0 || s.End > len(r.Text) || s.Start >= s.End || r.Text[s.Start:s.End] != s.Quote || !utf8.ValidString(s.Quote) {
				t.Fatalf("span %d..%d is not %q", s.Start, s.End, s.Quote)
			}
		}
		switch {
		case it.Start <= last:
			t.Errorf("item at %d comes after one at %d", it.Start, last)
		case !it.Kind.Valid() || it.Score < 0 || it.Score > 1 || it.Parties == nil || it.Support == nil:
			t.Errorf("item is not whole: %+v", it)
		case len(strings.Fields(it.Summary)) > 18:
			t.Errorf("summary is too long: %q", it.Summary)
		case it.Due.Known() && (it.Due.End < it.Due.Start || !it.Due.Precision.Valid()):
			t.Errorf("due date is none: %+v", it.Due)
		}
		last = it.Start
	}
}

func FuzzDecodeModel(f *testing.F) {
	f.Add(smallModel().Encode())
	f.Fuzz(func(t *testing.T, file []byte) {
		m, err := extract.DecodeModel(file)
		if err != nil {
			return
		}
		m.Net.Weigh([]uint32{10, 20, 30})
		m.Net.Kinds([]uint32{10, 20, 30})
		m.Words.Weigh([]uint32{1, 1 << 31})
		m.Around.Weigh([]uint32{1, 1 << 31})
		m.Items(claims.Report{Text: "The council will vote on the bridge on June 3.", Language: "en"}, 0)
		if again, err := extract.DecodeModel(m.Encode()); err != nil || len(again.Trees.Nodes) != len(m.Trees.Nodes) {
			t.Error("a model that was taken does not come back", err)
		}
	})
}

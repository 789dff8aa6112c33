package extract_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"claimwatch/claims"
	"claimwatch/claims/extract"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what is extracted into testdata")

func TestItems_OfInventedReports(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(f)
			if err != nil {
				t.Fatal(err)
			}
			r := parseReport(t, string(archive.Files[0].Data))
			got := printItems(extract.Items(r, extract.DefaultMinScore))
			if *update {
				archive.Files[1].Data = []byte(got)
				if err := os.WriteFile(f, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// parseReport reads "title:" and "published:" lines, a blank line, and the text.
func parseReport(t *testing.T, s string) claims.Report {
	t.Helper()
	head, text, _ := strings.Cut(s, "\n\n")
	r := claims.Report{Text: text}
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "title":
			r.Title = value
		case "published":
			day, err := claims.ParseDay(value)
			if err != nil {
				t.Fatal(err)
			}
			r.Published = day
		}
	}
	return r
}

// printItems leaves scores out: they change with every training.
func printItems(items []claims.Item) string {
	var b strings.Builder
	for _, it := range items {
		due := it.Due.String()
		if due == "" {
			due = "no date"
		}
		fmt.Fprintf(&b, "%s, %s: %s\n  parties %s\n  because %q (%s)\n  quote %s\n", it.Kind, due, it.Summary,
			strings.Join(it.Parties, ", "), it.Evidence, it.Rule, it.Quote)
		for _, s := range it.Support {
			fmt.Fprintf(&b, "  support %s\n", s.Quote)
		}
	}
	return b.String()
}

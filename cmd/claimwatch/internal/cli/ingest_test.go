package cli_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestIngest_ThePublicationDayIsFoundAndItsOriginIsSaid(t *testing.T) {
	t.Parallel()
	const body = "The mayor intends to resign and it is unclear who will follow her in the office.\n"
	cases := []struct{ name, text, want, says string }{
		{"a dateline before a dash", "MOSCOW, January 15, 2025 (Agency) — " + body, "2025-01-15", "as the dateline says"},
		{"a dateline without a year", "RIVERTON, Dec. 30 (Agency) — " + body, "2024-12-30", "as the dateline says"},
		{"a line of publication", "Mayor to go\n\nPublished: 14 January 2025\n\n" + body, "2025-01-14", "as the dateline says"},
		{"a byline with a day", "Mayor to go\nBy Ann Lee | January 13, 2025\n\n" + body, "2025-01-13", "as the dateline says"},
		{"a day in figures", "2025-01-12\n\n" + body, "2025-01-12", "as the dateline says"},
		{"a headline about another day", "Mayor to resign on January 9, 2025\n\n" + body, "2025-01-21", "taken as published today"},
		{"a title in capitals about another day", "MAYOR RESIGNS ON JANUARY 9, 2025\n\n" + body, "2025-01-21", "taken as published today"},
		{"a sentence with a day", "The mayor resigned on January 9, 2025. " + body, "2025-01-21", "taken as published today"},
		{"a day yet to come", "RIVERTON, March 9, 2025 — " + body, "2025-01-21", "taken as published today"},
		{"no day at all", body, "2025-01-21", "taken as published today, Tuesday 2025-01-21; --published says another"},
		{"a page with a day of its own", `<!doctype html><html lang="en"><head><title>Mayor to go</title><meta property="article:published_time" content="2025-01-11T23:30:00-05:00"></head><body><article><p>` + strings.Repeat(body, 4) + `</p></article></body></html>`, "2025-01-11", "as the page says"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			code, out, errs := d.run("extract", d.file("report", tc.text), "--json")
			var got struct{ Report struct{ Published string } }
			if err := json.Unmarshal([]byte(out), &got); code != 0 || err != nil {
				t.Fatal(code, err, errs)
			}
			if got.Report.Published != tc.want || !strings.Contains(errs, tc.says) {
				t.Errorf("got %s, %q; want %s, %q", got.Report.Published, errs, tc.want, tc.says)
			}
		})
	}
}

func TestIngest_TheGivenDayIsTheDayAsItIsWrittenThere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.file("report", sample)
	for given, want := range map[string]string{
		"2025-01-15": "2025-01-15", "2025-01-15T23:30:00-05:00": "2025-01-15", "2025-01-15T00:10:00+14:00": "2025-01-15", "2025-01-15T23:30:00Z": "2025-01-15", "2025-01-15T23:30:00": "2025-01-15",
	} {
		if out := d.must("extract", path, "--published", given, "--json"); !strings.Contains(out, `"published": "`+want+`"`) {
			t.Errorf("%s: %s", given, out)
		}
	}
}

func TestIngest_TextComesFromAFileFromAPageAndFromStandardInput(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.stdin = "\ufeffMayor to go\n\n" + sample
	page := `<html lang="en"><head><title>Mayor to go</title><link rel="canonical" href="https://example.org/mayor"></head><body><article><h1>Mayor to go</h1><p>` +
		strings.Repeat("The mayor intends to resign on May 9. It is unclear who would follow her. ", 5) + `</p></article></body></html>`
	got := decode[[]struct {
		Report struct{ Title, Source, Language, Text string }
		Added  bool
	}](t, d.must("ingest", "-", d.file("page.html", page), "--published", "2025-01-21", "--json"))
	if len(got) != 2 || got[0].Report.Title != "Mayor to go" || strings.HasPrefix(got[0].Report.Text, "\ufeff") || !got[0].Added {
		t.Errorf("standard input: %+v", got)
	}
	if r := got[1].Report; r.Title != "Mayor to go" || r.Source != "https://example.org/mayor" || r.Language != "en" || strings.Contains(r.Text, "<p>") {
		t.Errorf("page: %+v", r)
	}
}

func TestIngest_ALanguageThatIsNotReadIsStoredAndSaid(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.file("report", "Der Bürgermeister will nicht mehr, und die Stadt ist mit der Wahl auf dem Weg, das ist ein Anfang und nicht das Ende.\n")
	code, out, errs := d.run("ingest", path, "--published", "2025-01-21", "--json")
	if code != 0 || !strings.Contains(out, `"language": "de"`) || !strings.Contains(errs, "in a language that is not read for open items (de)") {
		t.Errorf("%d %s %s", code, out, errs)
	}
}

func TestIngest_WithoutTriageClaimsAreOpenAndThePastIsCounted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.config = "timezone: Europe/Prague\ntriage: off\n"
	path := d.file("report", "The mayor intends to resign on May 9. The council is scheduled to vote on the budget on May 12.\n")
	out := d.must("ingest", path, "--published", "2024-04-02")
	if !strings.Contains(out, "open") || strings.Contains(out, "candidate") || !strings.Contains(out, "already past: they are asked about at once") {
		t.Errorf("got %s", out)
	}
}

func TestIngest_AScoreThatNothingReachesFindsNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if out := d.must("ingest", d.file("report", sample), "--min-score", "1"); !strings.Contains(out, "no open items were found") {
		t.Errorf("got %s", out)
	}
}

func TestTriage_AsksOneByOneAndTakesBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	out := d.must("ingest", d.file("report", sample), "--published", "2025-01-21", "--min-score", "0", "--json")
	n := len(decode[[]struct{ Claims []any }](t, out)[0].Claims)
	if n < 2 {
		t.Fatalf("%d candidates are too few", n)
	}
	d.stdin = "what\na\nu\nd\nACCEPT\nq\n"
	code, out, errs := d.run("triage")
	if code != 0 || !strings.Contains(errs, "1 accepted, 1 dismissed") || !strings.Contains(out, "“The mayor intends to resign on May 9.”") || !strings.Contains(out, "taken for “") {
		t.Errorf("%d\n%s\n%s", code, out, errs)
	}
	var got []string
	for _, r := range decode[[]struct{ Status string }](t, d.must("list", "--status", "open,dismissed", "--json")) {
		got = append(got, r.Status)
	}
	if len(got) != 2 || got[0] == got[1] {
		t.Errorf("got %v", got)
	}
	d.stdin = "s\n"
	if code, _, errs := d.run("triage"); code != 0 || !strings.Contains(errs, "0 accepted, 0 dismissed") {
		t.Errorf("at the end of the input: %d %s", code, errs)
	}
}

func TestTriage_TakesTheDecisionOnTheLastCandidateBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must("ingest", d.file("report", "The mayor intends to resign on May 9.\n"), "--published", "2025-01-21")
	d.stdin = "a\nu\nd\nq\n"
	if code, _, errs := d.run("triage"); code != 0 || !strings.Contains(errs, "0 accepted, 1 dismissed, 0 left") {
		t.Errorf("%d %s", code, errs)
	}
}

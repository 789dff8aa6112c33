package cli_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"claimwatch/claims"
)

const sample = "The mayor intends to resign on May 9. It is unclear who would follow her.\nShe invited the governor to the ceremony on May 12 in Riverton.\n"

// A try is a command line with what is to come of it. Blanks divide its words, "_" stands for a blank.
type try struct {
	name, args string
	code       int
	stderr     string // what standard error must hold
}

func (d *desk) tries(t *testing.T, list []try) {
	t.Helper()
	for _, tc := range list {
		t.Run(tc.name, func(t *testing.T) {
			args := strings.Fields(tc.args)
			for i := range args {
				args[i] = strings.ReplaceAll(args[i], "_", " ")
				args[i] = strings.ReplaceAll(args[i], "~", "_")
			}
			code, out, errs := d.run(args...)
			if code != tc.code || !strings.Contains(errs, tc.stderr) {
				t.Errorf("exit status %d, want %d\n got %q\nwant %q", code, tc.code, errs, tc.stderr)
			}
			if code != 0 && out != "" {
				t.Errorf("a command that failed printed data: %q", out)
			}
			if code != 0 && !strings.HasPrefix(errs, "claimwatch: error: ") && !strings.Contains(errs, "\nclaimwatch: error: ") {
				t.Errorf("no error line in %q", errs)
			}
		})
	}
}

func TestExecute_WrongUsageIsTwo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must("add", "Will the bridge open?", "--kind", "question")
	d.tries(t, []try{
		{"an unknown command", "lst", 2, "claimwatch has no command \"lst\"\nclaimwatch: hint: did you mean 'claimwatch list'?"},
		{"an unknown command after a flag", "--actor ben frobnicate", 2, "claimwatch has no command \"frobnicate\"\nclaimwatch: hint: run 'claimwatch --help'"},
		{"help on nothing that is there", "help lst", 2, "did you mean 'claimwatch list'?"},
		{"completion for no shell", "completion bsh", 2, "did you mean 'claimwatch completion bash'?"},
		{"an unknown flag", "list --stats open", 2, "claimwatch list has no flag --stats\nclaimwatch: hint: did you mean --status?"},
		{"an unknown short flag", "list -z", 2, "has no flag -z"},
		{"a flag without its value", "list --owner", 2, "flag needs an argument"},
		{"no claim named", "show", 2, "claimwatch show needs the number of one claim"},
		{"one claim too many", "show 1 2", 2, "\"2\" is too much"},
		{"an argument where none belongs", "list open", 2, "claimwatch list takes no \"open\""},
		{"an unknown subcommand", "report shw 1", 2, "did you mean 'claimwatch report show'?"},
		{"no subcommand", "report", 2, "needs one of list, show, edit, remove"},
		{"an id that is no number", "show twelve", 2, "claim: \"twelve\" is no number of a claim"},
		{"an id of nothing", "accept 0", 2, "is no number"},
		{"a bad id among good ones", "check 1 x", 2, "\"x\" is no number"},
		{"an unknown kind", "add Something --kind rumour", 2, "the kinds are event, plan, invitation, question, response, condition, allegation"},
		{"a date that is none", "add Something --due 2025-02-30", 2, "due: \"2025-02-30\" is no date"},
		{"a span turned round", "add Something --due 2025-05-11/2025-05-09", 2, "ends before it starts"},
		{"nothing to add", "add _", 2, "summary: it is empty"},
		{"no outcome", "close 1", 2, "--outcome is missing"},
		{"an outcome word that is none", "close 1 --outcome won --note x", 2, "\"won\" is no outcome"},
		{"a link that is none", "close 1 --outcome answered --evidence example", 2, "evidence: it is no link"},
		{"a snooze without an end", "snooze 1", 2, "needs either --until or --for"},
		{"a snooze with two", "snooze 1 --for 3d --until 2025-02-01", 2, "needs either --until or --for"},
		{"a duration that is none", "snooze 1 --for soon", 2, "\"soon\" is no duration"},
		{"a snooze into the past", "snooze 1 --until 2025-01-02", 2, "past"},
		{"a snooze of nothing", "snooze 1 --for 0d", 2, "longer than nothing"},
		{"a status that is none", "list --status done", 2, "the statuses are candidate, open, resolved, dismissed, and all"},
		{"a due filter that is none", "list --due someday", 2, "write today, overdue, YYYY-MM-DD or FROM/TO"},
		{"a negative limit", "list --limit -1", 2, "limit: it is less than none"},
		{"an edit of nothing", "edit 1", 2, "nothing to change is given"},
		{"an edit to no summary", "edit 1 --summary _", 2, "summary: it is empty"},
		{"a preview of no days", "next --days 0", 2, "write 1 to 3660"},
		{"a preview from nowhere", "next --from tomorrowish", 2, "from: \"tomorrowish\" is no time"},
		{"a day in history that is none", "show 1 --as-of spring", 2, "as-of: \"spring\" is no time"},
		{"a report edit of nothing", "report edit 1", 2, "--published is missing"},
		{"an empty note", "note 1 _", 2, "note: it is empty"},
		{"an empty owner", "assign 1 _", 2, "the name is empty"},
		{"a switch that is none", "list --json=perhaps", 2, "invalid argument"},
	})
}

func TestExecute_AConfigurationWithFaultsIsTwoAndShowsThemAll(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.config = "timezone: Nowhere/Land\ntriage: perhaps\n"
	code, _, errs := d.run("list")
	if code != 2 || strings.Count(errs, "claimwatch: error: c.yaml:") != 2 {
		t.Errorf("exit status %d\n%s", code, errs)
	}
}

func TestExecute_WhatIsMissingIsThreeAndBeatsWhatIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must("add", "Will the bridge open?", "--kind", "question")
	d.tries(t, []try{
		{"no such claim", "show 99", 3, "99"},
		{"no such claim to close, without evidence", "close 99 --outcome answered", 3, "99"},
		{"one of several is missing", "close 1 99 --outcome happened", 3, "99"},
		{"no such other claim", "close 1 --outcome duplicate --of 99", 3, "99"},
		{"no such claim to merge into", "merge 1 99", 3, "99"},
		{"no such claim to snooze", "snooze 99 --for 3d", 3, "99"},
		{"no such claim to wait for", "edit 1 --after 99", 3, "99"},
		{"no such claim to preview", "next 1 99", 3, "99"},
		{"no such report", "report show 7", 3, "7"},
		{"no such report to edit", "report edit 7 --published 2025-01-01", 3, "7"},
		{"no such report to remove", "report remove 7", 3, "7"},
		{"not known yet on that day", "show 1 --as-of 2024-12-31", 3, "it was added on 2025-01-21"},
	})
}

func TestExecute_WhatARuleForbidsIsFourAndChangesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must("add", "Will the bridge open?", "--kind", "question")
	d.must("add", "The bridge opens", "--kind", "event", "--due", "2025-03-01")
	d.tries(t, []try{
		{"a foreign outcome", "close 1 --outcome happened --note x", 4, "it ends as one of answered, remains_unknown"},
		{"no evidence", "close 1 --outcome answered", 4, "closing needs evidence"},
		{"a duplicate of nobody", "close 1 --outcome duplicate", 4, "names the other claim"},
		{"not pursued, without a word", "close 1 --outcome not~pursuing", 4, "needs a note"},
		{"accepting an open claim", "accept 1", 4, "only candidate claims can be accepted"},
		{"reopening an open claim", "reopen 1", 4, "only resolved or dismissed"},
		{"one of two fits", "close 1 2 --outcome happened --note x", 4, "claim 1"},
		{"merging with itself", "merge 1 1", 4, "into itself"},
		{"waiting for itself", "edit 1 --after 1", 4, "wait"},
	})
	var list []claims.Record
	if err := json.Unmarshal([]byte(d.must("list", "--json")), &list); err != nil || len(list) != 2 || list[0].Status != "open" || list[1].Status != "open" {
		t.Errorf("got %v, %v", list, err)
	}
}

func TestExecute_WithoutADatabaseIsOneAndCreatesNone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.tries(t, []try{
		{"list", "list", 1, "claimwatch: hint: 'claimwatch ingest FILE'"},
		{"show", "show 1", 1, ""},
		{"close", "close 1 --outcome answered --note x", 1, ""},
		{"next", "next", 1, ""},
		{"digest", "digest", 1, ""},
		{"reports", "report list", 1, ""},
		{"triage", "triage", 1, ""},
	})
	if d.stored() {
		t.Error("a database has been created")
	}
}

func TestIngest_BadInputIsOneAndStoresNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.file("empty", "")
	d.file("blank", " \n\t\n")
	d.file("binary", "GIF89a\x00\x01\x02")
	d.file("latin", "Caf\xe9 au lait.")
	d.file("big", strings.Repeat("All work and no play. ", 6<<20/22))
	d.file("pdf", "%PDF-1.7 hello")
	d.file("wide", "\xff\xfeh\x00i\x00")
	d.file("page", "<html><body></body></html>")
	d.file("good", sample)
	if err := os.Mkdir(d.folder+"/folder", 0o700); err != nil {
		t.Fatal(err)
	}
	cases := []struct{ name, file, want string }{
		{"an empty file", "empty", "it is empty"},
		{"a file of blanks", "blank", "it is empty"},
		{"a picture", "binary", "it is binary"},
		{"another encoding", "latin", "it is not valid UTF-8"},
		{"six megabytes", "big", "it is larger than 5 MB"},
		{"a PDF", "pdf", "it is a PDF"},
		{"UTF-16", "wide", "it is UTF-16"},
		{"a page without text", "page", "its web page cannot be read"},
		{"a folder", "folder", "it is a folder"},
		{"a missing file", "none", "there is no such file"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			for _, command := range []string{"ingest", "extract", "dates"} {
				path := d.folder + "/" + tc.file
				args := []string{command, path, "--published", "2025-01-21"}
				if command == "ingest" {
					args = append(args, d.folder+"/good")
				}
				code, out, errs := d.run(args...)
				if want := "claimwatch: error: " + path + ": " + tc.want; code != 1 || !strings.HasPrefix(errs, want) || out != "" {
					t.Errorf("%s: exit status %d, %q, %q; want 1 and %q", command, code, out, errs, want)
				}
			}
		})
	}
	d.tries(t, []try{
		{"a day that is none", "ingest " + d.folder + "/good --published 2025-13-01", 2, "published: \"2025-13-01\" is no date"},
		{"a score that is none", "ingest " + d.folder + "/good --min-score 2", 2, "write 0 to 1"},
		{"an address", "ingest https://example.org/story", 1, "does not fetch"},
		{"standard input twice", "ingest - -", 2, "only once"},
	})
	if d.stored() {
		t.Error("something has been stored")
	}
}

package cli_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/cmd/claimwatch/internal/cli"
	"github.com/google/go-cmp/cmp"
)

type document = map[string]any

func decode[T any](t testing.TB, text string) T {
	t.Helper()
	var v T
	dec := json.NewDecoder(strings.NewReader(text))
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	if dec.More() {
		t.Fatalf("more than one document in %q", text)
	}
	return v
}

func keysOf(d document) map[string]bool {
	names := map[string]bool{}
	for k := range d {
		names[k] = true
	}
	return names
}

func set(words string) map[string]bool {
	names := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		names[w] = true
	}
	return names
}

const claimKeys = `id status kind summary quote parties due outcome owner desk tags after confidential source report_id score created_at updated_at
	snoozed_until next_reminder_at reminders_sent last_reminded_at last_checked_at resolved_at resolved_by duplicate_of `

func TestJSON_DocumentsHaveThePromisedNamesAndNothingIsMissing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.file("report.txt", sample)
	ingested := decode[[]document](t, d.must("ingest", path, "--published", "2025-01-21", "--title", "Mayor to go", "--json"))
	extracted := decode[document](t, d.must("extract", path, "--published", "2025-01-21", "--json"))
	d.must("accept", "1", "2")
	d.must("close", "1", "--outcome", "corrected", "--evidence", "https://example.org/a", "--note", "n")
	shown := decode[document](t, d.must("show", "#1", "--json"))
	cases := []struct {
		name string
		got  document
		want string
	}{
		{"ingest", ingested[0], "report added claims"},
		{"ingest, its report", ingested[0]["report"].(document), "id title source published language desk text"},
		{"ingest, its claims", ingested[0]["claims"].([]any)[0].(document), claimKeys},
		{"extract", extracted, "report items"},
		{"extract, its report", extracted["report"].(document), "id title source published language desk text"},
		{"extract, its items", extracted["items"].([]any)[0].(document), "quote start end kind summary parties due score support"},
		{"add", decode[document](t, d.must("add", "Will it rain?", "--json")), claimKeys},
		{"list", decode[[]document](t, d.must("list", "--status", "all", "--json"))[0], claimKeys},
		{"check", decode[[]document](t, d.must("check", "2", "--json"))[0], claimKeys},
		{"edit", decode[[]document](t, d.must("edit", "2", "--owner", "ben", "--json"))[0], claimKeys},
		{"show", shown, claimKeys + "sightings evidence leads history"},
		{"show, its sightings", shown["sightings"].([]any)[0].(document), "report_id title published quote start end"},
		{"show, its evidence", shown["evidence"].([]any)[0].(document), "url quote date note by at"},
		{"show, its history", shown["history"].([]any)[0].(document), "at actor via action detail"},
		{"next", decode[[]document](t, d.must("next", "--days", "365", "--json"))[0], "claim_id at reason ordinal channel mention as"},
		{"dates", decode[[]document](t, d.must("dates", path, "--published", "2025-01-21", "--json"))[0], "start end text due"},
		{"report list", decode[[]document](t, d.must("report", "list", "--json"))[0], "id title source published language desk added_at added_by claims candidates"},
		{"report show", decode[document](t, d.must("report", "show", "1", "--json")), "report claims"},
		{"report edit", decode[document](t, d.must("report", "edit", "1", "--published", "2025-01-20", "--json")), "report claims"},
		{"version", decode[document](t, d.must("version", "--json")), "version commit go"},
	}
	for _, tc := range cases {
		if diff := cmp.Diff(set(tc.want), keysOf(tc.got)); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
	for _, it := range extracted["items"].([]any) {
		item := it.(document)
		if sample[int(item["start"].(float64)):int(item["end"].(float64))] != item["quote"] {
			t.Errorf("quote %q is not what stands at its place", item["quote"])
		}
	}
}

func TestJSON_EmptyIsAnEmptyList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.file("dull.txt", "It rained in Riverton and everybody in the town was at home with the family.\n")
	for _, args := range []string{"ingest " + path + " --json", "list --json", "next --json", "list --status all --search nowhere --json"} {
		out := d.must(strings.Fields(args)...)
		if strings.HasPrefix(args, "ingest") {
			if got := decode[[]document](t, out)[0]["claims"]; len(got.([]any)) != 0 {
				t.Errorf("claims: %v", got)
			}
		} else if out != "[]\n" {
			t.Errorf("%s: got %q", args, out)
		}
	}
}

func TestLife_FromReportToClosedClaim(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.file("report.txt", sample)
	out := d.must("ingest", path, "--published", "2025-01-21", "--desk", "metro")
	for _, want := range []string{"claimwatch accept 1", "claimwatch dismiss 1", "candidate"} {
		if !strings.Contains(out, want) {
			t.Errorf("ingest does not say %q:\n%s", want, out)
		}
	}
	if out := d.must("ingest", path); !strings.Contains(out, "nothing was added") {
		t.Errorf("the same report again: %s", out)
	}
	d.must("accept", "1", "#2", "1")
	d.must("assign", "1", "ben")
	d.must("note", "1", "rang", "twice")
	d.must("snooze", "1", "--for", "3d")
	d.must("close", "1", "--outcome", "overtaken", "--note", "the office was closed")
	d.must("reopen", "1")
	d.must("merge", "2", "1")
	d.must("edit", "1", "--due", "none", "--tag", "a,b", "--after", "none", "--confidential")
	got := decode[claims.Record](t, d.must("show", "1", "--json"))
	if got.Status != "open" || *got.Owner != "ben" || got.Due.Known() || !got.Confidential || len(got.Tags) != 2 || *got.Desk != "metro" {
		t.Errorf("got %+v", got)
	}
	var actions []string
	for _, e := range decode[struct {
		History []struct{ Action, Actor, Via string }
	}](t, d.must("show", "1", "--json")).History {
		actions = append(actions, e.Action)
		if e.Actor != "anna" || e.Via != "cli" {
			t.Errorf("%s by %s through %s", e.Action, e.Actor, e.Via)
		}
	}
	want := strings.Fields("added accepted assigned noted snoozed resolved reopened merged edited")
	if diff := cmp.Diff(want, actions); diff != "" && !strings.Contains(strings.Join(actions, " "), "added accepted assigned noted snoozed resolved reopened") {
		t.Error(diff)
	}
	human := d.must("show", "1")
	for _, say := range []string{"owner      ben", "the office was closed", "access     confidential", "History", "taken for"} {
		if !strings.Contains(human, say) {
			t.Errorf("show does not say %q:\n%s", say, human)
		}
	}
}

func TestShow_AsOfADayShowsWhatWasKnownAtItsEnd(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must("add", "Will the bridge open?", "--kind", "event", "--due", "2025-03-01")
	d.now = d.now.AddDate(0, 0, 10)
	d.must("edit", "1", "--due", "2025-04-01")
	for day, want := range map[string]string{"2025-01-21": "2025-03-01", "2025-01-30": "2025-03-01", "2025-01-31": "2025-04-01", "2030-01-01": "2025-04-01"} {
		if got := decode[claims.Record](t, d.must("show", "1", "--as-of", day, "--json")); got.Due.String() != want {
			t.Errorf("as of %s it was due %s, want %s", day, got.Due, want)
		}
	}
}

func TestAdd_SaysWhatItRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, _, errs := d.run("add", "The mayor invited the governor to the ceremony", "--due", "on Friday")
	for _, want := range []string{`claimwatch: note: due "on Friday" is read as 2025-01-24 (day)`, "it is taken for an invitation"} {
		if !strings.Contains(errs, want) {
			t.Errorf("got %q, want %q", errs, want)
		}
	}
}

func TestList_FiltersByDay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, due := range []string{"2025-01-10", "2025-01-21", "2025-01-20/2025-01-25", "2025-02-10", "none"} {
		d.must("add", "Due "+due, "--kind", "event", "--due", due)
	}
	for filter, want := range map[string]string{
		"": "1 2 3 4 5", "today": "2 3", "overdue": "1", "2025-01-25": "3", "2025-01-25/2025-02-28": "3 4", "2026-01-01": "",
	} {
		args := []string{"list", "--json"}
		if filter != "" {
			args = append(args, "--due", filter)
		}
		var ids []string
		for _, r := range decode[[]claims.Record](t, d.must(args...)) {
			ids = append(ids, strings.TrimPrefix(r.Summary, "Due "))
		}
		var wanted []string
		for w := range strings.FieldsSeq(want) {
			wanted = append(wanted, []string{"2025-01-10", "2025-01-21", "2025-01-20/2025-01-25", "2025-02-10", "none"}[w[0]-'1'])
		}
		if diff := cmp.Diff(wanted, ids); diff != "" {
			t.Errorf("%q: %s", filter, diff)
		}
	}
}

func TestNext_ForAClosedClaimSaysThatItHasNone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must("add", "Will the bridge open?", "--kind", "event")
	d.must("close", "1", "--outcome", "happened", "--note", "seen")
	code, out, errs := d.run("next", "1", "--json")
	if code != 0 || out != "[]\n" || !strings.Contains(errs, "claim 1 is resolved: only open claims have reminders") {
		t.Errorf("%d %q %q", code, out, errs)
	}
}

func TestNext_WhatIsDueAtOnceIsShownOnAClockFinerThanTheStore(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.now = d.now.Add(900 * time.Microsecond)
	d.must("add", "Did the bridge open?", "--kind", "event", "--due", "2025-01-10")
	if out := d.must("next", "1"); !strings.Contains(out, "2025-01-21 10:00") {
		t.Errorf("next leaves out what is due now:\n%s", out)
	}
	if out := d.must("show", "1"); !strings.Contains(out, "next       Tue 2025-01-21 10:00, overdue") {
		t.Errorf("show leaves out what is due now:\n%s", out)
	}
}

func TestDigest_DoesNotNameAReportWhoseCandidatesAreConfidential(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.file("report", "The mayor intends to resign on May 9.\n")
	d.must("ingest", path, "--published", "2025-01-21", "--title", "Secret plans", "--confidential")
	if out := d.must("digest"); strings.Contains(out, "Secret plans") {
		t.Errorf("got %s", out)
	}
}

func TestOutput_ForeignTextCannotCommandTheTerminal(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must("add", "Will \x1b[31mthe\x1b]0;bridge\x07 \u202eopen?", "--kind", "event", "--quote", "a\x1b[2J\nb", "--party", "\u009b31mX", "--owner", "e\x1bve")
	out := d.must("list") + d.must("show", "1") + d.must("next", "--days", "60") + d.must("check", "1") + d.must("digest")
	if strings.ContainsAny(out, "\x1b\x07\u202e\u009b") || !strings.Contains(out, "Will the]0;bridge open?") {
		t.Errorf("got %q", out)
	}
}

func TestDoctor_AFaultIsOneAndIsShown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.doctor = []cli.Finding{{Check: "database", State: cli.StateOK, Detail: "42 claims"}, {Check: "slack", State: cli.StateWarning, Detail: "no token"}}
	if code, out, _ := d.run("doctor"); code != 0 || !strings.Contains(out, "42 claims") {
		t.Errorf("%d %q", code, out)
	}
	d.doctor = append(d.doctor, cli.Finding{Check: "channel", State: cli.StateFault, Detail: "#desk is archived", Hint: "choose another"})
	if code, out, _ := d.run("doctor"); code != 1 || !strings.Contains(out, "#desk is archived") || !strings.Contains(out, "choose another") {
		t.Errorf("%d %q", code, out)
	}
}

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"claimwatch/claims"
)

const question = `{"question_id": "1", "search_result": [` +
	`{"url": "https://example.org/bridge", "title": "Bridge to open | CNN", "publish_date": "2025/05/20", "text": "Short."},` +
	`{"url": "https://example.org/bridge", "title": "Bridge to open | CNN", "publish_date": "2025/05/20", "text": ` +
	`"(CNN) The city will open the bridge\n\non Monday, the mayor said. Nobody knows who pays.\nBRIDGES\n\nRead more about bridges here."},` +
	`{"url": "https://example.org/other", "title": "Other", "publish_date": "2025/05/21", "text": "It rained."}]}` + "\n\n"

func TestRun_PutsTextsAndMarksTogether(t *testing.T) {
	t.Parallel()
	folder, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("2025_gcs.jsonl", question)
	bridge := hash("https://example.org/bridge")
	labels := write("labels.tsv", bridge+"\n"+
		"  "+hash("The city will open the bridge on Monday, the mayor said.")+" event 2025-05-26\n"+
		"  00000000+"+hash("Nobody knows who pays.")+" question - ?\n"+
		"  00000001 plan -\n"+
		hash("https://example.org/gone")+"\n")
	if err := run(folder, labels, out); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(out, bridge+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	if want := "The city will open the bridge on Monday, the mayor said. Nobody knows who pays."; r.Text != want {
		t.Errorf("text %q, want %q", r.Text, want)
	}
	if r.Title != "Bridge to open" || r.Published != "2025-05-20" {
		t.Errorf("%q of %q", r.Title, r.Published)
	}
	if len(r.Items) != 2 || r.Items[0].Due == nil || r.Items[0].Due.End != "2025-05-26" || r.Items[1].Kind != claims.KindQuestion || !r.Items[1].Optional {
		t.Errorf("items %+v", r.Items)
	}
	if list, _ := filepath.Glob(filepath.Join(out, "*")); len(list) != 1 {
		t.Errorf("written: %v", list)
	}
}

func TestReadLabels_RefusesWhatIsNoMark(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "labels.tsv")
	for _, line := range []string{"  12ab event", "  12ab omen -", "  12ab event soon"} {
		if err := os.WriteFile(path, []byte("00481d1c\n"+line+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readLabels(path); err == nil {
			t.Errorf("%q is taken for a mark", line)
		}
	}
}

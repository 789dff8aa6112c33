package blocks_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
	"claimwatch/notify/slack/slacktest"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

var from = blocks.Origin{Channel: "C0000DESK", TS: "1746774000.000100"}

func homePage(p blocks.HomePage) blocks.HomePage {
	if p.Counts == nil {
		p.Counts = map[blocks.HomeView]int{blocks.HomeMine: 3, blocks.HomeUnowned: 1, blocks.HomeDue: 2, blocks.HomeAll: 41}
	}
	if p.Health == "" {
		p.Health = "Connected. Last reminder Fri 9 May 09:00."
	}
	return p
}

// views are every modal and App Home, in every state.
func views() map[string]any {
	s := style()
	question := claim(func(c *claims.Claim) { c.Kind, c.Due, c.Owner = claims.KindQuestion, claims.Due{}, "" })
	event := claim(func(c *claims.Claim) { c.Kind = claims.KindEvent })
	full := claim(func(c *claims.Claim) {
		c.Parties, c.Tags, c.Desk, c.After, c.Confidential, c.Owner = []string{"Novak", "Fire brigade"}, []string{"council", "fire"}, "world", 7, true, "bob"
	})
	foul, long := claim(nasty), claim(longest, func(c *claims.Claim) { c.Parties, c.Tags, c.Desk = []string{c.Owner}, []string{c.Owner}, c.Owner })
	candidate := claim(func(c *claims.Claim) { c.Status = claims.StatusCandidate })
	all := map[string]any{
		"modal_resolve":              blocks.ResolveModal(s, from, claim()),
		"modal_resolve_event":        blocks.ResolveModal(s, from, event),
		"modal_resolve_duplicate":    blocks.ResolveChosen(s, from, claim(), claims.OutcomeDuplicate),
		"modal_resolve_not_pursuing": blocks.ResolveChosen(s, from, claim(), claims.OutcomeNotPursuing),
		"modal_resolve_accepted":     blocks.ResolveChosen(s, from, claim(), "accepted"),
		"modal_resolve_hostile":      blocks.ResolveModal(s, from, foul),
		"modal_resolve_longest":      blocks.ResolveModal(s, from, long),
		"modal_edit":                 blocks.EditModal(s, blocks.CallbackEdit, from, claim()),
		"modal_edit_full":            blocks.EditModal(s, blocks.CallbackEdit, from, full),
		"modal_edit_hostile":         blocks.EditModal(s, blocks.CallbackEdit, from, foul),
		"modal_edit_longest":         blocks.EditModal(s, blocks.CallbackEdit, from, long),
		"modal_track":                blocks.EditModal(s, blocks.CallbackTrack, from, candidate),
		"modal_due":                  blocks.DueModal(s, from, claim()),
		"modal_due_unknown":          blocks.DueModal(s, from, question),
		"modal_snooze":               blocks.SnoozeModal(s, from, claim()),
		"modal_assign":               blocks.AssignModal(s, from, claim()),
		"modal_assign_stranger":      blocks.AssignModal(s, from, full),
		"modal_assign_hostile":       blocks.AssignModal(s, from, foul),
		"modal_merge":                blocks.MergeModal(s, from, claim()),
		"modal_add":                  blocks.AddModal(s, from, blocks.Prefill{}),
		"modal_add_from_message": blocks.AddModal(s, from, blocks.Prefill{
			Summary: "Who pays for the bridge?", Quote: "Nobody at the town hall could say who pays for the bridge.", Source: "https://newsroom.slack.example/archives/C1/p1",
			Kind: claims.KindQuestion, Due: "2025-05-16", OwnerID: "U0001ANNA", Desk: "world", AuthorID: "U0BOB1234", ChannelID: "C0000DESK",
		}),
		"modal_add_longest":     blocks.AddModal(s, from, blocks.Prefill{Summary: strings.Repeat("𝒳", 5000), Quote: strings.Repeat("&\n", 5000), Source: strings.Repeat("<", 5000), Due: strings.Repeat("x", 5000), OwnerID: hostile, Desk: strings.Repeat("x", 5000)}),
		"modal_add_hostile":     blocks.AddModal(s, from, blocks.Prefill{Summary: hostile, Quote: hostile, Source: hostile, Due: hostile, OwnerID: "S0001DESK", Desk: hostile, AuthorID: hostile, ChannelID: hostile}),
		"modal_ingest":          blocks.IngestModal(s, from, "https://news.example.org/council"),
		"modal_ingest_hostile":  blocks.IngestModal(s, from, hostile),
		"modal_digest":          blocks.DigestModal(s, claims.DigestHours{}),
		"modal_digest_on":       blocks.DigestModal(s, claims.DigestHours{Minute: 6 * 60, Days: [7]bool{time.Sunday: true}}),
		"modal_show":            blocks.ShowModal(s, from, dossier(claim()), true),
		"modal_show_may_not":    blocks.ShowModal(s, from, dossier(claim()), false),
		"modal_show_candidate":  blocks.ShowModal(s, from, dossier(candidate), true),
		"modal_show_resolved":   blocks.ShowModal(s, from, dossier(claim(ended("accepted"))), true),
		"modal_show_hostile":    blocks.ShowModal(s, from, foulDossier(foul), true),
		"modal_show_longest":    blocks.ShowModal(s, from, longDossier(long), true),
		"modal_history":         blocks.HistoryModal(s, from, dossier(claim())),
		"modal_history_hostile": blocks.HistoryModal(s, from, foulDossier(foul)),
		"modal_leads":           blocks.LeadsModal(s, from, dossier(claim())),
		"modal_leads_none":      blocks.LeadsModal(s, from, claims.Dossier{Claim: claim()}),
		"modal_leads_hostile":   blocks.LeadsModal(s, from, foulDossier(foul)),
		"modal_changed":         blocks.ChangedModal(s, from, claim(ended("declined"))),
		"modal_changed_open":    blocks.ChangedModal(s, from, claim()),
		"modal_refused":         blocks.RefusedModal(from, "Only editors may do that: ask anna."),
		"modal_refused_hostile": blocks.RefusedModal(from, hostile),
		"modal_review":          blocks.ReviewModal(s, from, decided(found(3), 1), 0),
		"modal_review_hostile":  blocks.ReviewModal(s, from, spoilt(found(2, nasty), hostile), 0),
		"home": blocks.Home(s, homePage(blocks.HomePage{View: blocks.HomeMine, Pages: 1, May: true, Claims: []claims.Claim{
			claim(), claim(func(c *claims.Claim) { c.ID, c.Due = 14, on(day(2025, 5, 2)) }), question,
		}})),
		"home_digest":  blocks.Home(s, homePage(blocks.HomePage{View: blocks.HomeMine, May: true, Digest: claims.MorningHours()})),
		"home_first":   blocks.Home(s, homePage(blocks.HomePage{View: blocks.HomeMine, May: true, First: true, Counts: map[blocks.HomeView]int{}})),
		"home_may_not": blocks.Home(s, homePage(blocks.HomePage{View: blocks.HomeAll, Pages: 1, Who: "Only editors may act: ask anna.", Claims: listed(1)})),
		"home_trouble": blocks.Home(s, homePage(blocks.HomePage{View: blocks.HomeDue, May: true, Troubles: []string{"#world-desk cannot be posted to: the app is not a member. Invite it."}})),
		"home_paged":   blocks.Home(s, homePage(blocks.HomePage{View: blocks.HomeAll, Page: 1, Pages: 3, May: true, Claims: listed(2)})),
		"home_hostile": blocks.Home(s, homePage(blocks.HomePage{View: blocks.HomeAll, May: true, Claims: listed(2, nasty), Health: hostile, Troubles: []string{hostile}, Who: hostile})),
	}
	return all
}

// bulky are views that hold as much as there may be; they are checked, not kept.
func bulky() map[string]any {
	s := style()
	long := claim(longest)
	return map[string]any{
		"history": blocks.HistoryModal(s, from, longDossier(long)),
		"leads":   blocks.LeadsModal(s, from, longDossier(long)),
		"review":  blocks.ReviewModal(s, from, spoilt(found(200, longest), strings.Repeat("<", 2000)), 3),
		"home": blocks.Home(s, blocks.HomePage{
			View: blocks.HomeAll, Page: 3, Pages: 999_999, May: true, First: true, Claims: listed(200, longest), Health: strings.Repeat("&", 3000), Troubles: repeated([]string{strings.Repeat("&", 3000)}, 50),
			Counts: map[blocks.HomeView]int{blocks.HomeAll: 999_999_999},
		}),
	}
}

func encodeView(t testing.TB, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("encode: %v", err)
	}
	return raw
}

func TestViews_LookAsTheyShould(t *testing.T) {
	t.Parallel()
	for name, v := range views() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := pretty(t, encodeView(t, v))
			file := filepath.Join("testdata", name+".golden.json")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatalf("write the golden file: %v", err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("read the golden file: %v", err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestViews_AreWithinSlacksLimits(t *testing.T) {
	t.Parallel()
	for _, all := range []map[string]any{views(), bulky()} {
		for name, v := range all {
			raw := encodeView(t, v)
			if problems := slacktest.CheckView(raw); len(problems) > 0 {
				t.Errorf("%s: %s", name, strings.Join(problems, "; "))
			}
			t.Logf("%s: %d bytes", name, len(raw))
		}
	}
}

func TestViews_NothingForeignIsLive(t *testing.T) {
	t.Parallel()
	for _, all := range []map[string]any{views(), bulky()} {
		for name, v := range all {
			for _, text := range viewTexts(t, v) {
				if live(mention.ReplaceAllString(text, "")) {
					t.Errorf("%s: live syntax left in %q", name, text)
				}
				if strings.Contains(text, ":fire:") {
					t.Errorf("%s: an emoji from foreign text: %q", name, text)
				}
			}
			for _, text := range viewStrings(t, v) {
				for _, r := range text {
					if (unicode.Is(unicode.Cc, r) && r != '\n') || (unicode.Is(unicode.Cf, r) && r != '\u200b' && r != '\u200d') {
						t.Errorf("%s: invisible character %U in %q", name, r, text)
					}
				}
				if n := utf8.RuneCountInString(text); n > 3000 {
					t.Errorf("%s: a text of %d characters", name, n)
				}
			}
		}
	}
}

// viewTexts returns every string that is parsed as mrkdwn.
func viewTexts(t testing.TB, v any) []string {
	t.Helper()
	var list []string
	walk(t, v, func(o map[string]any) {
		if s, ok := o["text"].(string); ok && o["type"] == slack.MarkdownType {
			list = append(list, s)
		}
	})
	return list
}

// viewStrings returns every string that a reader sees.
func viewStrings(t testing.TB, v any) []string {
	t.Helper()
	var list []string
	walk(t, v, func(o map[string]any) {
		for _, key := range []string{"text", "initial_value", "accessibility_label"} {
			if s, ok := o[key].(string); ok {
				list = append(list, s)
			}
		}
	})
	return list
}

func walk(t testing.TB, v any, visit func(map[string]any)) {
	t.Helper()
	var plain any
	if err := json.Unmarshal(encodeView(t, v), &plain); err != nil {
		t.Fatalf("decode: %v", err)
	}
	var into func(any)
	into = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				into(e)
			}
		case map[string]any:
			visit(v)
			for _, e := range v {
				into(e)
			}
		}
	}
	into(plain)
}

func TestHome_EveryFilterIsMarkedByMoreThanColour(t *testing.T) {
	t.Parallel()
	for _, v := range blocks.HomeViews() {
		marked := 0
		for _, text := range viewStrings(t, blocks.Home(style(), homePage(blocks.HomePage{View: v, May: true}))) {
			if strings.HasPrefix(text, "✓ ") {
				marked++
			}
		}
		if marked != 1 {
			t.Errorf("%s: %d filters are marked, want 1", v, marked)
		}
	}
}

func TestHistory_CountsWhatAModalCannotHold(t *testing.T) {
	t.Parallel()
	all := strings.Join(viewTexts(t, blocks.HistoryModal(style(), from, longDossier(claim(longest)))), "\n")
	if !strings.Contains(all, " older: `claimwatch show ") {
		t.Error("the rest is not counted")
	}
}

func TestPrefilled_IsWhatTheFormShows(t *testing.T) {
	t.Parallel()
	c := claim(nasty, func(c *claims.Claim) {
		c.Parties, c.Tags, c.Desk, c.After = []string{"a; b", hostile}, []string{"x"}, hostile, 4
	})
	want := blocks.Prefilled(c)
	got := map[blocks.Field]string{}
	walk(t, blocks.EditModal(style(), blocks.CallbackEdit, from, c), func(o map[string]any) {
		e, ok := o["element"].(map[string]any)
		if id, _ := o["block_id"].(string); ok && id != string(blocks.FieldOwnerName) && e["type"] == "plain_text_input" {
			got[blocks.Field(id)], _ = e["initial_value"].(string)
		}
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-Prefilled +form):\n%s", diff)
	}
}

func TestPrefilled_LeavesOutWhatAFieldCannotHold(t *testing.T) {
	t.Parallel()
	c := claim(func(c *claims.Claim) { c.Quote = strings.Repeat("x", 3001) })
	if _, ok := blocks.Prefilled(c)[blocks.FieldQuote]; ok {
		t.Error("a quote that would be cut is in the form")
	}
}

func FuzzViews_ForeignTextIsNeverLiveNorTooLong(f *testing.F) {
	f.Add(hostile, "anna")
	f.Add(strings.Repeat("&\n", 4000), "<@U0001ANNA>")
	f.Add(strings.Repeat("𝒳", 4000)+"\xff\u202e", "U0001ANNA")
	f.Fuzz(func(t *testing.T, text, owner string) {
		s := style()
		s.UserID = nil
		c := claim(func(c *claims.Claim) {
			c.Summary, c.Quote, c.Source, c.Desk, c.Owner, c.Parties, c.Tags = text, text, text, text, owner, []string{text}, []string{text}
		})
		d := filled(dossier(c), text, 2)
		for _, v := range []any{
			blocks.ResolveModal(s, from, c), blocks.EditModal(s, blocks.CallbackEdit, from, c), blocks.AssignModal(s, from, c), blocks.IngestModal(s, from, text),
			blocks.AddModal(s, from, blocks.Prefill{Summary: text, Quote: text, Source: text, Due: text, OwnerID: owner, Desk: text}),
			blocks.ShowModal(s, from, d, true), blocks.HistoryModal(s, from, d), blocks.LeadsModal(s, from, d), blocks.RefusedModal(from, text),
			blocks.ReviewModal(s, from, spoilt(found(2, func(x *claims.Claim) { *x = c }), text), 0),
			blocks.Home(s, blocks.HomePage{View: blocks.HomeAll, May: true, Claims: []claims.Claim{c}, Health: text, Troubles: []string{text}, Who: text}),
		} {
			if problems := slacktest.CheckView(encodeView(t, v)); len(problems) > 0 {
				t.Fatal(problems)
			}
			for _, text := range viewTexts(t, v) {
				if live(mention.ReplaceAllString(text, "")) {
					t.Fatalf("live syntax left in %q", text)
				}
			}
		}
	})
}

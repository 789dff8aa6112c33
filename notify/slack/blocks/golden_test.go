package blocks_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
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

var update = flag.Bool("update", false, "rewrite the golden files")

// surfaces are every message there is, in every state.
func surfaces() map[string][]blocks.Message { return drawn(style()) }

// private is a message to one person.
func private(s blocks.Style) blocks.Style {
	s.Private = true
	return s
}

func drawn(s blocks.Style) map[string][]blocks.Message {
	direct := private(s)
	one := func(m blocks.Message) []blocks.Message { return []blocks.Message{m} }
	line := func(c claims.Card) []blocks.Message {
		return one(blocks.Message{Text: "line", Blocks: []slack.Block{blocks.Line(s, c)}})
	}
	all := map[string][]blocks.Message{
		"reminder_due_today": one(blocks.Reminder(s, reminder(claim()))),
		"reminder_ahead":     one(blocks.Reminder(s, reminder(claim(func(c *claims.Claim) { c.Due = on(day(2025, 5, 16)) })))),
		"reminder_overdue":   one(blocks.Reminder(s, reminder(claim(func(c *claims.Claim) { c.Due = on(day(2025, 5, 7)) })))),
		"reminder_in_span": one(blocks.Reminder(s, reminder(claim(func(c *claims.Claim) {
			c.Due = claims.Due{Start: day(2025, 5, 1), End: day(2025, 5, 31), Precision: claims.PrecisionMonth}
		})))),
		"reminder_undated":   one(blocks.Reminder(s, reminder(claim(func(c *claims.Claim) { c.Due, c.Kind = claims.Due{}, claims.KindQuestion })))),
		"reminder_snoozed":   one(blocks.Card(s, card(claim(func(c *claims.Claim) { c.SnoozedUntil = s.Now.Add(76 * time.Hour) })))),
		"reminder_candidate": one(blocks.Card(s, card(claim(func(c *claims.Claim) { c.Status = claims.StatusCandidate })))),
		"reminder_bare": one(blocks.Reminder(s, claims.Reminder{
			Notice: claims.Notice{Ordinal: 1}, Claim: claims.Claim{ID: 7, Status: claims.StatusOpen, Kind: claims.KindPlan, Summary: "Call the harbour master"},
		})),
		"reminder_confidential": one(blocks.Reminder(direct, reminder(claim(func(c *claims.Claim) { c.Confidential = true })))),
		"reminder_escalated": one(blocks.Reminder(s, reminder(claim(), func(r *claims.Reminder) {
			r.Notice.Reason, r.Notice.Mention = claims.ReasonEscalated, "@managing-editor"
		}))),
		"reminder_escalated_unknown": one(blocks.Reminder(s, reminder(claim(), func(r *claims.Reminder) { r.Notice.Mention = "@nobody" }))),
		"reminder_hostile":           one(blocks.Reminder(s, reminder(claim(nasty), foul))),
		"reminder_longest":           one(blocks.Reminder(direct, reminder(claim(longest), worst))),
		"reminder_repeat":            one(blocks.Render(s, claims.Message{Form: claims.FormCard, MaybeRepeat: true, Reminders: many(1)})),
		"reminder_plain":             one(blocks.Render(s, claims.Message{Form: claims.FormCard, Plain: true, Reminders: many(1)})),
		"shrunk": one(blocks.Card(s, func() claims.Card {
			c := card(claim())
			c.Next = claims.Posted{Channel: "C0000DESK", TS: "1746860400.000200"}
			return c
		}())),
		"receipt_link":            one(blocks.Card(s, card(claim(ended("accepted")), claims.Evidence{URL: "https://www.news.example.org/opening", Note: "He cut the ribbon."}))),
		"receipt_note":            one(blocks.Card(s, card(claim(ended(claims.OutcomeNotPursuing)), claims.Evidence{Note: "Story dropped."}))),
		"receipt_duplicate":       one(blocks.Card(s, card(claim(ended(claims.OutcomeDuplicate), func(c *claims.Claim) { c.DuplicateOf = 7 })))),
		"receipt_hostile":         one(blocks.Card(s, card(claim(nasty, ended("accepted"), nasty), claims.Evidence{URL: "javascript:alert(1)", Note: hostile}))),
		"receipt_longest":         one(blocks.Card(direct, card(claim(longest, ended("accepted"), longest), claims.Evidence{URL: "https://example.org/" + strings.Repeat("&", 450), Note: strings.Repeat("&", 3000)}))),
		"dismissed":               one(blocks.Card(s, card(claim(dismissed)))),
		"dismissed_hostile":       one(blocks.Card(s, card(claim(dismissed, nasty)))),
		"bundle":                  blocks.Bundle(s, claims.Message{Form: claims.FormBundle, Reminders: many(6)}),
		"bundle_with_thread":      blocks.Bundle(s, claims.Message{Form: claims.FormBundle, Reminders: many(17)}),
		"bundle_reply":            blocks.Bundle(s, claims.Message{Form: claims.FormBundle, Reminders: many(2), Part: 1, Total: 17}),
		"bundle_hostile":          blocks.Bundle(s, claims.Message{Form: claims.FormBundle, Reminders: many(2, nasty)}),
		"bundle_longest":          blocks.Bundle(direct, claims.Message{Form: claims.FormBundle, Reminders: worstOf(many(40, longest))}),
		"digest":                  blocks.Digest(s, claims.Message{Form: claims.FormDigest, Digest: digest()}),
		"digest_personal":         blocks.Digest(direct, claims.Message{Form: claims.FormDigest, Digest: personal(listed(2, func(c *claims.Claim) { c.Confidential = true }))}),
		"digest_personal_hostile": blocks.Digest(direct, claims.Message{Form: claims.FormDigest, Digest: personal(listed(2, nasty))}),
		"digest_personal_longest": blocks.Digest(direct, claims.Message{Form: claims.FormDigest, Digest: personal(listed(200, longest))}),
		"digest_over_the_cap":     blocks.Digest(s, claims.Message{Form: claims.FormDigest, Digest: digest(), Reminders: many(17)}),
		"digest_hostile":          blocks.Digest(s, claims.Message{Form: claims.FormDigest, Digest: fullDigest(nasty), Reminders: many(1, nasty)}),
		"digest_longest":          blocks.Digest(direct, claims.Message{Form: claims.FormDigest, Digest: fullDigest(longest), Reminders: worstOf(many(30, longest))}),
		"reminder_hidden":         one(blocks.Card(s, card(claim(func(c *claims.Claim) { c.Confidential = true })))),
		"reminder_ownerless": one(blocks.Reminder(s, reminder(claim(func(c *claims.Claim) { c.Owner, c.Due = "", claims.Due{} }), func(r *claims.Reminder) {
			r.Words = "1st reminder, open for 7 days, no date known"
		}))),
		"reminder_checked": one(blocks.Card(s, by("bob", card(claim(func(c *claims.Claim) {
			c.LastCheckedAt, c.NextReminderAt = s.Now.Add(-time.Minute), s.Now.Add(72*time.Hour)
		}))))),
		"reminder_snoozed_by": one(blocks.Card(s, by("U0BOB1234", card(claim(func(c *claims.Claim) { c.SnoozedUntil = s.Now.Add(76 * time.Hour) }))))),
		"dismissed_by":        one(blocks.Card(s, by("bob", card(claim(dismissed))))),
		"line_hidden":         line(card(claim(func(c *claims.Claim) { c.Confidential = true }))),
		"line_snoozed":        line(by("bob", card(claim(func(c *claims.Claim) { c.SnoozedUntil = s.Now.Add(76 * time.Hour) })))),
		"alert":               one(blocks.Alert("#world-desk cannot be posted to: the app is not a member. Invite it with /invite @claimwatch.")),
		"alert_hostile":       one(blocks.Alert(hostile)),
		"line_open":           line(card(claim())),
		"line_resolved":       line(card(claim(ended("declined")), claims.Evidence{URL: "https://news.example.org/no"})),
		"line_dismissed":      line(card(claim(dismissed))),
	}
	maps.Copy(all, answers(s))
	maps.Copy(all, triages(s))
	return all
}

func by(who string, c claims.Card) claims.Card {
	c.By = who
	return c
}

func worstOf(list []claims.Reminder) []claims.Reminder {
	for i := range list {
		list[i].Claim.ID = claims.ClaimID(9_999_000 + i)
		worst(&list[i])
	}
	return list
}

func encode(t testing.TB, parts []blocks.Message) []byte {
	t.Helper()
	type shown struct {
		Text   string        `json:"text"`
		Blocks []slack.Block `json:"blocks"`
	}
	var list []shown
	for _, p := range parts {
		list = append(list, shown(p))
	}
	raw, err := json.Marshal(list)
	if err != nil {
		t.Fatalf("encode: %v", err)
	}
	return pretty(t, raw)
}

// pretty encodes JSON again, so that the file can be read.
func pretty(t testing.TB, raw []byte) []byte {
	t.Helper()
	var plain any
	if err := json.Unmarshal(raw, &plain); err != nil {
		t.Fatalf("decode: %v", err)
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(plain); err != nil {
		t.Fatalf("encode: %v", err)
	}
	return []byte(b.String())
}

func TestSurfaces_LookAsTheyShould(t *testing.T) {
	t.Parallel()
	for name, parts := range surfaces() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := encode(t, parts)
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

func TestSurfaces_WithoutAnybodyWhoAnswersNoButtonIsDrawn(t *testing.T) {
	t.Parallel()
	s := style()
	s.Buttons = false
	for name, parts := range drawn(s) {
		if strings.Contains(string(encode(t, parts)), "action_id") {
			t.Errorf("%s: there is a button", name)
		}
	}
}

func TestSurfaces_ConfidentialClaimsAreNotForChannels(t *testing.T) {
	t.Parallel()
	s, secret := style(), func(c *claims.Claim) { c.Confidential, c.Quote, c.Owner, c.Summary = true, "hush", "hush", "hush" }
	e := claims.Evidence{Note: "hush"}
	shrunk := card(claim(secret))
	shrunk.Next = claims.Posted{Channel: "C1", TS: "1.2"}
	before := blocks.Bundle(private(s), claims.Message{Reminders: many(2, secret)})[0]
	redrawn, _ := blocks.Redraw(s, before, card(claim(secret, func(c *claims.Claim) { c.ID = 100 })))
	redrawn, _ = blocks.Redraw(s, redrawn, card(claim(secret, func(c *claims.Claim) { c.ID = 101 })))
	for name, m := range map[string]blocks.Message{
		"a reminder": blocks.Reminder(s, reminder(claim(secret))), "a card": blocks.Card(s, card(claim(secret))), "an older card": blocks.Card(s, shrunk),
		"a receipt": blocks.Card(s, card(claim(secret, ended("accepted")), e)), "a dismissal": blocks.Card(s, card(claim(secret, dismissed))),
		"a bundle": blocks.Bundle(s, claims.Message{Reminders: many(2, secret)})[0], "a digest": blocks.Digest(s, claims.Message{Digest: fullDigest(secret)})[0],
		"a line": {Blocks: []slack.Block{blocks.Line(s, card(claim(secret, ended("accepted")), e))}}, "lines redrawn": redrawn,
		"triage": blocks.Triage(s, found(2, secret)), "triage that is done": blocks.Triage(s, decided(found(2, secret), 2)),
	} {
		if strings.Contains(string(encode(t, []blocks.Message{m})), "hush") {
			t.Errorf("%s shows it: %s", name, m.Text)
		}
	}
}

func TestSurfaces_AreWithinSlacksLimits(t *testing.T) {
	t.Parallel()
	for name, parts := range surfaces() {
		for i, p := range parts {
			b, err := json.Marshal(p.Blocks)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if p.Blocks != nil {
				if problems := slacktest.CheckBlocks(b, slacktest.MessageBlocks); len(problems) > 0 {
					t.Errorf("%s, part %d: %s", name, i, strings.Join(problems, "; "))
				}
			}
			if n := utf8.RuneCountInString(p.Text); n == 0 || n >= 4000 {
				t.Errorf("%s, part %d: text of %d characters", name, i, n)
			}
			t.Logf("%s, part %d: %d blocks, %d bytes, text of %d characters", name, i, len(p.Blocks), len(b), utf8.RuneCountInString(p.Text))
		}
	}
}

// ours is the live syntax that rendering itself may write: mentions that look-ups gave, the channel of a message, links to
// web addresses, and nothing else.
var ours = regexp.MustCompile(`<@U0001ANNA>|<@U0BOB1234>|<#C0000DESK>|<!subteam\^S0001DESK>|<https?://[^|<>]+\|[^|<>]*>`)

func TestSurfaces_NothingForeignIsLive(t *testing.T) {
	t.Parallel()
	for name, parts := range surfaces() {
		for _, text := range texts(t, parts) {
			if live(text) {
				t.Errorf("%s: live syntax left in %q", name, text)
			}
			if strings.Contains(name, "hostile") && strings.Contains(text, "<@U0001ANNA>") {
				t.Errorf("%s: a mention from foreign text: %q", name, text)
			}
			for _, r := range text {
				if (unicode.Is(unicode.Cc, r) && r != '\n') || (unicode.Is(unicode.Cf, r) && r != '\u200b' && r != '\u200d') {
					t.Errorf("%s: invisible character %U in %q", name, r, text)
				}
			}
			for _, mark := range []string{"*", "_", "~", "`"} {
				if strings.Contains(name, "hostile") && strings.Contains(text, mark+"bold") {
					t.Errorf("%s: a format from foreign text: %q", name, text)
				}
			}
			if strings.Contains(text, ":fire:") {
				t.Errorf("%s: an emoji from foreign text: %q", name, text)
			}
		}
	}
}

// live reports whether a text holds live syntax that is not ours.
func live(text string) bool {
	rest := ours.ReplaceAllString(text, "")
	return strings.ContainsAny(rest, "<>") && !onlyQuotes(rest)
}

func FuzzRender_ForeignTextIsNeverLiveNorTooLong(f *testing.F) {
	f.Add(hostile, "anna", "https://example.org/a|b?c=<d>&e")
	f.Add(":a:b:", "<@U0001ANNA>", "http://user:password@example.org/")
	f.Add("\xff\xfe*_", "U0001ANNA", "https://[::1]/`")
	f.Fuzz(func(t *testing.T, text, owner, source string) {
		c := claim(ended("accepted"), func(c *claims.Claim) {
			c.Summary, c.Quote, c.Owner, c.Source, c.ResolvedBy = text, text, owner, source, owner
		})
		open := claim(func(c *claims.Claim) { c.Summary, c.Quote, c.Owner, c.Source = text, text, owner, source })
		r := reminder(open, func(r *claims.Reminder) {
			r.Words, r.Notice.Mention, r.Report.Title, r.Report.Source = text, text, text, source
		})
		s := style()
		s.UserID = nil // so that no mention is ours but of ids
		for _, m := range []blocks.Message{
			blocks.Reminder(s, r), blocks.Card(s, card(c, claims.Evidence{URL: source, Note: text})), blocks.Bundle(s, claims.Message{Reminders: []claims.Reminder{r}})[0], blocks.Alert(text),
		} {
			b, err := json.Marshal(m.Blocks)
			if err != nil {
				t.Fatalf("encode: %v", err)
			}
			if problems := slacktest.CheckBlocks(b, slacktest.MessageBlocks); len(problems) > 0 {
				t.Fatal(problems)
			}
			for _, text := range texts(t, []blocks.Message{m}) {
				if live(mention.ReplaceAllString(text, "")) {
					t.Fatalf("live syntax left in %q", text)
				}
			}
		}
	})
}

// mention is an id that the owner of a claim may be.
var mention = regexp.MustCompile(`<@[UW][A-Z0-9]+>|<!subteam\^S[A-Z0-9]+>`)

// onlyQuotes reports whether the only live characters are marks of block quotes.
func onlyQuotes(s string) bool {
	for line := range strings.SplitSeq(s, "\n") {
		if strings.ContainsAny(strings.TrimPrefix(line, "> "), "<>") {
			return false
		}
	}
	return true
}

// texts returns every string that Slack parses: the text and each text object.
func texts(t testing.TB, parts []blocks.Message) []string {
	t.Helper()
	var v any
	if err := json.Unmarshal(encode(t, parts), &v); err != nil {
		t.Fatalf("decode: %v", err)
	}
	var list []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			if s, ok := v["text"].(string); ok {
				list = append(list, s)
			}
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(v)
	return list
}

func TestBundle_NamesEveryReminderInBlocksAndText(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 6, 15, 16, 200} {
		seen := 0
		for _, p := range blocks.Bundle(private(style()), claims.Message{Reminders: worstOf(many(n, longest))}) {
			all := texts(t, []blocks.Message{p})
			for i := range n {
				name := fmt.Sprintf("#%d", 9_999_000+i)
				if strings.Contains(p.Text, name+",") && strings.Contains(strings.Join(all[1:], "\n"), "*"+name+"*") {
					seen++
				}
			}
		}
		if seen != n {
			t.Errorf("got %d reminders named, want %d", seen, n)
		}
	}
}

func TestRender_APartThatHoldsOnlyItsOwnRemindersIsTheSameAsOneOfAll(t *testing.T) {
	t.Parallel()
	s := style()
	all := many(17)
	whole := claims.Message{Form: claims.FormBundle, Reminders: all, Part: 0}
	first := claims.Message{Form: claims.FormBundle, Reminders: all[:15], Total: 17}
	second := claims.Message{Form: claims.FormBundle, Reminders: all[15:], Part: 1, Total: 17}
	parts := blocks.Bundle(s, whole)
	for i, m := range []claims.Message{first, second} {
		if diff := cmp.Diff(string(encode(t, parts[i:i+1])), string(encode(t, []blocks.Message{blocks.Render(s, m)}))); diff != "" {
			t.Errorf("part %d (-whole +own):\n%s", i, diff)
		}
	}
}

func TestRedraw_ChangesOneLineAndSaysSoOnce(t *testing.T) {
	t.Parallel()
	s := style()
	before := blocks.Bundle(s, claims.Message{Reminders: many(3)})[0]
	c := card(claim(ended("accepted"), func(c *claims.Claim) { c.ID = 101 }))

	once, ok := blocks.Redraw(s, before, c)
	twice, _ := blocks.Redraw(s, once, c)

	if !ok {
		t.Fatal("the line was not found")
	}
	if diff := cmp.Diff(string(encode(t, []blocks.Message{once})), string(encode(t, []blocks.Message{twice}))); diff != "" {
		t.Errorf("twice is not once (-once +twice):\n%s", diff)
	}
	if !strings.Contains(once.Text, "#101 is resolved now: accepted.") {
		t.Errorf("the text does not say how it ended: %s", once.Text)
	}
	if _, ok := blocks.Redraw(s, before, card(claim())); ok {
		t.Error("a claim that has no line was redrawn")
	}
}

func TestSurfaces_ComeBackFromSlackAsTheyWent(t *testing.T) {
	t.Parallel()
	for name, parts := range surfaces() {
		for _, p := range parts {
			sent := encode(t, []blocks.Message{p})
			raw, err := json.Marshal(p.Blocks)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var back slack.Blocks
			if err := json.Unmarshal(raw, &back); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if p.Blocks == nil {
				continue
			}
			if diff := cmp.Diff(string(sent), string(encode(t, []blocks.Message{{Text: p.Text, Blocks: back.BlockSet}}))); diff != "" {
				t.Errorf("%s (-sent +back):\n%s", name, diff)
			}
		}
	}
}

package interact_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
	"claimwatch/notify/slack/interact"
)

func TestForm_FaultsAreShownAtTheirFields(t *testing.T) {
	t.Parallel()
	type fields = map[blocks.Field]any
	cases := []struct {
		name string
		form blocks.Callback
		in   fields
		at   blocks.Field
		says string
	}{
		{"no outcome", blocks.CallbackResolve, fields{blocks.FieldOutcome: "", blocks.FieldNote: "seen"}, blocks.FieldOutcome, "how it ended"},
		{"the outcome of another kind", blocks.CallbackResolve, fields{blocks.FieldOutcome: picked("kept"), blocks.FieldNote: "seen"}, blocks.FieldOutcome, "how it ended"},
		{"nothing that shows it", blocks.CallbackResolve, fields{blocks.FieldOutcome: picked("happened"), blocks.FieldEvidence: "", blocks.FieldNote: " "}, blocks.FieldEvidence, "link"},
		{"a link that is none", blocks.CallbackResolve, fields{blocks.FieldOutcome: picked("happened"), blocks.FieldEvidence: "javascript:alert(1)"}, blocks.FieldEvidence, "no link"},
		{"not pursued without a note", blocks.CallbackResolve, fields{blocks.FieldOutcome: picked("not_pursuing"), blocks.FieldNote: ""}, blocks.FieldNote, "why"},
		{"a duplicate of nothing", blocks.CallbackResolve, fields{blocks.FieldOutcome: picked("duplicate"), blocks.FieldOf: ""}, blocks.FieldOf, "number"},
		{"a duplicate of itself", blocks.CallbackResolve, fields{blocks.FieldOutcome: picked("duplicate"), blocks.FieldOf: "1"}, blocks.FieldOf, "itself"},
		{"a duplicate of a claim that is none", blocks.CallbackResolve, fields{blocks.FieldOutcome: picked("duplicate"), blocks.FieldOf: "#99"}, blocks.FieldOf, "no claim 99"},
		{"an empty summary", blocks.CallbackEdit, fields{blocks.FieldSummary: ""}, blocks.FieldSummary, "empty"},
		{"a date that is none", blocks.CallbackEdit, fields{blocks.FieldDue: "the twelfth of never"}, blocks.FieldDue, "no date"},
		{"a claim that waits for itself", blocks.CallbackEdit, fields{blocks.FieldSummary: "x", blocks.FieldAfter: "1"}, blocks.FieldAfter, "itself"},
		{"no date at all", blocks.CallbackDue, fields{blocks.FieldDue: "", blocks.FieldDay: ""}, blocks.FieldDue, "none"},
		{"a snooze into the past", blocks.CallbackSnooze, fields{blocks.FieldUntil: object{"selected_date": "2020-01-01"}}, blocks.FieldUntil, "over"},
		{"a snooze until nothing", blocks.CallbackSnooze, fields{blocks.FieldUntil: ""}, blocks.FieldUntil, "no time"},
		{"a merge into itself", blocks.CallbackMerge, fields{blocks.FieldInto: "1"}, blocks.FieldInto, "itself"},
		{"an added claim without words", blocks.CallbackAdd, fields{blocks.FieldSummary: ""}, blocks.FieldSummary, "empty"},
		{"a report without text", blocks.CallbackIngest, fields{blocks.FieldText: ""}, blocks.FieldText, "Paste"},
		{"a link instead of a report", blocks.CallbackIngest, fields{blocks.FieldText: "https://example.org/story"}, blocks.FieldText, "cannot be read"},
	}
	w := open(t, newsroom(), nil).run()
	c := w.add(claims.Draft{Summary: "The vote"})
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) { // one after the other, in one newsroom
			o := blocks.Origin{Claim: c.ID, Version: c.Version}
			_, answer := w.deliver("interactive", send(anna, tt.form, o, tt.in))
			wantWords(t, answer, `"response_action":"errors"`, `"`+string(tt.at)+`":`, tt.says)
		})
	}
	if got := w.claim(c.ID); got.Revision != c.Revision {
		t.Errorf("the claim was changed: %+v", got)
	}
}

func TestForm_DoesWhatItSays(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	cases := []struct {
		name string
		form blocks.Callback
		in   map[blocks.Field]any
		want func(claims.Claim) bool
	}{
		{"resolve", blocks.CallbackResolve, map[blocks.Field]any{blocks.FieldOutcome: picked("happened"), blocks.FieldEvidence: "https://example.org/story"},
			func(c claims.Claim) bool { return c.Outcome == "happened" && c.ResolvedBy == "anna" }},
		{"edit", blocks.CallbackEdit, map[blocks.Field]any{blocks.FieldSummary: "The second vote", blocks.FieldTags: "a, b", blocks.FieldParties: "X; Y", blocks.FieldOwner: object{"selected_user": bob}},
			func(c claims.Claim) bool {
				return c.Summary == "The second vote" && len(c.Tags) == 2 && len(c.Parties) == 2 && c.Owner == "bob" && c.Kind == claims.KindEvent
			}},
		{"a new date from the calendar", blocks.CallbackDue, map[blocks.Field]any{blocks.FieldDue: "", blocks.FieldDay: object{"selected_date": "2030-05-09"}, blocks.FieldNote: "postponed"},
			func(c claims.Claim) bool { return c.Due.String() == "2030-05-09" }},
		{"a new date in words", blocks.CallbackDue, map[blocks.Field]any{blocks.FieldDue: "2030-06-01", blocks.FieldDay: object{"selected_date": "2030-05-09"}},
			func(c claims.Claim) bool { return c.Due.String() == "2030-06-01" }},
		{"snooze", blocks.CallbackSnooze, map[blocks.Field]any{blocks.FieldUntil: object{"selected_date": "2099-01-01"}},
			func(c claims.Claim) bool { return c.SnoozedUntil.Year() == 2099 }},
		{"assign to a member", blocks.CallbackAssign, map[blocks.Field]any{blocks.FieldOwner: object{"selected_user": bob}}, func(c claims.Claim) bool { return c.Owner == "bob" }},
		{"assign to a name", blocks.CallbackAssign, map[blocks.Field]any{blocks.FieldOwner: "", blocks.FieldOwnerName: "dora"}, func(c claims.Claim) bool { return c.Owner == "dora" }},
		{"assign to a bot", blocks.CallbackAssign, map[blocks.Field]any{blocks.FieldOwner: object{"selected_user": robot}}, func(c claims.Claim) bool { return c.Owner == "" }},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) { // one after the other, in one newsroom
			c := w.add(claims.Draft{Summary: "The vote"})
			w.do("interactive", send(anna, tt.form, blocks.Origin{Claim: c.ID, Version: c.Version, Channel: desk}, tt.in))
			if got := w.claim(c.ID); !tt.want(got) {
				t.Errorf("got %+v", got)
			}
		})
	}
	other, c := w.add(claims.Draft{Summary: "The other"}), w.add(claims.Draft{Summary: "The same"})
	w.do("interactive", send(anna, blocks.CallbackMerge, blocks.Origin{Claim: c.ID, Version: c.Version}, map[blocks.Field]any{blocks.FieldInto: itoa(other.ID)}))
	if got := w.claim(c.ID); got.DuplicateOf != other.ID {
		t.Errorf("merged into %d", got.DuplicateOf)
	}
}

func TestForm_WhoseClaimChangedMeanwhileSaysSoAndSavesNothing(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	c := w.add(claims.Draft{Summary: "The vote"})
	if _, err := w.ledger.Apply(t.Context(), claims.Command{IDs: []claims.ClaimID{c.ID}, By: claims.Actor{Name: "carol", Via: claims.ViaCLI}, Act: claims.Assign{To: "carol"}}); err != nil {
		t.Fatal(err)
	}
	form := map[blocks.Field]any{blocks.FieldOutcome: picked("happened"), blocks.FieldNote: "seen"}
	_, answer := w.deliver("interactive", send(anna, blocks.CallbackResolve, blocks.Origin{Claim: c.ID, Version: c.Version}, form))
	wantWords(t, answer, `"response_action":"update"`, "carol")
	if got := w.claim(c.ID); got.Status != claims.StatusOpen {
		t.Errorf("it is %s", got.Status)
	}
}

func TestForm_ThatComesAgainIsAnsweredAsBefore(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	p := send(anna, blocks.CallbackAdd, blocks.Origin{Channel: desk}, map[blocks.Field]any{blocks.FieldSummary: "Will the mayor resign?"})
	id := w.do("interactive", p)
	for n := 2; n < 4; n++ {
		if err := w.slack.Redeliver(id, "interactive", p); err != nil {
			t.Fatal(err)
		}
		w.until("another acknowledgement", func() bool { return w.slack.Acks(id) >= n })
	}
	w.do("interactive", press(anna, blocks.ActionCheck, blocks.Value{Claim: 1}))
	list, err := w.ledger.List(t.Context(), claims.Filter{})
	if err != nil || len(list) != 1 || list[0].Summary != "Will the mayor resign?" {
		t.Errorf("got %d claims, %v; want one", len(list), err)
	}
}

func TestForm_OfResolvingAsksForWhatTheOutcomeNeeds(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	c := w.add(claims.Draft{Summary: "The vote"})
	p := press(anna, blocks.ActionResolve, blocks.ValueOf(c))
	p["view"] = object{"id": "V7", "type": "modal", "callback_id": "resolve", "private_metadata": blocks.Origin{Claim: c.ID, Version: c.Version}.String()}
	p["actions"] = []object{{"action_id": blocks.Input, "block_id": string(blocks.FieldOutcome), "selected_option": object{"value": "not_pursuing"}}}
	w.do("interactive", p)
	v := w.saw(1)
	if v.Method != "views.update" || strings.Contains(string(v.View), `"block_id":"evidence"`) {
		t.Errorf("got %s of %s", v.Method, v.View)
	}
}

func TestShortcut_FillsTheFormInFromTheMessage(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	w.do("interactive", object{
		"type": "message_action", "callback_id": string(blocks.ShortcutTrack), "user": user(anna), "team": object{"id": "T0000TEAM"}, "trigger_id": "t1",
		"channel": object{"id": desk}, "message": object{"ts": "1700000000.000100", "user": bob, "text": "Will <https://example.org|the mayor> resign &amp; go?"},
	})
	got := string(w.saw(1).View)
	wantWords(t, got, `"callback_id":"add"`, "Will https://example.org resign", "archives/"+desk+"/p1700000000000100", "@"+bob+`\u003e`, "#"+desk+`\u003e`)
}

func TestIngest_ShowsWhatAPastedReportLeavesOpen(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	text := "Mayor Novak said on Monday that she will present the budget on May 9, 2030. It is not known whether the council will accept it."
	w.do("interactive", send(anna, blocks.CallbackIngest, blocks.Origin{Channel: desk}, map[blocks.Field]any{blocks.FieldText: text, blocks.FieldTitle: "The budget"}))
	list, err := w.ledger.List(t.Context(), claims.Filter{Status: []claims.Status{claims.StatusCandidate}})
	if err != nil || len(list) == 0 {
		t.Fatalf("got %d candidates, %v", len(list), err)
	}
	wantWords(t, w.heard(1), "The budget")
}

// reading makes a newsroom in which links can be read, by a function.
func reading(t *testing.T, fetch func(context.Context, string) (claims.Report, error)) *world {
	t.Helper()
	return open(t, newsroom(), func(c *interact.Config) { c.Language.Fetch = fetch }).run()
}

func TestIngest_ReadsTheReportBehindALink(t *testing.T) {
	t.Parallel()
	text := "Mayor Novak said on Monday that she will present the budget on May 9, 2030. It is not known whether the council will accept it."
	page := claims.Report{Title: "The budget", Source: "https://example.org/canonical", Published: claims.NewDay(2030, 5, 1), Language: "en", Text: text}
	const link = "https://example.org/story?a=1&b=2"
	form := func(fields map[blocks.Field]any) (string, object) {
		fields[blocks.FieldText] = link
		return "interactive", send(anna, blocks.CallbackIngest, blocks.Origin{Channel: desk}, fields)
	}
	cases := []struct {
		name string
		do   func(w *world) (kind string, payload object)
		want claims.Report
	}{
		{"in the form", func(*world) (string, object) { return form(map[blocks.Field]any{}) }, page},
		{"in the form, with what the editor knows better", func(*world) (string, object) {
			return form(map[blocks.Field]any{
				blocks.FieldTitle: "Budget day", blocks.FieldSource: "City Herald", blocks.FieldDesk: "metro", blocks.FieldPublished: "2030-04-30",
			})
		}, claims.Report{Title: "Budget day", Source: "City Herald", Desk: "metro", Published: claims.NewDay(2030, 4, 30), Language: "en", Text: text}},
		{"in the command", func(w *world) (string, object) {
			return "slash_commands", w.typed(anna, "add <https://example.org/story?a=1&amp;b=2>")
		}, page},
		{"in the command, with a label", func(w *world) (string, object) {
			return "slash_commands", w.typed(anna, "add <https://example.org/story?a=1&amp;b=2|example.org/story>")
		}, page},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := reading(t, func(_ context.Context, address string) (claims.Report, error) {
				if address != link {
					t.Errorf("got %s", address)
				}
				return page, nil
			})
			w.do(c.do(w))
			wantWords(t, w.heard(1), c.want.Title)
			got, _, err := w.ledger.Report(t.Context(), 1)
			if err != nil {
				t.Fatal(err)
			}
			got = claims.Report{Title: got.Title, Source: got.Source, Desk: got.Desk, Published: got.Published, Language: got.Language, Text: got.Text}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestIngest_TellsWhyALinkCouldNotBeRead(t *testing.T) {
	t.Parallel()
	w := reading(t, func(context.Context, string) (claims.Report, error) {
		return claims.Report{}, &claims.RefusedError{Problem: "the site has no such page (404 Not Found)"}
	})
	w.do("interactive", send(anna, blocks.CallbackIngest, blocks.Origin{Channel: desk}, map[blocks.Field]any{blocks.FieldText: "https://example.org/story"}))
	wantWords(t, w.heard(1), "That link could not be read: the site has no such page (404 Not Found). Paste the text of the report instead.")
}

func TestIngest_SlowLinksKeepNobodyWaiting(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	w := reading(t, func(context.Context, string) (claims.Report, error) {
		<-hold
		return claims.Report{}, &claims.RefusedError{Problem: "the site did not answer"}
	})
	defer close(hold)
	c := w.add(claims.Draft{Summary: "The vote"})
	for range 12 { // each is acknowledged before its link has been read
		w.deliver("interactive", send(anna, blocks.CallbackIngest, blocks.Origin{Channel: desk}, map[blocks.Field]any{blocks.FieldText: "https://example.org/story"}))
	}
	w.do("interactive", press(bob, blocks.ActionCheck, blocks.ValueOf(c)))
	if n, _ := w.acts(c.ID, claims.ActionChecked); n != 1 {
		t.Errorf("the click was done %d times", n)
	}
	w.until("those that were too many", func() bool {
		all := w.slack.Whispers()
		return len(all) == 8 && strings.Contains(all[0].Text, "ther links are being read")
	})
}

func TestTriage_DecidesAllAndTakesItBack(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	text := "Mayor Novak said on Monday that she will present the budget on May 9, 2030. It is not known whether the council will accept it."
	r := claims.Report{Title: "The budget", Text: text, Published: claims.NewDay(2030, 5, 1), Language: "en"}
	in, err := w.ledger.Ingest(t.Context(), claims.Intake{Report: r, Items: read(r)}, claims.Actor{Name: "carol", Via: claims.ViaCLI})
	if err != nil || len(in.Claims) < 2 {
		t.Fatalf("got %d candidates, %v", len(in.Claims), err)
	}
	all := func(want claims.Status) {
		t.Helper()
		for _, c := range in.Claims {
			if got := w.claim(c.ID).Status; got != want {
				t.Errorf("#%d is %s, want %s", c.ID, got, want)
			}
		}
	}
	report := blocks.Value{Report: in.Report.ID}
	w.do("interactive", press(anna, blocks.ActionTrackAll, report))
	all(claims.StatusOpen)
	w.do("interactive", press(bob, blocks.ActionUndo, report))
	all(claims.StatusCandidate)
	w.do("interactive", press(anna, blocks.ActionDismissRest, report))
	all(claims.StatusDismissed)
	w.do("interactive", press(anna, blocks.ActionUndo, blocks.ValueOf(w.claim(in.Claims[0].ID))))
	c := w.claim(in.Claims[0].ID)
	if c.Status != claims.StatusCandidate {
		t.Fatalf("it is %s", c.Status)
	}
	w.do("interactive", send(anna, blocks.CallbackTrack, blocks.Origin{Claim: c.ID, Version: c.Version, Triage: true}, map[blocks.Field]any{blocks.FieldSummary: "Is the budget out?"}))
	if c = w.claim(c.ID); c.Status != claims.StatusOpen || c.Summary != "Is the budget out?" {
		t.Errorf("got %s %q", c.Status, c.Summary)
	}
}

func TestForm_OfSomebodyWhoMayNotIsRefusedInTheFormOnceTheyAreKnown(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), func(c *interact.Config) { c.Editors = []string{anna} }).run()
	c := w.add(claims.Draft{Summary: "The vote"})
	p := send(bob, blocks.CallbackResolve, blocks.Origin{Claim: c.ID, Version: c.Version, Channel: desk}, map[blocks.Field]any{
		blocks.FieldOutcome: picked("happened"), blocks.FieldNote: "seen",
	})
	w.do("interactive", p)
	wantWords(t, w.heard(1), "anna")
	_, answer := w.deliver("interactive", p)
	wantWords(t, answer, `"response_action":"update"`, "may not")
	if got := w.claim(c.ID).Status; got != claims.StatusOpen {
		t.Errorf("it is %s", got)
	}
}

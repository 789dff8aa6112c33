package interact_test

import (
	"strconv"
	"strings"
	"testing"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
	"claimwatch/notify/slack/interact"
)

func itoa(id claims.ClaimID) string { return strconv.FormatInt(int64(id), 10) }

func TestSlash_Answers(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text string
		says       []string
	}{
		{"help", "help", []string{"/claim"}},
		{"a word that is near one of ours", "lst", []string{"/claim list"}},
		{"a word that is near nothing", "abracadabra 12", []string{"/claim"}},
		{"all claims", "list", []string{"The vote", "The budget"}},
		{"my claims", "list mine", []string{"The budget"}},
		{"claims of nobody", "list unowned", []string{"The vote"}},
		{"claims of a desk", "list desk world", []string{"The vote"}},
		{"claims by their words", "list budget", []string{"The budget"}},
		{"nothing to list", "list overdue", []string{"nothing is open"}},
		{"a claim", "show #1", []string{"The vote"}},
		{"a claim that is none", "show 99", []string{"no such claim"}},
		{"a number that is none", "show me", []string{"no number"}},
		{"the reminders of a claim", "next 1", []string{"reminder"}},
		{"the reminders of all", "next", []string{"reminder"}},
		{"a close without evidence", "close 1 happened", []string{"evidence"}},
		{"a close with a foreign outcome", "close 1 kept because", []string{"kept"}},
		{"a snooze until never", "snooze 1 never", []string{"no time"}},
		{"a link", "add https://example.org/story", []string{"cannot be read"}},
	}
	w := open(t, newsroom(), nil).run()
	w.add(claims.Draft{Summary: "The vote", Desk: "world"})
	w.add(claims.Draft{Summary: "The budget", Owner: "anna"})
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) { // one after the other, in one newsroom
			w.do("slash_commands", w.typed(anna, c.text))
			wantWords(t, w.heard(i+1), c.says...)
		})
	}
}

func TestSlash_Acts(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	first := w.add(claims.Draft{Summary: "The vote"})
	for _, text := range []string{
		"assign 1 <@" + bob + "|bob>", "snooze 1 3d", "add Will the mayor publish the contract &amp; when?",
		"close 1 did-not-happen <https://example.org/story> it was called off",
	} {
		w.do("slash_commands", w.typed(anna, text))
	}
	d, err := w.ledger.Dossier(t.Context(), first.ID)
	if err != nil {
		t.Fatal(err)
	}
	if c := d.Claim; c.Owner != "bob" || c.Outcome != "did_not_happen" || c.ResolvedBy != "anna" {
		t.Errorf("got %+v", c)
	}
	if e := d.Evidence; len(e) != 1 || e[0].URL != "https://example.org/story" || e[0].Note != "it was called off" {
		t.Errorf("got evidence %+v", e)
	}
	for _, e := range d.History[1:] {
		if e.Via != claims.ViaSlack || e.Actor != "anna" {
			t.Errorf("%s by %s via %s", e.Action, e.Actor, e.Via)
		}
	}
	if got := w.claim(2); got.Summary != "Will the mayor publish the contract & when?" {
		t.Errorf("got %q", got.Summary)
	}
	w.do("slash_commands", w.typed(anna, "assign 2 me"))
	if got := w.claim(2).Owner; got != "anna" {
		t.Errorf("owner is %q", got)
	}
	w.do("slash_commands", w.typed(anna, "assign 2 nobody"))
	if got := w.claim(2).Owner; got != "" {
		t.Errorf("owner is %q", got)
	}
}

func TestSlash_OpensForms(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	w.add(claims.Draft{Summary: "The vote"})
	for i, c := range []struct{ text, callback string }{
		{"", "add"}, {"add", "add"}, {"close 1", "resolve"}, {"snooze 1", "snooze"}, {"assign 1", "assign"}, {"add " + strings.Repeat("a long report ", 50), "ingest"},
	} {
		w.do("slash_commands", w.typed(anna, c.text))
		wantWords(t, string(w.saw(i+1).View), `"callback_id":"`+c.callback+`"`)
	}
}

func TestConfidential_IsThereForItsOwnerAndEditorsAlone(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), func(c *interact.Config) { c.Editors = []string{bob, anna, "U0007CARL"} }).run()
	w.add(claims.Draft{Summary: "The secret source", Owner: "carl", Confidential: true})
	for i, text := range []string{"list", "list secret"} {
		w.do("slash_commands", w.typed(anna, text))
		if got := w.heard(i + 1); strings.Contains(got, "secret source") {
			t.Errorf("%s told it in a channel: %q", text, got)
		}
	}
	w.do("slash_commands", w.typed(anna, "show 1")) // an editor sees it in a form
	wantWords(t, string(w.saw(1).View), "The secret source")
	w.do("events_api", object{"team_id": "T0000TEAM", "event": object{"type": "app_home_opened", "user": anna, "tab": "home"}})
	if got := string(w.saw(2).View); strings.Contains(got, "secret source") {
		t.Error("it stands in the App Home of somebody else")
	}
}

func TestConfidential_IsNotThereForOthers(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	c := w.add(claims.Draft{Summary: "The secret source", Owner: "bob", Confidential: true})
	w.do("slash_commands", w.typed(anna, "show 1"))
	wantWords(t, w.heard(1), "no such claim")
	w.do("interactive", press(anna, blocks.ActionTake, blocks.ValueOf(c)))
	wantWords(t, w.heard(2), "no such claim")
	w.do("interactive", press(bob, blocks.ActionCheck, blocks.ValueOf(c)))
	if n, _ := w.acts(c.ID, claims.ActionChecked); n != 1 {
		t.Errorf("its owner checked it %d times", n)
	}
	w.do("events_api", object{"team_id": "T0000TEAM", "event": object{"type": "app_home_opened", "user": bob, "tab": "home"}})
	wantWords(t, string(w.saw(1).View), "The secret source")
}

func TestConfidential_IsNotReachedThroughAnotherClaim(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	secret := w.add(claims.Draft{Summary: "The secret source", Owner: "bob", Confidential: true})
	c := w.add(claims.Draft{Summary: "The vote"})
	o := blocks.Origin{Claim: c.ID, Version: c.Version, Channel: desk}
	for i, p := range []object{
		send(anna, blocks.CallbackMerge, o, map[blocks.Field]any{blocks.FieldInto: itoa(secret.ID)}),
		send(anna, blocks.CallbackResolve, o, map[blocks.Field]any{blocks.FieldOutcome: picked("duplicate"), blocks.FieldOf: itoa(secret.ID)}),
		send(anna, blocks.CallbackEdit, o, map[blocks.Field]any{blocks.FieldAfter: itoa(secret.ID)}),
	} {
		w.do("interactive", p)
		wantWords(t, w.heard(i+1), "no such claim")
	}
	w.do("slash_commands", w.typed(anna, "close 2 duplicate 1"))
	wantWords(t, w.heard(4), "no such claim")
	if got := w.claim(c.ID); got.Revision != c.Revision {
		t.Errorf("the claim was changed: %+v", got)
	}
}

func TestHome_ShowsWhatIsTheirsAndTurns(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	w.add(claims.Draft{Summary: "The vote"})
	mine := w.add(claims.Draft{Summary: "The budget", Owner: "anna"})
	visit := func(who string) object {
		return object{"team_id": "T0000TEAM", "event": object{"type": "app_home_opened", "user": who, "tab": "home"}}
	}
	w.do("events_api", visit(anna))
	got := w.saw(1)
	wantWords(t, string(got.View), "The budget", "All is well.")
	if strings.Contains(string(got.View), "The vote") || got.UserID != anna {
		t.Errorf("got %s for %s", got.View, got.UserID)
	}
	p := press(anna, blocks.ActionHome, blocks.Value{Choice: string(blocks.HomeUnowned)})
	p["view"], p["container"], p["channel"] = object{"id": "V1", "type": "home"}, object{"type": "view"}, nil
	w.do("interactive", p)
	wantWords(t, string(w.saw(2).View), "The vote")
	p = press(anna, blocks.ActionCheck, blocks.ValueOf(mine))
	p["view"], p["container"], p["channel"] = object{"id": "V1", "type": "home"}, object{"type": "view"}, nil
	w.do("interactive", p)
	w.saw(3) // it is drawn again after an act
	w.do("interactive", press(bob, blocks.ActionTake, blocks.ValueOf(w.claim(1))))
	if got := w.saw(4); got.UserID != anna || strings.Contains(string(got.View), "The vote") {
		t.Errorf("what another took still stands in the view of claims without an owner: %s", got.View)
	}
	w.do("events_api", visit(guest))
	wantWords(t, string(w.saw(5).View), "full members")
}

func TestDeparted_OffersTheClaimsOfWhoLeftToTheDesk(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), func(c *interact.Config) { c.Names = map[string]string{left: "leo", anna: "anna"} })
	gone, stays := w.add(claims.Draft{Summary: "The vote", Owner: "leo"}), w.add(claims.Draft{Summary: "The budget", Owner: "anna"})
	unknown := w.add(claims.Draft{Summary: "The fair", Owner: "dora"})
	w.run()
	w.until("the claim to be free", func() bool { return w.claim(gone.ID).Owner == "" })
	n, note := w.acts(gone.ID, claims.ActionNoted)
	if n != 1 || note.Via != claims.ViaDaemon || !strings.Contains(note.Detail.Note, "leo has left") {
		t.Errorf("noted %d times: %+v", n, note)
	}
	if w.claim(stays.ID).Owner != "anna" || w.claim(unknown.ID).Owner != "dora" {
		t.Error("claims of people who are there, or whom Slack does not know, were taken")
	}
}

func TestHostileText_IsNeverLive(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	evil := "<!channel> <@" + bob + "> *bold* `code` <https://evil.example|click> \u202egnp"
	w.do("slash_commands", w.typed(anna, "add &lt;!channel&gt; &lt;@"+bob+"&gt; *bold*"))
	w.do("interactive", send(anna, blocks.CallbackAdd, blocks.Origin{Channel: desk}, map[blocks.Field]any{blocks.FieldSummary: evil, blocks.FieldQuote: evil, blocks.FieldSource: evil, blocks.FieldDesk: evil}))
	for _, text := range []string{"list", "show 2", "next", "<!channel> what", "close <!here>"} {
		w.do("slash_commands", w.typed(anna, text))
	}
	w.heard(7)
	w.do("interactive", press(anna, blocks.ActionShow, blocks.Value{Claim: 2}))
	w.do("events_api", object{"team_id": "T0000TEAM", "event": object{"type": "app_home_opened", "user": anna, "tab": "home"}})
	w.saw(2)
	var all []string
	for _, s := range w.slack.Whispers() {
		all = append(all, s.Text, string(s.Blocks))
	}
	for _, v := range w.slack.Views() {
		all = append(all, string(v.View))
	}
	for _, live := range []string{"<!channel", "<!here", "<@" + bob, "<https://evil", `\u003c!channel`, `\u003c@` + bob, `\u003chttps://evil`, "\u202e"} {
		for _, s := range all {
			if strings.Contains(s, live) {
				t.Errorf("%q is live in %s", live, s)
			}
		}
	}
}

package interact_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
	"claimwatch/notify/slack/interact"
	"claimwatch/notify/slack/slacktest"
)

func TestClick_IsDoneOnceHoweverOftenItComes(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	c := w.add(claims.Draft{Summary: "The vote"})
	payload := press(anna, blocks.ActionCheck, blocks.ValueOf(c))
	id := w.do("interactive", payload)
	for n := 2; n < 5; n++ {
		if err := w.slack.Redeliver(id, "interactive", payload); err != nil {
			t.Fatal(err)
		}
		w.until("another acknowledgement", func() bool { return w.slack.Acks(id) >= n })
	}
	w.do("interactive", press(bob, blocks.ActionTake, blocks.ValueOf(c))) // what came before has been looked at
	n, last := w.acts(c.ID, claims.ActionChecked)
	if n != 1 || last.Actor != "anna" || last.Via != claims.ViaSlack {
		t.Errorf("checked %d times, by %s via %s; want once by anna via slack", n, last.Actor, last.Via)
	}
	if owner := w.claim(c.ID).Owner; owner != "bob" {
		t.Errorf("owner is %q, want bob", owner)
	}
}

func TestClick_WhoseAckWasLostIsDoneOnce(t *testing.T) {
	t.Parallel()
	o := newsroom()
	o.LoseAcks = 1
	w := open(t, o, nil).run()
	c := w.add(claims.Draft{Summary: "The vote"})
	id := w.do("interactive", press(anna, blocks.ActionCheck, blocks.ValueOf(c)))
	if n, _ := w.acts(c.ID, claims.ActionChecked); n != 1 || w.slack.Acks(id) == 0 {
		t.Errorf("checked %d times, acknowledged %d times", n, w.slack.Acks(id))
	}
}

func TestClick_ThatACrashInterruptedIsDoneAtTheNextStart(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil)
	c := w.add(claims.Draft{Summary: "The vote"})
	id := "envelope-0"
	if _, err := w.service.Take(t.Context(), id, "interactive", raw(t, press(anna, blocks.ActionCheck, blocks.ValueOf(c)))); err != nil {
		t.Fatal(err)
	}
	if n, _ := w.acts(c.ID, claims.ActionChecked); n != 0 {
		t.Fatal("it was done before anything ran")
	}
	w.service = w.serve() // the process died; another one starts
	w.run()
	w.done(id)
	if n, _ := w.acts(c.ID, claims.ActionChecked); n != 1 {
		t.Errorf("checked %d times, want once", n)
	}
}

func TestClick_OnAnOldCardChangesNothingAndSaysSo(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	c := w.add(claims.Draft{Summary: "The vote"})
	act := claims.Close{Outcome: "happened", Evidence: claims.Evidence{Note: "seen"}}
	if _, err := w.ledger.Apply(t.Context(), claims.Command{IDs: []claims.ClaimID{c.ID}, By: claims.Actor{Name: "bob", Via: claims.ViaCLI}, Act: act}); err != nil {
		t.Fatal(err)
	}
	for i, a := range []blocks.Action{blocks.ActionCheck, blocks.ActionTake, blocks.ActionResolve, blocks.ActionAssign} {
		w.do("interactive", press(anna, a, blocks.ValueOf(c)))
		wantWords(t, w.heard(i+1), "bob")
	}
	if got := w.claim(c.ID); got.Owner != "" || got.Status != claims.StatusResolved {
		t.Errorf("got %s, owner %q", got.Status, got.Owner)
	}
	if n := len(w.slack.Views()); n != 0 {
		t.Errorf("%d forms were opened for an old version", n)
	}
}

func TestTwoEditorsAndATerminalAtOnce_MakeOneChange(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	c := w.add(claims.Draft{Summary: "The vote"})
	o := blocks.Origin{Claim: c.ID, Version: c.Version, Channel: desk, TS: "1.000001"}
	form := map[blocks.Field]any{blocks.FieldOutcome: picked("happened"), blocks.FieldNote: "seen"}
	var wg sync.WaitGroup
	for _, who := range []string{anna, bob} {
		wg.Go(func() { w.do("interactive", send(who, blocks.CallbackResolve, o, form)) })
	}
	wg.Go(func() {
		act := claims.Close{Outcome: "cancelled", Evidence: claims.Evidence{Note: "called off"}}
		_, _ = w.ledger.Apply(context.Background(), claims.Command{ // one of the three wins
			IDs: []claims.ClaimID{c.ID}, By: claims.Actor{Name: "carol", Via: claims.ViaCLI}, Act: act, Version: c.Version,
		})
	})
	wg.Wait()
	if n, _ := w.acts(c.ID, claims.ActionResolved); n != 1 {
		t.Errorf("resolved %d times, want once", n)
	}
}

func TestClick_DoesWhatItsButtonSays(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		payload func(claims.Claim) object
		want    func(claims.Claim) bool
	}{
		{"nothing new", func(c claims.Claim) object { return press(anna, blocks.ActionCheck, blocks.ValueOf(c)) }, func(c claims.Claim) bool { return !c.LastCheckedAt.IsZero() }},
		{"take it", func(c claims.Claim) object { return press(anna, blocks.ActionTake, blocks.ValueOf(c)) }, func(c claims.Claim) bool { return c.Owner == "anna" }},
		{"snooze until later", func(c claims.Claim) object {
			return choose(anna, blocks.ActionSnooze, blocks.ValueOf(c), blocks.SnoozeLater)
		}, func(c claims.Claim) bool { return c.SnoozedUntil.After(time.Now().Add(2 * time.Hour)) }},
		{"snooze until tomorrow", func(c claims.Claim) object {
			return choose(anna, blocks.ActionSnooze, blocks.ValueOf(c), blocks.SnoozeTomorrow)
		}, func(c claims.Claim) bool { return !c.SnoozedUntil.IsZero() }},
		{"snooze until next week", func(c claims.Claim) object {
			return choose(anna, blocks.ActionSnooze, blocks.ValueOf(c), blocks.SnoozeWeek)
		}, func(c claims.Claim) bool { return c.SnoozedUntil.Weekday() == time.Monday }},
		{"snooze from the menu of a line", func(c claims.Claim) object {
			return choose(anna, blocks.ActionMore, blocks.ValueOf(c), blocks.MoreTomorrow)
		}, func(c claims.Claim) bool { return !c.SnoozedUntil.IsZero() }},
		{"not an open item", func(c claims.Claim) object {
			return choose(anna, blocks.ActionMore, blocks.ValueOf(c), blocks.MoreDismiss)
		}, func(c claims.Claim) bool { return c.Status == claims.StatusDismissed }},
		{"wake", func(c claims.Claim) object { return press(anna, blocks.ActionWake, blocks.ValueOf(c)) }, func(c claims.Claim) bool { return c.SnoozedUntil.Before(time.Now().Add(time.Minute)) }},
	}
	w := open(t, newsroom(), nil).run()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { // one after the other, in one newsroom
			claim := w.add(claims.Draft{Summary: "The vote"})
			w.do("interactive", c.payload(claim))
			if got := w.claim(claim.ID); !c.want(got) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestClick_OpensTheFormThatItsButtonSays(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		payload func(claims.Claim) object
		want    blocks.Callback
	}{
		{"resolve", func(c claims.Claim) object { return press(anna, blocks.ActionResolve, blocks.ValueOf(c)) }, blocks.CallbackResolve},
		{"new date", func(c claims.Claim) object { return press(anna, blocks.ActionDue, blocks.ValueOf(c)) }, blocks.CallbackDue},
		{"assign", func(c claims.Claim) object { return press(anna, blocks.ActionAssign, blocks.ValueOf(c)) }, blocks.CallbackAssign},
		{"snooze until a date", func(c claims.Claim) object {
			return choose(anna, blocks.ActionSnooze, blocks.ValueOf(c), blocks.SnoozeDate)
		}, blocks.CallbackSnooze},
		{"edit", func(c claims.Claim) object {
			return choose(anna, blocks.ActionMore, blocks.ValueOf(c), blocks.MoreEdit)
		}, blocks.CallbackEdit},
		{"merge", func(c claims.Claim) object {
			return choose(anna, blocks.ActionMore, blocks.ValueOf(c), blocks.MoreMerge)
		}, blocks.CallbackMerge},
		{"history", func(c claims.Claim) object {
			return choose(anna, blocks.ActionMore, blocks.ValueOf(c), blocks.MoreHistory)
		}, blocks.CallbackShow},
		{"leads", func(c claims.Claim) object {
			return choose(anna, blocks.ActionMore, blocks.ValueOf(c), blocks.MoreLeads)
		}, blocks.CallbackShow},
		{"resolve from a line", func(c claims.Claim) object {
			return choose(anna, blocks.ActionMore, blocks.ValueOf(c), blocks.MoreResolve)
		}, blocks.CallbackResolve},
		{"show", func(c claims.Claim) object { return press(anna, blocks.ActionShow, blocks.ValueOf(c)) }, blocks.CallbackShow},
		{"add", func(claims.Claim) object { return press(anna, blocks.ActionAdd, blocks.Value{}) }, blocks.CallbackAdd},
		{"read a report", func(claims.Claim) object { return press(anna, blocks.ActionIngest, blocks.Value{}) }, blocks.CallbackIngest},
	}
	w := open(t, newsroom(), nil).run()
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) { // one after the other, in one newsroom
			claim := w.add(claims.Draft{Summary: "The vote"})
			w.do("interactive", c.payload(claim))
			wantWords(t, string(w.saw(i+1).View), `"callback_id":"`+string(c.want)+`"`)
		})
	}
}

func TestClick_ByWhoMayNotChangesNothingAndSaysWhoMay(t *testing.T) {
	t.Parallel()
	only := func(editors ...string) func(*interact.Config) {
		return func(c *interact.Config) { c.Editors = editors }
	}
	cases := []struct {
		name string
		tune func(*interact.Config)
		who  string
		team string
		may  bool
		says string
	}{
		{"a full member, nobody configured", nil, anna, "T0000TEAM", true, ""},
		{"a guest", nil, guest, "T0000TEAM", false, "full members"},
		{"a bot", nil, robot, "T0000TEAM", false, "full members"},
		{"a stranger of a shared channel", nil, far, "T0000TEAM", false, "full members"},
		{"a member of another workspace", nil, anna, "T0009ELSE", false, "full members"},
		{"somebody who left", nil, left, "T0000TEAM", false, "full members"},
		{"somebody whom Slack does not know", nil, "U0099NOBODY", "T0000TEAM", false, "full members"},
		{"a configured editor", only(anna), anna, "T0000TEAM", true, ""},
		{"another than the configured editor", only(anna), bob, "T0000TEAM", false, "anna"},
		{"a member of a configured group", only("S0001DESK"), bob, "T0000TEAM", true, ""},
		{"no member of the configured group", only("S0001DESK"), anna, "T0000TEAM", false, "bob"},
		{"a guest who is configured", only(guest), guest, "T0000TEAM", false, "Only"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := open(t, newsroom(), c.tune).run()
			claim := w.add(claims.Draft{Summary: "The vote"})
			p := press(c.who, blocks.ActionCheck, blocks.ValueOf(claim))
			p["user"] = object{"id": c.who, "team_id": c.team}
			w.do("interactive", p)
			n, _ := w.acts(claim.ID, claims.ActionChecked)
			if c.may != (n == 1) {
				t.Errorf("checked %d times, may is %v", n, c.may)
			}
			if c.says != "" {
				wantWords(t, w.heard(1), c.says)
			}
		})
	}
}

func TestClick_WhenSlackCannotSayWhoItIsDoesNothing(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	c := w.add(claims.Draft{Summary: "The vote"})
	w.slack.Fail("users.info", slacktest.Refuse("internal_error").Every())
	w.do("interactive", press(anna, blocks.ActionCheck, blocks.ValueOf(c)))
	wantWords(t, w.heard(1), "Try again")
	if n, _ := w.acts(c.ID, claims.ActionChecked); n != 0 {
		t.Errorf("checked %d times", n)
	}
}

func TestClick_WhatStrangersForgeIsLeftOut(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	c := w.add(claims.Draft{Summary: "The vote"})
	p := press(anna, blocks.ActionCheck, blocks.ValueOf(c))
	p["actions"] = []object{{"action_id": string(blocks.ActionCheck), "value": "<!channel>"}}
	for _, forged := range []any{p, "no object", []int{1}, object{"type": "block_actions"}, press(anna, "claim_explode", blocks.ValueOf(c))} {
		w.deliver("interactive", forged)
	}
	w.do("interactive", press(anna, blocks.ActionTake, blocks.ValueOf(c)))
	if n, _ := w.acts(c.ID, claims.ActionChecked); n != 0 {
		t.Errorf("checked %d times", n)
	}
	w.do("interactive", press(anna, blocks.ActionCheck, blocks.Value{Claim: 999, Version: 1}))
	wantWords(t, w.heard(1), "no such claim")
}

func TestClick_OnAnAnswerThatOnlyTheClickerSeesRedrawsIt(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	c := w.add(claims.Draft{Summary: "The vote"})
	p := press(anna, blocks.ActionTake, blocks.ValueOf(c))
	p["container"] = object{"type": "message", "message_ts": "1.000002", "channel_id": desk, "is_ephemeral": true}
	p["response_url"] = w.slack.ResponseURL("answer")
	w.do("interactive", p)
	got := w.slack.Whispers()
	if len(got) != 1 || !got[0].Replace || got[0].To != "answer" {
		t.Fatalf("got %+v, want the answer replaced", got)
	}
	wantWords(t, got[0].Text, anna)
}

func TestClick_ANameThatCannotBeSeenDoesNotReachTheHistory(t *testing.T) {
	t.Parallel()
	o := newsroom()
	o.Users = append(o.Users, slacktest.User{ID: "U0008EVIL", Name: "anna"}, slacktest.User{ID: "U0009BIDI", Name: "e\u202ev\nil"})
	w := open(t, o, func(c *interact.Config) { c.Names = map[string]string{anna: "anna"} }).run()
	c := w.add(claims.Draft{Summary: "The vote"})
	for who, want := range map[string]string{"U0008EVIL": "anna (U0008EVIL)", "U0009BIDI": "ev il"} {
		w.do("interactive", press(who, blocks.ActionCheck, blocks.ValueOf(c)))
		if _, last := w.acts(c.ID, claims.ActionChecked); last.Actor != want {
			t.Errorf("%s is %q in the history, want %q", who, last.Actor, want)
		}
	}
}

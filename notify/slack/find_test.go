package slack_test

import (
	"fmt"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify"
	"claimwatch/notify/slack/slacktest"
)

func TestFind_ReadsAChannelToTheEnd(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	want, err := s.Post(t.Context(), cardOf(t))
	if err != nil {
		t.Fatalf("post: %v", err)
	}
	for i := range 450 {
		srv.Say("desk", "U0001ANNA", fmt.Sprintf("talk %d", i))
	}

	got, ok, err := s.Find(t.Context(), cardOf(t))

	if err != nil || !ok || got.Posted != want.Posted {
		t.Errorf("got %v, %v, %v; want %v", got.Posted, ok, err, want.Posted)
	}
	if pages := len(srv.Calls("conversations.history")); pages != 3 {
		t.Errorf("got %d pages, want 3", pages)
	}
}

func TestFind_WhatAnotherDatabasePostedIsKnownByWhatItIsAbout(t *testing.T) {
	t.Parallel()
	other := func(ordinal, attempt int) claims.Message {
		m := cardOf(t)
		m.ID, m.Attempt, m.Reminders[0].Notice.Ordinal = "m-of-a-restored-database", attempt, ordinal
		return m
	}
	cases := []struct {
		name  string
		form  claims.Form
		look  claims.Message
		found bool
		line  bool
	}{
		{"the same reminder, never tried here", claims.FormCard, other(3, 0), true, false},
		{"the same reminder in a bundle", claims.FormBundle, other(3, 0), true, true},
		{"the next reminder of the claim", claims.FormCard, other(4, 0), false, false},
		{"a reminder that this database has posted", claims.FormCard, other(3, 1), false, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newSender(t, slacktest.Options{})
			posted := cardOf(t)
			posted.Form = c.form
			want, err := s.Post(t.Context(), posted)
			if err != nil {
				t.Fatalf("post: %v", err)
			}
			got, ok, err := s.Find(t.Context(), c.look)
			if err != nil || ok != c.found || got.Shared != c.line {
				t.Fatalf("got %+v, %v, %v", got, ok, err)
			}
			if ok && got.Posted != want.Posted {
				t.Errorf("got %v, want %v", got.Posted, want.Posted)
			}
		})
	}
}

func TestFind_OnlyOwnMessagesCount(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	if _, err := s.Post(t.Context(), cardOf(t)); err != nil {
		t.Fatalf("post: %v", err)
	}
	srv.Set(func(o *slacktest.Options) { o.BotID, o.UserID = "B0000ELSE", "U0000ELSE" })

	if _, ok, err := s.Find(t.Context(), cardOf(t)); ok || err != nil {
		t.Errorf("got %v, %v; want a message of another app not taken for ours", ok, err)
	}
}

func TestFind_ANewProcessFindsTheChannelByName(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		channel slacktest.Channel
		as      string
		scopes  []string
	}{
		{"a public channel", slacktest.Channel{ID: "C0000DESK", Name: "desk"}, "#desk", nil},
		{"a private channel", slacktest.Channel{ID: "G0000DESK", Name: "desk", Private: true}, "#desk", nil},
		{"a private channel, with rights to private ones only", slacktest.Channel{ID: "G0000DESK", Name: "desk", Private: true}, "#desk", []string{"chat:write", "groups:read", "groups:history"}},
		{"a channel given by its id", slacktest.Channel{ID: "C0000DESK", Name: "desk"}, "C0000DESK", nil},
		{"a direct message", slacktest.Channel{ID: "D0001ANNA", User: "U0001ANNA", Private: true}, "U0001ANNA", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, srv := newSender(t, slacktest.Options{Channels: []slacktest.Channel{c.channel}, Scopes: c.scopes, Users: []slacktest.User{{ID: "U0001ANNA", Name: "anna"}}})
			m := cardOf(t)
			m.Channel = c.as
			want, err := s.Post(t.Context(), m)
			if err != nil {
				t.Fatalf("post: %v", err)
			}
			got, ok, err := senderOn(t, srv.URL(), canary).Find(t.Context(), m)
			if err != nil || !ok || got.Posted != want.Posted {
				t.Errorf("got %v, %v, %v; want %v", got.Posted, ok, err, want.Posted)
			}
		})
	}
}

func TestFind_SaysWhenHistoryIsClosed(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		options slacktest.Options
		code    string
	}{
		{"no scope for history", slacktest.Options{Scopes: []string{"chat:write", "channels:read"}}, "missing_scope"},
		{"no scope to find the channel", slacktest.Options{Scopes: []string{"chat:write"}}, "missing_scope"},
		{"no such channel", slacktest.Options{Channels: []slacktest.Channel{{ID: "C0000ELSE", Name: "else"}}}, "channel_not_found"},
		{"the app was removed", slacktest.Options{Channels: []slacktest.Channel{{ID: "C0000DESK", Name: "desk", Stranger: true}}}, "channel_not_found"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newSender(t, c.options)
			_, ok, err := s.Find(t.Context(), cardOf(t))
			if e := sendError(t, err); ok || e.Code != c.code || !notify.HistoryClosed(err) {
				t.Errorf("got %v, %s, closed %v; want %s, closed", ok, e.Code, notify.HistoryClosed(err), c.code)
			}
		})
	}
}

func TestFind_ACappedAppCannotSayThatAMessageIsNotThere(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{HistoryCap: 15})
	if _, ok, err := s.Find(t.Context(), cardOf(t)); ok || err != nil {
		t.Fatalf("a short history: got %v, %v; want not found", ok, err)
	}
	for range 40 {
		srv.Say("desk", "U0001ANNA", "talk")
	}

	_, ok, err := s.Find(t.Context(), cardOf(t))

	if e := sendError(t, err); ok || e.Code != notify.CodeHistoryCapped || !notify.HistoryClosed(err) {
		t.Errorf("got %v, %v; want history_capped", ok, err)
	}
}

func TestFind_ACappedAppFindsWhatIsOnTheFirstPage(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{HistoryCap: 15})
	for range 40 {
		srv.Say("desk", "U0001ANNA", "talk")
	}
	if _, err := s.Post(t.Context(), cardOf(t)); err != nil {
		t.Fatalf("post: %v", err)
	}
	if _, ok, err := s.Find(t.Context(), cardOf(t)); !ok || err != nil {
		t.Errorf("got %v, %v; want it found", ok, err)
	}
}

func TestFind_ALaggingHistoryDoesNotShowIt(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{HistoryLag: time.Minute})
	if _, err := s.Post(t.Context(), cardOf(t)); err != nil {
		t.Fatalf("post: %v", err)
	}
	if _, ok, err := s.Find(t.Context(), cardOf(t)); ok || err != nil {
		t.Errorf("got %v, %v; want not found yet", ok, err)
	}
	srv.Set(func(o *slacktest.Options) { o.HistoryLag = 0 })
	if _, ok, err := s.Find(t.Context(), cardOf(t)); !ok || err != nil {
		t.Errorf("got %v, %v; want it found", ok, err)
	}
}

func TestFind_AClockAheadOfSlacksLooksFurtherBack(t *testing.T) {
	t.Parallel()
	s, _ := newSender(t, slacktest.Options{Skew: -3 * time.Hour})
	if _, err := s.Post(t.Context(), cardOf(t)); err != nil {
		t.Fatalf("post: %v", err)
	}
	if _, ok, err := s.Find(t.Context(), cardOf(t)); !ok || err != nil {
		t.Errorf("got %v, %v; want it found", ok, err)
	}
}

func TestFind_AnswersThatAreNotWholeSayNothing(t *testing.T) {
	t.Parallel()
	for _, f := range []slacktest.Fault{slacktest.Refuse("-"), slacktest.HTML(), slacktest.Status(500), slacktest.Drop()} {
		s, srv := newSender(t, slacktest.Options{})
		r, err := s.Post(t.Context(), cardOf(t))
		if err != nil {
			t.Fatalf("post: %v", err)
		}
		reply := cardOf(t)
		reply.Parent = r.Posted
		srv.Fail("conversations.history", f)
		srv.Fail("conversations.replies", f)
		for _, m := range []claims.Message{cardOf(t), reply} {
			_, ok, err := s.Find(t.Context(), m)
			if e := sendError(t, err); ok || e.Class != notify.ClassAmbiguous {
				t.Errorf("%+v: got %v, %s; want ambiguous", f, ok, e.Class)
			}
		}
	}
}

func TestFind_AReplyToADeletedMessageIsFoundInTheChannel(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	first, err := s.Post(t.Context(), cardOf(t))
	if err != nil {
		t.Fatalf("post: %v", err)
	}
	srv.Delete("desk", first.Posted.TS)
	reply := bundleOf(t, 1)
	reply.Part, reply.Parent = 1, first.Posted
	want, err := s.Post(t.Context(), reply)
	if err != nil {
		t.Fatalf("post the reply: %v", err)
	}
	got, ok, err := s.Find(t.Context(), reply)
	if err != nil || !ok || got.Posted != want.Posted {
		t.Errorf("got %v, %v, %v; want %v", got.Posted, ok, err, want.Posted)
	}
}

func TestPost_AReplyThatIsRefusedGoesOutOnItsOwn(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	reply := bundleOf(t, 1)
	reply.Part, reply.Parent = 1, claims.Posted{Channel: "C0000DESK", TS: "1.000001"}
	_, err := s.Post(t.Context(), reply)
	if e := sendError(t, err); e.Class != notify.ClassRefused {
		t.Fatalf("got %s, want refused", e.Class)
	}
	reply.Plain = true
	if _, err := s.Post(t.Context(), reply); err != nil {
		t.Fatalf("post as plain text: %v", err)
	}
	if m := srv.Messages("desk")[0]; m.ThreadTS != "" || m.Blocks != nil {
		t.Errorf("got %+v, want a message of its own without blocks", m)
	}
	if _, ok, err := s.Find(t.Context(), reply); !ok || err != nil {
		t.Errorf("find: %v, %v; want it found", ok, err)
	}
}

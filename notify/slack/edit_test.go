package slack_test

import (
	"strings"
	"sync"
	"testing"

	"claimwatch/claims"
	"claimwatch/notify"
	"claimwatch/notify/slack"
	"claimwatch/notify/slack/slacktest"
)

// bundleOf is a message of n reminders, of the claims from 100 on.
func bundleOf(t testing.TB, n int) claims.Message {
	t.Helper()
	m := cardOf(t)
	first := m.Reminders[0]
	m.ID, m.Form, m.Reminders = "m-bundle", claims.FormBundle, nil
	for i := range n {
		r := first
		r.Claim.ID = claims.ClaimID(100 + i)
		m.Reminders = append(m.Reminders, r)
	}
	return m
}

func resolvedLine(t testing.TB, at claims.Posted, r claims.Reminder) claims.Card {
	t.Helper()
	c := r.Claim
	c.Status, c.Outcome, c.ResolvedBy, c.ResolvedAt = claims.StatusResolved, "accepted", "bob", morning
	return claims.Card{Message: "m-bundle", Posted: at, Channel: "#desk", Claim: c, Reminder: r, Line: true, Evidence: []claims.Evidence{{Note: "He came."}}}
}

func TestEdit_ALineOfABundleIsRedrawnAndTheOthersStay(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	m := bundleOf(t, 3)
	r, err := s.Post(t.Context(), m)
	if err != nil {
		t.Fatalf("post: %v", err)
	}

	if err := s.Edit(t.Context(), resolvedLine(t, r.Posted, m.Reminders[1])); err != nil {
		t.Fatalf("edit: %v", err)
	}

	got := srv.Messages("desk")[0]
	blocks := string(got.Blocks)
	for want, n := range map[string]int{"Resolved: accepted": 1, "Due today · Was it answered?": 2, `"line:100"`: 1, `"line:101"`: 1, `"line:102"`: 1} {
		if c := strings.Count(blocks, want); c != n {
			t.Errorf("got %q %d times, want %d, in %s", want, c, n, blocks)
		}
	}
	if !strings.Contains(got.Text, "#101 is resolved now: accepted.") {
		t.Errorf("the text does not say so: %s", got.Text)
	}
	if !strings.Contains(string(got.Metadata), "m-bundle") {
		t.Errorf("the metadata is lost: %s", got.Metadata)
	}
}

func TestEdit_LinesOfOneMessageAtTheSameTimeAllStand(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	m := bundleOf(t, 10)
	r, err := s.Post(t.Context(), m)
	if err != nil {
		t.Fatalf("post: %v", err)
	}
	var wg sync.WaitGroup
	for _, rem := range m.Reminders {
		wg.Go(func() {
			if err := s.Edit(t.Context(), resolvedLine(t, r.Posted, rem)); err != nil {
				t.Errorf("edit: %v", err)
			}
		})
	}
	wg.Wait()
	if n := strings.Count(string(srv.Messages("desk")[0].Blocks), "Resolved: accepted"); n != 10 {
		t.Errorf("got %d lines redrawn, want 10", n)
	}
}

func TestEdit_ALineInAReplyOfTheThreadIsRedrawn(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	first, err := s.Post(t.Context(), cardOf(t))
	if err != nil {
		t.Fatalf("post: %v", err)
	}
	m := bundleOf(t, 2)
	m.Part, m.Parent, m.Total = 1, first.Posted, 17
	r, err := s.Post(t.Context(), m)
	if err != nil {
		t.Fatalf("post the reply: %v", err)
	}
	if err := s.Edit(t.Context(), resolvedLine(t, r.Posted, m.Reminders[0])); err != nil {
		t.Fatalf("edit: %v", err)
	}
	if got := srv.Messages("desk")[1]; !strings.Contains(string(got.Blocks), "Resolved: accepted") {
		t.Errorf("the line is not redrawn: %s", got.Blocks)
	}
}

func TestEdit_ALineThatCannotBeReadOrIsNotThereIsGone(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	m := bundleOf(t, 2)
	r, err := s.Post(t.Context(), m)
	if err != nil {
		t.Fatalf("post: %v", err)
	}
	other := m.Reminders[0]
	other.Claim.ID = 999
	if e := sendError(t, s.Edit(t.Context(), resolvedLine(t, r.Posted, other))); e.Class != notify.ClassGone {
		t.Errorf("no such line: got %s, want gone", e.Class)
	}
	srv.Set(func(o *slacktest.Options) { o.Scopes = []string{"chat:write"} })
	if e := sendError(t, s.Edit(t.Context(), resolvedLine(t, r.Posted, m.Reminders[0]))); e.Class != notify.ClassGone {
		t.Errorf("no right to read: got %s, want gone", e.Class)
	}
}

func TestEdit_AnOlderCardShrinksToALinkToTheNewer(t *testing.T) {
	t.Parallel()
	_, srv := newSender(t, slacktest.Options{})
	s := senderOn(t, srv.URL(), canary)
	old, err := s.Post(t.Context(), cardOf(t))
	if err != nil {
		t.Fatalf("post: %v", err)
	}
	next, err := s.Post(t.Context(), cardOf(t))
	if err != nil {
		t.Fatalf("post: %v", err)
	}
	err = s.Edit(t.Context(), claims.Card{Posted: old.Posted, Next: next.Posted, Claim: invitation(t), Reminder: cardOf(t).Reminders[0]})
	if err != nil {
		t.Fatalf("edit: %v", err)
	}
	want := "https://newsroom.slack.example/archives/C0000DESK/p" + strings.ReplaceAll(next.Posted.TS, ".", "")
	if got := string(srv.Messages("desk")[0].Blocks); !strings.Contains(got, want) {
		t.Errorf("no link to %s in %s", want, got)
	}
}

func TestNew_RefusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	if _, err := slack.New(slack.Config{}); err == nil {
		t.Error("a sender without a token was made")
	}
	_, srv := newSender(t, slacktest.Options{})
	c := slack.Config{Token: func() string { return "" }, APIURL: strings.TrimSuffix(srv.URL(), "api/")}
	if _, err := slack.New(c); err == nil {
		t.Error("an address that is none was taken")
	}
}

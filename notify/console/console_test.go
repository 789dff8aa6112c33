package console_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify"
	"claimwatch/notify/console"

	"github.com/google/go-cmp/cmp"
)

func newSender(t *testing.T) (*console.Sender, *bytes.Buffer) {
	t.Helper()
	out := &bytes.Buffer{}
	prague, err := time.LoadLocation("Europe/Prague")
	if err != nil {
		t.Fatalf("load zone: %v", err)
	}
	s, err := console.New(console.Config{Out: out, Zone: prague, Now: func() time.Time { return time.Date(2025, 5, 9, 7, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatalf("new: %v", err)
	}
	return s, out
}

func claim() claims.Claim {
	d := claims.NewDay(2025, 5, 9)
	return claims.Claim{
		ID: 12, Status: claims.StatusOpen, Kind: claims.KindInvitation, Summary: "Answer of Mayor Novak to the fire brigade", Owner: "anna",
		Quote: "The brigade invited the mayor\nto open the new station.", Due: claims.Due{Start: d, End: d, Precision: claims.PrecisionDay},
	}
}

func card(c claims.Claim) claims.Message {
	return claims.Message{ID: "m-1", Channel: claims.Terminal, Form: claims.FormCard, Reminders: []claims.Reminder{{
		Notice: claims.Notice{ClaimID: c.ID, Ordinal: 3}, Claim: c, Words: "3rd reminder, open for 12 days, due today",
		Report: claims.ReportRef{Title: "New fire station ready", Source: "https://news.example.org/station", Published: claims.NewDay(2025, 4, 27)},
	}}}
}

func TestPost_PrintsWhatIsAskedWhyAndHowToAnswer(t *testing.T) {
	t.Parallel()
	s, out := newSender(t)

	r, err := s.Post(t.Context(), card(claim()))
	if err != nil {
		t.Fatalf("post: %v", err)
	}

	want := `#12  Was it answered?  (Fri 9 May 2025 09:00)
     Answer of Mayor Novak to the fire brigade
     > The brigade invited the mayor
     > to open the new station.
     3rd reminder, open for 12 days, due today · Fri 9 May 2025 · owner anna
     From New fire station ready, https://news.example.org/station, 27 Apr 2025
     Nothing new: claimwatch check 12
     It ended:    claimwatch close 12 --outcome accepted|declined|unanswered --evidence URL

`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !r.Posted.Known() || r.Posted.Channel != claims.Terminal || r.At.IsZero() {
		t.Errorf("got receipt %+v, want one of the terminal", r)
	}
}

func TestPost_PrintsABundleAndADigestInFull(t *testing.T) {
	t.Parallel()
	s, out := newSender(t)
	bundle := card(claim())
	bundle.Form, bundle.Reminders = claims.FormBundle, append(bundle.Reminders, bundle.Reminders[0])
	digest := claims.Message{Form: claims.FormDigest, Digest: &claims.Digest{
		At: time.Date(2025, 5, 9, 7, 0, 0, 0, time.UTC), Overdue: make([]claims.Claim, 12), DueToday: []claims.Claim{claim()}, Reminded: 2,
		Unread: []claims.UnreadReport{{Report: claims.ReportRef{Title: "Council meets"}, Candidates: 6}},
	}}
	for _, m := range []claims.Message{bundle, digest, {Form: claims.FormAlert, Alert: "nobody listens"}} {
		if _, err := s.Post(t.Context(), m); err != nil {
			t.Fatalf("post: %v", err)
		}
	}
	for _, want := range []string{"2 reminders\n", "Overdue (12)\n", "…and 2 more: claimwatch list\n", "Due today (1)\n", "Council meets · candidates: 6\n", "Reminded just now: 2\n", "claimwatch: nobody listens\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in:\n%s", want, out)
		}
	}
}

func TestPost_ForeignTextCannotMoveTheCursor(t *testing.T) {
	t.Parallel()
	s, out := newSender(t)
	c := claim()
	hostile := "\x1b[2J\x1b]0;title\x07 a\u202eb\u2066c \x9b31m \r over \u0000"
	c.Summary, c.Quote, c.Owner, c.Source = hostile, hostile, hostile, hostile
	m := card(c)
	m.Reminders[0].Words, m.Reminders[0].Notice.Mention = hostile, hostile
	m.Reminders[0].Report = claims.ReportRef{Title: hostile, Source: hostile}
	if _, err := s.Post(t.Context(), m); err != nil {
		t.Fatalf("post: %v", err)
	}
	for _, r := range out.String() {
		if r != '\n' && (r < ' ' || (r >= 0x7f && r <= 0x9f) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069)) {
			t.Errorf("control character %U was printed", r)
		}
	}
}

func TestEdit_PrintsALineOnlyWhenAClaimHasEnded(t *testing.T) {
	t.Parallel()
	resolved, duplicate, dismissed := claim(), claim(), claim()
	resolved.Status, resolved.Outcome, resolved.ResolvedBy = claims.StatusResolved, "accepted", "anna"
	duplicate.Status, duplicate.Outcome, duplicate.DuplicateOf = claims.StatusResolved, claims.OutcomeDuplicate, 7
	dismissed.Status = claims.StatusDismissed
	cases := []struct {
		name string
		card claims.Card
		want string
	}{
		{"still open", claims.Card{Claim: claim()}, ""},
		{"resolved", claims.Card{Claim: resolved}, "#12 resolved: accepted (anna)\n"},
		{"a duplicate", claims.Card{Claim: duplicate}, "#12 resolved: duplicate of #7\n"},
		{"dismissed", claims.Card{Claim: dismissed}, "#12 dismissed: it was not an open item\n"},
		{"an older card", claims.Card{Claim: resolved, Next: claims.Posted{TS: "1"}}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, out := newSender(t)
			if err := s.Edit(t.Context(), c.card); err != nil {
				t.Fatalf("edit: %v", err)
			}
			if diff := cmp.Diff(c.want, out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// broken is a writer that takes nothing.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestPost_WhatCannotBePrintedIsNotSent(t *testing.T) {
	t.Parallel()
	s, err := console.New(console.Config{Out: broken{}, Now: func() time.Time { return time.Unix(0, 0) }})
	if err != nil {
		t.Fatalf("new: %v", err)
	}
	_, err = s.Post(t.Context(), card(claim()))
	var e *notify.SendError
	if !errors.As(err, &e) || e.Class != notify.ClassLater {
		t.Errorf("got %v, want a *notify.SendError of class later", err)
	}
}

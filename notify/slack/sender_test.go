package slack_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify"
	"claimwatch/notify/slack"
	"claimwatch/notify/slack/slacktest"

	"github.com/google/go-cmp/cmp"
)

// canary is the token of every test: it must appear in no error and no log line.
const canary = "xoxb-canary-0123456789"

var morning = time.Date(2025, 5, 9, 7, 0, 0, 0, time.UTC)

// journal is what a sender logs.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// newSender returns a sender on a server of its own. At the test's end no log line may hold the token.
func newSender(t *testing.T, o slacktest.Options) (*slack.Sender, *slacktest.Server) {
	t.Helper()
	o.BotToken = canary
	if o.Now == nil {
		o.Now = func() time.Time { return morning }
	}
	srv := slacktest.New(t, o)
	return senderOn(t, srv.URL(), canary), srv
}

func senderOn(t *testing.T, url, token string) *slack.Sender {
	t.Helper()
	j := &journal{}
	s, err := slack.New(slack.Config{
		Token: func() string { return token }, APIURL: url, Now: func() time.Time { return morning },
		Log: slog.New(slog.NewTextHandler(j, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatalf("new sender: %v", err)
	}
	t.Cleanup(func() {
		if strings.Contains(j.String(), canary) {
			t.Errorf("the log holds the token")
		}
	})
	return s
}

func day(t testing.TB, s string) claims.Day {
	t.Helper()
	d, err := claims.ParseDay(s)
	if err != nil {
		t.Fatalf("parse day: %v", err)
	}
	return d
}

func invitation(t testing.TB) claims.Claim {
	t.Helper()
	return claims.Claim{
		ID: 12, Version: 3, Status: claims.StatusOpen, Kind: claims.KindInvitation, Summary: "Answer of Mayor Novak to the invitation of the fire brigade",
		Quote: "The brigade invited the mayor to open the new station on May 9.", Owner: "anna",
		Due: claims.Due{Start: day(t, "2025-05-09"), End: day(t, "2025-05-09"), Precision: claims.PrecisionDay},
	}
}

func cardOf(t testing.TB) claims.Message {
	t.Helper()
	return claims.Message{
		ID: "m-1", Channel: "#desk", Form: claims.FormCard, Attempt: 1, TriedAt: morning, FirstTried: morning,
		Reminders: []claims.Reminder{{
			Notice: claims.Notice{ClaimID: 12, Ordinal: 3, Reason: claims.ReasonDue}, Claim: invitation(t), Words: "3rd reminder, open for 12 days, due today",
			Report: claims.ReportRef{ID: 1, Title: "New fire station ready", Source: "https://news.example.org/station", Published: day(t, "2025-04-27")},
		}},
	}
}

// sendError asserts that an error is a *notify.SendError that does not hold the token.
func sendError(t testing.TB, err error) *notify.SendError {
	t.Helper()
	var e *notify.SendError
	if !errors.As(err, &e) {
		t.Fatalf("got error %v, want a *notify.SendError", err)
	}
	for x := error(e); x != nil; x = errors.Unwrap(x) {
		if strings.Contains(x.Error(), canary) {
			t.Fatalf("the error holds the token: %v", x)
		}
	}
	return e
}

func TestPost_StoresOneMessageWithTextBlocksAndIDsInMetadata(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})

	got, err := s.Post(t.Context(), cardOf(t))
	if err != nil {
		t.Fatalf("post: %v", err)
	}

	all := srv.Messages("desk")
	if len(all) != 1 {
		t.Fatalf("got %d messages, want 1", len(all))
	}
	m := all[0]
	if diff := cmp.Diff(notify.Receipt{Posted: claims.Posted{Channel: "C0000DESK", TS: m.TS}, At: morning}, got); diff != "" {
		t.Errorf("receipt (-want +got):\n%s", diff)
	}
	for _, part := range []string{"#12", "Answer of Mayor Novak", "Was it answered?", "3rd reminder", "owner anna", "due today:", "New fire station ready"} {
		if !strings.Contains(m.Text, part) {
			t.Errorf("the text lacks %q: %s", part, m.Text)
		}
	}
	var meta struct {
		EventType    string         `json:"event_type"`
		EventPayload map[string]any `json:"event_payload"`
	}
	if err := json.Unmarshal(m.Metadata, &meta); err != nil {
		t.Fatalf("metadata: %v", err)
	}
	if diff := cmp.Diff(map[string]any{"message": "m-1", "claims": "12", "attempt": 1.0, "part": 0.0, "form": "card", "about": "12/3"}, meta.EventPayload); diff != "" {
		t.Errorf("metadata (-want +got):\n%s", diff)
	}
	form := srv.Calls("chat.postMessage")[0].Form
	for name, want := range map[string]string{"unfurl_links": "false", "unfurl_media": "false", "parse": "none", "link_names": "false"} {
		if got := form.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestPost_ShowsAConfidentialClaimOnlyInADirectMessage(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{Channels: []slacktest.Channel{{ID: "C0000DESK", Name: "desk"}, {ID: "D0001ANNA", User: "U0001ANNA", Private: true}}, Users: []slacktest.User{{ID: "U0001ANNA", Name: "anna"}}})
	for _, channel := range []string{"#desk", "U0001ANNA"} {
		m := cardOf(t)
		m.Channel, m.Reminders[0].Claim.Confidential = channel, true
		if _, err := s.Post(t.Context(), m); err != nil {
			t.Fatalf("post to %s: %v", channel, err)
		}
	}
	for _, c := range srv.Calls("chat.postMessage") {
		shown := strings.Contains(c.Form.Get("text")+c.Form.Get("blocks"), "Novak")
		if direct := c.Form.Get("channel") == "U0001ANNA"; shown != direct {
			t.Errorf("in %s: shown is %v", c.Form.Get("channel"), shown)
		}
	}
}

func TestPost_RepliesInTheThreadOfItsParent(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	first, err := s.Post(t.Context(), cardOf(t))
	if err != nil {
		t.Fatalf("post: %v", err)
	}
	reply := cardOf(t)
	reply.ID, reply.Form, reply.Part, reply.Parent, reply.Total = "m-2", claims.FormBundle, 1, first.Posted, 2

	second, err := s.Post(t.Context(), reply)
	if err != nil {
		t.Fatalf("post the reply: %v", err)
	}

	all := srv.Messages("desk")
	if len(all) != 2 || all[1].ThreadTS != first.Posted.TS {
		t.Fatalf("got %+v, want a second message in the thread of the first", all)
	}
	found, ok, err := s.Find(t.Context(), reply)
	if err != nil || !ok || found.Posted != second.Posted {
		t.Errorf("find the reply: got %v, %v, %v; want %v", found.Posted, ok, err, second.Posted)
	}
}

func TestEdit_RedrawsAResolvedClaimAsAReceiptAndKeepsMetadata(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	r, err := s.Post(t.Context(), cardOf(t))
	if err != nil {
		t.Fatalf("post: %v", err)
	}
	c := invitation(t)
	c.Status, c.Outcome, c.ResolvedBy, c.ResolvedAt = claims.StatusResolved, "accepted", "anna", morning
	card := claims.Card{
		Message: "m-1", Posted: r.Posted, Channel: "#desk", Claim: c, Reminder: cardOf(t).Reminders[0],
		Evidence: []claims.Evidence{{URL: "https://news.example.org/opening"}},
	}

	for range 2 {
		if err := s.Edit(t.Context(), card); err != nil {
			t.Fatalf("edit: %v", err)
		}
	}

	m := srv.Messages("desk")[0]
	for _, part := range []string{"resolved: accepted", "closed by anna", "news.example.org"} {
		if !strings.Contains(m.Text, part) {
			t.Errorf("the text lacks %q: %s", part, m.Text)
		}
	}
	if !bytes.Contains(m.Metadata, []byte("m-1")) {
		t.Errorf("the edit lost the metadata: %s", m.Metadata)
	}
}

func TestFind_TellsAPostThatArrivedFromOneThatDidNot(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	srv.Fail("chat.postMessage", slacktest.Drop().AfterStoring())

	_, err := s.Post(t.Context(), cardOf(t))
	if e := sendError(t, err); e.Class != notify.ClassAmbiguous {
		t.Errorf("a cut answer: got class %s, want ambiguous", e.Class)
	}

	got, ok, err := s.Find(t.Context(), cardOf(t))
	if err != nil || !ok {
		t.Fatalf("find: %v, %v; want it found", ok, err)
	}
	if want := srv.Messages("desk")[0].TS; got.Posted.TS != want {
		t.Errorf("got %s, want %s", got.Posted.TS, want)
	}
	other := cardOf(t)
	other.ID = "m-other"
	if _, ok, err := s.Find(t.Context(), other); ok || err != nil {
		t.Errorf("a message that was never posted: got %v, %v; want not found", ok, err)
	}
}

func TestProbe_SaysWhetherTheTokenIsGood(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	if err := s.Probe(t.Context()); err != nil {
		t.Fatalf("probe: %v", err)
	}
	bad := senderOn(t, srv.URL(), canary+"-revoked")
	if e := sendError(t, bad.Probe(context.Background())); e.Class != notify.ClassStop || e.Code != "invalid_auth" {
		t.Errorf("got %s %s, want stop invalid_auth", e.Class, e.Code)
	}
}

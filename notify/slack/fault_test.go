package slack_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify"
	"claimwatch/notify/slack"
	"claimwatch/notify/slack/slacktest"

	"github.com/google/go-cmp/cmp"
)

// verdict is a *notify.SendError without its cause.
type verdict struct {
	Class      notify.Class
	Code       string
	RetryAfter time.Duration
}

func TestPost_SortsWhatSlackAnswers(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		fault  slacktest.Fault
		want   verdict
		stored int
	}{
		{"rate limited for three seconds", slacktest.RateLimit("3"), verdict{notify.ClassWait, "ratelimited", 3 * time.Second}, 0},
		{"rate limited for an hour", slacktest.RateLimit("3600"), verdict{notify.ClassWait, "ratelimited", time.Hour}, 0},
		{"rate limited without saying how long", slacktest.RateLimit(""), verdict{notify.ClassWait, "ratelimited", 30 * time.Second}, 0},
		{"rate limited for garbage", slacktest.RateLimit("soon"), verdict{notify.ClassWait, "ratelimited", 30 * time.Second}, 0},
		{"rate limited for longer than a day", slacktest.RateLimit("99999999999"), verdict{notify.ClassWait, "ratelimited", 24 * time.Hour}, 0},
		{"rate limited for ten days", slacktest.RateLimit("864000"), verdict{notify.ClassWait, "ratelimited", 24 * time.Hour}, 0},
		{"rate limited until a date", slacktest.RateLimit("Fri, 09 May 2025 07:01:00 GMT"), verdict{notify.ClassWait, "ratelimited", time.Minute}, 0},
		{"rate limited for nothing", slacktest.RateLimit("0"), verdict{notify.ClassWait, "ratelimited", time.Second}, 0},
		{"rate limited within a 200", slacktest.Refuse("rate_limited"), verdict{notify.ClassWait, "rate_limited", 30 * time.Second}, 0},
		{"message limit of the workspace", slacktest.Refuse("message_limit_exceeded"), verdict{notify.ClassWait, "message_limit_exceeded", time.Hour}, 0},
		{"body arrived truncated", slacktest.Refuse("request_timeout"), verdict{notify.ClassLater, "request_timeout", 0}, 0},
		{"channel archived", slacktest.Refuse("is_archived"), verdict{notify.ClassPark, "is_archived", 0}, 0},
		{"app removed from the channel", slacktest.Refuse("not_in_channel"), verdict{notify.ClassPark, "not_in_channel", 0}, 0},
		{"scope missing", slacktest.Refuse("missing_scope"), verdict{notify.ClassPark, "missing_scope", 0}, 0},
		{"token revoked", slacktest.Refuse("token_revoked"), verdict{notify.ClassStop, "token_revoked", 0}, 0},
		{"app uninstalled", slacktest.Refuse("account_inactive"), verdict{notify.ClassStop, "account_inactive", 0}, 0},
		{"blocks refused", slacktest.Refuse("invalid_blocks"), verdict{notify.ClassRefused, "invalid_blocks", 0}, 0},
		{"metadata refused", slacktest.Refuse("metadata_too_large"), verdict{notify.ClassRefused, "metadata_too_large", 0}, 0},
		{"fatal error, of which part may have succeeded", slacktest.Refuse("fatal_error").AfterStoring(), verdict{notify.ClassAmbiguous, "fatal_error", 0}, 1},
		{"internal error", slacktest.Refuse("internal_error"), verdict{notify.ClassAmbiguous, "internal_error", 0}, 0},
		{"a code that is in no table", slacktest.Refuse("brand_new_code"), verdict{notify.ClassAmbiguous, "unlisted", 0}, 0},
		{"not ok without a code", slacktest.Refuse("-"), verdict{notify.ClassAmbiguous, "", 0}, 0},
		{"500 before storing", slacktest.Status(500), verdict{notify.ClassAmbiguous, "", 0}, 0},
		{"503 after storing", slacktest.Status(503).AfterStoring(), verdict{notify.ClassAmbiguous, "", 0}, 1},
		{"a redirect, which is not followed", slacktest.Status(307), verdict{notify.ClassAmbiguous, "", 0}, 0},
		{"a page of HTML as 200", slacktest.HTML(), verdict{notify.ClassAmbiguous, "", 0}, 0},
		{"cut before storing", slacktest.Drop(), verdict{notify.ClassAmbiguous, "", 0}, 0},
		{"cut after storing", slacktest.Drop().AfterStoring(), verdict{notify.ClassAmbiguous, "", 0}, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, srv := newSender(t, slacktest.Options{})
			srv.Fail("chat.postMessage", c.fault)

			_, err := s.Post(t.Context(), cardOf(t))

			e := sendError(t, err)
			if diff := cmp.Diff(c.want, verdict{e.Class, e.Code, e.RetryAfter}); diff != "" {
				t.Errorf("verdict (-want +got):\n%s", diff)
			}
			if got := len(srv.Messages("")); got != c.stored {
				t.Errorf("got %d messages stored, want %d", got, c.stored)
			}
			if got := len(srv.Calls("chat.postMessage")); got != 1 {
				t.Errorf("got %d calls, want 1: nothing is retried here", got)
			}
		})
	}
}

func TestPost_AnAnswerAfterTheDeadlineIsAmbiguous(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	srv.Fail("chat.postMessage", slacktest.Hang().AfterStoring())
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()

	_, err := s.Post(ctx, cardOf(t))

	if e := sendError(t, err); e.Class != notify.ClassAmbiguous {
		t.Errorf("got %s, want ambiguous", e.Class)
	}
	if _, ok, err := s.Find(t.Context(), cardOf(t)); !ok || err != nil {
		t.Errorf("find: %v, %v; want it found", ok, err)
	}
}

func TestPost_WhatNeverReachedSlackMayBeSentAgain(t *testing.T) {
	t.Parallel()
	notTLS := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(notTLS.Close)
	cases := []struct{ name, url string }{
		{"nobody listens", "http://" + closedPort(t) + "/api/"},
		{"no such host", "http://slack.invalid/api/"},
		{"no TLS at the other end", strings.Replace(notTLS.URL, "http://", "https://", 1) + "/api/"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := senderOn(t, c.url, canary).Post(t.Context(), cardOf(t))
			if e := sendError(t, err); e.Class != notify.ClassLater {
				t.Errorf("got %s (%v), want later", e.Class, e.Err)
			}
		})
	}
}

// closedPort returns an address where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("listen: %v", err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Fatalf("close: %v", err)
		}
	}()
	return l.Addr().String()
}

func TestPost_AContextThatHasEndedSendsNothing(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()

	_, err := s.Post(ctx, cardOf(t))

	if e := sendError(t, err); e.Class != notify.ClassLater {
		t.Errorf("got %s, want later", e.Class)
	}
	if got := len(srv.Calls("")); got != 0 {
		t.Errorf("got %d calls, want none", got)
	}
}

func TestPost_ASecondPostWithinASecondIsToldToWait(t *testing.T) {
	t.Parallel()
	s, _ := newSender(t, slacktest.Options{ChannelRate: time.Second})
	if _, err := s.Post(t.Context(), cardOf(t)); err != nil {
		t.Fatalf("post: %v", err)
	}
	_, err := s.Post(t.Context(), cardOf(t))
	if e := sendError(t, err); e.Class != notify.ClassWait || e.RetryAfter != time.Second {
		t.Errorf("got %s %s, want wait 1s", e.Class, e.RetryAfter)
	}
}

func TestEdit_SortsWhatSlackAnswers(t *testing.T) {
	t.Parallel()
	cases := []struct {
		code string
		want notify.Class
	}{
		{"message_not_found", notify.ClassGone},
		{"edit_window_closed", notify.ClassGone},
		{"cant_update_message", notify.ClassGone},
		{"is_inactive", notify.ClassGone},
		{"channel_not_found", notify.ClassGone},
		{"update_failed", notify.ClassLater},
		{"token_revoked", notify.ClassStop},
		{"msg_too_long", notify.ClassRefused},
		{"brand_new_code", notify.ClassAmbiguous},
	}
	for _, c := range cases {
		t.Run(c.code, func(t *testing.T) {
			t.Parallel()
			s, srv := newSender(t, slacktest.Options{})
			srv.Fail("chat.update", slacktest.Refuse(c.code))
			err := s.Edit(t.Context(), claims.Card{Posted: claims.Posted{Channel: "C0000DESK", TS: "1.000001"}, Claim: invitation(t), Reminder: cardOf(t).Reminders[0]})
			if e := sendError(t, err); e.Class != c.want {
				t.Errorf("got %s, want %s", e.Class, c.want)
			}
		})
	}
}

func TestEdit_AMessageDeletedByHandIsGone(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})
	r, err := s.Post(t.Context(), cardOf(t))
	if err != nil {
		t.Fatalf("post: %v", err)
	}
	srv.Delete("desk", r.Posted.TS)
	err = s.Edit(t.Context(), claims.Card{Posted: r.Posted, Claim: invitation(t), Reminder: cardOf(t).Reminders[0]})
	if e := sendError(t, err); e.Class != notify.ClassGone {
		t.Errorf("got %s, want gone", e.Class)
	}
}

func TestSkew_IsWhatTheDateOfAnswersSays(t *testing.T) {
	t.Parallel()
	for _, skew := range []time.Duration{0, -2 * time.Hour, 5 * time.Minute} {
		t.Run(skew.String(), func(t *testing.T) {
			t.Parallel()
			s, _ := newSender(t, slacktest.Options{Skew: skew})
			if err := s.Probe(t.Context()); err != nil {
				t.Fatalf("probe: %v", err)
			}
			if got := s.Skew(); got != skew {
				t.Errorf("got %s, want %s", got, skew)
			}
		})
	}
}

func TestSkew_IsSaidOnceUntilItChanges(t *testing.T) {
	t.Parallel()
	srv := slacktest.New(t, slacktest.Options{BotToken: canary, Skew: time.Hour, Now: func() time.Time { return morning }})
	j := &journal{}
	s, err := slack.New(slack.Config{
		Token: func() string { return canary }, APIURL: srv.URL(), Now: func() time.Time { return morning }, Log: slog.New(slog.NewTextHandler(j, nil)),
	})
	if err != nil {
		t.Fatalf("new sender: %v", err)
	}
	for _, skew := range []time.Duration{time.Hour, time.Hour, 0, 0} {
		srv.Set(func(o *slacktest.Options) { o.Skew = skew })
		if err := s.Probe(t.Context()); err != nil {
			t.Fatalf("probe: %v", err)
		}
	}
	if got := strings.Count(j.String(), "clock"); got != 2 {
		t.Errorf("got %d lines about the clock, want 2:\n%s", got, j)
	}
}

func BenchmarkPost(b *testing.B) {
	srv := slacktest.New(b, slacktest.Options{})
	s, err := slack.New(slack.Config{
		Token: func() string { return slacktest.BotToken }, APIURL: srv.URL(), Now: func() time.Time { return morning }, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatalf("new sender: %v", err)
	}
	m := cardOf(b)
	b.SetParallelism(5) // on two cores ten posts at once, as the outbox has
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := s.Post(b.Context(), m); err != nil {
				b.Errorf("post: %v", err)
			}
		}
	})
}

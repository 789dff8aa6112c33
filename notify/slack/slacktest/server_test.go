package slacktest_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"claimwatch/notify/slack/slacktest"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// call sends a form and returns the decoded answer.
func call(t *testing.T, srv *slacktest.Server, token, method string, form url.Values) map[string]any {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL()+method, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatalf("request: %v", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatalf("call %s: %v", method, err)
	}
	defer func() { _ = resp.Body.Close() }() // it has been read
	var v map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&v); err != nil {
		t.Fatalf("decode the answer of %s: %v", method, err)
	}
	return v
}

func TestServer_RefusesAsSlackDoes(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("a", n) }
	section := func(text string) string { return `[{"type":"section","text":{"type":"mrkdwn","text":"` + text + `"}}]` }
	cases := []struct {
		name    string
		options slacktest.Options
		token   string
		method  string
		form    url.Values
		want    string
	}{
		{"no token", slacktest.Options{}, "", "auth.test", nil, "not_authed"},
		{"a wrong token", slacktest.Options{}, "xoxb-wrong", "auth.test", nil, "invalid_auth"},
		{"the app token on a bot method", slacktest.Options{}, slacktest.AppToken, "auth.test", nil, "invalid_auth"},
		{"the bot token on the app's method", slacktest.Options{}, slacktest.BotToken, "apps.connections.open", nil, "invalid_auth"},
		{"a method that is none", slacktest.Options{}, slacktest.BotToken, "chat.shout", nil, "unknown_method"},
		{"no scope", slacktest.Options{Scopes: []string{"users:read"}}, slacktest.BotToken, "chat.postMessage", url.Values{"channel": {"#desk"}, "text": {"x"}}, "missing_scope"},
		{"no such channel", slacktest.Options{}, slacktest.BotToken, "chat.postMessage", url.Values{"channel": {"#none"}, "text": {"x"}}, "channel_not_found"},
		{"nothing to say", slacktest.Options{}, slacktest.BotToken, "chat.postMessage", url.Values{"channel": {"#desk"}}, "no_text"},
		{"a section that is too long", slacktest.Options{}, slacktest.BotToken, "chat.postMessage", url.Values{"channel": {"#desk"}, "text": {"x"}, "blocks": {section(long(3001))}}, "invalid_blocks"},
		{"metadata that is none", slacktest.Options{}, slacktest.BotToken, "chat.postMessage", url.Values{"channel": {"#desk"}, "text": {"x"}, "metadata": {"{"}}, "invalid_metadata_format"},
		{"metadata that is too large", slacktest.Options{}, slacktest.BotToken, "chat.postMessage", url.Values{"channel": {"#desk"}, "text": {"x"}, "metadata": {`{"event_type":"x","event_payload":{"a":"` + long(1024) + `"}}`}}, "metadata_too_large"},
		{"a thread without a parent", slacktest.Options{}, slacktest.BotToken, "chat.postMessage", url.Values{"channel": {"#desk"}, "text": {"x"}, "thread_ts": {"1.000001"}}, "thread_not_found"},
		{"an edit by name", slacktest.Options{}, slacktest.BotToken, "chat.update", url.Values{"channel": {"#desk"}, "ts": {"1.000001"}, "text": {"x"}}, "channel_not_found"},
		{"an edit of nothing", slacktest.Options{}, slacktest.BotToken, "chat.update", url.Values{"channel": {"C0000DESK"}, "ts": {"1.000001"}, "text": {"x"}}, "message_not_found"},
		{"history by name", slacktest.Options{}, slacktest.BotToken, "conversations.history", url.Values{"channel": {"#desk"}}, "channel_not_found"},
		{"a restricted channel", slacktest.Options{Channels: []slacktest.Channel{{ID: "C0000DESK", Name: "desk", Restricted: "restricted_action_read_only_channel"}}}, slacktest.BotToken, "chat.postMessage", url.Values{"channel": {"desk"}, "text": {"x"}}, "restricted_action_read_only_channel"},
		{"an archived channel", slacktest.Options{Channels: []slacktest.Channel{{ID: "C0000DESK", Name: "desk", Archived: true}}}, slacktest.BotToken, "chat.postMessage", url.Values{"channel": {"desk"}, "text": {"x"}}, "is_archived"},
		{"a channel of others", slacktest.Options{Channels: []slacktest.Channel{{ID: "C0000DESK", Name: "desk", Stranger: true}}}, slacktest.BotToken, "chat.postMessage", url.Values{"channel": {"desk"}, "text": {"x"}}, "not_in_channel"},
		{"a view that is none", slacktest.Options{}, slacktest.BotToken, "views.open", url.Values{"view": {`{"type":"modal"}`}}, "invalid_arguments"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			srv := slacktest.New(t, c.options)
			got := call(t, srv, c.token, c.method, c.form)
			if got["ok"] != false || got["error"] != c.want {
				t.Errorf("got %v, want %s", got, c.want)
			}
			if n := len(srv.Messages("")); n != 0 {
				t.Errorf("got %d messages stored, want none", n)
			}
		})
	}
}

func TestServer_EditsOnlyOwnMessagesAndUpTo4000Characters(t *testing.T) {
	t.Parallel()
	srv := slacktest.New(t, slacktest.Options{})
	theirs := srv.Say("desk", "U0001ANNA", "hello")
	edit := url.Values{"channel": {"C0000DESK"}, "ts": {theirs}, "text": {"x"}}
	if got := call(t, srv, slacktest.BotToken, "chat.update", edit); got["error"] != "cant_update_message" {
		t.Errorf("somebody else's: got %v", got["error"])
	}
	posted := call(t, srv, slacktest.BotToken, "chat.postMessage", url.Values{"channel": {"#desk"}, "text": {"x"}, "blocks": {`[{"type":"divider"}]`}})
	edit.Set("ts", posted["ts"].(string))
	edit.Set("text", strings.Repeat("é", 4001))
	if got := call(t, srv, slacktest.BotToken, "chat.update", edit); got["error"] != "msg_too_long" {
		t.Errorf("4001 characters: got %v", got["error"])
	}
	edit.Set("text", strings.Repeat("é", 4000))
	if got := call(t, srv, slacktest.BotToken, "chat.update", edit); got["ok"] != true {
		t.Errorf("4000 characters: got %v", got["error"])
	}
	if m := srv.Messages("desk")[1]; m.Blocks != nil {
		t.Errorf("text without blocks keeps blocks: %s", m.Blocks)
	}
}

func TestServer_ShowsMetadataOnlyWhenAskedForIt(t *testing.T) {
	t.Parallel()
	srv := slacktest.New(t, slacktest.Options{})
	call(t, srv, slacktest.BotToken, "chat.postMessage", url.Values{"channel": {"#desk"}, "text": {"🔴 x"}, "metadata": {`{"event_type":"x","event_payload":{"a":"b"}}`}})
	for _, asked := range []string{"0", "1"} {
		got := call(t, srv, slacktest.BotToken, "conversations.history", url.Values{"channel": {"C0000DESK"}, "include_all_metadata": {asked}})
		m := got["messages"].([]any)[0].(map[string]any)
		if _, shown := m["metadata"]; shown != (asked == "1") {
			t.Errorf("asked %s: metadata shown %v", asked, shown)
		}
		if m["text"] != ":red_circle: x" {
			t.Errorf("got text %q, want the emoji by name", m["text"])
		}
	}
}

func TestServer_AcceptsLateAfterTheClientHasLeft(t *testing.T) {
	t.Parallel()
	srv := slacktest.New(t, slacktest.Options{})
	srv.Fail("chat.postMessage", slacktest.AcceptLate(time.Millisecond))
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	_, _, err := slack.New(slacktest.BotToken, slack.OptionAPIURL(srv.URL())).PostMessageContext(ctx, "#desk", slack.MsgOptionText("x", false))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v, want the deadline", err)
	}
	if n := len(srv.Stored(t, 1)); n != 1 {
		t.Errorf("got %d messages, want 1", n)
	}
}

func TestServer_PlaysSocketModeWithTheLibrarysClient(t *testing.T) {
	t.Parallel()
	srv := slacktest.New(t, slacktest.Options{})
	api := slack.New(slacktest.BotToken, slack.OptionAPIURL(srv.URL()), slack.OptionAppLevelToken(slacktest.AppToken))
	client := socketmode.New(api)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	done := make(chan error, 1)
	go func() { done <- client.RunContext(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	payload := map[string]any{"command": "/claim", "text": "list", "user_id": "U0001ANNA"}

	hellos := 0
	for {
		var e socketmode.Event
		select {
		case e = <-client.Events:
		case <-ctx.Done():
			t.Fatalf("got %d hellos and no command: %v", hellos, ctx.Err())
		}
		switch e.Type {
		case socketmode.EventTypeHello:
			if hellos++; hellos == 1 {
				srv.Disconnect("refresh_requested")
				continue
			}
			if _, err := srv.Deliver("slash_commands", payload); err != nil {
				t.Fatalf("deliver: %v", err)
			}
		case socketmode.EventTypeSlashCommand:
			if err := client.AckCtx(ctx, e.Request.EnvelopeID, map[string]string{"text": "done"}); err != nil {
				t.Fatalf("ack: %v", err)
			}
			got, err := srv.Ack(ctx, e.Request.EnvelopeID)
			if err != nil || !strings.Contains(string(got), "done") {
				t.Errorf("got ack %s, %v", got, err)
			}
			return
		}
	}
}

func TestServer_MoreSocketsThanAllowedAreSentAway(t *testing.T) {
	t.Parallel()
	srv := slacktest.New(t, slacktest.Options{MostSockets: 1})
	if _, err := srv.Deliver("interactive", nil); err == nil {
		t.Error("an envelope was delivered to nobody")
	}
	for _, want := range []string{"hello", "disconnect"} {
		address := call(t, srv, slacktest.AppToken, "apps.connections.open", nil)["url"].(string)
		conn, resp, err := websocket.DefaultDialer.DialContext(t.Context(), address, nil)
		if err != nil {
			t.Fatalf("dial: %v", err)
		}
		t.Cleanup(func() { _, _ = resp.Body.Close(), conn.Close() }) // the server may have closed it
		var first struct {
			Type string `json:"type"`
		}
		if err := conn.ReadJSON(&first); err != nil || first.Type != want {
			t.Errorf("got %q, %v; want %s", first.Type, err, want)
		}
	}
	if n := srv.Sockets(); n != 1 {
		t.Errorf("got %d sockets, want 1", n)
	}
}

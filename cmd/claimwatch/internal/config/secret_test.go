package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"claimwatch/cmd/claimwatch/internal/config"
)

const token = "xoxb-1-not-a-real-one"

func load(t *testing.T, env map[string]string) (config.Settings, error) {
	t.Helper()
	s, _, err := config.Parse(nil, "c.yaml", func(name string) string { return env[name] }, config.Checks{Secrets: true})
	return s, err
}

func TestSecret_NeverPrintsItself(t *testing.T) {
	t.Parallel()
	s, err := load(t, map[string]string{"SLACK_BOT_TOKEN": " " + token + "\n"})
	if err != nil {
		t.Fatal(err)
	}
	if s.Slack.BotToken.Reveal() != token {
		t.Fatal("the token is not what was set")
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%v %+v %#v %s %q %x %d", s, s, s.Slack.BotToken, s.Slack.BotToken, s.Slack.BotToken, s.Slack.BotToken, s.Slack.BotToken)
	slog.New(slog.NewJSONHandler(&b, nil)).Info("start", "token", s.Slack.BotToken, "slack", s.Slack)
	if err := json.NewEncoder(&b).Encode(s.Slack); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "not-a-real-one") || !strings.Contains(b.String(), "[redacted]") {
		t.Error(b.String())
	}
}

func TestSecret_ComesFromTheEnvironmentOrItsFileNeverBoth(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file, empty := filepath.Join(folder, "token"), filepath.Join(folder, "empty")
	for path, text := range map[string]string{file: token + "\n", empty: " \n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct {
		name string
		env  map[string]string
		want string // the fault; "" is the token
	}{
		{"in the environment", map[string]string{"SLACK_BOT_TOKEN": token}, ""},
		{"in a file", map[string]string{"SLACK_BOT_TOKEN_FILE": file}, ""},
		{"in both", map[string]string{"SLACK_BOT_TOKEN": token, "SLACK_BOT_TOKEN_FILE": file}, "environment: SLACK_BOT_TOKEN: both SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are set; set one of them"},
		{"in a file that is not there", map[string]string{"SLACK_BOT_TOKEN_FILE": folder + "/none"}, "environment: SLACK_BOT_TOKEN_FILE: the file it points to cannot be read: no such file or directory"},
		{"in an empty file", map[string]string{"SLACK_BOT_TOKEN_FILE": empty}, "environment: SLACK_BOT_TOKEN_FILE: the file it points to is empty"},
		{"of another kind", map[string]string{"SLACK_BOT_TOKEN": "xapp-1"}, "environment: SLACK_BOT_TOKEN: it is no such token; one begins with xoxb- and has no blanks"},
		{"with another Slack", map[string]string{"SLACK_BOT_TOKEN": token, "SLACK_API_URL": "https://slack-gov.com/api"}, "environment: SLACK_API_URL: it must end in /api/"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s, err := load(t, tc.env)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tc.want || err == nil && s.Slack.BotToken.Reveal() != token {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestDelivery_AMissingTokenIsNoSilentWayToTheTerminal(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name             string
		token, channel   string
		terminal, posted bool
		slack            bool
		want             string
	}{
		{name: "nothing is set up"},
		{name: "all is set up", token: token, channel: "#desk", slack: true},
		{name: "the terminal is asked for", token: token, channel: "#desk", terminal: true},
		{name: "a token without a channel", token: token, want: `configuration: slack.channel: there is a SLACK_BOT_TOKEN, but no channel to post to; set slack: {channel: "#follow-ups"}`},
		{name: "a channel without a token", channel: "#desk", want: "environment: SLACK_BOT_TOKEN: it is missing, but slack.channel is configured; set it, or start with --terminal"},
		{name: "a channel without a token, on the terminal", channel: "#desk", terminal: true},
		{name: "a database that has posted before", posted: true, want: "environment: SLACK_BOT_TOKEN: it is missing, but this database has posted to Slack before; set it, or start with --terminal"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := config.Defaults()
			s.Slack.BotToken, s.Slack.Channel = config.NewSecret(tc.token), tc.channel
			slack, err := s.Delivery(tc.terminal, tc.posted)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if slack != tc.slack || got != tc.want {
				t.Errorf("got %v, %q; want %v, %q", slack, got, tc.slack, tc.want)
			}
		})
	}
}

package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"claimwatch/notify/slack/slacktest"
)

// annaInSlack is a full member of the workspace, known to the configuration by her name.
const annaInSlack = "U0001ANNA"

const interactConfig = slackConfig + `
people: {names: {U0001ANNA: anna}}
`

func answering(t *testing.T) (*slacktest.Server, *newsroom) {
	t.Helper()
	server := slacktest.New(t, slacktest.Options{
		Channels: []slacktest.Channel{{ID: "C1", Name: "follow-ups"}}, Users: []slacktest.User{{ID: annaInSlack, Name: "Anna", TZ: "Europe/Prague"}},
	})
	env := []string{"SLACK_BOT_TOKEN=" + slacktest.BotToken, "SLACK_APP_TOKEN=" + slacktest.AppToken, "SLACK_API_URL=" + server.URL()}
	return server, newNewsroom(t, interactConfig, env...)
}

// press returns a click on the button of a card that carries action.
func press(t *testing.T, card slacktest.Message, action string) map[string]any {
	t.Helper()
	var blocks any
	if err := json.Unmarshal(card.Blocks, &blocks); err != nil {
		t.Fatal(err)
	}
	value := find(blocks, action)
	if value == "" {
		t.Fatalf("the card has no button %s: %s", action, card.Blocks)
	}
	return map[string]any{
		"type": "block_actions", "user": map[string]any{"id": annaInSlack, "team_id": "T0000TEAM"}, "trigger_id": "t1",
		"container": map[string]any{"message_ts": card.TS, "channel_id": card.Channel}, "channel": map[string]any{"id": card.Channel},
		"actions": []any{map[string]any{"action_id": action, "value": value}},
	}
}

// find returns the value of the element with an action_id, "" when there is none.
func find(v any, action string) string {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if s := find(e, action); s != "" {
				return s
			}
		}
	case map[string]any:
		if v["action_id"] == action {
			return fmt.Sprint(v["value"])
		}
		for _, e := range v {
			if s := find(e, action); s != "" {
				return s
			}
		}
	}
	return ""
}

func TestDaemon_DoesAClickOnceThatAKillInterrupted(t *testing.T) {
	t.Parallel()
	server, n := answering(t)
	n.must("add", "Do the unions take part in the talks?", "--kind", "invitation", "--due", "2025-02-03")
	d := n.daemon()
	until(t, "the reminder and the line", func() bool { return len(server.Messages("follow-ups")) == 1 && server.Sockets() == 1 }, d.log.String)
	click := press(t, server.Messages("follow-ups")[0], "claim_check")
	id, err := server.Deliver("interactive", click)
	if err != nil {
		t.Fatal(err)
	}
	until(t, "the acknowledgement", func() bool { return server.Acks(id) > 0 }, d.log.String)
	d.stop(syscall.SIGKILL)
	d = n.daemon()
	checked := func() string { return n.must("show", "1", "--json") }
	until(t, "the click to be done", func() bool { return strings.Contains(checked(), `"checked"`) }, d.log.String)
	until(t, "the next line", func() bool { return server.Redeliver(id, "interactive", click) == nil && server.Acks(id) > 1 }, d.log.String)
	if status := d.stop(syscall.SIGTERM); status != 0 {
		t.Errorf("SIGTERM: status %d\n%s", status, d.log.String())
	}
	history := checked()
	if strings.Count(history, `"action": "checked"`) != 1 || !strings.Contains(history, `"via": "slack"`) {
		t.Errorf("the click is not in the history once, via slack:\n%s", history)
	}
	if all := d.log.String(); strings.Contains(all, slacktest.AppToken) || strings.Contains(all, "ticket=") {
		t.Errorf("a secret is in the log:\n%s", all)
	}
	if out, _, _ := n.run("doctor"); !strings.Contains(out, "Socket Mode takes connections") || !strings.Contains(out, "slack line") {
		t.Errorf("doctor does not speak of the line:\n%s", out)
	}
}

func TestDaemon_PostsTheTriageCardOfANewReport(t *testing.T) {
	t.Parallel()
	server, n := answering(t)
	n.must("ingest", n.write("report.txt", report))
	d := n.daemon()
	until(t, "the triage card", func() bool { return len(server.Messages("follow-ups")) == 1 && server.Sockets() == 1 }, d.log.String)
	card := server.Messages("follow-ups")[0]
	if _, err := server.Deliver("interactive", press(t, card, "triage_track_all")); err != nil {
		t.Fatal(err)
	}
	until(t, "the card to shrink", func() bool { return strings.Contains(string(server.Messages("follow-ups")[0].Blocks), "triage_undo") }, messages(server))
	d.stop(syscall.SIGTERM)
	if out := n.must("list", "--status", "candidate", "--json"); strings.TrimSpace(out) != "[]" {
		t.Errorf("candidates are left: %s", out)
	}
}

func TestDaemon_WithoutAnAppTokenSaysSoAndDrawsNoButtons(t *testing.T) {
	t.Parallel()
	server, n := answering(t)
	n.env = append(n.env, "SLACK_APP_TOKEN=")
	n.must("add", "What will the reform cost?", "--due", "2025-02-03")
	d := n.daemon()
	until(t, "the reminder", func() bool { return len(server.Messages("follow-ups")) == 1 }, d.log.String)
	d.stop(syscall.SIGTERM)
	if got := string(server.Messages("follow-ups")[0].Blocks); strings.Contains(got, "claim_resolve") || server.Sockets() != 0 {
		t.Errorf("buttons that nobody answers: %s", got)
	}
	if strings.Count(d.log.String(), "SLACK_APP_TOKEN") != 1 {
		t.Errorf("it does not say once that nobody answers:\n%s", d.log.String())
	}
}

func TestManifest_AsksForWhatDoctorChecksAndNoMore(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, "")
	var m struct {
		OAuth struct {
			Scopes struct{ Bot []string }
		} `json:"oauth_config"`
		Settings struct {
			Socket bool `json:"socket_mode_enabled"`
		}
	}
	if err := json.Unmarshal([]byte(n.must("slack", "manifest")), &m); err != nil {
		t.Fatal(err)
	}
	if len(m.OAuth.Scopes.Bot) != len(slacktest.AllScopes()) || !m.Settings.Socket {
		t.Errorf("got %+v", m)
	}
}

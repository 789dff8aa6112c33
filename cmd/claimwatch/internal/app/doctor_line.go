package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"claimwatch/cmd/claimwatch/internal/cli"
	"claimwatch/cmd/claimwatch/internal/config"
	"claimwatch/notify/slack/socket"
	"claimwatch/store"
)

// examineSocketMode asks Slack for a connection that it does not use.
func (a *App) examineSocketMode(ctx context.Context, s config.Settings) []cli.Finding {
	if s.Slack.AppToken.IsZero() {
		return []cli.Finding{{
			Check: "slack buttons", State: cli.StateWarning, Detail: "no SLACK_APP_TOKEN: cards have no buttons, and nobody answers in Slack",
			Hint: "make an app-level token with connections:write in the app's settings, Basic Information",
		}}
	}
	if says := socket.Probe(ctx, s.Slack.AppToken.Reveal(), s.Slack.APIURL); says != "" {
		return []cli.Finding{{Check: "slack buttons", State: cli.StateFault, Detail: says}}
	}
	return []cli.Finding{{Check: "slack buttons", State: cli.StateOK, Detail: "Socket Mode takes connections"}}
}

// examineLine says what the daemon last knew of its line to Slack.
func (a *App) examineLine(ctx context.Context, s config.Settings, db *store.Store) []cli.Finding {
	if s.Slack.AppToken.IsZero() || s.Slack.BotToken.IsZero() {
		return nil
	}
	text, err := db.Meta(ctx, lineKey)
	var r lineReport
	if err != nil || text == "" || json.Unmarshal([]byte(text), &r) != nil {
		return nil // no daemon has had one yet
	}
	since := r.Since.In(s.Location).Format(time.RFC3339)
	switch {
	case !r.Connected:
		return []cli.Finding{{Check: "slack line", State: cli.StateWarning, Detail: "the daemon did not hear Slack since " + since + ": " + r.Problem}}
	case r.Others > 0:
		return []cli.Finding{{
			Check: "slack line", State: cli.StateFault, Detail: fmt.Sprintf("%d other connections with the same app-level token get part of the clicks", r.Others),
			Hint: "stop the other programs, or give each an app of its own",
		}}
	}
	return []cli.Finding{{Check: "slack line", State: cli.StateOK, Detail: "the daemon hears Slack since " + since}}
}

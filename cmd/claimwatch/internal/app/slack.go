package app

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"claimwatch/claims"
	"claimwatch/cmd/claimwatch/internal/config"
	"claimwatch/notify/slack"
)

// directoryTimeout bounds asking Slack who there is.
const directoryTimeout = 15 * time.Second

// slack returns the sender, with the handles that mentions and owners go by resolved.
func (a *App) slack(ctx context.Context, s config.Settings, o *office, log *slog.Logger) (*slack.Sender, error) {
	var known atomic.Pointer[slack.Directory]
	sender, err := a.sender(s, o.zone, log, func(name string) string {
		if id := o.book.id(strings.TrimPrefix(name, "@")); id != "" {
			return id
		}
		if d := known.Load(); d != nil && strings.HasPrefix(name, "@") {
			return d.ID(name)
		}
		return ""
	})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, directoryTimeout)
	defer cancel()
	directory, findings := sender.Directory(ctx)
	known.Store(&directory)
	for _, f := range findings {
		if !f.OK {
			log.WarnContext(ctx, "people in Slack are not all known", "subject", f.Subject, "problem", f.Says)
		}
	}
	return sender, nil
}

func (a *App) sender(s config.Settings, zone func(channel string) *time.Location, log *slog.Logger, userID func(string) string) (*slack.Sender, error) {
	return slack.New(slack.Config{
		Token: s.Slack.BotToken.Reveal, APIURL: s.Slack.APIURL, Log: log, Now: a.Now, Zone: zone, UserID: userID,
		Buttons: !s.Slack.AppToken.IsZero(),
	})
}

// zone is that of a channel, and of direct messages that of their reader.
func (o *office) zone(channel string) *time.Location {
	if claims.Direct(channel) {
		if z := o.book.zone(channel); z != nil {
			return z
		}
	}
	return o.rules.ChannelLocation(channel)
}

package slack

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// identity is who we are in Slack, as auth.test said.
type identity struct {
	userID, botID string
	teamID, team  string
	url           string // of the workspace, ends in "/"
	header        http.Header
}

// mine reports whether a message is our own.
func (i identity) mine(m slack.Message) bool {
	return (m.BotID != "" && m.BotID == i.botID) || (m.User != "" && m.User == i.userID)
}

// whoami asks Slack who we are. Errors are *notify.SendError.
func (s *Sender) whoami(ctx context.Context) (identity, error) {
	r, err := s.api().AuthTestContext(ctx)
	if err == nil && r.UserID == "" {
		err = errNoTimestamp
	}
	if err != nil {
		return identity{}, sorted(methodAuth, err)
	}
	i := identity{userID: r.UserID, botID: r.BotID, teamID: r.TeamID, team: r.Team, url: r.URL, header: r.Header}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.self = &i
	return i, nil
}

// known returns who we are, asking only once.
func (s *Sender) known(ctx context.Context) (identity, error) {
	s.mu.Lock()
	i := s.self
	s.mu.Unlock()
	if i != nil {
		return *i, nil
	}
	return s.whoami(ctx)
}

// permalink makes a message's address, as chat.getPermalink would say it; "" before Slack has said
// where the workspace is.
func (s *Sender) permalink(p claims.Posted) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.self == nil || s.self.url == "" || !p.Known() {
		return ""
	}
	return fmt.Sprintf("%sarchives/%s/p%s", s.self.url, p.Channel, strings.ReplaceAll(p.TS, ".", ""))
}

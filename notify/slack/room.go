package slack

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"sync"

	"claimwatch/notify"

	"github.com/slack-go/slack"
)

var (
	// Compiled when they are needed: every command pays for what its packages do at the start.
	roomID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[CGD][A-Z0-9]{6,20}$`) })
	userID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[UW][A-Z0-9]{6,20}$`) })
	direct = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[UWD][A-Z0-9]{6,20}$`) }) // a conversation with one person

	errNoRoom = errors.New("no such conversation among those that the app is a member of")
)

// remember keeps the id of a conversation as a post returned it.
func (s *Sender) remember(channel, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rooms[bare(channel)] = id
}

func bare(channel string) string { return strings.TrimPrefix(channel, "#") }

// room returns the id of a conversation that is configured by name, or of the direct message to a
// user: posts take names, reading does not. Errors are *notify.SendError.
func (s *Sender) room(ctx context.Context, channel string) (string, error) {
	name := bare(channel)
	if roomID().MatchString(name) {
		return name, nil
	}
	s.mu.Lock()
	id := s.rooms[name]
	s.mu.Unlock()
	if id != "" {
		return id, nil
	}
	return s.named(ctx, name)
}

// named looks among the conversations that the app is a member of, kind by kind: for a kind that
// it has no scope for, Slack would refuse the whole question.
func (s *Sender) named(ctx context.Context, name string) (string, error) {
	kinds := []string{"public_channel", "private_channel"}
	if userID().MatchString(name) {
		kinds = []string{"im"}
	}
	var refused error
	for _, kind := range kinds {
		id, err := s.listed(ctx, kind, name)
		switch {
		case id != "":
			s.remember(name, id)
			return id, nil
		case err != nil && !notify.HistoryClosed(err):
			return "", err
		case err != nil:
			refused = err
		}
	}
	if refused != nil {
		return "", refused
	}
	return "", &notify.SendError{Class: notify.ClassPark, Code: "channel_not_found", Err: errNoRoom}
}

// listed pages through the app's conversations of a kind; "" is none of that name.
func (s *Sender) listed(ctx context.Context, kind, name string) (string, error) {
	cursor := ""
	for range mostPages {
		list, next, err := s.api().GetConversationsForUserContext(ctx, &slack.GetConversationsForUserParameters{Types: []string{kind}, Cursor: cursor, Limit: pageSize})
		if err != nil {
			return "", sorted(methodRead, err)
		}
		for _, c := range list {
			if c.Name == name || c.User == name {
				return c.ID, nil
			}
		}
		if next == "" {
			return "", nil
		}
		cursor = next
	}
	return "", nil
}

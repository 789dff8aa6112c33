package slack

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"claimwatch/claims"
	"claimwatch/notify"

	"github.com/slack-go/slack"
)

// worryingSkew is from where clocks that differ are worth a word.
const worryingSkew = 30 * time.Second

// A Finding is one line of a check-up: what was looked at, whether it is well, and if it is not,
// what to do.
type Finding struct {
	Subject string // "token", "scopes", "clock", or a channel as configured
	OK      bool
	Says    string
}

// scope is a right that the app needs, and what is missing without it.
type scope struct{ name, without string }

var scopes = []scope{
	{"chat:write", "nothing can be posted"},
	{"commands", "there is no /claim and no shortcut"},
	{"channels:read", "public channels cannot be found by name"},
	{"groups:read", "private channels cannot be found by name"},
	{"channels:history", "nobody can say whether a message to a public channel arrived"},
	{"groups:history", "nobody can say whether a message to a private channel arrived"},
	{"im:read", "direct messages cannot be found again"},
	{"im:history", "nobody can say whether a direct message arrived"},
	{"users:read", "people cannot be mentioned by their handles"},
	{"usergroups:read", "user groups cannot be mentioned by their handles"},
}

// Check looks at everything that sending needs: the token, its scopes, the clock, and of each
// channel whether it is there, whether the app is a member, and whether its history can be read.
// It posts nothing.
func (s *Sender) Check(ctx context.Context, channels []string) []Finding {
	me, err := s.whoami(ctx)
	if err != nil {
		return []Finding{{"token", false, advise(err)}}
	}
	list := []Finding{{"token", true, "good for " + me.team}, checkScopes(me.header.Get("X-OAuth-Scopes")), checkClock(s.Skew())}
	for _, c := range channels {
		list = append(list, s.checkChannel(ctx, c))
	}
	return list
}

// testWords are what a test card says.
const testWords = "This is a test of claimwatch: what reports leave open is asked for here. Nobody needs to do anything."

// PostTest posts a card to a channel and says whether it arrived.
func (s *Sender) PostTest(ctx context.Context, channel string) Finding {
	m := claims.Message{ID: claims.MessageID(rand.Text()), Channel: channel, Form: claims.FormAlert, Alert: testWords, Attempt: 1}
	if _, err := s.Post(ctx, m); err != nil {
		return Finding{"test card", false, "it could not be posted to " + channel + ": " + advise(err)}
	}
	return Finding{"test card", true, "posted to " + channel}
}

func checkScopes(granted string) Finding {
	if granted == "" {
		return Finding{"scopes", true, "Slack does not say which there are"}
	}
	have := strings.Split(strings.ReplaceAll(granted, " ", ""), ",")
	var lacks []string
	for _, sc := range scopes {
		if !slices.Contains(have, sc.name) {
			lacks = append(lacks, fmt.Sprintf("%s is missing: %s", sc.name, sc.without))
		}
	}
	if len(lacks) > 0 {
		return Finding{"scopes", false, strings.Join(lacks, "; ") + ". Add them from `claimwatch slack manifest` and install the app again."}
	}
	return Finding{"scopes", true, "all there"}
}

func checkClock(skew time.Duration) Finding {
	if skew.Abs() < worryingSkew {
		return Finding{"clock", true, "agrees with Slack's"}
	}
	return Finding{"clock", false, fmt.Sprintf("it differs from Slack's by %s: set this machine's clock", skew.Abs())}
}

func (s *Sender) checkChannel(ctx context.Context, channel string) Finding {
	if userID().MatchString(channel) {
		return s.checkPerson(ctx, channel)
	}
	id, err := s.room(ctx, channel)
	if err != nil {
		return Finding{channel, false, advise(err)}
	}
	c, err := s.api().GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
	switch {
	case err != nil:
		return Finding{channel, false, advise(sorted(methodRead, err))}
	case c.IsArchived:
		return Finding{channel, false, "it is archived: restore it, or configure another channel"}
	case !c.IsMember && !c.IsIM:
		return Finding{channel, false, "the app is not a member: invite it with /invite in the channel"}
	}
	return s.checkHistory(ctx, channel, id)
}

// checkPerson looks whether somebody can be written to. The conversation may not be open yet.
func (s *Sender) checkPerson(ctx context.Context, id string) Finding {
	u, err := s.api().GetUserInfoContext(ctx, id)
	switch {
	case err != nil:
		return Finding{id, false, advise(sorted(methodRead, err))}
	case u.Deleted || u.IsBot:
		return Finding{id, false, "nobody reads messages to it: name somebody else under people.editors"}
	}
	return Finding{id, true, "can be written to"}
}

func (s *Sender) checkHistory(ctx context.Context, channel, id string) Finding {
	p, err := s.page(ctx, look{room: id}, "")
	switch {
	case err != nil:
		return Finding{channel, false, "its history cannot be read: " + advise(sorted(methodRead, err))}
	case p.next != "" && len(p.messages) == cappedAt:
		return Finding{channel, false, "Slack shows this app only 15 messages at a time: install it from `claimwatch slack manifest` as the newsroom's own app"}
	}
	return Finding{channel, true, "can be posted to and read"}
}

// advice says what to do about a code; what is not here is said as it is.
var advice = map[string]string{
	"invalid_auth":      "Slack does not know the token: copy the bot token (xoxb) again from the app's page",
	"not_authed":        "there is no token: set SLACK_BOT_TOKEN",
	"account_inactive":  "the app has been removed from the workspace: install it again",
	"token_revoked":     "the token has been revoked: install the app again and set the new token",
	"token_expired":     "the token has expired: install the app again and set the new token",
	"channel_not_found": "there is no such channel, or the app is not a member: check the name, and invite the app with /invite",
	"not_in_channel":    "the app is not a member: invite it with /invite in the channel",
	"user_not_found":    "there is nobody with this id: copy it again from the person's profile",
	"missing_scope":     "the app lacks a scope: install it again from `claimwatch slack manifest`",
	"ratelimited":       "Slack asks to wait: try again in a minute",
}

// advise says in a line what an error means and what to do.
func advise(err error) string {
	var e *notify.SendError
	switch {
	case !errors.As(err, &e):
		return err.Error()
	case advice[e.Code] != "":
		return advice[e.Code]
	case e.Class == notify.ClassLater && e.Code == "":
		return "Slack cannot be reached: check the network and SLACK_API_URL"
	case e.Code != "":
		return "Slack says " + e.Code
	}
	return "Slack does not answer as it should; see status.slack.com"
}

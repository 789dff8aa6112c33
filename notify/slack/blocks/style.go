package blocks

import (
	"time"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// A Style is what rendering needs to know beside the claim. The zero Style is UTC at no moment,
// and knows nobody.
type Style struct {
	Now    time.Time
	Zone   *time.Location                      // of the channel's readers; nil is UTC
	UserID func(name string) string            // the Slack id of a person or user group; "" is unknown
	Link   func(at claims.Posted) (url string) // the address of a message; "" is unknown
	// Buttons: somebody answers clicks. Without, none is drawn.
	Buttons bool
	// Private: one reader alone sees the message. Elsewhere a confidential claim is only named by number.
	Private bool

	own bool // the digest of one person: what it tells is theirs
}

// A Message is what Slack is sent: blocks, and the text that stands for them.
type Message struct {
	Text   string
	Blocks []slack.Block
}

func (s Style) zone() *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone
}

func (s Style) today() claims.Day { return claims.DayOf(s.Now.In(s.zone())) }

func (s Style) id(name string) string {
	if isID(name) || s.UserID == nil || name == "" {
		return name
	}
	return s.UserID(name)
}

func (s Style) link(p claims.Posted) string {
	if s.Link == nil || !p.Known() {
		return ""
	}
	return s.Link(p)
}

// mrkdwn returns a text object whose plain words Slack leaves alone: no address or name in it
// becomes a link by itself.
func mrkdwn(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, text, false, true)
}

func section(id, text string) slack.Block {
	return slack.NewSectionBlock(mrkdwn(text), nil, nil, slack.SectionBlockOptionBlockID(id))
}

func context(text string) slack.Block { return slack.NewContextBlock("", mrkdwn(text)) }

// message closes a message: a text that is too long, which no caller should make, is cut rather than refused.
func message(text string, b ...slack.Block) Message {
	return Message{Text: cut(text, MaxText), Blocks: b}
}

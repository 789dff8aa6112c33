package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"claimwatch/claims"
	"claimwatch/notify"
	"claimwatch/notify/slack/blocks"

	"github.com/slack-go/slack"
)

// EventType is the metadata type of every message that claimwatch posts.
const EventType = "claimwatch_reminder"

// timeout bounds one call, connecting and reading included.
const timeout = 15 * time.Second

// A Config is what a Sender needs. Token, Log and Now are required.
type Config struct {
	Token  func() string // the bot token; asked for at each call, so that it may be rotated
	APIURL string        // ends in "/api/"; "" is slack.com
	HTTP   *http.Client  // nil: an own one; of a given one the Transport is used, with our timeout and no redirects
	Log    *slog.Logger
	Now    func() time.Time
	Zone   func(channel string) *time.Location // of a channel's readers, as configured; nil is UTC
	UserID func(name string) string            // the Slack id of a person or user group; "" is unknown
	// Buttons: somebody answers clicks, so cards have buttons.
	Buttons bool
}

func (c Config) validate() error {
	switch {
	case c.Token == nil || c.Log == nil || c.Now == nil:
		return errors.New("slack: token, log and clock are required")
	case c.APIURL != "" && !strings.HasSuffix(c.APIURL, "/api/"):
		return errors.New(`slack: the address of the API must end in "/api/"`)
	}
	return nil
}

// A Sender posts, redraws and finds messages in Slack. It is safe for concurrent use.
type Sender struct {
	token  func() string
	apiURL string
	http   *http.Client
	log    *slog.Logger
	now    func() time.Time
	zone   func(channel string) *time.Location
	userID func(name string) string
	button bool
	wire   *wire

	mu    sync.Mutex
	self  *identity         // of auth.test
	rooms map[string]string // ids of conversations, by name or user id
	lines map[string]*line
}

var _ notify.Sender = (*Sender)(nil)

// New returns a Sender. It makes no call.
func New(c Config) (*Sender, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	s := &Sender{
		token: c.Token, apiURL: c.APIURL, log: c.Log.With("component", "slack"), now: c.Now, zone: c.Zone, userID: c.UserID, button: c.Buttons,
		rooms: map[string]string{}, lines: map[string]*line{},
	}
	if s.apiURL == "" {
		s.apiURL = slack.APIURL
	}
	s.wire = &wire{base: transport(c.HTTP), now: c.Now, log: s.log}
	s.http = &http.Client{Transport: s.wire, Timeout: timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return s, nil
}

func (s *Sender) api() *slack.Client {
	return slack.New(s.token(), slack.OptionAPIURL(s.apiURL), slack.OptionHTTPClient(s.http))
}

// Skew is how far Slack's clock was ahead of ours at the last answer; 0 before there was one.
func (s *Sender) Skew() time.Duration { return s.wire.Skew() }

func (s *Sender) style(channel string) blocks.Style {
	st := blocks.Style{Now: s.now(), UserID: s.userID, Link: s.permalink, Buttons: s.button, Private: direct().MatchString(channel)}
	if s.zone != nil {
		st.Zone = s.zone(channel)
	}
	return st
}

// Post sends a message once. Errors are *notify.SendError.
func (s *Sender) Post(ctx context.Context, m claims.Message) (notify.Receipt, error) {
	v := blocks.Render(s.style(m.Channel), m)
	opts := append(common(v), slack.MsgOptionMetadata(metadata(m)))
	if threaded(m) {
		opts = append(opts, slack.MsgOptionTS(m.Parent.TS))
	}
	channel, ts, err := s.api().PostMessageContext(ctx, target(m), opts...)
	if err == nil && ts == "" {
		err = errNoTimestamp
	}
	if err != nil {
		return notify.Receipt{}, sorted(methodPost, err)
	}
	s.remember(m.Channel, channel)
	p := claims.Posted{Channel: channel, TS: ts}
	return notify.Receipt{Posted: p, At: s.at(ts)}, nil
}

// threaded reports whether a message is posted as a reply. What Slack refused as a reply is tried
// again as plain text of its own, or it would never be said.
func threaded(m claims.Message) bool { return m.Parent.Known() && !m.Plain }

// target is where a message goes: a reply to the conversation of its parent, by id.
func target(m claims.Message) string {
	if m.Parent.Known() && m.Parent.Channel != "" {
		return m.Parent.Channel
	}
	return m.Channel
}

// common is what posts and edits share: no link or name in a text becomes live by itself, and
// links show no preview.
func common(v blocks.Message) []slack.MsgOption {
	opts := []slack.MsgOption{
		slack.MsgOptionText(v.Text, false),
		slack.MsgOptionParse(false), slack.MsgOptionLinkNames(false),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
	if len(v.Blocks) > 0 {
		opts = append(opts, slack.MsgOptionBlocks(v.Blocks...))
	}
	return opts
}

// metadata is what a message is found by: identifiers only. It is under 1 kB.
func metadata(m claims.Message) slack.SlackMetadata {
	ids := make([]string, 0, len(m.Reminders))
	for _, r := range m.Reminders[:min(len(m.Reminders), claims.LinesPerMessage)] {
		ids = append(ids, strconv.FormatInt(int64(r.Claim.ID), 10))
	}
	payload := map[string]any{
		"message": string(m.ID), "claims": strings.Join(ids, ","), "attempt": m.Attempt, "part": m.Part,
		"form": string(m.Form), "about": strings.Join(subjects(m), ","),
	}
	return slack.SlackMetadata{EventType: EventType, EventPayload: payload}
}

// subjects names what a message is about: each reminder by claim and ordinal, a digest by its
// time, a triage card by its report.
// Another database of the same newsroom, such as one that was restored, names it the same.
func subjects(m claims.Message) []string {
	var list []string
	if m.Digest != nil && m.Part == 0 {
		list = append(list, fmt.Sprintf("digest/%d", m.Digest.At.Unix()))
	}
	if m.Triage != nil {
		list = append(list, fmt.Sprintf("report/%d", m.Triage.Report.ID))
	}
	for _, r := range m.Reminders[:min(len(m.Reminders), claims.LinesPerMessage)] {
		list = append(list, fmt.Sprintf("%d/%d", r.Claim.ID, r.Notice.Ordinal))
	}
	return list
}

// at reads the moment from a message's timestamp; one that is none gives our own clock.
func (s *Sender) at(ts string) time.Time {
	t, err := parseTS(ts)
	if err != nil {
		return s.now().UTC()
	}
	return t
}

func parseTS(ts string) (time.Time, error) {
	secs, frac, _ := strings.Cut(ts, ".")
	n, err := strconv.ParseInt(secs, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read timestamp: %w", err)
	}
	micro, err := strconv.ParseInt((frac + "000000")[:6], 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read timestamp: %w", err)
	}
	return time.Unix(n, micro*1000).UTC(), nil
}

func formatTS(t time.Time) string { return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000) }

// Probe asks Slack whether the token is good. Errors are *notify.SendError.
func (s *Sender) Probe(ctx context.Context) error {
	_, err := s.whoami(ctx)
	return err
}

package interact

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"claimwatch/notify/slack/blocks"

	"github.com/slack-go/slack"
)

// callTimeout bounds one call to Slack.
const callTimeout = 10 * time.Second

// talk makes the calls to Slack that answering takes. None is repeated: what fails is said or left.
type talk struct {
	token  func() string
	apiURL string
	host   string
	http   *http.Client
}

func newTalk(c Config) *talk {
	t := &talk{token: c.Token, apiURL: c.APIURL}
	if t.apiURL == "" {
		t.apiURL = slack.APIURL
	}
	if u, err := url.Parse(t.apiURL); err == nil {
		t.host = u.Host
	}
	t.http = &http.Client{Transport: c.HTTP, Timeout: callTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return t
}

func (t *talk) api() *slack.Client {
	return slack.New(t.token(), slack.OptionAPIURL(t.apiURL), slack.OptionHTTPClient(t.http))
}

// code returns Slack's word for a refusal; "" when it is none.
func code(err error) string {
	var refused slack.SlackErrorResponse
	if errors.As(err, &refused) {
		return refused.Err
	}
	return ""
}

// scrub takes the address out of an error: a response_url lets whoever reads it write.
func scrub(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// open shows a modal; inside another one, on top of it.
func (t *talk) open(ctx context.Context, e Event, v slack.ModalViewRequest) error {
	var err error
	if e.Modal {
		_, err = t.api().PushViewContext(ctx, e.Trigger, v)
	} else {
		_, err = t.api().OpenViewContext(ctx, e.Trigger, v)
	}
	return err
}

func (t *talk) updateView(ctx context.Context, id string, v slack.ModalViewRequest) error {
	_, err := t.api().UpdateViewContext(ctx, v, "", "", id)
	return err
}

func (t *talk) publish(ctx context.Context, user string, v slack.HomeTabViewRequest) error {
	_, err := t.api().PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: v})
	return err
}

// tell shows a message to one person: where they acted if that is possible, else directly.
func (t *talk) tell(ctx context.Context, e Event, m blocks.Message) error {
	if t.mine(e.Response) {
		return t.respond(ctx, e.Response, m, false)
	}
	channel := e.Channel
	if channel == "" {
		channel = e.Origin.Channel
	}
	if channel != "" {
		_, err := t.api().PostEphemeralContext(ctx, channel, e.User, message(m)...)
		if c := code(err); c == "" || (c != "not_in_channel" && c != "channel_not_found" && c != "user_not_in_channel") {
			return err
		}
	}
	_, _, err := t.api().PostMessageContext(ctx, e.User, message(m)...)
	return err
}

// message are the options that every message has: nothing in it becomes live by itself.
func message(m blocks.Message) []slack.MsgOption {
	opts := []slack.MsgOption{
		slack.MsgOptionText(m.Text, false), slack.MsgOptionParse(false), slack.MsgOptionLinkNames(false),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
	if len(m.Blocks) > 0 {
		opts = append(opts, slack.MsgOptionBlocks(m.Blocks...))
	}
	return opts
}

// respond answers through a response_url, or replaces the message that was clicked.
func (t *talk) respond(ctx context.Context, address string, m blocks.Message, replace bool) error {
	no := false
	w := &slack.WebhookMessage{Text: m.Text, ResponseType: "ephemeral", ReplaceOriginal: replace, UnfurlLinks: &no, UnfurlMedia: &no}
	if len(m.Blocks) > 0 {
		w.Blocks = &slack.Blocks{BlockSet: m.Blocks}
	}
	return scrub(slack.PostWebhookCustomHTTPContext(ctx, address, t.http, w))
}

// mine reports whether an address may be posted to: Slack's own, or that of the API in use.
func (t *talk) mine(address string) bool {
	u, err := url.Parse(address)
	if address == "" || err != nil || u.User != nil {
		return false
	}
	if u.Host == t.host {
		return true
	}
	host := u.Hostname()
	return u.Scheme == "https" && (strings.HasSuffix(host, ".slack.com") || strings.HasSuffix(host, ".slack-gov.com"))
}

// redraw edits a message of ours in place.
func (t *talk) redraw(ctx context.Context, e Event, m blocks.Message) error {
	if e.Hidden {
		if !t.mine(e.Response) {
			return nil
		}
		return t.respond(ctx, e.Response, m, true)
	}
	_, _, _, err := t.api().UpdateMessageContext(ctx, e.Channel, e.TS, message(m)...)
	return err
}

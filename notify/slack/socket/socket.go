package socket

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// An Envelope is what Slack sends: a click, a command, a submission, an event.
type Envelope struct {
	ID      string
	Kind    string // "interactive", "slash_commands", "events_api"
	Payload json.RawMessage
}

// Config of a Socket. Token, Take, Now and Log are required.
type Config struct {
	Token  func() string     // the app-level token, xapp; asked for at each connection
	APIURL string            // ends in "/api/"; "" is slack.com
	HTTP   http.RoundTripper // nil: the default
	// Take keeps an envelope and returns what its acknowledgement carries, nil for nothing. An
	// error: it is not acknowledged. It is called for many envelopes at a time, and again for one
	// that comes again.
	Take   func(ctx context.Context, e Envelope) (json.RawMessage, error)
	Now    func() time.Time // the machine's clock: connections' deadlines go by it
	Log    *slog.Logger
	Jitter func() float64 // 0 to 1; nil: none
	Pace   Pace
}

// Pace holds the times of a Socket. Zero fields have defaults.
type Pace struct {
	Open    time.Duration // most time for apps.connections.open, and again for dialling until hello
	Ping    time.Duration // between two pings of ours
	Silence time.Duration // after which a line that says nothing is dead
	Stable  time.Duration // how long a line must have lived to be no failure
	Linger  time.Duration // how long a line that is replaced is read on
	First   time.Duration // pause after the first failure; it doubles with each
	Most    time.Duration // longest pause, and the longest of a line that had been up is a fifth
}

func (p Pace) orDefault() Pace {
	d := Pace{
		Open: 10 * time.Second, Ping: 5 * time.Second, Silence: 15 * time.Second, Stable: 30 * time.Second, Linger: 12 * time.Second,
		First: time.Second, Most: 30 * time.Second,
	}
	for _, f := range []struct {
		have *time.Duration
		std  time.Duration
	}{{&p.Open, d.Open}, {&p.Ping, d.Ping}, {&p.Silence, d.Silence}, {&p.Stable, d.Stable}, {&p.Linger, d.Linger}, {&p.First, d.First}, {&p.Most, d.Most}} {
		if *f.have == 0 {
			*f.have = f.std
		}
	}
	return p
}

func (c Config) validate() error {
	switch {
	case c.Token == nil || c.Take == nil || c.Now == nil || c.Log == nil:
		return errors.New("socket: token, taker, clock and log are required")
	case c.APIURL != "" && !strings.HasSuffix(c.APIURL, "/api/"):
		return errors.New(`socket: the address of the API must end in "/api/"`)
	}
	return nil
}

// A Socket receives envelopes. Health is safe for concurrent use; Run runs once.
type Socket struct {
	cfg    Config
	pace   Pace
	log    *slog.Logger
	http   *http.Client
	wg     sync.WaitGroup
	events chan event
	acks   ledger

	mu    sync.Mutex
	state state
}

// New returns a Socket. It makes no call.
func New(c Config) (*Socket, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	if c.APIURL == "" {
		c.APIURL = slack.APIURL
	}
	if c.Jitter == nil {
		c.Jitter = func() float64 { return 0 }
	}
	s := &Socket{cfg: c, pace: c.Pace.orDefault(), log: c.Log.With("component", "socket"), events: make(chan event)}
	s.http = &http.Client{Transport: c.HTTP, Timeout: s.pace.Open, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	s.state.problem = "not connected yet"
	s.state.since = c.Now()
	return s, nil
}

// Run keeps a line open until ctx ends, then closes it, lets the envelope in hand be kept and
// acknowledged, and returns nil.
func (s *Socket) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	k := keeper{Socket: s}
	k.keep(ctx)
	cancel()
	s.wg.Wait()
	s.down("stopped", s.cfg.Now())
	return nil
}

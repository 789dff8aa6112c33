package socket_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"claimwatch/notify/slack/slacktest"
	"claimwatch/notify/slack/socket"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// quick is a pace at which faults pass in milliseconds.
var quick = socket.Pace{
	Open: 5 * time.Second, Ping: 10 * time.Millisecond, Silence: 150 * time.Millisecond, Stable: 50 * time.Millisecond,
	Linger: 20 * time.Millisecond, First: 5 * time.Millisecond, Most: 40 * time.Millisecond,
}

// A desk is a socket on a Slack of its own, with what it was given.
type desk struct {
	*socket.Socket
	slack *slacktest.Server
	logs  *bytes.Buffer

	mu    sync.Mutex
	taken map[string]int
	fail  error
}

// listen runs a socket until the test ends.
func listen(t *testing.T, o slacktest.Options) *desk {
	t.Helper()
	d := &desk{slack: slacktest.New(t, o), taken: map[string]int{}, logs: &bytes.Buffer{}}
	d.run(t)
	return d
}

func (d *desk) run(t *testing.T) {
	t.Helper()
	s, err := socket.New(socket.Config{
		Token: func() string { return slacktest.AppToken }, APIURL: d.slack.URL(), Take: d.take, Now: time.Now,
		Log: slog.New(slog.NewTextHandler(&locked{Writer: d.logs, mu: &d.mu}, nil)), Pace: quick,
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Socket = s
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run ended with %v", err)
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		if strings.Contains(d.logs.String(), slacktest.AppToken) || strings.Contains(d.logs.String(), "ticket=") {
			t.Error("the log contains a secret")
		}
	})
}

type locked struct {
	*bytes.Buffer
	Writer *bytes.Buffer
	mu     *sync.Mutex
}

func (l *locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Writer.Write(b)
}

func (d *desk) take(_ context.Context, e socket.Envelope) (json.RawMessage, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		return nil, d.fail
	}
	d.taken[e.ID]++
	return json.RawMessage(`{"kind":"` + e.Kind + `"}`), nil
}

func (d *desk) times(id string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.taken[id]
}

func (d *desk) connected(t *testing.T) {
	t.Helper()
	slacktest.Until(t, "a connection", func() bool { return d.Health().Connected && d.slack.Sockets() > 0 })
}

// click delivers an envelope and waits for its acknowledgement.
func (d *desk) click(t *testing.T) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var id string
	slacktest.Until(t, "a line that takes a click", func() bool {
		var err error
		id, err = d.slack.Deliver("interactive", map[string]any{"type": "block_actions"})
		return err == nil
	})
	if _, err := d.slack.Ack(ctx, id); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestSocket_AcknowledgesWhatWasKept(t *testing.T) {
	t.Parallel()
	d := listen(t, slacktest.Options{})
	d.connected(t)
	id := d.click(t)
	got, err := d.slack.Ack(t.Context(), id)
	if err != nil || string(got) != `{"kind":"interactive"}` || d.times(id) != 1 {
		t.Errorf("got %s, %v, taken %d times", got, err, d.times(id))
	}
}

func TestSocket_DoesNotAcknowledgeWhatCouldNotBeKept(t *testing.T) {
	t.Parallel()
	d := listen(t, slacktest.Options{})
	d.connected(t)
	d.mu.Lock()
	d.fail = errors.New("disk full")
	d.mu.Unlock()
	id, err := d.slack.Deliver("interactive", nil)
	if err != nil {
		t.Fatal(err)
	}
	slacktest.Until(t, "the failure in the log", func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return strings.Contains(d.logs.String(), "disk full")
	})
	if n := d.slack.Acks(id); n != 0 {
		t.Errorf("acknowledged %d times", n)
	}
}

func TestSocket_ComesBackFrom(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		wound func(*desk)
	}{
		{"a cut", func(d *desk) { d.slack.Cut() }},
		{"a stall without a word", func(d *desk) { d.slack.Stall() }},
		{"a refresh", func(d *desk) { d.slack.Disconnect("refresh_requested") }},
		{"Socket Mode switched off and on", func(d *desk) { d.slack.Disconnect("link_disabled") }},
		{"a reason that nobody knows", func(d *desk) { d.slack.Disconnect("moon_phase") }},
		{"one 404", func(d *desk) { d.slack.Fail("apps.connections.open", slacktest.Status(404)); d.slack.Cut() }},
		{"one invalid_auth", func(d *desk) { d.slack.Fail("apps.connections.open", slacktest.Refuse("invalid_auth")); d.slack.Cut() }},
		{"one internal_error", func(d *desk) {
			d.slack.Fail("apps.connections.open", slacktest.Refuse("internal_error"))
			d.slack.Cut()
		}},
		{"a page of HTML", func(d *desk) { d.slack.Fail("apps.connections.open", slacktest.HTML()); d.slack.Cut() }},
		{"ok without an address", func(d *desk) { d.slack.Fail("apps.connections.open", slacktest.Refuse("-")); d.slack.Cut() }},
		{"connections that are cut", func(d *desk) {
			d.slack.Fail("apps.connections.open", slacktest.Drop(), slacktest.Drop(), slacktest.Drop())
			d.slack.Cut()
		}},
		{"ten frames of garbage", func(d *desk) {
			for range 10 {
				d.slack.Garbage()
			}
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := listen(t, slacktest.Options{})
			d.connected(t)
			before := d.Health().LastHello
			c.wound(d)
			slacktest.Until(t, "another hello", func() bool { return d.Health().LastHello.After(before) })
			d.click(t)
			if h := d.Health(); !h.Connected || h.Problem != "" || h.Reconnects == 0 {
				t.Errorf("got %+v, want a line that came back", h)
			}
		})
	}
}

func TestSocket_AFewFramesOfGarbageAreLeftOut(t *testing.T) {
	t.Parallel()
	d := listen(t, slacktest.Options{})
	d.connected(t)
	for range 9 {
		d.slack.Garbage()
	}
	d.click(t)
	if h := d.Health(); h.Reconnects != 0 {
		t.Errorf("connected %d times again", h.Reconnects)
	}
}

func TestSocket_OpensTheNextLineBeforeTheOldOneEnds(t *testing.T) {
	t.Parallel()
	d := listen(t, slacktest.Options{})
	d.connected(t)
	before := d.Health().LastHello
	d.slack.Disconnect("warning")
	slacktest.Until(t, "a second hello", func() bool { return d.Health().LastHello.After(before) })
	id := d.click(t)
	slacktest.Until(t, "the old line to end", func() bool { return d.slack.Sockets() == 1 })
	if d.times(id) != 1 || !d.Health().Connected {
		t.Errorf("taken %d times, health %+v", d.times(id), d.Health())
	}
}

func TestSocket_SendsALostAcknowledgementAgain(t *testing.T) {
	t.Parallel()
	d := listen(t, slacktest.Options{LoseAcks: 1})
	d.connected(t)
	id, err := d.slack.Deliver("slash_commands", map[string]any{"command": "/claim"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if _, err := d.slack.Ack(ctx, id); err != nil {
		t.Fatal(err)
	}
	if d.times(id) != 1 {
		t.Errorf("taken %d times, want once", d.times(id))
	}
}

func TestSocket_TellsWhyItIsDeafAndThatItIsNotAnyMore(t *testing.T) {
	t.Parallel()
	d := listen(t, slacktest.Options{})
	d.connected(t)
	for code, want := range map[string]string{"invalid_auth": "SLACK_APP_TOKEN", "too_many_websockets": "too many programs"} {
		d.slack.Fail("apps.connections.open", slacktest.Refuse(code).Every())
		d.slack.Cut()
		slacktest.Until(t, want, func() bool { h := d.Health(); return !h.Connected && strings.Contains(h.Problem, want) })
		d.slack.Heal("apps.connections.open")
		d.connected(t)
	}
}

func TestSocket_ConnectsAtABoundedRate(t *testing.T) {
	t.Parallel()
	d := listen(t, slacktest.Options{})
	d.connected(t)
	d.slack.Set(func(o *slacktest.Options) { o.MostSockets = -1 }) // everybody is sent away
	start := time.Now()
	before := len(d.slack.Calls("apps.connections.open"))
	d.slack.Cut()
	slacktest.Until(t, "twelve attempts", func() bool { return len(d.slack.Calls("apps.connections.open")) >= before+12 })
	// Pauses of 5, 10, 20, 40, 40 ... ms lie between them.
	if least := 300 * time.Millisecond; time.Since(start) < least {
		t.Errorf("twelve attempts within %s", time.Since(start))
	}
}

func TestSocket_WaitsARefusedConnectionOutWithoutHammering(t *testing.T) {
	t.Parallel()
	d := listen(t, slacktest.Options{})
	d.connected(t)
	d.slack.Fail("apps.connections.open", slacktest.Drop().Every())
	before := len(d.slack.Calls("apps.connections.open"))
	d.slack.Cut()
	slacktest.Until(t, "eight refusals", func() bool { return len(d.slack.Calls("apps.connections.open")) >= before+8 })
	if h := d.Health(); h.Connected || !strings.Contains(h.Problem, "no connection") {
		t.Errorf("got %+v while nothing connects", h)
	}
	d.slack.Heal("apps.connections.open")
	d.click(t)
}

func TestSocket_WarnsOfOthersOnTheSameToken(t *testing.T) {
	t.Parallel()
	d := listen(t, slacktest.Options{Strangers: 1})
	d.connected(t)
	if got := d.Health().Others; got != 1 {
		t.Errorf("got %d others, want 1", got)
	}
}

func TestHealth_IsNotWellBeforeTheFirstHello(t *testing.T) {
	t.Parallel()
	s, err := socket.New(socket.Config{
		Token: func() string { return "" }, Take: func(context.Context, socket.Envelope) (json.RawMessage, error) { return nil, nil },
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	if h := s.Health(); h.Connected || h.Problem == "" {
		t.Errorf("got %+v before it ever ran", h)
	}
}

func BenchmarkAck(b *testing.B) {
	srv := slacktest.New(b, slacktest.Options{})
	s, err := socket.New(socket.Config{
		Token: func() string { return slacktest.AppToken }, APIURL: srv.URL(), Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Take: func(context.Context, socket.Envelope) (json.RawMessage, error) { return nil, nil },
	})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	b.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			b.Error(err)
		}
	})
	slacktest.Until(b, "a connection", func() bool { return s.Health().Connected })
	for b.Loop() {
		id, err := srv.Deliver("interactive", nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := srv.Ack(ctx, id); err != nil {
			b.Fatal(err)
		}
	}
}

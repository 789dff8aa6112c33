package interact_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/extract"
	"claimwatch/claims/ledger"
	"claimwatch/claims/policy"
	"claimwatch/notify"
	"claimwatch/notify/console"
	"claimwatch/notify/slack"
	"claimwatch/notify/slack/blocks"
	"claimwatch/notify/slack/interact"
	"claimwatch/notify/slack/slacktest"
	"claimwatch/notify/slack/socket"
	"claimwatch/store"
)

// People of the newsroom.
const (
	anna  = "U0001ANNA"
	bob   = "U0002BOB"
	guest = "U0003GUEST"
	robot = "U0004ROBOT"
	far   = "U0005FAR"
	left  = "U0006LEFT"
)

const desk = "C0000DESK"

func newsroom() slacktest.Options {
	return slacktest.Options{
		Users: []slacktest.User{
			{ID: anna, Name: "anna", RealName: "Anna Novak", TZ: "Europe/Prague"},
			{ID: bob, Name: "bob", RealName: "Bob Gray"},
			{ID: guest, Name: "gus", Guest: true},
			{ID: robot, Name: "robot", Bot: true},
			{ID: far, Name: "far", Stranger: true},
			{ID: left, Name: "leo", Deleted: true},
		},
		Groups: []slacktest.Group{{ID: "S0001DESK", Handle: "desk", Users: []string{bob}}},
	}
}

// A world is a newsroom with a database on a real file, a Slack over real sockets, and all that
// runs between them.
type world struct {
	t       testing.TB
	slack   *slacktest.Server
	store   *store.Store
	ledger  *ledger.Ledger
	service *interact.Service
	socket  *socket.Socket
	worker  *notify.Worker
	tune    func(*interact.Config)
	stop    func()
}

// open makes a world in which nothing runs yet.
func open(t testing.TB, o slacktest.Options, tune func(*interact.Config)) *world {
	t.Helper()
	w := &world{t: t, slack: slacktest.New(t, o), tune: tune, stop: func() {}}
	var err error
	if w.store, err = store.Open(context.Background(), filepath.Join(t.TempDir(), "claims.db"), store.Options{Create: true}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.stop()
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	})
	settings := policy.Defaults()
	settings.Location, settings.Channel = time.UTC, "#desk"
	settings.DirectTo = func(owner string) string {
		if owner == "anna" {
			return anna
		}
		return ""
	}
	rules, err := policy.New(settings)
	if err != nil {
		t.Fatal(err)
	}
	w.ledger, err = ledger.New(context.Background(), ledger.Config{
		Books: w.store, Rules: rules, Zone: time.UTC, Read: read, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.hire(rules)
	return w
}

func read(r claims.Report) []claims.Item { return extract.Items(r, 0.3) }

// hire makes what runs.
func (w *world) hire(rules *policy.Rules) {
	w.t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	token := func() string { return slacktest.BotToken }
	sender, err := slack.New(slack.Config{Token: token, APIURL: w.slack.URL(), Log: quiet, Now: time.Now, Buttons: true})
	if err != nil {
		w.t.Fatal(err)
	}
	terminal, err := console.New(console.Config{Out: w.t.Output(), Now: time.Now, Zone: time.UTC})
	if err != nil {
		w.t.Fatal(err)
	}
	w.worker, err = notify.New(notify.Config{
		Outbox: w.store, Ledger: w.ledger, Slack: sender, Terminal: terminal, Words: rules.Words, Now: time.Now, Log: quiet, Grace: time.Second,
		Pace: notify.Pace{Post: time.Millisecond, Tick: 20 * time.Millisecond, Edits: 6000},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.service = w.serve()
}

// serve makes a service, as a process that starts does.
func (w *world) serve() *interact.Service {
	w.t.Helper()
	c := interact.Config{
		Desk: w.ledger, Reader: w.ledger, Inbox: w.store, Register: w.store, Language: w.language(),
		Token: func() string { return slacktest.BotToken }, APIURL: w.slack.URL(), Triage: true, Zone: time.UTC, Wake: w.worker.Wake,
		Health: func(context.Context) (string, []string) { return "All is well.", nil }, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	if w.tune != nil {
		w.tune(&c)
	}
	s, err := interact.New(c)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (w *world) language() interact.Language {
	return interact.Language{
		Due: func(words string, _ claims.Day) (claims.Due, error) {
			d, err := claims.ParseDay(words)
			if err != nil {
				return claims.Due{}, &claims.InvalidError{Field: "due", Problem: "that is no date"}
			}
			return claims.Due{Start: d, End: d, Precision: claims.PrecisionDay}, nil
		},
		Kind: extract.Kind, Items: read,
		Complete: func(r claims.Report, today claims.Day) claims.Report {
			r.Language = extract.Language(r.Text)
			if r.Published == 0 {
				r.Published = today
			}
			return r
		},
		SnoozeEnd: func(ctx context.Context, id claims.ClaimID, words string) (time.Time, error) {
			if d, err := claims.ParseDay(words); err == nil {
				return w.ledger.SnoozeEnd(ctx, id, d, policy.Duration{})
			}
			d, err := policy.ParseDuration(words)
			if err != nil {
				return time.Time{}, &claims.InvalidError{Field: "snooze", Problem: "that is no time"}
			}
			return w.ledger.SnoozeEnd(ctx, id, 0, d)
		},
	}
}

// run starts everything; stop ends it, as at the end of a process.
func (w *world) run() *world {
	w.t.Helper()
	var err error
	w.socket, err = socket.New(socket.Config{
		Token: func() string { return slacktest.AppToken }, APIURL: w.slack.URL(), Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Take: func(ctx context.Context, e socket.Envelope) (json.RawMessage, error) {
			return w.service.Take(ctx, e.ID, e.Kind, e.Payload)
		},
		Pace: socket.Pace{
			Ping: 20 * time.Millisecond, Silence: 500 * time.Millisecond, Stable: time.Millisecond, Linger: 20 * time.Millisecond,
			First: 2 * time.Millisecond, Most: 20 * time.Millisecond,
		},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for _, part := range []func(context.Context) error{w.socket.Run, w.service.Run, w.worker.Run} {
		wg.Go(func() {
			if err := part(ctx); err != nil && !errors.Is(err, context.Canceled) {
				w.t.Error(err)
			}
		})
	}
	w.stop = sync.OnceFunc(func() { cancel(); wg.Wait() })
	w.until("a connection", func() bool { return w.slack.Sockets() > 0 })
	return w
}

func (w *world) until(what string, done func() bool) {
	w.t.Helper()
	slacktest.Until(w.t, what, done)
}

// add stores a claim.
func (w *world) add(d claims.Draft) claims.Claim {
	w.t.Helper()
	if d.Kind == "" {
		d.Kind = claims.KindEvent
	}
	c, err := w.ledger.Add(context.Background(), d, claims.Actor{Name: "carol", Via: claims.ViaCLI})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (w *world) claim(id claims.ClaimID) claims.Claim {
	w.t.Helper()
	c, err := w.ledger.Claim(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// acts counts what happened to a claim, by action.
func (w *world) acts(id claims.ClaimID, a claims.Action) (n int, last claims.Entry) {
	w.t.Helper()
	d, err := w.ledger.Dossier(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range d.History {
		if e.Action == a {
			n, last = n+1, e
		}
	}
	return n, last
}

// deliver sends an envelope as soon as there is a line, and waits for its acknowledgement.
func (w *world) deliver(kind string, payload any) (id string, answer string) {
	w.t.Helper()
	w.until("a line", func() bool {
		var err error
		id, err = w.slack.Deliver(kind, payload)
		return err == nil
	})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	got, err := w.slack.Ack(ctx, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return id, string(got)
}

// done waits until an envelope's work is done.
func (w *world) done(id string) {
	w.t.Helper()
	w.until("the work of "+id, func() bool {
		list, err := w.store.UndoneEnvelopes(context.Background(), 1000)
		if err != nil {
			return false
		}
		for _, e := range list {
			if e.ID == id {
				return false
			}
		}
		return true
	})
}

// do delivers an envelope and waits until it is done.
func (w *world) do(kind string, payload any) string {
	w.t.Helper()
	id, _ := w.deliver(kind, payload)
	w.done(id)
	return id
}

type object = map[string]any

func user(id string) object { return object{"id": id, "team_id": "T0000TEAM"} }

// press is a click on a button of a message in the desk's channel.
func press(who string, a blocks.Action, v blocks.Value) object {
	return object{
		"type": "block_actions", "user": user(who), "team": object{"id": "T0000TEAM"}, "channel": object{"id": desk}, "trigger_id": "t1",
		"container": object{"type": "message", "message_ts": "1.000001", "channel_id": desk},
		"message":   object{"ts": "1.000001", "text": "a card"},
		"actions":   []object{{"action_id": string(a), "type": "button", "value": v.String()}},
	}
}

// choose is a click on a line of a menu.
func choose(who string, a blocks.Action, v blocks.Value, choice string) object {
	p := press(who, a, v)
	p["actions"] = []object{{"action_id": string(a), "type": "overflow", "selected_option": object{"value": v.With(choice).String()}}}
	return p
}

// send is a form that was filled in.
func send(who string, cb blocks.Callback, o blocks.Origin, fields map[blocks.Field]any) object {
	values := object{}
	for id, v := range fields {
		if s, ok := v.(string); ok {
			v = object{"type": "plain_text_input", "value": s}
		}
		values[string(id)] = object{blocks.Input: v}
	}
	return object{
		"type": "view_submission", "user": user(who), "team": object{"id": "T0000TEAM"}, "trigger_id": "t1",
		"view": object{"id": "V1", "type": "modal", "callback_id": string(cb), "private_metadata": o.String(), "state": object{"values": values}},
	}
}

func picked(v string) object { return object{"selected_option": object{"value": v}} }

// type_ is a command that was typed in the desk's channel.
func (w *world) typed(who, text string) object {
	return object{
		"command": "/claim", "text": text, "user_id": who, "team_id": "T0000TEAM", "channel_id": desk, "trigger_id": "t1",
		"response_url": w.slack.ResponseURL(who),
	}
}

// heard returns the last thing that was shown to one person alone, once there are n such things.
func (w *world) heard(n int) string {
	w.t.Helper()
	w.until(fmt.Sprintf("%d answers", n), func() bool { return len(w.slack.Whispers()) >= n })
	all := w.slack.Whispers()
	return all[len(all)-1].Text
}

// saw returns the last view, once there are n.
func (w *world) saw(n int) slacktest.View {
	w.t.Helper()
	w.until(fmt.Sprintf("%d views", n), func() bool { return len(w.slack.Views()) >= n })
	all := w.slack.Views()
	return all[len(all)-1]
}

func wantWords(t testing.TB, got string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(strings.ReplaceAll(got, "\u200b", ""), word) {
			t.Errorf("got %q, want %q in it", got, word)
		}
	}
}

func raw(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

package interact_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
	"claimwatch/notify/slack/interact"
)

func FuzzDecode(f *testing.F) {
	c := claims.Claim{ID: 12, Version: 3}
	for _, v := range []any{
		press(anna, blocks.ActionCheck, blocks.ValueOf(c)), choose(anna, blocks.ActionMore, blocks.ValueOf(c), blocks.MoreEdit),
		send(anna, blocks.CallbackResolve, blocks.Origin{Claim: 12, Version: 3}, map[blocks.Field]any{blocks.FieldOutcome: picked("happened")}),
		object{"command": "/claim", "text": "list"}, object{"event": object{"type": "app_home_opened", "user": anna, "tab": "home"}}, []int{1}, nil, "x",
	} {
		b, err := json.Marshal(v)
		if err != nil {
			f.Fatal(err)
		}
		for _, kind := range []string{"interactive", "slash_commands", "events_api", "hello"} {
			f.Add(kind, b)
		}
	}
	f.Fuzz(func(t *testing.T, kind string, payload []byte) {
		e, err := interact.Decode(kind, payload)
		if err != nil {
			return
		}
		if e.Value.Claim < 0 || e.Origin.Claim < 0 || e.Value.Page < 0 {
			t.Errorf("a number below zero: %+v", e)
		}
		for id, v := range e.Form {
			if len(v) > 16_000 {
				t.Errorf("%s holds %d bytes", id, len(v))
			}
		}
		if _, err := json.Marshal(e); err != nil {
			t.Error(err)
		}
	})
}

// TestLifeOfAClaim_WhileConnectionsBreak plays a claim from its reminder to its receipt through the
// buttons of its own card, while the line is cut again and again.
func TestLifeOfAClaim_WhileConnectionsBreak(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	yesterday := claims.DayOf(time.Now().UTC()) - 1
	c := w.add(claims.Draft{Summary: "The vote", Due: claims.Due{Start: yesterday, End: yesterday, Precision: claims.PrecisionDay}})
	if _, err := w.ledger.Remind(t.Context(), []claims.ClaimID{c.ID}, time.Now().Add(24*time.Hour).UTC().Truncate(time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ledger.Group(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	w.worker.Wake()
	card := w.slack.Stored(t, 1)[0]
	stop := breakLines(w)
	defer stop()

	do := func(a blocks.Action, want func(claims.Claim) bool) {
		t.Helper()
		v := w.button(card.TS, a)
		p := press(anna, a, v)
		p["container"] = object{"message_ts": card.TS, "channel_id": card.Channel}
		w.click(p)
		w.until(string(a), func() bool { return want(w.claim(c.ID)) })
	}
	do(blocks.ActionTake, func(c claims.Claim) bool { return c.Owner == "anna" })
	w.until("the card to know its owner", func() bool { return w.button(card.TS, blocks.ActionCheck).Version == w.claim(c.ID).Version })
	do(blocks.ActionCheck, func(c claims.Claim) bool { return !c.LastCheckedAt.IsZero() })
	form := map[blocks.Field]any{blocks.FieldOutcome: picked("happened"), blocks.FieldEvidence: "https://example.org/story"}
	w.click(send(bob, blocks.CallbackResolve, blocks.Origin{Claim: c.ID, Version: w.claim(c.ID).Version}, form))
	w.until("the receipt", func() bool {
		return w.claim(c.ID).Status == claims.StatusResolved && w.button(card.TS, blocks.ActionReopen).Claim == c.ID
	})
	for _, a := range []claims.Action{claims.ActionAssigned, claims.ActionChecked, claims.ActionResolved} {
		if n, _ := w.acts(c.ID, a); n != 1 {
			t.Errorf("%s %d times, want once", a, n)
		}
	}
	if n := len(w.slack.Messages(desk)); n != 1 {
		t.Errorf("%d messages in the channel, want the card alone", n)
	}
}

// breakLines cuts every line as soon as it is there, until it is stopped.
func breakLines(w *world) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(25 * time.Millisecond)
		defer tick.Stop()
		for i := 0; ; i++ {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			switch i % 3 {
			case 0:
				w.slack.Cut()
			case 1:
				w.slack.Disconnect("refresh_requested")
			case 2:
				w.slack.Garbage()
			}
		}
	})
	return func() { cancel(); wg.Wait() }
}

// click delivers a payload as Slack does, under one id, until it is acknowledged.
func (w *world) click(payload any) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var id string
	w.until("a line", func() bool {
		var err error
		id, err = w.slack.Deliver("interactive", payload)
		return err == nil
	})
	for w.slack.Acks(id) == 0 {
		once, done := context.WithTimeout(ctx, 20*time.Millisecond)
		_, err := w.slack.Ack(once, id)
		done()
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			w.t.Fatalf("%s was never acknowledged", id)
		}
		if err != nil {
			_ = w.slack.Redeliver(id, "interactive", payload) // without a line it is tried again
		}
	}
}

// button returns the value of a button on a message as it stands; zero when there is none.
func (w *world) button(ts string, a blocks.Action) blocks.Value {
	for _, m := range w.slack.Messages("") {
		if m.TS != ts {
			continue
		}
		var found string
		walk(m.Blocks, func(e object) {
			if id, _ := e["action_id"].(string); blocks.ParseAction(id) == a {
				found, _ = e["value"].(string)
			}
		})
		v, err := blocks.ParseValue(found)
		if err != nil {
			w.t.Errorf("the card carries %q", found)
		}
		return v
	}
	return blocks.Value{}
}

// walk visits every object of a JSON document.
func walk(raw []byte, visit func(object)) {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return
	}
	var down func(any)
	down = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				down(e)
			}
		case map[string]any:
			visit(v)
			for _, e := range v {
				down(e)
			}
		}
	}
	down(v)
}

// BenchmarkAckUnderLoad measures clicks from delivery to acknowledgement, a hundred at once, each
// written to a real file: p50 and p99 in milliseconds.
func BenchmarkAckUnderLoad(b *testing.B) {
	w := open(b, newsroom(), nil)
	w.run()
	c := w.add(claims.Draft{Summary: "The vote"})
	payload := press(anna, blocks.ActionCheck, blocks.ValueOf(c))
	var took []time.Duration
	var mu sync.Mutex
	for b.Loop() {
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				from := time.Now()
				id, err := w.slack.Deliver("interactive", payload)
				if err == nil {
					_, err = w.slack.Ack(context.Background(), id)
				}
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					b.Error(err)
				}
				took = append(took, time.Since(from))
			})
		}
		wg.Wait()
	}
	slices.Sort(took)
	ms := func(p int) float64 { return float64(took[len(took)*p/100].Microseconds()) / 1000 }
	b.ReportMetric(ms(50), "p50-ms")
	b.ReportMetric(ms(99), "p99-ms")
}

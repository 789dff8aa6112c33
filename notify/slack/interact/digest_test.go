package interact_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
	"claimwatch/notify/slack/interact"
)

func cameHome(who string) object {
	return object{"team_id": "T0000TEAM", "event": object{"type": "app_home_opened", "user": who, "tab": "home"}}
}

// atHome is a click in App Home.
func atHome(who string, a blocks.Action) object {
	p := press(who, a, blocks.Value{})
	p["view"], p["container"], p["channel"] = object{"id": "V1", "type": "home"}, object{"type": "view"}, nil
	return p
}

func ticked(values ...string) object {
	var list []object
	for _, v := range values {
		list = append(list, object{"value": v})
	}
	return object{"type": "checkboxes", "selected_options": list}
}

// TestDigest_OfOnesOwnIsChosenInAppHomeAndComesByDirectMessage plays it over real sockets, from the
// button to the message, and back to off.
func TestDigest_OfOnesOwnIsChosenInAppHomeAndComesByDirectMessage(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	yesterday := claims.DayOf(time.Now().UTC()) - 1
	past := claims.Due{Start: yesterday, End: yesterday, Precision: claims.PrecisionDay}
	w.add(claims.Draft{Summary: "The secret source", Owner: "anna", Confidential: true, Due: past})
	w.add(claims.Draft{Summary: "The vote", Owner: "bob", Due: past})
	w.do("events_api", cameHome(anna))
	wantWords(t, string(w.saw(1).View), "My digest…")
	w.do("interactive", atHome(anna, blocks.ActionDigest))
	wantWords(t, string(w.saw(2).View), `"callback_id":"digest"`, "Europe/Prague", "08:30")
	w.do("interactive", send(anna, blocks.CallbackDigest, blocks.Origin{}, map[blocks.Field]any{
		blocks.FieldTold: ticked(blocks.Yes), blocks.FieldClock: object{"type": "timepicker", "selected_time": "06:15"},
		blocks.FieldDays: ticked("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
	}))
	wantWords(t, string(w.saw(3).View), "My digest: 06:15 Mon-Sun…")
	w.morning(1)
	w.morning(0)
	sent := w.slack.Stored(t, 1)
	wantWords(t, sent[0].Text+string(sent[0].Blocks), "Your claims", "The secret source", "Overdue", "confidential")
	if strings.Contains(sent[0].Text, "The vote") || sent[0].Channel == desk || w.claim(1).RemindersSent != 0 {
		t.Errorf("got %+v, and %d reminders", sent[0], w.claim(1).RemindersSent)
	}
	w.do("slash_commands", w.typed(anna, "digest off"))
	wantWords(t, w.heard(1), "no digest of your own")
	w.morning(0)
	if n := len(w.slack.Messages("")); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// morning is at the desk when anna chose her hours a day ago, if she wants to be told at all, and
// wants so many digests of people.
func (w *world) morning(want int) {
	w.t.Helper()
	h, err := w.store.DigestHours(context.Background(), anna)
	if err != nil {
		w.t.Fatal(err)
	}
	if want > 0 {
		err = w.store.SetDigestHours(context.Background(), anna, h, time.Now().Add(-24*time.Hour))
	}
	if err != nil {
		w.t.Fatal(err)
	}
	n, err := w.ledger.PostPersonal(context.Background(), time.Now().UTC())
	if err != nil || n != want {
		w.t.Errorf("%d digests, %v; want %d", n, err, want)
	}
	w.worker.Wake()
}

func TestDigest_HoursThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	clock := object{"type": "timepicker", "selected_time": "06:15"}
	for _, c := range []struct {
		fields map[blocks.Field]any
		at     blocks.Field
	}{
		{map[blocks.Field]any{blocks.FieldTold: ticked(blocks.Yes), blocks.FieldClock: clock, blocks.FieldDays: ticked()}, blocks.FieldDays},
		{map[blocks.Field]any{blocks.FieldTold: ticked(blocks.Yes), blocks.FieldClock: "", blocks.FieldDays: ticked("mon")}, blocks.FieldClock},
	} {
		_, answer := w.deliver("interactive", send(anna, blocks.CallbackDigest, blocks.Origin{}, c.fields))
		wantWords(t, answer, `"response_action":"errors"`, `"`+string(c.at)+`":`)
	}
	w.do("slash_commands", w.typed(anna, "digest tomorrow"))
	wantWords(t, w.heard(1), "08:30 mon-fri")
	w.do("slash_commands", w.typed(anna, "digest 7:05 sat"))
	wantWords(t, w.heard(2), "07:05 Sat", "Europe/Prague")
	w.do("slash_commands", w.typed(guest, "digest 7:05"))
	wantWords(t, w.heard(3), "full members")
	if list, err := w.store.Subscribers(t.Context()); err != nil || len(list) != 1 || list[0].SlackID != anna || list[0].Zone != "Europe/Prague" {
		t.Errorf("got %+v, %v", list, err)
	}
	if z := w.service.ZoneOf(anna); z == nil || z.String() != "Europe/Prague" || w.service.ZoneOf("U0009NOBODY") != nil {
		t.Errorf("anna's zone is %v", z)
	}
}

func TestHome_ShowsWhatChangedElsewhereToWhoeverMayLook(t *testing.T) {
	t.Parallel()
	now := time.Now()
	w := open(t, newsroom(), func(c *interact.Config) { c.HomeEvery = 10 * time.Millisecond }).run()
	c := w.add(claims.Draft{Summary: "The vote", Owner: "anna"})
	w.do("events_api", cameHome(anna))
	w.saw(1)
	act := func(act claims.Act) {
		t.Helper()
		if _, err := w.ledger.Apply(t.Context(), claims.Command{IDs: []claims.ClaimID{c.ID}, By: claims.Actor{Name: "carol", Via: claims.ViaCLI}, Act: act}); err != nil {
			t.Fatal(err)
		}
	}
	act(claims.AddNote{Text: "nothing that App Home shows"})
	act(claims.Snooze{Until: now.Add(48 * time.Hour)})
	wantWords(t, string(w.saw(2).View), "Snoozed until")
	act(claims.Close{Outcome: "happened", Evidence: claims.Evidence{Note: "seen"}})
	last := w.saw(3)
	wantWords(t, string(last.View), "Nothing open is yours.")
	if last.UserID != anna || len(w.slack.Views()) != 3 {
		t.Errorf("%d views, the last for %s", len(w.slack.Views()), last.UserID)
	}
}

func TestDigest_OfWhoMayNotActAnyMoreEnds(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil)
	for _, id := range []string{anna, guest, left} {
		if err := w.store.SetDigestHours(t.Context(), id, claims.MorningHours(), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	w.run()
	w.until("digests to end", func() bool {
		list, err := w.store.Subscribers(context.Background())
		return err == nil && len(list) == 1 && list[0].SlackID == anna
	})
}

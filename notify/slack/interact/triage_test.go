package interact_test

import (
	"strings"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
)

// TestTriageCard_GoesToTheDeskAndFollowsWhatIsDecided plays the card of a new report: one is posted,
// a candidate is tracked through its own button, another dismissed at a terminal, and the card
// shows both.
func TestTriageCard_GoesToTheDeskAndFollowsWhatIsDecided(t *testing.T) {
	t.Parallel()
	w := open(t, newsroom(), nil).run()
	text := "Mayor Novak said on Monday that she will present the budget on May 9, 2030. It is not known whether the council will accept it."
	r := claims.Report{Title: "The budget", Text: text, Published: claims.NewDay(2030, 5, 1), Language: "en"}
	carol := claims.Actor{Name: "carol", Via: claims.ViaCLI}
	in, err := w.ledger.Ingest(t.Context(), claims.Intake{Report: r, Items: read(r)}, carol)
	if err != nil || len(in.Claims) != 2 {
		t.Fatalf("got %d candidates, %v", len(in.Claims), err)
	}
	for range 2 { // the second beat finds nothing to do
		if _, err := w.ledger.PostTriage(t.Context(), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	w.worker.Wake()
	card := w.slack.Stored(t, 1)[0]
	wantWords(t, card.Text, "The budget")

	track := w.button(card.TS, blocks.ActionTrack)
	p := press(anna, blocks.ActionTrack, track)
	p["container"] = object{"message_ts": card.TS, "channel_id": card.Channel}
	w.do("interactive", p)
	if got := w.claim(track.Claim).Status; got != claims.StatusOpen {
		t.Fatalf("it is %s", got)
	}
	other := in.Claims[0].ID
	if other == track.Claim {
		other = in.Claims[1].ID
	}
	if _, err := w.ledger.Apply(t.Context(), claims.Command{IDs: []claims.ClaimID{other}, By: carol, Act: claims.Dismiss{}}); err != nil {
		t.Fatal(err)
	}
	w.until("the card to shrink", func() bool {
		m := w.slack.Messages(desk)[0]
		return !strings.Contains(string(m.Blocks), string(blocks.ActionTrack)) && strings.Contains(string(m.Blocks), string(blocks.ActionUndo))
	})
	if n := len(w.slack.Messages(desk)); n != 1 {
		t.Errorf("%d messages in the channel, want the card alone", n)
	}
}

package notify_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/notify"
)

// drawn says of each edit which claim it drew and whether as a receipt, a link to a newer card, or a line.
func drawn(list []claims.Card) []string {
	var out []string
	for _, c := range list {
		how := string(c.Claim.Status)
		if c.Next.Known() {
			how = "shrunk"
		}
		if c.Line {
			how += " line"
		}
		out = append(out, fmt.Sprintf("%d %s", c.Claim.ID, how))
	}
	return out
}

func (w *world) wantEdits(want ...string) {
	w.t.Helper()
	if diff := cmp.Diff(want, drawn(w.slack.edits)); diff != "" {
		w.t.Errorf("edits differ (-want +got):\n%s", diff)
	}
}

func TestCards_ResolvedClaimBecomesReceiptOnItsNewestCard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.due("a", "#desk")
	k := w.worker()
	w.run(k)
	w.clock.add(24 * time.Hour)
	w.remind(id, 2, "#desk", claims.FormCard)
	w.run(k)
	w.wantEdits("1 shrunk")
	if e := w.slack.edits[0]; e.Posted.TS != w.slack.posts[0].ts || e.Next.TS != w.slack.posts[1].ts {
		t.Errorf("%s shrank to a link to %s, want the first to the second", e.Posted.TS, e.Next.TS)
	}
	w.clock.add(time.Hour)
	w.resolve(id)
	w.run(k)
	w.wantEdits("1 shrunk", "1 resolved")
	if e := w.slack.edits[1]; e.Posted.TS != w.slack.posts[1].ts || len(e.Evidence) != 1 || e.Reminder.Notice.Ordinal != 2 {
		t.Errorf("receipt %+v, want it on the second card with its evidence", e)
	}
	w.clock.add(time.Hour)
	w.run(w.worker())
	w.wantEdits("1 shrunk", "1 resolved")
}

func TestCards_ClaimResolvedWhileItsReminderIsOnItsWayIsEditedAtOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		post answer
		wait time.Duration
	}{
		{"the post is taken", taken, 0},
		{"the post is found later", cutAfter, 2 * time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			id := w.due("a", "#desk")
			w.slack.before = func(claims.Message) { w.resolve(id) }
			w.slack.once(notify.CallPost, c.post)
			k := w.worker()
			w.run(k)
			w.clock.add(c.wait)
			w.run(k)
			w.wantEdits("1 resolved")
			if len(w.slack.posts) != 1 {
				t.Errorf("%d posts, want one", len(w.slack.posts))
			}
		})
	}
}

func TestCards_DeletedCardOfAnOpenClaimIsPostedAfreshOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.due("a", "#desk")
	k := w.worker()
	w.run(k)
	w.slack.say(func(c notify.Call, _ string) answer {
		if c == notify.CallEdit {
			return refused(notify.ClassGone, "message_not_found")
		}
		return taken
	})
	for range 3 {
		w.clock.add(time.Minute)
		w.touch(id)
		w.run(k)
	}
	if n := len(w.slack.posts); n != 2 || w.sent(id) != 1 {
		t.Errorf("%d posts, counted %d; want it afresh once, as no new reminder", n, w.sent(id))
	}
	w.slack.say(nil)
	w.clock.add(time.Hour)
	w.remind(id, 2, "#desk", claims.FormCard)
	w.run(k)
	w.clock.add(time.Minute)
	w.resolve(id)
	w.run(k)
	w.wantEdits("1 resolved")
}

// touch changes a claim so that its cards are redrawn.
func (w *world) touch(id claims.ClaimID) {
	w.t.Helper()
	c, err := w.store.Claim(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	was := c.Revision
	c.Revision++
	c.Owner, c.UpdatedAt = c.Owner+"a", w.clock.now()
	w.change(claims.Write{Claim: c, Was: was, Redraw: true})
}

func TestCards_FailedEditIsRepeatedAndAChangeMeanwhileIsNotLost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.due("a", "#desk")
	k := w.worker()
	w.run(k)
	w.touch(id)
	w.slack.once(notify.CallEdit, refused(notify.ClassWait, "ratelimited"))
	w.run(k)
	w.wantEdits()
	w.slack.say(func(c notify.Call, _ string) answer {
		if c == notify.CallEdit && len(w.slack.edits) == 0 {
			w.touch(id) // in the same millisecond
		}
		return taken
	})
	w.clock.add(time.Minute)
	w.run(k)
	w.wantEdits("1 open", "1 open")
	if got := w.slack.edits[1].Claim.Owner; got != "annaaa" {
		t.Errorf("drew the owner as %s", got)
	}
}

func TestCards_LateSettledReminderDoesNotBecomeTheCard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.due("a", "#desk")
	w.slack.once(notify.CallPost, cutAfter)
	k := w.worker()
	w.run(k)
	w.clock.add(time.Minute)
	w.remind(id, 2, "#desk", claims.FormCard)
	w.run(k)
	w.clock.add(time.Minute)
	w.run(k)
	w.wantEdits("1 shrunk")
	if e := w.slack.edits[0]; e.Posted.TS != w.slack.posts[0].ts || w.sent(id) != 2 {
		t.Errorf("edited %s, counted %d; want the first shrunk and both counted", e.Posted.TS, w.sent(id))
	}
}

func TestBundle_KeepsCardsAndDrawsLinesOfClaimsWithoutOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	carded := w.due("with a card", "#desk")
	k := w.worker()
	w.run(k)
	w.clock.add(time.Hour)
	bare := w.claim("without").ID
	w.remind(carded, 2, "#desk", claims.FormBundle)
	w.remind(bare, 1, "#desk", claims.FormBundle)
	w.run(k)
	if p := w.slack.posts; len(p) != 2 || p[1].m.Form != claims.FormBundle || len(p[1].m.Reminders) != 2 || p[1].m.Total != 0 {
		t.Fatalf("posted %+v, want one bundle of two", p)
	}
	if got := w.slack.posts[1].m.Reminders[0].Card.TS; got != w.slack.posts[0].ts {
		t.Errorf("the bundle links to card %q", got)
	}
	w.clock.add(time.Hour)
	w.resolve(carded)
	w.run(k)
	w.resolve(bare)
	w.run(k)
	w.wantEdits("1 resolved", "2 resolved line")
	if e := w.slack.edits[0]; e.Posted.TS != w.slack.posts[0].ts {
		t.Error("the claim's card was not the one edited")
	}
}

func TestBundle_WhatWaitsAfterAnOutageIsOneMessageWithItsThread(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.slack.say(func(notify.Call, string) answer { return refused(notify.ClassPark, "not_in_channel") })
	k := w.worker()
	for i := range 200 {
		w.due("claim", "#desk")
		if i%50 == 0 {
			w.run(k)
			w.clock.add(time.Minute)
		}
	}
	w.slack.say(nil)
	w.clock.add(time.Hour)
	for range 60 {
		w.run(k)
		w.clock.add(time.Second)
	}
	var bundle []post
	for _, p := range w.slack.posts {
		if p.m.Channel == "#desk" {
			bundle = append(bundle, p)
		}
	}
	if len(bundle) != 14 || bundle[0].m.Total != 200 || bundle[0].m.Parent.Known() {
		t.Fatalf("%d posts, first %+v; want one message and 13 replies", len(bundle), bundle[0].m.Total)
	}
	for i, p := range bundle[1:] {
		if p.m.Parent.TS != bundle[0].ts || p.m.Part != i+1 || p.at.Sub(bundle[i].at) < time.Second {
			t.Errorf("reply %d: part %d, parent %s, %s after the one before", i+1, p.m.Part, p.m.Parent.TS, p.at.Sub(bundle[i].at))
		}
	}
	for id, n := range w.slack.reminded() {
		if n != 1 {
			t.Errorf("claim %d was reminded of %d times", id, n)
		}
	}
	if n := len(w.slack.reminded()); n != 200 {
		t.Errorf("%d claims reminded of, want 200", n)
	}
}

func TestDigest_IsQueuedOnceWithItsReminders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	var ids []claims.ClaimID
	for range 20 {
		c := w.claim("above the cap")
		w.remind(c.ID, 1, "#desk", claims.FormDigest)
		ids = append(ids, c.ID)
	}
	c := w.claim("new")
	d := claims.Digest{Channel: "#desk", At: w.clock.now(), New: []claims.Claim{c}, Reminded: 3}
	for range 2 {
		if err := w.store.QueueDigest(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	w.resolve(ids[0])
	k := w.worker()
	for range 5 {
		w.run(k)
		w.clock.add(time.Second)
	}
	p := w.slack.posts
	if len(p) != 2 || p[0].m.Form != claims.FormDigest || p[1].m.Part != 1 {
		t.Fatalf("%d posts, want the digest and one reply", len(p))
	}
	if diff := cmp.Diff(&d, p[0].m.Digest); diff != "" {
		t.Errorf("digest differs (-want +got):\n%s", diff)
	}
	if n := w.slack.reminded(); len(n) != 19 || n[ids[0]] != 0 || w.sent(ids[5]) != 1 {
		t.Errorf("reminded of %d claims, of the resolved one %d times", len(n), n[ids[0]])
	}
}

func TestDigest_ThatSaysNothingIsNotSentAndAWaitingOneIsReplaced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	if err := w.store.QueueDigest(ctx, claims.Digest{Channel: "#quiet", At: monday}); err != nil {
		t.Fatal(err)
	}
	kept := w.claim("above the cap").ID
	w.remind(kept, 1, "#desk", claims.FormDigest)
	for i := range 3 {
		if err := w.store.QueueDigest(ctx, claims.Digest{Channel: "#desk", At: monday.Add(time.Duration(i) * 24 * time.Hour)}); err != nil {
			t.Fatal(err)
		}
	}
	w.clock.add(72 * time.Hour)
	k := w.worker()
	w.run(k)
	w.clock.add(time.Minute)
	w.run(k)
	if p := w.slack.posts; len(p) != 1 || !p[0].m.Digest.At.Equal(monday.Add(48*time.Hour)) || w.sent(kept) != 1 {
		t.Errorf("posted %+v, want the last digest alone, with the reminder", p)
	}
}

func TestConfidential_NeverLeavesToAChannel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, ch := range []string{"#desk", "U0123ABC"} {
		c := w.claim("secret")
		w.remind(c.ID, 1, ch, claims.FormCard)
		c, err := w.store.Claim(context.Background(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		was := c.Revision
		c.Revision++
		c.Confidential = true
		w.change(claims.Write{Claim: c, Was: was})
	}
	w.run(w.worker())
	if p := w.slack.posts; len(p) != 1 || p[0].m.Channel != "U0123ABC" {
		t.Errorf("posted %+v, want the direct message alone", p)
	}
}

func TestCards_SayWhoAnswered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		acts []claims.Act
		want string
	}{
		{"nobody", []claims.Act{claims.Assign{To: "carl"}}, ""},
		{"checked", []claims.Act{claims.Check{}}, "bob"},
		{"snoozed after a check", []claims.Act{claims.Check{}, claims.Snooze{Until: time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)}}, "bob"},
		{"dismissed", []claims.Act{claims.Dismiss{}}, "bob"},
		{"dismissed, and reopened", []claims.Act{claims.Dismiss{}, claims.Reopen{}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			id := w.due("a", "#desk")
			k := w.worker()
			w.run(k)
			for _, a := range c.acts {
				w.clock.add(time.Minute)
				w.act(id, a)
			}
			w.run(k)
			if n := len(w.slack.edits); n == 0 || w.slack.edits[n-1].By != c.want {
				t.Errorf("got %+v, want a last edit by %q", w.slack.edits, c.want)
			}
		})
	}
}

// act does what an editor called bob does, as the ledger does.
func (w *world) act(id claims.ClaimID, a claims.Act) {
	w.t.Helper()
	c, err := w.store.Claim(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	done, err := a.Apply(c, claims.Moment{At: w.clock.now(), By: claims.Actor{Name: "bob", Via: claims.ViaSlack}})
	if err != nil {
		w.t.Fatal(err)
	}
	w.change(claims.Write{Claim: done.After, Was: c.Revision, Redraw: true, Entries: done.Entries})
}

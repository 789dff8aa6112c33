package notify_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/notify"
)

func TestWorker_PostsOnceAfterWritingItDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.due("When do they meet?", "#desk")
	written := 0
	w.slack.before = func(m claims.Message) {
		left, err := w.store.Interrupted(context.Background())
		if err != nil || len(left) != 1 || left[0].ID != m.ID {
			t.Errorf("at the post the store knows of %d messages on their way, %v", len(left), err)
		}
		written++
	}
	k := w.worker()
	if diff := cmp.Diff(notify.Result{Sent: 1}, w.run(k)); diff != "" {
		t.Errorf("result differs (-want +got):\n%s", diff)
	}
	w.clock.add(time.Hour)
	w.run(k)
	p := w.slack.posts
	if written != 1 || len(p) != 1 || p[0].m.Form != claims.FormCard || p[0].m.Attempt != 1 || p[0].m.Reminders[0].Words != "reminder 1" {
		t.Fatalf("posted %+v, want the card once", p)
	}
	if w.sent(id) != 1 {
		t.Errorf("counted %d reminders, want 1", w.sent(id))
	}
}

func TestWorker_ResolveOvertakesQueuedReminder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.due("When do they meet?", "#desk")
	w.slack.say(func(notify.Call, string) answer { return refused(notify.ClassLater, "") })
	k := w.worker()
	w.run(k)
	w.resolve(id)
	w.slack.say(nil)
	w.clock.add(time.Hour)
	w.run(k)
	if len(w.slack.posts) != 0 || w.status().Pending != 0 {
		t.Errorf("%d posts, %+v; want nothing said of a resolved claim", len(w.slack.posts), w.status())
	}
}

func TestWorker_UngroupedAndDigestRemindersWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.remind(w.claim("ungrouped").ID, 1, "#desk", "")
	w.remind(w.claim("for the digest").ID, 1, "#desk", claims.FormDigest)
	w.run(w.worker())
	if len(w.slack.posts) != 0 {
		t.Errorf("posted %+v, want nothing", w.slack.posts)
	}
}

func TestWorker_UnknownIsFoundAndNotPostedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.due("When do they meet?", "#desk")
	w.slack.once(notify.CallPost, cutAfter)
	k := w.worker()
	w.run(k)
	if st := w.status(); st.Unknown != 1 || w.slack.count(notify.CallFind) != 0 {
		t.Fatalf("%+v after %d looks, want one unknown and no look before the grace", st, w.slack.count(notify.CallFind))
	}
	w.clock.add(91 * time.Second)
	w.run(k)
	if w.sent(id) != 1 || len(w.slack.posts) != 1 {
		t.Errorf("counted %d, posted %d; want 1 and 1", w.sent(id), len(w.slack.posts))
	}
}

func TestWorker_GraceDoublesBeforeEachFurtherPost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.due("When do they meet?", "#desk")
	w.slack.say(func(c notify.Call, _ string) answer {
		if c == notify.CallPost {
			return cutOff
		}
		return taken
	})
	k := w.worker()
	for range 60 * 60 {
		w.run(k)
		w.clock.add(time.Second)
	}
	var posts []time.Duration
	for _, c := range w.slack.calls {
		if c.what == notify.CallPost {
			posts = append(posts, c.at.Sub(monday))
		}
	}
	want := []time.Duration{0, 90 * time.Second, 270 * time.Second, 630 * time.Second, 1350 * time.Second, 2790 * time.Second}
	if diff := cmp.Diff(want, posts); diff != "" {
		t.Errorf("posts differ (-want +got):\n%s", diff)
	}
}

func TestWorker_LagUpToTwiceTheGraceRepeatsOnceAndSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.due("When do they meet?", "#desk")
	w.slack.lag = 170 * time.Second
	n := 0
	w.slack.say(func(c notify.Call, _ string) answer {
		if c == notify.CallPost {
			if n++; n <= 2 {
				return cutAfter
			}
		}
		return taken
	})
	k := w.worker()
	for range 20 {
		w.run(k)
		w.clock.add(time.Minute)
	}
	p := w.slack.posts
	if len(p) != 2 || p[0].m.MaybeRepeat || !p[1].m.MaybeRepeat || p[0].m.ID != p[1].m.ID {
		t.Fatalf("posted %d times, want twice, the second marked", len(p))
	}
	if w.sent(id) != 1 {
		t.Errorf("counted %d, want 1", w.sent(id))
	}
}

func TestWorker_ClosedHistoryHoldsOrResends(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		resend bool
		posts  int
	}{
		{"the newsroom holds", false, 1},
		{"the newsroom resends", true, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.tune = func(c2 *notify.Config) { c2.Resend = c.resend }
			id := w.due("When do they meet?", "#desk")
			n := 0
			w.slack.say(func(call notify.Call, _ string) answer {
				switch {
				case call == notify.CallFind:
					return refused(notify.ClassPark, "missing_scope")
				case call == notify.CallPost:
					if n++; n == 1 {
						return cutAfter
					}
				}
				return taken
			})
			k := w.worker()
			for range 30 {
				w.run(k)
				w.clock.add(time.Minute)
			}
			if len(w.slack.posts) != c.posts || w.slack.posts[len(w.slack.posts)-1].m.MaybeRepeat != c.resend {
				t.Errorf("posted %d times, want %d", len(w.slack.posts), c.posts)
			}
			if c.resend == (w.status().Unknown == 1) {
				t.Errorf("%+v", w.status())
			}
			w.remind(id, 2, "#desk", claims.FormCard) // what is unknown does not hold back the next one
			w.run(k)
			if len(w.slack.posts) != c.posts+1 {
				t.Errorf("posted %d times, want the next reminder too", len(w.slack.posts))
			}
		})
	}
}

func TestWorker_RetryAfterHoldsForTheChannelAcrossRestarts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.due("a", "#busy")
	other := w.due("b", "#other")
	w.slack.say(func(_ notify.Call, ch string) answer {
		if ch == "#busy" {
			return answer{err: &notify.SendError{Class: notify.ClassWait, Code: "ratelimited", RetryAfter: 10 * time.Minute}}
		}
		return taken
	})
	w.run(w.worker())
	w.slack.say(nil)
	for range 9 {
		w.clock.add(time.Minute)
		w.close()
		w.open()
		w.run(w.worker())
	}
	if n := len(w.slack.posts); n != 1 || w.sent(other) != 1 {
		t.Fatalf("%d posts inside the window, want the other channel's alone", n)
	}
	w.clock.add(time.Minute)
	w.run(w.worker())
	if n := len(w.slack.posts); n != 2 || len(w.status().Rests) != 0 {
		t.Errorf("%d posts, rests %v; want both posted and no rest", n, w.status().Rests)
	}
}

func TestWorker_ParkedChannelTellsOnceAndComesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.due("a", "#gone")
	other := w.due("b", "#other")
	w.slack.say(func(_ notify.Call, ch string) answer {
		if ch == "#gone" {
			return refused(notify.ClassPark, "is_archived")
		}
		return taken
	})
	k := w.worker()
	for i := range 24 * 60 {
		if i == 600 {
			k = w.worker()
		}
		w.run(k)
		w.clock.add(time.Minute)
	}
	alerts, tries := 0, 0
	for _, p := range w.slack.posts {
		if p.m.Form == claims.FormAlert && p.m.Channel == "#ops" {
			alerts++
		}
	}
	for _, c := range w.slack.calls {
		if c.channel == "#gone" {
			tries++
		}
	}
	if alerts != 1 || w.sent(other) != 1 || tries > 30 {
		t.Errorf("%d alerts, %d tries in a day, other channel %d; want one alert, some 27 tries, the other served", alerts, tries, w.sent(other))
	}
	if st := w.status(); st.Pending != 1 || len(st.Rests) != 1 || st.Rests[0].Code != "is_archived" {
		t.Errorf("status %+v, want it due and the channel parked", st)
	}
	w.slack.say(nil)
	w.clock.add(66 * time.Minute)
	w.run(k)
	if w.sent(id) != 1 || len(w.status().Rests) != 0 {
		t.Errorf("counted %d, rests %v; want it posted and no rest", w.sent(id), w.status().Rests)
	}
}

func TestWorker_RevokedTokenStopsProbesRarelyAndResumes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 3 {
		w.due("a", "#desk")
	}
	w.remind(w.claim("printed").ID, 1, claims.Terminal, claims.FormCard)
	w.tune = func(c *notify.Config) { c.Terminal = &slack{now: w.clock.now} }
	w.slack.say(func(notify.Call, string) answer { return refused(notify.ClassStop, "token_revoked") })
	k := w.worker()
	for i := range 60 {
		if i == 30 {
			k = w.worker()
		}
		w.run(k)
		w.clock.add(time.Minute)
	}
	if n := len(w.slack.calls); n > 13 {
		t.Errorf("%d calls in an hour, want at most one in five minutes", n)
	}
	if st := w.status(); st.Pending != 3 || st.Rests[0].Subject != claims.RestApp || st.Rests[0].Class != "stop" {
		t.Errorf("status %+v, want three due and all at rest", st)
	}
	w.slack.say(nil)
	for range 10 {
		w.clock.add(time.Minute)
		w.run(k)
	}
	if n := len(w.slack.posts); n != 3 || w.status().Pending != 0 {
		t.Errorf("%d posts, want all three", n)
	}
}

func TestWorker_RefusedPayloadIsSentAsPlainTextOnceThenDead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.due("a", "#desk")
	var plain []bool
	w.slack.before = func(m claims.Message) { plain = append(plain, m.Plain) }
	w.slack.say(func(notify.Call, string) answer { return refused(notify.ClassRefused, "invalid_blocks") })
	k := w.worker()
	for range 5 {
		w.run(k)
		w.clock.add(time.Minute)
	}
	if diff := cmp.Diff([]bool{false, true}, plain); diff != "" || w.status().Dead != 1 {
		t.Errorf("plain %v, %+v; want blocks, then plain text, then dead", plain, w.status())
	}
	w.slack.say(nil)
	w.remind(id, 2, "#desk", claims.FormCard)
	w.run(k)
	if w.sent(id) != 1 {
		t.Error("a dead reminder held back the next one")
	}
}

func TestWorker_NextReminderReplacesOneThatWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.due("a", "#desk")
	w.slack.before = func(claims.Message) { // the next one is decided while this one is on its way
		if w.slack.count(notify.CallPost) == 0 {
			w.clock.add(time.Second)
			w.remind(id, 2, "#desk", claims.FormCard)
		}
	}
	w.slack.once(notify.CallPost, refused(notify.ClassLater, ""))
	k := w.worker()
	for range 3 {
		w.run(k)
		w.clock.add(time.Minute)
	}
	if p := w.slack.posts; len(p) != 1 || p[0].m.Reminders[0].Notice.Ordinal != 2 {
		t.Errorf("posted %+v, want the second reminder alone", p)
	}
}

func TestWorker_PanicOfSenderIsLookedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.due("a", "#desk")
	other := w.due("b", "#other")
	panics := 1
	w.slack.before = func(m claims.Message) {
		if m.Channel == "#desk" && panics > 0 {
			panics--
			panic("in a template")
		}
	}
	k := w.worker()
	for range 5 {
		w.run(k)
		w.clock.add(time.Minute)
	}
	if w.sent(id) != 1 || w.sent(other) != 1 {
		t.Errorf("sent %d and %d, want both once", w.sent(id), w.sent(other))
	}
}

func TestWorker_MachineThatSleepsDuringAPostLooksAGraceAfterItWakes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.slack.lag = 80 * time.Second
	id := w.due("a", "#desk")
	slept := false
	w.slack.prior(func(claims.Message) {
		if !slept { // between the lease and the post, which is taken and not answered
			slept = true
			w.clock.add(3 * time.Hour)
		}
	})
	w.slack.once(notify.CallPost, cutAfter)
	k := w.worker()
	for range 10 {
		w.run(k)
		w.clock.add(30 * time.Second)
	}
	if n := w.slack.reminded()[id]; n != 1 || w.sent(id) != 1 {
		t.Errorf("posted %d times, counted %d times; want once", n, w.sent(id))
	}
}

func TestWorker_KilledLongAfterItBeganAPostIsLookedForAGraceAfterTheRestart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.slack.lag = 80 * time.Second
	id := w.due("a", "#desk")
	if _, err := w.store.Lease(t.Context(), []claims.LeaseAsk{{Channel: "#desk"}}, w.clock.now()); err != nil {
		t.Fatal(err)
	}
	left, err := w.store.Interrupted(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.clock.add(2 * time.Hour) // stopped for two hours, then posted, then killed
	if _, err := w.slack.Post(t.Context(), left[0]); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		w.run(w.worker())
		w.clock.add(30 * time.Second)
	}
	if n := w.slack.reminded()[id]; n != 1 || w.sent(id) != 1 {
		t.Errorf("posted %d times, counted %d times; want once", n, w.sent(id))
	}
}

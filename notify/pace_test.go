package notify_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/notify"
)

func TestBackoff_DoublesWithinTheBoundsOfItsClass(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		class  notify.Class
		jitter float64
		want   []time.Duration
	}{
		{"a refusal for now", notify.ClassLater, 0, []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second, 40 * time.Second, time.Minute, time.Minute}},
		{"a parked channel", notify.ClassPark, 0, []time.Duration{5 * time.Minute, 10 * time.Minute, 20 * time.Minute, 40 * time.Minute, time.Hour, time.Hour}},
		{"a refused token", notify.ClassStop, 0, []time.Duration{5 * time.Minute, 5 * time.Minute}},
		{"a Slack that does not answer", notify.ClassAmbiguous, 0, []time.Duration{time.Minute, time.Minute}},
		{"a class that nobody knows", notify.Class("new"), 0, []time.Duration{time.Minute}},
		{"with jitter, a tenth longer at most", notify.ClassPark, 0.5, []time.Duration{315 * time.Second, 630 * time.Second}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []time.Duration
			for i := range c.want {
				got = append(got, notify.Backoff(c.class, i+1, c.jitter))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("waits differ (-want +got):\n%s", diff)
			}
		})
	}
	if got := notify.Backoff(notify.ClassPark, 1<<40, 0); got != time.Hour {
		t.Errorf("after very many failures %s, want an hour", got)
	}
}

func TestCards_EditsStayBelowFiftyAMinute(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world, k *notify.Worker, _ func()) {
		for range 150 {
			w.remind(w.claim("a").ID, 1, "#desk", claims.FormBundle)
		}
		k.Wake()
		time.Sleep(time.Minute)
		for id := range w.slack.reminded() {
			w.touch(id)
		}
		start := time.Now()
		k.Wake()
		time.Sleep(5 * time.Minute)
		var edits []time.Duration
		for _, c := range w.slack.heard() {
			if c.what == notify.CallEdit {
				edits = append(edits, c.at.Sub(start))
			}
		}
		if len(edits) != 150 || edits[9] > time.Second {
			t.Fatalf("%d edits in five minutes, want 150, the first at once", len(edits))
		}
		for i := 50; i < len(edits); i++ {
			if edits[i]-edits[i-50] < time.Minute {
				t.Fatalf("51 edits within %s", edits[i]-edits[i-50])
			}
		}
	})
}

func TestTerminal_HasNoPaceAndNoBundles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 12 {
		w.remind(w.claim("a").ID, 1, claims.Terminal, claims.FormCard)
	}
	if r := w.run(w.worker()); r.Sent != 12 {
		t.Errorf("%+v, want twelve at once", r)
	}
}

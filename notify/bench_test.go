package notify_test

import (
	"fmt"
	"testing"

	"claimwatch/claims"
)

// BenchmarkWorker_Throughput posts one notice in each of many channels of a Slack that answers at
// once: each is committed before its post and recorded after it.
func BenchmarkWorker_Throughput(b *testing.B) {
	w := newWorld(b)
	for i := range b.N {
		w.due("Does the minister accept the invitation to the conference in spring?", fmt.Sprintf("#desk-%d", i))
	}
	k := w.worker()
	b.ResetTimer()
	w.run(k)
	b.StopTimer()
	if n := len(w.slack.posts); n != b.N {
		b.Fatalf("%d posts, want %d", n, b.N)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "notices/s")
}

// BenchmarkWorker_Idle is a look at an outbox with nothing to do, beside many notices that were sent.
func BenchmarkWorker_Idle(b *testing.B) {
	w := newWorld(b)
	c := w.claim("a")
	for i := range 200 {
		w.remind(c.ID, i+1, claims.Terminal, claims.FormCard)
	}
	k := w.worker()
	w.run(k)
	for b.Loop() {
		w.run(k)
	}
}

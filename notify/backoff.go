package notify

import (
	"math"
	"time"

	"claimwatch/claims"
)

// backoffs are the first and the longest wait of a class; in between it doubles.
var backoffs = map[Class]struct{ first, longest time.Duration }{
	ClassLater:     {5 * time.Second, time.Minute},
	ClassWait:      {30 * time.Second, 10 * time.Minute}, // when Slack does not say how long
	ClassPark:      {5 * time.Minute, time.Hour},
	ClassStop:      {5 * time.Minute, 5 * time.Minute},
	ClassRefused:   {time.Hour, 24 * time.Hour},
	ClassAmbiguous: {time.Minute, time.Minute},
}

// Backoff returns how long to wait after the attempt-th failure in a row of a class. jitter, in
// [0, 1), makes it up to a tenth longer.
func Backoff(class Class, attempt int, jitter float64) time.Duration {
	b, ok := backoffs[class]
	if !ok {
		b = backoffs[ClassAmbiguous]
	}
	d := doubled(b.first, attempt-1, b.longest)
	return d + time.Duration(jitter*float64(d)/10)
}

// doubled returns d doubled n times, at most longest.
func doubled(d time.Duration, n int, longest time.Duration) time.Duration {
	for range max(n, 0) {
		if d >= longest || d > math.MaxInt64/2 {
			break
		}
		d *= 2
	}
	return min(d, longest)
}

// longestGrace bounds the doubling of the grace, as a multiple of it.
const longestGrace = 64

// lookAt returns when a message whose fate is unknown is looked for: a grace after its post ended,
// or after the worker that posted it was found dead. It does not count from when the post was
// begun: the machine may have slept in between. The grace doubles with each post that may already
// have arrived.
func lookAt(m claims.Message, grace time.Duration, ended time.Time) time.Time {
	if m.MaybeRepeat {
		grace = doubled(grace, m.Attempt-1, longestGrace*grace)
	}
	return ended.Add(grace)
}

// again returns when a look that failed is repeated: the longer it has been unknown, the later,
// within bounds.
func again(m claims.Message, now time.Time, first, longest time.Duration) time.Time {
	return now.Add(min(max(now.Sub(m.TriedAt)/2, first), longest))
}

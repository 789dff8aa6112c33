package slack

import (
	"fmt"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"
)

// unsentError says that a request never had a connection: nothing of it reached Slack.
type unsentError struct{ err error }

func (e *unsentError) Error() string { return fmt.Sprintf("never reached Slack: %v", e.err) }
func (e *unsentError) Unwrap() error { return e.err }

// limitedError is an answer 429, whatever its Retry-After looked like.
type limitedError struct{ after time.Duration }

func (e *limitedError) Error() string { return fmt.Sprintf("rate limited for %s", e.after) }

// Waits, when Slack does not say how long in a way that can be read.
const (
	defaultWait = 30 * time.Second
	longestWait = 24 * time.Hour
)

// wire is the transport under slack-go. It tells a request that never left from one that may have
// arrived, reads Retry-After, and keeps the difference between Slack's clock and ours.
type wire struct {
	base http.RoundTripper
	now  func() time.Time
	skew atomic.Int64
}

// RoundTrip does one exchange.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	var had atomic.Bool
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { had.Store(true) }}
	resp, err := w.base.RoundTrip(r.WithContext(httptrace.WithClientTrace(r.Context(), trace)))
	if err != nil {
		if !had.Load() {
			err = &unsentError{err}
		}
		return nil, err
	}
	w.keepSkew(resp.Header.Get("Date"))
	if resp.StatusCode == http.StatusTooManyRequests {
		_ = resp.Body.Close() // nothing in it is wanted
		return nil, &limitedError{retryAfter(resp.Header.Get("Retry-After"), w.now())}
	}
	return resp, nil
}

// retryAfter reads seconds or a date; what is neither, or absent, is the default.
func retryAfter(h string, now time.Time) time.Duration {
	d := defaultWait
	if n, err := strconv.Atoi(h); err == nil && n >= 0 {
		d = min(time.Duration(min(n, int(longestWait/time.Second)))*time.Second, longestWait)
	} else if t, err := http.ParseTime(h); err == nil {
		d = min(max(t.Sub(now), 0), longestWait)
	}
	return max(d, time.Second)
}

// keepSkew remembers how far the Date of an answer is ahead. It is exact to the second that the
// header is written in, so that smaller differences count as none.
func (w *wire) keepSkew(date string) {
	t, err := http.ParseTime(date)
	if err != nil {
		return
	}
	d := t.Sub(w.now().Truncate(time.Second))
	if d.Abs() <= time.Second {
		d = 0
	}
	w.skew.Store(int64(d))
}

// Skew returns what keepSkew kept.
func (w *wire) Skew() time.Duration { return time.Duration(w.skew.Load()) }

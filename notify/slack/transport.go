package slack

import (
	"fmt"
	"log/slog"
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
	log  *slog.Logger
	skew atomic.Int64
}

// connections is how many stay open between calls: as many as the outbox has in flight, and a few to read.
const connections = 16

// transport returns the transport of a client, or one of our own that keeps enough connections.
func transport(c *http.Client) http.RoundTripper {
	if c != nil && c.Transport != nil {
		return c.Transport
	}
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = connections
	return t
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
	was := time.Duration(w.skew.Swap(int64(d)))
	if worrying := d.Abs() >= worryingSkew; worrying != (was.Abs() >= worryingSkew) {
		if worrying {
			w.log.Warn("this machine's clock differs from Slack's", "skew", d)
			return
		}
		w.log.Info("this machine's clock agrees with Slack's again")
	}
}

// Skew returns what keepSkew kept.
func (w *wire) Skew() time.Duration { return time.Duration(w.skew.Load()) }

package fetch_test

import (
	"compress/gzip"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"claimwatch/scheduler/watch/fetch"
)

// local is what a test's servers need to be allowed: they live on this machine.
var local = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// secret is in every address that is asked for, and must be in no error.
const secret = "hunter2"

// A site is a server, counting what it was asked.
type site struct {
	*httptest.Server
	asked atomic.Int64
}

func newSite(t *testing.T, h http.HandlerFunc) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// at returns the address of a path of the site, with a secret in it.
func (s *site) at(path string) string { return s.URL + path + "?token=" + secret }

// port returns the port that the site listens on.
func (s *site) port(t *testing.T) string {
	t.Helper()
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Port()
}

func client(t *testing.T, c fetch.Config) *fetch.Client {
	t.Helper()
	got, err := fetch.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// fails fetches an address and wants an error of a kind, whose text tells no secret.
func fails(t *testing.T, c *fetch.Client, address string, kind error) string {
	t.Helper()
	page, err := c.Get(t.Context(), address)
	if !errors.Is(err, kind) {
		t.Fatalf("got %q, %v; want %v", page.Body, err, kind)
	}
	if strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("the error tells too much: %v", err)
	}
	return err.Error()
}

func page(w http.ResponseWriter, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	_, _ = w.Write([]byte(body))
}

// bomb writes n zeros, in a thousandth of them.
func bomb(w http.ResponseWriter, n int) {
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	block := make([]byte, 1<<16)
	for range n / len(block) {
		if _, err := z.Write(block); err != nil {
			return
		}
	}
	_ = z.Close()
}

// drip sends a byte now and then, until nobody reads on.
func drip(ctx context.Context, w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain")
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := w.Write([]byte("x")); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

package slacktest

import (
	"net/http/httptest"
	"testing"
	"time"
)

// A Server is a Handler that listens on a local address.
type Server struct {
	*Handler
	http *httptest.Server
}

// New starts a server for a test, and stops it at the test's end.
func New(tb testing.TB, o Options) *Server {
	tb.Helper()
	s := &Server{Handler: NewHandler(o)}
	s.http = httptest.NewServer(s.Handler)
	tb.Cleanup(func() {
		s.Close()
		s.http.CloseClientConnections()
		s.http.Close()
	})
	return s
}

// URL is the address of the API; it ends in "/api/".
func (s *Server) URL() string { return s.http.URL + "/api/" }

// Stored waits until n messages are stored, and returns all there are. It fails the test when they
// do not come before its deadline, or in ten seconds.
func (s *Server) Stored(tb testing.TB, n int) []Message {
	tb.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	timeout := time.After(10 * time.Second)
	for {
		if all := s.Messages(""); len(all) >= n {
			return all
		}
		select {
		case <-tick.C:
		case <-timeout:
			tb.Fatalf("got %d messages, want %d", len(s.Messages("")), n)
		}
	}
}

// Until waits until done says so. It fails the test, naming what was awaited, when that does not
// come within ten seconds.
func Until(tb testing.TB, what string, done func() bool) {
	tb.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	timeout := time.After(10 * time.Second)
	for !done() {
		select {
		case <-tick.C:
		case <-timeout:
			tb.Fatalf("waited in vain: %s", what)
		}
	}
}

// ResponseURL is an address that takes answers to a click or command: see Whispers.
func (s *Server) ResponseURL(name string) string { return s.http.URL + "/respond/" + name }

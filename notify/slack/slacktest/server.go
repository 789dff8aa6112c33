package slacktest

import (
	"net/http/httptest"
	"testing"
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

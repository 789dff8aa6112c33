package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// A Problem is something that keeps the program from its work.
type Problem struct {
	Part    string `json:"part"`    // "store", "slack", "scheduler"
	Problem string `json:"problem"` // what is wrong, without secrets
}

// Status lists the problems of the moment, none when all is well. It must answer within the
// context's deadline.
type Status func(ctx context.Context) []Problem

// Config is what the server needs.
type Config struct {
	Listen string // host:port
	Status Status
}

// The limits of a request and of the end.
const (
	headerTimeout   = 5 * time.Second
	requestTimeout  = 10 * time.Second
	statusTimeout   = 5 * time.Second
	shutdownTimeout = 3 * time.Second
	maxHeaderBytes  = 16 << 10
)

// Handler returns the handler of /healthz and /readyz.
func Handler(status Status) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, nil) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), statusTimeout)
		defer cancel()
		problems := status(ctx)
		code := http.StatusOK
		if len(problems) > 0 {
			code = http.StatusServiceUnavailable
		}
		answer(w, code, problems)
	})
	return mux
}

// answer writes {"ok": …, "problems": […]}.
func answer(w http.ResponseWriter, code int, problems []Problem) {
	if problems == nil {
		problems = []Problem{}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(code)
	body := struct {
		OK       bool      `json:"ok"`
		Problems []Problem `json:"problems"`
	}{code == http.StatusOK, problems}
	_ = json.NewEncoder(w).Encode(body) // who asked has gone: nobody is left to be told
}

// A Server answers on one address.
type Server struct {
	listener net.Listener
	server   *http.Server
}

// Listen takes the address, so that a taken one is known at once; Run serves.
func Listen(ctx context.Context, cfg Config) (*Server, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen for HTTP on %s: %w", cfg.Listen, err)
	}
	return &Server{listener: l, server: &http.Server{
		Handler: Handler(cfg.Status), ReadHeaderTimeout: headerTimeout, ReadTimeout: requestTimeout, WriteTimeout: requestTimeout,
		IdleTimeout: time.Minute, MaxHeaderBytes: maxHeaderBytes,
	}}, nil
}

// Addr returns the address that was taken.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// closed is nil for the end that was asked for.
func closed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve HTTP: %w", err)
}

// Run serves until ctx ends, then lets running requests finish for a moment.
func (s *Server) Run(ctx context.Context) error {
	served := make(chan error, 1)
	go func() { served <- s.server.Serve(s.listener) }()
	select {
	case err := <-served:
		return closed(err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := s.server.Shutdown(end); err != nil {
		err = errors.Join(err, s.server.Close(), closed(<-served))
		return fmt.Errorf("stop HTTP: %w", err)
	}
	return closed(<-served)
}

package socket

import (
	"context"
	"errors"
	"net"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// Health says how the line stands.
type Health struct {
	Connected  bool
	Since      time.Time // since when it is so
	Problem    string    // "" when connected; what is wrong and what to do
	LastHello  time.Time
	LastHeard  time.Time // the last frame of any kind, pongs included
	Lines      int       // of ours
	Others     int       // connections of other programs with the same token, as the last hello counted
	Reconnects int       // in the last minute
}

// state is what Health is made of. Socket.mu guards it.
type state struct {
	connected bool
	since     time.Time
	problem   string
	hello     time.Time
	heard     time.Time
	lines     int
	others    int
	ups       []time.Time
	ever      bool
}

// Health returns how the line stands now. A line that has been silent for too long is not
// connected, whether or not the loop has noticed yet.
func (s *Socket) Health() Health {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.cfg.Now()
	t := s.state
	h := Health{
		Connected: t.connected, Since: t.since, Problem: t.problem, LastHello: t.hello, LastHeard: t.heard, Lines: t.lines, Others: t.others,
	}
	for _, at := range t.ups {
		if now.Sub(at) < time.Minute {
			h.Reconnects++
		}
	}
	if h.Connected && now.Sub(h.LastHeard) > s.pace.Silence+s.pace.Ping {
		h.Connected, h.Problem, h.Since = false, "the line is silent", h.LastHeard
	}
	return h
}

func (s *Socket) heard() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.heard = s.cfg.Now()
}

// up notes a line that has said hello, and warns of strangers on the same token.
func (s *Socket) up(l *line, lines, ghosts int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.cfg.Now()
	t := &s.state
	if !t.connected {
		s.log.Info("listening to slack", "deaf_for_seconds", int(now.Sub(t.since).Seconds()))
		t.since = now
	}
	if t.ever {
		t.ups = append(slices.DeleteFunc(t.ups, func(at time.Time) bool { return now.Sub(at) >= time.Minute }), now)
	}
	others := max(l.connections-lines-ghosts, 0)
	if others > 0 && t.others == 0 {
		s.log.Warn("another program is connected with this app-level token: it gets part of the clicks", "others", others)
	}
	t.ever, t.connected, t.problem, t.hello, t.heard, t.lines, t.others = true, true, "", now, now, lines, others
}

func (s *Socket) fewer(lines int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.lines = lines
}

// renewing is the problem of a line that Slack took away before the next one was up: no news.
const renewing = "Slack renews the line"

// down notes that there is no line, and says why once.
func (s *Socket) down(problem string, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &s.state
	if t.connected {
		t.since = now
	}
	if t.problem != problem && problem != renewing {
		s.log.Warn("not listening to slack", "problem", problem)
	}
	t.connected, t.problem, t.lines = false, problem, 0
}

// plain says an error of the network without addresses: the line's has a ticket in it.
func plain(err error) string {
	var timeout net.Error
	var closed *websocket.CloseError
	var op *net.OpError
	switch {
	case err == nil:
		return "it ended"
	case errors.Is(err, errGarbage), errors.Is(err, errHello):
		return err.Error()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	case errors.As(err, &closed):
		return "closed by the other side"
	case errors.As(err, &op) && op.Op == "dial":
		return "refused or unreachable"
	}
	return "cut off"
}

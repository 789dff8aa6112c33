package slacktest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// socket is one Socket Mode connection.
type socket struct {
	mu   sync.Mutex // of writing
	conn *websocket.Conn
	deaf atomic.Bool // says nothing more, not even that it hears
}

func (s *socket) send(v any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.deaf.Load() {
		return nil
	}
	return s.conn.WriteJSON(v)
}

func (s *socket) close() { _ = s.conn.Close() } // it is being cut

// connect answers apps.connections.open with an address on the host that was asked.
func (h *Handler) connect(host string) answer {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tickets++
	return answer{"ok": true, "url": fmt.Sprintf("ws://%s/link?ticket=%d", host, h.tickets)}
}

// serveSocket says hello and keeps acknowledgements until the line is cut.
func (h *Handler) serveSocket(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }} // the library names slack.com
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	s := &socket{conn: conn}
	pong := conn.PingHandler()
	conn.SetPingHandler(func(data string) error {
		if s.deaf.Load() {
			return nil
		}
		return pong(data)
	})
	defer s.close()
	n, ok := h.join(s)
	if !ok {
		_ = s.send(answer{"type": "disconnect", "reason": "too_many_websockets"}) // it is closed next
		return
	}
	defer h.leave(s)
	hello := answer{"type": "hello", "num_connections": n + h.strangers(), "connection_info": answer{"app_id": "A0000SELF"}, "debug_info": answer{"host": "slacktest", "approximate_connection_time": 18060}}
	if s.send(hello) != nil {
		return
	}
	h.listen(s)
}

func (h *Handler) join(s *socket) (int, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || len(h.sockets) >= h.opts.MostSockets {
		return 0, false
	}
	h.sockets = append(h.sockets, s)
	return len(h.sockets), true
}

func (h *Handler) leave(s *socket) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i, other := range h.sockets {
		if other == s {
			h.sockets = append(h.sockets[:i:i], h.sockets[i+1:]...)
			return
		}
	}
}

func (h *Handler) listen(s *socket) {
	for {
		var ack struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if s.conn.ReadJSON(&ack) != nil {
			return
		}
		h.mu.Lock()
		if ack.EnvelopeID != "" && h.opts.LoseAcks > 0 {
			h.opts.LoseAcks--
			h.mu.Unlock()
			return // the line breaks with what was on its way
		}
		if ack.EnvelopeID != "" && !s.deaf.Load() {
			h.acks[ack.EnvelopeID] = ack.Payload
			h.counts[ack.EnvelopeID]++
			close(h.acked)
			h.acked = make(chan struct{})
		}
		h.mu.Unlock()
	}
}

// errNoSocket says that no app is connected.
var errNoSocket = errors.New("no socket is connected")

// Deliver sends an envelope (kind "interactive", "slash_commands", "events_api") to one connection,
// the last that came, and returns its id.
func (h *Handler) Deliver(kind string, payload any) (string, error) {
	h.mu.Lock()
	h.envelope++
	id := fmt.Sprintf("envelope-%d", h.envelope)
	h.mu.Unlock()
	return id, h.Redeliver(id, kind, payload)
}

// Redeliver sends an envelope again under the id that it had.
func (h *Handler) Redeliver(id, kind string, payload any) error {
	s := h.latest()
	if s == nil {
		return errNoSocket
	}
	return s.send(answer{"envelope_id": id, "type": kind, "payload": payload, "accepts_response_payload": kind != "events_api"})
}

func (h *Handler) latest() *socket {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.sockets) == 0 {
		return nil
	}
	return h.sockets[len(h.sockets)-1]
}

// Ack waits for the acknowledgement of an envelope and returns its payload.
func (h *Handler) Ack(ctx context.Context, id string) (json.RawMessage, error) {
	for {
		h.mu.Lock()
		payload, ok := h.acks[id]
		next := h.acked
		h.mu.Unlock()
		if ok {
			return payload, nil
		}
		select {
		case <-next:
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the ack of %s: %w", id, ctx.Err())
		}
	}
}

// Acks returns how often an envelope was acknowledged.
func (h *Handler) Acks(id string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.counts[id]
}

func (h *Handler) strangers() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.opts.Strangers
}

// Stall lets every connection stand, and say and hear nothing more.
func (h *Handler) Stall() {
	for _, s := range h.all() {
		s.deaf.Store(true)
	}
}

// Sockets returns how many connections there are.
func (h *Handler) Sockets() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.sockets)
}

// Disconnect sends every connection a disconnect frame ("warning", "refresh_requested",
// "link_disabled"), and unless it is a warning closes it.
func (h *Handler) Disconnect(reason string) {
	for _, s := range h.all() {
		_ = s.send(answer{"type": "disconnect", "reason": reason, "debug_info": answer{"host": "slacktest"}}) // it may be gone
		if reason != "warning" {
			_ = s.conn.WriteControl(websocket.CloseMessage, nil, time.Time{}) // it is closed next
			s.close()
		}
	}
}

// Cut cuts every connection without a word.
func (h *Handler) Cut() {
	for _, s := range h.all() {
		s.close()
	}
}

// Garbage sends every connection a frame that is no JSON.
func (h *Handler) Garbage() {
	for _, s := range h.all() {
		s.mu.Lock()
		_ = s.conn.WriteMessage(websocket.TextMessage, []byte("{")) // it may be gone
		s.mu.Unlock()
	}
}

func (h *Handler) all() []*socket {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]*socket{}, h.sockets...)
}

package socket

import (
	"encoding/json"
	"sync"
	"time"
)

// Slack drops an acknowledgement of 20 KB without a word (slack-go, issue 1196, read 2026-11-22).
const maxAck = 19_000

// owedFor is how long an acknowledgement is worth sending: Slack shows an error after three
// seconds, and may send the envelope again until a minute has passed.
const owedFor = time.Minute

// doubtful is how long before a line's end what was written to it may not have arrived.
const doubtful = 5 * time.Second

// An ack is a frame that says that an envelope is kept.
type ack struct {
	EnvelopeID string          `json:"envelope_id"`
	Payload    json.RawMessage `json:"payload,omitempty"`
	at         time.Time
	on         *line // nil: never written
}

// ledger holds recent acknowledgements, and those that are owed.
type ledger struct {
	mu   sync.Mutex
	sent []ack
	owed []ack
}

// written notes an acknowledgement that went out on a line.
func (g *ledger) written(a ack, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for len(g.sent) > 0 && now.Sub(g.sent[0].at) > doubtful {
		g.sent = g.sent[1:]
	}
	g.sent = append(g.sent, a)
}

// broken notes one that could not be written.
func (g *ledger) broken(a ack) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.owed = append(g.owed, a)
}

// owe moves what may not have arrived on a line that has died to what is owed.
func (g *ledger) owe(l *line, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var kept []ack
	for _, a := range g.sent {
		switch {
		case now.Sub(a.at) > doubtful:
		case a.on == l:
			g.owed = append(g.owed, a)
		default:
			kept = append(kept, a)
		}
	}
	g.sent = kept
}

// take returns what is owed and still worth sending.
func (g *ledger) take(now time.Time) []ack {
	g.mu.Lock()
	defer g.mu.Unlock()
	var list []ack
	for _, a := range g.owed {
		if now.Sub(a.at) < owedFor {
			list = append(list, a)
		}
	}
	g.owed = nil
	return list
}

// repay sends what is owed from lines before.
func (s *Socket) repay(l *line) {
	owed := s.acks.take(s.cfg.Now())
	if len(owed) == 0 {
		return
	}
	s.wg.Go(func() {
		for _, a := range owed {
			s.write(l, a)
		}
	})
}

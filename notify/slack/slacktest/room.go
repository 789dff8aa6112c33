package slacktest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Message is what was stored of a post, as it stands now.
type Message struct {
	Channel  string          `json:"channel"`
	TS       string          `json:"ts"`
	ThreadTS string          `json:"thread_ts,omitempty"`
	User     string          `json:"user"`
	BotID    string          `json:"bot_id,omitempty"`
	Text     string          `json:"text"`
	Blocks   json.RawMessage `json:"blocks,omitempty"`
	Metadata json.RawMessage `json:"metadata,omitempty"`
	Edits    int             `json:"edits,omitempty"`
	StoredAt time.Time       `json:"stored_at"`
	Deleted  bool            `json:"deleted,omitempty"`
}

// room is a conversation and what was said in it, oldest first.
type room struct {
	Channel
	messages []*Message
	lastPost time.Time
}

func (r *room) isIM() bool { return r.User != "" }

// scope is the one that a room needs of a family: "channels:history", "groups:history" or "im:history".
func (r *room) scope(family string) string {
	switch {
	case r.isIM():
		return "im:" + family
	case r.Private:
		return "groups:" + family
	}
	return "channels:" + family
}

// find returns the room of an id or name. h.mu is held.
func (h *Handler) find(name string) *room {
	bare := strings.TrimPrefix(name, "#")
	i := slices.IndexFunc(h.rooms, func(r *room) bool { return bare != "" && (r.ID == bare || r.Name == bare) })
	if i < 0 {
		return nil
	}
	return h.rooms[i]
}

// open returns the room that a post goes to; a user's id opens the direct message. h.mu is held.
func (h *Handler) open(name string) *room {
	if r := h.find(name); r != nil {
		return r
	}
	known := slices.ContainsFunc(h.opts.Users, func(u User) bool { return u.ID == name })
	if !known {
		return nil
	}
	i := slices.IndexFunc(h.rooms, func(r *room) bool { return r.User == name })
	if i < 0 {
		h.rooms = append(h.rooms, &room{Channel: Channel{ID: "D" + name[1:], User: name, Private: true}})
		i = len(h.rooms) - 1
	}
	return h.rooms[i]
}

// nextTS returns a timestamp that no message has. h.mu is held.
func (h *Handler) nextTS() string {
	micro := max(h.opts.Now().Add(h.opts.Skew).UnixMicro(), h.lastTS+1)
	h.lastTS = micro
	return fmt.Sprintf("%d.%06d", micro/1e6, micro%1e6)
}

func (r *room) message(ts string) *Message {
	i := slices.IndexFunc(r.messages, func(m *Message) bool { return m.TS == ts && !m.Deleted })
	if i < 0 {
		return nil
	}
	return r.messages[i]
}

// had reports whether a message was ever there.
func (r *room) had(ts string) bool {
	return slices.ContainsFunc(r.messages, func(m *Message) bool { return m.TS == ts })
}

// Messages returns what stands in a channel, by id or name, replies included, in the order of
// posting; "" is everywhere.
func (h *Handler) Messages(channel string) []Message {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := []Message{}
	for _, r := range h.rooms {
		if channel != "" && r != h.find(channel) && r.User != channel {
			continue
		}
		for _, m := range r.messages {
			if !m.Deleted {
				all = append(all, *m)
			}
		}
	}
	slices.SortFunc(all, func(a, b Message) int { return strings.Compare(a.TS, b.TS) })
	return all
}

// Say puts a message of somebody else into a channel, and returns its timestamp.
func (h *Handler) Say(channel, user, text string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.open(channel)
	if r == nil {
		return ""
	}
	m := &Message{Channel: r.ID, TS: h.nextTS(), User: user, Text: text, StoredAt: h.opts.Now()}
	r.messages = append(r.messages, m)
	return m.TS
}

// Delete removes a message, as a person would.
func (h *Handler) Delete(channel, ts string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r := h.find(channel); r != nil {
		if m := r.message(ts); m != nil {
			m.Deleted = true
		}
	}
}

// Change alters a channel, such as archiving it.
func (h *Handler) Change(channel string, change func(*Channel)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r := h.find(channel); r != nil {
		change(&r.Channel)
	}
}

package slacktest

import (
	"encoding/json"
	"net/http"
	"strings"
)

// A Whisper is what one person alone was shown: an ephemeral message, or an answer to a response_url.
type Whisper struct {
	Channel string
	User    string // "" of a response_url
	To      string // what follows /respond/
	Text    string
	Blocks  json.RawMessage
	Replace bool // the message that was clicked is replaced
}

// Whispers returns those so far.
func (h *Handler) Whispers() []Whisper {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]Whisper{}, h.whispers...)
}

// whisper shows a message to one member of a channel.
func (h *Handler) whisper(c Call) answer {
	r := h.find(c.Form.Get("channel"))
	switch {
	case r == nil:
		return refusal("channel_not_found")
	case r.Stranger:
		return refusal("not_in_channel")
	case c.Form.Get("text") == "" && c.Form.Get("blocks") == "":
		return refusal("no_text")
	}
	w := Whisper{Channel: r.ID, User: c.Form.Get("user"), Text: c.Form.Get("text")}
	if b := c.Form.Get("blocks"); b != "" {
		w.Blocks = json.RawMessage(b)
		if len(CheckBlocks(w.Blocks, MessageBlocks)) > 0 {
			return refusal("invalid_blocks")
		}
	}
	h.whispers = append(h.whispers, w)
	return answer{"ok": true, "message_ts": h.nextTS()}
}

// serveResponse takes an answer to a response_url.
func (h *Handler) serveResponse(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Text    string          `json:"text"`
		Blocks  json.RawMessage `json:"blocks"`
		Replace bool            `json:"replace_original"`
	}
	if json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&body) != nil {
		http.Error(w, "invalid_payload", http.StatusBadRequest)
		return
	}
	if len(body.Blocks) > 0 && len(CheckBlocks(body.Blocks, MessageBlocks)) > 0 {
		http.Error(w, "invalid_blocks", http.StatusBadRequest)
		return
	}
	h.mu.Lock()
	h.whispers = append(h.whispers, Whisper{To: strings.TrimPrefix(r.URL.Path, "/respond/"), Text: body.Text, Blocks: body.Blocks, Replace: body.Replace})
	h.mu.Unlock()
	write(w, answer{"ok": true})
}

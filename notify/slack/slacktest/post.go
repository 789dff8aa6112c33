package slacktest

import (
	"encoding/json"
	"unicode/utf8"
)

// Lengths of texts, in characters, as in docs.slack.dev/reference/methods (2026-11-22).
const (
	maxPostText = 40000
	maxEditText = 4000
)

func (h *Handler) post(c Call) answer {
	r := h.open(c.Form.Get("channel"))
	if a := h.closedTo(r); a != nil {
		return a
	}
	if a := h.badContent(c); a != nil {
		return a
	}
	now := h.opts.Now()
	if h.opts.ChannelRate > 0 && now.Sub(r.lastPost) < h.opts.ChannelRate {
		return answer{"retry_after": "1"}
	}
	thread := c.Form.Get("thread_ts")
	if thread != "" && r.message(thread) == nil {
		if !r.had(thread) {
			return refusal("thread_not_found")
		}
		thread = "" // a reply to what was deleted stands in the channel
	}
	m := &Message{
		Channel: r.ID, TS: h.nextTS(), ThreadTS: thread, User: h.opts.UserID, BotID: h.opts.BotID,
		Text: head(c.Form.Get("text"), maxPostText), Blocks: raw(c.Form.Get("blocks")), Metadata: raw(c.Form.Get("metadata")), StoredAt: now,
	}
	r.messages = append(r.messages, m)
	r.lastPost = now
	return answer{"ok": true, "channel": r.ID, "ts": m.TS, "message": h.shown(m, false)}
}

// closedTo says why a post to a room is refused; nil if it is not. h.mu is held.
func (h *Handler) closedTo(r *room) answer {
	switch {
	case r == nil:
		return refusal("channel_not_found")
	case r.Archived:
		return refusal("is_archived")
	case r.Stranger:
		return refusal("not_in_channel")
	case r.Restricted != "":
		return refusal(r.Restricted)
	}
	return nil
}

// badContent says why text, blocks or metadata are refused; nil if they are not. h.mu is held.
func (h *Handler) badContent(c Call) answer {
	text, blocks, meta := c.Form.Get("text"), c.Form.Get("blocks"), c.Form.Get("metadata")
	if text == "" && (blocks == "" || blocks == "[]") {
		return refusal("no_text")
	}
	if blocks != "" {
		if problems := CheckBlocks([]byte(blocks), MessageBlocks); len(problems) > 0 {
			a := refusal("invalid_blocks")
			a["response_metadata"] = answer{"messages": problems}
			return a
		}
	}
	if meta != "" {
		return h.badMetadata(meta)
	}
	return nil
}

func (h *Handler) badMetadata(meta string) answer {
	var m struct {
		EventType    string         `json:"event_type"`
		EventPayload map[string]any `json:"event_payload"`
	}
	switch {
	case json.Unmarshal([]byte(meta), &m) != nil:
		return refusal("invalid_metadata_format")
	case m.EventType == "" || m.EventPayload == nil:
		return refusal("invalid_metadata_schema")
	case len(meta) > h.opts.MaxMetadata:
		return refusal("metadata_too_large")
	}
	return nil
}

func (h *Handler) update(c Call) answer {
	r := h.find(c.Form.Get("channel"))
	if r == nil || c.Form.Get("channel") != r.ID { // an edit needs the id, not a name
		return refusal("channel_not_found")
	}
	m := r.message(c.Form.Get("ts"))
	switch {
	case h.opts.EditsRefused != "":
		return refusal(h.opts.EditsRefused)
	case r.Archived:
		return refusal("is_inactive")
	case m == nil:
		return refusal("message_not_found")
	case m.BotID != h.opts.BotID:
		return refusal("cant_update_message")
	case utf8.RuneCountInString(c.Form.Get("text")) > maxEditText:
		return refusal("msg_too_long")
	}
	if a := h.badContent(c); a != nil {
		return a
	}
	m.Text = c.Form.Get("text")
	m.Blocks = raw(c.Form.Get("blocks")) // text without blocks removes them
	if meta := c.Form.Get("metadata"); meta != "" {
		m.Metadata = raw(meta)
	}
	m.Edits++
	return answer{"ok": true, "channel": r.ID, "ts": m.TS, "text": m.Text, "message": h.shown(m, false)}
}

func raw(s string) json.RawMessage {
	if s == "" || s == "[]" {
		return nil
	}
	return json.RawMessage(s)
}

func head(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit])
}

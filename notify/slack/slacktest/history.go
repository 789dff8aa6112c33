package slacktest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// shown is a message as Slack shows it: metadata only when asked for, emoji as their names. h.mu is held.
func (h *Handler) shown(m *Message, metadata bool) answer {
	a := answer{"type": "message", "ts": m.TS, "user": m.User, "text": named.Replace(m.Text)}
	if m.BotID != "" {
		a["bot_id"] = m.BotID
	}
	if m.ThreadTS != "" {
		a["thread_ts"] = m.ThreadTS
	}
	if m.Blocks != nil {
		a["blocks"] = raw(named.Replace(string(m.Blocks)))
	}
	if metadata && m.Metadata != nil {
		a["metadata"] = m.Metadata
	}
	return a
}

// named are some emoji as Slack stores them.
var named = strings.NewReplacer(
	"🔴", ":red_circle:", "🟠", ":large_orange_circle:", "🔵", ":large_blue_circle:", "🟡", ":large_yellow_circle:",
	"⚪", ":white_circle:", "✅", ":white_check_mark:", "💤", ":zzz:", "⚠️", ":warning:",
)

// readable says why a room may not be read; nil if it may. h.mu is held.
func (h *Handler) readable(r *room, family string) answer {
	switch {
	case r == nil:
		return refusal("channel_not_found")
	case h.lacks(r.scope(family)) != nil:
		return h.lacks(r.scope(family))
	case r.Stranger && family == "history" && r.Private:
		return refusal("channel_not_found")
	case r.Stranger && family == "history":
		return refusal("not_in_channel")
	}
	return nil
}

// byID returns the room of an id: reading takes no names. h.mu is held.
func (h *Handler) byID(id string) *room {
	if r := h.find(id); r != nil && r.ID == id {
		return r
	}
	return nil
}

func (h *Handler) history(c Call) answer {
	r := h.byID(c.Form.Get("channel"))
	if a := h.readable(r, "history"); a != nil {
		return a
	}
	var list []*Message
	for _, m := range slices.Backward(r.messages) {
		if m.ThreadTS == "" && h.visible(m) && within(m.TS, c) {
			list = append(list, m)
		}
	}
	return h.page(list, c)
}

func (h *Handler) replies(c Call) answer {
	r := h.byID(c.Form.Get("channel"))
	if a := h.readable(r, "history"); a != nil {
		return a
	}
	ts := c.Form.Get("ts")
	parent := r.message(ts)
	if parent == nil {
		return refusal("thread_not_found")
	}
	var list []*Message
	for _, m := range r.messages {
		if (m.TS == ts || m.ThreadTS == ts) && h.visible(m) && within(m.TS, c) {
			list = append(list, m)
		}
	}
	return h.page(list, c)
}

// visible reports whether a message is in histories by now. h.mu is held.
func (h *Handler) visible(m *Message) bool {
	return !m.Deleted && !h.opts.Now().Before(m.StoredAt.Add(h.opts.HistoryLag))
}

// within reports whether a timestamp lies between oldest and latest.
func within(ts string, c Call) bool {
	oldest, latest, inclusive := c.Form.Get("oldest"), c.Form.Get("latest"), c.Form.Get("inclusive")
	same := inclusive == "1" || inclusive == "true"
	if oldest != "" && oldest != "0" && (ts < oldest || (ts == oldest && !same)) {
		return false
	}
	return latest == "" || ts < latest || (ts == latest && same)
}

// page answers with one page of a list. h.mu is held.
func (h *Handler) page(list []*Message, c Call) answer {
	limit := number(c.Form.Get("limit"), 100)
	if limit > 999 {
		return refusal("invalid_limit")
	}
	if h.opts.HistoryCap > 0 {
		limit = min(limit, h.opts.HistoryCap)
	}
	from := min(number(strings.TrimPrefix(c.Form.Get("cursor"), "next:"), 0), len(list))
	to := min(from+limit, len(list))
	metadata := c.Form.Get("include_all_metadata")
	messages := []answer{}
	for _, m := range list[from:to] {
		messages = append(messages, h.shown(m, metadata == "1" || metadata == "true"))
	}
	a := answer{"ok": true, "messages": messages, "has_more": to < len(list)}
	if to < len(list) {
		a["response_metadata"] = answer{"next_cursor": fmt.Sprintf("next:%d", to)}
	}
	return a
}

func number(s string, otherwise int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}

func (h *Handler) permalink(c Call) answer {
	r := h.byID(c.Form.Get("channel"))
	if r == nil {
		return refusal("channel_not_found")
	}
	ts := c.Form.Get("message_ts")
	if r.message(ts) == nil {
		return refusal("message_not_found")
	}
	return answer{"ok": true, "channel": r.ID, "permalink": workspace + "archives/" + r.ID + "/p" + strings.ReplaceAll(ts, ".", "")}
}

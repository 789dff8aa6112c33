package slacktest

import (
	"encoding/json"
	"fmt"
)

// A View is a modal or Home tab as an app sent it.
type View struct {
	Method    string
	ID        string
	UserID    string
	TriggerID string
	View      json.RawMessage
}

// Views returns the views so far.
func (h *Handler) Views() []View {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]View{}, h.views...)
}

func (h *Handler) view(c Call) answer {
	body := []byte(c.Form.Get("view"))
	if problems := CheckView(body); len(problems) > 0 {
		a := refusal("invalid_arguments")
		a["response_metadata"] = answer{"messages": problems}
		return a
	}
	id := c.Form.Get("view_id")
	if id == "" {
		id = fmt.Sprintf("V%07d", len(h.views)+1)
	}
	h.views = append(h.views, View{Method: c.Method, ID: id, UserID: c.Form.Get("user_id"), TriggerID: c.Form.Get("trigger_id"), View: body})
	return answer{"ok": true, "view": answer{"id": id, "hash": fmt.Sprintf("%d", len(h.views))}}
}

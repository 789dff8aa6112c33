package notify

import (
	"context"
	"log/slog"
)

// mention logs what people should know of a call: a change of state once, and what will never go
// out. Neither texts nor tokens are in it.
func (w *Worker) mention(ctx context.Context, l landing) {
	w.log.DebugContext(ctx, "called", "call", l.call, "class", l.class, "message", l.m.ID)
	if l.call == CallFind && l.failure == nil {
		w.closed = ""
	}
	if l.failure == nil {
		return
	}
	about := []any{"message", l.m.ID, "channel", l.channel, "class", l.class, "code", l.failure.Code}
	level, text := slog.LevelDebug, ""
	switch {
	case l.dead:
		level, text = slog.LevelError, "Slack will never take a message, not even as plain text"
	case l.failure.Code == codePanic:
		level, text = slog.LevelError, "a sender panicked"
	case l.call == CallPost && l.rest != nil && l.rest.Attempt == 1 && l.class != ClassWait:
		level, text = slog.LevelWarn, "cannot post to a channel; its reminders stay due"
	case l.call == CallFind && HistoryClosed(l.failure) && w.closed != l.failure.Code:
		w.closed = l.failure.Code
		level, text = slog.LevelWarn, "cannot look whether a message has arrived; the channel's history is closed to this app"
	case l.call == CallEdit && l.class == ClassRefused:
		level, text = slog.LevelError, "Slack does not take an edit"
	}
	if text != "" {
		w.log.Log(ctx, level, text, about...)
	}
}

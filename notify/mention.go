package notify

import "context"

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
	log := w.log.With("message", l.m.ID, "channel", l.channel, "class", l.class, "code", l.failure.Code)
	switch {
	case l.dead:
		log.ErrorContext(ctx, "Slack will never take a message, not even as plain text")
	case l.failure.Code == codePanic:
		log.ErrorContext(ctx, "a sender panicked")
	case l.call == CallPost && l.rest != nil && l.rest.Attempt == 1 && l.class != ClassWait:
		log.WarnContext(ctx, "cannot post to a channel; its reminders stay due")
	case l.call == CallFind && HistoryClosed(l.failure) && w.closed != l.failure.Code:
		w.closed = l.failure.Code
		log.WarnContext(ctx, "cannot look whether a message has arrived; the channel's history is closed to this app")
	case l.call == CallEdit && l.class == ClassRefused:
		log.ErrorContext(ctx, "Slack does not take an edit")
	}
}

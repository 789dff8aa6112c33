package notify

import (
	"context"
	"fmt"
	"time"

	"claimwatch/claims"
)

// maxEdits is how many cards are redrawn at once.
const maxEdits = 2

// startRedraws redraws cards whose claims have changed, as far as Slack takes edits.
func (w *Worker) startRedraws(ctx context.Context, now time.Time, open bool) error {
	free := maxEdits - w.aloft(CallEdit)
	if !w.redraws || free <= 0 {
		return nil
	}
	limit := 4 * maxEdits
	if !open { // the terminal's may stand behind those that wait for Slack
		limit = 100
	}
	list, err := w.cfg.Outbox.Redraws(ctx, now, limit)
	if err != nil {
		return err
	}
	w.redraws = len(list) > 0
	for _, r := range list {
		key := fmt.Sprintf("%s:%s/%d", CallEdit, r.Card.Message, r.Card.Claim.ID)
		if _, flies := w.flying[key]; flies || free == 0 || !w.mayEdit(r.Card, now, open) {
			continue
		}
		free--
		prev := w.rests[claims.RestMethod(methodEdit)]
		w.fly(ctx, key, r.Card.Channel != claims.Terminal, func(ctx context.Context) landing { return w.redraw(ctx, r, prev) })
	}
	return nil
}

func (w *Worker) mayEdit(c claims.Card, now time.Time, open bool) bool {
	if w.sender(c.Channel) == nil {
		return false
	}
	if c.Channel == claims.Terminal {
		return true
	}
	if !open || !w.room(0) || w.resting(claims.RestMethod(methodEdit), now) {
		return false
	}
	if at := w.edits.ready(now); at.After(now) {
		w.later(at)
		return false
	}
	w.edits.take()
	return true
}

// redraw edits a card and writes down what came of it.
func (w *Worker) redraw(ctx context.Context, r claims.Redraw, prev claims.Rest) landing {
	l := landing{call: CallEdit, channel: r.Card.Channel, class: ClassOK, m: claims.Message{ID: r.Card.Message}}
	err := w.edit(ctx, r.Card)
	now := w.cfg.Now()
	done := claims.Redrawn{At: now}
	l.count = func(c *Result) { c.Redrawn++ }
	if err != nil {
		f := sorted(err)
		l.class, l.failure, l.count = f.Class, f, nil
		done, l.rest = w.undrawn(r, f, prev, now)
	}
	if done.Gone {
		l.count = func(c *Result) { c.Gone++ }
	}
	l.write = func(ctx context.Context) error {
		if l.rest != nil {
			if err := w.cfg.Outbox.SaveRest(ctx, *l.rest, nil); err != nil {
				return err
			}
		}
		return w.cfg.Outbox.RecordRedraw(ctx, r, done)
	}
	l.err = w.write(ctx, l.write)
	return l
}

func (w *Worker) edit(ctx context.Context, c claims.Card) (err error) {
	ctx, cancel := context.WithTimeout(ctx, w.cfg.Pace.Timeout)
	defer cancel()
	defer caught(&err)
	if c.Triage == nil {
		c.Reminder.Words = w.cfg.Words(c.Reminder.Notice, c.Claim, w.cfg.Now())
	}
	return w.sender(c.Channel).Edit(ctx, c)
}

// undrawn says what follows from an edit that failed.
func (w *Worker) undrawn(r claims.Redraw, f *SendError, prev claims.Rest, now time.Time) (claims.Redrawn, *claims.Rest) {
	class := f.Class
	switch f.Class {
	case ClassGone:
		return claims.Redrawn{Gone: true, At: now}, nil
	case ClassWait:
		rest := w.rest(claims.RestMethod(methodEdit), prev, f, now)
		return claims.Redrawn{Again: rest.Until, At: now}, rest
	case ClassStop, ClassAmbiguous: // an edit may be repeated
		class = ClassLater
	}
	return claims.Redrawn{Again: now.Add(Backoff(class, r.Attempt+1, w.cfg.Jitter())), At: now}, nil
}

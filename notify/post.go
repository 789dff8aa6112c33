package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"claimwatch/claims"
)

// startPosts leases what may be posted now, in as many channels as there is room for, and posts it.
func (w *Worker) startPosts(ctx context.Context, now time.Time, open bool) error {
	free := w.cfg.Pace.Sending - w.sending
	var asks []claims.LeaseAsk
	var wait []string
	slack := 0
	for _, ch := range w.queue {
		toSlack := ch != claims.Terminal
		if len(asks) >= free || !w.mayPost(ch, now) || (toSlack && !(open && w.room(slack))) {
			wait = append(wait, ch)
			continue
		}
		asks = append(asks, claims.LeaseAsk{Channel: ch, Bundle: w.bundle(ch)})
		if toSlack {
			slack++
		}
	}
	if len(asks) == 0 {
		return nil
	}
	var leased []claims.Message
	err := w.write(ctx, func(ctx context.Context) (err error) {
		leased, err = w.cfg.Outbox.Lease(ctx, asks, now)
		return err
	})
	if err != nil {
		return err
	}
	w.queue = wait
	for _, m := range leased {
		w.sending++
		prev := w.rests[claims.RestChannel(m.Channel)]
		w.fly(ctx, "post:"+m.Channel, m.Channel != claims.Terminal, func(ctx context.Context) landing { return w.post(ctx, m, prev) })
	}
	return nil
}

// bundle returns how many reminders a channel takes one by one.
func (w *Worker) bundle(channel string) int {
	if channel == claims.Terminal || claims.Direct(channel) {
		return 0
	}
	return w.cfg.Bundle
}

// mayPost reports whether a channel has someone to serve it, nothing on its way, no rest, and,
// in Slack, no post a moment ago.
func (w *Worker) mayPost(ch string, now time.Time) bool {
	if _, flies := w.flying["post:"+ch]; flies || w.sender(ch) == nil || w.resting(claims.RestChannel(ch), now) {
		return false
	}
	last, ok := w.lastPost[ch]
	if !ok || ch == claims.Terminal || now.Before(last) {
		return true
	}
	next := last.Add(w.cfg.Pace.Post)
	if now.Before(next) {
		w.later(next)
		return false
	}
	delete(w.lastPost, ch)
	return true
}

// post sends a leased message and writes down what came of it.
func (w *Worker) post(ctx context.Context, m claims.Message, prev claims.Rest) landing {
	l := landing{call: CallPost, channel: m.Channel, m: m}
	r, err := w.send(ctx, m)
	now := w.cfg.Now()
	if err == nil {
		l.class = ClassOK
		l.count = func(c *Result) { c.Sent++ }
		l.write = w.sent(m, r, now)
	} else {
		f := sorted(err)
		v := w.judge(m, f, prev, now)
		l.class, l.failure, l.rest, l.count, l.write = f.Class, f, v.rest, v.count, w.setback(m, v)
		l.dead = v.setback.State == claims.NoticeDead
	}
	l.err = w.write(ctx, l.write)
	return l
}

func (w *Worker) sent(m claims.Message, r Receipt, now time.Time) func(context.Context) error {
	at := r.At
	if at.IsZero() {
		at = now
	}
	return func(ctx context.Context) error { return w.cfg.Ledger.Sent(ctx, m, r.Posted, at) }
}

// setback writes the rest first: should the process die in between, the message is looked for
// and the rest holds.
func (w *Worker) setback(m claims.Message, v verdict) func(context.Context) error {
	return func(ctx context.Context) error {
		if v.rest != nil {
			if err := w.cfg.Outbox.SaveRest(ctx, *v.rest, v.tell); err != nil {
				return err
			}
		}
		return w.cfg.Outbox.RecordSetback(ctx, m, v.setback)
	}
}

// send calls the Sender with the words of each reminder put in.
func (w *Worker) send(ctx context.Context, m claims.Message) (r Receipt, err error) {
	ctx, cancel := context.WithTimeout(ctx, w.cfg.Pace.Timeout)
	defer cancel()
	defer caught(&err)
	for i, one := range m.Reminders {
		m.Reminders[i].Words = w.cfg.Words(one.Notice, one.Claim, m.TriedAt)
	}
	return w.sender(m.Channel).Post(ctx, m)
}

// codePanic is the code of a call that panicked.
const codePanic = "panic"

// caught turns a panic of a Sender into a failure of which nobody knows how far it came.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = &SendError{Class: ClassAmbiguous, Code: codePanic, Err: fmt.Errorf("panic: %v", p)}
	}
}

// sorted returns err as a failure with a class; one without is ambiguous.
func sorted(err error) *SendError {
	var e *SendError
	if errors.As(err, &e) {
		return e
	}
	return &SendError{Class: ClassAmbiguous, Err: err}
}

// A verdict is what follows from a post that failed.
type verdict struct {
	setback claims.Setback
	rest    *claims.Rest
	tell    *claims.Alert
	count   func(*Result)
}

// judge says what follows from a failed post of m. prev is the rest that its channel had.
func (w *Worker) judge(m claims.Message, f *SendError, prev claims.Rest, now time.Time) verdict {
	v := verdict{count: func(c *Result) { c.Back++ }}
	v.setback = claims.Setback{State: claims.NoticePending, NotBefore: now, Class: string(f.Class), Code: f.Code, Loose: true}
	switch f.Class {
	case ClassStop:
	case ClassLater:
		v.setback.NotBefore = now.Add(Backoff(f.Class, m.Attempt, w.cfg.Jitter()))
		if m.Channel == claims.Terminal {
			v.rest = w.rest(claims.RestChannel(m.Channel), prev, f, now)
		}
	case ClassWait, ClassPark:
		v.rest = w.rest(claims.RestChannel(m.Channel), prev, f, now)
		v.setback.NotBefore = v.rest.Until
		v.tell = w.alert(m, f, v.rest)
	case ClassRefused:
		v.setback.Loose, v.setback.Plain = false, true
		if m.Plain {
			v.setback.State = claims.NoticeDead
			v.count = func(c *Result) { c.Dead++ }
		}
	default:
		v.setback.State, v.setback.Loose, v.setback.NotBefore = claims.NoticeUnknown, false, lookAt(m, w.cfg.Grace, now)
		v.count = func(c *Result) { c.Unknown++ }
	}
	return v
}

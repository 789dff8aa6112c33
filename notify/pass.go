package notify

import (
	"context"
	"errors"
	"slices"
	"time"

	"claimwatch/claims"
)

// A landing is how a call to a Sender ended.
type landing struct {
	key     string // of flying
	call    Call
	channel string
	slack   bool // not the terminal
	class   Class
	failure *SendError // of another class than ClassOK
	m       claims.Message
	rest    *claims.Rest                // of the channel or method, as written
	write   func(context.Context) error // what is to be kept of it
	dead    bool                        // Slack will never take the message
	err     error                       // of write
	count   func(*Result)
}

// pass starts everything that may be done now and returns when something more may be done by
// itself; the zero time: not before something happens.
func (w *Worker) pass(ctx context.Context) (time.Time, error) {
	w.due = time.Time{}
	if err := w.recover(ctx); err != nil {
		return w.due, err
	}
	if err := w.writeAgain(ctx, false); err != nil {
		return w.due, err
	}
	now := w.cfg.Now()
	if err := w.read(ctx, now); err != nil {
		return w.due, err
	}
	open := w.slackOpen(ctx, now)
	err := errors.Join(w.startLooks(ctx, now, open), w.startPosts(ctx, now, open), w.startRedraws(ctx, now, open))
	return w.due, err
}

// later notes that something may be done at t.
func (w *Worker) later(t time.Time) {
	if !t.IsZero() && (w.due.IsZero() || t.Before(w.due)) {
		w.due = t
	}
}

// recover turns what a worker that died left in 'sending' into messages that are looked for, and
// reads the rests. It is done once.
func (w *Worker) recover(ctx context.Context) error {
	if w.recovered {
		return nil
	}
	left, err := w.cfg.Outbox.Interrupted(ctx)
	if err != nil {
		return err
	}
	now := w.cfg.Now()
	for _, m := range left {
		err := w.cfg.Outbox.RecordSetback(ctx, m, claims.Setback{State: claims.NoticeUnknown, NotBefore: lookAt(m, w.cfg.Grace, now), Class: string(ClassAmbiguous), Code: "interrupted"})
		if err != nil && !errors.Is(err, claims.ErrLeaseLost) {
			return err
		}
	}
	rests, err := w.cfg.Outbox.Rests(ctx)
	if err != nil {
		return err
	}
	for _, r := range rests {
		w.rests[r.Subject] = r
	}
	if len(left) > 0 {
		w.log.Info("will look for messages that were on their way when the last run ended", "messages", len(left))
	}
	w.recovered = true
	return nil
}

// read asks the outbox what there is to do, at most once a tick unless it is asked to.
func (w *Worker) read(ctx context.Context, now time.Time) error {
	age := now.Sub(w.readAt)
	if !w.readAt.IsZero() && age >= 0 && age < w.cfg.Pace.Tick && (w.next.IsZero() || now.Before(w.next)) {
		w.later(w.next)
		return nil
	}
	p, err := w.cfg.Outbox.PendingOutbox(ctx, now)
	if err != nil {
		return err
	}
	w.queue, w.looks, w.redraws, w.next, w.readAt = p.Channels, p.Looks, p.Redraws, p.Next, now
	w.later(p.Next)
	return nil
}

// fly starts a call. What it returns lands in the loop.
func (w *Worker) fly(ctx context.Context, key string, slack bool, f func(context.Context) landing) {
	ctx = context.WithoutCancel(ctx)
	w.flying[key] = slack
	go func() {
		l := f(ctx)
		l.key, l.slack = key, slack
		w.landed <- l
	}()
}

// room reports whether one more call to Slack may start beside more that are about to: while
// Slack is tried out, one at a time.
func (w *Worker) room(more int) bool {
	if !w.trial {
		return true
	}
	for _, slack := range w.flying {
		if slack {
			return false
		}
	}
	return more == 0
}

// land takes in how a call ended.
func (w *Worker) land(ctx context.Context, l landing) {
	delete(w.flying, l.key)
	if l.count != nil {
		l.count(&w.count)
	}
	if l.rest != nil {
		w.rests[l.rest.Subject] = *l.rest
	}
	now := w.cfg.Now()
	switch l.call {
	case CallPost:
		w.lastPost[l.channel] = now
		w.queueUp(l.channel)
		w.redraws = true
	case CallFind:
		w.queueUp(l.channel)
		w.looks, w.redraws = true, true
	case CallEdit:
		w.redraws = true
	}
	w.keep(l)
	w.mention(ctx, l)
	w.weigh(ctx, l, now)
	w.cfg.Observe(l.call, l.class)
}

func (w *Worker) queueUp(channel string) {
	if !slices.Contains(w.queue, channel) {
		w.queue = append(w.queue, channel)
	}
}

// sender returns who serves a channel; nil is nobody.
func (w *Worker) sender(channel string) Sender {
	if channel == claims.Terminal {
		return w.cfg.Terminal
	}
	return w.cfg.Slack
}

package notify

import (
	"context"
	"fmt"
	"time"

	"claimwatch/claims"
)

// The methods of Slack that rest on their own when they are called too often.
const (
	methodEdit = "chat.update"
	methodFind = "conversations.history"
)

// After so many calls in a row without an answer, Slack counts as out of order.
const silence = 5

// resting reports whether a subject is left alone at now. A clock that was set back to before the
// rest began ends it.
func (w *Worker) resting(subject string, now time.Time) bool {
	r, ok := w.rests[subject]
	if !ok || !now.Before(r.Until) || now.Before(r.Since) {
		return false
	}
	w.later(r.Until)
	return true
}

// rest returns the rest that follows from a failure, after prev.
func (w *Worker) rest(subject string, prev claims.Rest, f *SendError, now time.Time) *claims.Rest {
	r := claims.Rest{Subject: subject, Class: string(f.Class), Code: f.Code, Attempt: 1, Since: now, ToldAt: prev.ToldAt}
	if prev.Class == r.Class {
		r.Attempt, r.Since = prev.Attempt+1, prev.Since
	}
	wait := f.RetryAfter
	if f.Class != ClassWait || wait <= 0 {
		wait = Backoff(f.Class, r.Attempt, w.cfg.Jitter())
	}
	if f.Class == ClassAmbiguous {
		wait = w.cfg.Pace.Outage
	}
	r.Until = now.Add(wait)
	return &r
}

// alert returns what people are told of a channel that cannot be posted to, once for each rest:
// in the fallback channel, or without one the owner of what could not be posted.
func (w *Worker) alert(m claims.Message, f *SendError, r *claims.Rest) *claims.Alert {
	if f.Class != ClassPark || !r.ToldAt.IsZero() || m.Form == claims.FormAlert {
		return nil
	}
	to := w.cfg.Fallback
	if to == "" && len(m.Reminders) > 0 {
		to = w.cfg.OwnerDM(m.Reminders[0].Claim.Owner)
	}
	if to == "" || to == m.Channel {
		return nil
	}
	r.ToldAt = r.Since
	why := ""
	if f.Code != "" {
		why = " (Slack says " + f.Code + ")"
	}
	return &claims.Alert{Channel: to, Text: fmt.Sprintf("claimwatch cannot post to %s%s. Its reminders stay due and are tried again at least once an hour.", m.Channel, why)}
}

// slackOpen reports whether Slack may be called. When a rest of all of it is over, it is probed first.
func (w *Worker) slackOpen(ctx context.Context, now time.Time) bool {
	if _, ok := w.rests[claims.RestApp]; !ok {
		return true
	}
	if w.resting(claims.RestApp, now) || w.cfg.Slack == nil {
		return false
	}
	if _, flies := w.flying["probe"]; !flies {
		w.fly(ctx, "probe", true, w.probe)
	}
	return false
}

func (w *Worker) probe(ctx context.Context) landing {
	ctx, cancel := context.WithTimeout(ctx, w.cfg.Pace.Timeout)
	defer cancel()
	l := landing{call: CallProbe, class: ClassOK, count: func(c *Result) { c.Probes++ }}
	if err := w.knock(ctx); err != nil {
		f := sorted(err)
		l.class, l.failure = f.Class, f
	}
	return l
}

func (w *Worker) knock(ctx context.Context) (err error) {
	defer caught(&err)
	return w.cfg.Slack.Probe(ctx)
}

// weigh draws from a call's outcome what it says about Slack as a whole and about its channel.
func (w *Worker) weigh(ctx context.Context, l landing, now time.Time) {
	if !l.slack {
		w.recovers(ctx, l)
		return
	}
	switch {
	case l.class == ClassStop, l.class == ClassLater, l.call == CallProbe && l.class != ClassOK:
		w.failures++
		w.restAll(ctx, l, now)
	case l.class == ClassAmbiguous:
		w.failures++
		if w.failures >= silence || w.trial {
			w.restAll(ctx, l, now)
		}
	case l.call == CallProbe:
		w.wakeAll(ctx)
	default:
		w.failures, w.trial = 0, false
		w.recovers(ctx, l)
	}
}

// restAll leaves all of Slack alone for a while. While the token is refused, no other failure of
// a probe says more.
func (w *Worker) restAll(ctx context.Context, l landing, now time.Time) {
	prev, had := w.rests[claims.RestApp]
	if had && l.call != CallProbe && now.Before(prev.Until) && l.class != ClassStop { // of the same wave
		return
	}
	f := &SendError{Class: l.class, Code: l.failure.Code}
	switch {
	case had && prev.Class == string(ClassStop):
		f.Class = ClassStop
	case f.Class != ClassStop && f.Class != ClassLater:
		f.Class = ClassAmbiguous
	}
	r := w.rest(claims.RestApp, prev, f, now)
	w.rests[claims.RestApp] = *r
	w.trial = false
	if !had || prev.Class != r.Class {
		w.log.Error("Slack cannot be used; everything stays due", "class", r.Class, "code", r.Code, "probe_at", r.Until)
	}
	if err := w.write(ctx, func(ctx context.Context) error { return w.cfg.Outbox.SaveRest(ctx, *r, nil) }); err != nil {
		w.log.Warn("cannot keep a rest; it holds until the end of this run", "subject", r.Subject, "error", err)
	}
}

// wakeAll ends the rest of all of Slack: one call at a time, until one succeeds.
func (w *Worker) wakeAll(ctx context.Context) {
	w.log.Info("Slack can be used again")
	w.failures, w.trial = 0, true
	w.readAt = time.Time{}
	w.end(ctx, claims.RestApp)
}

// recovers ends the rest of what has just worked.
func (w *Worker) recovers(ctx context.Context, l landing) {
	if l.class != ClassOK {
		return
	}
	subject := map[Call]string{CallPost: claims.RestChannel(l.channel), CallEdit: claims.RestMethod(methodEdit), CallFind: claims.RestMethod(methodFind)}[l.call]
	if _, ok := w.rests[subject]; ok {
		w.end(ctx, subject)
	}
}

func (w *Worker) end(ctx context.Context, subject string) {
	delete(w.rests, subject)
	if err := w.write(ctx, func(ctx context.Context) error { return w.cfg.Outbox.EndRest(ctx, subject) }); err != nil {
		w.log.Warn("cannot note the end of a rest", "subject", subject, "error", err)
	}
}

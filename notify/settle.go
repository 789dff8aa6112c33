package notify

import (
	"context"
	"time"

	"claimwatch/claims"
)

// maxLooks is how many posts of unknown fate are looked for at once.
const maxLooks = 4

// The longest between two looks that failed: while Slack has trouble, and while history is closed.
const (
	latestLook = time.Minute
	seldomLook = 15 * time.Minute
)

// startLooks looks for posts of unknown fate whose grace is over.
func (w *Worker) startLooks(ctx context.Context, now time.Time, open bool) error {
	if !w.looks {
		return nil
	}
	free := maxLooks - w.aloft(CallFind)
	if free <= 0 {
		return nil
	}
	list, err := w.cfg.Outbox.Unsettled(ctx, now, 2*maxLooks+len(w.unwritten))
	if err != nil {
		return err
	}
	w.looks = len(list) > 0
	for _, m := range list {
		key := string(CallFind) + ":" + string(m.ID)
		if _, flies := w.flying[key]; flies || free == 0 || w.holds(m.ID) || !w.mayLook(m, now, open) {
			continue
		}
		free--
		prev := w.rests[claims.RestMethod(methodFind)]
		w.fly(ctx, key, m.Channel != claims.Terminal, func(ctx context.Context) landing { return w.settle(ctx, m, prev) })
	}
	return nil
}

// aloft counts calls on their way.
func (w *Worker) aloft(c Call) int {
	n := 0
	for key := range w.flying {
		if len(key) > len(c) && key[:len(c)] == string(c) {
			n++
		}
	}
	return n
}

func (w *Worker) mayLook(m claims.Message, now time.Time, open bool) bool {
	if w.sender(m.Channel) == nil {
		return false
	}
	if m.Channel == claims.Terminal {
		return true
	}
	if !open || !w.room(0) || w.resting(claims.RestMethod(methodFind), now) {
		return false
	}
	if at := w.finds.ready(now); at.After(now) {
		w.later(at)
		return false
	}
	w.finds.take()
	return true
}

// settle looks for a message and writes down whether it has arrived.
func (w *Worker) settle(ctx context.Context, m claims.Message, prev claims.Rest) landing {
	l := landing{call: CallFind, channel: m.Channel, m: m, class: ClassOK}
	r, found, err := w.find(ctx, m)
	now := w.cfg.Now()
	switch {
	case err == nil && found:
		l.count = func(c *Result) { c.Found++ }
		if r.Shared {
			m.Form = claims.FormBundle
		}
		l.write = w.sent(m, r, now)
	case err == nil:
		l.count = func(c *Result) { c.Absent++ }
		tried := m.Attempt > 0
		l.write = w.setback(m, verdict{setback: claims.Setback{State: claims.NoticePending, NotBefore: now, MaybeRepeat: tried, Loose: !tried}})
	default:
		f := sorted(err)
		v := w.unseen(m, f, prev, now)
		l.class, l.failure, l.rest, l.write = f.Class, f, v.rest, w.setback(m, v)
	}
	l.err = w.write(ctx, l.write)
	return l
}

func (w *Worker) find(ctx context.Context, m claims.Message) (r Receipt, found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, w.cfg.Pace.Timeout)
	defer cancel()
	defer caught(&err)
	return w.sender(m.Channel).Find(ctx, m)
}

// unseen says what follows from a look that failed: another look, or, when nobody can look and the
// newsroom chose so, another post.
func (w *Worker) unseen(m claims.Message, f *SendError, prev claims.Rest, now time.Time) verdict {
	s := claims.Setback{State: claims.NoticeUnknown, NotBefore: again(m, now, w.cfg.Pace.Look, latestLook), Class: string(f.Class), Code: f.Code}
	v := verdict{setback: s}
	switch {
	case HistoryClosed(f) && w.cfg.Resend:
		v.setback = claims.Setback{State: claims.NoticePending, NotBefore: now, MaybeRepeat: true, Class: string(f.Class), Code: f.Code}
	case HistoryClosed(f):
		v.setback.NotBefore = again(m, now, latestLook, seldomLook)
	case f.Class == ClassWait:
		v.rest = w.rest(claims.RestMethod(methodFind), prev, f, now)
		v.setback.NotBefore = v.rest.Until
	case f.Class == ClassStop:
		v.setback.NotBefore = now
	}
	return v
}

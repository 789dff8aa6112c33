package notify

import (
	"context"
	"errors"
	"time"

	"claimwatch/claims"
)

// writeTimeout bounds the writing down of one outcome.
const writeTimeout = 30 * time.Second

// An outcome that is not written down is tried every second; after so many tries, what hinders it
// lies in itself, and the message is looked for again later.
const writeTries = 5

// unwritten is an outcome that could not be written down.
type unwritten struct {
	l     landing
	tries int
	at    time.Time
}

// write writes down what a call led to, whatever has been cancelled: after a message has left,
// its outcome is not forgotten.
func (w *Worker) write(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTimeout)
	defer cancel()
	w.writes <- struct{}{}
	defer func() { <-w.writes }()
	err := f(ctx)
	if errors.Is(err, claims.ErrLeaseLost) { // it has moved on since: nothing is left to note
		return nil
	}
	return err
}

// keep holds on to an outcome that could not be written down; its message counts as sending.
func (w *Worker) keep(l landing) {
	if l.err == nil {
		if l.call == CallPost {
			w.sending--
		}
		return
	}
	w.log.Error("cannot write down what became of a message", "message", l.m.ID, "call", l.call, "error", l.err)
	w.unwritten = append(w.unwritten, unwritten{l: l, at: w.cfg.Now()})
}

// holds reports whether a message's outcome is yet to be written down.
func (w *Worker) holds(id claims.MessageID) bool {
	for _, u := range w.unwritten {
		if u.l.m.ID == id {
			return true
		}
	}
	return false
}

// writeAgain writes down what could not be, once a second, or at once at the end. While something
// is left, nothing new is begun: the error says so.
func (w *Worker) writeAgain(ctx context.Context, atOnce bool) error {
	var left []unwritten
	var failed error
	for _, u := range w.unwritten {
		now := w.cfg.Now()
		if age := now.Sub(u.at); !atOnce && age >= 0 && age < time.Second {
			left = append(left, u)
			w.later(u.at.Add(time.Second))
			continue
		}
		u.at = now
		u.tries++
		err := w.write(ctx, u.l.write)
		if err != nil && u.tries > writeTries { // the store may be well, and hold just this against it
			err = w.write(ctx, w.forLater(u.l.m, now))
		}
		if err != nil {
			failed = errors.Join(failed, err)
			left = append(left, u)
			continue
		}
		if u.l.call == CallPost {
			w.sending--
		}
	}
	w.unwritten = left
	if len(left) > 0 {
		return errors.Join(errUnwritten, failed)
	}
	return nil
}

var errUnwritten = errors.New("outcomes of posts are not written down yet")

// forLater leaves a message to be looked for.
func (w *Worker) forLater(m claims.Message, now time.Time) func(context.Context) error {
	return func(ctx context.Context) error {
		return w.cfg.Outbox.RecordSetback(ctx, m, claims.Setback{State: claims.NoticeUnknown, NotBefore: again(m, now, w.cfg.Grace, seldomLook), Class: string(ClassAmbiguous), Code: "unwritten"})
	}
}

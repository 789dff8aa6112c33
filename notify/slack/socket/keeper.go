package socket

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/slack-go/slack"
)

// An event is what a line, or an attempt to open one, tells the keeper.
type event struct {
	line   *line
	opened bool   // the attempt is over: with a line, or with err
	reason string // of a disconnect frame
	err    error  // the line is dead, or could not be opened
}

// keeper is the loop's own memory: which lines there are, and when the next may be opened.
type keeper struct {
	*Socket
	lines   []*line
	opening bool
	wanted  bool // a line is to be opened
	fails   int  // in a row
	hold    time.Duration
	reason  string      // why the last line was taken away
	ghosts  []time.Time // when lines of ours were lost: Slack may count them for a while
}

func (k *keeper) keep(ctx context.Context) {
	k.wanted = true
	for k.step(ctx) {
	}
	for _, l := range k.lines {
		l.hush()
	}
}

// step waits for the next thing to happen and does what follows; false: ctx has ended.
func (k *keeper) step(ctx context.Context) bool {
	var due <-chan time.Time
	if k.wanted && !k.opening {
		t := time.NewTimer(k.hold)
		defer t.Stop()
		due = t.C
	}
	select {
	case <-ctx.Done():
		return false
	case <-due:
		k.open(ctx)
	case e := <-k.events:
		k.hear(e)
	}
	return true
}

// open starts one attempt.
func (k *keeper) open(ctx context.Context) {
	k.opening, k.wanted = true, false
	k.wg.Go(func() {
		l, err := k.connect(ctx)
		k.tell(ctx, event{line: l, opened: true, err: err})
	})
}

// tell hands an event to the loop, unless it has ended.
func (s *Socket) tell(ctx context.Context, e event) {
	select {
	case s.events <- e:
	case <-ctx.Done():
		if e.opened && e.line != nil {
			e.line.hush()
		}
	}
}

func (k *keeper) hear(e event) {
	switch {
	case e.opened && e.err != nil:
		k.opening = false
		k.failed(e.err)
	case e.opened:
		k.opening = false
		k.opened(e.line)
	case e.reason != "":
		k.dismissed(e.line, e.reason)
	default:
		k.lost(e.line, e.err)
	}
}

// opened makes a line the one that counts; older ones are read on for a while.
func (k *keeper) opened(l *line) {
	for _, old := range k.lines {
		old.retire(k.pace.Linger)
	}
	k.lines = append(k.lines, l)
	k.hold, k.reason = 0, ""
	k.repay(l)
	k.ghosts = slices.DeleteFunc(k.ghosts, func(at time.Time) bool { return l.since.Sub(at) > haunting })
	k.up(l, len(k.lines), len(k.ghosts))
}

// haunting is how long Slack may count a line that is no more.
const haunting = 2 * time.Minute

// dismissed hears why Slack will close a line: a warning and a refresh call for the next one at
// once; when Socket Mode is off or there are too many lines, a pause comes first.
func (k *keeper) dismissed(l *line, reason string) {
	k.log.Info("slack renews the line", "reason", reason)
	if reason == "warning" || reason == "refresh_requested" {
		if l.leaving {
			return
		}
		l.leaving = true
		k.want(l)
		return
	}
	k.reason = reason
}

// want asks for a line, with a pause if the last one did not last.
func (k *keeper) want(l *line) {
	if k.cfg.Now().Sub(l.since) >= k.pace.Stable {
		k.fails = 0
	}
	if k.wanted || k.opening || k.replaced(l) {
		return
	}
	k.hold = k.pauseAfter(k.fails, k.pace.Most/5)
	if k.fails == 0 {
		k.hold = 0
	}
	k.fails++
	k.wanted = true
}

// replaced reports whether a younger line is up.
func (k *keeper) replaced(l *line) bool {
	return len(k.lines) > 0 && k.lines[len(k.lines)-1] != l && !k.lines[len(k.lines)-1].leaving
}

// lost forgets a dead line and asks for another one, unless there is one.
func (k *keeper) lost(l *line, err error) {
	k.lines = slices.DeleteFunc(k.lines, func(other *line) bool { return other == l })
	k.ghosts = append(k.ghosts, k.cfg.Now())
	k.acks.owe(l, k.cfg.Now())
	if n := len(k.lines); n > 0 {
		k.fewer(n)
		k.repay(k.lines[n-1])
	}
	if len(k.lines) > 0 && !k.lines[len(k.lines)-1].leaving {
		return
	}
	if len(k.lines) == 0 {
		k.mourn(l, err)
	}
	k.want(l)
	if lasting[k.reason] != "" {
		k.fails = max(k.fails, 2)
		k.hold = k.pauseAfter(k.fails, k.pace.Most)
	}
}

// mourn says why there is no line.
func (k *keeper) mourn(l *line, err error) {
	problem := lasting[k.reason]
	switch {
	case l.leaving:
		problem = renewing
	case problem == "":
		problem = "the line broke: " + plain(err)
	}
	k.down(problem, k.cfg.Now())
}

// failed counts an attempt that came to nothing.
func (k *keeper) failed(err error) {
	k.fails++
	k.hold = max(k.pauseAfter(k.fails-1, k.mostAfter(err)), retryAfter(err))
	k.wanted = true
	if len(k.lines) == 0 {
		k.down(advice(err), k.cfg.Now())
	}
}

// mostAfter is the longest pause: a refusal of the token is not gone in seconds.
func (k *keeper) mostAfter(err error) time.Duration {
	var refused slack.SlackErrorResponse
	if errors.As(err, &refused) && lasting[refused.Err] != "" {
		return 2 * k.pace.Most
	}
	return k.pace.Most
}

// pauseAfter returns the pause after n earlier failures, with up to a fifth of it more.
func (k *keeper) pauseAfter(n int, most time.Duration) time.Duration {
	d := min(k.pace.First<<min(n, 20), most)
	return d + time.Duration(k.cfg.Jitter()*float64(d)/5)
}

// lasting holds what refusals and farewells mean that go away only when somebody acts.
var lasting = map[string]string{
	"invalid_auth":           "Slack refuses SLACK_APP_TOKEN; make a new app-level token with connections:write",
	"not_authed":             "Slack got no app-level token; set SLACK_APP_TOKEN",
	"account_inactive":       "the app-level token belongs to an app that was removed; install it again",
	"token_revoked":          "the app-level token was revoked; make a new one",
	"missing_scope":          "the app-level token lacks connections:write; make a new one with it",
	"not_allowed_token_type": "SLACK_APP_TOKEN is no app-level token; it begins with xapp-",
	"link_disabled":          "Socket Mode is switched off in the app's settings; switch it on there",
	"too_many_websockets":    "too many programs are connected with this app-level token; stop the others",
}

// advice says what an attempt failed with, and what to do.
func advice(err error) string {
	var refused slack.SlackErrorResponse
	if errors.As(err, &refused) {
		if a := lasting[refused.Err]; a != "" {
			return a
		}
		return "Slack refuses a connection: " + refused.Err
	}
	var status slack.StatusCodeError
	if errors.As(err, &status) {
		return "Slack answers " + http.StatusText(status.Code) + " when asked for a connection"
	}
	if errors.As(err, new(*slack.RateLimitedError)) {
		return "Slack asks to wait before the next connection"
	}
	return "no connection to Slack: " + plain(err)
}

func retryAfter(err error) time.Duration {
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		return limited.RetryAfter
	}
	return 0
}

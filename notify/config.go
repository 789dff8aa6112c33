package notify

import (
	"errors"
	"log/slog"
	"time"

	"claimwatch/claims"
)

// A Config is what a Worker needs. Outbox, Ledger, Words, Now, Log and Grace are required.
type Config struct {
	Outbox   Outbox
	Ledger   Ledger
	Slack    Sender // nil: what goes to Slack waits
	Terminal Sender // nil: what goes to the terminal waits

	Words func(n claims.Notice, c claims.Claim, now time.Time) string // why a reminder comes
	Now   func() time.Time
	Log   *slog.Logger

	Grace    time.Duration             // how long Slack may take to show a message
	Resend   bool                      // post again, marked, when history cannot be read; else hold
	Bundle   int                       // more reminders than this that wait in a channel become one message; 0: never
	Fallback string                    // the channel that is told when another cannot be posted to; "" is none
	OwnerDM  func(owner string) string // who is told without a fallback: the owner's direct messages; nil or "" is nobody
	Jitter   func() float64            // in [0, 1); nil is none
	Observe  func(call Call, cl Class) // told of every call's outcome; nil is nobody
	Pace     Pace
}

// A Call is what was asked of a Sender.
type Call string

// The calls.
const (
	CallPost  Call = "post"
	CallEdit  Call = "edit"
	CallFind  Call = "find"
	CallProbe Call = "probe"
)

// ClassOK is the outcome of a call that did what it was asked.
const ClassOK Class = "ok"

// Pace bounds how fast a Worker goes. Zero fields have the default.
type Pace struct {
	Sending int           // messages in 'sending' at once; 10
	Post    time.Duration // from one post's end to the next one's start in a channel of Slack; 1s
	Edits   int           // a minute in all of Slack; 50
	Looks   int           // a minute in all of Slack; 40
	Look    time.Duration // from a look that failed to the next, at least; 15s
	Tick    time.Duration // how often the outbox is looked at without being woken; 1s
	Timeout time.Duration // of one call of a Sender; 20s
	Outage  time.Duration // between two probes of a Slack that does not answer; 1m
}

func (p Pace) orDefault() Pace {
	set := func(d *time.Duration, to time.Duration) {
		if *d <= 0 {
			*d = to
		}
	}
	count := func(n *int, to int) {
		if *n <= 0 {
			*n = to
		}
	}
	count(&p.Sending, 10)
	count(&p.Edits, 50)
	count(&p.Looks, 40)
	set(&p.Post, time.Second)
	set(&p.Look, 15*time.Second)
	set(&p.Tick, time.Second)
	set(&p.Timeout, 20*time.Second)
	set(&p.Outage, time.Minute)
	return p
}

func (c Config) validate() error {
	switch {
	case c.Outbox == nil || c.Ledger == nil:
		return errors.New("notify: outbox and ledger are required")
	case c.Words == nil || c.Now == nil || c.Log == nil:
		return errors.New("notify: words, clock and log are required")
	case c.Grace <= 0:
		return errors.New("notify: the grace must be longer than nothing")
	}
	return nil
}

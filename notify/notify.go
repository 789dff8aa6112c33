package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"claimwatch/claims"
)

// A Sender takes messages to where people read them. Its calls are never retried inside: the
// outbox decides. Errors are *SendError; anything else counts as ambiguous.
type Sender interface {
	// Post sends a message once and returns where it stands.
	Post(ctx context.Context, m claims.Message) (Receipt, error)
	// Edit redraws a card that was posted; twice is the same as once.
	Edit(ctx context.Context, c claims.Card) error
	// Find looks whether a message has arrived, by its identifier; one that was never tried (attempt 0:
	// another database may have posted it), by what it reminds of. False: it was read whole and is not there.
	Find(ctx context.Context, m claims.Message) (Receipt, bool, error)
	// Probe asks whether the app may send at all.
	Probe(ctx context.Context) error
}

// A Receipt says where a message stands and when it was taken.
type Receipt struct {
	Posted claims.Posted
	At     time.Time
	Shared bool // of Find: it is a line of a message for several claims
}

// Class sorts the ways in which a send can fail.
type Class string

// The classes.
const (
	ClassLater     Class = "later"     // refused for now, never reached Slack
	ClassWait      Class = "wait"      // rate limited: RetryAfter
	ClassPark      Class = "park"      // this channel cannot be posted to
	ClassStop      Class = "stop"      // the app may not send at all
	ClassRefused   Class = "refused"   // this payload is not taken
	ClassGone      Class = "gone"      // of an edit: the message is no more, or can no longer be edited
	ClassAmbiguous Class = "ambiguous" // it may or may not have gone through: look before posting again
)

// Codes of Find that are not Slack's own. With these, and with the ones that HistoryClosed names,
// nobody can say whether a message arrived.
const (
	CodeHistoryCapped = "history_capped" // Slack shows this app too little of a channel's history
)

// HistoryClosed reports whether an error of Find means that the channel's history cannot be read
// at all, now or after a wait, so that the configured choice (hold or resend) decides.
func HistoryClosed(err error) bool {
	var e *SendError
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case CodeHistoryCapped, "missing_scope", "not_in_channel", "channel_not_found", "no_permission", "not_allowed_token_type":
		return true
	}
	return false
}

// A SendError is a failed call with its class.
type SendError struct {
	Class      Class
	Code       string        // what Slack said, such as "channel_not_found"; a closed set or ""
	RetryAfter time.Duration // of ClassWait
	Err        error
}

func (e *SendError) Error() string {
	if e.Code != "" {
		return fmt.Sprintf("%s: %s", e.Class, e.Code)
	}
	return fmt.Sprintf("%s: %v", e.Class, e.Err)
}

func (e *SendError) Unwrap() error { return e.Err }

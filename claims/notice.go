package claims

import "time"

// Reason says why a reminder comes.
type Reason string

// The reasons, in the order in which they prevail when slots meet.
const (
	ReasonEscalated  Reason = "escalated"
	ReasonOverdue    Reason = "overdue"
	ReasonDue        Reason = "due"
	ReasonAhead      Reason = "ahead"
	ReasonSnoozeOver Reason = "snooze_over"
	ReasonPeriodic   Reason = "periodic"
)

// Reasons lists them in that order.
func Reasons() []Reason {
	return []Reason{ReasonEscalated, ReasonOverdue, ReasonDue, ReasonAhead, ReasonSnoozeOver, ReasonPeriodic}
}

// Form is how a reminder is shown.
type Form string

// The forms.
const (
	FormCard   Form = "card"   // a message of its own
	FormBundle Form = "bundle" // a line of one message for many
	FormDigest Form = "digest" // a line of the channel's digest
)

// Terminal is the channel of reminders that are written to the daemon's standard output.
const Terminal = "terminal"

// NoticeState is where a notice stands on its way out.
type NoticeState string

// The states: pending -> sending -> sent | unknown | dead, and dropped.
const (
	NoticePending NoticeState = "pending"
	NoticeSending NoticeState = "sending" // committed before the post
	NoticeSent    NoticeState = "sent"
	NoticeUnknown NoticeState = "unknown" // it may or may not have been posted: to be settled by asking
	NoticeDead    NoticeState = "dead"    // a payload that will never be taken
	NoticeDropped NoticeState = "dropped" // resolved or replaced before its sending began
)

// A Notice is a reminder that has been decided: what is said about one claim for one slot and
// one reason. Its key is the claim's ordinal, so that a decision taken twice is stored once.
type Notice struct {
	ID           NoticeID
	ClaimID      ClaimID
	Ordinal      int // the number in the message
	Reason       Reason
	SlotAt       time.Time // as moved
	DecidedAt    time.Time
	Channel      string // as configured ("#desk"), a user's id for a direct message, or Terminal
	Mention      string // an id or handle that is mentioned; "" is the owner
	Form         Form
	WokenBy      ClaimID // the claim that it waited for
	WokenAs      Outcome // of that claim, as it stands when the notice is read; "" is none, or not to be told
	Confidential bool
	State        NoticeState
}

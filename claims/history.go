package claims

import "time"

// Via is the door through which an act came.
type Via string

// The doors.
const (
	ViaCLI    Via = "cli"
	ViaSlack  Via = "slack"
	ViaDaemon Via = "daemon"
	ViaWeb    Via = "web"
)

// Actor is who acts, and through what.
type Actor struct {
	Name string
	Via  Via
}

// Action is what happened to a claim, as its history names it.
type Action string

// The actions of a history.
const (
	ActionAdded     Action = "added"
	ActionAccepted  Action = "accepted"
	ActionDismissed Action = "dismissed"
	ActionReminded  Action = "reminded" // when Slack, or the terminal, took it
	ActionChecked   Action = "checked"
	ActionSnoozed   Action = "snoozed"
	ActionAssigned  Action = "assigned"
	ActionEdited    Action = "edited"
	ActionNoted     Action = "noted"
	ActionSighted   Action = "sighted"
	ActionLead      Action = "lead"
	ActionMerged    Action = "merged"
	ActionResolved  Action = "resolved"
	ActionReopened  Action = "reopened"
)

// An Entry is one line of a claim's append-only history. Was holds the values that the act
// replaced, by the field names of the claim's JSON form, so that the claim can be wound back.
type Entry struct {
	ClaimID ClaimID
	At      time.Time
	Actor   string
	Via     Via
	Action  Action
	Detail  Detail
}

// Detail is what an entry says beside its action. Empty fields are left out.
type Detail struct {
	Note    string         `json:"note,omitempty"`
	Outcome Outcome        `json:"outcome,omitempty"`
	URL     string         `json:"url,omitempty"`
	Quote   string         `json:"quote,omitempty"`
	Reason  Reason         `json:"reason,omitempty"`
	Ordinal int            `json:"ordinal,omitempty"`
	Channel string         `json:"channel,omitempty"`
	Slot    string         `json:"slot,omitempty"`  // RFC 3339
	Until   string         `json:"until,omitempty"` // RFC 3339
	Other   ClaimID        `json:"other,omitempty"`
	Report  ReportID       `json:"report,omitempty"`
	To      map[string]any `json:"to,omitempty"`  // new values, by field
	Was     map[string]any `json:"was,omitempty"` // the values they replaced
}

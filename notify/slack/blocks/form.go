package blocks

import (
	"encoding/json"

	"claimwatch/claims"
)

// A Callback is the callback_id of a modal or shortcut. The set is closed.
type Callback string

// Modals.
const (
	CallbackResolve Callback = "resolve"
	CallbackEdit    Callback = "edit"
	CallbackTrack   Callback = "edit_track" // the edit of a candidate: its submission tracks it
	CallbackDue     Callback = "due"
	CallbackAdd     Callback = "add"
	CallbackSnooze  Callback = "snooze"
	CallbackAssign  Callback = "assign"
	CallbackMerge   Callback = "merge"
	CallbackIngest  Callback = "ingest"
	CallbackDigest  Callback = "digest"
	CallbackShow    Callback = "show" // nothing to submit: a claim, its history, its leads
)

// Shortcuts, as the manifest names them.
const (
	ShortcutTrack  Callback = "track_message" // of a message: "Track this claim"
	ShortcutAdd    Callback = "add_claim"     // global
	ShortcutIngest Callback = "read_report"   // global
)

// A Field is the block_id of an input; its one element's action_id is Input. Errors of a
// submission are shown at their Field.
type Field string

// Input is the action_id of every element of an input block.
const Input = "input"

// The fields of the modals. What each takes is said beside it.
const (
	FieldOutcome      Field = "outcome"      // static_select or radio: a claims.Outcome
	FieldEvidence     Field = "evidence"     // url or plain text
	FieldNote         Field = "note"         // plain text of several lines
	FieldOf           Field = "of"           // number of the claim that this one duplicates
	FieldSummary      Field = "summary"      // plain text
	FieldKind         Field = "kind"         // static_select: a claims.Kind
	FieldDue          Field = "due"          // plain text, as --due takes it
	FieldDay          Field = "day"          // datepicker, beside FieldDue in DueModal: what is written there prevails
	FieldQuote        Field = "quote"        // plain text of several lines
	FieldSource       Field = "source"       // plain text
	FieldParties      Field = "parties"      // plain text, parted by semicolons
	FieldOwner        Field = "owner"        // users_select; empty is nobody
	FieldOwnerName    Field = "owner_name"   // plain text: an owner whom Slack does not know; prevails over FieldOwner
	FieldDesk         Field = "desk"         // plain text
	FieldTags         Field = "tags"         // plain text, parted by commas
	FieldAfter        Field = "after"        // number of the claim that this one waits for; empty is none
	FieldConfidential Field = "confidential" // checkboxes with one option, Yes
	FieldUntil        Field = "until"        // datepicker
	FieldInto         Field = "into"         // number of the claim that this one is merged into
	FieldTitle        Field = "title"        // plain text
	FieldText         Field = "text"         // plain text of several lines: a report, or a link to one
	FieldPublished    Field = "published"    // datepicker
	FieldTold         Field = "told"         // checkboxes with one option, Yes: a digest of one's own
	FieldClock        Field = "clock"        // timepicker
	FieldDays         Field = "days"         // checkboxes: days as claims.ParseDigestHours reads them, "mon"
)

// Yes is the value of the one option of a checkbox.
const Yes = "yes"

// An Origin is what a modal remembers in its private_metadata: what it was opened for, and from where.
type Origin struct {
	Claim   claims.ClaimID  `json:"claim,omitempty"`
	Version int64           `json:"version,omitempty"`
	Report  claims.ReportID `json:"report,omitempty"`
	Channel string          `json:"channel,omitempty"` // where the click was; "" in App Home
	TS      string          `json:"ts,omitempty"`      // of the message that was clicked
	Triage  bool            `json:"triage,omitempty"`  // that message is a triage card
}

// String writes the origin, as private_metadata takes it.
func (o Origin) String() string {
	b, err := json.Marshal(o)
	if err != nil { // numbers and words can always be written
		return "{}"
	}
	return string(b)
}

// ParseOrigin reads what String wrote. Anything else is an *claims.InvalidError.
func ParseOrigin(s string) (Origin, error) {
	var o Origin
	if json.Unmarshal([]byte(s), &o) != nil || o.Claim < 0 || o.Report < 0 || o.Version < 0 {
		return Origin{}, &claims.InvalidError{Field: "view", Problem: "it carries no data of ours"}
	}
	return o, nil
}

// A Prefill is what AddModal shows to begin with.
type Prefill struct {
	Summary string
	Quote   string
	Source  string
	Kind    claims.Kind // "" lets claimwatch read it
	Due     string      // as written into the field
	OwnerID string      // Slack id; "" is nobody
	Desk    string

	AuthorID  string // who wrote the message that it comes from, and the channel where: ids; "" is none
	ChannelID string
}

// A HomePage is what App Home shows one person. Confidential claims are there only if they are
// theirs to see.
type HomePage struct {
	View     HomeView
	Page     int // from 0
	Pages    int
	Claims   []claims.Claim // of this page: at most HomeRows
	Counts   map[HomeView]int
	Health   string   // one sentence: how delivery and connection stand
	Troubles []string // for editors: channels that cannot be posted to, a sentence each
	May      bool     // may act
	Who      string   // who may, as a sentence, for those who may not
	First    bool     // the first visit
	Digest   claims.DigestHours
}

// HomeRows is how many claims a page of App Home shows.
const HomeRows = 20

// A TriageCard is a report's candidates, most certain first, with what has been decided.
type TriageCard claims.Triage

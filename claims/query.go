package claims

import "time"

// A Filter picks claims. Zero fields do not narrow.
type Filter struct {
	Status   []Status // none: all
	DueFrom  Day      // spans that overlap DueFrom..DueTo
	DueTo    Day
	Overdue  Day // spans whose last day is before it
	Kind     []Kind
	Owner    string
	Desk     string
	Tag      string
	Search   string // all of its words, in any order, in summary, quote or parties
	ReportID ReportID
	Limit    int  // 0: no limit
	Secret   bool // confidential ones alone
	// LookBefore picks open claims whose next look is before it: whatever is said before then is said of them.
	LookBefore time.Time
}

// An Intake is a report to be read.
type Intake struct {
	Report       Report // without ID, Hash, AddedAt, AddedBy
	Items        []Item // that extraction found in it
	Accept       bool   // its claims are open at once
	Confidential bool
}

// Ingested is what became of an intake.
type Ingested struct {
	Report Report
	Added  bool // false: the same text was there already
	Claims []Claim
}

// ReportEdit changes what is known about a report. Zero fields stay.
type ReportEdit struct {
	Published Day
}

// A Planned is a reminder that will be sent if nobody acts.
type Planned struct {
	ClaimID ClaimID
	At      time.Time // the slot as moved; of a digest, the digest's time
	Reason  Reason
	Ordinal int
	Channel string
	Mention string // "" is none
	As      Form
}

// A PreviewQuery asks what will be sent from a moment, included, to another, excluded.
type PreviewQuery struct {
	IDs   []ClaimID     // none: all open claims
	From  time.Time     // zero: now, as whoever answers reads it
	Until time.Time     // zero: Span after From
	Span  time.Duration // zero: PreviewSpan
}

// PreviewSpan is how far a preview reaches when nobody says.
const PreviewSpan = 14 * 24 * time.Hour

// At returns the query with what is not said filled in. Who asks for the future leaves From zero:
// a moment of the asker's own is already past when it is answered, and a preview from the past
// forgets what has happened since.
func (q PreviewQuery) At(now time.Time) PreviewQuery {
	if q.From.IsZero() {
		q.From = now
	}
	if q.Span == 0 {
		q.Span = PreviewSpan
	}
	if q.Until.IsZero() {
		q.Until = q.From.Add(q.Span)
	}
	return q
}

// A Pick says which claims a change needs to see.
type Pick struct {
	IDs     []ClaimID // in this order; one that is missing is ErrNotFound
	Witness []ClaimID // others that must exist, and are not changed
	Waiters bool      // also the open claims that wait for one of IDs
	Chain   ClaimID   // also the claims that this one waits for, and so on
	Key     string    // a command of this key that has been done is not done again: nothing is picked
}

// Picked is what a Pick found, fresh in the transaction of the change.
type Picked struct {
	Claims  []Claim
	Witness []Claim
	Waiters []Claim
	Chain   []ClaimID
	Done    bool // the key's command has been done before
}

// A Write is a claim as it shall stand, with what is stored along. The row must still have
// Revision Was, else ErrConflict; Was 0 inserts.
type Write struct {
	Claim     Claim
	Was       int64
	NextLook  time.Time // zero: never, until something changes
	Entries   []Entry
	Evidence  []Evidence
	Sightings []Sighting
	Notices   []Notice
	MoveTo    ClaimID // sightings, evidence and leads go there
	Drop      bool    // reminders that wait to be sent are dropped
	Redraw    bool    // its cards are redrawn
}

// A ReportSummary is a report without its text, with how many claims name it.
type ReportSummary struct {
	Report     Report
	Claims     int
	Candidates int // of them, those that nobody has looked at
	Secret     int // of the candidates, those that are confidential
}

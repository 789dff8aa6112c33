package claims

import (
	"slices"
	"strings"
	"time"
)

// Status is where a claim stands.
type Status string

// The statuses. Their moves are those of the acts in act.go.
const (
	StatusCandidate Status = "candidate" // extracted, nobody has looked yet
	StatusOpen      Status = "open"
	StatusResolved  Status = "resolved"
	StatusDismissed Status = "dismissed" // was not an open item
)

// Statuses lists the four.
func Statuses() []Status {
	return []Status{StatusCandidate, StatusOpen, StatusResolved, StatusDismissed}
}

// Valid reports whether s is one of the four.
func (s Status) Valid() bool { return slices.Contains(Statuses(), s) }

// A Claim is one open item of one or more reports. Values are never changed in place: an act
// returns a new one. Zero times, identifiers and words are absent.
type Claim struct {
	ID       ClaimID
	Revision int64 // counts every write; guards optimistic updates
	Version  int64 // counts changes of status, kind, due date and owner: what a button was drawn for

	Status       Status
	Kind         Kind
	Summary      string
	Quote        string
	Parties      []string
	Due          Due
	Outcome      Outcome
	Owner        string
	Desk         string
	Tags         []string
	After        ClaimID // waits for this one
	Confidential bool
	Source       string
	ReportID     ReportID
	Score        float64 // of the extractor, 0 to 1
	Scored       bool    // extracted, so Score means something
	DuplicateOf  ClaimID

	CreatedAt      time.Time
	UpdatedAt      time.Time
	SnoozedUntil   time.Time
	LastRemindedAt time.Time
	LastCheckedAt  time.Time
	ResolvedAt     time.Time
	ResolvedBy     string
	RemindersSent  int // what Slack, or the terminal, took

	Pace Pace
	// NextReminderAt is the next reminder as last worked out by the rules; zero when there is none.
	NextReminderAt time.Time
}

// A Sighting is a place where a report states a claim.
type Sighting struct {
	ClaimID   ClaimID
	ReportID  ReportID
	Title     string // of the report
	Published Day    // of the report
	Span
	AddedAt time.Time
}

// Evidence is what shows an outcome: a link, a quote, a date, a note.
type Evidence struct {
	ClaimID ClaimID
	URL     string
	Quote   string
	Date    Day
	Note    string
	By      string
	At      time.Time
}

// Empty reports whether there is neither link nor note: nothing that shows anything.
func (e Evidence) Empty() bool { return e.URL == "" && e.Note == "" && e.Quote == "" }

// tidy returns the evidence without outer blanks, so that a blank note is none.
func (e Evidence) tidy() Evidence {
	e.URL, e.Quote, e.Note = strings.TrimSpace(e.URL), strings.TrimSpace(e.Quote), strings.TrimSpace(e.Note)
	return e
}

// A Lead is an item of a watched feed or page that may bear on a claim.
type Lead struct {
	ID      LeadID
	ClaimID ClaimID
	URL     string
	Title   string
	Quote   string
	Reason  string
	Score   float64
	FoundAt time.Time
}

// A Dossier is a claim with everything known about it, oldest first.
type Dossier struct {
	Claim     Claim
	Sightings []Sighting
	Evidence  []Evidence
	Leads     []Lead
	History   []Entry
}

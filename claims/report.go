package claims

import "time"

// Identifiers of what the store keeps. Zero is none.
type (
	ReportID int64
	ClaimID  int64
	LeadID   int64
	SourceID int64
	NoticeID int64
)

// Language is a code of ISO 639-1, such as "en"; "" is not recognised.
type Language string

// MaxReportBytes is the size above which a report is refused.
const MaxReportBytes = 5 << 20

// A Report is a published text that claims come from.
type Report struct {
	ID        ReportID
	Title     string
	Source    string // a name or the address
	Published Day    // the reference day, as written at the place of publication
	Language  Language
	Text      string // UTF-8; byte offsets of items count in it
	Desk      string
	Hash      string // of the text, line ends and outer blanks apart
	AddedAt   time.Time
	AddedBy   string
}

// An Item is an open item that extraction found in a report's text.
type Item struct {
	Span              // the words that leave it open
	Kind     Kind     `json:"kind"`
	Summary  string   `json:"summary"`
	Parties  []string `json:"parties"` // as the report names them; never nil
	Due      Due      `json:"due"`
	Score    float64  `json:"score"`   // 0 to 1: how sure extraction is
	Support  []Span   `json:"support"` // further places that state the same item; never nil
	Rule     string   `json:"-"`       // the rule that proposed it
	Evidence string   `json:"-"`       // the words that made it an item, as the report has them: "intends to"
}

// A Span is a stretch of a report's text: text[Start:End] == Quote, in bytes, on rune boundaries.
type Span struct {
	Quote string `json:"quote"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

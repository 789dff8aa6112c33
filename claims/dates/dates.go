package dates

import (
	"errors"
	"time"
)

// Precision says how exactly an expression names its days. The words are those of a due date.
type Precision string

// The precisions, finest first.
const (
	Day     Precision = "day"
	Week    Precision = "week"
	Month   Precision = "month"
	Quarter Precision = "quarter"
	Season  Precision = "season"
	Year    Precision = "year"
)

// An Expression is a date expression of a text.
type Expression struct {
	Start, End  int       // byte span in the text, on rune boundaries
	First, Last time.Time // calendar days, both included, midnight UTC; zero when Vague
	Precision   Precision // "" when Vague

	Deadline    bool // "by", "before", "until", "within", "no later than" governs it
	Past        bool // Last is before the reference day
	Tense       Tense
	Vague       bool // "soon", "in the coming days": recognised, but names no day
	Clock       bool // only a time of day ("at 9 a.m."): its day is inferred from around
	Anaphoric   bool // counted from another date of the text: "the next day", "a year earlier"
	Attributive bool // belongs to a name or noun: "the 2016 election", "Friday's vote", "September 11 attacks"
	Range       bool // names two ends: "May 9-11", "from Monday to Friday"
	Current     bool // "this month", "this year" with what lies ahead: as a due date it begins at ref
	Since       bool // "since", "after", "from ... on": the day opens a span that the text does not close

	// Ahead is where an expression that was read as past lies if its clause tells of what is to come, as far as its own
	// words ("Thursday", "Jan. 10") leave that open; zero otherwise.
	Ahead Days

	// Parts holds the two ends of a range that spells out both in full ("from May 9 to June 3",
	// "between 2014 and 2016"), each an expression of its own; nil otherwise, and for "May 9-11".
	Parts []Expression
}

// Days are calendar days, both included, midnight UTC.
type Days struct{ First, Last time.Time }

// Tense is what the words around an expression say of its time.
type Tense int8

// The tenses. Untensed means that no verb or wording around decides.
const (
	PastTense   Tense = -1
	Untensed    Tense = 0
	FutureTense Tense = 1
)

// ErrNoDate is returned by Parse for words that are not, as a whole, one date expression.
var ErrNoDate = errors.New("not a date")

// Find returns the date expressions of an English text in text order, not overlapping, past ones
// too, read against the calendar day of ref.
func Find(text string, ref time.Time) []Expression { return FindIn(text, "en", ref) }

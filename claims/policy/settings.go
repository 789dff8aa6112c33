package policy

import (
	"time"

	"claimwatch/claims"
)

// Settings are the desk's rules as plain values, the way a configuration says them. New
// compiles them and refuses what is none.
type Settings struct {
	Location *time.Location // of the newsroom; nil: the machine's
	Hours    *Hours         // nil: always
	Holidays []Holiday
	Gap      Duration // least time between two reminders of one claim; zero: none
	Policies []Policy // the first that matches serves; a claim that none matches has the defaults

	Channel  string // where no route leads; "" or claims.Terminal: see Terminal
	Terminal bool   // without Slack: everything goes to the terminal, whatever the routes say
	Routes   []Route

	DailyCap int // messages a channel gets on one day before the rest waits for the digest; 0: no cap
	Bundle   int // more than this at once are one message; 0: never

	// Digest returns the first run of the digest's cron line that is strictly after a moment;
	// false: never again. Nil: there is no digest.
	Digest func(after time.Time) (next time.Time, ok bool)
	// DirectTo returns the Slack id of the user that an owner's name stands for, "" when unknown.
	// It must be cheap, and safe for concurrent use. Nil: nobody is known.
	DirectTo func(owner string) string
	// Editors are the Slack ids that get the reminders of confidential claims whose owner is not known in Slack.
	Editors []string
}

// Hours are the desk's.
type Hours struct {
	Days [7]bool   // by time.Weekday
	From ClockTime // the first minute
	To   ClockTime // exclusive; 24:00 is the end of the day
}

// A Holiday is a day, a range of days, or all public holidays of a country.
type Holiday struct {
	From, To claims.Day // both included; equal for a single day
	Country  string     // a code that CountryKnown knows; then From and To are zero
}

// A Match picks claims. Within a field one value must fit, across fields all must; empty fields fit every claim.
type Match struct {
	Kind      []claims.Kind
	Desk      []string
	Owner     []string
	Tag       []string
	Precision []claims.Precision
}

// A Policy says when claims are asked for. What is nil or zero has the default's value.
type Policy struct {
	Match    Match
	Ahead    []Duration // nil: the default; empty: none. At most MaxAhead
	At       *ClockTime
	Overdue  Cadence
	Undated  Cadence
	Escalate *Escalate // nil: never
}

// A Cadence is an interval that grows: Every × Stretch^(n−1), at most AtMost.
type Cadence struct {
	Every   Duration
	Stretch float64 // at least 1
	AtMost  Duration
}

// Escalate says whom to turn to when nobody answers.
type Escalate struct {
	After   int    // reminders in a row without an answer; 0: 3
	Mention string // an id or handle; "": the owner as ever
	Channel string // instead of the claim's own; "": the claim's own
}

// A Route leads claims to a channel.
type Route struct {
	Match    Match
	Channel  string         // "": Settings.Channel
	Location *time.Location // nil: the newsroom's
}

// MaxAhead bounds the list of Policy.Ahead.
const MaxAhead = 16

// Defaults returns the settings that serve without a configuration: PRODUCT's, with the terminal
// for a channel.
func Defaults() Settings {
	return Settings{Location: time.Local, Gap: Exact(20 * time.Hour), Channel: claims.Terminal, DailyCap: 20, Bundle: 5}
}

package dates

import "strings"

// A class is the part a word plays in date expressions.
type class uint8

const (
	none class = iota
	weekday
	month
	unit      // day, week, quarter ...
	number    // written-out number
	ordinal   // first, second, third
	relative  // this, next, last
	anaphoric // same, following, previous: counted from another date of the text
	dayWord   // today, tomorrow
	dayPart   // morning, night
	edge      // early, end, later
	season
	half
	ago     // "ago", "earlier": backwards
	hence   // "later", "after", "from now": forwards
	article // the
	single  // a, an
	of
	by     // deadline prepositions: by, before, until
	within // within, inside
	in     // in, at
	on
	from
	to
	and
	between
	since
	during
	approx // about, almost: may stand before a number
	vague  // soon
	few    // few, several: a number that is none
	fiscal
	zone
	meridiem
	every
	feast  // Good, Black: the weekday that follows is a name
	moved  // verbs that take a date away: postponed, moved
	ending // "ended", "ending": "the quarter ended March 31"
)

// A verb is what a word says of the time of its clause.
type verb uint8

const (
	noVerb  verb = iota
	will         // will, shall
	due          // scheduled, plans: what follows lies ahead
	modal        // would, may
	past         // said, met
	pastAux      // was, had
	present      // is, opens
	be           // be, been: look further left
	step         // coming, leaving: ahead after "is"
	failed       // verbs after which "to meet" has already been decided: failed, forced
)

const (
	needsCapital uint8 = 1 << iota // only a date word when written with a capital
	abbreviated                    // may be followed by a full stop that ends nothing
	plural
	ambiguous // a common word or name too: needs a date context
	opensName // a day's name begins with it
)

// Units of time, as the value of a unit word.
const (
	uMinute = iota + 1
	uHour
	uDay
	uWeek
	uFortnight
	uMonth
	uQuarter
	uYear
	uDecade
	uCentury
	uWeekend
	uWorkday
)

// Edges, as the value of an edge word.
const (
	eNone = iota
	eEarly
	eMid
	eLate
	eStart
	eEnd
	eLater
	eEarlier
	eWeekend // of a named day
)

type entry struct {
	class class
	verb  verb
	flags uint8
	value int16
}

// A row lists words that share a class, a flag set and a value.
type row struct {
	class class
	value int
	flags uint8
	words string // separated by blanks
}

// A verbRow lists words that share a tense.
type verbRow struct {
	verb  verb
	words string
}

// A lexicon is a language: its words, and how a word that is not listed shows its tense.
type lexicon struct {
	words       wordTable
	tense       func(word string) verb
	apostrophes bool // an apostrophe between letters belongs to the word
	dayFirst    bool // 05.09.2025 and 5/9/2025 are in September
	named       bool // days are read by the names that they have in English
	bareUnits   bool // no articles, and the genitive instead of "of"
}

func compile(rows []row, verbs []verbRow, l lexicon) *lexicon {
	entries := make(map[string]entry, 1024)
	for _, r := range rows {
		for w := range strings.FieldsSeq(r.words) {
			e := entries[w]
			e.class, e.value, e.flags = r.class, int16(r.value), r.flags
			entries[w] = e
		}
	}
	for _, r := range verbs {
		for w := range strings.FieldsSeq(r.words) {
			e := entries[w]
			e.verb = r.verb
			entries[w] = e
		}
	}
	if l.named {
		markNames(entries)
	}
	l.words = newWordTable(entries)
	return &l
}

// markNames flags the words that days' names begin with.
func markNames(entries map[string]entry) {
	for _, names := range dayNames {
		for _, n := range names {
			e := entries[n.words[0]]
			e.flags |= opensName
			entries[n.words[0]] = e
		}
	}
}

func lexiconFor(language string) *lexicon {
	switch language {
	case "en":
		return english()
	case "uk":
		return ukrainian()
	case "ru":
		return russian()
	}
	return nil
}

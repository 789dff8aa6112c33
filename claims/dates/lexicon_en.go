package dates

import (
	"strings"
	"sync"
)

var english = sync.OnceValue(func() *lexicon {
	return compile(englishRows, englishVerbs, lexicon{tense: englishTense, named: true})
})

var englishRows = []row{
	{weekday, 1, needsCapital, "monday"}, {weekday, 2, needsCapital, "tuesday"}, {weekday, 3, needsCapital, "wednesday"},
	{weekday, 4, needsCapital, "thursday"}, {weekday, 5, needsCapital, "friday"}, {weekday, 6, needsCapital, "saturday"},
	{weekday, 7, needsCapital, "sunday"},
	{weekday, 1, needsCapital | abbreviated, "mon"}, {weekday, 2, needsCapital | abbreviated, "tue tues"},
	{weekday, 3, needsCapital | abbreviated, "wed weds"}, {weekday, 4, needsCapital | abbreviated, "thu thur thurs"},
	{weekday, 5, needsCapital | abbreviated, "fri"}, {weekday, 6, needsCapital | abbreviated, "sat"},
	{weekday, 7, needsCapital | abbreviated, "sun"},

	{month, 1, needsCapital, "january"}, {month, 2, needsCapital, "february"}, {month, 3, needsCapital | ambiguous, "march"},
	{month, 4, needsCapital, "april"}, {month, 5, needsCapital | ambiguous, "may"}, {month, 6, needsCapital, "june"},
	{month, 7, needsCapital, "july"}, {month, 8, needsCapital, "august"}, {month, 9, needsCapital, "september"},
	{month, 10, needsCapital, "october"}, {month, 11, needsCapital, "november"}, {month, 12, needsCapital, "december"},
	{month, 1, needsCapital | abbreviated, "jan"}, {month, 2, needsCapital | abbreviated, "feb"},
	{month, 3, needsCapital | abbreviated, "mar"}, {month, 4, needsCapital | abbreviated, "apr"},
	{month, 6, needsCapital | abbreviated, "jun"}, {month, 7, needsCapital | abbreviated, "jul"},
	{month, 8, needsCapital | abbreviated, "aug"}, {month, 9, needsCapital | abbreviated, "sep sept"},
	{month, 10, needsCapital | abbreviated, "oct"}, {month, 11, needsCapital | abbreviated, "nov"},
	{month, 12, needsCapital | abbreviated, "dec"},

	{unit, uMinute, 0, "minute second"}, {unit, uMinute, plural, "minutes seconds"},
	{unit, uHour, 0, "hour"}, {unit, uHour, plural, "hours"},
	{unit, uDay, 0, "day"}, {unit, uDay, plural, "days"}, {unit, uWeek, 0, "week"}, {unit, uWeek, plural, "weeks"},
	{unit, uFortnight, 0, "fortnight"}, {unit, uFortnight, plural, "fortnights"},
	{unit, uMonth, 0, "month"}, {unit, uMonth, plural, "months"},
	{unit, uQuarter, 0, "quarter"}, {unit, uQuarter, plural, "quarters"},
	{unit, uYear, 0, "year"}, {unit, uYear, plural, "years"}, {unit, uDecade, 0, "decade"},
	{unit, uDecade, plural, "decades"}, {unit, uCentury, 0, "century"}, {unit, uCentury, plural, "centuries"},
	{unit, uWeekend, 0, "weekend"}, {unit, uWeekend, plural, "weekends"},

	{number, 1, 0, "one"}, {number, 2, 0, "two"}, {number, 3, 0, "three"}, {number, 4, 0, "four"},
	{number, 5, 0, "five"}, {number, 6, 0, "six"}, {number, 7, 0, "seven"}, {number, 8, 0, "eight"},
	{number, 9, 0, "nine"}, {number, 10, 0, "ten"}, {number, 11, 0, "eleven"}, {number, 12, 0, "twelve dozen"},
	{number, 13, 0, "thirteen"}, {number, 14, 0, "fourteen"}, {number, 15, 0, "fifteen"}, {number, 16, 0, "sixteen"},
	{number, 17, 0, "seventeen"}, {number, 18, 0, "eighteen"}, {number, 19, 0, "nineteen"}, {number, 20, 0, "twenty"},
	{number, 30, 0, "thirty"}, {number, 40, 0, "forty"}, {number, 50, 0, "fifty"}, {number, 60, 0, "sixty"},
	{number, 70, 0, "seventy"}, {number, 80, 0, "eighty"}, {number, 90, 0, "ninety"}, {number, 100, 0, "hundred"},
	{ordinal, 1, 0, "first"}, {ordinal, 2, 0, "second"}, {ordinal, 3, 0, "third"}, {ordinal, 4, 0, "fourth"},
	{ordinal, 4, ambiguous, "final"},

	{relative, 0, 0, "this current"}, {relative, 1, 0, "next coming upcoming"}, {relative, -1, 0, "last"},
	{relative, -1, ambiguous, "past"},
	{anaphoric, 0, 0, "same that"}, {anaphoric, 1, 0, "following"}, {anaphoric, -1, 0, "previous preceding prior"},
	{dayWord, 0, 0, "today tonight"}, {dayWord, 1, 0, "tomorrow"}, {dayWord, -1, 0, "yesterday"},
	{dayPart, 0, 0, "morning afternoon evening noon lunchtime midday midnight"}, {dayPart, 1, 0, "night"},
	{edge, eEarly, 0, "early"}, {edge, eMid, 0, "mid middle"}, {edge, eLate, 0, "late"},
	{edge, eStart, 0, "start beginning outset"}, {edge, eEnd, 0, "end close conclusion"},
	{edge, eLater, 0, "later"}, {edge, eEarlier, 0, "earlier"},
	{season, 1, ambiguous, "spring"}, {season, 2, 0, "summer"}, {season, 3, 0, "autumn"},
	{season, 3, ambiguous, "fall"}, {season, 4, 0, "winter"}, {half, 0, 0, "half"},
	{ago, 0, 0, "ago"}, {hence, 0, 0, "hence"},

	{article, 0, 0, "the"}, {single, 1, 0, "a an"}, {of, 0, 0, "of"},
	{by, 0, 0, "by before until till til"}, {within, 0, 0, "within inside"}, {in, 0, 0, "in"}, {on, 0, 0, "on"},
	{from, 0, 0, "from starting beginning"}, {to, 0, 0, "to"}, {to, 1, 0, "through thru"}, {and, 0, 0, "and"},
	{between, 0, 0, "between"}, {since, 0, 0, "since after"}, {during, 0, 0, "during over throughout for"},
	{approx, 0, 0, "about almost nearly around roughly approximately just only exactly some"},
	{vague, 0, 0, "soon shortly"}, {few, 0, 0, "few several couple many"}, {fiscal, 0, 0, "fiscal"},
	{zone, 0, 0, "utc gmt est edt et ct cst cdt pst pdt pt mst mdt cet cest bst eastern central pacific"},
	{meridiem, 0, 0, "am pm"}, {every, 0, 0, "every each per"},
	{feast, 0, needsCapital, "black super good easter ash palm bloody cyber giving fat holy"},
	{moved, 0, 0, "postponed moved delayed rescheduled pushed shifted changed deferred"},
	{ending, 0, 0, "ended ending ends finish finished finishing closed closing"},
}

var englishVerbs = []verbRow{
	{will, "will shall ll wo"},
	{due, "due scheduled slated expected expects expect upcoming planned planning looms awaits deadline ahead " +
		"anticipated predicted forecast forecasts projected possible likely"},
	{modal, "would could may might should must can cannot ought"},
	{pastAux, "was were had did wasn weren hadn didn couldn"},
	{present, "is are has have am do does opens begins starts ends meets faces votes returns runs comes kicks closes leaves " +
		"arrives visits hosts travels heads says goes wants needs remains isn aren hasn haven falls lands resumes concludes " +
		"launches holds gets becomes marks gives reopens returns airs premieres debuts plays joins continues moves enters turns " +
		"expires go open begin meet expire resume gather convene arrive depart"},
	{step, "coming going opening starting beginning meeting holding heading launching releasing arriving returning leaving " +
		"taking visiting hosting travelling traveling airing playing joining expecting hoping preparing"},
	{be, "be been being"},
	{failed, "failed forced managed began started refused used tried continued helped able unable decided declined went came met voted sought allowed"},
	{past, "ended finished closed said told set vowed pledged promised agreed met held came went took gave got made saw found began became left lost won rose fell grew ran hit cut " +
		"put sent sold spent spoke stood struck swore thought threw understood woke wore wrote kept knew led bought brought built " +
		"caught chose drew drove ate felt flew fought forgot froze heard hid broke laid lent meant paid quit rang read rode sank " +
		"sat shook shot shut sang slept slid split spread stole stuck swam swept swung taught tore withdrew overthrew born gone " +
		"done taken given seen known shown grown risen fallen written spoken chosen broken begun sank beat bet blew bore bound " +
		"dealt dug fled forbade got hurt let lit rebuilt sought shed shrank sprang stung tumbled upheld won resold reset bid dead dove"},
}

// englishTense knows a past form by its ending. Words of four letters and fewer ("need", "seed",
// "used") are listed or nothing.
func englishTense(word string) verb {
	switch {
	case len(word) < 5 || !strings.HasSuffix(word, "ed"):
		return noVerb
	case strings.HasSuffix(word, "eed"), strings.HasSuffix(word, "hundred"), strings.HasSuffix(word, "kindred"):
		return noVerb
	}
	return past
}

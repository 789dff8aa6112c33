package dates

// What a day's name needs, as flags of a namedDay.
const (
	needsPlace uint8 = 1 << iota // means other things too: it needs a preposition, "this", a year or "weekend"
	fourYearly                   // comes every fourth year only
)

// A namedDay is a day of the year that news calls by its name.
type namedDay struct {
	names string // in small letters, token by token; several are parted by "|"
	flags uint8
	in    func(year int) (day, bool)
}

// namedDays are those of the United States, and a few of its neighbours' that have a name of their own. Days that
// fall on other dates in other countries need a place.
var namedDays = []namedDay{
	{"new year ' s day|new years day", 0, always(1, 1)}, {"new year ' s eve|new years eve", 0, always(12, 31)},
	{"martin luther king day|martin luther king jr day|martin luther king jr . day|martin luther king , jr . day|mlk day", 0, nth(3, 1, 1)},
	{"inauguration day", fourYearly, everyFour(1, always(1, 20))},
	{"valentine ' s day|valentines ' day|valentines day", 0, always(2, 14)},
	{"super bowl sunday", 0, superBowl},
	{"president ' s day|presidents ' day|presidents day", 0, nth(3, 1, 2)},
	{"super tuesday", fourYearly, everyFour(0, nth(1, 2, 3))},
	{"st patrick ' s day|st . patrick ' s day|saint patrick ' s day", 0, always(3, 17)},
	{"april fools ' day|april fool ' s day|april fools day", 0, always(4, 1)},
	{"mardi gras|fat tuesday", 0, easter(-47)}, {"ash wednesday", 0, easter(-46)}, {"palm sunday", 0, easter(-7)},
	{"good friday", 0, easter(-2)}, {"easter sunday", 0, easter(0)}, {"easter monday", 0, easter(1)},
	{"easter", needsPlace, easter(0)},
	{"earth day", 0, always(4, 22)}, {"may day", 0, always(5, 1)},
	{"mother ' s day|mothers ' day|mothers day", 0, nth(2, 7, 5)}, {"memorial day", needsPlace, lastMonday(5)},
	{"father ' s day|fathers ' day|fathers day", 0, nth(3, 7, 6)}, {"juneteenth", needsPlace, always(6, 19)},
	{"canada day", 0, always(7, 1)}, {"fourth of july|july fourth", 0, always(7, 4)},
	{"independence day", needsPlace, always(7, 4)}, {"bastille day", 0, always(7, 14)},
	{"labor day", 0, nth(1, 1, 9)}, {"labour day", needsPlace, nth(1, 1, 9)},
	{"columbus day|indigenous peoples ' day|indigenous people ' s day|indigenous peoples day", 0, nth(2, 1, 10)},
	{"halloween", needsPlace, always(10, 31)}, {"election day", 0, electionDay},
	{"veterans day|veterans ' day|veteran ' s day|armistice day|remembrance day", 0, always(11, 11)},
	{"thanksgiving day", 0, nth(4, 4, 11)}, {"thanksgiving", needsPlace, nth(4, 4, 11)},
	{"black friday", 0, after4thThursday(1)}, {"cyber monday", 0, after4thThursday(4)},
	{"christmas eve", 0, always(12, 24)}, {"christmas day", 0, always(12, 25)}, {"christmas", needsPlace, always(12, 25)},
	{"boxing day", 0, always(12, 26)},
}

func always(m, d int) func(int) (day, bool) {
	return func(y int) (day, bool) { return date(y, m, d), true }
}

// nth is the n-th of a weekday, 1 for Monday, in a month.
func nth(n, weekday, m int) func(int) (day, bool) {
	return func(y int) (day, bool) {
		first := date(y, m, 1)
		return first + day((weekday-first.weekday()+7)%7+7*(n-1)), true
	}
}

func lastMonday(m int) func(int) (day, bool) {
	return func(y int) (day, bool) { return date(y, m+1, 0).monday(), true }
}

// everyFour is a day of every fourth year only: 0 is the leap year, 1 the one after it.
func everyFour(rest int, in func(int) (day, bool)) func(int) (day, bool) {
	return func(y int) (day, bool) {
		d, _ := in(y)
		return d, y%4 == rest
	}
}

// electionDay is the Tuesday after the first Monday of November.
func electionDay(y int) (day, bool) {
	d, _ := nth(1, 1, 11)(y)
	return d + 1, true
}

func after4thThursday(n day) func(int) (day, bool) {
	return func(y int) (day, bool) {
		d, _ := nth(4, 4, 11)(y)
		return d + n, true
	}
}

// superBowl is the second Sunday of February since the season got its seventeenth game, the first before.
func superBowl(y int) (day, bool) {
	if y >= 2022 {
		return nth(2, 7, 2)(y)
	}
	return nth(1, 7, 2)(y)
}

// easter is so many days after Easter Sunday of the western churches, by the calendar's golden number,
// century and epact (Meeus, Astronomical Algorithms, chapter 8).
func easter(n day) func(int) (day, bool) {
	return func(y int) (day, bool) {
		a, b, c := y%19, y/100, y%100
		h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
		l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
		m := (a + 11*h + 22*l) / 451
		k := h + l - 7*m + 114
		return date(y, k/31, k%31+1) + n, true
	}
}

package dates

import "strings"

// A namedDay is a day of the year that news calls by its name.
type namedDay struct {
	names string // in small letters, word by word; several are parted by "|"
	bare  bool   // a common word too: it needs a preposition, "this" or a year
	in    func(year int) (day, bool)
}

var namedDays = []namedDay{
	{"new year ' s day", false, always(1, 1)}, {"new year ' s eve", false, always(12, 31)},
	{"martin luther king day|martin luther king jr day|martin luther king jr . day|mlk day", false, nth(3, 1, 1)},
	{"inauguration day", false, everyFour(1, always(1, 20))},
	{"groundhog day", false, always(2, 2)}, {"valentine ' s day", false, always(2, 14)},
	{"super bowl sunday", false, superBowl},
	{"president ' s day|presidents ' day|presidents day", false, nth(3, 1, 2)},
	{"super tuesday", false, everyFour(0, nth(1, 2, 3))},
	{"st patrick ' s day|st . patrick ' s day", false, always(3, 17)},
	{"april fools ' day|april fool ' s day", false, always(4, 1)},
	{"mardi gras|fat tuesday", false, easter(-47)}, {"ash wednesday", false, easter(-46)}, {"palm sunday", false, easter(-7)},
	{"good friday", false, easter(-2)}, {"easter sunday", false, easter(0)}, {"easter monday", false, easter(1)},
	{"easter", true, easter(0)},
	{"earth day", false, always(4, 22)}, {"may day", false, always(5, 1)},
	{"mother ' s day|mothers day", false, nth(2, 7, 5)}, {"memorial day", false, lastMonday(5)},
	{"father ' s day|fathers day", false, nth(3, 7, 6)}, {"juneteenth", true, always(6, 19)},
	{"canada day", false, always(7, 1)}, {"fourth of july|independence day", false, always(7, 4)}, {"bastille day", false, always(7, 14)},
	{"labor day|labour day", false, nth(1, 1, 9)},
	{"columbus day|indigenous peoples ' day", false, nth(2, 1, 10)},
	{"halloween", true, always(10, 31)},
	{"election day", false, electionDay}, {"veterans day|armistice day|remembrance day", false, always(11, 11)},
	{"thanksgiving day", false, nth(4, 4, 11)}, {"thanksgiving", true, nth(4, 4, 11)},
	{"black friday", false, after4thThursday(1)}, {"cyber monday", false, after4thThursday(4)},
	{"christmas eve", false, always(12, 24)}, {"christmas day", false, always(12, 25)}, {"christmas", true, always(12, 25)},
	{"boxing day", false, always(12, 26)},
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

// everyFour is a day of every fourth year only: 1 is the year after the leap year.
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

// A dayName is one name of a named day, as it is looked for.
type dayName struct {
	words []string
	of    int // its place in namedDays
}

// dayNames are those that begin with each small letter; longer ones come first.
var dayNames = func() (list [26][]dayName) {
	for i, n := range namedDays {
		for _, name := range strings.Split(n.names, "|") {
			words := strings.Fields(name)
			at := &list[words[0][0]-'a']
			*at = append(*at, dayName{words, i})
		}
	}
	return list
}()

// mayName reports whether a day's name may begin at token i.
func (r *reader) mayName(i int) bool {
	t := r.at(i)
	return r.lex.named && t.kind == kWord && (t.has(capital) || r.lenient)
}

// named reads "Election Day", "Labor Day weekend", "Christmas 2025".
func (r *reader) named(i int) (period, int, bool) {
	if !r.mayName(i) {
		return period{}, 0, false
	}
	letter := r.text[r.toks[i].start] | 0x20
	if letter < 'a' || letter > 'z' {
		return period{}, 0, false
	}
	for _, n := range dayNames[letter-'a'] {
		if next := r.spells(i, n.words); next > 0 {
			return r.namedTail(period{form: fNamed, d: n.of}, i, next)
		}
	}
	return period{}, 0, false
}

// spells returns the token after the words, if they begin at token i; else 0.
func (r *reader) spells(i int, words []string) int {
	for k, w := range words {
		t := r.at(i + k)
		switch {
		case k > 0 && t.has(broken):
			return 0
		case w == "'" || w == ".":
			if t.kind != kPunct || !t.tight() || w == "." && !t.is('.') || w == "'" && !t.is('\'') {
				return 0
			}
		case !r.word(i+k, w):
			return 0
		}
	}
	return i + len(words)
}

// namedTail reads what belongs to a day's name at token i; next is the token after it.
func (r *reader) namedTail(p period, i, next int) (period, int, bool) {
	p.y, next = r.yearAfter(next)
	b := r.at(i - 1)
	if b.class == relative && b.kind == kWord {
		p.hasRel, p.rel = true, int(b.value)
	}
	if p.y == 0 && !p.hasRel && !r.lenient && namedDays[p.d].bare && !r.namedPlace(i, next) {
		return p, 0, false
	}
	if r.isUnit(next, uWeekend) && !r.at(next).has(broken) {
		p.edge, next = eWeekend, next+1
	}
	return p, next, true
}

// namedPlace reports whether a name that is a common word too, from token i to next, stands for the day:
// "by Christmas", not "the Christmas market".
func (r *reader) namedPlace(i, next int) bool {
	switch r.at(i - 1).class {
	case on, by, since, from, to, in, during, approx, between:
	default:
		return false
	}
	t := r.at(next)
	return t.kind != kWord || t.class != none || t.verb != noVerb || t.has(broken)
}

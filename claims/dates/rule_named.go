package dates

import (
	"slices"
	"strings"
)

// A dayName is one name of a named day, as it is looked for.
type dayName struct {
	words []string
	of    int // its place in namedDays
}

// dayNames are those that begin with each small letter; longer ones come first.
var dayNames = func() (list [26][]dayName) {
	for i, n := range namedDays {
		for name := range strings.SplitSeq(n.names, "|") {
			words := strings.Fields(name)
			at := &list[words[0][0]-'a']
			*at = append(*at, dayName{words, i})
		}
	}
	for _, names := range list {
		slices.SortStableFunc(names, func(a, b dayName) int { return len(b.words) - len(a.words) })
	}
	return list
}()

// What a lower-case word after a day's name may be without making the name part of another one.
var smallWords = wordSet("i if when as because with without while but or so that unless once although though even he she it " +
	"they we you who whom whose which where not at instead too also again alone there here amid despite under against into onto " +
	"near outside rather than this what why how then now his her its their our my no nor yet both either according due thanks")

// eventNouns make a day's name before them the name of what once happened on it: "the Boxing Day tsunami".
var eventNouns = wordSet("tsunami massacre attack attacks bombing bombings shooting shootings truce agreement agreements accord " +
	"accords riot riots uprising rising earthquake quake coup")

// dayLinks stand between a day's name and its date: "Election Day, which falls on".
var dayLinks = wordSet("is was falls fell fall comes came will be on observed celebrated marked held which this year")

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// among reports whether the token at k is a word of the set, in small letters or any.
func (r *reader) among(k int, set map[string]bool) bool {
	t := r.at(k)
	return t.kind == kWord && !t.has(broken) && set[strings.ToLower(r.text[t.start:t.end])]
}

// mayName reports whether a day's name may begin at token i.
func (r *reader) mayName(i int) bool {
	if i < 0 || i >= len(r.toks) {
		return false
	}
	t := &r.toks[i]
	return t.flags&opensName != 0 && (t.shape&capital != 0 || r.lenient)
}

// spelled returns the named day whose name is written at token i and the token after it, or 0 for that if there is
// none. The name may still be part of another one.
func (r *reader) spelled(i int) (of, next int) {
	if !r.mayName(i) {
		return 0, 0
	}
	letter := r.text[r.toks[i].start] | 0x20
	if letter < 'a' || letter > 'z' {
		return 0, 0
	}
	for _, n := range dayNames[letter-'a'] {
		if next := r.spells(i, n.words); next > 0 {
			return n.of, next
		}
	}
	return 0, 0
}

// spells returns the token after the words, if they begin at token i; else 0.
func (r *reader) spells(i int, words []string) int {
	for k, w := range words {
		t := r.at(i + k)
		switch {
		case k > 0 && t.has(broken):
			return 0
		case w == "'" || w == "." || w == ",":
			if !t.is(rune(w[0])) || !t.tight() {
				return 0
			}
		case !r.word(i+k, w):
			return 0
		case k == 1 && r.at(i).class == month && !t.has(capital) && !r.lenient:
			return 0 // "in May day trips"
		}
	}
	return i + len(words)
}

// named reads "Election Day", "Labor Day weekend", "Christmas 2025".
func (r *reader) named(i int) (period, int, bool) {
	of, next := r.spelled(i)
	if next == 0 {
		return period{}, 0, false
	}
	return r.namedTail(period{form: fNamed, d: of}, i, next)
}

// relativeName reads the day's name at k after "this", "next" or "last".
func (r *reader) relativeName(n, k int) (period, int, bool) {
	of, next := r.spelled(k)
	if next == 0 {
		return period{}, 0, false
	}
	return r.namedTail(period{form: fNamed, d: of, hasRel: true, rel: n}, k, next)
}

// namedTail reads what belongs to a day's name at token i; next is the token after it. It refuses a name that is
// part of another one, and one whose date stands beside it.
func (r *reader) namedTail(p period, i, next int) (period, int, bool) {
	p, next = r.nameYear(p, next)
	k := next
	if r.word(k, "holiday") || r.word(k, "long") {
		k++
	}
	if r.isUnit(k, uWeekend) && !r.at(k).has(broken) {
		p.edge = eWeekend
		p, next = r.nameYear(p, k+1)
	}
	if q, end, ok := r.dated(next); ok {
		if q.yearless() && (p.y != 0 || r.lenient) {
			q.y = p.y
			return q, end, true
		}
		return q, end, r.lenient
	}
	if r.lenient {
		return p, next, true
	}
	return p, next, !r.ownedName(i) && !r.dateBefore(i, next) && !r.namesMore(p, next) && r.namedPlace(p, i)
}

// nameYear reads the year after a day's name or its weekend: "2026", "in 2026", "next year".
func (r *reader) nameYear(p period, k int) (period, int) {
	if p.y != 0 || r.at(k).has(broken) {
		return p, k
	}
	y, next := r.yearAfter(k)
	if y == 0 && r.class(k, in) && r.isYear(k+1) {
		y, next = int(r.at(k+1).value), k+2
	}
	if y != 0 {
		p.y, p.hasRel = y, false
		return p, next
	}
	if q, next, ok := r.ofYear(p, k); ok {
		return q, next
	}
	return p, k
}

// dated reads the date that stands beside a day's name, which ends before token k: "Election Day, Nov. 3",
// "Election Day is June 24".
func (r *reader) dated(k int) (period, int, bool) {
	listed := r.at(k).is(',')
	if listed && r.word(k+1, "which") || r.at(k).is('-') {
		k++
	}
	for n := 0; n < 5 && r.among(k, dayLinks); n++ {
		k++
	}
	p, next, ok := r.dateAfterWeekday(k)
	if !ok {
		if r.at(k).is(',') || r.at(k).is('(') {
			k++
		}
		if r.at(k).class != weekday || r.at(k).has(broken) {
			return p, 0, false
		}
		p, next, ok = r.weekday(k)
	}
	if !ok || p.form == fDayOnly || p.form == fWeekday || !p.datelike() {
		return p, 0, false
	}
	if listed && (p.range2 != nil || r.class(next, and)) { // "on Thanksgiving Day, Dec. 24 and Dec. 25"
		return p, 0, false
	}
	return p, next, true
}

// dateBefore reports whether the date of the day's name from token i to next has been read right before it:
// "Nov. 3, Election Day".
func (r *reader) dateBefore(i, next int) bool {
	mark, t := r.at(i-1), r.at(i-2)
	if !mark.is(',') && !mark.is('(') && !mark.is('-') || r.class(next, and) || !r.justRead(i-2) {
		return false
	}
	e := r.found[len(r.found)-1]
	return e.Precision == Day && e.First.Equal(e.Last) && !e.Clock && !e.Anaphoric &&
		(t.kind == kNumber || t.kind == kOrdinal || t.class == month)
}

// justRead reports whether the expression read last ends with token k.
func (r *reader) justRead(k int) bool {
	n := len(r.found)
	return n > 0 && r.found[n-1].End == int(r.at(k).end)
}

// ownedName reports whether the word before a day's name at token i makes it another day: "Ukraine's Independence
// Day", "Orthodox Easter", "post-Christmas".
func (r *reader) ownedName(i int) bool {
	b := r.at(i - 1)
	switch {
	case r.word(i-1, "s") && b.tight() && r.at(i-2).is('\'') && r.at(i-2).tight():
		return r.at(i-3).class == none
	case b.is('\'') && b.tight() && !r.at(i).tight():
		return r.at(i-2).kind == kWord && r.at(i-2).class == none
	case b.is('-') && b.length() == 1:
		return b.tight() && r.at(i).tight()
	}
	name := b.kind == kWord && b.has(capital) && b.class == none && b.verb == noVerb && !r.at(i).has(broken)
	return name && !r.among(i-1, smallWords) && !r.word(i-1, "us") && !r.word(i-1, "american")
}

// namesMore reports whether the word at token k, after a day's name, makes it the name of something else: "Good
// Friday Agreement", "Christmas market", "Christmas 1914 truce".
func (r *reader) namesMore(p period, k int) bool {
	t := r.at(k)
	if t.is('-') && t.length() == 1 && r.tightMark(k, '-') && r.at(k+1).kind == kWord {
		return r.at(k+1).class == none
	}
	if t.kind != kWord || t.has(broken) || t.class != none || r.verbAt(k) != noVerb || r.among(k, smallWords) {
		return false
	}
	w := r.text[t.start:t.end]
	switch {
	case t.has(capital):
		return true
	case p.edge == eWeekend:
		return false
	case namedDays[p.d].flags&needsPlace == 0:
		return p.y == 0 && eventNouns[w]
	}
	return !strings.HasSuffix(w, "ly")
}

// namedPlace reports whether p's name at token i, if it is a name of other things too, stands where days stand: "by
// Christmas", but not "a sequel to Independence Day".
func (r *reader) namedPlace(p period, i int) bool {
	if namedDays[p.d].flags&needsPlace == 0 || p.y != 0 || p.hasRel || p.edge == eWeekend {
		return true
	}
	b := r.at(i - 1)
	if b.class == article {
		return false
	}
	switch b.class {
	case on, by, since, from, during, between:
		return true
	case to:
		return b.value == 1 || r.opened(i-2, from)
	case and:
		return r.between(i-1) || r.justRead(i-2)
	case of:
		u := r.at(i - 2)
		return r.word(i-2, "ahead") || u.kind == kWord && (u.class == unit && u.flags&plural == 0 || u.class == dayPart || u.class == edge)
	}
	return r.word(i-1, "at") || r.word(i-1, "around")
}

// opened reports whether a word of the class stands among the eight tokens up to k, in the sentence.
func (r *reader) opened(k int, c class) bool {
	for b := k; b > k-8 && b >= 0 && !r.stops(b); b-- {
		if r.class(b, c) {
			return true
		}
	}
	return false
}

package cli

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"claimwatch/claims"
	"claimwatch/claims/dates"
)

// A dateline stands in one of the first lines, in a short line of its own or before the dash
// that opens the report.
const (
	datelineLines = 6
	datelineRunes = 100
	datelineBytes = 4096 // of the text are looked at
)

// dateline returns the day that the head of a report names as its own: "MOSCOW, January 21,
// 2025 (Agency) —", "Published: 2025-01-21", "By Ann Lee | 21 January 2025". It is cautious: a line
// that says anything beside places, names and words of publishing has none, and a day after
// today is none. False: there is no dateline.
func dateline(text string, language claims.Language, today claims.Day) (claims.Day, bool) {
	head := text[:min(len(text), datelineBytes)]
	seen := 0
	for l := range strings.SplitSeq(head, "\n") {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		if seen++; seen > datelineLines {
			return 0, false
		}
		if d, ok := datelineOf(l, language, today); ok {
			return d, true
		}
	}
	return 0, false
}

func datelineOf(l string, language claims.Language, today claims.Day) (claims.Day, bool) {
	for _, dash := range []string{" — ", " – ", " -- ", " - ", "— "} {
		if before, _, ok := strings.Cut(l, dash); ok && utf8.RuneCountInString(before) <= datelineRunes {
			if d, ok := soleDate(before, language, today); ok {
				return d, true
			}
		}
	}
	if utf8.RuneCountInString(l) > datelineRunes {
		return 0, false
	}
	return soleDate(l, language, today)
}

// soleDate returns the one day that a dateline names.
func soleDate(l string, language claims.Language, today claims.Day) (claims.Day, bool) {
	var days []dates.Expression
	for _, e := range dates.FindIn(l, string(language), today.UTC()) {
		if !e.Vague && !e.Clock && e.Precision == dates.Day && e.First.Equal(e.Last) && strings.ContainsAny(l[e.Start:e.End], "0123456789") {
			days = append(days, e)
		}
	}
	if len(days) != 1 || !bare(l[:days[0].Start], false) || !bare(l[days[0].End:], true) {
		return 0, false
	}
	e := days[0]
	d := claims.DayOf(e.First)
	if !absolute(l, language, e, today) {
		for d > today {
			d = claims.DayOf(d.UTC().AddDate(-1, 0, 0))
		}
	}
	return d, d <= today+1
}

// absolute reports whether the expression names its year: it is read alike from another year.
func absolute(l string, language claims.Language, e dates.Expression, today claims.Day) bool {
	other := today.UTC().AddDate(-11, -5, 0)
	for _, o := range dates.FindIn(l, string(language), other) {
		if o.Start == e.Start {
			return o.First.Equal(e.First)
		}
	}
	return false
}

// publishing are the words that may stand beside the day in a dateline.
var publishing = map[string]bool{
	"published": true, "posted": true, "updated": true, "date": true, "on": true, "at": true, "by": true, "in": true, "last": true,
	"am": true, "pm": true, "a.m": true, "p.m": true, "and": true, "of": true, "the": true, "for": true, "release": true, "immediate": true,
	"опубликовано": true, "опубліковано": true, "оновлено": true, "обновлено": true, "дата": true, "о": true, "в": true, "г": true, "р": true, "року": true, "года": true,
}

// bare reports whether words beside the day are only such as a dateline has: names, places,
// numbers and words of publishing; before the day none that would make it the day of an event.
func bare(words string, after bool) bool {
	list := strings.FieldsFunc(words, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:|()[]/·•—–-", r) })
	if len(list) > 8 {
		return false
	}
	published := false
	for _, w := range list {
		w = strings.Trim(w, ".")
		first, _ := utf8.DecodeRuneInString(w)
		lower := strings.ToLower(w)
		known := publishing[lower]
		published = published || known && utf8.RuneCountInString(w) > 4
		if !known && !unicode.IsUpper(first) && !unicode.IsDigit(first) {
			return false
		}
	}
	if len(list) == 0 || after {
		return true
	}
	switch strings.ToLower(list[len(list)-1]) {
	case "on", "by", "in", "at", "for", "в":
		return published
	}
	return true
}

// dayOf returns a day as people say it: "Tuesday 2025-01-21".
func dayOf(d claims.Day) string { return d.UTC().Format("Monday " + time.DateOnly) }

package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"time"
)

// ruleVersion counts the changes of the rules themselves that move planned times.
const ruleVersion = 1

// The years whose clock changes and holidays a fingerprint takes in.
const printFrom, printTo = 2024, 2036

// Fingerprint changes when the rules change such that planned times may change: the settings, the
// rules themselves, the clock changes of the zones, the holidays of the countries. The ledger
// plans every open claim anew when it does.
func (r *Rules) Fingerprint() string {
	h := sha256.New()
	s := r.s
	fmt.Fprintln(h, ruleVersion, s.Gap, s.Holidays, s.Terminal, s.Channel, s.Editors)
	if s.Hours != nil {
		fmt.Fprintln(h, *s.Hours)
	}
	printZone(h, s.Location)
	for _, p := range r.policies {
		fmt.Fprintf(h, "%+v %v %v %v %v\n", p.match, p.ahead, p.at, p.overdue, p.undated)
		if p.escalate != nil {
			fmt.Fprintf(h, "%+v\n", *p.escalate)
		}
	}
	for _, t := range r.routes {
		fmt.Fprintf(h, "%+v %s\n", t.match, t.channel)
		printZone(h, t.zone.loc)
	}
	r.printHolidays(h)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// printZone writes when the clocks of a zone change. What a location takes for the bounds of an
// offset may also be the end of a year.
func printZone(w hash.Hash, loc *time.Location) {
	fmt.Fprintln(w, loc)
	z := zone{loc: loc}
	last := time.Date(printTo, time.January, 1, 0, 0, 0, 0, time.UTC)
	for at := time.Date(printFrom, time.January, 1, 0, 0, 0, 0, time.UTC); at.Before(last); {
		was := z.offset(at.Unix())
		_, end := at.In(loc).ZoneBounds()
		switch {
		case end.IsZero() || end.After(last):
			return
		case !end.After(at): // in a leap year the last day lies outside its own bounds
			end = at.Add(secondsOfDay * time.Second)
		}
		if is := z.offset(end.Unix()); is != was {
			fmt.Fprintln(w, end.Unix(), was, is)
		}
		at = end
	}
}

func (r *Rules) printHolidays(w hash.Hash) {
	for _, h := range r.s.Holidays {
		for year := printFrom; h.Country != "" && year < printTo; year++ {
			fmt.Fprintln(w, countryDays(h.Country, year))
		}
	}
}

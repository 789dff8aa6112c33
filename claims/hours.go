package claims

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// DigestHours is when somebody is told of their own claims: at a minute of the day in their own
// zone, on some days of the week. The zero value is never.
type DigestHours struct {
	Minute int     // after midnight
	Days   [7]bool // by time.Weekday
}

// MorningHours are what somebody begins with who has not chosen: half past eight, Monday to Friday.
func MorningHours() DigestHours {
	return DigestHours{Minute: 8*60 + 30, Days: [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true}}
}

// On reports whether there is a day on which they are told.
func (h DigestHours) On() bool { return h.Days != [7]bool{} }

// week lists the days as they are written, Monday first.
var week = []struct {
	word string
	day  time.Weekday
}{
	{"mon", time.Monday}, {"tue", time.Tuesday}, {"wed", time.Wednesday}, {"thu", time.Thursday}, {"fri", time.Friday}, {"sat", time.Saturday}, {"sun", time.Sunday},
}

// Clock returns the minute as in "08:30".
func (h DigestHours) Clock() string { return fmt.Sprintf("%02d:%02d", h.Minute/60, h.Minute%60) }

// String writes the hours as ParseDigestHours reads them: "08:30 mon-fri"; "off" for never.
func (h DigestHours) String() string {
	if !h.On() {
		return "off"
	}
	var runs []string
	for i := 0; i < len(week); i++ {
		from := i
		for i < len(week) && h.Days[week[i].day] {
			i++
		}
		switch i - from {
		case 0:
		case 1:
			runs = append(runs, week[from].word)
		default:
			runs = append(runs, week[from].word+"-"+week[i-1].word)
		}
	}
	return h.Clock() + " " + strings.Join(runs, ",")
}

// ParseDigestHours reads "off", or a time and days as in "08:30 mon-fri" or "8:30 mon,thu"; without
// days they are Monday to Friday. Anything else is an *InvalidError.
func ParseDigestHours(s string) (DigestHours, error) {
	words := strings.Fields(strings.ToLower(s))
	if len(words) == 1 && words[0] == "off" {
		return DigestHours{}, nil
	}
	h := MorningHours()
	ok := len(words) == 1 || len(words) == 2
	if ok {
		h.Minute, ok = minuteOf(words[0])
	}
	if ok && len(words) == 2 {
		h.Days, ok = daysOf(words[1])
	}
	if !ok {
		return DigestHours{}, &InvalidError{Field: "digest", Problem: fmt.Sprintf("%.40q is no time and days; write off, 08:30 or 08:30 mon-fri", s)}
	}
	return h, nil
}

func minuteOf(s string) (int, bool) {
	hour, minute, found := strings.Cut(s, ":")
	h, err := strconv.ParseUint(hour, 10, 8)
	m, fault := strconv.ParseUint(minute, 10, 8)
	ok := found && err == nil && fault == nil && len(hour) <= 2 && len(minute) == 2 && h < 24 && m < 60
	return int(h)*60 + int(m), ok
}

func daysOf(s string) (days [7]bool, ok bool) {
	for part := range strings.SplitSeq(s, ",") {
		first, last, span := strings.Cut(part, "-")
		if !span {
			last = first
		}
		from, to := dayIndex(first), dayIndex(last)
		if from < 0 || to < from {
			return days, false
		}
		for _, d := range week[from : to+1] {
			days[d.day] = true
		}
	}
	return days, true
}

func dayIndex(word string) int {
	for i, d := range week {
		if d.word == word {
			return i
		}
	}
	return -1
}

// A Subscriber is told of their own claims by direct message.
type Subscriber struct {
	SlackID string
	Zone    string // IANA name, of their profile; "" is unknown
	Hours   DigestHours
	Since   time.Time // up to when they have been told, or chose their hours
}

package blocks

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"claimwatch/claims"
)

var idForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[UWS][A-Z0-9]{7,20}$`) })

// isID reports whether a name is the id of a user or user group. People called URSULA have no digit.
func isID(name string) bool {
	return idForm().MatchString(name) && strings.ContainsAny(name, "0123456789")
}

// person mentions whoever has a name, or names them when Slack does not know them. The second
// form is the name alone, which notifies nobody.
func (s Style) person(name string) string {
	id := s.id(name)
	switch {
	case !isID(id):
		return foreign(name, maxName)
	case id[0] == 'S':
		return "<!subteam^" + id + ">"
	}
	return "<@" + id + ">"
}

// name names whoever acted: by a mention if an id is all that is known of them. It is for messages
// that are edited, and for what one reader sees: there a mention notifies nobody.
func (s Style) name(who string) string {
	if isID(who) {
		return s.person(who)
	}
	return foreign(who, maxName)
}

// owner says whose a claim is, and mentions them.
func (s Style) owner(c claims.Claim) string {
	if c.Owner == "" {
		return "no owner yet"
	}
	return "owner " + s.person(c.Owner)
}

const dueNow = "Due now"

// state is a dot and the words that say the same.
type state struct{ dot, words string }

func (s Style) state(c claims.Claim) state {
	switch c.Status {
	case claims.StatusResolved:
		return state{"✅", "Resolved: " + outcome(c)}
	case claims.StatusDismissed:
		return state{"⚪", "Dismissed"}
	case claims.StatusCandidate:
		return state{"🟡", "Candidate"}
	}
	return s.openState(c)
}

func (s Style) openState(c claims.Claim) state {
	today := s.today()
	switch {
	case c.SnoozedUntil.After(s.Now):
		return state{"💤", "Snoozed until " + s.moment(c.SnoozedUntil)}
	case !c.Due.Known():
		return state{"🔵", "Open"}
	case c.Due.End < today:
		return state{"🔴", "Overdue"}
	case c.Due.End == today:
		return state{"🟠", "Due today"}
	case c.Due.Start <= today:
		return state{"🟠", dueNow}
	}
	return state{"🔵", "Open"}
}

// dated is when an open claim is due, unless its state says it already; "" when unknown, too: then
// the words of the reminder say so.
func (s Style) dated(c claims.Claim) string {
	if !c.Due.Known() || (c.Due.Start == c.Due.End && c.Due.End == s.today() && !c.SnoozedUntil.After(s.Now)) {
		return ""
	}
	switch end := c.Due.Words(); {
	case c.Status == claims.StatusResolved || c.Status == claims.StatusDismissed:
		return ""
	case c.Due.End < s.today():
		return "was due " + end
	case c.Due.Start <= s.today() && s.state(c).words == dueNow:
		return end
	default:
		return "due " + end
	}
}

// standing is the state of a claim and when it is due.
func (s Style) standing(c claims.Claim) string {
	return join(" · ", s.state(c).words, s.dated(c), confidential(c))
}

func due(d claims.Due) string {
	if !d.Known() {
		return "no due date"
	}
	return "due " + d.Words()
}

// moment says a time of day; the year only if it is not this one.
func (s Style) moment(t time.Time) string {
	t = t.In(s.zone())
	if t.Year() == s.Now.In(s.zone()).Year() {
		return t.Format("Mon 2 Jan 15:04")
	}
	return t.Format("Mon 2 Jan 2006 15:04")
}

func day(d claims.Day) string { return d.UTC().Format("2 Jan 2006") }

func number(id claims.ClaimID) string { return fmt.Sprintf("#%d", id) }

// source names the report: its title as a link, where it stood, when. "" when nothing is known.
func source(r claims.ReportRef, c claims.Claim) (blocks, text string) {
	from := r.Source
	if from == "" {
		from = c.Source
	}
	title := foreign(r.Title, maxTitle)
	place := host(from)
	if place == "" {
		place = foreign(from, maxName)
	}
	label := title
	if label == "" {
		label, place = place, ""
	}
	tail := join(", ", place, publication(r.Published))
	return join(", ", link(from, label), tail), join(", ", label, tail)
}

func publication(d claims.Day) string {
	if d.IsZero() {
		return ""
	}
	return day(d)
}

// why says why a reminder comes, and which it is.
func why(r claims.Reminder, limit int) string {
	if w := foreign(r.Words, limit); w != "" {
		return w
	}
	if r.Notice.Ordinal == 0 {
		return ""
	}
	return fmt.Sprintf("reminder %d", r.Notice.Ordinal)
}

// join joins what there is.
func join(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}

// sentence ends a text with a full stop, unless it ends with a mark already.
func sentence(s string) string {
	end := strings.TrimRight(s, "”"+guard)
	if s == "" || strings.HasSuffix(end, ".") || strings.HasSuffix(end, "?") || strings.HasSuffix(end, "!") || strings.HasSuffix(end, "…") {
		return s
	}
	return s + "."
}

func upper(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

package policy

import (
	"fmt"
	"strings"
	"time"

	"claimwatch/claims"
)

// Words says why a reminder comes, as read at a moment: "3rd reminder, open for 12 days, due in 2
// days. Asked ahead of its date. Nobody has it yet: who takes it?" The outcome of a claim that it
// waited for is for the caller to add.
func (r *Rules) Words(n claims.Notice, c claims.Claim, at time.Time) string {
	p, z, _ := r.serving(&c)
	today := z.day(at)
	words := []string{
		fmt.Sprintf("%s reminder, %s, %s.", nth(n.Ordinal), openFor(&c, z, today), dueIn(c.Due, today)),
		because(n, &c, p, today),
	}
	if n.WokenBy != 0 {
		words = append(words, fmt.Sprintf("Claim #%d, which it waited for, has ended.", n.WokenBy))
	}
	if c.Owner == "" {
		words = append(words, "Nobody has it yet: who takes it?")
	}
	return strings.Join(words, " ")
}

func because(n claims.Notice, c *claims.Claim, p *policy, today claims.Day) string {
	switch n.Reason {
	case claims.ReasonEscalated:
		if p.escalate == nil {
			return "Escalated, because nobody has answered."
		}
		return fmt.Sprintf("Escalated, because %s in a row had no answer.", plural(p.escalate.After, "reminder"))
	case claims.ReasonOverdue:
		return "Its last day is over."
	case claims.ReasonDue:
		return dueWords(c.Due, today)
	case claims.ReasonAhead:
		return "Asked ahead of its date."
	case claims.ReasonSnoozeOver:
		return "Its snooze is over."
	case claims.ReasonPeriodic:
		if n.WokenBy != 0 {
			return "Asked because it no longer waits."
		}
		if c.Due.Known() {
			return "Asked from time to time until its last day."
		}
		return "Asked from time to time, since it has no date."
	}
	return ""
}

func dueWords(d claims.Due, today claims.Day) string {
	switch {
	case d.Start == d.End && today == d.End:
		return "Its day has come."
	case d.Start == d.End:
		return "Its day is on the desk's days off."
	case today < d.End:
		return "Its first day has come."
	}
	return "Its last day has come."
}

// openFor counts from when it was added, accepted or reopened.
func openFor(c *claims.Claim, z *zone, today claims.Day) string {
	since := c.Pace.OpenSince
	if since.IsZero() {
		since = c.CreatedAt
	}
	if days := int(today - z.day(since)); days > 0 {
		return "open for " + plural(days, "day")
	}
	return "open since today"
}

func dueIn(d claims.Due, today claims.Day) string {
	span := ""
	if d.Start != d.End {
		span = ", until " + d.End.String()
	}
	switch {
	case !d.Known():
		return "no date known"
	case today > d.End:
		return plural(int(today-d.End), "day") + " overdue"
	case today == d.End:
		return "due today"
	case today == d.Start:
		return "due from today" + span
	case today > d.Start:
		return "due within " + plural(int(d.End-today), "day") + span
	case today == d.Start-1:
		return "due tomorrow" + span
	}
	return "due in " + plural(int(d.Start-today), "day") + span
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// nth returns 1st, 2nd, 3rd, 11th, 21st.
func nth(n int) string {
	end := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, end)
}

package policy

import (
	"fmt"
	"time"

	"claimwatch/claims"
)

// Words says why a reminder comes, as read at a moment: "3rd reminder, open for 12 days, due in 2
// days"; then what that leaves unsaid: "its snooze is over". Whose the claim is, and the date
// itself, are for the caller to add.
func (r *Rules) Words(n claims.Notice, c claims.Claim, at time.Time) string {
	p, z, _ := r.serving(&c)
	today := z.day(at)
	words := fmt.Sprintf("%s reminder, %s, %s", nth(n.Ordinal), openFor(&c, z, today), dueIn(c.Due, today))
	if more := because(n, &c, p, today); more != "" {
		words += ", " + more
	}
	return words
}

// because says what the count and the date do not.
func because(n claims.Notice, c *claims.Claim, p *policy, today claims.Day) string {
	switch {
	case n.Reason == claims.ReasonEscalated && p.escalate == nil:
		return "escalated as nobody has answered"
	case n.Reason == claims.ReasonEscalated:
		return fmt.Sprintf("escalated as %s in a row had no answer", plural(p.escalate.After, "reminder"))
	case n.WokenBy != 0 && n.WokenAs != "":
		return fmt.Sprintf("#%d, which it waited for, has ended: %s", n.WokenBy, n.WokenAs.Words())
	case n.WokenBy != 0:
		return fmt.Sprintf("#%d, which it waited for, has ended", n.WokenBy)
	case n.Reason == claims.ReasonSnoozeOver:
		return "its snooze is over"
	case n.Reason == claims.ReasonDue && c.Due.Start == c.Due.End && today < c.Due.End:
		return "asked now as that is no desk day"
	}
	return ""
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

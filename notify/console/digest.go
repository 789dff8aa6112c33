package console

import (
	"fmt"
	"strings"

	"claimwatch/claims"
)

// most is how many claims a section of a digest names; the others are counted.
const most = 10

// digest lays out the sections that have anything in them.
func (p page) digest(d *claims.Digest) string {
	if d == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Open claims, %s\n", d.At.In(p.zone).Format("Mon 2 Jan 2006"))
	section(&b, "Overdue", claimLines(d.Overdue))
	section(&b, "Due today", claimLines(d.DueToday))
	section(&b, "Due this week", claimLines(d.DueWeek))
	section(&b, "Back from snooze today", claimLines(d.Woken))
	section(&b, "New", claimLines(d.New))
	section(&b, "Without an owner", claimLines(d.Ownerless))
	section(&b, "Resolved", claimLines(d.Resolved))
	section(&b, "Reports with candidates that nobody has looked at", reportLines(d.Unread))
	if d.Reminded > 0 {
		fmt.Fprintf(&b, "Reminded just now: %d\n", d.Reminded)
	}
	return b.String() + "\n"
}

func section(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "%s (%d)\n", title, len(lines))
	for _, line := range lines[:min(len(lines), most)] {
		b.WriteString(indent + line + "\n")
	}
	if rest := len(lines) - most; rest > 0 {
		fmt.Fprintf(b, "%s…and %d more: claimwatch list\n", indent, rest)
	}
}

func claimLines(list []claims.Claim) []string {
	lines := make([]string, 0, len(list))
	for _, c := range list {
		end := join(" · ", before("due ", due(c.Due)), owner(c))
		if c.Status == claims.StatusResolved {
			end = ending(c)
		}
		lines = append(lines, fmt.Sprintf("#%d  %s · %s", c.ID, plain(c.Summary), end))
	}
	return lines
}

func reportLines(list []claims.UnreadReport) []string {
	lines := make([]string, 0, len(list))
	for _, u := range list {
		title := plain(u.Report.Title)
		if title == "" {
			title = fmt.Sprintf("report %d", u.Report.ID)
		}
		lines = append(lines, fmt.Sprintf("%s · candidates: %d", title, u.Candidates))
	}
	return lines
}

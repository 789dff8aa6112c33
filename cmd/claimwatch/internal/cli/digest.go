package cli

import (
	"context"
	"fmt"

	"claimwatch/claims"
	"github.com/spf13/cobra"
)

// digestLines bounds each list of a digest for people; JSON has them all.
const digestLines = 20

func (c *CLI) digestCommand() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use: "digest", Short: "print the digest as it would be posted now",
		Example: "claimwatch digest",
		Args:    takes(0, 0, ""),
		RunE: c.run(func(ctx context.Context, _ []string) error {
			return c.withDesk(ctx, false, func(d Desk) error {
				list, err := d.Digest(ctx)
				if err != nil {
					return err
				}
				if len(list) == 0 {
					c.note("there is nothing to say")
				}
				today := c.today(d.Location())
				return c.print(digestsOf(list, d.Location()), func(s *sheet) {
					for i, g := range list {
						if i > 0 {
							s.line("")
						}
						digestOf(s, g, today)
					}
				})
			})
		}),
	})
}

func digestOf(s *sheet, d claims.Digest, today claims.Day) {
	s.line("%s", s.dress(bold, "Digest for "+line(d.Channel)))
	if heading(s, fmt.Sprintf("Reminders (%d)", len(d.Waiting)), len(d.Waiting)) {
		for _, r := range d.Waiting { // never cut
			s.line("  %s %s (%s)", s.dress(bold, "#"+number64(r.Claim.ID)), standing(s, r.Claim, today), r.Words)
		}
	}
	section(s, "Due today", d.DueToday, today)
	section(s, "Due this week", d.DueWeek, today)
	section(s, "Overdue", d.Overdue, today)
	section(s, "New", d.New, today)
	section(s, "Without an owner", d.Ownerless, today)
	section(s, "Snoozed until today", d.Woken, today)
	section(s, "Resolved since the last digest", d.Resolved, today)
	if heading(s, "Reports with candidates that nobody has looked at", len(d.Unread)) {
		for _, u := range d.Unread {
			s.line("  report %d, %s: %s", u.Report.ID, line(reportName(u.Report.Title, u.Report.Published)), count(u.Candidates, "candidate"))
		}
	}
	if d.Reminded > 0 {
		s.line("\n%s reminded of at the same time.", count(d.Reminded, "claim"))
	}
}

func section(s *sheet, title string, list []claims.Claim, today claims.Day) {
	if !heading(s, fmt.Sprintf("%s (%d)", title, len(list)), len(list)) {
		return
	}
	for _, cl := range list[:min(len(list), digestLines)] {
		s.line("  %s %s", s.dress(bold, "#"+number64(cl.ID)), standing(s, cl, today))
	}
	if more := len(list) - digestLines; more > 0 {
		s.line("  and %d more", more)
	}
}

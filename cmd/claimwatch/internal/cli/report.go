package cli

import (
	"context"
	"strconv"

	"claimwatch/claims"
	"github.com/spf13/cobra"
)

func (c *CLI) reportCommand() *cobra.Command {
	parent := &cobra.Command{
		Use: "report", Short: "list, show, edit and remove reports",
		Example: `claimwatch report list
claimwatch report show 3
claimwatch report edit 3 --published 2025-01-21
claimwatch report remove 3`,
	}
	parent.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return misused(helpOn(cmd), "%s needs one of list, show, edit, remove", cmd.CommandPath())
		}
		return unknownCommand(cmd, args[0])
	}
	parent.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	parent.AddCommand(c.reportListCommand(), c.reportShowCommand(), c.reportEditCommand(), c.reportRemoveCommand())
	return parent
}

func (c *CLI) reportListCommand() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use: "list", Short: "list the reports",
		Args: takes(0, 0, ""),
		RunE: c.run(func(ctx context.Context, _ []string) error {
			return c.withDesk(ctx, false, func(d Desk) error {
				list, err := d.Reports(ctx)
				if err != nil {
					return err
				}
				if len(list) == 0 {
					c.note("no reports")
				}
				return c.print(reportLines(list, d.Location()), func(s *sheet) { reportTable(s, list) })
			})
		}),
	})
}

func reportTable(s *sheet, list []claims.ReportSummary) {
	if len(list) == 0 {
		return
	}
	rows := make([][]cell, len(list))
	for i, r := range list {
		title := r.Report.Title
		if title == "" {
			title = "(without a title)"
		}
		rows[i] = []cell{
			{number64(r.Report.ID), bold}, {r.Report.Published.String(), normal}, {string(r.Report.Language), faint}, {r.Report.Desk, normal},
			{strconv.Itoa(r.Claims), normal}, {strconv.Itoa(r.Candidates), normal}, {clip(r.Report.Source, 40), normal}, {title, normal},
		}
	}
	s.table([]string{"ID", "PUBLISHED", "LANG", "DESK", "CLAIMS", "CANDIDATES", "SOURCE", "TITLE"}, rows)
}

func (c *CLI) reportShowCommand() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use: "show ID", Short: "show a report with its claims",
		Args: takes(1, 1, "the number of one report"),
		RunE: c.run(func(ctx context.Context, args []string) error {
			id, err := reportID(args[0])
			if err != nil {
				return err
			}
			return c.withDesk(ctx, false, func(d Desk) error {
				r, list, err := d.Report(ctx, id)
				if err != nil {
					return err
				}
				return c.printReport(d, r, list, true)
			})
		}),
	})
}

func (c *CLI) printReport(d Desk, r claims.Report, list []claims.Claim, text bool) error {
	return c.print(reportFile{reportOf(r), records(list, d.Location())}, func(s *sheet) {
		s.line("%s", s.dress(bold, "report "+number64(r.ID)+": "+line(reportName(r.Title, r.Published))))
		s.field("source", r.Source)
		s.field("language", string(r.Language))
		s.field("desk", r.Desk)
		s.field("added", timeIn(r.AddedAt, d.Location())+", "+r.AddedBy)
		if text {
			s.line("\n%s", plain(r.Text))
		}
		if len(list) > 0 {
			s.line("")
			claimTable(s, list, c.today(d.Location()))
		}
	})
}

func (c *CLI) reportEditCommand() *cobra.Command {
	var published string
	cmd := c.jsonFlag(&cobra.Command{
		Use: "edit ID --published DAY", Short: "correct a report's day; due dates nobody touched are read again",
		Example: "claimwatch report edit 3 --published 2025-01-21",
		Args:    takes(1, 1, "the number of one report"),
	})
	cmd.RunE = c.run(func(ctx context.Context, args []string) error {
		id, err := reportID(args[0])
		if err != nil {
			return err
		}
		if !cmd.Flags().Changed("published") {
			return misused(helpOn(cmd), "nothing to change is given: --published is missing")
		}
		day, err := publicationDay(published)
		if err != nil {
			return err
		}
		return c.withDesk(ctx, false, func(d Desk) error {
			r, list, err := d.EditReport(ctx, id, claims.ReportEdit{Published: day}, c.by())
			if err != nil {
				return err
			}
			return c.printReport(d, r, list, false)
		})
	})
	cmd.Flags().StringVar(&published, "published", "", "the `DAY` it was published")
	return cmd
}

func (c *CLI) reportRemoveCommand() *cobra.Command {
	var force bool
	cmd := c.jsonFlag(&cobra.Command{
		Use: "remove ID", Aliases: []string{"rm"}, Short: "remove a report with its claims, if nobody has acted on one",
		Args: takes(1, 1, "the number of one report"),
	})
	cmd.RunE = c.run(func(ctx context.Context, args []string) error {
		id, err := reportID(args[0])
		if err != nil {
			return err
		}
		return c.withDesk(ctx, false, func(d Desk) error {
			r, list, err := d.Report(ctx, id)
			if err != nil {
				return err
			}
			if err := d.RemoveReport(ctx, id, force, c.by()); err != nil {
				return err
			}
			return c.print(reportFile{reportOf(r), records(list, d.Location())}, func(s *sheet) {
				s.line("removed report %d, %s, with %s", id, line(reportName(r.Title, r.Published)), count(len(list), "claim"))
			})
		})
	})
	cmd.Flags().BoolVar(&force, "force", false, "also when people have acted on its claims")
	return cmd
}

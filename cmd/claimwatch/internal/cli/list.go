package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"claimwatch/claims"
	"github.com/spf13/cobra"
)

// listing are the flags of list.
type listing struct {
	status, kind                  []string
	due, owner, desk, tag, search string
	limit                         int
}

func (c *CLI) listCommand() *cobra.Command {
	var l listing
	cmd := c.jsonFlag(&cobra.Command{
		Use: "list", Aliases: []string{"ls"}, Short: "list claims by due date, undated last",
		Example: `claimwatch list --due today
claimwatch list --due overdue --owner anna
claimwatch list --status all --search "moscow call"`,
		Args: takes(0, 0, ""),
		RunE: c.run(func(ctx context.Context, _ []string) error { return c.list(ctx, l) }),
	})
	flags := cmd.Flags()
	flags.StringSliceVar(&l.status, "status", []string{"open"}, "of this `STATUS`: candidate, open, resolved, dismissed, or all")
	flags.StringVar(&l.due, "due", "", "due `WHEN`: today, overdue, DATE or FROM/TO")
	flags.StringSliceVar(&l.kind, "kind", nil, "of this `KIND`: "+joined(claims.Kinds()))
	flags.StringVar(&l.owner, "owner", "", "that `NAME` follows up")
	flags.StringVar(&l.desk, "desk", "", "of this `DESK`")
	flags.StringVar(&l.tag, "tag", "", "with this `TAG`")
	flags.StringVar(&l.search, "search", "", "all of these `WORDS` in summary, quote or parties")
	flags.IntVar(&l.limit, "limit", 0, "at most `N`")
	offer(cmd, "kind", claims.Kinds())
	offer(cmd, "status", append(claims.Statuses(), "all"))
	return cmd
}

func (c *CLI) list(ctx context.Context, l listing) error {
	settings, err := c.load(false)
	if err != nil {
		return err
	}
	today := c.today(settings.Location)
	f, err := l.filter(today)
	if err != nil {
		return err
	}
	return c.withDesk(ctx, false, func(d Desk) error {
		found, err := d.List(ctx, f)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			c.note("no claims")
		}
		return c.print(records(found, d.Location()), func(s *sheet) { claimTable(s, found, today) })
	})
}

func (l listing) filter(today claims.Day) (f claims.Filter, err error) {
	f = claims.Filter{Owner: l.owner, Desk: l.desk, Tag: l.tag, Search: l.search, Limit: l.limit}
	if l.limit < 0 {
		return f, &claims.InvalidError{Field: "limit", Problem: "it is less than none"}
	}
	if f.Status, err = statuses(l.status); err != nil {
		return f, err
	}
	if f.Kind, err = kinds(l.kind); err != nil {
		return f, err
	}
	switch l.due {
	case "":
	case "today":
		f.DueFrom, f.DueTo = today, today
	case "overdue":
		f.Overdue = today
	default:
		due, err := dueOf(l.due, today)
		if err != nil || !due.Known() {
			return f, &claims.InvalidError{Field: "due", Problem: fmt.Sprintf("%q is no date; write today, overdue, YYYY-MM-DD or FROM/TO", l.due)}
		}
		f.DueFrom, f.DueTo = due.Start, due.End
	}
	return f, nil
}

// claimTable lists claims, a line for each.
func claimTable(s *sheet, list []claims.Claim, today claims.Day) {
	if len(list) == 0 {
		return
	}
	mixed := false
	for _, cl := range list {
		mixed = mixed || cl.Status != list[0].Status || cl.Status != claims.StatusOpen
	}
	rows := make([][]cell, len(list))
	for i, cl := range list {
		status := ""
		if mixed {
			status = string(cl.Status)
		}
		rows[i] = []cell{
			{"#" + number64(cl.ID), bold}, {dueWords(cl.Due, today), dueStyle(cl, today)}, {string(cl.Kind), normal},
			{status, statusStyle(cl.Status)}, {cl.Outcome.Words(), normal}, {cl.Owner, normal}, {cl.Desk, normal}, {cl.Summary, normal},
		}
	}
	s.table([]string{"ID", "DUE", "KIND", "STATUS", "OUTCOME", "OWNER", "DESK", "SUMMARY"}, rows)
}

func dueStyle(cl claims.Claim, today claims.Day) style {
	switch {
	case cl.Status != claims.StatusOpen || !cl.Due.Known():
		return faint
	case cl.Due.End < today:
		return red
	case cl.Due.Start <= today:
		return yellow
	}
	return normal
}

// dueWords says a due date and how far it is.
func dueWords(d claims.Due, today claims.Day) string {
	switch {
	case !d.Known():
		return "no date"
	case d.End < today:
		return d.String() + ", " + count(int(today-d.End), "day") + " over"
	case d.Start > today:
		return d.String() + ", in " + count(int(d.Start-today), "day")
	case d.Start == d.End:
		return d.String() + ", today"
	}
	return d.String() + ", now"
}

func number64[N ~int64](n N) string { return strconv.FormatInt(int64(n), 10) }

func numbers(list []claims.Claim) string {
	words := make([]string, len(list))
	for i, cl := range list {
		words[i] = number64(cl.ID)
	}
	return strings.Join(words, " ")
}

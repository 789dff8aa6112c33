package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"claimwatch/claims"
	"github.com/spf13/cobra"
)

// previewDays is how far next looks when nobody says; maxPreviewDays is how far it can.
const (
	previewDays    = int(claims.PreviewSpan / (24 * time.Hour))
	maxPreviewDays = 3660
)

func (c *CLI) nextCommand() *cobra.Command {
	var (
		days int
		from string
	)
	cmd := c.jsonFlag(&cobra.Command{
		Use: "next [ID…]", Short: "show every reminder that would be sent, when and why",
		Example: `claimwatch next
claimwatch next 12 --days 60
claimwatch next --from 2026-01-01`,
		Args: cobra.ArbitraryArgs,
		RunE: c.run(func(ctx context.Context, args []string) error { return c.next(ctx, args, from, days) }),
	})
	cmd.Flags().IntVar(&days, "days", previewDays, "how many days ahead: `N`")
	cmd.Flags().StringVar(&from, "from", "", "from `TIME` on, instead of now")
	return cmd
}

func (c *CLI) next(ctx context.Context, args []string, from string, days int) error {
	ids, err := claimIDs(args)
	if err != nil {
		return err
	}
	if days < 1 || days > maxPreviewDays {
		return &claims.InvalidError{Field: "days", Problem: fmt.Sprintf("%d is out of bounds; write 1 to %d", days, maxPreviewDays)}
	}
	settings, err := c.load(false)
	if err != nil {
		return err
	}
	q := claims.PreviewQuery{IDs: ids, Span: time.Duration(days) * 24 * time.Hour}
	if from != "" {
		if q.From, err = moment("from", from, settings.Location); err != nil {
			return err
		}
	}
	return c.withDesk(ctx, false, func(d Desk) error { return c.preview(ctx, d, q) })
}

func (c *CLI) preview(ctx context.Context, d Desk, q claims.PreviewQuery) error {
	silent, err := c.silent(ctx, d, q.IDs)
	if err != nil {
		return err
	}
	var list []claims.Planned
	if len(q.IDs) == 0 || len(silent) < len(q.IDs) {
		q.IDs = slices.DeleteFunc(q.IDs, func(id claims.ClaimID) bool { return slices.Contains(silent, id) })
		if list, err = d.Preview(ctx, q); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		q = q.At(c.cfg.Now())
		c.note("no reminders from %s to %s", timeIn(q.From, d.Location()), timeIn(q.Until, d.Location()))
	}
	return c.print(plannedOf(list, d.Location()), func(s *sheet) { c.plan(ctx, s, d, list) })
}

// silent returns those of ids that have no reminders because they are not open, and says so.
func (c *CLI) silent(ctx context.Context, d Desk, ids []claims.ClaimID) ([]claims.ClaimID, error) {
	var (
		list  []claims.ClaimID
		words []string
	)
	for _, id := range ids {
		cl, err := d.Claim(ctx, id)
		if err != nil {
			return nil, err
		}
		if cl.Status != claims.StatusOpen {
			list = append(list, id)
			words = append(words, fmt.Sprintf("claim %d is %s: only open claims have reminders", id, cl.Status))
		}
	}
	for _, w := range words {
		c.note("%s", w)
	}
	return list, nil
}

// plan writes the reminders, a line for each.
func (c *CLI) plan(ctx context.Context, s *sheet, d Desk, list []claims.Planned) {
	if len(list) == 0 {
		return
	}
	summaries := map[claims.ClaimID]string{}
	rows := make([][]cell, len(list))
	for i, p := range list {
		if _, known := summaries[p.ClaimID]; !known {
			cl, err := d.Claim(ctx, p.ClaimID)
			if err != nil { // it was there a moment ago: the line serves without its words
				cl.Summary = ""
			}
			summaries[p.ClaimID] = cl.Summary
		}
		as := string(p.As)
		if p.As == claims.FormCard {
			as = ""
		}
		rows[i] = []cell{
			{timeWords(p.At.In(d.Location())), normal}, {"#" + number64(p.ClaimID), bold}, {strings.ReplaceAll(string(p.Reason), "_", " "), reasonStyle(p.Reason)},
			{fmt.Sprintf("%d", p.Ordinal), faint}, {p.Channel, normal}, {p.Mention, normal}, {as, normal}, {clip(summaries[p.ClaimID], 60), normal},
		}
	}
	s.table([]string{"WHEN", "ID", "WHY", "NO.", "WHERE", "MENTION", "IN A", "SUMMARY"}, rows)
}

func reasonStyle(r claims.Reason) style {
	switch r {
	case claims.ReasonEscalated, claims.ReasonOverdue:
		return red
	case claims.ReasonDue:
		return yellow
	}
	return normal
}

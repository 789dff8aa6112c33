package cli

import (
	"context"
	"fmt"
	"strings"

	"claimwatch/claims"
	"claimwatch/claims/policy"
	"github.com/spf13/cobra"
)

// jsonFlag adds --json.
func (c *CLI) jsonFlag(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().BoolVar(&c.asJSON, "json", false, "print JSON")
	cmd.Flags().SortFlags = false
	return cmd
}

// act does one act on the claims of args and prints how they stand.
func (c *CLI) act(ctx context.Context, args []string, act claims.Act) error {
	ids, err := claimIDs(args)
	if err != nil {
		return err
	}
	return c.withDesk(ctx, false, func(d Desk) error {
		changed, err := d.Apply(ctx, claims.Command{IDs: ids, By: c.by(), Act: act})
		if err != nil {
			return err
		}
		return c.printChanged(d, changed)
	})
}

func (c *CLI) printChanged(d Desk, changed []claims.Claim) error {
	return c.print(records(changed, d.Location()), func(s *sheet) {
		for _, cl := range changed {
			s.line("%s %s", s.dress(bold, fmt.Sprintf("#%d", cl.ID)), standing(s, cl, c.today(d.Location())))
		}
	})
}

// standing says in a line how a claim stands.
func standing(s *sheet, cl claims.Claim, today claims.Day) string {
	words := []string{s.dress(statusStyle(cl.Status), string(cl.Status))}
	if cl.Outcome != "" {
		words = append(words, line(cl.Outcome.Words()))
	}
	if cl.DuplicateOf != 0 {
		words = append(words, fmt.Sprintf("of #%d", cl.DuplicateOf))
	}
	if cl.Owner != "" {
		words = append(words, "owner "+line(cl.Owner))
	}
	if cl.Status == claims.StatusOpen {
		words = append(words, "due "+dueWords(cl.Due, today))
	}
	return strings.Join(words, ", ") + ": " + line(cl.Summary)
}

func statusStyle(s claims.Status) style {
	switch s {
	case claims.StatusCandidate:
		return yellow
	case claims.StatusOpen:
		return bold
	case claims.StatusResolved:
		return green
	}
	return faint
}

func (c *CLI) acceptCommand() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use: "accept ID…", Short: "take candidates into the desk's list",
		Example: "claimwatch accept 1 2 5",
		Args:    takes(1, -1, "the numbers of claims"),
		RunE:    c.run(func(ctx context.Context, args []string) error { return c.act(ctx, args, claims.Accept{}) }),
	})
}

func (c *CLI) dismissCommand() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use: "dismiss ID…", Short: "say that claims are no open items",
		Example: "claimwatch dismiss 3 4",
		Args:    takes(1, -1, "the numbers of claims"),
		RunE:    c.run(func(ctx context.Context, args []string) error { return c.act(ctx, args, claims.Dismiss{}) }),
	})
}

func (c *CLI) checkCommand() *cobra.Command {
	var note string
	cmd := c.jsonFlag(&cobra.Command{
		Use: "check ID…", Short: "say that you looked and there is nothing new",
		Example: `claimwatch check 12 --note "asked the press office again"`,
		Args:    takes(1, -1, "the numbers of claims"),
		RunE:    c.run(func(ctx context.Context, args []string) error { return c.act(ctx, args, claims.Check{Note: note}) }),
	})
	cmd.Flags().StringVar(&note, "note", "", "what you found or tried: `TEXT`")
	return cmd
}

func (c *CLI) closeCommand() *cobra.Command {
	var outcome, evidence, note, of string
	cmd := c.jsonFlag(&cobra.Command{
		Use: "close ID…", Short: "resolve claims, with an outcome and what shows it",
		Example: `claimwatch close 12 --outcome happened --evidence https://example.org/story
claimwatch close 12 --outcome duplicate --of 7
claimwatch close 12 13 --outcome not_pursuing --note "the company is gone"`,
		Long: outcomesHelp(),
		Args: takes(1, -1, "the numbers of claims"),
	})
	cmd.RunE = c.run(func(ctx context.Context, args []string) error {
		act, err := closing(outcome, evidence, note, of)
		if err != nil {
			return err
		}
		return c.act(ctx, args, act)
	})
	cmd.Flags().StringVar(&outcome, "outcome", "", "how it ended: `OUTCOME`, see above")
	cmd.Flags().StringVar(&evidence, "evidence", "", "a link that shows it: `URL`")
	cmd.Flags().StringVar(&note, "note", "", "what shows it, or why: `TEXT`")
	cmd.Flags().StringVar(&of, "of", "", "with duplicate, the `OTHER` claim")
	offer(cmd, "outcome", allOutcomes())
	return cmd
}

func closing(outcome, evidence, note, of string) (claims.Close, error) {
	if outcome == "" {
		return claims.Close{}, misused("'claimwatch close --help' lists the outcomes of each kind", "--outcome is missing: how did it end?")
	}
	o, err := claims.ParseOutcome(outcome)
	if err != nil {
		return claims.Close{}, err
	}
	if err := claims.ValidateURL("evidence", evidence); err != nil {
		return claims.Close{}, err
	}
	act := claims.Close{Outcome: o, Evidence: claims.Evidence{URL: evidence, Note: strings.TrimSpace(note)}}
	if of != "" {
		act.Of, err = claimID(of)
	}
	return act, err
}

func outcomesHelp() string {
	var b strings.Builder
	b.WriteString("Outcomes:\n")
	for _, k := range claims.Kinds() {
		own := k.Outcomes()[:len(k.Outcomes())-len(anyOutcomes)]
		fmt.Fprintf(&b, "  %-11s %s\n", k, joined(own))
	}
	fmt.Fprintf(&b, "  %-11s %s\n\nEvidence is a link or a note; duplicate names the other claim, not_pursuing needs a note.", "any kind", joined(anyOutcomes))
	return b.String()
}

var anyOutcomes = []claims.Outcome{claims.OutcomeOvertaken, claims.OutcomeDuplicate, claims.OutcomeCorrected, claims.OutcomeNotPursuing}

// allOutcomes lists the outcomes of every kind, then those of any.
func allOutcomes() []claims.Outcome {
	var all []claims.Outcome
	for _, k := range claims.Kinds() {
		all = append(all, k.Outcomes()[:len(k.Outcomes())-len(anyOutcomes)]...)
	}
	return append(all, anyOutcomes...)
}

func joined[S ~string](list []S) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

func (c *CLI) reopenCommand() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use: "reopen ID", Short: "take a resolved or dismissed claim back",
		Example: "claimwatch reopen 12",
		Args:    takes(1, 1, "the number of one claim"),
		RunE:    c.run(func(ctx context.Context, args []string) error { return c.act(ctx, args, claims.Reopen{}) }),
	})
}

func (c *CLI) assignCommand() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use: "assign ID WHO", Short: "give a claim to somebody; none takes it back",
		Example: "claimwatch assign 12 anna",
		Args:    takes(2, 2, "the number of a claim and a name"),
		RunE: c.run(func(ctx context.Context, args []string) error {
			who := strings.TrimSpace(args[1])
			switch who {
			case "none":
				who = ""
			case "":
				return misused("'none' takes it from whoever has it", "the name is empty")
			}
			return c.act(ctx, args[:1], claims.Assign{To: who})
		}),
	})
}

func (c *CLI) noteCommand() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use: "note ID TEXT", Short: "write a line into a claim's history",
		Example: `claimwatch note 12 "the spokesman promised an answer on Monday"`,
		Args:    takes(2, -1, "the number of a claim and a text"),
		RunE: c.run(func(ctx context.Context, args []string) error {
			return c.act(ctx, args[:1], claims.AddNote{Text: strings.Join(args[1:], " ")})
		}),
	})
}

func (c *CLI) mergeCommand() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use: "merge ID INTO", Short: "say that a claim is the same as another, which remains",
		Example: "claimwatch merge 12 7",
		Args:    takes(2, 2, "the numbers of two claims"),
		RunE: c.run(func(ctx context.Context, args []string) error {
			into, err := claimID(args[1])
			if err != nil {
				return err
			}
			return c.act(ctx, args[:1], claims.Merge{Into: into})
		}),
	})
}

func (c *CLI) snoozeCommand() *cobra.Command {
	var until, length string
	cmd := c.jsonFlag(&cobra.Command{
		Use: "snooze ID", Short: "silence a claim for a while",
		Example: `claimwatch snooze 12 --for 3d
claimwatch snooze 12 --until 2026-01-07`,
		Args: takes(1, 1, "the number of one claim"),
	})
	cmd.RunE = c.run(func(ctx context.Context, args []string) error { return c.snooze(ctx, args, until, length) })
	cmd.Flags().StringVar(&until, "until", "", "the day on which it wakes: `DATE`")
	cmd.Flags().StringVar(&length, "for", "", "how long: `DURATION` in s, m, h, d or w")
	return cmd
}

func (c *CLI) snooze(ctx context.Context, args []string, until, length string) error {
	id, err := claimID(args[0])
	if err != nil {
		return err
	}
	if (until == "") == (length == "") {
		return misused("for example --for 3d, or --until 2026-01-07", "snooze needs either --until or --for")
	}
	settings, err := c.load(false)
	if err != nil {
		return err
	}
	day, d, err := c.snoozeSpan(until, length, c.today(settings.Location))
	if err != nil {
		return err
	}
	return c.withDesk(ctx, false, func(desk Desk) error {
		end, err := desk.SnoozeEnd(ctx, id, day, d)
		if err != nil {
			return err
		}
		changed, err := desk.Apply(ctx, claims.Command{IDs: []claims.ClaimID{id}, By: c.by(), Act: claims.Snooze{Until: end}})
		if err != nil {
			return err
		}
		c.note("it wakes on %s", timeWords(end.In(desk.Location())))
		return c.printChanged(desk, changed)
	})
}

// snoozeSpan reads the one that is given.
func (c *CLI) snoozeSpan(until, length string, today claims.Day) (claims.Day, policy.Duration, error) {
	if length != "" {
		d, err := policy.ParseDuration(length)
		if err == nil && d.IsZero() {
			err = &claims.InvalidError{Field: "for", Problem: "it must be longer than nothing"}
		}
		return 0, d, err
	}
	due, err := dueOf(until, today)
	if err != nil || !due.Known() {
		return 0, policy.Duration{}, &claims.InvalidError{Field: "until", Problem: fmt.Sprintf("%q is no day; write YYYY-MM-DD", until)}
	}
	return due.Start, policy.Duration{}, nil
}

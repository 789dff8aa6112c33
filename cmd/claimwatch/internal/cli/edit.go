package cli

import (
	"context"
	"strings"

	"claimwatch/claims"
	"claimwatch/claims/extract"
	"github.com/spf13/cobra"
)

// fields are the flags that say what a claim is.
type fields struct {
	kind, due, quote, source, owner, desk, after string
	parties, tags                                []string
	confidential                                 bool
}

func (f *fields) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.kind, "kind", "", "one `KIND` of "+joined(claims.Kinds()))
	flags.StringVar(&f.due, "due", "", "`WHEN` it should be settled: a day, FROM/TO, none, or words as in a report")
	flags.StringVar(&f.quote, "quote", "", "the words that leave it open: `TEXT`")
	flags.StringVar(&f.source, "source", "", "where it was said: a name or `URL`")
	flags.StringArrayVar(&f.parties, "party", nil, "`WHO` must act or answer; repeat it for more")
	flags.StringVar(&f.owner, "owner", "", "`WHO` follows it up")
	flags.StringVar(&f.desk, "desk", "", "the `DESK` it belongs to")
	flags.StringSliceVar(&f.tags, "tag", nil, "a `TAG`; repeat it for more")
	flags.StringVar(&f.after, "after", "", "stay silent until the `OTHER` claim has ended")
	flags.BoolVar(&f.confidential, "confidential", false, "never in a channel or a digest")
	offer(cmd, "kind", claims.Kinds())
}

func (c *CLI) addCommand() *cobra.Command {
	var f fields
	cmd := c.jsonFlag(&cobra.Command{
		Use: "add TEXT", Short: "add a claim by hand",
		Example: `claimwatch add "Will the mayor publish the contract?" --due "by the end of May" --owner anna
claimwatch add "Xi to attend the parade in Moscow" --kind invitation --due 2025-05-09`,
		Args: takes(1, -1, "the claim in words"),
	})
	cmd.RunE = c.run(func(ctx context.Context, args []string) error { return c.add(ctx, strings.Join(args, " "), f) })
	f.register(cmd)
	return cmd
}

func (c *CLI) add(ctx context.Context, text string, f fields) error {
	settings, err := c.load(false)
	if err != nil {
		return err
	}
	today := c.today(settings.Location)
	d, err := c.draft(text, f, today)
	if err != nil {
		return err
	}
	return c.withDesk(ctx, true, func(desk Desk) error {
		added, err := desk.Add(ctx, d, c.by())
		if err != nil {
			return err
		}
		return c.print(added.Record(desk.Location()), func(s *sheet) {
			s.line("%s %s", s.dress(bold, "#"+number64(added.ID)), standing(s, added, today))
		})
	})
}

// draft reads the flags; what is not said about the kind, the words may say.
func (c *CLI) draft(text string, f fields, today claims.Day) (claims.Draft, error) {
	d := claims.Draft{
		Summary: text, Quote: f.quote, Source: f.source, Parties: f.parties, Owner: f.owner, Desk: f.desk, Tags: f.tags, Confidential: f.confidential,
	}
	var err error
	if d.Due, err = c.due(f.due, today); err != nil {
		return d, err
	}
	if f.after != "" {
		if d.After, err = claimID(f.after); err != nil {
			return d, err
		}
	}
	if f.kind != "" {
		d.Kind, err = claims.ParseKind(f.kind)
		return d, err
	}
	ok := false
	if d.Kind, ok = extract.Kind(text+"\n"+f.quote, today); !ok {
		d.Kind = claims.KindQuestion
	}
	c.note("no --kind is given; it is taken for %s", article(d.Kind))
	return d, nil
}

// due reads --due and says what it read.
func (c *CLI) due(words string, today claims.Day) (claims.Due, error) {
	if words == "" {
		return claims.Due{}, nil
	}
	due, err := dueOf(words, today)
	if err == nil && due.Known() {
		c.note("due %q is read as %s (%s)", words, due, due.Precision)
	}
	return due, err
}

func article(k claims.Kind) string {
	if strings.ContainsRune("aeiou", rune(k[0])) {
		return "an " + string(k)
	}
	return "a " + string(k)
}

func (c *CLI) editCommand() *cobra.Command {
	var (
		f       fields
		summary string
	)
	cmd := c.jsonFlag(&cobra.Command{
		Use: "edit ID", Short: "change what a claim says",
		Example: `claimwatch edit 12 --due "next Friday"
claimwatch edit 12 --due none --owner anna --tag kremlin`,
		Long: "Only what is given changes. An empty value takes the old one away.",
		Args: takes(1, 1, "the number of one claim"),
	})
	flags := cmd.Flags()
	cmd.RunE = c.run(func(ctx context.Context, args []string) error {
		id, err := claimID(args[0])
		if err != nil {
			return err
		}
		settings, err := c.load(false)
		if err != nil {
			return err
		}
		e, err := c.editOf(f, summary, flags.Changed, c.today(settings.Location))
		if err != nil {
			return err
		}
		if e == (claims.Edit{}) {
			return misused(helpOn(cmd), "nothing to change is given")
		}
		return c.act(ctx, []string{number64(id)}, e)
	})
	flags.StringVar(&summary, "summary", "", "what there is to check: `TEXT`")
	f.register(cmd)
	return cmd
}

// editOf returns the edit that the flags say.
func (c *CLI) editOf(f fields, summary string, given func(string) bool, today claims.Day) (e claims.Edit, err error) {
	text := map[string]struct {
		to    **string
		value *string
	}{
		"summary": {&e.Summary, &summary}, "quote": {&e.Quote, &f.quote}, "source": {&e.Source, &f.source},
		"owner": {&e.Owner, &f.owner}, "desk": {&e.Desk, &f.desk},
	}
	for name, field := range text {
		if given(name) {
			*field.to = field.value
		}
	}
	if given("party") {
		e.Parties = &f.parties
	}
	if given("tag") {
		e.Tags = &f.tags
	}
	if given("confidential") {
		e.Confidential = &f.confidential
	}
	if given("kind") {
		k, err := claims.ParseKind(f.kind)
		if err != nil {
			return e, err
		}
		e.Kind = &k
	}
	if given("due") {
		due, err := c.due(f.due, today)
		if err != nil {
			return e, err
		}
		e.Due = &due
	}
	if given("after") {
		after, err := afterOf(f.after)
		if err != nil {
			return e, err
		}
		e.After = &after
	}
	return e, nil
}

// afterOf reads the claim that is waited for; none is nobody.
func afterOf(s string) (claims.ClaimID, error) {
	if s == "none" || s == "" {
		return 0, nil
	}
	return claimID(s)
}

package cli

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"claimwatch/claims"
	"claimwatch/claims/dates"
	"claimwatch/claims/extract"
	"claimwatch/cmd/claimwatch/internal/config"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// reading are the flags that say what is known about a report.
type reading struct {
	published, title, source, desk string
	minScore                       float64
	accept, confidential           bool
}

func (r *reading) register(flags *pflag.FlagSet) {
	flags.StringVar(&r.published, "published", "", "the `DAY` it was published; left out: the page's own date, else the dateline, else today")
	flags.StringVar(&r.title, "title", "", "its `TITLE`")
	flags.StringVar(&r.source, "source", "", "who published it: a name or `URL`")
	flags.Float64Var(&r.minScore, "min-score", 0, "least `SCORE` of an item, 0 to 1 (default as configured)")
}

func (c *CLI) ingestCommand() *cobra.Command {
	var r reading
	cmd := c.jsonFlag(&cobra.Command{
		Use: "ingest FILE…", Short: "read reports and store them with what they leave open",
		Example: `claimwatch ingest report.txt --published 2025-01-21
claimwatch ingest https://example.org/story --accept
pbpaste | claimwatch ingest - --source "City Herald" --desk metro`,
		Long: "FILE is a text in UTF-8, a saved web page or an address of the web; - is standard input. Addresses in\nprivate networks are refused, unless fetch.allow in the configuration has their range.",
		Args: takes(1, -1, "the file or address of a report, or - for standard input"),
	})
	cmd.RunE = c.run(func(ctx context.Context, args []string) error { return c.ingest(ctx, args, r, cmd.Flags()) })
	r.register(cmd.Flags())
	cmd.Flags().StringVar(&r.desk, "desk", "", "the `DESK` its claims belong to")
	cmd.Flags().BoolVar(&r.accept, "accept", false, "open all claims at once")
	cmd.Flags().BoolVar(&r.confidential, "confidential", false, "its claims never reach a channel or a digest")
	return cmd
}

func (c *CLI) ingest(ctx context.Context, args []string, r reading, flags *pflag.FlagSet) error {
	settings, err := c.load(false)
	if err != nil {
		return err
	}
	read, err := c.readAll(ctx, args, r, flags, settings)
	if err != nil {
		return err
	}
	return c.withDesk(ctx, true, func(d Desk) error {
		var stored []claims.Ingested
		for _, e := range read {
			in := claims.Intake{Report: e.report, Items: e.items, Accept: r.accept || !settings.Triage, Confidential: r.confidential}
			one, err := d.Ingest(ctx, in, c.by())
			if err != nil {
				return fmt.Errorf("%s: %w", e.name, err)
			}
			stored = append(stored, one)
		}
		list := make([]ingestion, len(stored))
		for i, one := range stored {
			list[i] = ingestion{reportOf(one.Report), one.Added, records(one.Claims, d.Location())}
		}
		return c.print(list, func(s *sheet) { ingested(s, stored, c.today(d.Location())) })
	})
}

// A readReport is a report with its items, nothing stored.
type readReport struct {
	name   string
	report claims.Report
	items  []claims.Item
}

// readAll reads every file, says how each was taken, and finds its items.
func (c *CLI) readAll(ctx context.Context, names []string, r reading, flags *pflag.FlagSet, settings config.Settings) ([]readReport, error) {
	least := settings.MinScore
	if flags.Changed("min-score") {
		if least = r.minScore; !(least >= 0 && least <= 1) { // false for what is not a number
			return nil, &claims.InvalidError{Field: "min-score", Problem: fmt.Sprintf("%v is out of bounds; write 0 to 1", least)}
		}
	}
	var given claims.Day
	if flags.Changed("published") {
		var err error
		if given, err = publicationDay(r.published); err != nil {
			return nil, err
		}
	}
	inputs, err := c.inputs(ctx, names)
	if err != nil {
		return nil, err
	}
	list := make([]readReport, len(inputs))
	for i, in := range inputs {
		report := c.reportFrom(in, r, given, c.today(settings.Location))
		list[i] = readReport{in.name, report, extract.Items(report, least)}
	}
	return list, nil
}

// reportFrom puts together what the flags, the page and the text say.
func (c *CLI) reportFrom(in input, r reading, given, today claims.Day) claims.Report {
	report := claims.Report{
		Title: strings.TrimSpace(r.title), Source: strings.TrimSpace(r.source), Desk: strings.TrimSpace(r.desk), Published: given,
		Text: in.text, Language: extract.Language(in.text),
	}
	if report.Language == "" {
		report.Language = in.page.Language
	}
	if report.Title == "" {
		report.Title = first(in.page.Title, headline(in.text))
	}
	if report.Source == "" {
		report.Source = in.page.Address
	}
	if given == 0 {
		report.Published = c.published(in, report.Language, today)
	}
	switch {
	case report.Language == "":
		c.note("%s: its language cannot be told, so it was not read for open items", in.name)
	case !extract.Supported(report.Language):
		c.note("%s: it is in a language that is not read for open items (%s)", in.name, report.Language)
	}
	return report
}

// published finds the day when nobody has said it, and says where it was found.
func (c *CLI) published(in input, language claims.Language, today claims.Day) claims.Day {
	if d := in.page.Published; d != 0 {
		c.note("%s: published %s, as the page says", in.name, dayOf(d))
		return d
	}
	if d, ok := dateline(in.text, language, today); ok {
		c.note("%s: published %s, as the dateline says", in.name, dayOf(d))
		return d
	}
	c.note("%s: no date of publication found; taken as published today, %s; --published says another", in.name, dayOf(today))
	return today
}

// headline returns the first line of a text that stands apart and ends like no sentence.
func headline(text string) string {
	top, rest, _ := strings.Cut(strings.TrimLeft(text, " \t\r\n"), "\n")
	top = strings.TrimSpace(top)
	next, _, _ := strings.Cut(rest, "\n")
	apart := strings.TrimSpace(next) == "" && strings.TrimSpace(rest) != ""
	if !apart || utf8.RuneCountInString(top) > 150 || strings.HasSuffix(top, ".") || strings.HasSuffix(top, ":") {
		return ""
	}
	return line(top)
}

func first(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// ingested says what was stored and what to do with it.
func ingested(s *sheet, list []claims.Ingested, today claims.Day) {
	var waiting, running []claims.Claim
	for _, one := range list {
		s.line("%s", s.dress(bold, "report "+number64(one.Report.ID)+": "+line(reportName(one.Report.Title, one.Report.Published))))
		if !one.Added {
			s.line("  the same text is there already: nothing was added")
		}
		if len(one.Claims) == 0 {
			s.line("  no open items were found in it")
		}
		for _, cl := range one.Claims {
			candidate(s, cl, today)
			switch cl.Status {
			case claims.StatusCandidate:
				waiting = append(waiting, cl)
			case claims.StatusOpen:
				running = append(running, cl)
			}
		}
	}
	ending(s, waiting, running, today)
}

func candidate(s *sheet, cl claims.Claim, today claims.Day) {
	s.line("  %s %s, %s, %s: %s", s.dress(bold, "#"+number64(cl.ID)), s.dress(statusStyle(cl.Status), string(cl.Status)), cl.Kind, dueWords(cl.Due, today), line(cl.Summary))
	s.paragraph(faint, 5, quoted(cl.Quote))
}

// ending says the next commands, and how many of the claims are already past.
func ending(s *sheet, waiting, running []claims.Claim, today claims.Day) {
	if len(waiting) > 0 {
		s.line("\naccept them:  claimwatch accept %s", numbers(waiting))
		s.line("or dismiss:   claimwatch dismiss %s", numbers(waiting))
		s.line("one by one:   claimwatch triage")
	}
	later, asked := past(waiting, today), past(running, today)
	if later > 0 {
		s.line("%s", pastWords(later, "once accepted, "))
	}
	if asked > 0 {
		s.line("%s", pastWords(asked, ""))
	}
	if len(waiting)+len(running) > 0 && later+asked == 0 {
		s.line("none is already past")
	}
}

func pastWords(n int, when string) string {
	if n == 1 {
		return "1 is already past: " + when + "it is asked about at once"
	}
	return fmt.Sprintf("%d are already past: %sthey are asked about at once", n, when)
}

func past(list []claims.Claim, today claims.Day) int {
	n := 0
	for _, cl := range list {
		if cl.Due.Known() && cl.Due.End < today {
			n++
		}
	}
	return n
}

func (c *CLI) extractCommand() *cobra.Command {
	var r reading
	var support bool
	cmd := c.jsonFlag(&cobra.Command{
		Use: "extract FILE", Short: "read a report as ingest does, and store nothing",
		Example: `claimwatch extract report.txt --published 2025-01-21
claimwatch extract https://example.org/story`,
		Args: takes(1, 1, "the file or address of one report, or - for standard input"),
	})
	cmd.RunE = c.run(func(ctx context.Context, args []string) error {
		settings, err := c.load(false)
		if err != nil {
			return err
		}
		read, err := c.readAll(ctx, args, r, cmd.Flags(), settings)
		if err != nil {
			return err
		}
		one := read[0]
		one.items = printed(one.items, support)
		return c.print(extraction{reportOf(one.report), one.items}, func(s *sheet) { extracted(s, one, c.today(settings.Location)) })
	})
	r.register(cmd.Flags())
	cmd.Flags().BoolVar(&support, "support", false, "list the further places that state an item, too")
	return cmd
}

// printed returns the items as they are printed: never null, and without the further places that
// state them unless those are asked for, since programs that compare quotes read them as further items.
func printed(items []claims.Item, support bool) []claims.Item {
	out := []claims.Item{}
	for _, it := range items {
		if !support {
			it.Support = []claims.Span{}
		}
		out = append(out, it)
	}
	return out
}

func extracted(s *sheet, r readReport, today claims.Day) {
	s.line("%s", s.dress(bold, line(reportName(r.report.Title, r.report.Published))))
	if len(r.items) == 0 {
		s.line("  no open items were found in it")
	}
	for _, it := range r.items {
		s.line("\n  %s, %s, score %.2f: %s", it.Kind, dueWords(it.Due, today), it.Score, s.dress(bold, line(it.Summary)))
		s.paragraph(faint, 5, quoted(it.Quote))
		for _, further := range it.Support {
			s.paragraph(faint, 5, "also: "+quoted(further.Quote))
		}
		if it.Evidence != "" {
			s.line("     taken for %s", quoted(it.Evidence))
		}
	}
}

func (c *CLI) datesCommand() *cobra.Command {
	var published string
	cmd := c.jsonFlag(&cobra.Command{
		Use: "dates FILE", Short: "show how the dates in a text are read",
		Example: "claimwatch dates report.txt --published 2025-01-21",
		Args:    takes(1, 1, "the file of one text, or - for standard input"),
	})
	cmd.RunE = c.run(func(ctx context.Context, args []string) error {
		settings, err := c.load(false)
		if err != nil {
			return err
		}
		var given claims.Day
		if cmd.Flags().Changed("published") {
			if given, err = publicationDay(published); err != nil {
				return err
			}
		}
		inputs, err := c.inputs(ctx, args)
		if err != nil {
			return err
		}
		return c.dates(inputs[0], given, c.today(settings.Location))
	})
	cmd.Flags().StringVar(&published, "published", "", "the `DAY` they are read against; left out: as for ingest")
	return cmd
}

func (c *CLI) dates(in input, published, today claims.Day) error {
	language := extract.Language(in.text)
	if published == 0 {
		published = c.published(in, language, today)
	}
	if !extract.Supported(language) {
		language = "en"
	}
	list := dateRecords(in.text, dates.FindIn(in.text, string(language), published.UTC()))
	if len(list) == 0 {
		c.note("%s: no dates", in.name)
	}
	return c.print(list, func(s *sheet) {
		rows := make([][]cell, len(list))
		for i, d := range list {
			due := "no day"
			if d.Due.Known() {
				due = d.Due.String()
			}
			rows[i] = []cell{{fmt.Sprintf("%d-%d", d.Start, d.End), faint}, {due, normal}, {string(d.Due.Precision), faint}, {d.Text, bold}}
		}
		if len(rows) > 0 {
			s.table([]string{"BYTES", "DAYS", "PRECISION", "TEXT"}, rows)
		}
	})
}

// dateRecords lists expressions; a range that spells out both ends is its two ends.
func dateRecords(text string, found []dates.Expression) []dateRecord {
	list := []dateRecord{}
	for _, e := range dates.Ends(found) {
		list = append(list, dateRecord{e.Start, e.End, text[e.Start:e.End], dueOfExpression(e)})
	}
	return list
}

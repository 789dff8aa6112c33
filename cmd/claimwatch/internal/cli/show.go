package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"claimwatch/claims"
	"github.com/spf13/cobra"
)

func (c *CLI) showCommand() *cobra.Command {
	var asOf string
	cmd := c.jsonFlag(&cobra.Command{
		Use: "show ID", Short: "show a claim with sightings, evidence, leads and history",
		Example: `claimwatch show 12
claimwatch show 12 --as-of 2025-02-01`,
		Args: takes(1, 1, "the number of one claim"),
		RunE: c.run(func(ctx context.Context, args []string) error { return c.show(ctx, args[0], asOf) }),
	})
	cmd.Flags().StringVar(&asOf, "as-of", "", "what was known at the end of `DATE`")
	return cmd
}

func (c *CLI) show(ctx context.Context, arg, asOf string) error {
	id, err := claimID(arg)
	if err != nil {
		return err
	}
	settings, err := c.load(false)
	if err != nil {
		return err
	}
	var then time.Time
	if asOf != "" {
		if then, err = endOf("as-of", asOf, settings.Location); err != nil {
			return err
		}
	}
	return c.withDesk(ctx, false, func(d Desk) error {
		found, err := d.Dossier(ctx, id)
		if err != nil {
			return err
		}
		if asOf == "" {
			return c.printDossier(ctx, d, found)
		}
		past, known, err := found.AsOf(then)
		switch {
		case err != nil:
			return err
		case !known:
			return fmt.Errorf("claim %d on %s: %w: it was added on %s", id, line(asOf), claims.ErrNotFound, found.Claim.CreatedAt.In(d.Location()).Format(time.DateOnly))
		}
		return c.print(dossierOf(past, d.Location()), func(s *sheet) { c.file(s, past, nil, d.Location()) })
	})
}

func (c *CLI) printDossier(ctx context.Context, d Desk, found claims.Dossier) error {
	var next []claims.Planned
	if !c.asJSON && found.Claim.Status == claims.StatusOpen {
		var err error
		if next, err = d.Preview(ctx, claims.PreviewQuery{IDs: []claims.ClaimID{found.Claim.ID}}); err != nil {
			return err
		}
	}
	return c.print(dossierOf(found, d.Location()), func(s *sheet) { c.file(s, found, next, d.Location()) })
}

// file writes a claim with everything about it.
func (c *CLI) file(s *sheet, d claims.Dossier, next []claims.Planned, loc *time.Location) {
	cl := d.Claim
	s.line("%s %s, %s", s.dress(bold, fmt.Sprintf("#%d", cl.ID)), cl.Kind, s.dress(statusStyle(cl.Status), string(cl.Status)))
	s.line("%s", s.dress(bold, line(cl.Summary)))
	s.field("quote", quoted(cl.Quote))
	s.field("taken for", quoted(takenFor(d.History)))
	s.field("parties", strings.Join(cl.Parties, ", "))
	s.field("due", dueWords(cl.Due, c.today(loc)))
	s.field("outcome", outcomeWords(cl, loc))
	s.field("owner", cl.Owner)
	s.field("desk", cl.Desk)
	s.field("tags", strings.Join(cl.Tags, ", "))
	if cl.After != 0 {
		s.field("waits for", fmt.Sprintf("#%d", cl.After))
	}
	if cl.Confidential {
		s.field("access", "confidential")
	}
	s.field("source", cl.Source)
	if cl.Scored {
		s.field("score", fmt.Sprintf("%.2f", cl.Score))
	}
	s.field("snoozed", timeIn(cl.SnoozedUntil, loc))
	s.field("checked", timeIn(cl.LastCheckedAt, loc))
	s.field("reminded", remindedWords(cl, loc))
	for i, p := range next[:min(len(next), 3)] {
		s.field([]string{"next", "then", "then"}[i], plannedWords(p, loc))
	}
	sightings(s, d.Sightings)
	proofs(s, d.Evidence, loc)
	leads(s, d.Leads, loc)
	history(s, d.History, loc)
}

func quoted(q string) string {
	if q == "" {
		return ""
	}
	return "“" + line(q) + "”"
}

// takenFor returns the words that made an extracted claim one.
func takenFor(h []claims.Entry) string {
	for _, e := range h {
		if e.Action == claims.ActionAdded {
			return e.Detail.Quote
		}
	}
	return ""
}

func outcomeWords(cl claims.Claim, loc *time.Location) string {
	if cl.Outcome == "" {
		return ""
	}
	words := cl.Outcome.Words()
	if cl.DuplicateOf != 0 {
		words += fmt.Sprintf(" of #%d", cl.DuplicateOf)
	}
	return fmt.Sprintf("%s (%s, %s)", words, cl.ResolvedBy, timeIn(cl.ResolvedAt, loc))
}

func remindedWords(cl claims.Claim, loc *time.Location) string {
	if cl.RemindersSent == 0 {
		return ""
	}
	return fmt.Sprintf("%s, last %s", countTimes(cl.RemindersSent), timeIn(cl.LastRemindedAt, loc))
}

func countTimes(n int) string { return count(n, "time") }

func plannedWords(p claims.Planned, loc *time.Location) string {
	return fmt.Sprintf("%s, %s, to %s", timeWords(p.At.In(loc)), strings.ReplaceAll(string(p.Reason), "_", " "), p.Channel)
}

// timeWords says a time as people do: "Fri 2025-05-09 09:00".
func timeWords(t time.Time) string { return t.Format("Mon 2006-01-02 15:04") }

func timeIn(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return timeWords(t.In(loc))
}

func heading(s *sheet, title string, n int) bool {
	if n > 0 {
		s.line("\n%s", s.dress(faint, title))
	}
	return n > 0
}

func sightings(s *sheet, list []claims.Sighting) {
	heading(s, "Sightings", len(list))
	for _, g := range list {
		s.line("  report %d, %s", g.ReportID, line(reportName(g.Title, g.Published)))
		s.paragraph(faint, 4, quoted(g.Quote))
	}
}

func proofs(s *sheet, list []claims.Evidence, loc *time.Location) {
	heading(s, "Evidence", len(list))
	for _, e := range list {
		words := slices.DeleteFunc([]string{e.URL, quoted(e.Quote), e.Date.String(), e.Note}, func(w string) bool { return w == "" })
		s.line("  %s %s  (%s, %s)", "-", line(strings.Join(words, ", ")), line(e.By), timeIn(e.At, loc))
	}
}

func leads(s *sheet, list []claims.Lead, loc *time.Location) {
	heading(s, "Leads", len(list))
	for _, l := range list {
		s.line("  %s  %s  %s", timeIn(l.FoundAt, loc), line(l.Title), line(l.URL))
		s.line("    %s (%s)", quoted(l.Quote), line(l.Reason))
	}
}

func history(s *sheet, list []claims.Entry, loc *time.Location) {
	if !heading(s, "History", len(list)) {
		return
	}
	rows := make([][]cell, len(list))
	for i, e := range list {
		rows[i] = []cell{{"  " + timeIn(e.At, loc), faint}, {e.Actor, normal}, {string(e.Via), faint}, {string(e.Action), bold}, {detailWords(e, loc), normal}}
	}
	s.table([]string{"  WHEN", "WHO", "VIA", "WHAT", ""}, rows)
}

// detailWords says an entry's detail in a line.
func detailWords(e claims.Entry, loc *time.Location) string {
	d := e.Detail
	words := []string{d.Outcome.Words()}
	if d.Reason != "" {
		words = append(words, strings.ReplaceAll(string(d.Reason), "_", " "))
	}
	if d.Ordinal != 0 {
		words = append(words, fmt.Sprintf("number %d", d.Ordinal))
	}
	if d.Other != 0 {
		words = append(words, fmt.Sprintf("#%d", d.Other))
	}
	if d.Report != 0 {
		words = append(words, fmt.Sprintf("report %d", d.Report))
	}
	if d.Until != "" {
		words = append(words, "until "+untilWords(d.Until, loc))
	}
	if e.Action == claims.ActionEdited || e.Action == claims.ActionAssigned {
		words = append(words, changes(d)...)
	}
	words = append(words, d.Channel, d.URL, quoted(d.Quote), d.Note)
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), ", ")
}

// untilWords says a time that is written down as RFC 3339.
func untilWords(s string, loc *time.Location) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return s
	}
	return timeIn(t, loc)
}

// changes says each field that an edit changed.
func changes(d claims.Detail) []string {
	names := make([]string, 0, len(d.To))
	for name := range d.To {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %s (was %s)", name, fieldWords(d.To[name]), fieldWords(d.Was[name]))
	}
	return names
}

// fieldWords says a value of a claim's JSON form.
func fieldWords(v any) string {
	b, err := json.Marshal(v)
	if err != nil { // it came from JSON
		return "?"
	}
	var due claims.Due
	if json.Unmarshal(b, &due) == nil && due.Known() {
		return due.String()
	}
	var s string
	if json.Unmarshal(b, &s) == nil && s != "" {
		return s
	}
	if string(b) == "null" {
		return "none"
	}
	return string(b)
}

// reportName names a report for people.
func reportName(title string, published claims.Day) string {
	if title == "" {
		title = "without a title"
	}
	if published.IsZero() {
		return title
	}
	return fmt.Sprintf("%s (%s)", title, published)
}

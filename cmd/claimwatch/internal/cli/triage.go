package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"claimwatch/claims"
	"github.com/spf13/cobra"
)

func (c *CLI) triageCommand() *cobra.Command {
	return &cobra.Command{
		Use: "triage", Short: "go through the candidates, one by one",
		Example: "claimwatch triage",
		Long:    "Keys, each with Enter: a accepts, d dismisses, s skips, u takes the last one back, q quits.",
		Args:    takes(0, 0, ""),
		RunE: c.run(func(ctx context.Context, _ []string) error {
			return c.withDesk(ctx, false, func(d Desk) error { return c.triage(ctx, d) })
		}),
	}
}

// A sitting is one run of triage.
type sitting struct {
	c                   *CLI
	desk                Desk
	answers             *bufio.Scanner
	list                []claims.Claim
	last                int // index of the last one that was decided, -1 for none
	accepted, dismissed int
}

func (c *CLI) triage(ctx context.Context, d Desk) error {
	list, err := d.List(ctx, claims.Filter{Status: []claims.Status{claims.StatusCandidate}})
	if err != nil {
		return err
	}
	if len(list) == 0 {
		c.note("no candidates: there is nothing to decide")
		return nil
	}
	slices.SortFunc(list, func(a, b claims.Claim) int {
		return cmp.Or(cmp.Compare(a.ReportID, b.ReportID), cmp.Compare(a.ID, b.ID))
	})
	t := &sitting{c: c, desk: d, answers: bufio.NewScanner(c.cfg.Stdin), list: list, last: -1}
	err = t.run(ctx)
	left := len(list) - t.accepted - t.dismissed
	c.note("%d accepted, %d dismissed, %d left", t.accepted, t.dismissed, left)
	return err
}

func (t *sitting) run(ctx context.Context) error {
	for i := 0; i < len(t.list) || t.last >= 0; {
		words := []string{"undo", "quit"} // after the last one
		if i < len(t.list) {
			words = []string{"accept", "dismiss", "skip", "undo", "quit"}
			if err := t.show(ctx, i); err != nil {
				return err
			}
		}
		key, ok := t.key(words)
		if !ok || key == "q" {
			break
		}
		next, err := t.decide(ctx, i, key)
		if err != nil {
			return err
		}
		i = next
	}
	return t.answers.Err()
}

// show writes the candidate with the sentence and the reason it was taken.
func (t *sitting) show(ctx context.Context, i int) error {
	d, err := t.desk.Dossier(ctx, t.list[i].ID)
	if err != nil {
		return err
	}
	cl, s := d.Claim, &sheet{colour: t.c.colour}
	s.line("\n[%d of %d] %s %s, %s", i+1, len(t.list), s.dress(bold, "#"+number64(cl.ID)), cl.Kind, dueWords(cl.Due, t.c.today(t.desk.Location())))
	s.line("%s", s.dress(bold, line(cl.Summary)))
	for _, g := range d.Sightings {
		s.paragraph(normal, 2, quoted(g.Quote))
		s.line("  %s", s.dress(faint, line(reportName(g.Title, g.Published))))
	}
	if reason := takenFor(d.History); reason != "" {
		s.line("  taken for %s, score %.2f", quoted(reason), cl.Score)
	}
	t.list[i] = cl
	return t.c.write(s.b.String())
}

// key asks for one of the words until the answer is one, and returns its first letter; false at
// the end of the input.
func (t *sitting) key(words []string) (string, bool) {
	letters := make([]string, len(words))
	for i, w := range words {
		letters[i] = w[:1]
	}
	question := fmt.Sprintf("%s? [%s] ", strings.Join(words, ", "), strings.Join(letters, "/"))
	for {
		if err := t.c.write(question); err != nil || !t.answers.Scan() {
			return "", false
		}
		answer := strings.ToLower(strings.TrimSpace(t.answers.Text()))
		for i, w := range words {
			if answer == w || answer == letters[i] {
				return letters[i], true
			}
		}
	}
}

// decide does what a key says and returns which candidate comes next.
func (t *sitting) decide(ctx context.Context, i int, key string) (int, error) {
	switch key {
	case "a":
		return t.act(ctx, i, claims.Accept{}, &t.accepted)
	case "d":
		return t.act(ctx, i, claims.Dismiss{}, &t.dismissed)
	case "u":
		return t.undo(ctx, i)
	}
	return i + 1, nil
}

// act decides on the candidate as it was shown; one that has changed meanwhile is left alone.
func (t *sitting) act(ctx context.Context, i int, act claims.Act, counter *int) (int, error) {
	cl := t.list[i]
	_, err := t.desk.Apply(ctx, claims.Command{IDs: []claims.ClaimID{cl.ID}, By: t.c.by(), Act: act, Version: cl.Version})
	var rule *claims.RefusedError
	switch {
	case errors.Is(err, claims.ErrConflict), errors.As(err, &rule):
		t.c.note("claim %d has been changed by somebody else meanwhile; it is left as it is", cl.ID)
		return i + 1, nil
	case err != nil:
		return i, err
	}
	*counter++
	t.last = i
	return i + 1, nil
}

// undo takes the last decision back and asks for that candidate again.
func (t *sitting) undo(ctx context.Context, i int) (int, error) {
	if t.last < 0 {
		t.c.note("there is nothing to take back")
		return i, nil
	}
	cl := t.list[t.last]
	changed, err := t.desk.Apply(ctx, claims.Command{IDs: []claims.ClaimID{cl.ID}, By: t.c.by(), Act: claims.Reopen{Undo: true}})
	if err != nil {
		return i, fmt.Errorf("take back: %w", err)
	}
	back := t.last
	if d, err := t.desk.Dossier(ctx, changed[0].ID); err == nil && wasAccepted(d.History) {
		t.accepted--
	} else {
		t.dismissed--
	}
	t.last = -1
	return back, nil
}

// wasAccepted reports whether the decision before the last entry was to accept.
func wasAccepted(h []claims.Entry) bool {
	return len(h) > 1 && h[len(h)-2].Action == claims.ActionAccepted
}

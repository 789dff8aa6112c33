package interact

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
)

// A fault is what is wrong with one field of a form, as a sentence.
type fault struct {
	at   blocks.Field
	says string
}

func (f *fault) Error() string { return f.says }

func (f Form) has(id blocks.Field) bool { _, ok := f[id]; return ok }

// actOf reads the act that a form about a claim asks for, but for who is assigned. Errors: *fault,
// *claims.InvalidError, claims.ErrNotFound as a *fault.
func (s *Service) actOf(ctx context.Context, e Event, c claims.Claim) (claims.Act, error) {
	switch e.Callback {
	case blocks.CallbackResolve:
		return s.closing(ctx, e.Form, c)
	case blocks.CallbackEdit, blocks.CallbackTrack:
		return s.editing(ctx, e.Form, c)
	case blocks.CallbackDue:
		return s.dating(e.Form)
	case blocks.CallbackSnooze:
		return s.silencing(ctx, e.Form, c.ID)
	case blocks.CallbackMerge:
		into, err := s.other(ctx, e.Form, blocks.FieldInto, c)
		return claims.Merge{Into: into}, err
	case blocks.CallbackAssign:
		return claims.Assign{}, nil
	}
	return nil, errPayload
}

// closing reads how a claim ended. What is missing is said where it belongs.
func (s *Service) closing(ctx context.Context, f Form, c claims.Claim) (claims.Act, error) {
	act := claims.Close{Outcome: claims.Outcome(f[blocks.FieldOutcome]), Evidence: claims.Evidence{URL: f[blocks.FieldEvidence], Note: f[blocks.FieldNote]}}
	if !slices.Contains(c.Kind.Outcomes(), act.Outcome) {
		return nil, &fault{blocks.FieldOutcome, "Choose how it ended."}
	}
	if err := claims.ValidateURL("evidence", act.Evidence.URL); err != nil {
		return nil, &fault{blocks.FieldEvidence, "That is no link. Write a whole address such as https://example.org/story, or use the note."}
	}
	switch {
	case act.Outcome == claims.OutcomeDuplicate:
		var err error
		act.Of, err = s.other(ctx, f, blocks.FieldOf, c)
		return act, err
	case act.Outcome == claims.OutcomeNotPursuing && act.Evidence.Note == "":
		return nil, &fault{blocks.FieldNote, "Say why it is not pursued."}
	case act.Evidence.Empty():
		return nil, &fault{blocks.FieldEvidence, "Give a link that shows it, or write a note."}
	}
	return act, nil
}

// other reads the number of another claim, which must be there.
func (s *Service) other(ctx context.Context, f Form, at blocks.Field, c claims.Claim) (claims.ClaimID, error) {
	id, err := claimID(f[at])
	switch {
	case err != nil:
		return 0, &fault{at, "Write the number of the other claim, such as 12."}
	case id == c.ID:
		return 0, &fault{at, "That is this claim itself. Write the number of the other one."}
	}
	_, err = s.cfg.Reader.Claim(ctx, id)
	if errors.Is(err, claims.ErrNotFound) {
		return 0, &fault{at, fmt.Sprintf("There is no claim %d.", id)}
	}
	return id, err
}

// claimID reads "12" or "#12".
func claimID(s string) (claims.ClaimID, error) {
	n, err := strconv.ParseInt(strings.TrimPrefix(strings.TrimSpace(s), "#"), 10, 64)
	if err != nil || n < 1 {
		return 0, &claims.InvalidError{Field: "claim", Problem: fmt.Sprintf("%.40q is no number of a claim; write it as in 12", s)}
	}
	return claims.ClaimID(n), nil
}

// editing reads what a claim says, but for its owner. Fields that the form did not have stay, and
// so does what is as the form showed it.
func (s *Service) editing(ctx context.Context, f Form, c claims.Claim) (claims.Act, error) {
	var a claims.Edit
	was := blocks.Prefilled(c)
	changed := func(id blocks.Field) bool { return f.has(id) && f[id] != strings.TrimSpace(was[id]) }
	for id, to := range map[blocks.Field]**string{
		blocks.FieldSummary: &a.Summary, blocks.FieldQuote: &a.Quote, blocks.FieldSource: &a.Source, blocks.FieldDesk: &a.Desk,
	} {
		if v := f[id]; changed(id) {
			*to = &v
		}
	}
	if changed(blocks.FieldParties) {
		a.Parties = new(list(f[blocks.FieldParties], ";"))
	}
	if changed(blocks.FieldTags) {
		a.Tags = new(list(f[blocks.FieldTags], ","))
	}
	if f.has(blocks.FieldKind) {
		a.Kind = new(claims.Kind(f[blocks.FieldKind]))
	}
	if f.has(blocks.FieldConfidential) {
		a.Confidential = new(f[blocks.FieldConfidential] == blocks.Yes)
	}
	if changed(blocks.FieldAfter) {
		after, err := s.after(ctx, f, c)
		if err != nil {
			return nil, err
		}
		a.After = &after
	}
	if changed(blocks.FieldDue) {
		due, err := s.due(f)
		if err != nil {
			return nil, err
		}
		a.Due = &due
	}
	return a, nil
}

// after reads which claim is waited for; empty is none.
func (s *Service) after(ctx context.Context, f Form, c claims.Claim) (claims.ClaimID, error) {
	if f[blocks.FieldAfter] == "" {
		return 0, nil
	}
	return s.other(ctx, f, blocks.FieldAfter, c)
}

// due reads the words of a due date, else the day that was picked.
func (s *Service) due(f Form) (claims.Due, error) {
	words := f[blocks.FieldDue]
	if words == "" {
		words = f[blocks.FieldDay]
	}
	if words == "" {
		return claims.Due{}, nil
	}
	due, err := s.cfg.Language.Due(words, s.today())
	if invalid := (*claims.InvalidError)(nil); errors.As(err, &invalid) {
		return due, &fault{blocks.FieldDue, sentence(invalid.Problem)}
	}
	return due, err
}

// dating reads a new date. Nothing chosen is no date only if that is written.
func (s *Service) dating(f Form) (claims.Act, error) {
	if f[blocks.FieldDue] == "" && f[blocks.FieldDay] == "" {
		return nil, &fault{blocks.FieldDue, "Choose a day, or write when. Write none to take the date away."}
	}
	due, err := s.due(f)
	return claims.Edit{Due: &due}, err
}

// silencing reads until when a claim is to be silent.
func (s *Service) silencing(ctx context.Context, f Form, id claims.ClaimID) (claims.Act, error) {
	until, err := s.cfg.Language.SnoozeEnd(ctx, id, f[blocks.FieldUntil])
	switch invalid := (*claims.InvalidError)(nil); {
	case errors.As(err, &invalid):
		return nil, &fault{blocks.FieldUntil, sentence(invalid.Problem)}
	case err == nil && !until.After(s.cfg.Now()):
		return nil, &fault{blocks.FieldUntil, "That day is over. Choose a later one."}
	}
	return claims.Snooze{Until: until}, err
}

// draft reads a claim that is added by hand, but for its owner.
func (s *Service) draft(f Form) (claims.Draft, error) {
	d := claims.Draft{
		Summary: f[blocks.FieldSummary], Quote: f[blocks.FieldQuote], Source: f[blocks.FieldSource], Desk: f[blocks.FieldDesk],
		Kind: claims.Kind(f[blocks.FieldKind]), Confidential: f[blocks.FieldConfidential] == blocks.Yes,
		Parties: list(f[blocks.FieldParties], ";"), Tags: list(f[blocks.FieldTags], ","),
	}
	var err error
	if d.Due, err = s.due(f); err != nil {
		return d, err
	}
	if d.Kind == "" {
		d.Kind = s.kind(d.Summary + "\n" + d.Quote)
	}
	_, _, err = d.Claim(claims.Moment{At: s.cfg.Now(), By: claims.Actor{Name: "somebody", Via: claims.ViaSlack}})
	return d, err
}

func list(s, sep string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, sep)
}

// kind reads a claim's kind out of its words.
func (s *Service) kind(text string) claims.Kind {
	if k, ok := s.cfg.Language.Kind(text, s.today()); ok {
		return k
	}
	return claims.KindQuestion
}

// report reads a report that was pasted, as far as the form says; its text may be a link alone, if
// links can be read.
func (s *Service) report(f Form) (claims.Report, error) {
	r := claims.Report{
		Title: f[blocks.FieldTitle], Source: f[blocks.FieldSource], Desk: f[blocks.FieldDesk], Text: f[blocks.FieldText],
	}
	if p := f[blocks.FieldPublished]; p != "" {
		var err error
		if r.Published, err = claims.ParseDay(p); err != nil {
			return r, &fault{blocks.FieldPublished, "That is no day. Write it as in 2025-05-09."}
		}
	}
	switch {
	case r.Text == "":
		return r, &fault{blocks.FieldText, "Paste the text of the report."}
	case isLink(r.Text) && s.cfg.Language.Fetch == nil:
		return r, &fault{blocks.FieldText, noFetch}
	}
	return r, nil
}

// complete fills in what a report says of itself.
func (s *Service) complete(r claims.Report) claims.Report {
	if r.Title == "" {
		r.Title = firstLine(r.Text)
	}
	return s.cfg.Language.Complete(r, s.today())
}

const noFetch = "A link alone cannot be read from Slack. Paste the text of the report, or run claimwatch ingest with the link."

// isLink reports whether s is one address and nothing else.
func isLink(s string) bool { return address(s) != "" }

// address returns the address that s is, out of Slack's markup of links; "" when s is something else.
func address(s string) string {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, "<"); ok {
		s, _, _ = strings.Cut(strings.TrimSuffix(inner, ">"), "|")
	}
	if s == "" || strings.ContainsAny(s, " \n\t<>") || claims.ValidateURL("link", s) != nil {
		return ""
	}
	return s
}

// titleRunes is how much of a text's first line stands for its title.
const titleRunes = 120

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if utf8.RuneCountInString(line) <= titleRunes {
		return line
	}
	return string([]rune(line)[:titleRunes-1]) + "…"
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return s
	}
	if s[0] >= 'a' && s[0] <= 'z' {
		s = string(s[0]-'a'+'A') + s[1:]
	}
	if strings.ContainsRune(".!?…", []rune(s)[len([]rune(s))-1]) {
		return s
	}
	return s + "."
}

package claims

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxSummaryRunes bounds a summary; MaxTags and MaxTagRunes bound the tags.
const (
	MaxSummaryRunes = 500
	MaxQuoteRunes   = 10_000
	MaxTags         = 20
	MaxTagRunes     = 50
)

// A Draft is a claim to be added by hand. Kind must be set; the caller reads it from the words
// when nobody says it.
type Draft struct {
	Kind         Kind
	Summary      string
	Quote        string
	Due          Due
	Source       string
	Parties      []string
	Owner        string
	Desk         string
	Tags         []string
	After        ClaimID
	Confidential bool
}

// Claim returns the open claim that the draft is, with the history's first entry. It has no
// identifier yet. Errors: *InvalidError.
func (d Draft) Claim(m Moment) (Claim, Entry, error) {
	c := Claim{
		Revision: 1, Version: 1, Status: StatusOpen, Kind: d.Kind, Summary: clean(d.Summary), Quote: strings.TrimSpace(d.Quote),
		Parties: cleanAll(d.Parties), Due: d.Due, Source: strings.TrimSpace(d.Source), Owner: clean(d.Owner), Desk: clean(d.Desk), Tags: cleanAll(d.Tags),
		After: d.After, Confidential: d.Confidential, CreatedAt: m.At, UpdatedAt: m.At,
	}
	if c.Confidential && c.Owner == "" {
		c.Owner = m.By.Name
	}
	c.Pace = Pace{}.opened(m.At)
	if err := c.Validate(); err != nil {
		return Claim{}, Entry{}, err
	}
	return c, Entry{At: m.At, Actor: m.By.Name, Via: m.By.Via, Action: ActionAdded}, nil
}

// Found returns the claim that an item of a report is: a candidate, or open when it is accepted
// at once. It has no identifier yet.
func (i Item) Found(r Report, accept, confidential bool, m Moment) (Claim, Entry) {
	c := Claim{
		Revision: 1, Version: 1, Status: StatusCandidate, Kind: i.Kind, Summary: i.Summary, Quote: i.Quote, Parties: list(i.Parties), Due: i.Due, Tags: []string{},
		Source: r.Source, ReportID: r.ID, Desk: r.Desk, Score: i.Score, Scored: true, Confidential: confidential, CreatedAt: m.At, UpdatedAt: m.At,
	}
	if accept {
		c.Status = StatusOpen
		c.Pace = c.Pace.opened(m.At)
		if confidential {
			c.Owner = m.By.Name
		}
	}
	return c, Entry{At: m.At, Actor: m.By.Name, Via: m.By.Via, Action: ActionAdded, Detail: Detail{Report: r.ID, Quote: i.Evidence}}
}

// Validate checks the fields that people write. Errors: *InvalidError with the field.
func (c Claim) Validate() error {
	switch {
	case c.Summary == "":
		return &InvalidError{Field: "summary", Problem: "it is empty; write what there is to check"}
	case utf8.RuneCountInString(c.Summary) > MaxSummaryRunes:
		return &InvalidError{Field: "summary", Problem: fmt.Sprintf("it is longer than %d characters; shorten it and put the rest into --quote or a note", MaxSummaryRunes)}
	case utf8.RuneCountInString(c.Quote) > MaxQuoteRunes:
		return &InvalidError{Field: "quote", Problem: fmt.Sprintf("it is longer than %d characters", MaxQuoteRunes)}
	case !utf8.ValidString(c.Summary + c.Quote + c.Source + c.Owner + c.Desk + strings.Join(c.Parties, "") + strings.Join(c.Tags, "")):
		return &InvalidError{Field: "text", Problem: "it is not valid UTF-8"}
	case !c.Kind.Valid():
		return &InvalidError{Field: "kind", Problem: fmt.Sprintf("%q is no kind; the kinds are %s", c.Kind, join(Kinds()))}
	case len(c.Tags) > MaxTags:
		return &InvalidError{Field: "tag", Problem: fmt.Sprintf("there are more than %d", MaxTags)}
	}
	for _, t := range c.Tags {
		if utf8.RuneCountInString(t) > MaxTagRunes {
			return &InvalidError{Field: "tag", Problem: fmt.Sprintf("%.20q… is longer than %d characters", t, MaxTagRunes)}
		}
	}
	return c.Due.validate()
}

// Edit changes what a claim says. Nil fields stay.
type Edit struct {
	Summary      *string
	Kind         *Kind
	Due          *Due
	Quote        *string
	Source       *string
	Parties      *[]string
	Owner        *string
	Desk         *string
	Tags         *[]string
	After        *ClaimID
	Confidential *bool
}

// Apply edits, whatever the status. What is equal already changes nothing.
func (a Edit) Apply(c Claim, m Moment) (Change, error) {
	next := a.onto(c)
	if err := next.Validate(); err != nil {
		return Change{}, err
	}
	if next.Outcome != "" && !slices.Contains(next.Kind.Outcomes(), next.Outcome) {
		return Change{}, &RefusedError{Claim: c.ID, Problem: fmt.Sprintf("its outcome %s fits no %s; reopen it first", c.Outcome, next.Kind)}
	}
	if next.After == c.ID && c.ID != 0 {
		return Change{}, &RefusedError{Claim: c.ID, Problem: "a claim cannot wait for itself"}
	}
	if next.Confidential && next.Owner == "" {
		next.Owner = m.By.Name
	}
	_, was := diff(c, next)
	if len(was) == 0 {
		return Change{Before: c, After: c}, nil
	}
	next.Pace = a.pace(c, next, m)
	return change(c, next, m, ActionEdited, Detail{}), nil
}

func (a Edit) onto(c Claim) Claim {
	set(&c.Summary, a.Summary, clean)
	set(&c.Kind, a.Kind, nil)
	set(&c.Due, a.Due, nil)
	set(&c.Quote, a.Quote, strings.TrimSpace)
	set(&c.Source, a.Source, strings.TrimSpace)
	set(&c.Parties, a.Parties, cleanAll)
	set(&c.Owner, a.Owner, clean)
	set(&c.Desk, a.Desk, clean)
	set(&c.Tags, a.Tags, cleanAll)
	set(&c.After, a.After, nil)
	set(&c.Confidential, a.Confidential, nil)
	return c
}

// pace restarts counting for a new due date and sets the interval back for a new text.
func (a Edit) pace(before, after Claim, m Moment) Pace {
	p := before.Pace.answered()
	if before.Due != after.Due {
		p = p.dueChanged(m.At)
	}
	if before.After != after.After {
		p = p.waiting(after.After != 0, m.At)
	}
	if before.Summary != after.Summary || before.Kind != after.Kind || before.Quote != after.Quote || before.Source != after.Source {
		p = p.changed(m.At)
	}
	return p
}

func set[T any](field *T, to *T, tidy func(T) T) {
	if to == nil {
		return
	}
	*field = *to
	if tidy != nil {
		*field = tidy(*to)
	}
}

func cleanAll(list []string) []string {
	out := []string{}
	for _, s := range list {
		if s = clean(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

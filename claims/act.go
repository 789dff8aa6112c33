package claims

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// refuse says that act is none for a claim in its status, and which statuses it takes.
func refuse(c Claim, act string, takes ...Status) error {
	if slices.Contains(takes, c.Status) {
		return nil
	}
	return &RefusedError{Claim: c.ID, Problem: fmt.Sprintf("it is %s; only %s claims can be %s", c.Status, strings.ReplaceAll(join(takes), ", ", " or "), act)}
}

// Accept takes a candidate into the desk's list.
type Accept struct{ Note string }

// Apply opens a candidate.
func (a Accept) Apply(c Claim, m Moment) (Change, error) {
	if err := refuse(c, "accepted", StatusCandidate); err != nil {
		return Change{}, err
	}
	next := c
	next.Status = StatusOpen
	next.Pace = c.Pace.opened(m.At)
	if next.Confidential && next.Owner == "" {
		next.Owner = m.By.Name
	}
	return change(c, next, m, ActionAccepted, Detail{Note: a.Note}), nil
}

// Dismiss says that a claim was not an open item.
type Dismiss struct{ Note string }

// Apply dismisses a candidate or an open claim.
func (a Dismiss) Apply(c Claim, m Moment) (Change, error) {
	if err := refuse(c, "dismissed", StatusCandidate, StatusOpen); err != nil {
		return Change{}, err
	}
	next := c
	next.Status = StatusDismissed
	next.SnoozedUntil = time.Time{}
	next.Pace = c.Pace.answered()
	return change(c, next, m, ActionDismissed, Detail{Note: a.Note}), nil
}

// Check says that an editor looked and there is nothing new.
type Check struct{ Note string }

// Apply logs the check; the next counted reminder moves.
func (a Check) Apply(c Claim, m Moment) (Change, error) {
	if err := refuse(c, "checked", StatusOpen); err != nil {
		return Change{}, err
	}
	next := c
	next.LastCheckedAt = m.At
	next.Pace = c.Pace.checked(m.At)
	return change(c, next, m, ActionChecked, Detail{Note: a.Note}), nil
}

// Close resolves a claim: an outcome that fits its kind, and what shows it.
type Close struct {
	Outcome  Outcome
	Evidence Evidence // URL, quote, date and note as given
	Of       ClaimID  // the other claim, for OutcomeDuplicate
}

// Apply resolves a candidate or an open claim.
func (a Close) Apply(c Claim, m Moment) (Change, error) {
	if err := refuse(c, "closed", StatusCandidate, StatusOpen); err != nil {
		return Change{}, err
	}
	a.Evidence = a.Evidence.tidy()
	if err := a.validate(c); err != nil {
		return Change{}, err
	}
	next := resolved(c, a.Outcome, a.Of, m)
	ch := change(c, next, m, ActionResolved, Detail{Outcome: a.Outcome, URL: a.Evidence.URL, Quote: a.Evidence.Quote, Note: a.Evidence.Note, Other: a.Of})
	if !a.Evidence.Empty() {
		e := a.Evidence
		e.ClaimID, e.By, e.At = c.ID, m.By.Name, m.At
		ch.Evidence = []Evidence{e}
	}
	return ch, nil
}

func (a Close) validate(c Claim) error {
	if a.Outcome == "" {
		return &InvalidError{Field: "outcome", Problem: "missing; it is one of " + join(c.Kind.Outcomes())}
	}
	if _, err := ParseOutcome(string(a.Outcome)); err != nil {
		return err
	}
	if err := ValidateURL("evidence", a.Evidence.URL); err != nil {
		return err
	}
	if !slices.Contains(c.Kind.Outcomes(), a.Outcome) {
		return &RefusedError{Claim: c.ID, Problem: fmt.Sprintf("%s is no outcome of %s %s; it ends as one of %s", a.Outcome, article(c.Kind), c.Kind, join(c.Kind.Outcomes()))}
	}
	return a.proven(c)
}

func (a Close) proven(c Claim) error {
	switch {
	case a.Of != 0 && a.Outcome != OutcomeDuplicate:
		return &RefusedError{Claim: c.ID, Problem: "only a duplicate names another claim"}
	case a.Outcome == OutcomeDuplicate && a.Of == 0:
		return &RefusedError{Claim: c.ID, Problem: "a duplicate names the other claim"}
	case a.Outcome == OutcomeDuplicate && a.Of == c.ID:
		return &RefusedError{Claim: c.ID, Problem: "a claim is no duplicate of itself"}
	case a.Outcome == OutcomeDuplicate:
		return nil
	case a.Outcome == OutcomeNotPursuing && a.Evidence.Note == "":
		return &RefusedError{Claim: c.ID, Problem: "not_pursuing needs a note that says why"}
	case a.Evidence.URL == "" && a.Evidence.Note == "":
		return &RefusedError{Claim: c.ID, Problem: "closing needs evidence: a link or a note"}
	}
	return nil
}

// resolved returns c as it stands once it has ended.
func resolved(c Claim, o Outcome, of ClaimID, m Moment) Claim {
	c.Status, c.Outcome, c.DuplicateOf = StatusResolved, o, of
	c.ResolvedAt, c.ResolvedBy = m.At, m.By.Name
	c.SnoozedUntil = time.Time{}
	c.Pace = c.Pace.answered()
	return c
}

// Reopen takes a claim back; within triage it is the undo.
type Reopen struct {
	Note string
	Undo bool // back to candidate
}

// Apply reopens a resolved or dismissed claim: its outcome becomes none, evidence and the old
// outcome stay in the history.
func (a Reopen) Apply(c Claim, m Moment) (Change, error) {
	takes := []Status{StatusResolved, StatusDismissed}
	if a.Undo {
		takes = append(takes, StatusOpen)
	}
	if err := refuse(c, "reopened", takes...); err != nil {
		return Change{}, err
	}
	next := c
	next.Status, next.Outcome, next.DuplicateOf = StatusOpen, "", 0
	next.ResolvedAt, next.ResolvedBy = time.Time{}, ""
	next.Pace = c.Pace.opened(m.At)
	if a.Undo {
		next.Status, next.SnoozedUntil = StatusCandidate, time.Time{}
	}
	return change(c, next, m, ActionReopened, Detail{Note: a.Note, Outcome: c.Outcome}), nil
}

// Snooze silences a claim until a moment.
type Snooze struct {
	Until time.Time
	Note  string
}

// Apply snoozes an open claim. A moment that is not after now is an *InvalidError.
func (a Snooze) Apply(c Claim, m Moment) (Change, error) {
	if err := refuse(c, "snoozed", StatusOpen); err != nil {
		return Change{}, err
	}
	if !a.Until.After(m.At) {
		return Change{}, &InvalidError{Field: "snooze", Problem: fmt.Sprintf("%s is already past; give a later time", a.Until.Format(time.RFC3339))}
	}
	next := c
	next.SnoozedUntil = a.Until
	next.Pace = c.Pace.snoozed(m.At)
	return change(c, next, m, ActionSnoozed, Detail{Note: a.Note, Until: a.Until.UTC().Format(time.RFC3339)}), nil
}

// Assign gives a claim to somebody; "" takes it from whoever has it.
type Assign struct{ To string }

// Apply changes the owner, whatever the status.
func (a Assign) Apply(c Claim, m Moment) (Change, error) {
	if !utf8.ValidString(a.To) {
		return Change{}, &InvalidError{Field: "owner", Problem: "it is not valid UTF-8"}
	}
	next := c
	next.Owner = clean(a.To)
	if next.Owner == c.Owner {
		return Change{Before: c, After: c}, nil
	}
	next.Pace = c.Pace.answered()
	return change(c, next, m, ActionAssigned, Detail{}), nil
}

// AddNote writes a line into the history.
type AddNote struct{ Text string }

// Apply notes, whatever the status. An empty text is an *InvalidError.
func (a AddNote) Apply(c Claim, m Moment) (Change, error) {
	text := strings.TrimSpace(a.Text)
	if text == "" {
		return Change{}, &InvalidError{Field: "note", Problem: "it is empty; write what there is to note"}
	}
	next := c
	next.Pace = c.Pace.answered()
	return change(c, next, m, ActionNoted, Detail{Note: text}), nil
}

// Merge says that a claim is the same as another: it is resolved as its duplicate, and the
// ledger moves its sightings, evidence and leads.
type Merge struct{ Into ClaimID }

// Apply resolves a candidate or an open claim as a duplicate of Into.
func (a Merge) Apply(c Claim, m Moment) (Change, error) {
	if err := refuse(c, "merged", StatusCandidate, StatusOpen); err != nil {
		return Change{}, err
	}
	if a.Into == c.ID {
		return Change{}, &RefusedError{Claim: c.ID, Problem: "a claim cannot be merged into itself"}
	}
	next := resolved(c, OutcomeDuplicate, a.Into, m)
	return change(c, next, m, ActionMerged, Detail{Outcome: OutcomeDuplicate, Other: a.Into}), nil
}

// ValidateURL accepts "" and absolute http and https addresses; anything else is an *InvalidError of field.
func ValidateURL(field, address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return &InvalidError{Field: field, Problem: "it is no link; write a whole address such as https://example.org/story"}
	}
	return nil
}

func article(k Kind) string {
	if k == KindEvent || k == KindInvitation || k == KindAllegation {
		return "an"
	}
	return "a"
}

// clean takes outer blanks, line ends and doubled blanks out of a one-line field.
func clean(s string) string { return strings.Join(strings.Fields(s), " ") }

package claims

import (
	"fmt"
	"slices"
	"strings"
)

// Kind says what is open about a claim.
type Kind string

// The seven kinds.
const (
	KindEvent      Kind = "event"
	KindPlan       Kind = "plan"
	KindInvitation Kind = "invitation"
	KindQuestion   Kind = "question"
	KindResponse   Kind = "response"
	KindCondition  Kind = "condition"
	KindAllegation Kind = "allegation"
)

// Outcome is how a claim ended.
type Outcome string

// Outcomes that fit any kind.
const (
	OutcomeOvertaken   Outcome = "overtaken"
	OutcomeDuplicate   Outcome = "duplicate"
	OutcomeCorrected   Outcome = "corrected"
	OutcomeNotPursuing Outcome = "not_pursuing"
)

// kindFacts holds what a kind asks and how it may end.
type kindFacts struct {
	kind     Kind
	question string
	outcomes []Outcome
}

var kinds = []kindFacts{
	{KindEvent, "Did it take place?", []Outcome{"happened", "cancelled", "did_not_happen"}},
	{KindPlan, "Has it been done?", []Outcome{"kept", "partly_kept", "broken"}},
	{KindInvitation, "Was it answered?", []Outcome{"accepted", "declined", "unanswered"}},
	{KindQuestion, "Is it known now?", []Outcome{"answered", "remains_unknown"}},
	{KindResponse, "Have they responded?", []Outcome{"responded", "declined_to_comment", "no_response"}},
	{KindCondition, "Was the condition met?", []Outcome{"met", "not_met", "lapsed"}},
	{KindAllegation, "Is it confirmed?", []Outcome{"confirmed", "refuted", "unresolved"}},
}

var anyKind = []Outcome{OutcomeOvertaken, OutcomeDuplicate, OutcomeCorrected, OutcomeNotPursuing}

func (k Kind) facts() (kindFacts, bool) {
	for _, f := range kinds {
		if f.kind == k {
			return f, true
		}
	}
	return kindFacts{}, false
}

// Kinds lists the seven in the order of the documentation.
func Kinds() []Kind {
	list := make([]Kind, len(kinds))
	for i, f := range kinds {
		list[i] = f.kind
	}
	return list
}

// Valid reports whether k is one of the seven.
func (k Kind) Valid() bool { _, ok := k.facts(); return ok }

// Question is what a reminder of the kind asks.
func (k Kind) Question() string { f, _ := k.facts(); return f.question }

// Outcomes lists how a claim of the kind may end: its own outcomes, then those of any kind.
func (k Kind) Outcomes() []Outcome {
	f, _ := k.facts()
	return slices.Concat(f.outcomes, anyKind)
}

// ParseKind reads a kind. Anything else is an *InvalidError that lists the seven.
func ParseKind(s string) (Kind, error) {
	if k := Kind(s); k.Valid() {
		return k, nil
	}
	return "", &InvalidError{Field: "kind", Problem: fmt.Sprintf("%q is no kind; the kinds are %s", s, join(Kinds()))}
}

// ParseOutcome reads an outcome word of any kind. Anything else is an *InvalidError that lists them all.
// Whether it fits a claim is for Close to say.
func ParseOutcome(s string) (Outcome, error) {
	var all []Outcome
	for _, f := range kinds {
		all = append(all, f.outcomes...)
	}
	all = append(all, anyKind...)
	if o := Outcome(s); slices.Contains(all, o) {
		return o, nil
	}
	return "", &InvalidError{Field: "outcome", Problem: fmt.Sprintf("%q is no outcome; the outcomes are %s", s, join(all))}
}

// Words returns the outcome as it is written in a sentence: "did not happen".
func (o Outcome) Words() string { return strings.ReplaceAll(string(o), "_", " ") }

func join[S ~string](list []S) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}

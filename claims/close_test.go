package claims_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
)

// vocabulary is how a claim of each kind may end, beside the four ways that fit any.
var vocabulary = map[claims.Kind]string{
	claims.KindEvent:      "happened cancelled did_not_happen",
	claims.KindPlan:       "kept partly_kept broken",
	claims.KindInvitation: "accepted declined unanswered",
	claims.KindQuestion:   "answered remains_unknown",
	claims.KindResponse:   "responded declined_to_comment no_response",
	claims.KindCondition:  "met not_met lapsed",
	claims.KindAllegation: "confirmed refuted unresolved",
}

const anyKind = "overtaken duplicate corrected not_pursuing"

// TestClose_TakesOnlyOutcomesOfTheKind tries every outcome word on every kind.
func TestClose_TakesOnlyOutcomesOfTheKind(t *testing.T) {
	t.Parallel()
	all := strings.Fields(anyKind)
	for _, k := range claims.Kinds() {
		all = append(all, strings.Fields(vocabulary[k])...)
	}
	for _, k := range claims.Kinds() {
		t.Run(string(k), func(t *testing.T) {
			t.Parallel()
			fits := strings.Fields(vocabulary[k] + " " + anyKind)
			for _, word := range all {
				err := closeAs(k, word)
				if slices.Contains(fits, word) {
					if err != nil {
						t.Errorf("%s: %v", word, err)
					}
					continue
				}
				wantRefused(t, err, strings.Join(fits, ", "))
			}
		})
	}
}

func closeAs(k claims.Kind, word string) error {
	c := standing(claims.StatusOpen)
	c.Kind = k
	act := claims.Close{Outcome: claims.Outcome(word), Evidence: claims.Evidence{Note: "seen"}}
	if act.Outcome == claims.OutcomeDuplicate {
		act.Of = 7
	}
	_, err := act.Apply(c, by("ada", 10, 9))
	return err
}

func TestClose_NeedsWhatShowsIt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		act     claims.Close
		refused string // what the refusal says; "" is none
		invalid string // the field that is none
	}{
		{"nothing", claims.Close{Outcome: "accepted"}, "closing needs evidence", ""},
		{"a link", claims.Close{Outcome: "accepted", Evidence: claims.Evidence{URL: "https://example.org/story"}}, "", ""},
		{"a note", claims.Close{Outcome: "accepted", Evidence: claims.Evidence{Note: "by telephone"}}, "", ""},
		{"a blank note", claims.Close{Outcome: "accepted", Evidence: claims.Evidence{Note: "  "}}, "closing needs evidence", ""},
		{"only a quote", claims.Close{Outcome: "accepted", Evidence: claims.Evidence{Quote: "I shall come."}}, "closing needs evidence", ""},
		{"only a date", claims.Close{Outcome: "accepted", Evidence: claims.Evidence{Date: day(2025, 1, 9)}}, "closing needs evidence", ""},
		{"no outcome", claims.Close{Evidence: claims.Evidence{Note: "x"}}, "", "outcome"},
		{"a word that is no outcome", claims.Close{Outcome: "done", Evidence: claims.Evidence{Note: "x"}}, "", "outcome"},
		{"a link that is none", claims.Close{Outcome: "accepted", Evidence: claims.Evidence{URL: "see the wire"}}, "", "evidence"},
		{"a link to a file", claims.Close{Outcome: "accepted", Evidence: claims.Evidence{URL: "file:///etc/hosts"}}, "", "evidence"},
		{"a duplicate of nothing", claims.Close{Outcome: claims.OutcomeDuplicate, Evidence: claims.Evidence{Note: "x"}}, "names the other claim", ""},
		{"a duplicate of itself", claims.Close{Outcome: claims.OutcomeDuplicate, Of: 12}, "no duplicate of itself", ""},
		{"a duplicate without evidence", claims.Close{Outcome: claims.OutcomeDuplicate, Of: 7}, "", ""},
		{"another claim, but no duplicate", claims.Close{Outcome: "accepted", Of: 7, Evidence: claims.Evidence{Note: "x"}}, "only a duplicate", ""},
		{"not pursued, and no word why", claims.Close{Outcome: claims.OutcomeNotPursuing, Evidence: claims.Evidence{URL: "https://example.org"}}, "needs a note", ""},
		{"not pursued, with a note", claims.Close{Outcome: claims.OutcomeNotPursuing, Evidence: claims.Evidence{Note: "no space"}}, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := tt.act.Apply(standing(claims.StatusOpen), by("ada", 10, 9))
			switch {
			case tt.refused != "":
				wantRefused(t, err, tt.refused)
			case tt.invalid != "":
				wantInvalid(t, err, tt.invalid)
			case err != nil:
				t.Error(err)
			}
		})
	}
}

func TestClose_KeepsTheEvidence(t *testing.T) {
	t.Parallel()
	given := claims.Evidence{URL: " https://example.org/story ", Quote: "I shall come.", Date: day(2025, 1, 9), Note: "wire\n"}
	ch := apply(t, standing(claims.StatusOpen), claims.Close{Outcome: "accepted", Evidence: given}, by("ada", 10, 9))
	want := []claims.Evidence{{ClaimID: 12, URL: "https://example.org/story", Quote: "I shall come.", Date: day(2025, 1, 9), Note: "wire", By: "ada", At: clock(10, 9)}}
	if diff := cmp.Diff(want, ch.Evidence); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
	if a := ch.After; a.Outcome != "accepted" || a.ResolvedBy != "ada" || !a.ResolvedAt.Equal(clock(10, 9)) {
		t.Errorf("resolved as %q by %q at %s", a.Outcome, a.ResolvedBy, a.ResolvedAt)
	}
	d := ch.Entries[0].Detail
	if d.Outcome != "accepted" || d.URL != "https://example.org/story" || d.Note != "wire" {
		t.Errorf("history %+v", d)
	}
}

func TestClose_DuplicateWithoutEvidenceStoresNone(t *testing.T) {
	t.Parallel()
	ch := apply(t, standing(claims.StatusCandidate), claims.Close{Outcome: claims.OutcomeDuplicate, Of: 7}, by("ada", 10, 9))
	if len(ch.Evidence) != 0 || ch.After.DuplicateOf != 7 {
		t.Errorf("evidence %v, duplicate of %d", ch.Evidence, ch.After.DuplicateOf)
	}
}

func TestParse_ListsWhatThereIs(t *testing.T) {
	t.Parallel()
	if _, err := claims.ParseOutcome("kept"); err != nil {
		t.Error(err)
	}
	_, err := claims.ParseOutcome("Kept")
	wantInvalid(t, err, "outcome")
	_, err = claims.ParseKind("rumour")
	wantInvalid(t, err, "kind")
	if !strings.Contains(err.Error(), "event, plan, invitation, question, response, condition, allegation") {
		t.Errorf("the kinds are not listed: %v", err)
	}
}

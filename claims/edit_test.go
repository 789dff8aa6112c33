package claims_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
)

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func ptr[T any](v T) *T { return &v }

func TestEdit_ChangesWhatItNames(t *testing.T) {
	t.Parallel()
	due := claims.Due{Start: day(2025, 5, 9), End: day(2025, 5, 11), Precision: claims.PrecisionDay}
	edit := claims.Edit{
		Summary: ptr("Does  the guest\ncome?"), Kind: ptr(claims.KindEvent), Due: &due, Quote: ptr(" He was invited. "), Source: ptr("wire"), Parties: ptr([]string{"A", " ", "A", "B"}),
		Owner: ptr("ada"), Desk: ptr("world"), Tags: ptr([]string{}), After: ptr(claims.ClaimID(7)),
	}
	got := apply(t, standing(claims.StatusOpen), edit, by("ada", 10, 9)).After
	want := standing(claims.StatusOpen)
	want.Summary, want.Kind, want.Due, want.Quote, want.Source = "Does the guest come?", claims.KindEvent, due, "He was invited.", "wire"
	want.Parties, want.Owner, want.Desk, want.Tags, want.After = []string{"A", "B"}, "ada", "world", []string{}, 7
	want.Revision, want.Version, want.UpdatedAt, want.Pace = 4, 3, clock(10, 9), got.Pace
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("edited (-want +got):\n%s", diff)
	}
	if !got.Pace.OpenedAt.Equal(clock(10, 9)) || !got.Pace.GapWaived {
		t.Errorf("a new due date does not restart counting: %+v", got.Pace)
	}
}

func TestEdit_RefusesWhatCannotStand(t *testing.T) {
	t.Parallel()
	backwards := claims.Due{Start: day(2025, 5, 9), End: day(2025, 5, 8), Precision: claims.PrecisionDay}
	half := claims.Due{Start: day(2025, 5, 9)}
	vague := claims.Due{Start: day(2025, 5, 9), End: day(2025, 5, 9), Precision: "decade"}
	tests := []struct {
		name  string
		from  claims.Status
		act   claims.Edit
		field string // invalid; "" is refused
		says  string
	}{
		{"an empty summary", claims.StatusOpen, claims.Edit{Summary: ptr(" ")}, "summary", ""},
		{"an endless summary", claims.StatusOpen, claims.Edit{Summary: ptr(strings.Repeat("я", claims.MaxSummaryRunes+1))}, "summary", ""},
		{"an endless quote", claims.StatusOpen, claims.Edit{Quote: ptr(strings.Repeat("я", claims.MaxQuoteRunes+1))}, "quote", ""},
		{"what is no text", claims.StatusOpen, claims.Edit{Source: ptr("\xff")}, "text", ""},
		{"a party that is no text", claims.StatusOpen, claims.Edit{Parties: ptr([]string{"\xff"})}, "text", ""},
		{"a kind that is none", claims.StatusOpen, claims.Edit{Kind: ptr(claims.Kind("rumour"))}, "kind", ""},
		{"a span that ends before it starts", claims.StatusOpen, claims.Edit{Due: &backwards}, "due", ""},
		{"a span without an end", claims.StatusOpen, claims.Edit{Due: &half}, "due", ""},
		{"a precision that is none", claims.StatusOpen, claims.Edit{Due: &vague}, "due", ""},
		{"too many tags", claims.StatusOpen, claims.Edit{Tags: ptr(strings.Fields("a b c d e f g h i j k l m n o p q r s t u"))}, "tag", ""},
		{"an endless tag", claims.StatusOpen, claims.Edit{Tags: ptr([]string{strings.Repeat("x", claims.MaxTagRunes+1)})}, "tag", ""},
		{"waiting for itself", claims.StatusOpen, claims.Edit{After: ptr(claims.ClaimID(12))}, "", "wait for itself"},
		{"a kind that the outcome does not fit", claims.StatusResolved, claims.Edit{Kind: ptr(claims.KindPlan)}, "", "reopen it first"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := tt.act.Apply(standing(tt.from), by("ada", 10, 9))
			if tt.field != "" {
				wantInvalid(t, err, tt.field)
				return
			}
			wantRefused(t, err, tt.says)
		})
	}
}

func TestEdit_ConfidentialGetsAnOwner(t *testing.T) {
	t.Parallel()
	got := apply(t, standing(claims.StatusOpen), claims.Edit{Confidential: ptr(true)}, by("ada", 10, 9)).After
	if got.Owner != "ada" || !got.Confidential {
		t.Errorf("owner %q, confidential %v", got.Owner, got.Confidential)
	}
}

func TestEdit_SetsTheIntervalBackForANewText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		act  claims.Edit
		back bool
	}{
		{"summary", claims.Edit{Summary: ptr("x")}, true},
		{"kind", claims.Edit{Kind: ptr(claims.KindPlan)}, true},
		{"quote", claims.Edit{Quote: ptr("x")}, true},
		{"source", claims.Edit{Source: ptr("x")}, true},
		{"owner", claims.Edit{Owner: ptr("x")}, false},
		{"desk", claims.Edit{Desk: ptr("x")}, false},
		{"tags", claims.Edit{Tags: ptr([]string{"x"})}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := standing(claims.StatusOpen)
			c.Pace.Unanswered = 2
			got := apply(t, c, tt.act, by("ada", 10, 9)).After.Pace
			if got.ChangedAt.IsZero() == tt.back || got.Unanswered != 0 {
				t.Errorf("changed at %v, unanswered %d", got.ChangedAt, got.Unanswered)
			}
		})
	}
}

func TestDraft_IsOpenAtOnce(t *testing.T) {
	t.Parallel()
	c, e, err := claims.Draft{Kind: claims.KindPlan, Summary: " Will they\tdo it? ", Tags: []string{"a", "a"}, Confidential: true}.Claim(by("ada", 10, 9))
	if err != nil {
		t.Fatal(err)
	}
	want := claims.Claim{
		Revision: 1, Version: 1, Status: claims.StatusOpen, Kind: claims.KindPlan, Summary: "Will they do it?", Parties: []string{}, Tags: []string{"a"}, Owner: "ada",
		Confidential: true, CreatedAt: clock(10, 9), UpdatedAt: clock(10, 9), Pace: c.Pace,
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Errorf("claim (-want +got):\n%s", diff)
	}
	if e.Action != claims.ActionAdded || e.Actor != "ada" || !c.Pace.OpenedAt.Equal(clock(10, 9)) {
		t.Errorf("entry %+v, pace %+v", e, c.Pace)
	}
	_, _, err = claims.Draft{Kind: claims.KindPlan}.Claim(by("ada", 10, 9))
	wantInvalid(t, err, "summary")
}

func TestFound_IsACandidateUnlessAccepted(t *testing.T) {
	t.Parallel()
	item := claims.Item{Span: claims.Span{Quote: "He was invited."}, Kind: claims.KindInvitation, Summary: "Will he come?", Score: 0.8, Evidence: "was invited"}
	report := claims.Report{ID: 4, Source: "wire", Desk: "world"}
	c, e := item.Found(report, false, true, by("ada", 10, 9))
	if c.Status != claims.StatusCandidate || c.Owner != "" || c.ReportID != 4 || c.Desk != "world" || !c.Scored || !c.Pace.OpenedAt.IsZero() {
		t.Errorf("candidate %+v", c)
	}
	if e.Detail.Report != 4 || e.Detail.Quote != "was invited" {
		t.Errorf("entry %+v", e)
	}
	if c, _ = item.Found(report, true, true, by("ada", 10, 9)); c.Status != claims.StatusOpen || c.Owner != "ada" || c.Pace.OpenedAt.IsZero() {
		t.Errorf("accepted %+v", c)
	}
}

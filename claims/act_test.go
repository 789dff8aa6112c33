package claims_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
)

// clock returns a moment of January 2025: the day and the hour.
func clock(day, hour int) time.Time {
	return time.Date(2025, time.January, day, hour, 0, 0, 0, time.UTC)
}

func by(name string, day, hour int) claims.Moment {
	return claims.Moment{At: clock(day, hour), By: claims.Actor{Name: name, Via: claims.ViaCLI}}
}

// standing returns a claim of an invitation in a status, owned by nobody.
func standing(s claims.Status) claims.Claim {
	c := claims.Claim{
		ID: 12, Revision: 3, Version: 2, Status: s, Kind: claims.KindInvitation, Summary: "Will the guest come?", Parties: []string{"The guest"},
		Tags: []string{"visit"}, CreatedAt: clock(1, 9), UpdatedAt: clock(1, 9),
	}
	if s == claims.StatusResolved {
		c.Outcome, c.ResolvedAt, c.ResolvedBy = "accepted", clock(1, 10), "ines"
	}
	return c
}

func apply(t *testing.T, c claims.Claim, act claims.Act, m claims.Moment) claims.Change {
	t.Helper()
	ch, err := act.Apply(c, m)
	if err != nil {
		t.Fatalf("%T on a claim that is %s: %v", act, c.Status, err)
	}
	return ch
}

// TestApply_MovesOnlyAsTheTableSays holds every act against every status: where it leads, or "" when it is refused.
func TestApply_MovesOnlyAsTheTableSays(t *testing.T) {
	t.Parallel()
	accepted := claims.Close{Outcome: "accepted", Evidence: claims.Evidence{Note: "he said so"}}
	summary := "Does the guest come?"
	const candidate, open, resolved, dismissed = claims.StatusCandidate, claims.StatusOpen, claims.StatusResolved, claims.StatusDismissed
	tests := []struct {
		name string
		act  claims.Act
		to   map[claims.Status]claims.Status
	}{
		{"accept", claims.Accept{}, map[claims.Status]claims.Status{candidate: open}},
		{"dismiss", claims.Dismiss{}, map[claims.Status]claims.Status{candidate: dismissed, open: dismissed}},
		{"close", accepted, map[claims.Status]claims.Status{candidate: resolved, open: resolved}},
		{"merge", claims.Merge{Into: 7}, map[claims.Status]claims.Status{candidate: resolved, open: resolved}},
		{"reopen", claims.Reopen{}, map[claims.Status]claims.Status{resolved: open, dismissed: open}},
		{"undo within triage", claims.Reopen{Undo: true}, map[claims.Status]claims.Status{resolved: candidate, dismissed: candidate, open: candidate}},
		{"check", claims.Check{}, map[claims.Status]claims.Status{open: open}},
		{"snooze", claims.Snooze{Until: clock(20, 9)}, map[claims.Status]claims.Status{open: open}},
		{"assign", claims.Assign{To: "ada"}, map[claims.Status]claims.Status{candidate: candidate, open: open, resolved: resolved, dismissed: dismissed}},
		{"edit", claims.Edit{Summary: &summary}, map[claims.Status]claims.Status{candidate: candidate, open: open, resolved: resolved, dismissed: dismissed}},
		{"note", claims.AddNote{Text: "called again"}, map[claims.Status]claims.Status{candidate: candidate, open: open, resolved: resolved, dismissed: dismissed}},
	}
	for _, tt := range tests {
		for _, from := range claims.Statuses() {
			t.Run(tt.name+" of "+string(from), func(t *testing.T) {
				t.Parallel()
				before := standing(from)
				ch, err := tt.act.Apply(before, by("ada", 10, 9))
				want, legal := tt.to[from]
				if !legal {
					wantRefused(t, err, "it is "+string(from))
					return
				}
				if err != nil || ch.After.Status != want {
					t.Fatalf("got %q, %v, want %q", ch.After.Status, err, want)
				}
				if diff := cmp.Diff(standing(from), ch.Before); diff != "" {
					t.Errorf("the old claim was changed (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func wantRefused(t *testing.T, err error, says string) {
	t.Helper()
	var refused *claims.RefusedError
	if !errors.As(err, &refused) || refused.Claim != 12 || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v, want a refusal for claim 12 that says %q", err, says)
	}
}

func wantInvalid(t *testing.T, err error, field string) {
	t.Helper()
	var invalid *claims.InvalidError
	if !errors.As(err, &invalid) || invalid.Field != field {
		t.Errorf("got %v, want an invalid %s", err, field)
	}
}

// TestApply_WritesOneEntry says who, when, through what, and what it replaced.
func TestApply_WritesOneEntry(t *testing.T) {
	t.Parallel()
	c := standing(claims.StatusOpen)
	ch := apply(t, c, claims.Assign{To: " ada  brink "}, by("ines", 10, 9))
	if len(ch.Entries) != 1 || !ch.Changed() {
		t.Fatalf("got %d entries", len(ch.Entries))
	}
	got := ch.Entries[0]
	want := claims.Entry{ClaimID: 12, At: clock(10, 9), Actor: "ines", Via: claims.ViaCLI, Action: claims.ActionAssigned, Detail: got.Detail}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entry (-want +got):\n%s", diff)
	}
	if to, was := jsonOf(t, got.Detail.To), jsonOf(t, got.Detail.Was); to != `{"owner":"ada brink"}` || was != `{"owner":null}` {
		t.Errorf("to %s, was %s", to, was)
	}
}

// TestApply_CountsVersionsForButtons: the version moves with status, kind, due date and owner only.
func TestApply_CountsVersionsForButtons(t *testing.T) {
	t.Parallel()
	summary, kind := "Does the guest come?", claims.KindEvent
	due := claims.Due{Start: day(2025, 5, 9), End: day(2025, 5, 9), Precision: claims.PrecisionDay}
	tests := []struct {
		name    string
		act     claims.Act
		version int64
	}{
		{"a check", claims.Check{}, 2},
		{"a note", claims.AddNote{Text: "x"}, 2},
		{"a snooze", claims.Snooze{Until: clock(20, 9)}, 2},
		{"a new summary", claims.Edit{Summary: &summary}, 2},
		{"a new kind", claims.Edit{Kind: &kind}, 3},
		{"a new due date", claims.Edit{Due: &due}, 3},
		{"a new owner", claims.Assign{To: "ada"}, 3},
		{"a dismissal", claims.Dismiss{}, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			after := apply(t, standing(claims.StatusOpen), tt.act, by("ada", 10, 9)).After
			if after.Version != tt.version || after.Revision != 4 || !after.UpdatedAt.Equal(clock(10, 9)) {
				t.Errorf("version %d, revision %d, updated %s; want version %d, revision 4", after.Version, after.Revision, after.UpdatedAt, tt.version)
			}
		})
	}
}

func TestApply_ChangingNothingLeavesNoEntry(t *testing.T) {
	t.Parallel()
	c := standing(claims.StatusOpen)
	c.Owner = "ada"
	same := c.Summary + " "
	for _, act := range []claims.Act{claims.Assign{To: "ada"}, claims.Edit{}, claims.Edit{Summary: &same}} {
		ch := apply(t, c, act, by("ines", 10, 9))
		if diff := cmp.Diff(c, ch.After); diff != "" || ch.Changed() {
			t.Errorf("%#v: %d entries (-want +got):\n%s", act, len(ch.Entries), diff)
		}
	}
}

func TestAccept_OwnerlessConfidentialClaimGoesToWhoAccepts(t *testing.T) {
	t.Parallel()
	c := standing(claims.StatusCandidate)
	c.Confidential = true
	if got := apply(t, c, claims.Accept{}, by("ada", 10, 9)).After.Owner; got != "ada" {
		t.Errorf("owner %q, want ada", got)
	}
	c.Owner = "ines"
	if got := apply(t, c, claims.Accept{}, by("ada", 10, 9)).After.Owner; got != "ines" {
		t.Errorf("owner %q, want ines", got)
	}
}

func TestReopen_TakesTheOutcomeBack(t *testing.T) {
	t.Parallel()
	c := standing(claims.StatusResolved)
	c.Outcome, c.DuplicateOf = claims.OutcomeDuplicate, 7
	ch := apply(t, c, claims.Reopen{Note: " too early "}, by("ada", 10, 9))
	a := ch.After
	if a.Outcome != "" || a.DuplicateOf != 0 || !a.ResolvedAt.IsZero() || a.ResolvedBy != "" {
		t.Errorf("still %+v", a)
	}
	if d := ch.Entries[0].Detail; d.Outcome != claims.OutcomeDuplicate || d.Note != "too early" {
		t.Errorf("the history forgot the old outcome: %+v", d)
	}
}

func TestReopen_UndoEndsASnooze(t *testing.T) {
	t.Parallel()
	c := standing(claims.StatusOpen)
	c.SnoozedUntil = clock(20, 9)
	if got := apply(t, c, claims.Reopen{Undo: true}, by("ada", 10, 9)).After.SnoozedUntil; !got.IsZero() {
		t.Errorf("a candidate is snoozed until %s", got)
	}
}

func TestSnooze_RefusesAnEndThatIsNotAfterNow(t *testing.T) {
	t.Parallel()
	for _, until := range []time.Time{{}, clock(9, 9), clock(10, 9)} {
		_, err := claims.Snooze{Until: until}.Apply(standing(claims.StatusOpen), by("ada", 10, 9))
		wantInvalid(t, err, "snooze")
	}
	until := time.Date(2025, time.January, 20, 10, 0, 0, 0, time.FixedZone("CET", 3600))
	ch := apply(t, standing(claims.StatusOpen), claims.Snooze{Until: until}, by("ada", 10, 9))
	if !ch.After.SnoozedUntil.Equal(clock(20, 9)) || ch.Entries[0].Detail.Until != "2025-01-20T09:00:00Z" {
		t.Errorf("snoozed until %s, history %q", ch.After.SnoozedUntil, ch.Entries[0].Detail.Until)
	}
}

func TestEndings_EndASnooze(t *testing.T) {
	t.Parallel()
	c := standing(claims.StatusOpen)
	c.SnoozedUntil = clock(20, 9)
	ends := []claims.Act{claims.Dismiss{}, claims.Merge{Into: 7}, claims.Close{Outcome: "declined", Evidence: claims.Evidence{URL: "https://example.org/a"}}}
	for _, act := range ends {
		if got := apply(t, c, act, by("ada", 10, 9)).After.SnoozedUntil; !got.IsZero() {
			t.Errorf("%T: snoozed until %s", act, got)
		}
	}
}

func TestMerge_ResolvesAsDuplicate(t *testing.T) {
	t.Parallel()
	ch := apply(t, standing(claims.StatusCandidate), claims.Merge{Into: 7}, by("ada", 10, 9))
	if a := ch.After; a.Outcome != claims.OutcomeDuplicate || a.DuplicateOf != 7 || a.ResolvedBy != "ada" || !a.ResolvedAt.Equal(clock(10, 9)) {
		t.Errorf("got %+v", a)
	}
	if e := ch.Entries[0]; e.Action != claims.ActionMerged || e.Detail.Other != 7 {
		t.Errorf("history %+v", e)
	}
	_, err := claims.Merge{Into: 12}.Apply(standing(claims.StatusOpen), by("ada", 10, 9))
	wantRefused(t, err, "into itself")
}

func TestAddNote_RefusesBlanks(t *testing.T) {
	t.Parallel()
	_, err := claims.AddNote{Text: " \n"}.Apply(standing(claims.StatusOpen), by("ada", 10, 9))
	wantInvalid(t, err, "note")
}

func TestAssign_RefusesWhatIsNoText(t *testing.T) {
	t.Parallel()
	_, err := claims.Assign{To: "a\xff"}.Apply(standing(claims.StatusOpen), by("ada", 10, 9))
	wantInvalid(t, err, "owner")
}

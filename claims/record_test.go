package claims_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
)

func TestRecord_ShowsWhatIsAbsent(t *testing.T) {
	t.Parallel()
	c := claims.Claim{ID: 1, Status: claims.StatusOpen, Kind: claims.KindPlan, Summary: "Will they?", CreatedAt: clock(1, 9), UpdatedAt: clock(1, 9)}
	want := `{"id":1,"status":"open","kind":"plan","summary":"Will they?","quote":null,"parties":[],"due":null,"outcome":null,"owner":null,"desk":null,"tags":[],"after":null,` +
		`"confidential":false,"source":null,"report_id":null,"score":null,"created_at":"2025-01-01T10:00:00+01:00","updated_at":"2025-01-01T10:00:00+01:00","snoozed_until":null,` +
		`"next_reminder_at":null,"reminders_sent":0,"last_reminded_at":null,"last_checked_at":null,"resolved_at":null,"resolved_by":null,"duplicate_of":null}`
	if diff := cmp.Diff(want, jsonOf(t, c.Record(time.FixedZone("CET", 3600)))); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
}

func TestRecord_RoundTripLosesNothing(t *testing.T) {
	t.Parallel()
	c := claims.Claim{
		ID: 12, Status: claims.StatusResolved, Kind: claims.KindEvent, Summary: "s", Quote: "q", Parties: []string{"A"}, Due: claims.Due{Start: day(2025, 5, 9), End: day(2025, 5, 11), Precision: claims.PrecisionDay},
		Outcome: "happened", Owner: "ada", Desk: "world", Tags: []string{"t"}, After: 3, Confidential: true, Source: "wire", ReportID: 4, Score: 0, Scored: true, DuplicateOf: 5,
		CreatedAt: clock(1, 9), UpdatedAt: clock(2, 9), SnoozedUntil: clock(3, 9), LastRemindedAt: clock(4, 9), LastCheckedAt: clock(5, 9), ResolvedAt: clock(6, 9), ResolvedBy: "ines", RemindersSent: 7,
	}
	var r claims.Record
	if err := json.Unmarshal([]byte(jsonOf(t, c.Record(time.UTC))), &r); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, r.Claim()); diff != "" {
		t.Errorf("after the round trip (-want +got):\n%s", diff)
	}
}

func TestRecord_OnlyOpenClaimsHaveANextReminder(t *testing.T) {
	t.Parallel()
	for _, s := range claims.Statuses() {
		c := standing(s)
		c.NextReminderAt = clock(20, 9)
		if got := c.Record(time.UTC).NextReminderAt; (got != nil) != (s == claims.StatusOpen) {
			t.Errorf("%s: next reminder %v", s, got)
		}
	}
}

// story plays a claim's life and returns its dossier, with the claim as it stood on each day.
func story(t *testing.T) (claims.Dossier, map[int]claims.Record) {
	t.Helper()
	item := claims.Item{Span: claims.Span{Quote: "He was invited."}, Kind: claims.KindInvitation, Summary: "Will he come?", Parties: []string{"He", "They"}}
	c, added := item.Found(claims.Report{ID: 4}, false, false, by("ada", 1, 9))
	c.ID, added.ClaimID = 12, 12
	d := claims.Dossier{History: []claims.Entry{added}}
	known := map[int]claims.Record{1: c.Record(time.UTC)}
	acts := []claims.Act{
		claims.Accept{},
		claims.Edit{Due: &claims.Due{Start: day(2025, 5, 9), End: day(2025, 5, 9), Precision: claims.PrecisionDay}},
		claims.Edit{Parties: ptr([]string{"She"}), Tags: ptr([]string{"visit", "may"})},
		claims.Check{},
		claims.Assign{To: "ines"},
		claims.Edit{Due: &claims.Due{}, Tags: ptr([]string{})},
		claims.Snooze{Until: clock(30, 9)},
		claims.Close{Outcome: "accepted", Evidence: claims.Evidence{Note: "he said so"}},
		claims.Reopen{},
	}
	for i, act := range acts {
		ch := apply(t, c, act, by("ada", i+2, 9))
		c = ch.After
		d.History = append(d.History, ch.Entries...)
		d.Evidence = append(d.Evidence, ch.Evidence...)
		known[i+2] = c.Record(time.UTC)
	}
	d.Claim = c
	return d, known
}

func TestAsOf_ShowsWhatTheDeskKnew(t *testing.T) {
	t.Parallel()
	d, known := story(t)
	before := jsonOf(t, d)
	for on, want := range known {
		got, was, err := d.AsOf(clock(on, 18))
		if err != nil || !was {
			t.Fatalf("January %d: known %v, %v", on, was, err)
		}
		if diff := cmp.Diff(want, got.Claim.Record(time.UTC)); diff != "" {
			t.Errorf("January %d (-want +got):\n%s", on, diff)
		}
		if len(got.History) != on {
			t.Errorf("January %d: %d entries", on, len(got.History))
		}
		if wantEvidence := on >= 9; (len(got.Evidence) == 1) != wantEvidence {
			t.Errorf("January %d: %d pieces of evidence", on, len(got.Evidence))
		}
	}
	if diff := cmp.Diff(before, jsonOf(t, d)); diff != "" {
		t.Errorf("winding back changed the dossier (-want +got):\n%s", diff)
	}
}

func TestAsOf_BeforeItWasAddedNothingWasKnown(t *testing.T) {
	t.Parallel()
	d, _ := story(t)
	if _, was, err := d.AsOf(clock(1, 8)); was || err != nil {
		t.Errorf("known %v, %v", was, err)
	}
}

// TestAsOf_ReadsAHistoryThatWasStored: what the store gives back is plain JSON.
func TestAsOf_ReadsAHistoryThatWasStored(t *testing.T) {
	t.Parallel()
	d, known := story(t)
	for i := range d.History {
		var stored claims.Detail
		if err := json.Unmarshal([]byte(jsonOf(t, d.History[i].Detail)), &stored); err != nil {
			t.Fatal(err)
		}
		d.History[i].Detail = stored
	}
	got, _, err := d.AsOf(clock(2, 18))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(known[2], got.Claim.Record(time.UTC)); diff != "" {
		t.Errorf("January 2 (-want +got):\n%s", diff)
	}
}

func TestReminded_CanBeWoundBack(t *testing.T) {
	t.Parallel()
	c := standing(claims.StatusOpen)
	after := c
	after.RemindersSent, after.LastRemindedAt = 1, clock(10, 9)
	e := claims.Reminded(c, after, clock(10, 9), claims.Actor{Name: "claimwatch", Via: claims.ViaDaemon}, claims.Detail{Ordinal: 1})
	d := claims.Dossier{Claim: after, History: []claims.Entry{{At: clock(1, 9), Action: claims.ActionAdded}, e}}
	got, _, err := d.AsOf(clock(9, 9))
	if err != nil || got.Claim.RemindersSent != 0 || !got.Claim.LastRemindedAt.IsZero() {
		t.Errorf("reminders %d, last at %s, %v", got.Claim.RemindersSent, got.Claim.LastRemindedAt, err)
	}
}

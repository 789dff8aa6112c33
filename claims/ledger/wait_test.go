package ledger_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
)

func TestRelease_AMergeIntoAClaimThatHasEndedWakesWhatWaited(t *testing.T) {
	t.Parallel()
	over := claims.Evidence{Note: "it is over"}
	for name, act := range map[string]func(into claims.ClaimID) claims.Act{
		"merged":                func(into claims.ClaimID) claims.Act { return claims.Merge{Into: into} },
		"closed as a duplicate": func(of claims.ClaimID) claims.Act { return claims.Close{Outcome: claims.OutcomeDuplicate, Of: of} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			vote, same := d.add(t, claims.Draft{Summary: "vote"}), d.add(t, claims.Draft{Summary: "the same vote"})
			waits := d.add(t, claims.Draft{Summary: "coalition talks", After: vote.ID})
			d.apply(t, claims.Close{Outcome: "answered", Evidence: over}, same.ID)
			d.now = at("2025-02-03 11:00")
			d.apply(t, act(same.ID), vote.ID)
			if c := d.claim(t, waits.ID); !c.NextReminderAt.Equal(d.now) {
				t.Errorf("next reminder at %s, want now: nothing else would ever wake it", c.NextReminderAt)
			}
		})
	}
}

func TestApply_RefusesAMergeThatClosesACircleOfWaiting(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	vote := d.add(t, claims.Draft{Summary: "vote"})
	talks := d.add(t, claims.Draft{Summary: "talks", After: vote.ID})
	cabinet := d.add(t, claims.Draft{Summary: "cabinet", After: talks.ID})
	for name, act := range map[string]claims.Act{"merged": claims.Merge{Into: cabinet.ID}, "closed": claims.Close{Outcome: claims.OutcomeDuplicate, Of: cabinet.ID}} {
		_, err := d.Apply(t.Context(), claims.Command{IDs: []claims.ClaimID{vote.ID}, By: anna, Act: act})
		if refused := (*claims.RefusedError)(nil); !errors.As(err, &refused) || !strings.Contains(err.Error(), "3 after 2") {
			t.Errorf("%s: got %v, want a refusal that names the circle", name, err)
		}
	}
	d.apply(t, claims.Merge{Into: talks.ID}, vote.ID) // what waited for it is the one that remains
	if c := d.claim(t, talks.ID); c.NextReminderAt.IsZero() {
		t.Error("the claim that remains waits for what it is itself")
	}
}

func TestRemoveReport_WakesWhatWaitedAtTheNextDeskTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	in, err := d.Ingest(t.Context(), claims.Intake{Report: retold, Items: []claims.Item{invitation()}, Accept: true}, anna)
	if err != nil {
		t.Fatal(err)
	}
	d.add(t, claims.Draft{Summary: "what will they sign?", After: in.Claims[0].ID})
	d.now = at("2025-01-23 20:00")
	if err := d.RemoveReport(t.Context(), in.Report.ID, true, anna); err != nil {
		t.Fatal(err)
	}
	want := []string{"Fri 2025-01-24 09:00 periodic", "Fri 2025-01-31 09:00 periodic", "Tue 2025-02-11 09:00 periodic"}
	if diff := cmp.Diff(want, d.until(t, at("2025-02-12 00:00"))); diff != "" {
		t.Errorf("counting starts at the wake (-want +got):\n%s", diff)
	}
}

func TestRemind_TheWakeTellsWhatBecameOfTheOtherClaim(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		secret bool
		want   claims.Outcome
	}{"told": {false, "answered"}, "confidential: not told": {true, ""}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			other := d.add(t, claims.Draft{Summary: "vote", Confidential: tc.secret})
			d.add(t, claims.Draft{Summary: "coalition talks", After: other.ID})
			d.now = at("2025-01-22 11:00")
			d.apply(t, claims.Close{Outcome: "answered", Evidence: claims.Evidence{Note: "passed"}}, other.ID)
			list := d.check(t)
			if len(list) != 1 || list[0].WokenBy != other.ID || list[0].WokenAs != tc.want {
				t.Errorf("got %+v, want the wake with outcome %q", list, tc.want)
			}
		})
	}
}

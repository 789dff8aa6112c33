package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"claimwatch/claims"
)

// read returns claims as Claims does.
func read(t testing.TB, s Store, ids ...claims.ClaimID) []claims.Claim {
	t.Helper()
	list, err := s.Claims(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// several stores n claims and returns their numbers.
func several(t testing.TB, s Store, n int) []claims.ClaimID {
	t.Helper()
	var ids []claims.ClaimID
	for i := range n {
		ids = append(ids, insert(t, s, draft(t, fmt.Sprintf("call %d", i)), Monday).ID)
	}
	return ids
}

// Reminded is a claim as it is written when it has been decided: with its ordinal's reminder, for
// the slot at, and a look a day later.
func Reminded(c claims.Claim, ordinal int, at time.Time) claims.Write {
	next := c
	next.Revision++
	next.Pace.Ordinal = ordinal
	n := claims.Notice{
		ClaimID: c.ID, Ordinal: ordinal, Reason: claims.ReasonDue, SlotAt: at, DecidedAt: at.Add(time.Minute), Channel: fmt.Sprintf("#desk-%d", c.ID),
		Mention: fmt.Sprintf("U%d", c.ID), State: claims.NoticePending,
	}
	return claims.Write{Claim: next, Was: c.Revision, NextLook: at.Add(24 * time.Hour), Notices: []claims.Notice{n}}
}

func readsInOrder(t *testing.T, s Store) {
	ids := several(t, s, 4)
	ask := []claims.ClaimID{ids[2], 999, ids[0], ids[3]}
	want := []claims.ClaimID{ids[2], ids[0], ids[3]}
	var got []claims.ClaimID
	for _, c := range read(t, s, ask...) {
		got = append(got, c.ID)
		one, err := s.Claim(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(one, c); diff != "" {
			t.Errorf("claim %d differs (-alone +among others):\n%s", c.ID, diff)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("claims differ (-want +got):\n%s", diff)
	}
	for _, nobody := range [][]claims.ClaimID{nil, {998, 999}} {
		if list := read(t, s, nobody...); len(list) != 0 {
			t.Errorf("of %v there are %v", nobody, list)
		}
	}
}

// state is all of a store that a Save may change.
type state struct {
	claims  []claims.Claim
	notices []claims.Notice
	due     []claims.ClaimID
	history int
}

func stateOf(t testing.TB, s Store) state {
	t.Helper()
	list, err := s.List(t.Context(), claims.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	due, err := s.Due(t.Context(), Monday, 100)
	if err != nil {
		t.Fatal(err)
	}
	st := state{claims: list, notices: ungrouped(t, s), due: due}
	for _, c := range list {
		d, err := s.Dossier(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		st.history += len(d.History)
	}
	return st
}

// staleReadIsConflict says that what was decided about claims as they were read is saved for all of
// them or none.
func staleReadIsConflict(t *testing.T, s Store) {
	ids := several(t, s, 3)
	remind(t, s, ids[0], 1, Monday)
	in := ingest(t, s)
	accepted := apply(t, s, in.Claims[0].ID, claims.Accept{}, nil)
	for name, between := range map[string]func(){
		"changed": func() { apply(t, s, ids[1], claims.Dismiss{}, nil) },
		"removed": func() {
			if err := s.RemoveReport(t.Context(), in.Report.ID, true, none); err != nil {
				t.Fatal(err)
			}
		},
	} {
		all := []claims.ClaimID{ids[0], ids[1], ids[2]}
		if name == "removed" {
			all = []claims.ClaimID{ids[0], accepted.ID, ids[2]}
		}
		list := read(t, s, all...)
		var writes []claims.Write
		for _, c := range list {
			w := Reminded(c, 2, Monday)
			w.Entries = []claims.Entry{{At: Monday, Actor: "claimwatch", Via: claims.ViaDaemon, Action: claims.ActionReminded}}
			writes = append(writes, w)
		}
		between()
		want := stateOf(t, s)
		if err := s.Save(t.Context(), list, writes); !errors.Is(err, claims.ErrConflict) {
			t.Errorf("%s: got %v, want ErrConflict", name, err)
		}
		if diff := cmp.Diff(want, stateOf(t, s), cmp.AllowUnexported(state{})); diff != "" {
			t.Errorf("%s: something was written (-before +after):\n%s", name, diff)
		}
	}
}

// savesMany says that all reminders of a batch are stored, each once, in their order, whatever
// their number; those that are stored already are left out.
func savesMany(t *testing.T, s Store) {
	for _, n := range []int{39, 40, 45, 85} {
		ids := several(t, s, n)
		again := []claims.ClaimID{ids[0], ids[7], ids[n-2]}
		for _, id := range again {
			remind(t, s, id, 1, Monday)
		}
		done := ungrouped(t, s)
		for i := range done {
			done[i].Form = claims.FormCard
		}
		if err := s.SetForms(t.Context(), done); err != nil {
			t.Fatal(err)
		}
		slices.Reverse(ids) // their order is the batch's
		list := read(t, s, ids...)
		var writes []claims.Write
		var claimsWant []claims.Claim
		var noticesWant []claims.Notice
		for _, c := range list {
			w := Reminded(c, 1, Monday)
			writes = append(writes, w)
			claimsWant = append(claimsWant, w.Claim)
			if !slices.Contains(again, c.ID) {
				noticesWant = append(noticesWant, w.Notices...)
			}
		}
		if err := s.Save(t.Context(), list, writes); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(claimsWant, read(t, s, ids...)); diff != "" {
			t.Errorf("%d claims differ (-want +got):\n%s", n, diff)
		}
		got := ungrouped(t, s)
		if diff := cmp.Diff(noticesWant, got, cmpopts.IgnoreFields(claims.Notice{}, "ID")); diff != "" {
			t.Errorf("the reminders of %d claims differ (-want +got):\n%s", n, diff)
		}
		if due, err := s.Due(t.Context(), Monday, 1); err != nil || len(due) != 0 {
			t.Errorf("%v are due still, %v", due, err)
		}
		for i := range got {
			got[i].Form = claims.FormCard
		}
		if err := s.SetForms(t.Context(), got); err != nil {
			t.Fatal(err)
		}
	}
}

package storetest

import (
	"testing"
	"time"

	"claimwatch/claims"
)

// remind stores a reminder of a claim.
func remind(t testing.TB, s Store, id claims.ClaimID, ordinal int, at time.Time) {
	t.Helper()
	_, err := s.Change(t.Context(), claims.Pick{IDs: []claims.ClaimID{id}}, at, func(p claims.Picked) ([]claims.Write, error) {
		c := p.Claims[0]
		c.Revision++
		n := claims.Notice{ClaimID: id, Ordinal: ordinal, Reason: claims.ReasonDue, SlotAt: at, DecidedAt: at, Channel: "#desk"}
		return []claims.Write{{Claim: c, Was: p.Claims[0].Revision, Notices: []claims.Notice{n}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func ungrouped(t testing.TB, s Store) []claims.Notice {
	t.Helper()
	list, err := s.Ungrouped(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func noticeOnce(t *testing.T, s Store) {
	c := insert(t, s, draft(t, "a call"), Monday)
	remind(t, s, c.ID, 1, Monday)
	list := ungrouped(t, s)
	if len(list) != 1 || list[0].ClaimID != c.ID || list[0].Ordinal != 1 || !list[0].SlotAt.Equal(Monday) {
		t.Fatalf("got %+v, want the reminder", list)
	}
	list[0].Form = claims.FormCard
	if err := s.SetForms(t.Context(), list); err != nil {
		t.Fatal(err)
	}
	remind(t, s, c.ID, 1, Monday.Add(time.Minute))
	if again := ungrouped(t, s); len(again) != 0 {
		t.Errorf("decided twice, stored as %+v; want nothing new", again)
	}
}

func noticeReplaces(t *testing.T, s Store) {
	c := insert(t, s, draft(t, "a call"), Monday)
	remind(t, s, c.ID, 1, Monday)
	remind(t, s, c.ID, 2, Monday.Add(24*time.Hour))
	if list := ungrouped(t, s); len(list) != 1 || list[0].Ordinal != 2 {
		t.Errorf("got %+v, want the second alone", list)
	}
}

func endDrops(t *testing.T, s Store) {
	c := insert(t, s, draft(t, "a call"), Monday)
	remind(t, s, c.ID, 1, Monday)
	apply(t, s, c.ID, claims.Dismiss{}, func(w *claims.Write) { w.Drop = true })
	if list := ungrouped(t, s); len(list) != 0 {
		t.Errorf("got %+v, want nothing to send", list)
	}
}

func bundleCountsOnce(t *testing.T, s Store) {
	var list []claims.Notice
	for i := range 4 {
		c := insert(t, s, draft(t, "a call"), Monday)
		remind(t, s, c.ID, 1, Monday)
		n := ungrouped(t, s)[i]
		list = append(list, n)
	}
	for i := range list {
		list[i].Form = claims.FormBundle
	}
	list[3].Form = claims.FormCard
	if err := s.SetForms(t.Context(), list); err != nil {
		t.Fatal(err)
	}
	for since, want := range map[time.Time]int{Monday: 2, Monday.Add(time.Second): 0} {
		if got, err := s.PostsSince(t.Context(), "#desk", since); got != want || err != nil {
			t.Errorf("since %s: %d posts, %v; want %d", since, got, err, want)
		}
	}
}

package store_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/store/storetest"
)

func TestSave_AfterARestoreDoubtsAmongManyRemindersThoseThatWereDueBefore(t *testing.T) {
	t.Parallel()
	const n = 60
	now := nine.Add(9 * time.Hour)
	_, o := restore(t, newOutbox(t).backup(nine), filepath.Join(t.TempDir(), "claims.db"), false, now)
	storetest.Fill(t, o, n, func(int) claims.Write {
		return storetest.Added(t, claims.Draft{Kind: claims.KindQuestion, Summary: "a"}, nine, nine)
	})
	ids, err := o.Due(t.Context(), now, n)
	if err != nil {
		t.Fatal(err)
	}
	var doubtful, sure []claims.ClaimID
	for i, id := range ids {
		if i%4 == 1 {
			doubtful = append(doubtful, id)
		} else {
			sure = append(sure, id) // more than one statement writes
		}
	}
	for _, again := range []bool{false, true} {
		list, err := o.Claims(t.Context(), ids)
		if err != nil || len(list) != n {
			t.Fatalf("%d claims, %v; want %d", len(list), err, n)
		}
		var writes []claims.Write
		for _, c := range list {
			switch {
			case slices.Contains(doubtful, c.ID):
				writes = append(writes, storetest.Reminded(c, 1, nine))
			case !again: // one that waits would be replaced
				writes = append(writes, storetest.Reminded(c, 1, now.Add(time.Minute)))
			}
		}
		if err := o.Save(t.Context(), list, writes); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(sure, o.ungrouped()); diff != "" {
			t.Errorf("reminders that wait differ (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(doubtful, o.unsettled(now.Add(time.Hour))); diff != "" {
			t.Errorf("reminders to be looked for differ (-want +got):\n%s", diff)
		}
	}
}

// ungrouped returns the claims of the reminders that wait for a form, in their order.
func (o outbox) ungrouped() []claims.ClaimID {
	o.t.Helper()
	list, err := o.Ungrouped(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	var ids []claims.ClaimID
	for _, n := range list {
		ids = append(ids, n.ClaimID)
	}
	return ids
}

// unsettled returns the claims of the messages that are to be looked for, by number.
func (o outbox) unsettled(now time.Time) []claims.ClaimID {
	o.t.Helper()
	list, err := o.Unsettled(o.t.Context(), now, 1000)
	if err != nil {
		o.t.Fatal(err)
	}
	var ids []claims.ClaimID
	for _, m := range list {
		if m.Attempt != 0 {
			o.t.Errorf("message %s was tried %d times", m.ID, m.Attempt)
		}
		for _, r := range m.Reminders {
			ids = append(ids, r.Notice.ClaimID)
		}
	}
	slices.Sort(ids)
	return ids
}

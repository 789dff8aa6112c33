package ledger_test

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/ledger"
	"claimwatch/claims/policy"
)

func TestRemind_APanicInOneClaimsDecisionLeavesTheOthersAndTheNextCheckAlone(t *testing.T) {
	t.Parallel()
	var poisoned atomic.Bool
	s := settings()
	s.DirectTo = func(owner string) string {
		if poisoned.Load() && owner == "poison" {
			panic("a rule that panics")
		}
		return "U0" + owner
	}
	d := newDesk(t)
	d.Ledger = d.with(t, s)
	for range 3 {
		d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay})
	}
	bad := d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "its owner is poison", Due: victoryDay, Owner: "poison", Confidential: true})
	poisoned.Store(true)
	d.now = at("2025-05-02 09:00")
	if list := d.check(t); len(list) != 3 {
		t.Errorf("%d reminders, want those of the three others", len(list))
	}
	look, err := d.store.NextLook(t.Context())
	if err != nil || !look.After(d.now) || look.Sub(d.now) > time.Hour {
		t.Errorf("the claim is looked at again at %s, %v; want soon, but not at once", look, err)
	}
	poisoned.Store(false)
	d.now = look
	if list := d.check(t); len(list) != 1 || list[0].ClaimID != bad.ID {
		t.Errorf("got %v once the rule is well; want the reminder of claim %d", list, bad.ID)
	}
}

func TestRemind_TheNextReminderReplacesOneThatStillWaits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay})
	d.until(t, at("2025-05-09 00:00")) // Slack is away: the two reminders ahead of the day wait
	list, err := d.store.Lease(t.Context(), []claims.LeaseAsk{{Channel: "#follow-ups", Bundle: 5}}, d.now)
	if err != nil || len(list) != 1 || len(list[0].Reminders) != 1 || list[0].Reminders[0].Notice.Ordinal != 2 {
		t.Fatalf("got %+v, %v; want the second reminder alone", list, err)
	}
	if err := d.Sent(t.Context(), list[0], claims.Posted{Channel: "C1", TS: "1.1"}, d.now); err != nil {
		t.Fatal(err)
	}
	if c = d.claim(t, c.ID); c.RemindersSent != 1 || c.Pace.Ordinal != 2 {
		t.Errorf("%d sent, number %d; want one of two", c.RemindersSent, c.Pace.Ordinal)
	}
	c = d.apply(t, claims.Dismiss{}, c.ID)[0]
	if !c.NextReminderAt.IsZero() {
		t.Errorf("dismissed, and a next reminder at %s", c.NextReminderAt)
	}
	if c = d.apply(t, claims.Reopen{}, c.ID)[0]; c.RemindersSent != 1 || c.Pace.Ordinal != 2 || c.NextReminderAt.IsZero() {
		t.Errorf("reopened: %d sent, number %d, next at %s; neither starts over", c.RemindersSent, c.Pace.Ordinal, c.NextReminderAt)
	}
}

// busyBooks are books in which somebody else writes between a reading and its saving.
type busyBooks struct {
	ledger.Books
	read, save func() // done before Claims returns, and before Save begins; nil is nothing
	changes    int    // transactions that decided for themselves
}

func (b *busyBooks) Claims(ctx context.Context, ids []claims.ClaimID) ([]claims.Claim, error) {
	list, err := b.Books.Claims(ctx, ids)
	if b.read != nil {
		b.read()
	}
	return list, err
}

func (b *busyBooks) Save(ctx context.Context, read []claims.Claim, writes []claims.Write) error {
	if b.save != nil {
		b.save()
	}
	return b.Books.Save(ctx, read, writes)
}

func (b *busyBooks) Change(ctx context.Context, p claims.Pick, now time.Time, decide func(claims.Picked) ([]claims.Write, error)) ([]claims.Claim, error) {
	b.changes++
	return b.Books.Change(ctx, p, now, decide)
}

// on returns a ledger of the desk's rules on other books.
func (d *desk) on(t *testing.T, books ledger.Books) *ledger.Ledger {
	t.Helper()
	rules, err := policy.New(settings())
	if err != nil {
		t.Fatal(err)
	}
	l, err := ledger.New(t.Context(), ledger.Config{
		Books: books, Rules: rules, Zone: prague, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return d.now },
		Read: func(claims.Report) []claims.Item { return d.items },
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestRemind_AClaimThatIsAnsweredWhileItIsDecidedMakesNoReminderAndTheOthersMakeTheirsOnce(t *testing.T) {
	t.Parallel()
	answer := func(t *testing.T, d *desk, in claims.Ingested) []claims.Claim {
		return d.apply(t, claims.Dismiss{}, in.Claims[0].ID)
	}
	remove := func(t *testing.T, d *desk, in claims.Ingested) []claims.Claim {
		if err := d.RemoveReport(t.Context(), in.Report.ID, true, anna); err != nil {
			t.Fatal(err)
		}
		return nil
	}
	nothing := func(*testing.T, *desk, claims.Ingested) []claims.Claim { return nil }
	tests := []struct {
		name    string
		meddle  func(*testing.T, *desk, claims.Ingested) []claims.Claim // returns what must stay as it is then
		saving  bool
		changes int // how often is decided anew
	}{
		{"answered when it has just been read", answer, false, 1},
		{"answered just before it is saved", answer, true, 1},
		{"removed just before it is saved", remove, true, 5}, // all, then each alone
		{"nothing happens", nothing, true, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			var ids []claims.ClaimID
			add := func() {
				ids = append(ids, d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay}).ID)
			}
			add()
			in, err := d.Ingest(t.Context(), claims.Intake{Report: retold, Items: []claims.Item{invitation()}, Accept: true}, anna)
			if err != nil {
				t.Fatal(err)
			}
			add()
			add()
			batch := slices.Insert(slices.Clone(ids), 1, in.Claims[0].ID)
			want := batch
			if tt.changes > 0 {
				want = ids
			}
			d.now = at("2025-05-02 09:00")
			var stay []claims.Claim
			books := &busyBooks{Books: d.store, read: func() { stay = tt.meddle(t, d, in) }}
			if tt.saving {
				books.read, books.save = nil, books.read
			}
			if n, err := d.on(t, books).Remind(t.Context(), batch, d.now); n != len(want) || err != nil || books.changes != tt.changes {
				t.Errorf("%d reminders, %v, decided anew %d times; want %d and %d", n, err, books.changes, len(want), tt.changes)
			}
			var got []claims.ClaimID
			for _, n := range d.check(t) {
				got = append(got, n.ClaimID)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("claims reminded of differ (-want +got):\n%s", diff)
			}
			for _, c := range stay {
				if diff := cmp.Diff(c, d.claim(t, c.ID)); diff != "" {
					t.Errorf("the answered claim differs (-answered +after):\n%s", diff)
				}
			}
		})
	}
}

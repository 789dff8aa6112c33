package ledger_test

import (
	"sync/atomic"
	"testing"
	"time"

	"claimwatch/claims"
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

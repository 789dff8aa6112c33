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

package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

// nine is a digest every morning.
func nine(after time.Time) (time.Time, bool) {
	local := after.In(prague)
	next := time.Date(local.Year(), local.Month(), local.Day(), 9, 0, 0, 0, prague)
	if !next.After(after) {
		next = next.AddDate(0, 0, 1)
	}
	return next, true
}

func TestPreview_CountsAnEscalationTowardsTheCapAsTheDaemonDoes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := settings()
	ten := policy.Clock(10, 0)
	s.DailyCap, s.Bundle, s.Digest = 1, 0, nine
	s.Policies = []policy.Policy{{Match: policy.Match{Desk: []string{"late"}}, At: &ten}, {Escalate: &policy.Escalate{After: 1}}}
	d.Ledger = d.with(t, s)
	d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "escalated at nine", Due: victoryDay})
	late := d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "capped at ten", Due: victoryDay, Desk: "late"})
	d.until(t, at("2025-05-08 00:00"))
	planned, err := d.Preview(t.Context(), claims.PreviewQuery{From: at("2025-05-08 00:00"), Until: at("2025-05-09 09:01")})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, p := range planned {
		got = append(got, fmt.Sprintf("%d %s %s", p.ClaimID, p.Reason, p.As))
	}
	if diff := cmp.Diff([]string{"1 escalated card", "1 due card", "2 ahead digest"}, got); diff != "" {
		t.Fatalf("the preview (-want +got):\n%s", diff)
	}
	d.until(t, at("2025-05-09 00:00"))
	waiting, err := d.store.WaitingForDigest(t.Context())
	if err != nil || len(waiting) != 1 || waiting[0].ClaimID != late.ID || waiting[0].Reason != claims.ReasonAhead {
		t.Errorf("%+v waits for the digest, %v; want what the preview said", waiting, err)
	}
}

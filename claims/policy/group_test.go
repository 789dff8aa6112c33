package policy_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

func TestGroup_CapAndBundle(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, time.May, 6, 9, 0, 0, 0, time.UTC)
	few := func(first, n int, why claims.Reason, channel string) []claims.Notice {
		var list []claims.Notice
		for i := range n {
			list = append(list, claims.Notice{ClaimID: claims.ClaimID(first + i), Reason: why, SlotAt: now, Channel: channel})
		}
		return list
	}
	join := func(lists ...[]claims.Notice) (all []claims.Notice) {
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	cases := []struct {
		name     string
		cap      int
		bundle   int
		noDigest bool
		counts   map[string]int
		decided  []claims.Notice
		want     []string // "claim form"
		messages map[string]int
	}{
		{
			name: "as many as a bundle takes are cards", cap: 20, bundle: 3, decided: few(1, 3, claims.ReasonDue, "#a"),
			want: []string{"1 card", "2 card", "3 card"}, messages: map[string]int{"#a": 3},
		},
		{
			name: "more than a bundle are one message, per channel", cap: 20, bundle: 3, decided: join(few(1, 4, claims.ReasonDue, "#a"), few(5, 2, claims.ReasonDue, "#b")),
			want: []string{"1 bundle", "2 bundle", "3 bundle", "4 bundle", "5 card", "6 card"}, messages: map[string]int{"#a": 1, "#b": 2},
		},
		{
			name: "never bundled", cap: 0, bundle: 0, decided: few(1, 30, claims.ReasonDue, "#a"),
			want: forms(30, "card"), messages: map[string]int{"#a": 30},
		},
		{
			name: "by reason, slot and claim; what is above the cap waits for the digest", cap: 3, bundle: 0, counts: map[string]int{"#a": 1},
			decided: join(few(9, 1, claims.ReasonPeriodic, "#a"), []claims.Notice{{ClaimID: 5, Reason: claims.ReasonDue, SlotAt: now.Add(-time.Hour), Channel: "#a"}}, few(4, 1, claims.ReasonDue, "#a"), few(8, 1, claims.ReasonOverdue, "#a")),
			want:    []string{"8 card", "5 card", "4 digest", "9 digest"}, messages: map[string]int{"#a": 2},
		},
		{
			name: "escalations are never capped", cap: 1, bundle: 0, counts: map[string]int{"#a": 5}, decided: join(few(1, 1, claims.ReasonOverdue, "#a"), few(2, 2, claims.ReasonEscalated, "#a")),
			want: []string{"2 card", "3 card", "1 digest"}, messages: map[string]int{"#a": 2},
		},
		{
			name: "a bundle above the cap waits for the digest, its escalations do not", cap: 1, bundle: 2, counts: map[string]int{"#a": 1}, decided: join(few(1, 3, claims.ReasonOverdue, "#a"), few(4, 1, claims.ReasonEscalated, "#a")),
			want: []string{"4 card", "1 digest", "2 digest", "3 digest"}, messages: map[string]int{"#a": 1},
		},
		{
			name: "many escalations above the cap are one message", cap: 1, bundle: 2, counts: map[string]int{"#a": 1}, decided: join(few(1, 3, claims.ReasonEscalated, "#a"), few(4, 1, claims.ReasonDue, "#a")),
			want: []string{"1 bundle", "2 bundle", "3 bundle", "4 digest"}, messages: map[string]int{"#a": 1},
		},
		{
			name: "a bundle fits where one message does", cap: 2, bundle: 2, counts: map[string]int{"#a": 1}, decided: few(1, 3, claims.ReasonOverdue, "#a"),
			want: forms(3, "bundle"), messages: map[string]int{"#a": 1},
		},
		{
			name: "without a digest the cap is off", cap: 1, bundle: 0, noDigest: true, decided: few(1, 3, claims.ReasonDue, "#a"),
			want: forms(3, "card"), messages: map[string]int{"#a": 3},
		},
		{
			name: "the terminal has neither cap nor bundle", cap: 1, bundle: 1, decided: few(1, 3, claims.ReasonDue, claims.Terminal),
			want: forms(3, "card"), messages: map[string]int{claims.Terminal: 3},
		},
		{
			name: "nor have direct messages", cap: 1, bundle: 1,
			decided: []claims.Notice{{ClaimID: 1, Channel: "U1", Confidential: true}, {ClaimID: 2, Channel: "U1", Confidential: true}, {ClaimID: 3, Channel: "U1", Confidential: true}},
			want:    forms(3, "card"), messages: map[string]int{"U1": 3},
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := deskIn(t, "UTC")
			s.DailyCap, s.Bundle = tc.cap, tc.bundle
			if !tc.noDigest {
				s.Digest = morning(time.UTC)
			}
			grouped := compile(t, s).Group(tc.decided, tc.counts, now)
			var got []string
			for _, n := range grouped {
				got = append(got, fmt.Sprintf("%d %s", n.ClaimID, n.Form))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tc.messages, policy.Messages(grouped)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func forms(n int, form claims.Form) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprintf("%d %s", i+1, form))
	}
	return list
}

func TestDigestAt_SkipsHolidays(t *testing.T) {
	t.Parallel()
	s := deskIn(t, "Europe/Prague")
	s.Holidays = []policy.Holiday{{Country: "cz"}}
	s.Digest = morning(s.Location)
	at, ok := compile(t, s).DigestAt(clockIn(t, s.Location, "2025-12-23 09:00"))
	if want := clockIn(t, s.Location, "2025-12-27 09:00"); !ok || !at.Equal(want) {
		t.Errorf("the digest after December 23 is at %s, want %s", at, want)
	}
	s.Holidays = []policy.Holiday{{From: dayOf(t, "2025-12-24"), To: dayOf(t, "9999-12-31")}}
	if at, ok = compile(t, s).DigestAt(clockIn(t, s.Location, "2025-12-23 09:00")); ok {
		t.Errorf("a digest at %s, though there are only holidays", at)
	}
}

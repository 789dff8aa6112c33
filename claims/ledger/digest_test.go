package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/policy"
	"claimwatch/scheduler"
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

// compiled is a desk whose digest comes as a cron line says.
func compiled(t *testing.T, s policy.Settings, cron string) *desk {
	t.Helper()
	line, err := scheduler.ParseLine(cron, prague)
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	s.Digest = line.Next
	d.Ledger = d.with(t, s)
	return d
}

// digests lets the heartbeat look for digests every ten minutes until end, and returns when some
// were queued.
func (d *desk) digests(t *testing.T, end time.Time) []string {
	t.Helper()
	posted := []string{}
	for ; d.now.Before(end); d.now = d.now.Add(10 * time.Minute) {
		n, err := d.PostDigests(t.Context(), d.now)
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			posted = append(posted, d.now.In(prague).Format("Mon 2006-01-02 15:04"))
		}
	}
	return posted
}

func TestPostDigests_ComeByAnIntervalToo(t *testing.T) {
	t.Parallel()
	d := compiled(t, settings(), "@every 8h")
	d.add(t, claims.Draft{Summary: "nobody has it"})
	want := []string{"Tue 2025-01-21 17:00", "Wed 2025-01-22 01:00", "Wed 2025-01-22 09:00"}
	if diff := cmp.Diff(want, d.digests(t, at("2025-01-22 10:00"))); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
}

func TestPostDigests_OneThatWasMissedIsMadeUpOnce(t *testing.T) {
	t.Parallel()
	d := compiled(t, settings(), "0 9 * * mon-fri")
	d.add(t, claims.Draft{Summary: "nobody has it"})
	got := d.digests(t, at("2025-01-22 10:00"))
	d.now = at("2025-01-27 14:20") // the machine was off for days
	got = append(got, d.digests(t, at("2025-01-28 10:00"))...)
	if diff := cmp.Diff([]string{"Wed 2025-01-22 09:00", "Mon 2025-01-27 14:20", "Tue 2025-01-28 09:00"}, got); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
}

func TestPostDigests_NoneOnAHolidayNotEvenOneThatWasMissed(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Holidays = []policy.Holiday{{From: claims.NewDay(2025, 1, 23), To: claims.NewDay(2025, 1, 24)}}
	d := compiled(t, s, "0 9 * * mon-fri")
	d.add(t, claims.Draft{Summary: "nobody has it"})
	got := d.digests(t, at("2025-01-21 20:00"))
	d.now = at("2025-01-23 11:00") // off on Wednesday, back on the holiday
	got = append(got, d.digests(t, at("2025-01-28 00:00"))...)
	if diff := cmp.Diff([]string{"Mon 2025-01-27 09:00"}, got); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
}

func TestDigest_TheFirstOneTellsWhatIsNew(t *testing.T) {
	t.Parallel()
	d := compiled(t, settings(), "0 9 * * mon-fri")
	c := d.add(t, claims.Draft{Summary: "anna has it, and no date is known", Owner: "anna"})
	list, err := d.Digest(t.Context())
	if err != nil || len(list) != 1 || len(list[0].New) != 1 || list[0].New[0].ID != c.ID {
		t.Errorf("got %+v, %v; want claim %d as new", list, err, c.ID)
	}
}

func TestPostDigests_WhatWaitsForADigestThatWasTurnedOffIsNotLost(t *testing.T) {
	t.Parallel()
	s := settings()
	s.DailyCap, s.Bundle = 1, 0
	d := compiled(t, s, "0 20 * * *")
	for range 3 {
		d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay})
	}
	d.until(t, at("2025-05-02 12:00"))
	if list, err := d.store.WaitingForDigest(t.Context()); len(list) != 2 || err != nil {
		t.Fatalf("%d wait, %v; want 2", len(list), err)
	}
	d.Ledger = d.with(t, s)
	planned, err := d.Preview(t.Context(), claims.PreviewQuery{From: d.now, Until: d.now.Add(time.Hour)})
	if err != nil || len(planned) != 2 {
		t.Errorf("the preview says %+v, %v; want both now", planned, err)
	}
	if got := d.digests(t, d.now.Add(time.Minute)); len(got) != 1 {
		t.Errorf("digests at %v; want one at once, with what waits", got)
	}
	m, err := d.store.Lease(t.Context(), []claims.LeaseAsk{{Channel: "#follow-ups"}}, d.now)
	for err == nil && len(m) == 1 && m[0].Form != claims.FormDigest {
		m, err = d.store.Lease(t.Context(), []claims.LeaseAsk{{Channel: "#follow-ups"}}, d.now)
	}
	if err != nil || len(m) != 1 || len(m[0].Reminders) != 2 {
		t.Errorf("posted %+v, %v; want a digest with both", m, err)
	}
}

func TestPreview_OfOneClaimSeesWhatOthersPutOffIntoTheTimeAskedFor(t *testing.T) {
	t.Parallel()
	s := settings()
	s.DailyCap, s.Bundle = 1, 0
	d := compiled(t, s, "0 20 * * *")
	d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "first", Due: victoryDay})
	second := d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "second", Due: victoryDay})
	q := claims.PreviewQuery{IDs: []claims.ClaimID{second.ID}, From: at("2025-05-02 12:00"), Until: at("2025-05-03 12:00")}
	planned, err := d.Preview(t.Context(), q)
	if err != nil || len(planned) != 1 || planned[0].As != claims.FormDigest || !planned[0].At.Equal(at("2025-05-02 20:00")) {
		t.Errorf("got %+v, %v; want the digest in the evening", planned, err)
	}
}

func TestDigest_LeavesOutWhatWasSnoozedWhileItWaited(t *testing.T) {
	t.Parallel()
	s := settings()
	s.DailyCap, s.Bundle = 1, 0
	d := compiled(t, s, "0 20 * * *")
	for range 3 {
		d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay})
	}
	d.until(t, at("2025-05-02 12:00"))
	d.apply(t, claims.Snooze{Until: at("2025-05-06 09:00")}, 3)
	planned, err := d.Preview(t.Context(), claims.PreviewQuery{From: d.now, Until: at("2025-05-03 00:00")})
	if err != nil || len(planned) != 1 || planned[0].ClaimID != 2 {
		t.Errorf("the preview says %+v, %v; want claim 2 alone", planned, err)
	}
	list, err := d.Digest(t.Context())
	if err != nil || len(list) != 1 || len(list[0].Waiting) != 1 || list[0].Waiting[0].Claim.ID != 2 {
		t.Fatalf("the digest says %+v, %v; want claim 2 alone", list, err)
	}
	if words := list[0].Waiting[0].Words; words != "1st reminder, open for 101 days, due in 7 days" {
		t.Errorf("it says %q", words)
	}
}

func TestPostDigests_HoldAllCappedRemindersTheLastOnesInReplies(t *testing.T) {
	t.Parallel()
	s := settings()
	s.DailyCap, s.Bundle = 1, 0
	d := compiled(t, s, "0 20 * * *")
	for range 21 {
		d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay})
	}
	d.until(t, at("2025-05-02 12:00"))
	if _, err := d.PostDigests(t.Context(), d.now); err != nil { // it plans the evening's
		t.Fatal(err)
	}
	d.now = at("2025-05-02 20:00")
	d.check(t)
	d.digests(t, d.now.Add(time.Minute))
	var lines []int
	for {
		list, err := d.store.Lease(t.Context(), []claims.LeaseAsk{{Channel: "#follow-ups"}}, d.now)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			break
		}
		m := list[0]
		if m.Form == claims.FormDigest {
			lines = append(lines, len(m.Reminders))
		}
		if err := d.Sent(t.Context(), m, claims.Posted{Channel: "C1", TS: string(m.ID)}, d.now); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]int{15, 5}, lines); diff != "" {
		t.Errorf("reminders in the digest and its reply (-want +got):\n%s", diff)
	}
	if n := d.claim(t, 21).RemindersSent; n != 1 {
		t.Errorf("the digest was the reminder of the last claim %d times, want once", n)
	}
}

func TestDigest_EachChannelReadsOfItsClaimsByItsOwnDay(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Routes = []policy.Route{{Match: policy.Match{Desk: []string{"asia"}}, Channel: "#asia", Location: zone("Asia/Tokyo")}}
	d := compiled(t, s, "0 9 * * mon-fri")
	yesterday := claims.Due{Start: claims.NewDay(2025, 1, 21), End: claims.NewDay(2025, 1, 21), Precision: claims.PrecisionDay}
	d.add(t, claims.Draft{Summary: "here", Due: yesterday})
	d.add(t, claims.Draft{Summary: "there", Due: yesterday, Desk: "asia"})
	d.now = at("2025-01-21 20:00") // tomorrow in Tokyo
	list, err := d.Digest(t.Context())
	if err != nil || len(list) != 2 || list[0].Channel != "#asia" || len(list[0].Overdue) != 1 || list[1].Channel != "#follow-ups" || len(list[1].DueToday) != 1 {
		t.Errorf("got %+v, %v; want the claim of #asia overdue, the other due today", list, err)
	}
}

func TestDigest_TellsOfASpanAtItsStartAndItsEnd(t *testing.T) {
	t.Parallel()
	day := func(month time.Month, day int) claims.Day { return claims.NewDay(2025, month, day) }
	const wednesday, sunday = "2025-01-22 08:00", "2025-01-26 08:00"
	for _, c := range []struct {
		name, now string
		from, to  claims.Day
		want      string // list
	}{
		{"starts today", wednesday, day(1, 22), day(3, 31), "today"},
		{"ends today", wednesday, day(1, 1), day(1, 22), "today"},
		{"starts on Sunday", wednesday, day(1, 26), day(3, 31), "week"},
		{"ends on Sunday", wednesday, day(1, 1), day(1, 26), "week"},
		{"within the week", wednesday, day(1, 23), day(1, 24), "week"},
		{"starts on Monday", wednesday, day(1, 27), day(1, 31), "new"},
		{"all year", wednesday, day(1, 1), day(12, 31), "new"},
		{"ended yesterday", wednesday, day(1, 1), day(1, 21), "overdue"},
		{"begun within the reach of the first digest", wednesday, day(1, 16), day(3, 31), "today"},
		{"begun before that", wednesday, day(1, 15), day(3, 31), "new"},
		{"ends today, a Sunday", sunday, day(1, 1), day(1, 26), "today"},
		{"starts after this Sunday", sunday, day(1, 27), day(1, 31), "new"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := compiled(t, settings(), "0 9 * * mon-fri")
			d.now = at(c.now)
			d.add(t, claims.Draft{Summary: c.name, Owner: "anna", Due: claims.Due{Start: c.from, End: c.to, Precision: claims.PrecisionDay}})
			list, err := d.Digest(t.Context())
			if err != nil || len(list) != 1 {
				t.Fatalf("%d digests, %v", len(list), err)
			}
			var got []string
			for name, l := range map[string][]claims.Claim{"today": list[0].DueToday, "week": list[0].DueWeek, "new": list[0].New, "overdue": list[0].Overdue} {
				if len(l) > 0 {
					got = append(got, name)
				}
			}
			if diff := cmp.Diff([]string{c.want}, got); diff != "" {
				t.Errorf("lists (-want +got):\n%s", diff)
			}
		})
	}
}

// The desk's Monday is a holiday: what began then is told on Tuesday, and not on Wednesday again.
func TestPostDigests_TellOnceOfASpanThatBeganWhenThereWasNone(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Holidays = []policy.Holiday{{From: claims.NewDay(2025, 4, 21), To: claims.NewDay(2025, 4, 21)}}
	d := compiled(t, s, "0 9 * * mon-fri")
	d.now = at("2025-04-17 08:00")
	d.add(t, claims.Draft{Summary: "Is the bridge closed?", Owner: "anna", Due: claims.Due{
		Start: claims.NewDay(2025, 4, 21), End: claims.NewDay(2025, 5, 9), Precision: claims.PrecisionDay,
	}})
	d.digests(t, at("2025-04-22 08:30"))
	for _, c := range []struct {
		now  string
		want int
	}{{"2025-04-22 08:30", 1}, {"2025-04-23 08:30", 0}} {
		d.digests(t, at(c.now))
		list, err := d.Digest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, p := range list {
			got += len(p.DueToday)
		}
		if got != c.want {
			t.Errorf("%s: %d due today, want %d", c.now, got, c.want)
		}
	}
}

func TestPreview_ADigestThatWasMissedComesAtTheNextCheck(t *testing.T) {
	t.Parallel()
	s := settings()
	s.DailyCap, s.Bundle = 1, 0
	d := compiled(t, s, "0 20 * * *")
	for range 2 {
		d.add(t, claims.Draft{Kind: claims.KindInvitation, Summary: "Does Xi accept?", Due: victoryDay})
	}
	d.until(t, at("2025-05-02 12:00"))
	if _, err := d.PostDigests(t.Context(), d.now); err != nil { // it plans the evening's
		t.Fatal(err)
	}
	d.now = at("2025-05-02 22:30") // the daemon was off at eight
	planned, err := d.Preview(t.Context(), claims.PreviewQuery{Until: at("2025-05-03 12:00")})
	if err != nil || len(planned) != 1 || !planned[0].At.Equal(d.now) || planned[0].As != claims.FormDigest {
		t.Errorf("got %+v, %v; want the second claim in the digest, now", planned, err)
	}
	if got := d.digests(t, at("2025-05-03 12:00")); len(got) != 1 || got[0] != "Fri 2025-05-02 22:30" {
		t.Errorf("digests at %v", got)
	}
}

package ledger_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

const annaID = "U0001ANNA"

// told is a desk at which anna wants her digest at half past eight on working days, in Lisbon, an
// hour behind the newsroom.
func told(t *testing.T, change func(*policy.Settings)) *desk {
	t.Helper()
	s := settings()
	s.DirectTo = func(owner string) string {
		if owner == "anna" {
			return annaID
		}
		return ""
	}
	if change != nil {
		change(&s)
	}
	d := newDesk(t)
	d.Ledger = d.with(t, s)
	if err := d.store.SavePerson(t.Context(), claims.Person{Name: "anna", SlackID: annaID, Zone: "Europe/Lisbon"}, d.now); err != nil {
		t.Fatal(err)
	}
	d.choose(t, "08:30 mon-fri")
	return d
}

func (d *desk) choose(t *testing.T, hours string) {
	t.Helper()
	h, err := claims.ParseDigestHours(hours)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.store.SetDigestHours(t.Context(), annaID, h, d.now); err != nil {
		t.Fatal(err)
	}
}

// personal lets the heartbeat look every ten minutes until end, and returns what was sent when, as
// the newsroom's clock shows it.
func (d *desk) personal(t *testing.T, end time.Time) []string {
	t.Helper()
	sent := []string{}
	for ; d.now.Before(end); d.now = d.now.Add(10 * time.Minute) {
		if _, err := d.PostPersonal(t.Context(), d.now); err != nil {
			t.Fatal(err)
		}
		sent = append(sent, d.taken(t)...)
	}
	return sent
}

// taken is what waits for anna, with the numbers of what it tells.
func (d *desk) taken(t *testing.T) []string {
	t.Helper()
	list, err := d.store.Lease(t.Context(), []claims.LeaseAsk{{Channel: annaID}}, d.now)
	if err != nil {
		t.Fatal(err)
	}
	var sent []string
	for _, m := range list {
		if m.Digest == nil || m.Channel != annaID {
			t.Fatalf("sent %+v", m)
		}
		sent = append(sent, fmt.Sprintf("%s overdue %v today %v week %v back %v", d.now.In(prague).Format("Mon 2006-01-02 15:04"),
			numbers(m.Digest.Overdue), numbers(m.Digest.DueToday), numbers(m.Digest.DueWeek), numbers(m.Digest.Woken)))
		if err := d.Sent(t.Context(), m, claims.Posted{Channel: "D1", TS: fmt.Sprint(d.now.Unix())}, d.now); err != nil {
			t.Fatal(err)
		}
	}
	return sent
}

func numbers(list []claims.Claim) []claims.ClaimID {
	ids := []claims.ClaimID{}
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids
}

func onDay(month time.Month, day int) claims.Due {
	d := claims.NewDay(2025, month, day)
	return claims.Due{Start: d, End: d, Precision: claims.PrecisionDay}
}

func TestPostPersonal_TellsTheirOwnAtTheirOwnHour(t *testing.T) {
	t.Parallel()
	d := told(t, nil)
	d.add(t, claims.Draft{Summary: "today", Owner: "anna", Due: onDay(1, 22)})
	d.add(t, claims.Draft{Summary: "this week, confidential", Owner: "anna", Due: onDay(1, 24), Confidential: true})
	d.add(t, claims.Draft{Summary: "somebody else's", Owner: "bob", Due: onDay(1, 22), Confidential: true})
	d.add(t, claims.Draft{Summary: "nobody's", Due: onDay(1, 22)})
	d.add(t, claims.Draft{Summary: "later", Owner: "anna", Due: onDay(2, 22)})
	back := d.add(t, claims.Draft{Summary: "snoozed", Owner: annaID, Due: onDay(1, 21)})
	d.apply(t, claims.Snooze{Until: at("2025-01-23 12:00")}, back.ID)
	want := []string{
		"Wed 2025-01-22 09:30 overdue [] today [1] week [2] back []",
		"Thu 2025-01-23 09:30 overdue [1] today [] week [2] back [6]",
	}
	if diff := cmp.Diff(want, d.personal(t, at("2025-01-24 00:00"))); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
	if c := d.claim(t, 1); c.RemindersSent != 0 || !c.LastRemindedAt.IsZero() {
		t.Errorf("a digest was counted as a reminder: %+v", c)
	}
}

func TestPostPersonal_TellsOnceOfASpanThatHasBegun(t *testing.T) {
	t.Parallel()
	d := told(t, nil)
	span := func(from int) claims.Due {
		return claims.Due{Start: claims.NewDay(2025, 1, from), End: claims.NewDay(2025, 2, 20), Precision: claims.PrecisionDay}
	}
	d.add(t, claims.Draft{Summary: "on a Saturday", Owner: "anna", Due: span(25)})
	back := d.add(t, claims.Draft{Summary: "within a snooze", Owner: "anna", Due: span(23)})
	d.apply(t, claims.Snooze{Until: at("2025-01-24 09:00")}, back.ID)
	got := d.personal(t, at("2025-01-22 14:00"))
	d.add(t, claims.Draft{Summary: "before it was entered", Owner: "anna", Due: span(22)})
	got = append(got, d.personal(t, at("2025-01-31 00:00"))...)
	want := []string{
		"Wed 2025-01-22 09:30 overdue [] today [] week [1] back []",
		"Thu 2025-01-23 09:30 overdue [] today [3] week [1] back []",
		"Fri 2025-01-24 09:30 overdue [] today [2] week [1] back []",
		"Mon 2025-01-27 09:30 overdue [] today [1] week [] back []",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
}

func TestPostPersonal_When(t *testing.T) {
	t.Parallel()
	const friday = "Fri 2025-01-24 09:30 overdue [1] today [] week [] back []"
	cases := []struct {
		name  string
		do    func(*testing.T, *desk)
		rules func(*policy.Settings)
		want  []string
	}{
		{"nothing to say", func(t *testing.T, d *desk) { d.apply(t, claims.Assign{}, 1) }, nil, []string{}},
		{"turned off", func(t *testing.T, d *desk) { d.choose(t, "off") }, nil, []string{}},
		{"the machine was off for days", func(_ *testing.T, d *desk) { d.now = at("2025-01-24 15:00") }, nil, []string{"Fri 2025-01-24 15:00 overdue [1] today [] week [] back []"}},
		{"other days", func(t *testing.T, d *desk) { d.choose(t, "08:30 fri") }, nil, []string{friday}},
		{"a zone that is unknown is the newsroom's", func(t *testing.T, d *desk) {
			d.choose(t, "09:30 fri")
			if err := d.store.SavePerson(t.Context(), claims.Person{Name: "anna", SlackID: annaID, Zone: "Moon/Base"}, d.now); err != nil {
				t.Fatal(err)
			}
		}, nil, []string{friday}},
		{"holidays of the newsroom", nil, func(s *policy.Settings) {
			s.Holidays = []policy.Holiday{{From: claims.NewDay(2025, 1, 22), To: claims.NewDay(2025, 1, 23)}}
		}, []string{friday}},
		{"missed, and made up not on a holiday", func(_ *testing.T, d *desk) { d.now = at("2025-01-23 15:00") }, func(s *policy.Settings) {
			s.Holidays = []policy.Holiday{{From: claims.NewDay(2025, 1, 23), To: claims.NewDay(2025, 1, 23)}}
		}, []string{friday}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := told(t, c.rules)
			d.add(t, claims.Draft{Summary: "overdue", Owner: "anna", Due: onDay(1, 20)})
			if c.do != nil {
				c.do(t, d)
			}
			if diff := cmp.Diff(c.want, d.personal(t, at("2025-01-25 00:00"))); diff != "" {
				t.Errorf("digests (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPostPersonal_ACrashBeforeItIsNotedNeverDoublesIt(t *testing.T) {
	t.Parallel()
	d := told(t, nil)
	d.add(t, claims.Draft{Summary: "overdue", Owner: "anna", Due: onDay(1, 20)})
	before, err := d.store.Subscribers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := d.personal(t, at("2025-01-22 10:00"))
	now, err := d.store.Subscribers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.store.Told(t.Context(), now[0], before[0].Since); err != nil { // as if it had not been noted
		t.Fatal(err)
	}
	if got = append(got, d.personal(t, at("2025-01-22 23:00"))...); len(got) != 1 {
		t.Errorf("sent %q", got)
	}
}

func TestPostPersonal_OnTheDaysOfClockChanges(t *testing.T) {
	t.Parallel()
	d := told(t, nil)
	d.now = at("2025-03-29 12:00")
	d.choose(t, "01:30 sun") // on March 30 Lisbon's clocks go from 01:00 to 02:00
	d.add(t, claims.Draft{Summary: "overdue", Owner: "anna", Due: onDay(1, 20)})
	got := d.personal(t, at("2025-03-31 00:00"))
	d.now = at("2025-10-25 12:00") // and on October 26 from 02:00 to 01:00
	d.choose(t, "01:30 sun")
	got = append(got, d.personal(t, at("2025-10-27 00:00"))...)
	want := []string{
		"Sun 2025-03-30 03:00 overdue [1] today [] week [] back []",
		"Sun 2025-10-26 02:30 overdue [1] today [] week [] back []",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
}

func TestMerge_WhatIsConfidentialIsNotMergedIntoWhatIsNot(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	secret := d.add(t, claims.Draft{Summary: "a source", Confidential: true})
	open := d.add(t, claims.Draft{Summary: "the vote"})
	_, err := d.Apply(t.Context(), claims.Command{IDs: []claims.ClaimID{secret.ID}, By: anna, Act: claims.Merge{Into: open.ID}})
	if refused := (*claims.RefusedError)(nil); !errors.As(err, &refused) {
		t.Errorf("got %v", err)
	}
	d.apply(t, claims.Merge{Into: secret.ID}, open.ID)
}

func TestPostDigests_WhatBecomesConfidentialBeforeItIsSentIsNotTold(t *testing.T) {
	t.Parallel()
	d := compiled(t, settings(), "0 9 * * mon-fri")
	first := d.add(t, claims.Draft{Summary: "a source"})
	d.add(t, claims.Draft{Summary: "the vote"})
	if got := d.digests(t, at("2025-01-22 09:05")); len(got) != 1 {
		t.Fatalf("digests at %v", got)
	}
	d.apply(t, claims.Edit{Confidential: new(true)}, first.ID) // while Slack is away
	m, err := d.store.Lease(t.Context(), []claims.LeaseAsk{{Channel: "#follow-ups"}}, d.now)
	if err != nil || len(m) != 1 || m[0].Digest == nil || len(m[0].Digest.New) != 1 || m[0].Digest.New[0].ID == first.ID {
		t.Errorf("sent %+v, %v", m, err)
	}
}

package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/store"
)

var nine = time.Date(2025, time.January, 20, 9, 0, 0, 0, time.UTC)

// outbox is a store with claims that are due.
type outbox struct {
	*store.Store
	t testing.TB
}

func newOutbox(t testing.TB) outbox {
	t.Helper()
	s, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "claims.db"), store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return outbox{s, t}
}

// due adds an open claim with a reminder that waits.
func (o outbox) due(channel string, form claims.Form) claims.ClaimID {
	o.t.Helper()
	c := claims.Claim{Revision: 1, Version: 1, Status: claims.StatusOpen, Kind: claims.KindQuestion, Summary: "a", CreatedAt: nine, UpdatedAt: nine}
	n := claims.Notice{Ordinal: 1, Reason: claims.ReasonDue, SlotAt: nine, DecidedAt: nine, Channel: channel, Form: form}
	list, err := o.Change(o.t.Context(), claims.Pick{}, nine, func(claims.Picked) ([]claims.Write, error) {
		return []claims.Write{{Claim: c, Notices: []claims.Notice{n}}}, nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return list[0].ID
}

// lease takes the next message of a channel, which there must be.
func (o outbox) lease(channel string, bundle int) claims.Message {
	o.t.Helper()
	list, err := o.Lease(o.t.Context(), []claims.LeaseAsk{{Channel: channel, Bundle: bundle}}, nine)
	if err != nil || len(list) != 1 {
		o.t.Fatalf("leased %d messages, %v; want one", len(list), err)
	}
	return list[0]
}

func (o outbox) status() claims.OutboxStatus {
	o.t.Helper()
	st, err := o.OutboxStatus(o.t.Context(), nine)
	if err != nil {
		o.t.Fatal(err)
	}
	return st
}

func unchanged([]claims.Claim) ([]claims.Write, error) { return nil, nil }

var stands = claims.Posted{Channel: "C1", TS: "1737363600.000100"}

func TestLease_TakesAMessageOnce(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	o.due("#desk", claims.FormCard)
	m := o.lease("#desk", 5)
	again, err := o.Lease(t.Context(), []claims.LeaseAsk{{Channel: "#desk"}}, nine)
	if err != nil || len(again) != 0 {
		t.Errorf("leased again: %+v, %v", again, err)
	}
	left, err := o.Interrupted(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]claims.Message{m}, left); diff != "" {
		t.Errorf("what a restart finds differs (-leased +found):\n%s", diff)
	}
}

func TestRecordSent_IsOneTransaction(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	o.due("#desk", claims.FormCard)
	m := o.lease("#desk", 5)
	boom := errors.New("boom")
	err := o.RecordSent(t.Context(), m, stands, nine, func([]claims.Claim) ([]claims.Write, error) { return nil, boom })
	if !errors.Is(err, boom) || o.status().Sending != 1 {
		t.Fatalf("%v, %+v; want the error and nothing recorded", err, o.status())
	}
	calls := 0
	for range 2 {
		err := o.RecordSent(t.Context(), m, stands, nine, func(list []claims.Claim) ([]claims.Write, error) {
			calls += len(list)
			return nil, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if calls != 1 || o.status().Sending != 0 {
		t.Errorf("decided %d times, %+v; want once, and nothing on its way", calls, o.status())
	}
	m.ID = "unheard-of"
	if err := o.RecordSent(t.Context(), m, stands, nine, unchanged); !errors.Is(err, claims.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestRecordSetback_OfAnEarlierAttemptIsRefused(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	o.due("#desk", claims.FormCard)
	first := o.lease("#desk", 5)
	again := claims.Setback{State: claims.NoticePending, NotBefore: nine, MaybeRepeat: true}
	if err := o.RecordSetback(t.Context(), first, again); err != nil {
		t.Fatal(err)
	}
	second := o.lease("#desk", 5)
	if second.ID != first.ID || second.Attempt != 2 || !second.MaybeRepeat || !second.FirstTried.Equal(nine) {
		t.Fatalf("leased %+v, want the same message, attempt 2", second)
	}
	if err := o.RecordSetback(t.Context(), first, again); !errors.Is(err, claims.ErrLeaseLost) {
		t.Errorf("got %v, want ErrLeaseLost", err)
	}
	if err := o.RecordSent(t.Context(), first, stands, nine, unchanged); err != nil || o.status().Sending != 0 {
		t.Errorf("a post that was taken after all: %v, %+v", err, o.status())
	}
	if err := o.RecordSetback(t.Context(), second, again); !errors.Is(err, claims.ErrLeaseLost) {
		t.Errorf("got %v, want ErrLeaseLost", err)
	}
}

func TestRecordSetback_TakesABundleThatWasNeverPostedApartWithItsReplies(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	for range 40 {
		o.due("#desk", claims.FormCard)
	}
	m := o.lease("#desk", 5)
	if m.Form != claims.FormBundle || len(m.Reminders) != claims.LinesPerMessage || m.Total != 40 {
		t.Fatalf("leased %d of %d as %s", len(m.Reminders), m.Total, m.Form)
	}
	if err := o.RecordSetback(t.Context(), m, claims.Setback{State: claims.NoticePending, NotBefore: nine, Loose: true}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		o.due("#desk", claims.FormCard)
	}
	if m = o.lease("#desk", 5); m.Total != 42 || m.Attempt != 1 {
		t.Errorf("leased %d reminders in all, attempt %d; want all 42 anew", m.Total, m.Attempt)
	}
	if err := o.RecordSetback(t.Context(), m, claims.Setback{State: claims.NoticeDead, NotBefore: nine}); err != nil {
		t.Fatal(err)
	}
	if reply := o.lease("#desk", 5); reply.Part != 1 || reply.Parent.Known() || len(reply.Reminders) != claims.LinesPerMessage {
		t.Errorf("after the first part's end leased part %d with %d reminders", reply.Part, len(reply.Reminders))
	}
}

func TestRests_AreKeptAndPeopleToldOnce(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	r := claims.Rest{Subject: claims.RestChannel("#gone"), Class: "park", Code: "is_archived", Attempt: 1, Since: nine, Until: nine.Add(time.Minute), ToldAt: nine}
	tell := &claims.Alert{Channel: "#ops", Text: "cannot post"}
	for range 2 {
		if err := o.SaveRest(t.Context(), r, tell); err != nil {
			t.Fatal(err)
		}
		r.Attempt++
	}
	r.Attempt--
	got, err := o.Rests(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]claims.Rest{r}, got); diff != "" {
		t.Errorf("rests differ (-want +got):\n%s", diff)
	}
	if m := o.lease("#ops", 5); m.Form != claims.FormAlert || m.Alert != "cannot post" {
		t.Errorf("leased %+v, want the alert", m)
	}
	if more, err := o.Lease(t.Context(), []claims.LeaseAsk{{Channel: "#ops"}}, nine); err != nil || len(more) != 0 {
		t.Errorf("told again: %+v, %v", more, err)
	}
	if err := o.EndRest(t.Context(), r.Subject); err != nil {
		t.Fatal(err)
	}
	if got, err := o.Rests(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("still at rest: %v, %v", got, err)
	}
}

func TestPendingOutbox_SaysWhatIsDueAndWhenMoreWillBe(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	p, err := o.PendingOutbox(t.Context(), nine)
	if diff := cmp.Diff(claims.Pending{}, p); diff != "" || err != nil {
		t.Fatalf("of an empty outbox %v, differs (-want +got):\n%s", err, diff)
	}
	o.due("#a", claims.FormCard)
	o.due("#b", claims.FormBundle)
	o.due("#b", claims.FormCard)
	o.due("#ungrouped", "")
	o.due("#digest", claims.FormDigest)
	m := o.lease("#a", 0)
	look := nine.Add(90 * time.Second)
	if err := o.RecordSetback(t.Context(), m, claims.Setback{State: claims.NoticeUnknown, NotBefore: look}); err != nil {
		t.Fatal(err)
	}
	if p, err = o.PendingOutbox(t.Context(), nine); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(claims.Pending{Channels: []string{"#b"}, Next: look}, p); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
	if p, err = o.PendingOutbox(t.Context(), look); err != nil || !p.Looks {
		t.Errorf("when the look is due: %+v, %v", p, err)
	}
	want := claims.OutboxStatus{Pending: 4, Unknown: 1, OldestDue: nine, Unsettled: nine}
	if diff := cmp.Diff(want, o.status()); diff != "" {
		t.Errorf("status differs (-want +got):\n%s", diff)
	}
}

func TestQueueAlert_IsNotRepeatedWhileItWaits(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	for range 3 {
		if err := o.QueueAlert(t.Context(), claims.Alert{Channel: "#ops", Text: "look"}, nine); err != nil {
			t.Fatal(err)
		}
	}
	o.lease("#ops", 0)
	if more, err := o.Lease(t.Context(), []claims.LeaseAsk{{Channel: "#ops"}}, nine); err != nil || len(more) != 0 {
		t.Errorf("queued again: %+v, %v", more, err)
	}
}

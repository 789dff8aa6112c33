package store_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"claimwatch/claims"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2025, time.January, 20, 12, 0, 0, 0, time.UTC)

func TestEnvelopes_AreKeptOnceAndDoneOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "claims.db")
	s := open(t, path)
	want := claims.Envelope{ID: "e1", Kind: "interactive", Payload: []byte(`{"type":"block_actions"}`), Response: []byte(`{}`), ReceivedAt: noon}
	for i, fresh := range []bool{true, false} {
		got, err := s.KeepEnvelopes(t.Context(), []claims.Envelope{want})
		if err != nil || got[0] != fresh {
			t.Fatalf("time %d: fresh %v, %v", i+1, got, err)
		}
	}
	if err := s.BeginEnvelope(t.Context(), "e1"); err != nil {
		t.Fatal(err)
	}
	want.Attempt = 1
	again := open(t, path) // after a crash
	undone, err := again.UndoneEnvelopes(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]claims.Envelope{want}, undone); diff != "" {
		t.Errorf("undone differs (-want +got):\n%s", diff)
	}
	for range 2 { // the second time changes nothing
		if err := again.EndEnvelopes(t.Context(), []string{"e1"}, noon); err != nil {
			t.Fatal(err)
		}
	}
	if err := again.BeginEnvelope(t.Context(), "e1"); !errors.Is(err, claims.ErrConflict) {
		t.Errorf("what is done was begun: %v", err)
	}
	if fresh, err := again.KeepEnvelopes(t.Context(), []claims.Envelope{want}); err != nil || fresh[0] {
		t.Errorf("what was done came in again: %v, %v", fresh, err)
	}
	done, err := s.Envelope(t.Context(), "e1")
	if err != nil || len(done.Payload) != 0 || string(done.Response) != "{}" {
		t.Errorf("got %+v, %v; want the response alone", done, err)
	}
}

func TestSweepEnvelopes_KeepsWhatIsUndone(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "claims.db"))
	both := []claims.Envelope{{ID: "done", Kind: "interactive", ReceivedAt: noon}, {ID: "undone", Kind: "interactive", ReceivedAt: noon}}
	if _, err := s.KeepEnvelopes(t.Context(), both); err != nil {
		t.Fatal(err)
	}
	if err := s.EndEnvelopes(t.Context(), []string{"done"}, noon); err != nil {
		t.Fatal(err)
	}
	if n, err := s.SweepEnvelopes(t.Context(), noon.Add(time.Hour)); n != 1 || err != nil {
		t.Errorf("swept %d, %v; want 1", n, err)
	}
	if _, err := s.Envelope(t.Context(), "done"); !errors.Is(err, claims.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if left, _ := s.UndoneEnvelopes(t.Context(), 10); len(left) != 1 {
		t.Errorf("%d left, want 1", len(left))
	}
}

func TestSavePerson_KeepsTheLatest(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "claims.db"))
	for _, p := range []claims.Person{{Name: "anna", SlackID: "U1"}, {Name: "anna", SlackID: "U2", Zone: "Europe/Prague"}} {
		if err := s.SavePerson(t.Context(), p, noon); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]claims.Person{{Name: "anna", SlackID: "U2", Zone: "Europe/Prague"}}, got); diff != "" {
		t.Errorf("people differ (-want +got):\n%s", diff)
	}
}

package scheduler_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/scheduler"
)

// An archive is made of paper: it remembers, and fails when it is told to.
type archive struct {
	next  time.Time
	made  []string
	fails error
	noted error
}

func (a *archive) Next(context.Context) (time.Time, error) { return a.next, nil }

func (a *archive) Plan(_ context.Context, next time.Time) error {
	a.next = next
	return nil
}

func (a *archive) Note(_ context.Context, failure error, _ time.Time) error {
	a.noted = failure
	return nil
}

func (a *archive) Backup(_ context.Context, now time.Time) error {
	if a.fails != nil {
		return a.fails
	}
	a.made = append(a.made, now.Format("Mon 15:04"))
	return nil
}

func nightly(t *testing.T, a *archive) *scheduler.Backup {
	t.Helper()
	line, err := scheduler.ParseLine("30 3 * * *", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return scheduler.NewBackup(line, a)
}

// look has a duty look every minute from a time on, for so long.
func look(b *scheduler.Backup, from time.Time, span time.Duration) (fault error) {
	for at := from; at.Before(from.Add(span)); at = at.Add(time.Minute) {
		_, fault = b.RunOnce(context.Background(), at)
	}
	return fault
}

var monday = time.Date(2025, time.January, 20, 12, 0, 0, 0, time.UTC)

func TestBackup_IsMadeEveryNightAndAMissedOneOnce(t *testing.T) {
	t.Parallel()
	a := &archive{}
	if err := look(nightly(t, a), monday, 48*time.Hour); err != nil {
		t.Fatal(err)
	}
	friday := monday.Add(4 * 24 * time.Hour)
	if err := look(nightly(t, a), friday, 24*time.Hour); err != nil { // the machine was off for two nights
		t.Fatal(err)
	}
	want := []string{"Tue 03:30", "Wed 03:30", "Fri 12:00", "Sat 03:30"}
	if diff := cmp.Diff(want, a.made); diff != "" {
		t.Errorf("backups differ (-want +got):\n%s", diff)
	}
}

func TestBackup_ThatFailedIsTriedAgainAndNoted(t *testing.T) {
	t.Parallel()
	full := errors.New("the disk is full")
	a := &archive{fails: full}
	b := nightly(t, a)
	night := monday.Add(15*time.Hour + 29*time.Minute)
	if err := look(b, night, 10*time.Minute); !errors.Is(err, full) || !errors.Is(a.noted, full) {
		t.Fatalf("got %v, noted %v; want the failure", err, a.noted)
	}
	a.fails = nil
	if err := look(b, night.Add(10*time.Minute), 10*time.Minute); err != nil || a.noted != nil {
		t.Errorf("afterwards: %v, noted %v", err, a.noted)
	}
	if diff := cmp.Diff([]string{"Tue 03:45"}, a.made); diff != "" {
		t.Errorf("backups differ (-want +got):\n%s", diff)
	}
}

func TestBackup_IsPlannedAnewWhenTheClockWasSetBack(t *testing.T) {
	t.Parallel()
	a := &archive{next: monday.AddDate(5, 0, 0)}
	if err := look(nightly(t, a), monday, 24*time.Hour); err != nil || len(a.made) != 1 {
		t.Errorf("made %v, %v; want the one of the night", a.made, err)
	}
}

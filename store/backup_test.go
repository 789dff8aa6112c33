package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/store"
)

// backup writes a backup of o and returns where.
func (o outbox) backup(at time.Time) string {
	o.t.Helper()
	path := filepath.Join(o.t.TempDir(), "backup.db")
	if err := o.Backup(o.t.Context(), path, at); err != nil {
		o.t.Fatal(err)
	}
	return path
}

func TestBackup_IsWholeWhileOthersWrite(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for range 50 {
				o.due("#desk", claims.FormCard)
			}
		})
	}
	path := o.backup(nine)
	wg.Wait()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup has mode %v, %v; want it for its owner alone", info.Mode(), err)
	}
	copied, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(copied.Verify(t.Context()), copied.Close()); err != nil {
		t.Error(err)
	}
	if left, err := filepath.Glob(path + ".*"); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestBackup_OverwritesNothing(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	path := filepath.Join(t.TempDir(), "precious")
	write(t, path, []byte("precious"))
	var refused *claims.RefusedError
	if err := o.Backup(t.Context(), path, nine); !errors.As(err, &refused) {
		t.Errorf("got %v, want a refusal", err)
	}
	if b, err := os.ReadFile(path); string(b) != "precious" || err != nil {
		t.Errorf("the file holds %q, %v", b, err)
	}
}

// restore puts a backup in place of a new path, or of an old one by force.
func restore(t *testing.T, from, path string, force bool, now time.Time) (store.Restored, outbox) {
	t.Helper()
	done, err := store.Restore(t.Context(), store.Restoring{From: from, Path: path, Force: force, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return done, outbox{s, t}
}

func TestRestore_HasWhatMayHaveBeenSentLookedForFirst(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	o.due("#desk", claims.FormCard)
	o.due("#desk", "")
	o.due(claims.Terminal, claims.FormCard)
	sending := o.due("#other", claims.FormCard)
	m := o.lease("#other", 0)
	made, now := nine.Add(time.Hour), nine.Add(9*time.Hour)
	done, back := restore(t, o.backup(made), filepath.Join(t.TempDir(), "new", "claims.db"), false, now)
	if done.Doubtful != 3 || !done.MadeAt.Equal(made) || done.Kept != "" {
		t.Errorf("restored %+v; want three in doubt, made an hour after nine", done)
	}
	list, err := back.Unsettled(t.Context(), now, 10)
	if err != nil || len(list) != 3 {
		t.Fatalf("%d to be looked for, %v; want 3", len(list), err)
	}
	for _, u := range list {
		want := 0
		if u.Reminders[0].Claim.ID == sending {
			want = m.Attempt
		}
		if u.Attempt != want || u.FirstTried.After(made) {
			t.Errorf("claim %d: attempt %d since %s", u.Reminders[0].Claim.ID, u.Attempt, u.FirstTried)
		}
	}
	if posts, err := back.Lease(t.Context(), []claims.LeaseAsk{{Channel: "#desk"}, {Channel: "#other"}}, now); err != nil || len(posts) != 0 {
		t.Errorf("posts without a look: %+v, %v", posts, err)
	}
	if m := back.lease(claims.Terminal, 0); len(m.Reminders) != 1 {
		t.Errorf("the terminal, which cannot be asked, does not go on: %+v", m)
	}
}

func TestRestore_DoubtsWhatWasDueBeforeItAndNothingAfter(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	now := nine.Add(9 * time.Hour)
	_, back := restore(t, o.backup(nine.Add(-time.Hour)), filepath.Join(t.TempDir(), "claims.db"), false, now)
	back.due("#desk", claims.FormCard) // its slot is at nine
	list, err := back.Unsettled(t.Context(), now, 10)
	if err != nil || len(list) != 1 || list[0].Attempt != 0 {
		t.Fatalf("to be looked for: %+v, %v; want the one reminder, never tried", list, err)
	}
	if err := back.RecordSetback(t.Context(), list[0], claims.Setback{State: claims.NoticePending, NotBefore: now, Loose: true}); err != nil {
		t.Fatal(err)
	}
	waiting, err := back.Ungrouped(t.Context())
	if err != nil || len(waiting) != 1 || waiting[0].Form != "" {
		t.Errorf("not there, it is to be grouped like any other: %+v, %v", waiting, err)
	}
	c := claims.Claim{Revision: 1, Version: 1, Status: claims.StatusOpen, Kind: claims.KindQuestion, Summary: "later", CreatedAt: now, UpdatedAt: now}
	n := claims.Notice{Ordinal: 1, Reason: claims.ReasonDue, SlotAt: now.Add(time.Minute), DecidedAt: now.Add(time.Minute), Channel: "#later", Form: claims.FormCard}
	if _, err := back.Change(t.Context(), claims.Pick{}, now, func(claims.Picked) ([]claims.Write, error) {
		return []claims.Write{{Claim: c, Notices: []claims.Notice{n}}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	back.lease("#later", 0)
}

func TestRestore_KeepsWhatItReplacesAndRefusesWithoutBeingTold(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	from := o.backup(nine)
	path := filepath.Join(t.TempDir(), "claims.db")
	fresh(t, path)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path+"-wal", []byte("a log that is not of the backup"))
	var refused *claims.RefusedError
	if _, err := store.Restore(t.Context(), store.Restoring{From: from, Path: path, Now: nine}); !errors.As(err, &refused) {
		t.Fatalf("got %v, want a refusal", err)
	}
	done, _ := restore(t, from, path, true, nine)
	if kept, err := os.ReadFile(done.Kept); string(kept) != string(before) || err != nil {
		t.Errorf("what was replaced is not at %q: %v", done.Kept, err)
	}
}

func TestRestore_GivesNoNumberAgainThatTheReplacedDatabaseHasGiven(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	from := o.backup(nine)
	path := filepath.Join(t.TempDir(), "claims.db")
	add := func(s *store.Store) claims.ClaimID {
		c := claims.Claim{Revision: 1, Version: 1, Status: claims.StatusOpen, Kind: claims.KindQuestion, Summary: "later", CreatedAt: nine, UpdatedAt: nine}
		list, err := s.Change(t.Context(), claims.Pick{}, nine, func(claims.Picked) ([]claims.Write, error) { return []claims.Write{{Claim: c}}, nil })
		if err != nil {
			t.Fatal(err)
		}
		return list[0].ID
	}
	replaced, err := store.Open(t.Context(), path, store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	var last claims.ClaimID
	for range 7 {
		last = add(replaced)
	}
	if err := replaced.Close(); err != nil {
		t.Fatal(err)
	}
	_, back := restore(t, from, path, true, nine)
	if id := add(back.Store); id != last+1 {
		t.Errorf("the first claim after it is %d, want %d", id, last+1)
	}
}

func TestRestore_LeavesTheDatabaseAloneWhenTheBackupIsUnusable(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		make func(t *testing.T, path string)
		want error
	}{
		{"a header of zeros", func(t *testing.T, path string) { damage(t, path, 0, 100) }, claims.ErrCorrupt},
		{"a page of zeros", func(t *testing.T, path string) { damage(t, path, 8192, 4096) }, claims.ErrCorrupt},
		{"nothing in it", func(t *testing.T, path string) { write(t, path, nil) }, claims.ErrCorrupt},
		{"a newer claimwatch", newer, claims.ErrNewer},
		{"another program", foreign, claims.ErrCorrupt},
		{"no file", func(*testing.T, string) {}, os.ErrNotExist},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			from, path := filepath.Join(folder, "backup.db"), filepath.Join(folder, "claims.db")
			tt.make(t, from)
			fresh(t, path)
			before, _ := os.ReadFile(path)
			if _, err := store.Restore(t.Context(), store.Restoring{From: from, Path: path, Force: true, Now: nine}); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the database was changed")
			}
			if left, err := filepath.Glob(path + ".writing-*"); err != nil || len(left) != 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

func TestRestore_WaitsForNobody(t *testing.T) {
	t.Parallel()
	o := newOutbox(t)
	from := o.backup(nine)
	release, err := store.LockDaemon(o.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if _, err := store.Restore(t.Context(), store.Restoring{From: from, Path: o.Path(), Force: true, Now: nine}); !errors.Is(err, claims.ErrBusy) {
		t.Errorf("while a daemon runs: got %v, want ErrBusy", err)
	}
}

func TestUsable_NothingIsWrittenToAFileThatIsGone(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		do   func(path string) error
	}{
		{"deleted", os.Remove},
		{"moved away", func(path string) error { return os.Rename(path, path+".old") }},
		{"replaced by a copy", func(path string) error {
			b, err := os.ReadFile(path)
			return errors.Join(err, os.Remove(path), os.WriteFile(path+".new", b, 0o600), os.Rename(path+".new", path))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOutbox(t)
			o.due("#desk", claims.FormCard)
			if err := o.Usable(); err != nil {
				t.Fatal(err)
			}
			if err := tt.do(o.Path()); err != nil {
				t.Fatal(err)
			}
			if list, err := o.Lease(t.Context(), []claims.LeaseAsk{{Channel: "#desk"}}, nine); !errors.Is(err, store.ErrReplaced) || list != nil {
				t.Errorf("leased %v, %v; want ErrReplaced", list, err)
			}
		})
	}
}

package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"claimwatch/claims"
	"claimwatch/store"
	"claimwatch/store/storetest"
)

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(tb testing.TB) storetest.Store { return open(tb, filepath.Join(tb.TempDir(), "claims.db")) })
}

// open opens or makes the store at path and closes it with the test.
func open(tb testing.TB, path string) *store.Store {
	tb.Helper()
	s, err := store.Open(context.Background(), path, store.Options{Create: true})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

func TestOpen_MakesAFileForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new folder", "claims #1?.db")
	open(t, path)
	for p, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700 | os.ModeDir} {
		info, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s has mode %s, want %s", filepath.Base(p), info.Mode(), want)
		}
	}
}

func TestOpen_RefusesWhatItCannotUse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		make func(t *testing.T, path string)
		want error
	}{
		{"a missing file that is not to be made", func(*testing.T, string) {}, claims.ErrNoDatabase},
		{"a file that is no database", func(t *testing.T, path string) {
			write(t, path, []byte("this is a report, not a database at all, as anybody can see who reads it"))
		}, claims.ErrCorrupt},
		{"a header of zeros", func(t *testing.T, path string) { damage(t, path, 0, 100) }, claims.ErrCorrupt},
		{"a database of a newer claimwatch", newer, claims.ErrNewer},
		{"a database of another program", foreign, claims.ErrCorrupt},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "claims.db")
			tt.make(t, path)
			before, _ := os.ReadFile(path)
			s, err := store.Open(t.Context(), path, store.Options{})
			if err == nil {
				t.Fatal("opened", s.Close())
			}
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// damage makes a database and writes zeros over a stretch of it.
func damage(t *testing.T, path string, from, n int) {
	t.Helper()
	fresh(t, path)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(b[from:], make([]byte, n))
	write(t, path, b)
}

// fresh makes a database whose file holds everything.
func fresh(t *testing.T, path string) {
	t.Helper()
	s, err := store.Open(t.Context(), path, store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func newer(t *testing.T, path string) {
	t.Helper()
	fresh(t, path)
	exec(t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`)
}

func foreign(t *testing.T, path string) {
	t.Helper()
	write(t, path, nil)
	exec(t, path, `CREATE TABLE bookmarks (url TEXT)`)
}

// exec runs a statement on the file beside the store.
func exec(t *testing.T, path, query string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpen_ManyAtOnceOnANewFileMakeOneSchema(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "claims.db")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s, err := store.Open(context.Background(), path, store.Options{Create: true})
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestLockDaemon_NamesTheHolder(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "claims.db")
	release, err := store.LockDaemon(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.LockDaemon(path); !errors.Is(err, claims.ErrBusy) {
		t.Errorf("a second daemon got %v, want ErrBusy", err)
	}
	release()
	release, err = store.LockDaemon(path)
	if err != nil {
		t.Fatalf("after the first let go: %v", err)
	}
	release()
}

func TestHistory_IsAppendOnly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "claims.db")
	fresh(t, path)
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, q := range []string{
		`INSERT INTO claims (id, revision, version, status, kind, summary, quote, parties, due_days, outcome, owner, desk, tags, confidential, source, created_at, updated_at, resolved_by, reminders_sent, pace) VALUES (1, 1, 1, 'open', 'event', 's', '', '[]', 0, '', '', '', '[]', 0, '', 1, 1, '', 0, '{}')`,
		`INSERT INTO history (claim_id, at, actor, via, action, detail) VALUES (1, 1, 'anna', 'cli', 'added', '{}')`,
	} {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.ExecContext(t.Context(), `UPDATE history SET actor = 'bob'`); err == nil {
		t.Error("what has happened was rewritten")
	}
}

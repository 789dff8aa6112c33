package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/jmoiron/sqlx"

	"claimwatch/claims"
)

// copyDSN opens a file that nobody else uses, without a log beside it.
const copyDSN = "mode=rw&_foreign_keys=on&_busy_timeout=5000&_synchronous=FULL"

// madeKey says when a backup was made. Only a backup has it.
const madeKey = "backup_made_at"

const sqlVacuumInto = `VACUUM INTO ?`

// Backup writes the database as it stands at one moment to a new file at path, for its owner
// alone, while others read and write. It is read back whole and on the disk before it has its
// name. Errors: *claims.RefusedError when there is something at path already, claims.ErrCorrupt,
// and those of the file system.
func (s *Store) Backup(ctx context.Context, path string, now time.Time) error {
	if err := vacant(path); err != nil {
		return err
	}
	if err := s.Usable(); err != nil {
		return err
	}
	temp, err := tempBeside(path)
	if err != nil {
		return fmt.Errorf("back up to %s: %w", path, cause(err))
	}
	if _, err = s.db.ExecContext(ctx, sqlVacuumInto, temp); damaged(err) { // what was read: the copy is new
		err = s.translate(err)
	}
	if err == nil {
		err = seal(ctx, temp, now)
	}
	if err == nil {
		err = name(temp, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("back up: %w", explain(path, cause(err))), discard(temp))
	}
	return nil
}

// vacant refuses a path at which there is something.
func vacant(path string) error {
	_, err := os.Lstat(path)
	switch {
	case err == nil:
		return &claims.RefusedError{Problem: fmt.Sprintf("%s exists already; name a file that does not", path)}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("look at %s: %w", path, cause(err))
	}
	return nil
}

// tempMark is in the name of a file that is being written; what a killed process left is known by it.
const tempMark = ".writing-"

// tempBeside makes an empty file in the folder of path, for its owner alone.
func tempBeside(path string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+tempMark+"*")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// seal notes in a copy when it was made, reads it whole, and sees that it is on the disk.
func seal(ctx context.Context, path string, now time.Time) error {
	err := withCopy(path, func(db *sqlx.DB) error {
		if _, err := db.ExecContext(ctx, sqlSetMeta, madeKey, strconv.FormatInt(now.UnixMilli(), 10)); err != nil {
			return err
		}
		return verify(ctx, db, path)
	})
	if err != nil {
		return err
	}
	return syncPath(path)
}

// withCopy opens a file that nobody else uses for the time of f.
func withCopy(path string, f func(*sqlx.DB) error) (err error) {
	db, err := sqlx.Open("sqlite3", dsnOf(path, copyDSN))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	return f(db)
}

func dsnOf(path, settings string) string {
	u := url.URL{Scheme: "file", Path: path, RawQuery: settings}
	if !filepath.IsAbs(path) {
		u = url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: settings}
	}
	return u.String()
}

// name gives a finished file its name, unless somebody else has taken it meanwhile.
func name(temp, path string) error {
	err := os.Link(temp, path)
	switch {
	case err == nil:
		err = os.Remove(temp)
	case errors.Is(err, fs.ErrExist):
		return vacant(path)
	default: // a file system without links
		err = os.Rename(temp, path)
	}
	if err != nil {
		return err
	}
	return syncPath(filepath.Dir(path))
}

// syncPath sees that a file, or the names in a folder, are on the disk.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// discard removes a file that is not wanted, with what SQLite may have put beside it.
func discard(path string) error {
	var faults []error
	for _, p := range []string{path, path + "-journal", path + "-wal", path + "-shm"} {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/jmoiron/sqlx"

	"claimwatch/claims"
)

// A Restoring says which backup takes the place of which database.
type Restoring struct {
	From  string
	Path  string
	Force bool // there may be a database at Path, which is set aside
	Now   time.Time
}

// Restored says what came of it.
type Restored struct {
	MadeAt   time.Time // when the backup was made
	Doubtful int       // messages that are looked for before they are posted
	Kept     string    // where the database that was replaced is now; "" when there was none
}

// Restore puts a backup in the place of a database. The backup is copied, read whole and brought
// up to date before anything is replaced; what it replaces is kept beside it. Whatever may have
// been posted since the backup was made becomes 'unknown': it is looked for before it is posted.
// Errors: claims.ErrBusy while a daemon runs or somebody writes, *claims.RefusedError when there
// is a database and Force is not set, claims.ErrCorrupt and ErrNewer of the backup, and those of
// the file system.
func Restore(ctx context.Context, r Restoring) (Restored, error) {
	if err := r.check(); err != nil {
		return Restored{}, err
	}
	if err := os.MkdirAll(filepath.Dir(r.Path), 0o700); err != nil {
		return Restored{}, fmt.Errorf("make the folder of %s: %w", r.Path, cause(err))
	}
	release, err := LockDaemon(r.Path)
	if err != nil {
		return Restored{}, err
	}
	defer release()
	temp, done, err := r.prepare(ctx)
	if err != nil {
		return Restored{}, fmt.Errorf("restore %s: %w", r.From, err)
	}
	done.Kept, err = r.replace(ctx, temp)
	if err != nil {
		return Restored{}, errors.Join(fmt.Errorf("put %s in place: %w", r.Path, err), discard(temp))
	}
	return done, nil
}

// check refuses what would lose something, before anything is touched.
func (r Restoring) check() error {
	from, err := os.Stat(r.From)
	switch {
	case err != nil:
		return fmt.Errorf("restore %s: %w", r.From, cause(err))
	case !from.Mode().IsRegular():
		return fmt.Errorf("restore %s: it is no file", r.From)
	}
	at, err := os.Stat(r.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look at %s: %w", r.Path, cause(err))
	case os.SameFile(from, at):
		return &claims.InvalidError{Field: "restore", Problem: r.From + " is the database itself; name a backup of it"}
	case !r.Force:
		return &claims.RefusedError{Problem: fmt.Sprintf("there is a database at %s; with --force it is set aside and the backup takes its place", r.Path)}
	}
	return nil
}

// prepare makes the new database in a file of its own.
func (r Restoring) prepare(ctx context.Context) (temp string, done Restored, err error) {
	if temp, err = tempBeside(r.Path); err != nil {
		return "", done, cause(err)
	}
	if err = copyFile(r.From, temp); err == nil {
		done, err = renew(ctx, temp, r.Now)
	}
	if err != nil {
		return "", done, errors.Join(err, discard(temp))
	}
	return temp, done, nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return cause(err)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return errors.Join(cause(err), in.Close())
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, in.Close(), out.Close())
}

const sqlNoWAL = `PRAGMA journal_mode = DELETE`

// renew verifies a copied backup, brings it up to date and marks what is in doubt.
func renew(ctx context.Context, path string, now time.Time) (done Restored, err error) {
	err = withCopy(path, func(db *sqlx.DB) error {
		s := newStore(db, path)
		v, err := s.version(ctx)
		switch {
		case err != nil:
			return err
		case v == 0:
			return fmt.Errorf("%w: it holds no claims", claims.ErrCorrupt)
		}
		if err := verify(ctx, db, path); err != nil {
			return err
		}
		if err := s.migrate(ctx); err != nil {
			return err
		}
		if done, err = s.markDoubt(ctx, now); err != nil {
			return err
		}
		var mode string
		return db.GetContext(ctx, &mode, sqlNoWAL) // everything is in the one file
	})
	if err != nil {
		return Restored{}, err
	}
	return done, syncPath(path)
}

// keptMark is in the name of a database that was replaced.
const keptMark = ".replaced-"

// replace puts temp in the place of the database. There is a database at the path at any moment:
// a daemon that starts when this was killed half way finds the old one or the new one.
func (r Restoring) replace(ctx context.Context, temp string) (kept string, err error) {
	if _, err := os.Stat(r.Path); errors.Is(err, fs.ErrNotExist) {
		if err := r.setAside(r.Path + keptMark + r.stamp()); err != nil { // a log without its database
			return "", err
		}
		return "", errors.Join(os.Rename(temp, r.Path), syncPath(filepath.Dir(r.Path)))
	}
	if err := r.quiet(ctx); err != nil {
		return "", err
	}
	if err := r.numberOn(ctx, temp); err != nil {
		return "", err
	}
	kept = r.Path + keptMark + r.stamp()
	if err := os.Link(r.Path, kept); err != nil {
		return "", cause(err)
	}
	if err := r.setAside(kept); err != nil {
		return "", err
	}
	if err := os.Rename(temp, r.Path); err != nil {
		return "", cause(err)
	}
	return kept, syncPath(filepath.Dir(r.Path))
}

func (r Restoring) stamp() string { return r.Now.UTC().Format("20060102T150405.000Z") }

// setAside moves the log of the database that is replaced: the new one must not read it.
func (r Restoring) setAside(kept string) error {
	for _, end := range []string{"-wal", "-shm"} {
		if err := os.Rename(r.Path+end, kept+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

const (
	sqlFlushLog = `PRAGMA wal_checkpoint(TRUNCATE)`
	sqlTryLock  = `BEGIN IMMEDIATE; ROLLBACK`
)

// quiet brings the log of the database that is replaced into its file, and sees that nobody writes
// to it. One that is damaged is left as it is: nobody can write to it either.
func (r Restoring) quiet(ctx context.Context) error {
	return withCopy(r.Path, func(db *sqlx.DB) error {
		old := newStore(db, r.Path)
		for _, q := range []string{sqlFlushLog, sqlTryLock} {
			if _, err := db.ExecContext(ctx, q); err != nil {
				if err = old.translate(err); errors.Is(err, claims.ErrBusy) {
					return err
				}
				return nil
			}
		}
		return nil
	})
}

const (
	sqlNumbers   = `SELECT name, seq FROM sqlite_sequence WHERE typeof(seq) = 'integer' AND seq BETWEEN 0 AND ?`
	sqlNumberOn  = `UPDATE sqlite_sequence SET seq = MAX(seq, ?) WHERE name = ?`
	sqlNumberNew = `INSERT INTO sqlite_sequence (name, seq) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?)
AND EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?)`
)

// likelyNumber is the highest number that a newsroom may have given; beyond it lies damage.
const likelyNumber = 1 << 40

// A numbered table, and the highest number that was given in it.
type numbered struct {
	Name string `db:"name"`
	Seq  int64  `db:"seq"`
}

// numberOn sees that no number is given again that the database which is replaced has given since
// the backup was made: its cards may still stand in Slack. One that is damaged tells nothing.
func (r Restoring) numberOn(ctx context.Context, temp string) error {
	var given []numbered
	err := withCopy(r.Path, func(db *sqlx.DB) error { return db.SelectContext(ctx, &given, sqlNumbers, likelyNumber) })
	switch {
	case busy(err) || ctx.Err() != nil:
		return fmt.Errorf("read the numbers of %s: %w", r.Path, explain(r.Path, err))
	case err != nil:
		return nil
	}
	err = withCopy(temp, func(db *sqlx.DB) error {
		for _, g := range given {
			if _, err := db.ExecContext(ctx, sqlNumberOn, g.Seq, g.Name); err != nil {
				return err
			}
			if _, err := db.ExecContext(ctx, sqlNumberNew, g.Name, g.Seq, g.Name, g.Name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("go on with the numbers of %s: %w", r.Path, explain(temp, err))
	}
	return syncPath(temp)
}

package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/jmoiron/sqlx"
	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"

	"claimwatch/claims"
)

//go:embed migrations/*.sql
var migrations embed.FS

// schemaVersion is the number of the newest migration.
const schemaVersion = 1

// dsn carries the settings, since a pool has many connections: a lock taken when a transaction
// begins, so that a reader never turns writer half way; FULL, so that what was acknowledged
// survives a power cut. A connection serves one goroutine at a time, so that it needs no mutex, and keeps
// the statements that it has run prepared. WAL is a setting of the file, and set once it is known to be ours.
const dsn = "mode=rw&_foreign_keys=on&_busy_timeout=5000&_txlock=immediate&_synchronous=FULL&_mutex=no&_stmt_cache_size=64"

// Options say how a database is opened.
type Options struct {
	Create bool // make the file, and its folder, when there is none
}

// Open opens the SQLite file at path and brings its schema up to date. Errors:
// claims.ErrNoDatabase, ErrNewer, ErrCorrupt, ErrBusy, and those of the file system.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if err := prepare(path, o.Create); err != nil {
		return nil, err
	}
	db, err := sqlx.Open("sqlite3", dsnOf(path, dsn))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(4)
	s := newStore(db, path)
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if s.file, err = os.Stat(path); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, cause(err)), db.Close())
	}
	return s, nil
}

// prepare makes the file with the rights of its owner alone, or sees that it is there.
func prepare(path string, create bool) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("open %s: it is a folder; name a file", path)
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("open %s: %w", path, cause(err))
	case !create:
		return fmt.Errorf("%w at %s", claims.ErrNoDatabase, path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of %s: %w", path, cause(err))
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("make %s: %w", path, cause(err))
	}
	return f.Close()
}

// cause strips the operation and path that os repeats.
func cause(err error) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return p.Err
	}
	return err
}

const sqlSchemaVersion = `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied = 1`

// sqlSchema counts the tables of the file, and those by which ours is known.
const sqlSchema = `SELECT COUNT(*) AS tables, COALESCE(SUM(name = 'goose_db_version'), 0) AS versioned, COALESCE(SUM(name = 'claims'), 0) AS claims FROM sqlite_master WHERE type = 'table'`

const sqlWAL = `PRAGMA journal_mode = WAL`

// migrate compares versions first, since that costs one query: a database that is newer is
// refused, and only an older one is worth loading the migrations.
func (s *Store) migrate(ctx context.Context) error {
	version, err := s.version(ctx)
	switch {
	case err != nil:
		return err
	case version > schemaVersion:
		return fmt.Errorf("%w: %s has schema %d, this binary knows %d; use a newer claimwatch", claims.ErrNewer, s.path, version, schemaVersion)
	case version == schemaVersion:
		return s.journal(ctx)
	}
	return s.upgrade(ctx)
}

// journal sees that the file keeps a write-ahead log; a backup that was put back may not.
func (s *Store) journal(ctx context.Context) error {
	var mode string
	if err := s.db.GetContext(ctx, &mode, sqlWAL); err != nil {
		return fmt.Errorf("set the journal of %s: %w", s.path, s.translate(err))
	}
	return nil
}

func (s *Store) version(ctx context.Context) (int, error) {
	var schema struct {
		Tables    int  `db:"tables"`
		Versioned bool `db:"versioned"`
		Claims    bool `db:"claims"`
	}
	if err := s.db.GetContext(ctx, &schema, sqlSchema); err != nil {
		return 0, fmt.Errorf("read the schema of %s: %w", s.path, s.translate(err))
	}
	if schema.Tables == 0 {
		return 0, nil
	}
	foreign := fmt.Errorf("%w: %s is the database of another program", claims.ErrCorrupt, s.path)
	if !schema.Versioned {
		return 0, foreign
	}
	var version int
	if err := s.db.GetContext(ctx, &version, sqlSchemaVersion); err != nil {
		return 0, fmt.Errorf("read the schema version of %s: %w", s.path, s.translate(err))
	}
	if version > 0 && !schema.Claims {
		return 0, foreign
	}
	return version, nil
}

// upgrade applies the migrations that are missing, under a lock: two processes that start on a
// new file at once do not meet.
func (s *Store) upgrade(ctx context.Context) error {
	unlock, err := lockFolder(filepath.Dir(s.path))
	if err != nil {
		return err
	}
	defer unlock()
	if v, err := s.version(ctx); err != nil || v == schemaVersion {
		return err
	}
	if err := s.journal(ctx); err != nil {
		return err
	}
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.db.DB, folder)
	if err != nil {
		return fmt.Errorf("load migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", s.path, s.translate(err))
	}
	return nil
}

// busy reports whether somebody else holds the lock.
func busy(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrBusy || e.Code == sqlite3.ErrLocked)
}

// translate turns the driver's codes into errors that callers branch on; others pass. Damage of the file,
// and a flush that failed, end all writing by this process: what the system holds of the file is then
// not what the disk holds, and a second flush would say that all is well.
func (s *Store) translate(err error) error {
	err = explain(s.path, err)
	if errors.Is(err, claims.ErrCorrupt) || errors.Is(err, ErrUnflushed) {
		s.damage.CompareAndSwap(nil, &err)
	}
	return err
}

// explain is translate for whatever file is at path.
func explain(path string, err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return fmt.Errorf("%w: another process holds %s: %w", claims.ErrBusy, path, err)
	case sqlite3.ErrNotADB, sqlite3.ErrCorrupt:
		return fmt.Errorf("%w: %s: %w", claims.ErrCorrupt, path, err)
	case sqlite3.ErrFull:
		return fmt.Errorf("no space is left on the disk of %s: %w", path, err)
	case sqlite3.ErrReadonly, sqlite3.ErrCantOpen:
		return fmt.Errorf("%s cannot be written; is its disk read-only, or does it belong to somebody else? %w", path, err)
	case sqlite3.ErrIoErr:
		if e.ExtendedCode == sqlite3.ErrIoErrFsync || e.ExtendedCode == sqlite3.ErrIoErrDirFsync {
			err = fmt.Errorf("%w: %w", ErrUnflushed, err)
		}
		return fmt.Errorf("the disk of %s fails: %w", path, err)
	}
	return err
}

// damaged reports whether an error of the driver says that the file it read is damaged.
func damaged(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrNotADB || e.Code == sqlite3.ErrCorrupt)
}

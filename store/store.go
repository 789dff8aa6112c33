package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// A Store keeps everything: one SQLite file. It is safe for concurrent use.
type Store struct {
	db   *sqlx.DB
	path string
}

// Path returns the file's path.
func (s *Store) Path() string { return s.path }

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

// Truncate is the one place that says how finely instants are kept: UTC, milliseconds.
func Truncate(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// writeTimeout bounds a write, waiting for the lock included.
const writeTimeout = 20 * time.Second

// transact runs f in one transaction: it commits, or rolls back when f fails or panics. The
// caller's cancellation does not reach it, since a statement that is interrupted inside a
// transaction leaves the driver and the database of different minds.
func (s *Store) transact(ctx context.Context, f func(*tx) error) (err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTimeout)
	defer cancel()
	sx, err := s.db.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", s.translate(err))
	}
	done := false
	defer func() {
		if !done {
			err = errors.Join(err, rollback(sx))
		}
	}()
	if err := f(&tx{ctx: ctx, Tx: sx}); err != nil {
		return s.translate(err)
	}
	done = true
	if err := sx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", s.translate(err))
	}
	return nil
}

func rollback(sx *sqlx.Tx) error {
	if err := sx.Rollback(); err != nil {
		return fmt.Errorf("roll back: %w", err)
	}
	return nil
}

// tx is a transaction with the context that bounds it, as long as transact runs.
type tx struct {
	*sqlx.Tx
	ctx context.Context
}

// exec runs a statement that must change exactly want rows; want < 0 is any number.
func (t *tx) exec(want int64, query string, args ...any) (int64, error) {
	res, err := t.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, err
	}
	if want >= 0 && n != want {
		return n, errRows{want: want, got: n}
	}
	return n, nil
}

// errRows says that a statement changed another number of rows than it must.
type errRows struct{ want, got int64 }

func (e errRows) Error() string { return fmt.Sprintf("changed %d rows, not %d", e.got, e.want) }

func (t *tx) insert(query string, args ...any) (int64, error) {
	res, err := t.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

func (t *tx) selectAll(into any, query string, args ...any) error {
	return t.SelectContext(t.ctx, into, query, args...)
}

func (t *tx) get(into any, query string, args ...any) error {
	return t.GetContext(t.ctx, into, query, args...)
}

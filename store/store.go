package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"

	"claimwatch/claims"
)

// A Store keeps everything: one SQLite file. It is safe for concurrent use.
type Store struct {
	db   *sqlx.DB
	path string
	file os.FileInfo // which file was opened; nil: whichever is at path

	damage atomic.Pointer[error] // found in the file
}

// Path returns the file's path.
func (s *Store) Path() string { return s.path }

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

// Truncate is the one place that says how finely instants are kept: UTC, milliseconds.
func Truncate(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// writeTimeout bounds a write, waiting for the lock included; lockTimeout the wait alone.
const (
	writeTimeout = 20 * time.Second
	lockTimeout  = 5 * time.Second
)

// transact runs f in one transaction: it commits, or rolls back when f fails or panics. The
// caller's cancellation does not reach it, since a statement that is interrupted inside a
// transaction leaves the driver and the database of different minds.
func (s *Store) transact(ctx context.Context, f func(*tx) error) (err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTimeout)
	defer cancel()
	if err := s.Usable(); err != nil {
		return err
	}
	sx, release, err := s.begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", s.translate(err))
	}
	defer release()
	done := false
	defer func() {
		if !done {
			err = errors.Join(err, rollback(sx))
		}
	}()
	if err := f(newTx(ctx, sx)); err != nil {
		return s.translate(err)
	}
	done = true
	if err := sx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", s.translate(err))
	}
	return nil
}

// The pragmas by which a connection waits for a lock, in milliseconds.
const (
	sqlWaitBriefly = `PRAGMA busy_timeout = 3`
	sqlWait        = `PRAGMA busy_timeout = 5000`
)

// begin begins a transaction, which takes the lock; release gives its connection back. Left to
// wait by itself, SQLite sleeps up to a tenth of a second between two looks at the lock, and a
// writer that comes back at once keeps the others out for as long as it has work. So it looks
// every millisecond or two.
func (s *Store) begin(ctx context.Context) (sx *sqlx.Tx, release func(), err error) {
	conn, err := s.db.Connx(ctx)
	if err != nil {
		return nil, nil, err
	}
	release = func() { _ = conn.Close() } // back into the pool; it fails if it is there already
	plain := context.WithoutCancel(ctx)
	if _, err = conn.ExecContext(plain, sqlWaitBriefly); err == nil {
		sx, err = beginPatiently(ctx, conn)
		_, back := conn.ExecContext(plain, sqlWait)
		err = errors.Join(err, back)
	}
	if err != nil {
		release()
		return nil, nil, err
	}
	return sx, release, nil
}

func beginPatiently(ctx context.Context, conn *sqlx.Conn) (*sqlx.Tx, error) {
	patience, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	for {
		sx, err := conn.BeginTxx(ctx, nil)
		if !busy(err) || patience.Err() != nil {
			return sx, err
		}
	}
}

func rollback(sx *sqlx.Tx) error {
	if err := sx.Rollback(); err != nil {
		return fmt.Errorf("roll back: %w", err)
	}
	return nil
}

// tx is a transaction, as long as transact runs. A statement that it runs again is prepared
// once; the driver would prepare it anew, which costs more than most of them take.
type tx struct {
	*sqlx.Tx
	limit    context.Context // bounds the transaction; its end is seen between two statements
	ctx      context.Context // of a statement: it has no end, for which the driver would start a goroutine each time
	prepared map[string]*sqlx.Stmt
	claims   map[claims.ClaimID]claims.Claim // as they stand, of those that were loaded
	restored *time.Time                      // when the file was last put back from a backup, once it was looked up
}

func newTx(ctx context.Context, sx *sqlx.Tx) *tx {
	return &tx{
		Tx: sx, limit: ctx, ctx: context.WithoutCancel(ctx), prepared: map[string]*sqlx.Stmt{}, claims: map[claims.ClaimID]claims.Claim{},
	}
}

// statement returns the prepared statement of a query. It is closed with the transaction.
func (t *tx) statement(query string) (*sqlx.Stmt, error) {
	if err := t.limit.Err(); err != nil {
		return nil, err
	}
	if known := t.prepared[query]; known != nil {
		return known, nil
	}
	stmt, err := t.PreparexContext(t.ctx, query)
	if err != nil {
		return nil, err
	}
	t.prepared[query] = stmt
	return stmt, nil
}

// exec runs a statement that must change exactly want rows; want < 0 is any number.
func (t *tx) exec(want int64, query string, args ...any) (int64, error) {
	stmt, err := t.statement(query) //nolint:sqlclosecheck // closed with the transaction
	if err != nil {
		return 0, err
	}
	res, err := stmt.ExecContext(t.ctx, args...)
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
	stmt, err := t.statement(query) //nolint:sqlclosecheck // closed with the transaction
	if err != nil {
		return 0, err
	}
	res, err := stmt.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

func (t *tx) selectAll(into any, query string, args ...any) error {
	stmt, err := t.statement(query) //nolint:sqlclosecheck // closed with the transaction
	if err != nil {
		return err
	}
	return stmt.SelectContext(t.ctx, into, args...)
}

func (t *tx) get(into any, query string, args ...any) error {
	stmt, err := t.statement(query) //nolint:sqlclosecheck // closed with the transaction
	if err != nil {
		return err
	}
	return stmt.GetContext(t.ctx, into, args...)
}

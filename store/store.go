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
	file os.FileInfo   // which file was opened; nil: whichever is at path
	turn chan struct{} // holds something while one of its transactions is under way, and in the pause after a large one

	damage atomic.Pointer[error] // found in the file
}

func newStore(db *sqlx.DB, path string) *Store {
	return &Store{db: db, path: path, turn: make(chan struct{}, 1)}
}

// Path returns the file's path.
func (s *Store) Path() string { return s.path }

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

// Truncate is the one place that says how finely instants are kept: UTC, milliseconds.
func Truncate(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// writeTimeout bounds a write, waiting included; lockTimeout the wait alone, for the turn in this process and
// for the lock among all.
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
	patience, cancelWait := context.WithTimeout(ctx, lockTimeout)
	defer cancelWait()
	if err := s.takeTurn(patience); err != nil {
		return err
	}
	var t *tx
	defer func() { s.pass(t.rows()) }()
	sx, release, err := s.begin(ctx, patience)
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
	t = newTx(ctx, sx)
	if err := f(t); err != nil {
		return s.translate(err)
	}
	done = true
	if err := sx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", s.translate(err))
	}
	return nil
}

// A transaction that writes many rows is followed by a pause in this process's writing, so that
// another process, which looks for the lock every millisecond, gets it in between.
const (
	turnRows  = 50
	turnPause = 2 * time.Millisecond
)

// takeTurn waits until no transaction of this Store is under way: they line up here, where each knows
// when the one before has ended, and not before the file's lock. A transaction within another would
// wait for itself.
func (s *Store) takeTurn(ctx context.Context) error {
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: %s has been written to, or locked, for %s", claims.ErrBusy, s.path, lockTimeout)
	}
}

// pass ends a turn in which so many rows were written.
func (s *Store) pass(rows int) {
	if rows < turnRows {
		<-s.turn
		return
	}
	time.AfterFunc(turnPause, func() { <-s.turn })
}

// The pragmas by which a connection waits for a lock, in milliseconds.
const (
	sqlWaitBriefly = `PRAGMA busy_timeout = 1`
	sqlWait        = `PRAGMA busy_timeout = 5000`
)

// begin begins a transaction, which takes the lock; release gives its connection back. Left to
// wait by itself, SQLite sleeps up to a tenth of a second between two looks at the lock, and a
// writer that comes back at once keeps the others out for as long as it has work. So it looks
// every millisecond.
func (s *Store) begin(ctx, patience context.Context) (sx *sqlx.Tx, release func(), err error) {
	conn, err := s.db.Connx(ctx)
	if err != nil {
		return nil, nil, err
	}
	release = func() { _ = conn.Close() } // back into the pool; it fails if it is there already
	plain := context.WithoutCancel(ctx)
	if _, err = conn.ExecContext(plain, sqlWaitBriefly); err == nil {
		sx, err = beginPatiently(ctx, patience, conn)
		_, back := conn.ExecContext(plain, sqlWait)
		err = errors.Join(err, back)
	}
	if err != nil {
		release()
		return nil, nil, err
	}
	return sx, release, nil
}

func beginPatiently(ctx, patience context.Context, conn *sqlx.Conn) (*sqlx.Tx, error) {
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

// tx is a transaction, as long as transact runs. The connection keeps the statements that it has
// run prepared, for the next transaction as well.
type tx struct {
	*sqlx.Tx
	limit    context.Context                 // bounds the transaction; its end is seen between two statements
	ctx      context.Context                 // of a statement: it has no end, for which the driver would start a goroutine each time
	claims   map[claims.ClaimID]claims.Claim // as they stand, of those that were loaded
	restored *time.Time                      // when the file was last put back from a backup, once it was looked up
	written  int                             // rows
}

func (t *tx) rows() int {
	if t == nil { // it has not begun
		return 0
	}
	return t.written
}

func newTx(ctx context.Context, sx *sqlx.Tx) *tx {
	return &tx{Tx: sx, limit: ctx, ctx: context.WithoutCancel(ctx), claims: map[claims.ClaimID]claims.Claim{}}
}

// exec runs a statement that must change exactly want rows; want < 0 is any number.
func (t *tx) exec(want int64, query string, args ...any) (int64, error) {
	if err := t.limit.Err(); err != nil {
		return 0, err
	}
	res, err := t.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, err
	}
	t.written += int(n)
	if want >= 0 && n != want {
		return n, errRows{want: want, got: n}
	}
	return n, nil
}

// errRows says that a statement changed another number of rows than it must.
type errRows struct{ want, got int64 }

func (e errRows) Error() string { return fmt.Sprintf("changed %d rows, not %d", e.got, e.want) }

func (t *tx) insert(query string, args ...any) (int64, error) {
	if err := t.limit.Err(); err != nil {
		return 0, err
	}
	res, err := t.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	t.written++
	return res.LastInsertId()
}

func (t *tx) selectAll(into any, query string, args ...any) error {
	if err := t.limit.Err(); err != nil {
		return err
	}
	return t.SelectContext(t.ctx, into, query, args...)
}

func (t *tx) get(into any, query string, args ...any) error {
	if err := t.limit.Err(); err != nil {
		return err
	}
	return t.GetContext(t.ctx, into, query, args...)
}

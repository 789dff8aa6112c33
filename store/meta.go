package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"claimwatch/claims"
)

const sqlMeta = `SELECT value FROM meta WHERE key = ?`

const sqlSetMeta = `INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`

// Meta returns a fact about the database itself; "" when it is not set.
func (s *Store) Meta(ctx context.Context, name string) (string, error) {
	var v string
	err := s.db.GetContext(ctx, &v, sqlMeta, name)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read %s: %w", name, s.translate(err))
	}
	return v, nil
}

// SetMeta sets a fact about the database itself.
func (s *Store) SetMeta(ctx context.Context, name, value string) error {
	return s.transact(ctx, func(t *tx) error {
		_, err := t.exec(1, sqlSetMeta, name, value)
		return err
	})
}

const sqlLastEntry = `SELECT COALESCE(MAX(id), 0) FROM history`

// LastEntry returns the number of the latest entry in the history of any claim; 0: there is none.
func (s *Store) LastEntry(ctx context.Context) (int64, error) {
	var n int64
	if err := s.db.GetContext(ctx, &n, sqlLastEntry); err != nil {
		return 0, fmt.Errorf("find the latest entry: %w", s.translate(err))
	}
	return n, nil
}

// Verify reads the whole file and says what is damaged: claims.ErrCorrupt.
func (s *Store) Verify(ctx context.Context) error { return verify(ctx, s.db, s.path) }

const (
	sqlIntegrity   = `PRAGMA integrity_check(1)`
	sqlForeignKeys = `SELECT COUNT(*) FROM pragma_foreign_key_check`
)

func verify(ctx context.Context, db *sqlx.DB, path string) error {
	s := newStore(db, path)
	var says []string
	if err := db.SelectContext(ctx, &says, sqlIntegrity); err != nil {
		return fmt.Errorf("verify %s: %w", path, s.translate(err))
	}
	if len(says) != 1 || says[0] != "ok" {
		return fmt.Errorf("%w: %s: %s", claims.ErrCorrupt, path, strings.Join(says, "; "))
	}
	var lost int
	if err := db.GetContext(ctx, &lost, sqlForeignKeys); err != nil {
		return fmt.Errorf("verify %s: %w", path, s.translate(err))
	}
	if lost > 0 {
		return fmt.Errorf("%w: %s: %d rows belong to others that are not there", claims.ErrCorrupt, path, lost)
	}
	return nil
}

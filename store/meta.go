package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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

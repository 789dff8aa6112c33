package store

import (
	"context"
	"fmt"

	"claimwatch/claims"
)

const sqlRests = `SELECT subject, class, code, attempt, since_at, until_at, told_at FROM rests ORDER BY subject`

// Rests returns what is left alone, by subject; also what may be tried again, until that has
// succeeded.
func (s *Store) Rests(ctx context.Context) ([]claims.Rest, error) {
	var rows []struct {
		Subject string  `db:"subject"`
		Class   string  `db:"class"`
		Code    string  `db:"code"`
		Attempt int     `db:"attempt"`
		Since   instant `db:"since_at"`
		Until   instant `db:"until_at"`
		ToldAt  instant `db:"told_at"`
	}
	if err := s.db.SelectContext(ctx, &rows, sqlRests); err != nil {
		return nil, fmt.Errorf("load rests: %w", s.translate(err))
	}
	var list []claims.Rest
	for _, r := range rows {
		list = append(list, claims.Rest{Subject: r.Subject, Class: r.Class, Code: r.Code, Attempt: r.Attempt, Since: r.Since.Time, Until: r.Until.Time, ToldAt: r.ToldAt.Time})
	}
	return list, nil
}

const sqlSaveRest = `INSERT INTO rests (subject, class, code, attempt, since_at, until_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (subject) DO UPDATE SET class = excluded.class, code = excluded.code, attempt = excluded.attempt, since_at = excluded.since_at, until_at = excluded.until_at`

const sqlTold = `UPDATE rests SET told_at = ? WHERE subject = ? AND told_at IS NULL`

// SaveRest keeps r in the place of what was known of its subject. tell, if any, is queued in the
// same transaction, with r.ToldAt noted, unless people were told of this rest before.
func (s *Store) SaveRest(ctx context.Context, r claims.Rest, tell *claims.Alert) error {
	err := s.transact(ctx, func(t *tx) error {
		if _, err := t.exec(1, sqlSaveRest, r.Subject, r.Class, r.Code, r.Attempt, instant{r.Since}, instant{r.Until}); err != nil {
			return err
		}
		if tell == nil {
			return nil
		}
		n, err := t.exec(-1, sqlTold, instant{r.ToldAt}, r.Subject)
		if err != nil || n == 0 {
			return err
		}
		return t.queueAlert(*tell, r.ToldAt)
	})
	if err != nil {
		return fmt.Errorf("let %s rest: %w", r.Subject, err)
	}
	return nil
}

const sqlEndRest = `DELETE FROM rests WHERE subject = ?`

// EndRest forgets a rest; one that is not there is no error.
func (s *Store) EndRest(ctx context.Context, subject string) error {
	err := s.transact(ctx, func(t *tx) error {
		_, err := t.exec(-1, sqlEndRest, subject)
		return err
	})
	if err != nil {
		return fmt.Errorf("end the rest of %s: %w", subject, err)
	}
	return nil
}

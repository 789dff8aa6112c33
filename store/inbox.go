package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"claimwatch/claims"
)

// envelopeRow is an envelope as it is stored.
type envelopeRow struct {
	ID         string  `db:"id"`
	Kind       string  `db:"kind"`
	Payload    []byte  `db:"payload"`
	Response   []byte  `db:"response"`
	ReceivedAt instant `db:"received_at"`
	Attempt    int     `db:"attempt"`
}

func (r envelopeRow) envelope() claims.Envelope {
	return claims.Envelope{ID: r.ID, Kind: r.Kind, Payload: r.Payload, Response: r.Response, ReceivedAt: r.ReceivedAt.Time, Attempt: r.Attempt}
}

const sqlKeepEnvelope = `INSERT INTO envelopes (id, kind, payload, response, received_at, attempt) VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO NOTHING`

// KeepEnvelopes writes envelopes down, all or none, in one transaction. One of an id that is there
// already stays as it is: false in its place.
func (s *Store) KeepEnvelopes(ctx context.Context, list []claims.Envelope) (fresh []bool, err error) {
	err = s.transact(ctx, func(t *tx) error {
		fresh = make([]bool, len(list))
		for i, e := range list {
			n, err := t.exec(-1, sqlKeepEnvelope, e.ID, e.Kind, blob(e.Payload), blob(e.Response), instant{e.ReceivedAt})
			if err != nil {
				return fmt.Errorf("envelope %s: %w", e.ID, err)
			}
			fresh[i] = n == 1
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("keep envelopes: %w", err)
	}
	return fresh, nil
}

// blob is b for a column that must have some.
func blob(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

const envelopeColumns = `id, kind, payload, response, received_at, attempt`

const sqlEnvelope = `SELECT ` + envelopeColumns + ` FROM envelopes WHERE id = ?`

// Envelope returns an envelope; done ones have no payload. Errors: claims.ErrNotFound.
func (s *Store) Envelope(ctx context.Context, id string) (claims.Envelope, error) {
	var rows []envelopeRow
	if err := s.db.SelectContext(ctx, &rows, sqlEnvelope, id); err != nil {
		return claims.Envelope{}, fmt.Errorf("load envelope: %w", s.translate(err))
	}
	if len(rows) == 0 {
		return claims.Envelope{}, fmt.Errorf("envelope: %w", claims.ErrNotFound)
	}
	return rows[0].envelope(), nil
}

const sqlUndoneEnvelopes = `SELECT ` + envelopeColumns + ` FROM envelopes WHERE done_at IS NULL ORDER BY received_at, id LIMIT ?`

// UndoneEnvelopes returns those whose work is not done, oldest first, at most limit.
func (s *Store) UndoneEnvelopes(ctx context.Context, limit int) ([]claims.Envelope, error) {
	var rows []envelopeRow
	if err := s.db.SelectContext(ctx, &rows, sqlUndoneEnvelopes, limit); err != nil {
		return nil, fmt.Errorf("load envelopes: %w", s.translate(err))
	}
	var list []claims.Envelope
	for _, r := range rows {
		list = append(list, r.envelope())
	}
	return list, nil
}

const sqlBeginEnvelope = `UPDATE envelopes SET attempt = attempt + 1 WHERE id = ? AND done_at IS NULL`

// BeginEnvelope counts an attempt at an envelope's work. claims.ErrConflict: it is done.
func (s *Store) BeginEnvelope(ctx context.Context, id string) error {
	err := s.transact(ctx, func(t *tx) error {
		_, err := t.exec(1, sqlBeginEnvelope, id)
		if errors.As(err, &errRows{}) {
			return claims.ErrConflict
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("begin envelope %s: %w", id, err)
	}
	return nil
}

const sqlEndEnvelope = `UPDATE envelopes SET done_at = ?, payload = x'' WHERE id = ? AND done_at IS NULL`

// EndEnvelopes notes that the work of envelopes is done, and forgets what they said. One that was
// done before stays so.
func (s *Store) EndEnvelopes(ctx context.Context, ids []string, at time.Time) error {
	err := s.transact(ctx, func(t *tx) error {
		for _, id := range ids {
			if _, err := t.exec(-1, sqlEndEnvelope, instant{at}, id); err != nil {
				return fmt.Errorf("envelope %s: %w", id, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("end envelopes: %w", err)
	}
	return nil
}

const sqlSweepEnvelopes = `DELETE FROM envelopes WHERE done_at < ?`

// SweepEnvelopes forgets those that were done before a moment, and returns how many.
func (s *Store) SweepEnvelopes(ctx context.Context, before time.Time) (int, error) {
	n := int64(0)
	err := s.transact(ctx, func(t *tx) (err error) {
		n, err = t.exec(-1, sqlSweepEnvelopes, instant{before})
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("sweep envelopes: %w", err)
	}
	return int(n), nil
}

const sqlRedrawTriageOf = `UPDATE triages SET redraw_at = ?, attempt = 0 WHERE gone = 0 AND report_id = (SELECT report_id FROM claims WHERE id = ?)`

// RedrawCards asks for a claim's cards, and the triage card that names it, to be redrawn although it has not changed: somebody looks
// at one that is not up to date.
func (s *Store) RedrawCards(ctx context.Context, id claims.ClaimID, at time.Time) error {
	err := s.transact(ctx, func(t *tx) error {
		if _, err := t.exec(-1, sqlRedraw, instant{at}, id); err != nil {
			return err
		}
		_, err := t.exec(-1, sqlRedrawTriageOf, instant{at}, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("ask for the cards of claim %d: %w", id, err)
	}
	return nil
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"claimwatch/claims"
)

const sqlSetDigestHours = `INSERT INTO digest_hours (slack_id, hours, since_at) VALUES (?, ?, ?)
ON CONFLICT (slack_id) DO UPDATE SET hours = excluded.hours, since_at = excluded.since_at`

const sqlNoDigestHours = `DELETE FROM digest_hours WHERE slack_id = ?`

// SetDigestHours keeps when somebody wants to be told of their own claims, counted from a moment;
// hours that never come end it.
func (s *Store) SetDigestHours(ctx context.Context, slackID string, h claims.DigestHours, at time.Time) error {
	err := s.transact(ctx, func(t *tx) error {
		if !h.On() {
			_, err := t.exec(-1, sqlNoDigestHours, slackID)
			return err
		}
		_, err := t.exec(1, sqlSetDigestHours, slackID, h.String(), instant{at})
		return err
	})
	if err != nil {
		return fmt.Errorf("keep when somebody is told: %w", err)
	}
	return nil
}

const sqlDigestHours = `SELECT hours FROM digest_hours WHERE slack_id = ?`

// DigestHours returns when somebody wants to be told; hours that never come if they do not.
func (s *Store) DigestHours(ctx context.Context, slackID string) (claims.DigestHours, error) {
	var text string
	err := s.db.GetContext(ctx, &text, sqlDigestHours, slackID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return claims.DigestHours{}, nil
	case err != nil:
		return claims.DigestHours{}, fmt.Errorf("read when somebody is told: %w", s.translate(err))
	}
	return claims.ParseDigestHours(text)
}

const sqlSubscribers = `SELECT d.slack_id, d.hours, d.since_at,
COALESCE((SELECT p.zone FROM people p WHERE p.slack_id = d.slack_id ORDER BY p.seen_at DESC LIMIT 1), '') AS zone
FROM digest_hours d ORDER BY d.slack_id`

// Subscribers returns everybody who wants to be told of their own claims, by id.
func (s *Store) Subscribers(ctx context.Context) ([]claims.Subscriber, error) {
	var rows []struct {
		SlackID string  `db:"slack_id"`
		Hours   string  `db:"hours"`
		Since   instant `db:"since_at"`
		Zone    string  `db:"zone"`
	}
	if err := s.db.SelectContext(ctx, &rows, sqlSubscribers); err != nil {
		return nil, fmt.Errorf("find who is told of their claims: %w", s.translate(err))
	}
	var list []claims.Subscriber
	for _, r := range rows {
		h, err := claims.ParseDigestHours(r.Hours)
		if err != nil {
			return nil, fmt.Errorf("find who is told of their claims: %w", err)
		}
		list = append(list, claims.Subscriber{SlackID: r.SlackID, Zone: r.Zone, Hours: h, Since: r.Since.Time})
	}
	return list, nil
}

const sqlToldPerson = `UPDATE digest_hours SET since_at = ? WHERE slack_id = ? AND since_at = ?`

// Told notes up to when somebody has been told. Hours that were chosen anew meanwhile stay as they
// were chosen.
func (s *Store) Told(ctx context.Context, who claims.Subscriber, at time.Time) error {
	err := s.transact(ctx, func(t *tx) error {
		_, err := t.exec(-1, sqlToldPerson, instant{at}, who.SlackID, instant{who.Since})
		return err
	})
	if err != nil {
		return fmt.Errorf("note that somebody was told: %w", err)
	}
	return nil
}

package store

import (
	"context"
	"fmt"
	"time"

	"claimwatch/claims"
)

const sqlSavePerson = `INSERT INTO people (name, slack_id, zone, seen_at) VALUES (?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET slack_id = excluded.slack_id, zone = excluded.zone, seen_at = excluded.seen_at`

// SavePerson keeps who goes by a name.
func (s *Store) SavePerson(ctx context.Context, p claims.Person, at time.Time) error {
	err := s.transact(ctx, func(t *tx) error {
		_, err := t.exec(1, sqlSavePerson, p.Name, p.SlackID, p.Zone, instant{at})
		return err
	})
	if err != nil {
		return fmt.Errorf("keep a person: %w", err)
	}
	return nil
}

const sqlPeople = `SELECT name, slack_id, zone FROM people ORDER BY name`

// People returns everybody who has acted through Slack or was given a claim there, by name.
func (s *Store) People(ctx context.Context) ([]claims.Person, error) {
	var rows []struct {
		Name    string `db:"name"`
		SlackID string `db:"slack_id"`
		Zone    string `db:"zone"`
	}
	if err := s.db.SelectContext(ctx, &rows, sqlPeople); err != nil {
		return nil, fmt.Errorf("load people: %w", s.translate(err))
	}
	var list []claims.Person
	for _, r := range rows {
		list = append(list, claims.Person{Name: r.Name, SlackID: r.SlackID, Zone: r.Zone})
	}
	return list, nil
}

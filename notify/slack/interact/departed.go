package interact

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"claimwatch/claims"
)

// departedKey names the day on which owners were last looked for.
const departedKey = "people_checked"

// daemon is who acts when nobody does.
var daemon = claims.Actor{Name: "claimwatch", Via: claims.ViaDaemon}

// departed offers the claims of owners who left the workspace to the desk: once a day it asks Slack
// who is still there, and takes open claims from those who are not.
func (s *Service) departed(ctx context.Context) error {
	today := s.today().String()
	last, err := s.cfg.Register.Meta(ctx, departedKey)
	if err != nil || last == today {
		return err
	}
	list, err := s.cfg.Reader.List(ctx, claims.Filter{Status: []claims.Status{claims.StatusOpen}})
	if err != nil {
		return err
	}
	var owners []string
	for _, c := range list {
		if c.Owner != "" && !slices.Contains(owners, c.Owner) {
			owners = append(owners, c.Owner)
		}
	}
	for _, owner := range owners {
		if err := s.leave(ctx, owner, list, today); err != nil {
			return err
		}
	}
	if err := s.unsubscribe(ctx); err != nil {
		return err
	}
	return s.cfg.Register.SetMeta(ctx, departedKey, today)
}

// unsubscribe ends the digests of people who may not act any more: they could not end them
// themselves.
func (s *Service) unsubscribe(ctx context.Context) error {
	list, err := s.cfg.Register.Subscribers(ctx)
	if err != nil {
		return err
	}
	for _, one := range list {
		_, err := s.people.admit(ctx, Event{User: one.SlackID})
		if no := (*refusal)(nil); !errors.As(err, &no) {
			if err != nil {
				return err
			}
			continue
		}
		if err := s.cfg.Register.SetDigestHours(ctx, one.SlackID, claims.DigestHours{}, s.cfg.Now()); err != nil {
			return err
		}
		s.log.InfoContext(ctx, "somebody may not act any more, their digest has ended", "slack_id", one.SlackID)
	}
	return nil
}

// leave takes the claims of an owner who has left.
func (s *Service) leave(ctx context.Context, owner string, list []claims.Claim, today string) error {
	id := s.people.id(owner)
	if id == "" && slackID().MatchString(owner) {
		id = owner
	}
	if id == "" {
		return nil
	}
	m, err := s.people.look(ctx, id)
	if err != nil || !m.gone {
		return err
	}
	n := 0
	for _, c := range list {
		if c.Owner != owner {
			continue
		}
		if err := s.orphan(ctx, c, today); err != nil {
			return err
		}
		n++
	}
	s.log.InfoContext(ctx, "an owner has left, their claims have no owner now", "slack_id", id, "claims", n)
	s.cfg.Wake()
	return nil
}

// orphan writes into a claim's history why, and takes the owner away.
func (s *Service) orphan(ctx context.Context, c claims.Claim, today string) error {
	note := fmt.Sprintf("%s has left the workspace; the desk may take it", c.Owner)
	for i, act := range []claims.Act{claims.AddNote{Text: note}, claims.Assign{}} {
		key := fmt.Sprintf("departed:%s:%d:%d", today, c.ID, i)
		if _, err := s.cfg.Desk.Apply(ctx, claims.Command{IDs: []claims.ClaimID{c.ID}, By: daemon, Act: act, Key: key}); err != nil {
			return fmt.Errorf("take claim %d from its owner: %w", c.ID, err)
		}
	}
	return nil
}

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"claimwatch/claims"
)

// The channels of reminders that wait, found by one step of the index each, however many wait.
const sqlWaitingChannels = `WITH RECURSIVE w (channel) AS (
SELECT MIN(channel) FROM notices WHERE state = 'pending' AND message_id = '' AND form IN ('card', 'bundle')
UNION ALL
SELECT (SELECT MIN(channel) FROM notices WHERE state = 'pending' AND message_id = '' AND form IN ('card', 'bundle') AND channel > w.channel) FROM w WHERE w.channel IS NOT NULL)
SELECT channel FROM w WHERE channel IS NOT NULL`

const sqlMessageChannels = `SELECT DISTINCT channel FROM messages AS m WHERE state = 'pending' AND not_before <= ?
AND NOT EXISTS (SELECT 1 FROM messages p WHERE p.id = m.parent_id AND p.state IN ('pending', 'sending', 'unknown'))`

const sqlNextDue = `SELECT MIN(at) FROM (
SELECT MIN(not_before) AS at FROM messages WHERE state = 'pending' AND not_before > ?
UNION ALL SELECT MIN(not_before) FROM messages WHERE state = 'unknown' AND not_before > ?
UNION ALL SELECT MIN(redraw_at) FROM cards WHERE redraw_at > ?
UNION ALL SELECT MIN(redraw_at) FROM triages WHERE redraw_at > ?)`

const sqlHasLooks = `SELECT EXISTS (SELECT 1 FROM messages WHERE state = 'unknown' AND not_before <= ?)`

const sqlHasRedraws = `SELECT EXISTS (SELECT 1 FROM cards WHERE redraw_at <= ?)
OR EXISTS (SELECT 1 FROM triages t JOIN messages m ON m.id = t.message_id WHERE t.redraw_at <= ? AND m.state = 'sent')`

// PendingOutbox says what there is to do at now.
func (s *Store) PendingOutbox(ctx context.Context, now time.Time) (claims.Pending, error) {
	v, at := view{DB: s.db, ctx: ctx}, instant{now}
	var p claims.Pending
	var of []string
	var next instant
	err := errors.Join(
		v.selectAll(&p.Channels, sqlWaitingChannels),
		v.selectAll(&of, sqlMessageChannels, at),
		v.get(&p.Looks, sqlHasLooks, at),
		v.get(&p.Redraws, sqlHasRedraws, at, at),
		v.get(&next, sqlNextDue, at, at, at, at),
	)
	if err != nil {
		return claims.Pending{}, fmt.Errorf("look what is to be sent: %w", s.translate(err))
	}
	p.Channels = append(p.Channels, of...)
	slices.Sort(p.Channels)
	p.Channels = slices.Compact(p.Channels)
	p.Next = next.Time
	return p, nil
}

const sqlUnsent = `SELECT state, COUNT(*) AS n FROM notices WHERE state IN ('pending', 'sending', 'unknown', 'dead') AND claim_id IS NOT NULL GROUP BY state`

const sqlOldestDue = `SELECT MIN(+decided_at) FROM notices WHERE state IN ('pending', 'sending', 'unknown', 'dead') AND state = 'pending' AND form IN ('card', 'bundle')`

const sqlOldestUnknown = `SELECT MIN(first_tried_at) FROM messages WHERE state = 'unknown'`

const sqlRedrawCount = `SELECT COUNT(*) FROM cards WHERE redraw_at <= ?`

// OutboxStatus says how delivery stands at now.
func (s *Store) OutboxStatus(ctx context.Context, now time.Time) (claims.OutboxStatus, error) {
	v := view{DB: s.db, ctx: ctx}
	var states []struct {
		State claims.NoticeState `db:"state"`
		N     int                `db:"n"`
	}
	var oldest, unknown instant
	var st claims.OutboxStatus
	rests, err := s.Rests(ctx)
	err = errors.Join(err,
		v.selectAll(&states, sqlUnsent),
		v.get(&oldest, sqlOldestDue),
		v.get(&unknown, sqlOldestUnknown),
		v.get(&st.Redraws, sqlRedrawCount, instant{now}),
	)
	if err != nil {
		return claims.OutboxStatus{}, fmt.Errorf("look how delivery stands: %w", s.translate(err))
	}
	st.OldestDue, st.Unsettled, st.Rests = oldest.Time, unknown.Time, rests
	for _, r := range states {
		switch r.State {
		case claims.NoticePending:
			st.Pending = r.N
		case claims.NoticeSending:
			st.Sending = r.N
		case claims.NoticeUnknown:
			st.Unknown = r.N
		case claims.NoticeDead:
			st.Dead = r.N
		}
	}
	return st, nil
}

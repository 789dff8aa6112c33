package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"claimwatch/claims"
)

// Lease takes the next message of each asked channel, where there is one: what has been tried
// before comes first, then what has been decided, in the order of its decision. Before it returns,
// the messages are in 'sending' with their attempt counted, committed. Reminders whose claim is not
// open any more, sleeps, or has become confidential, are dropped instead. Once more reminders wait
// in a channel than it takes at once, they become one message.
func (s *Store) Lease(ctx context.Context, asks []claims.LeaseAsk, now time.Time) ([]claims.Message, error) {
	var list []claims.Message
	err := s.transact(ctx, func(t *tx) error {
		for _, a := range asks {
			m, ok, err := t.lease(a, now)
			if err != nil {
				return fmt.Errorf("lease a message of %s: %w", a.Channel, err)
			}
			if ok {
				list = append(list, m)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

func (t *tx) lease(a claims.LeaseAsk, now time.Time) (claims.Message, bool, error) {
	for {
		id, err := t.triedBefore(a, now)
		if err == nil && id == "" {
			id, err = t.gather(a, now)
		}
		if err != nil || id == "" {
			return claims.Message{}, false, err
		}
		m, ok, err := t.begin(id, now)
		if err != nil || ok {
			return m, ok, err
		}
	}
}

// A reply waits until the message that it replies to is settled.
const sqlNextMessage = `SELECT id FROM messages AS m WHERE state = 'pending' AND channel = ? AND not_before <= ?
AND NOT EXISTS (SELECT 1 FROM messages p WHERE p.id = m.parent_id AND p.state IN ('pending', 'sending', 'unknown'))
ORDER BY created_at, part, rowid LIMIT 1`

// triedBefore returns a channel's next message that is one already, without what is not to be
// said any more; "" when there is none.
func (t *tx) triedBefore(a claims.LeaseAsk, now time.Time) (claims.MessageID, error) {
	var id claims.MessageID
	err := t.get(&id, sqlNextMessage, a.Channel, instant{now})
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	_, err = t.exec(-1, sqlDropUnfitOf, id, instant{now}, private(a.Channel))
	return id, err
}

// unfit is the condition of a notice that is not to be sent any more.
const unfit = `NOT EXISTS (SELECT 1 FROM claims c WHERE c.id = notices.claim_id AND c.status = 'open'
AND (c.snoozed_until IS NULL OR c.snoozed_until <= ?) AND (c.confidential = 0 OR ?))`

const sqlDropUnfitOf = `UPDATE notices SET state = 'dropped' WHERE state = 'pending' AND message_id <> '' AND message_id = ? AND ` + unfit

const sqlDrop = `UPDATE notices SET state = 'dropped' WHERE id = ? AND state = 'pending'`

const sqlToSend = `SELECT ` + reminderColumns + `, ` + unfit + ` AS unfit FROM notices WHERE state = 'pending' AND message_id = '' AND form IN ('card', 'bundle') AND channel = ? ORDER BY id`

// private reports whether a channel is read by one person, or by who runs the daemon.
func private(channel string) bool { return channel == claims.Terminal || claims.Direct(channel) }

// gather makes a message of reminders that wait, and returns its identifier; "" when none waits.
func (t *tx) gather(a claims.LeaseAsk, now time.Time) (claims.MessageID, error) {
	rows, err := t.toSend(a.Channel, now)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	group := together(rows, a.Bundle)
	form := claims.FormBundle
	if len(group) == 1 {
		form = claims.FormCard
	}
	return t.compose(messageRow{Channel: a.Channel, Form: form}, group, now)
}

// toSend returns the reminders that wait in a channel, and drops those that are not to be sent.
func (t *tx) toSend(channel string, now time.Time) ([]noticeRow, error) {
	var rows []struct {
		noticeRow
		Unfit bool `db:"unfit"`
	}
	if err := t.selectAll(&rows, sqlToSend, instant{now}, private(channel), channel); err != nil {
		return nil, err
	}
	var fit []noticeRow
	for _, r := range rows {
		if !r.Unfit {
			fit = append(fit, r.noticeRow)
			continue
		}
		if _, err := t.exec(1, sqlDrop, r.ID); err != nil {
			return nil, err
		}
	}
	return fit, nil
}

// together picks, in the order in which they are said, the reminders that are said next as one.
func together(rows []noticeRow, bundle int) []noticeRow {
	if bundle > 0 && len(rows) > bundle {
		return inOrder(rows)
	}
	oldest := slices.MinFunc(rows, func(a, b noticeRow) int { return a.DecidedAt.Compare(b.DecidedAt.Time) })
	rows = inOrder(slices.DeleteFunc(rows, func(r noticeRow) bool { return !r.DecidedAt.Equal(oldest.DecidedAt.Time) }))
	if rows[0].Form == claims.FormCard {
		return rows[:1]
	}
	return slices.DeleteFunc(rows, func(r noticeRow) bool { return r.Form != claims.FormBundle })
}

const sqlAttach = `UPDATE notices SET message_id = ?, form = ? WHERE id = ? AND state = 'pending'`

// compose writes a message with its reminders, and replies for those that it cannot hold. It
// returns the message's identifier.
func (t *tx) compose(r messageRow, group []noticeRow, now time.Time) (claims.MessageID, error) {
	first, err := t.insertMessage(r, now)
	if err != nil {
		return "", err
	}
	id := first
	for i, n := range group {
		if i > 0 && i%claims.LinesPerMessage == 0 {
			part := messageRow{Channel: r.Channel, Form: r.Form, Parent: first, Part: i / claims.LinesPerMessage}
			if id, err = t.insertMessage(part, now); err != nil {
				return "", err
			}
		}
		if _, err := t.exec(1, sqlAttach, id, r.Form, n.ID); err != nil {
			return "", fmt.Errorf("attach a reminder of claim %d: %w", n.ClaimID.ID, err)
		}
	}
	return first, nil
}

const sqlBegin = `UPDATE messages SET state = 'sending', attempt = attempt + 1, tried_at = ?, first_tried_at = COALESCE(first_tried_at, ?) WHERE id = ? AND state = 'pending'`

const sqlDropMessage = `UPDATE messages SET state = 'dropped' WHERE id = ? AND state = 'pending'`

const sqlNoticesTo = `UPDATE notices SET state = ? WHERE message_id <> '' AND message_id = ? AND state = ?`

// begin puts a message into 'sending'. False: nothing is left to say, it is dropped.
func (t *tx) begin(id claims.MessageID, now time.Time) (claims.Message, bool, error) {
	var row messageRow
	if err := t.get(&row, sqlMessage, id); err != nil {
		return claims.Message{}, false, err
	}
	m, err := message(t, row)
	if err != nil {
		return m, false, err
	}
	says, err := t.saysAnything(row, m, now)
	if err != nil {
		return m, false, err
	}
	if !says {
		_, err := t.exec(1, sqlDropMessage, id)
		return m, false, err
	}
	if _, err := t.exec(1, sqlBegin, instant{now}, instant{now}, id); err != nil {
		return m, false, err
	}
	if _, err := t.exec(-1, sqlNoticesTo, claims.NoticeSending, id, claims.NoticePending); err != nil {
		return m, false, err
	}
	m.Attempt++
	m.TriedAt = Truncate(now)
	if m.FirstTried.IsZero() {
		m.FirstTried = m.TriedAt
	}
	for i := range m.Reminders {
		m.Reminders[i].Notice.State = claims.NoticeSending
	}
	return m, true, nil
}

const sqlNewerCard = `SELECT COUNT(*) FROM cards WHERE claim_id = ? AND channel = ? AND newest = 1 AND gone = 0`

func (t *tx) saysAnything(row messageRow, m claims.Message, now time.Time) (bool, error) {
	if row.Form == claims.FormAlert || (m.Digest != nil && !emptyDigest(*m.Digest)) {
		return true, nil
	}
	if m.Triage != nil { // decided at a terminal meanwhile: there is nothing left to choose
		return slices.ContainsFunc(m.Triage.Claims, func(c claims.Claim) bool { return c.Status == claims.StatusCandidate }), nil
	}
	if row.Body.V.Again == 0 || len(m.Reminders) == 0 {
		return len(m.Reminders) > 0, nil
	}
	c := m.Reminders[0].Claim
	if c.Status != claims.StatusOpen || c.SnoozedUntil.After(now) || (c.Confidential && !private(row.Channel)) {
		return false, nil
	}
	var newer int
	err := t.get(&newer, sqlNewerCard, c.ID, row.Channel)
	return newer == 0, err
}

func emptyDigest(d claims.Digest) bool {
	return len(d.New)+len(d.DueToday)+len(d.DueWeek)+len(d.Overdue)+len(d.Ownerless)+len(d.Woken)+len(d.Resolved)+len(d.Unread) == 0
}

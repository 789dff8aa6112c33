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

const sqlSent = `UPDATE messages SET state = 'sent', slack_channel = ?, slack_ts = ?, sent_at = ?, last_class = '', last_code = '' WHERE id = ? AND state <> 'sent'`

const sqlSentNotices = `SELECT ` + reminderColumns + ` FROM notices WHERE message_id <> '' AND message_id = ? AND state IN ('pending', 'sending', 'unknown') AND claim_id IS NOT NULL`

const sqlNoticesSent = `UPDATE notices SET state = 'sent' WHERE message_id <> '' AND message_id = ? AND state IN ('pending', 'sending', 'unknown')`

// RecordSent notes that m stands at r since at. In the same transaction its reminders are sent,
// its cards take their places, and the claims that it reminds of, as they are then, are changed as
// decide says; decide sees them in the order in which they were said. A message that has been
// noted before changes nothing, and its decide is not called; nor is that of a card posted afresh,
// which is no new reminder. Errors: claims.ErrNotFound, claims.ErrConflict, and decide's own.
func (s *Store) RecordSent(ctx context.Context, m claims.Message, r claims.Posted, at time.Time, decide func([]claims.Claim) ([]claims.Write, error)) error {
	err := s.transact(ctx, func(t *tx) error {
		row, err := t.messageRow(m.ID)
		if err != nil || row.State == claims.NoticeSent {
			return err
		}
		if _, err := t.exec(1, sqlSent, r.Channel, r.TS, instant{at}, m.ID); err != nil {
			return err
		}
		if row.Body.V.Again != 0 {
			return t.placeAfresh(row, at)
		}
		return t.sent(row, m, at, decide)
	})
	if err != nil {
		return fmt.Errorf("record message %s as sent: %w", m.ID, err)
	}
	return nil
}

func (t *tx) messageRow(id claims.MessageID) (messageRow, error) {
	var row messageRow
	err := t.get(&row, sqlMessage, id)
	if errors.Is(err, sql.ErrNoRows) {
		err = claims.ErrNotFound
	}
	return row, err
}

func (t *tx) sent(row messageRow, m claims.Message, at time.Time, decide func([]claims.Claim) ([]claims.Write, error)) error {
	var rows []noticeRow
	if err := t.selectAll(&rows, sqlSentNotices, m.ID); err != nil || len(rows) == 0 {
		return err
	}
	if _, err := t.exec(-1, sqlNoticesSent, m.ID); err != nil {
		return err
	}
	ids := make([]claims.ClaimID, len(rows))
	for i, n := range inOrder(rows) {
		ids[i] = n.ClaimID.ID
	}
	fresh, err := t.claimsByID(ids)
	if err != nil {
		return err
	}
	writes, err := decide(fresh)
	if err != nil {
		return err
	}
	if _, err := t.saveAll(fresh, writes); err != nil {
		return err
	}
	if row.Attempt == 0 && m.Form != row.Form { // found as a line of a message for several claims
		row.Form = m.Form
		if _, err := t.exec(1, sqlReform, row.Form, row.ID); err != nil {
			return err
		}
	}
	for i, n := range rows {
		if err := t.place(row, n, changedSince(fresh[i], m), at); err != nil {
			return err
		}
	}
	return nil
}

const sqlReform = `UPDATE messages SET form = ? WHERE id = ?`

// changedSince reports whether a claim is another than the one that was posted.
func changedSince(c claims.Claim, m claims.Message) bool {
	if c.Status != claims.StatusOpen || c.UpdatedAt.After(m.TriedAt) {
		return true
	}
	return slices.ContainsFunc(m.Reminders, func(r claims.Reminder) bool {
		return r.Claim.ID == c.ID && r.Claim.Revision != c.Revision
	})
}

const sqlSetback = `UPDATE messages SET state = ?, not_before = ?, plain = MAX(plain, ?), maybe_repeat = MAX(maybe_repeat, ?),
last_class = COALESCE(NULLIF(?, ''), last_class), last_code = CASE ? WHEN '' THEN last_code ELSE ? END WHERE id = ?`

// RecordSetback notes that the attempt m ended otherwise than sent. Errors: claims.ErrLeaseLost
// when the message has moved on since.
func (s *Store) RecordSetback(ctx context.Context, m claims.Message, b claims.Setback) error {
	err := s.transact(ctx, func(t *tx) error {
		row, err := t.messageRow(m.ID)
		if errors.Is(err, claims.ErrNotFound) {
			return claims.ErrLeaseLost
		}
		if err != nil {
			return err
		}
		if row.Attempt != m.Attempt || (row.State != claims.NoticeSending && row.State != claims.NoticeUnknown) {
			return claims.ErrLeaseLost
		}
		if b.Loose && row.loose() {
			return t.dissolve(row)
		}
		return t.setBack(row, b)
	})
	if err != nil {
		return fmt.Errorf("record what became of message %s: %w", m.ID, err)
	}
	return nil
}

func (t *tx) setBack(row messageRow, b claims.Setback) error {
	if _, err := t.exec(1, sqlSetback, b.State, instant{b.NotBefore}, b.Plain, b.MaybeRepeat, b.Class, b.Class, b.Code, row.ID); err != nil {
		return err
	}
	if _, err := t.exec(-1, sqlNoticesTo, b.State, row.ID, row.State); err != nil {
		return err
	}
	if b.State != claims.NoticePending {
		return nil
	}
	_, err := t.exec(-1, sqlDropReplaced, row.ID, row.ID)
	return err
}

// loose reports whether a message that has certainly never been posted may be taken apart, so
// that its reminders can be grouped anew.
func (r messageRow) loose() bool {
	return (r.Form == claims.FormCard || r.Form == claims.FormBundle) && r.Part == 0 && !r.MaybeRepeat && !r.Plain && r.Body.V.Again == 0
}

const sqlLoosen = `UPDATE notices SET state = 'pending' WHERE state IN ('sending', 'unknown') AND message_id <> '' AND message_id = ?`

// What was looked for without having been tried is grouped anew.
const sqlUngroup = `UPDATE notices SET form = '' WHERE state = 'pending' AND message_id <> '' AND message_id = ?`

// What a later reminder of the same claim replaces.
const sqlDropReplaced = `UPDATE notices SET state = 'dropped' WHERE state = 'pending' AND ` + family + `
AND EXISTS (SELECT 1 FROM notices x WHERE x.claim_id = notices.claim_id AND x.kind = notices.kind AND x.decided_at > notices.decided_at AND x.state <> 'dropped')`

const sqlDetach = `UPDATE notices SET message_id = '' WHERE state = 'pending' AND ` + family

const sqlDeleteMessages = `DELETE FROM messages WHERE id = ? OR (parent_id <> '' AND parent_id = ?)`

// dissolve takes a message apart: its reminders, and those of its replies, wait on their own again.
func (t *tx) dissolve(row messageRow) error {
	if _, err := t.exec(-1, sqlLoosen, row.ID); err != nil {
		return err
	}
	if row.Attempt == 0 {
		if _, err := t.exec(-1, sqlUngroup, row.ID); err != nil {
			return err
		}
	}
	for _, q := range []string{sqlDropReplaced, sqlDetach, sqlDeleteMessages} {
		if _, err := t.exec(-1, q, row.ID, row.ID); err != nil {
			return err
		}
	}
	return nil
}

const sqlInterrupted = `SELECT ` + messageColumns + ` FROM messages WHERE state = 'sending' ORDER BY tried_at`

// Interrupted returns the messages in 'sending', oldest first: of a worker that starts, those that
// the last one left behind.
func (s *Store) Interrupted(ctx context.Context) ([]claims.Message, error) {
	return s.messages(ctx, sqlInterrupted)
}

const sqlUnsettled = `SELECT ` + messageColumns + ` FROM messages WHERE state = 'unknown' AND not_before <= ? ORDER BY not_before LIMIT ?`

// Unsettled returns messages of unknown fate that are to be looked for at now, those whose look
// was due first first, at most limit.
func (s *Store) Unsettled(ctx context.Context, now time.Time, limit int) ([]claims.Message, error) {
	return s.messages(ctx, sqlUnsettled, instant{now}, limit)
}

func (s *Store) messages(ctx context.Context, query string, args ...any) ([]claims.Message, error) {
	v := view{DB: s.db, ctx: ctx}
	var rows []messageRow
	if err := v.selectAll(&rows, query, args...); err != nil {
		return nil, fmt.Errorf("load messages: %w", s.translate(err))
	}
	list := make([]claims.Message, 0, len(rows))
	for _, r := range rows {
		m, err := message(v, r)
		if err != nil {
			return nil, s.translate(err)
		}
		list = append(list, m)
	}
	return list, nil
}

package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"claimwatch/claims"
)

// What became of the claim that a reminder's own waited for is read afresh; of a confidential one
// it is not told.
const reminderColumns = `id, claim_id, ordinal, reason, slot_at, decided_at, channel, mention, form, woken_by, confidential, state,
COALESCE((SELECT o.outcome FROM claims o WHERE o.id = notices.woken_by AND o.confidential = 0), '') AS woken_as`

const sqlUngrouped = `SELECT ` + reminderColumns + ` FROM notices WHERE state = 'pending' AND form = '' AND kind = 'reminder' ORDER BY id`

const sqlWaitingForDigest = `SELECT ` + reminderColumns + ` FROM notices WHERE state = 'pending' AND form = 'digest' AND kind = 'reminder' ORDER BY id`

const sqlDecidedAt = `SELECT ` + reminderColumns + ` FROM notices WHERE decided_at = ? AND form IN ('card', 'bundle') AND kind = 'reminder' AND state <> 'dropped' ORDER BY id`

// noticeRow is a row of notices.
type noticeRow struct {
	ID           claims.NoticeID     `db:"id"`
	ClaimID      key[claims.ClaimID] `db:"claim_id"`
	Ordinal      int                 `db:"ordinal"`
	Reason       claims.Reason       `db:"reason"`
	SlotAt       instant             `db:"slot_at"`
	DecidedAt    instant             `db:"decided_at"`
	Channel      string              `db:"channel"`
	Mention      string              `db:"mention"`
	Form         claims.Form         `db:"form"`
	WokenBy      key[claims.ClaimID] `db:"woken_by"`
	WokenAs      claims.Outcome      `db:"woken_as"`
	Confidential bool                `db:"confidential"`
	State        claims.NoticeState  `db:"state"`
}

func (r noticeRow) notice() claims.Notice {
	return claims.Notice{
		ID: r.ID, ClaimID: r.ClaimID.ID, Ordinal: r.Ordinal, Reason: r.Reason, SlotAt: r.SlotAt.Time, DecidedAt: r.DecidedAt.Time, Channel: r.Channel,
		Mention: r.Mention, Form: r.Form, WokenBy: r.WokenBy.ID, WokenAs: r.WokenAs, Confidential: r.Confidential, State: r.State,
	}
}

// Ungrouped returns the reminders that have been decided and not yet been given a form, in the
// order of their decision.
func (s *Store) Ungrouped(ctx context.Context) ([]claims.Notice, error) {
	return s.notices(ctx, sqlUngrouped)
}

// WaitingForDigest returns the reminders that go out with their channel's next digest.
func (s *Store) WaitingForDigest(ctx context.Context) ([]claims.Notice, error) {
	return s.notices(ctx, sqlWaitingForDigest)
}

// DecidedAt returns the reminders that the check at a moment made messages of their own, or
// lines of a bundle.
func (s *Store) DecidedAt(ctx context.Context, at time.Time) ([]claims.Notice, error) {
	return s.notices(ctx, sqlDecidedAt, instant{at})
}

func (s *Store) notices(ctx context.Context, query string, args ...any) ([]claims.Notice, error) {
	var rows []noticeRow
	if err := s.db.SelectContext(ctx, &rows, query, args...); err != nil {
		return nil, fmt.Errorf("load reminders: %w", s.translate(err))
	}
	list := make([]claims.Notice, len(rows))
	for i, r := range rows {
		list[i] = r.notice()
	}
	return list, nil
}

const sqlSetForms = `UPDATE notices SET form = ? WHERE id IN (SELECT value FROM json_each(?)) AND state = 'pending'`

// SetForms gives reminders their forms, in one transaction. One that has been dropped meanwhile
// stays dropped.
func (s *Store) SetForms(ctx context.Context, list []claims.Notice) error {
	ids := map[claims.Form][]claims.NoticeID{}
	for _, n := range list {
		ids[n.Form] = append(ids[n.Form], n.ID)
	}
	return s.transact(ctx, func(t *tx) error {
		for form, of := range ids { // a statement for each form: thousands hold the lock for as short a time as they can
			if _, err := t.exec(-1, sqlSetForms, form, document[[]claims.NoticeID]{of}); err != nil {
				return fmt.Errorf("set the form of %d reminders: %w", len(of), err)
			}
		}
		return nil
	})
}

const sqlPostsSince = `SELECT channel, COUNT(DISTINCT CASE WHEN message_id <> '' THEN message_id WHEN form = 'bundle' THEN 'b' || decided_at ELSE 'n' || id END) AS posts
FROM notices WHERE decided_at >= ? AND form IN ('card', 'bundle') AND state <> 'dropped' AND channel = ? GROUP BY channel`

// PostsSince returns how many reminder messages a channel has been given since a moment: a
// bundle counts as one, an escalation like any other.
func (s *Store) PostsSince(ctx context.Context, channel string, since time.Time) (int, error) {
	var rows []struct {
		Channel string `db:"channel"`
		Posts   int    `db:"posts"`
	}
	if err := s.db.SelectContext(ctx, &rows, sqlPostsSince, instant{since}, channel); err != nil {
		return 0, fmt.Errorf("count the posts of a channel: %w", s.translate(err))
	}
	if len(rows) == 0 {
		return 0, nil
	}
	return rows[0].Posts, nil
}

const sqlHasPosted = `SELECT EXISTS (SELECT 1 FROM messages WHERE slack_ts <> '' AND channel <> ?)`

// Posted reports whether this database has posted to Slack before.
func (s *Store) Posted(ctx context.Context) (bool, error) {
	var posted bool
	if err := s.db.GetContext(ctx, &posted, sqlHasPosted, claims.Terminal); err != nil {
		return false, fmt.Errorf("look for earlier posts: %w", s.translate(err))
	}
	return posted, nil
}

// noticesAtOnce is how many reminders one statement writes: each statement has a cost of its own,
// about that of writing a row.
const noticesAtOnce = 40

const sqlNoticeValues = `(?, 'reminder', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending')`

const sqlInsertNotice = `INSERT INTO notices (subject, kind, ordinal, claim_id, reason, slot_at, decided_at, channel, mention, form, woken_by, confidential, state)
VALUES ` + sqlNoticeValues + sqlOnce

const sqlOnce = ` ON CONFLICT (subject, kind, ordinal) DO NOTHING`

var sqlInsertNotices = strings.TrimSuffix(sqlInsertNotice, sqlOnce) + strings.Repeat(", "+sqlNoticeValues, noticesAtOnce-1) + sqlOnce

const sqlInserted = `SELECT last_insert_rowid()`

// insertNotices writes reminders, each once. One that may have been posted by a database that this
// one has replaced is looked for first.
func (t *tx) insertNotices(list []claims.Notice) error {
	var sure []claims.Notice
	for _, n := range list {
		doubtful, err := t.doubtful(n.SlotAt, n.Channel)
		if err == nil && doubtful {
			err = t.insertDoubtful(n)
		}
		if err != nil {
			return fmt.Errorf("write reminder: %w", err)
		}
		if !doubtful {
			sure = append(sure, n)
		}
	}
	for len(sure) > 0 {
		n, query := 1, sqlInsertNotice
		if len(sure) >= noticesAtOnce {
			n, query = noticesAtOnce, sqlInsertNotices
		}
		var args []any
		for _, notice := range sure[:n] {
			args = append(args, noticeValues(notice)...)
		}
		if _, err := t.exec(-1, query, args...); err != nil {
			return fmt.Errorf("write %d reminders: %w", n, err)
		}
		sure = sure[n:]
	}
	return nil
}

func (t *tx) insertDoubtful(n claims.Notice) error {
	added, err := t.exec(-1, sqlInsertNotice, noticeValues(n)...)
	if err != nil || added == 0 {
		return err
	}
	var id claims.NoticeID
	if err := t.get(&id, sqlInserted); err != nil {
		return err
	}
	return t.doubt(id, n.Channel, n.DecidedAt)
}

func noticeValues(n claims.Notice) []any {
	return []any{
		subject(n), n.Ordinal, n.ClaimID, n.Reason, instant{n.SlotAt}, instant{n.DecidedAt}, n.Channel, n.Mention, n.Form, key[claims.ClaimID]{n.WokenBy}, n.Confidential,
	}
}

// subject is whom and what a reminder is about: a confidential one goes to several people apart.
func subject(n claims.Notice) string {
	if n.Confidential {
		return fmt.Sprintf("claim:%d:%s", n.ClaimID, n.Channel)
	}
	return fmt.Sprintf("claim:%d", n.ClaimID)
}

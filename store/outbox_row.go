package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"claimwatch/claims"
)

// querier reads, inside a transaction or outside of one.
type querier interface {
	selectAll(into any, query string, args ...any) error
	get(into any, query string, args ...any) error
}

// view reads without a transaction, for the length of one call.
type view struct {
	*sqlx.DB
	ctx context.Context
}

func (v view) selectAll(into any, query string, args ...any) error {
	return v.SelectContext(v.ctx, into, query, args...)
}

func (v view) get(into any, query string, args ...any) error {
	return v.GetContext(v.ctx, into, query, args...)
}

// A body is what a message says that is kept nowhere else.
type body struct {
	Digest *claims.Digest  `json:"digest,omitempty"`
	Alert  string          `json:"alert,omitempty"`
	Again  claims.NoticeID `json:"again,omitempty"` // the reminder whose card was deleted by hand
	Triage claims.ReportID `json:"triage,omitempty"`
}

// messageRow is a row of messages.
type messageRow struct {
	ID          claims.MessageID   `db:"id"`
	Channel     string             `db:"channel"`
	Form        claims.Form        `db:"form"`
	Parent      claims.MessageID   `db:"parent_id"`
	Part        int                `db:"part"`
	Body        document[body]     `db:"body"`
	State       claims.NoticeState `db:"state"`
	Attempt     int                `db:"attempt"`
	Plain       bool               `db:"plain"`
	MaybeRepeat bool               `db:"maybe_repeat"`
	FirstTried  instant            `db:"first_tried_at"`
	TriedAt     instant            `db:"tried_at"`
}

const messageColumns = `id, channel, form, parent_id, part, body, state, attempt, plain, maybe_repeat, first_tried_at, tried_at`

const sqlMessage = `SELECT ` + messageColumns + ` FROM messages WHERE id = ?`

const sqlInsertMessage = `INSERT INTO messages (id, channel, form, parent_id, part, body, state, attempt, plain, maybe_repeat, not_before, slack_channel, slack_ts, last_class, last_code, created_at)
VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, 0, 0, ?, '', '', '', '', ?)`

// insertMessage writes a message that waits to be posted and returns its new identifier.
func (t *tx) insertMessage(r messageRow, now time.Time) (claims.MessageID, error) {
	id := claims.MessageID(rand.Text())
	if _, err := t.exec(1, sqlInsertMessage, id, r.Channel, r.Form, r.Parent, r.Part, r.Body, instant{now}, instant{now}); err != nil {
		return "", fmt.Errorf("write message: %w", err)
	}
	return id, nil
}

// message returns what a row says, with its reminders: those that stand where the message stands.
func message(q querier, r messageRow) (claims.Message, error) {
	m := claims.Message{
		ID: r.ID, Channel: r.Channel, Form: r.Form, Part: r.Part, Digest: r.Body.V.Digest, Alert: r.Body.V.Alert, Attempt: r.Attempt,
		TriedAt: r.TriedAt.Time, FirstTried: r.FirstTried.Time, Plain: r.Plain, MaybeRepeat: r.MaybeRepeat,
	}
	var err error
	if m.Parent, err = posted(q, r.Parent); err != nil {
		return m, err
	}
	if m.Reminders, err = reminders(q, r); err != nil {
		return m, err
	}
	if m.Triage, err = triage(q, r.Body.V.Triage); err != nil {
		return m, err
	}
	if m.Digest != nil && !private(r.Channel) {
		if m.Digest, err = veiled(q, *m.Digest); err != nil {
			return m, err
		}
	}
	m.Total, err = total(q, r)
	return m, err
}

const sqlConfidential = `SELECT id FROM claims WHERE confidential = 1`

// veiled returns a channel's digest without the claims that have become confidential since it was
// compiled.
func veiled(q querier, d claims.Digest) (*claims.Digest, error) {
	var ids []claims.ClaimID
	if err := q.selectAll(&ids, sqlConfidential); err != nil {
		return nil, fmt.Errorf("find what is confidential: %w", err)
	}
	if len(ids) == 0 {
		return &d, nil
	}
	secret := func(c claims.Claim) bool { return slices.Contains(ids, c.ID) }
	for _, list := range []*[]claims.Claim{&d.New, &d.DueToday, &d.DueWeek, &d.Overdue, &d.Ownerless, &d.Woken, &d.Resolved} {
		*list = slices.DeleteFunc(slices.Clone(*list), secret)
	}
	return &d, nil
}

const sqlWherePosted = `SELECT slack_channel, slack_ts FROM messages WHERE id = ?`

// posted returns where a message stands; nowhere yet is the zero value.
func posted(q querier, id claims.MessageID) (claims.Posted, error) {
	var row struct {
		Channel string `db:"slack_channel"`
		TS      string `db:"slack_ts"`
	}
	if id == "" {
		return claims.Posted{}, nil
	}
	err := q.get(&row, sqlWherePosted, id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return claims.Posted{}, fmt.Errorf("find message %s: %w", id, err)
	}
	return claims.Posted{Channel: row.Channel, TS: row.TS}, nil
}

const sqlParts = `SELECT COUNT(*) FROM messages WHERE parent_id <> '' AND parent_id = ?`

// family is the condition of a notice of a message or of one of its replies.
const family = `message_id <> '' AND message_id IN (SELECT ? UNION ALL SELECT id FROM messages WHERE parent_id <> '' AND parent_id = ?)`

const sqlPartReminders = `SELECT COUNT(*) FROM notices WHERE state <> 'dropped' AND ` + family

// total counts the reminders of a message and its replies; 0 when it has none.
func total(q querier, r messageRow) (int, error) {
	var parts, n int
	if r.Part > 0 || r.Form == claims.FormCard || r.Form == claims.FormAlert {
		return 0, nil
	}
	if err := q.get(&parts, sqlParts, r.ID); err != nil || parts == 0 {
		return 0, err
	}
	err := q.get(&n, sqlPartReminders, r.ID, r.ID)
	return n, err
}

const sqlNoticesOf = `SELECT ` + reminderColumns + ` FROM notices WHERE message_id <> '' AND message_id = ? AND state = ? AND claim_id IS NOT NULL`

const sqlNotice = `SELECT ` + reminderColumns + ` FROM notices WHERE id = ?`

// reminders returns what a message reminds of, in the order in which it is said.
func reminders(q querier, r messageRow) ([]claims.Reminder, error) {
	var rows []noticeRow
	var err error
	if r.Body.V.Again != 0 {
		err = q.selectAll(&rows, sqlNotice, r.Body.V.Again)
	} else {
		err = q.selectAll(&rows, sqlNoticesOf, r.ID, r.State)
	}
	if err != nil {
		return nil, fmt.Errorf("load the reminders of message %s: %w", r.ID, err)
	}
	var list []claims.Reminder
	for _, n := range inOrder(rows) {
		m, err := reminder(q, n)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// inOrder sorts reminders as they are said: by reason, slot, claim.
func inOrder(rows []noticeRow) []noticeRow {
	order := claims.Reasons()
	slices.SortFunc(rows, func(a, b noticeRow) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Reason), slices.Index(order, b.Reason)), a.SlotAt.Compare(b.SlotAt.Time), cmp.Compare(a.ClaimID.ID, b.ClaimID.ID))
	})
	return rows
}

const sqlReportRef = `SELECT id, title, source, published FROM reports WHERE id = ?`

const sqlCardOf = `SELECT m.slack_channel, m.slack_ts FROM cards c JOIN messages m ON m.id = c.message_id
WHERE c.claim_id = ? AND c.channel = ? AND c.newest = 1 AND c.gone = 0`

// reminder adds to a notice what it is about.
func reminder(q querier, n noticeRow) (claims.Reminder, error) {
	r := claims.Reminder{Notice: n.notice()}
	var row claimRow
	if err := q.get(&row, sqlClaimByID, n.ClaimID.ID); err != nil {
		return r, fmt.Errorf("load claim %d: %w", n.ClaimID.ID, err)
	}
	r.Claim = row.claim()
	var err error
	if r.Report, err = reportRef(q, r.Claim.ReportID); err != nil {
		return r, err
	}
	r.Card, err = newestCard(q, r.Claim.ID, n.Channel)
	return r, err
}

func reportRef(q querier, id claims.ReportID) (claims.ReportRef, error) {
	var row struct {
		ID        claims.ReportID `db:"id"`
		Title     string          `db:"title"`
		Source    string          `db:"source"`
		Published day             `db:"published"`
	}
	if id == 0 {
		return claims.ReportRef{}, nil
	}
	if err := q.get(&row, sqlReportRef, id); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return claims.ReportRef{}, fmt.Errorf("load report %d: %w", id, err)
	}
	return claims.ReportRef{ID: row.ID, Title: row.Title, Source: row.Source, Published: row.Published.Day}, nil
}

// newestCard returns where a claim's card in a channel stands; nowhere is the zero value.
func newestCard(q querier, id claims.ClaimID, channel string) (claims.Posted, error) {
	var row struct {
		Channel string `db:"slack_channel"`
		TS      string `db:"slack_ts"`
	}
	err := q.get(&row, sqlCardOf, id, channel)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return claims.Posted{}, fmt.Errorf("find the card of claim %d: %w", id, err)
	}
	return claims.Posted{Channel: row.Channel, TS: row.TS}, nil
}

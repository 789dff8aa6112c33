package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"claimwatch/claims"
)

// After a restore, whatever was due between the making of the backup and the restore may have
// been posted by the database that was replaced, under an identifier that this one never knew. So
// such a reminder or digest begins as a message in 'unknown' that was never tried (attempt 0): it
// is looked for by what it is about, and only what is not there is posted, grouped as ever.
const (
	restoredKey     = "restored_at"   // when
	restoredFromKey = "restored_from" // when the backup was made
)

const sqlLastEvent = `SELECT MAX(at) FROM (SELECT MAX(at) AS at FROM history UNION ALL SELECT MAX(tried_at) FROM messages
UNION ALL SELECT MAX(updated_at) FROM claims UNION ALL SELECT MAX(added_at) FROM reports)`

const sqlDoubtMessages = `UPDATE messages SET state = 'unknown', not_before = ?, tried_at = COALESCE(tried_at, ?), first_tried_at = COALESCE(first_tried_at, ?)
WHERE state IN ('pending', 'sending', 'unknown') AND channel <> 'terminal'`

const sqlDoubtNotices = `UPDATE notices SET state = 'unknown' WHERE state IN ('pending', 'sending') AND message_id <> '' AND channel <> 'terminal'`

const sqlAllWaiting = `SELECT ` + reminderColumns + ` FROM notices WHERE state = 'pending' AND message_id = '' AND kind = 'reminder' AND channel <> 'terminal' ORDER BY id`

const sqlDropMeta = `DELETE FROM meta WHERE key = ?`

const sqlCountDoubtful = `SELECT COUNT(*) FROM messages WHERE state = 'unknown'`

// markDoubt makes 'unknown' of what may have been posted since the backup was made, and notes
// until when what is decided from now on may have been.
func (s *Store) markDoubt(ctx context.Context, now time.Time) (Restored, error) {
	var done Restored
	err := s.transact(ctx, func(t *tx) error {
		made, err := t.made(now)
		if err != nil {
			return err
		}
		for name, at := range map[string]time.Time{restoredKey: now, restoredFromKey: made} {
			if _, err := t.exec(1, sqlSetMeta, name, strconv.FormatInt(at.UnixMilli(), 10)); err != nil {
				return err
			}
		}
		if _, err := t.exec(-1, sqlDropMeta, madeKey); err != nil {
			return err
		}
		if err := t.doubtAll(made, now); err != nil {
			return err
		}
		done.MadeAt = made
		return t.get(&done.Doubtful, sqlCountDoubtful)
	})
	if err != nil {
		return done, fmt.Errorf("mark what may have been posted since: %w", err)
	}
	return done, nil
}

func (t *tx) doubtAll(made, now time.Time) error {
	if _, err := t.exec(-1, sqlDoubtMessages, instant{now}, instant{made}, instant{made}); err != nil {
		return err
	}
	if _, err := t.exec(-1, sqlDoubtNotices); err != nil {
		return err
	}
	var waiting []noticeRow
	if err := t.selectAll(&waiting, sqlAllWaiting); err != nil {
		return err
	}
	for _, n := range waiting {
		if err := t.doubt(n.ID, n.Channel, now); err != nil {
			return err
		}
	}
	return nil
}

// made returns when the backup was made; of a plain copy, when something last happened in it.
func (t *tx) made(now time.Time) (time.Time, error) {
	at, err := t.moment(madeKey)
	if err != nil || !at.IsZero() {
		return at, err
	}
	var last instant
	if err := t.get(&last, sqlLastEvent); err != nil {
		return time.Time{}, err
	}
	if last.IsZero() || last.After(now) {
		return now, nil
	}
	return last.Time, nil
}

// moment reads an instant of meta; the zero time when it is not set.
func (t *tx) moment(name string) (time.Time, error) {
	var v string
	err := t.get(&v, sqlMeta, name)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	ms, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w: %s is no instant", claims.ErrCorrupt, name)
	}
	return time.UnixMilli(ms).UTC(), nil
}

// doubtful reports whether what was due at slot may have been posted by a database that this one
// has replaced.
func (t *tx) doubtful(slot time.Time, channel string) (bool, error) {
	if channel == claims.Terminal {
		return false, nil
	}
	if t.restored == nil {
		at, err := t.moment(restoredKey)
		if err != nil {
			return false, err
		}
		t.restored = &at
	}
	return !slot.After(*t.restored), nil
}

const sqlDoubt = `UPDATE messages SET state = 'unknown', not_before = ?, tried_at = ?, first_tried_at = ? WHERE id = ? OR (parent_id <> '' AND parent_id = ?)`

const sqlDoubtOf = `UPDATE notices SET state = 'unknown' WHERE state = 'pending' AND ` + family

// doubt makes a message of a reminder that waits, to be looked for.
func (t *tx) doubt(id claims.NoticeID, channel string, now time.Time) error {
	m, err := t.insertMessage(messageRow{Channel: channel, Form: claims.FormCard}, now)
	if err != nil {
		return err
	}
	if _, err := t.exec(1, sqlAttach, m, claims.FormCard, id); err != nil {
		return fmt.Errorf("attach a reminder that may have been posted: %w", err)
	}
	return t.doubtMessage(m, now)
}

// doubtMessage has a message, and its replies, looked for before they are posted.
func (t *tx) doubtMessage(id claims.MessageID, now time.Time) error {
	from, err := t.moment(restoredFromKey)
	if err != nil {
		return err
	}
	if _, err := t.exec(-1, sqlDoubt, instant{now}, instant{now}, instant{from}, id, id); err != nil {
		return err
	}
	_, err = t.exec(-1, sqlDoubtOf, id, id)
	return err
}

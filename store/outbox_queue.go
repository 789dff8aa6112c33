package store

import (
	"context"
	"fmt"
	"time"

	"claimwatch/claims"
)

const sqlInsertDigest = `INSERT INTO notices (subject, kind, ordinal, reason, slot_at, decided_at, channel, mention, form, confidential, state, message_id)
VALUES (?, 'digest', ?, '', ?, ?, ?, '', 'digest', 0, 'pending', ?) ON CONFLICT (subject, kind, ordinal) DO NOTHING`

const sqlStaleDigests = `SELECT id FROM messages WHERE state = 'pending' AND channel = ? AND form = 'digest' AND part = 0 AND maybe_repeat = 0`

const sqlDropDigestNotice = `UPDATE notices SET state = 'dropped' WHERE message_id <> '' AND message_id = ? AND kind = 'digest' AND state = 'pending'`

const sqlForDigest = `SELECT ` + reminderColumns + ` FROM notices INDEXED BY notices_for_digest WHERE state = 'pending' AND message_id = '' AND form = 'digest' AND channel = ? AND claim_id IS NOT NULL ORDER BY id`

// QueueDigest queues a channel's digest, with all reminders that wait for it. The channel and d.At
// are its key: queued twice, it is sent once. One that says nothing and has no reminders is not
// sent. An older digest of the channel that still waits is replaced, and its reminders come along.
func (s *Store) QueueDigest(ctx context.Context, d claims.Digest) error {
	err := s.transact(ctx, func(t *tx) error {
		known, err := t.knowsDigest(d)
		if err != nil || known {
			return err
		}
		if err := t.replaceDigests(d.Channel); err != nil {
			return err
		}
		var rows []noticeRow
		doubtful, err := t.doubtful(d.At, d.Channel)
		if err != nil {
			return err
		}
		if !doubtful { // one that may have been posted before may have been posted without these
			if err := t.selectAll(&rows, sqlForDigest, d.Channel); err != nil {
				return err
			}
		}
		if len(rows) == 0 && emptyDigest(d) {
			return nil
		}
		id, err := t.compose(messageRow{Channel: d.Channel, Form: claims.FormDigest, Body: document[body]{body{Digest: &d}}}, inOrder(rows), d.At)
		if err != nil {
			return err
		}
		if _, err = t.exec(1, sqlInsertDigest, "channel:"+d.Channel, d.At.Unix(), instant{d.At}, instant{d.At}, d.Channel, id); err != nil || !doubtful {
			return err
		}
		return t.doubtMessage(id, d.At)
	})
	if err != nil {
		return fmt.Errorf("queue the digest of %s: %w", d.Channel, err)
	}
	return nil
}

const sqlKnownDigest = `SELECT COUNT(*) FROM notices WHERE subject = ? AND kind = 'digest' AND ordinal = ?`

func (t *tx) knowsDigest(d claims.Digest) (bool, error) {
	var n int
	err := t.get(&n, sqlKnownDigest, "channel:"+d.Channel, d.At.Unix())
	return n > 0, err
}

// replaceDigests takes apart what waits to be posted as a digest.
func (t *tx) replaceDigests(channel string) error {
	var ids []claims.MessageID
	if err := t.selectAll(&ids, sqlStaleDigests, channel); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := t.exec(-1, sqlDropDigestNotice, id); err != nil {
			return err
		}
		for _, q := range []string{sqlDetach, sqlDeleteMessages} {
			if _, err := t.exec(-1, q, id, id); err != nil {
				return err
			}
		}
	}
	return nil
}

const sqlWaitingAlert = `SELECT COUNT(*) FROM messages WHERE state = 'pending' AND channel = ? AND form = 'alert' AND body = ?`

// QueueAlert queues a sentence for the people who run the daemon. The same one is not queued
// again while it waits.
func (s *Store) QueueAlert(ctx context.Context, a claims.Alert, now time.Time) error {
	return s.transact(ctx, func(t *tx) error { return t.queueAlert(a, now) })
}

func (t *tx) queueAlert(a claims.Alert, now time.Time) error {
	says := document[body]{body{Alert: a.Text}}
	var n int
	if err := t.get(&n, sqlWaitingAlert, a.Channel, says); err != nil || n > 0 {
		return err
	}
	_, err := t.insertMessage(messageRow{Channel: a.Channel, Form: claims.FormAlert, Body: says}, now)
	return err
}

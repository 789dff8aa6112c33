package store

import (
	"context"
	"fmt"
	"time"

	"claimwatch/claims"
)

const sqlCardsOfClaim = `SELECT ordinal, line, gone FROM cards WHERE claim_id = ? AND channel = ? AND newest = 1`

const sqlStepBack = `UPDATE cards SET newest = 0, attempt = 0, redraw_at = CASE WHEN line = 0 AND gone = 0 THEN ? END WHERE claim_id = ? AND channel = ? AND newest = 1`

const sqlInsertCard = `INSERT INTO cards (message_id, claim_id, notice_id, ordinal, channel, line, newest, redraw_at, attempt, gone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)`

// place gives a reminder that was sent its place among its claim's messages in the channel. A card
// becomes the newest, and the one before it steps back and will shrink; a line of a bundle or
// digest takes the place only where there is no card. What was sent later stays the newest.
func (t *tx) place(row messageRow, n noticeRow, changed bool, at time.Time) error {
	line := row.Form != claims.FormCard
	var newest []struct {
		Ordinal int  `db:"ordinal"`
		Line    bool `db:"line"`
		Gone    bool `db:"gone"`
	}
	if err := t.selectAll(&newest, sqlCardsOfClaim, n.ClaimID.ID, n.Channel); err != nil {
		return fmt.Errorf("find the card of claim %d: %w", n.ClaimID.ID, err)
	}
	late := false
	for _, c := range newest {
		if line && !c.Gone && (!c.Line || c.Ordinal > n.Ordinal) {
			return nil
		}
		late = late || (c.Ordinal > n.Ordinal && !c.Gone)
	}
	if !late && len(newest) > 0 {
		if _, err := t.exec(-1, sqlStepBack, instant{at}, n.ClaimID.ID, n.Channel); err != nil {
			return fmt.Errorf("set back the card of claim %d: %w", n.ClaimID.ID, err)
		}
	}
	redraw := instant{}
	if late || changed {
		redraw = instant{at}
	}
	if _, err := t.exec(1, sqlInsertCard, row.ID, n.ClaimID.ID, n.ID, n.Ordinal, n.Channel, line, !late, redraw); err != nil {
		return fmt.Errorf("place the card of claim %d: %w", n.ClaimID.ID, err)
	}
	return nil
}

// placeAfresh places a card that was posted again because the one before had been deleted.
func (t *tx) placeAfresh(row messageRow, at time.Time) error {
	var n noticeRow
	if err := t.get(&n, sqlNotice, row.Body.V.Again); err != nil {
		return err
	}
	return t.place(row, n, true, at)
}

// redrawRow is a card that is to be redrawn, with the reminder that it was posted for.
type redrawRow struct {
	Message  claims.MessageID `db:"message_id"`
	NoticeID claims.NoticeID  `db:"notice_id"`
	Line     bool             `db:"line"`
	Newest   bool             `db:"newest"`
	RedrawAt instant          `db:"redraw_at"`
	Attempt  int              `db:"attempt"`
}

const sqlRedraws = `SELECT message_id, notice_id, line, newest, redraw_at, attempt FROM cards
WHERE redraw_at <= ? ORDER BY newest DESC, redraw_at LIMIT ?`

// Redraws returns the cards that are to be redrawn at now, the newest of their claims first, at
// most limit, each as its claim stands.
func (s *Store) Redraws(ctx context.Context, now time.Time, limit int) ([]claims.Redraw, error) {
	v := view{DB: s.db, ctx: ctx}
	var rows []redrawRow
	if err := v.selectAll(&rows, sqlRedraws, instant{now}, limit); err != nil {
		return nil, fmt.Errorf("find cards to redraw: %w", s.translate(err))
	}
	list := make([]claims.Redraw, 0, len(rows))
	for _, r := range rows {
		card, err := card(v, r)
		if err != nil {
			return nil, fmt.Errorf("load card %s: %w", r.Message, s.translate(err))
		}
		list = append(list, claims.Redraw{Card: card, At: r.RedrawAt.Time, Attempt: r.Attempt, Newest: r.Newest})
	}
	more, err := triageRedraws(v, now, limit-len(list))
	if err != nil {
		return nil, s.translate(err)
	}
	return append(list, more...), nil
}

func card(q querier, r redrawRow) (claims.Card, error) {
	c := claims.Card{Message: r.Message, Line: r.Line}
	var n noticeRow
	err := q.get(&n, sqlNotice, r.NoticeID)
	if err != nil {
		return c, err
	}
	if c.Reminder, err = reminder(q, n); err != nil {
		return c, err
	}
	c.Channel, c.Claim = n.Channel, c.Reminder.Claim
	if c.Posted, err = posted(q, r.Message); err != nil {
		return c, err
	}
	if !r.Newest {
		c.Next = c.Reminder.Card
	}
	if c.By, err = answeredBy(q, c.Claim); err != nil {
		return c, err
	}
	c.Evidence, err = evidence(q, c.Claim.ID)
	return c, err
}

const sqlAnsweredBy = `SELECT actor FROM history WHERE claim_id = ? AND action = ? ORDER BY id DESC LIMIT 1`

// answeredBy reads from the history who made a claim what it is; "" when it is as it was asked for.
func answeredBy(q querier, c claims.Claim) (string, error) {
	action := claims.ActionChecked
	switch {
	case c.Status == claims.StatusDismissed:
		action = claims.ActionDismissed
	case c.Status != claims.StatusOpen:
		return "", nil
	case !c.SnoozedUntil.IsZero():
		action = claims.ActionSnoozed
	case c.LastCheckedAt.IsZero():
		return "", nil
	}
	var who []string
	if err := q.selectAll(&who, sqlAnsweredBy, c.ID, action); err != nil {
		return "", err
	}
	if len(who) == 0 {
		return "", nil
	}
	return who[0], nil
}

func evidence(q querier, id claims.ClaimID) ([]claims.Evidence, error) {
	var rows []struct {
		URL   string  `db:"url"`
		Quote string  `db:"quote"`
		Day   day     `db:"day"`
		Note  string  `db:"note"`
		By    string  `db:"added_by"`
		At    instant `db:"added_at"`
	}
	if err := q.selectAll(&rows, sqlEvidence, id); err != nil {
		return nil, err
	}
	var list []claims.Evidence
	for _, r := range rows {
		list = append(list, claims.Evidence{ClaimID: id, URL: r.URL, Quote: r.Quote, Date: r.Day.Day, Note: r.Note, By: r.By, At: r.At.Time})
	}
	return list, nil
}

const sqlRedrawn = `UPDATE cards SET redraw_at = NULL, attempt = 0 WHERE message_id = ? AND claim_id = ? AND redraw_at = ?
AND (SELECT revision FROM claims WHERE id = cards.claim_id) = ?`

const sqlRedrawLater = `UPDATE cards SET redraw_at = ?, attempt = attempt + 1 WHERE message_id = ? AND claim_id = ? AND redraw_at = ?`

const sqlGone = `UPDATE cards SET gone = 1, redraw_at = NULL WHERE message_id = ? AND claim_id = ? AND gone = 0`

// RecordRedraw notes what became of a redraw: done, to be tried again, or gone. When the claim has
// changed since the card was read, it stays to be redrawn. A card of its own that was deleted while
// its claim is open is posted afresh, once.
func (s *Store) RecordRedraw(ctx context.Context, r claims.Redraw, done claims.Redrawn) error {
	c := r.Card
	err := s.transact(ctx, func(t *tx) error {
		var err error
		switch {
		case c.Triage != nil:
			err = t.triageRedrawn(r, done)
		case done.Gone:
			err = t.gone(r, done.At)
		case !done.Again.IsZero():
			_, err = t.exec(-1, sqlRedrawLater, instant{done.Again}, c.Message, c.Claim.ID, instant{r.At})
		default:
			_, err = t.exec(-1, sqlRedrawn, c.Message, c.Claim.ID, instant{r.At}, c.Claim.Revision)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("record the redraw of card %s: %w", c.Message, err)
	}
	return nil
}

func (t *tx) gone(r claims.Redraw, at time.Time) error {
	n, err := t.exec(-1, sqlGone, r.Card.Message, r.Card.Claim.ID)
	if err != nil || n == 0 || !r.Newest || r.Card.Line || r.Card.Claim.Status != claims.StatusOpen {
		return err
	}
	row, err := t.messageRow(r.Card.Message)
	if err != nil || row.Body.V.Again != 0 {
		return err
	}
	again := document[body]{body{Again: r.Card.Reminder.Notice.ID}}
	_, err = t.insertMessage(messageRow{Channel: row.Channel, Form: claims.FormCard, Body: again}, at)
	return err
}

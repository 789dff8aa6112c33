package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"claimwatch/claims"
)

const sqlUntriaged = `SELECT DISTINCT r.id, r.title, r.source, r.published, r.desk FROM reports r JOIN claims c ON c.report_id = r.id
WHERE r.added_at >= ? AND c.status = 'candidate' AND c.confidential = 0 AND NOT EXISTS (SELECT 1 FROM triages t WHERE t.report_id = r.id)
ORDER BY r.id`

// Untriaged returns the reports added since a moment that have candidates and no triage card yet,
// without their texts, oldest first.
func (s *Store) Untriaged(ctx context.Context, since time.Time) ([]claims.Report, error) {
	var rows []struct {
		ID        claims.ReportID `db:"id"`
		Title     string          `db:"title"`
		Source    string          `db:"source"`
		Published day             `db:"published"`
		Desk      string          `db:"desk"`
	}
	if err := s.db.SelectContext(ctx, &rows, sqlUntriaged, instant{since}); err != nil {
		return nil, fmt.Errorf("find reports for triage: %w", s.translate(err))
	}
	var list []claims.Report
	for _, r := range rows {
		list = append(list, claims.Report{ID: r.ID, Title: r.Title, Source: r.Source, Published: r.Published.Day, Desk: r.Desk})
	}
	return list, nil
}

const sqlInsertTriage = `INSERT INTO triages (report_id, message_id, redraw_at, attempt, gone) VALUES (?, ?, NULL, 0, 0) ON CONFLICT (report_id) DO NOTHING`

const sqlReportAdded = `SELECT added_at FROM reports WHERE id = ?`

const sqlHasTriage = `SELECT COUNT(*) FROM triages WHERE report_id = ?`

// QueueTriage queues the triage card of a report for a channel, once for each report.
func (s *Store) QueueTriage(ctx context.Context, id claims.ReportID, channel string, now time.Time) error {
	err := s.transact(ctx, func(t *tx) error {
		var n int
		if err := t.get(&n, sqlHasTriage, id); err != nil || n > 0 {
			return err
		}
		m, err := t.insertMessage(messageRow{Channel: channel, Form: claims.FormTriage, Body: document[body]{body{Triage: id}}}, now)
		if err != nil {
			return err
		}
		if _, err = t.exec(1, sqlInsertTriage, id, m); err != nil {
			return err
		}
		var added instant
		if err := t.get(&added, sqlReportAdded, id); err != nil {
			return err
		}
		doubtful, err := t.doubtful(added.Time, channel)
		if err != nil || !doubtful {
			return err
		}
		return t.doubtMessage(m, now)
	})
	if err != nil {
		return fmt.Errorf("queue the triage card of report %d: %w", id, err)
	}
	return nil
}

const sqlTriageClaims = `SELECT ` + claimColumns + ` FROM claims WHERE report_id = ? AND confidential = 0 ORDER BY id`

const sqlTriageHistory = `SELECT h.claim_id, h.actor, h.action, h.detail FROM history h JOIN claims c ON c.id = h.claim_id
WHERE c.report_id = ? AND c.confidential = 0 AND h.action IN ('added', 'accepted', 'dismissed', 'resolved', 'merged', 'reopened') ORDER BY h.id`

// triage returns a report's candidates with what has been decided; nil of 0.
func triage(q querier, id claims.ReportID) (*claims.Triage, error) {
	if id == 0 {
		return nil, nil
	}
	ref, err := reportRef(q, id)
	if err != nil {
		return nil, err
	}
	var rows []claimRow
	if err := q.selectAll(&rows, sqlTriageClaims, id); err != nil {
		return nil, fmt.Errorf("load the candidates of report %d: %w", id, err)
	}
	out := &claims.Triage{Report: ref, Claims: claimsOf(rows), Why: map[claims.ClaimID]string{}, Who: map[claims.ClaimID]string{}}
	slices.SortStableFunc(out.Claims, func(a, b claims.Claim) int { return cmp.Compare(b.Score, a.Score) })
	return out, decided(q, id, out)
}

// decided reads from the history what made each an item, and who decided.
func decided(q querier, id claims.ReportID, out *claims.Triage) error {
	var rows []struct {
		Claim  claims.ClaimID          `db:"claim_id"`
		Actor  string                  `db:"actor"`
		Action claims.Action           `db:"action"`
		Detail document[claims.Detail] `db:"detail"`
	}
	if err := q.selectAll(&rows, sqlTriageHistory, id); err != nil {
		return fmt.Errorf("load who decided about report %d: %w", id, err)
	}
	for _, r := range rows {
		switch r.Action {
		case claims.ActionAdded:
			out.Why[r.Claim] = r.Detail.V.Quote
		case claims.ActionReopened:
			delete(out.Who, r.Claim)
		default:
			out.Who[r.Claim], out.By = r.Actor, r.Actor
		}
	}
	return nil
}

const sqlMarkTriage = `UPDATE triages SET redraw_at = ?, attempt = 0 WHERE report_id = ? AND gone = 0`

// markTriage asks for the triage card of a claim's report to be redrawn.
func (t *tx) markTriage(c claims.Claim) error {
	if c.ReportID == 0 {
		return nil
	}
	if _, err := t.exec(-1, sqlMarkTriage, instant{c.UpdatedAt}, c.ReportID); err != nil {
		return fmt.Errorf("mark the triage card: %w", err)
	}
	return nil
}

const sqlTriageRedraws = `SELECT t.report_id, t.redraw_at, t.attempt, m.id AS message_id, m.channel, m.slack_channel, m.slack_ts
FROM triages t JOIN messages m ON m.id = t.message_id WHERE t.redraw_at <= ? AND m.state = 'sent' ORDER BY t.redraw_at LIMIT ?`

// triageRedraws returns the triage cards that are to be redrawn at now.
func triageRedraws(q querier, now time.Time, limit int) ([]claims.Redraw, error) {
	var rows []struct {
		Report   claims.ReportID  `db:"report_id"`
		RedrawAt instant          `db:"redraw_at"`
		Attempt  int              `db:"attempt"`
		Message  claims.MessageID `db:"message_id"`
		Channel  string           `db:"channel"`
		Room     string           `db:"slack_channel"`
		TS       string           `db:"slack_ts"`
	}
	if err := q.selectAll(&rows, sqlTriageRedraws, instant{now}, limit); err != nil {
		return nil, fmt.Errorf("find triage cards to redraw: %w", err)
	}
	var list []claims.Redraw
	for _, r := range rows {
		card := claims.Card{Message: r.Message, Channel: r.Channel, Posted: claims.Posted{Channel: r.Room, TS: r.TS}}
		var err error
		if card.Triage, err = triage(q, r.Report); err != nil {
			return nil, err
		}
		list = append(list, claims.Redraw{Card: card, At: r.RedrawAt.Time, Attempt: r.Attempt, Newest: true})
	}
	return list, nil
}

const (
	sqlTriageRedrawn = `UPDATE triages SET redraw_at = NULL, attempt = 0 WHERE report_id = ? AND redraw_at = ?`
	sqlTriageLater   = `UPDATE triages SET redraw_at = ?, attempt = attempt + 1 WHERE report_id = ? AND redraw_at = ?`
	sqlTriageGone    = `UPDATE triages SET redraw_at = NULL, gone = 1 WHERE report_id = ?`
)

// triageRedrawn notes what became of the redraw of a triage card. One that was deleted stays so.
func (t *tx) triageRedrawn(r claims.Redraw, done claims.Redrawn) error {
	id := r.Card.Triage.Report.ID
	var err error
	switch {
	case done.Gone:
		_, err = t.exec(-1, sqlTriageGone, id)
	case !done.Again.IsZero():
		_, err = t.exec(-1, sqlTriageLater, instant{done.Again}, id, instant{r.At})
	default:
		_, err = t.exec(-1, sqlTriageRedrawn, id, instant{r.At})
	}
	return err
}

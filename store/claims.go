package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"claimwatch/claims"
)

// Claim returns one claim. Errors: claims.ErrNotFound.
func (s *Store) Claim(ctx context.Context, id claims.ClaimID) (claims.Claim, error) {
	var row claimRow
	err := s.db.GetContext(ctx, &row, sqlClaimByID, id)
	if errors.Is(err, sql.ErrNoRows) {
		return claims.Claim{}, fmt.Errorf("claim %d: %w", id, claims.ErrNotFound)
	}
	if err != nil {
		return claims.Claim{}, fmt.Errorf("load claim %d: %w", id, s.translate(err))
	}
	return row.claim(), nil
}

// The index is named in this and the next, since without statistics that of status looks better.
const sqlDue = `SELECT id FROM claims INDEXED BY claims_next_look WHERE status = 'open' AND next_look_at <= ? ORDER BY next_look_at, id LIMIT ?`

// Due returns the identifiers of open claims whose next look is at or before now, oldest first,
// at most limit. It takes no lease. Errors: ctx and driver errors; none due is nil.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]claims.ClaimID, error) {
	var ids []claims.ClaimID
	if err := s.db.SelectContext(ctx, &ids, sqlDue, instant{now}, limit); err != nil {
		return nil, fmt.Errorf("find what is due: %w", s.translate(err))
	}
	return ids, nil
}

const sqlNextLook = `SELECT MIN(next_look_at) FROM claims INDEXED BY claims_next_look WHERE status = 'open' AND next_look_at IS NOT NULL`

// NextLook returns when the first open claim is to be looked at; the zero time when none is.
func (s *Store) NextLook(ctx context.Context) (time.Time, error) {
	var at instant
	if err := s.db.GetContext(ctx, &at, sqlNextLook); err != nil {
		return time.Time{}, fmt.Errorf("find the next look: %w", s.translate(err))
	}
	return at.Time, nil
}

const sqlLookAgain = `UPDATE claims SET next_look_at = ? WHERE id >= ? AND id < ? AND +status = 'open'`

const sqlLastClaim = `SELECT COALESCE(MAX(id), 0) FROM claims`

// lookStretch is how many numbers of claims one transaction of LookAgain spans.
const lookStretch = 2000

// LookAgain marks open claims from a number on to be looked at, at at: the rules have changed. It
// does a stretch of them and returns where the next begins; 0 is the end. The claims are the same
// afterwards, and their revisions too: a decision that is being saved meanwhile, by the same rules,
// stands. So does SetBack.
func (s *Store) LookAgain(ctx context.Context, at time.Time, from claims.ClaimID) (claims.ClaimID, error) {
	next := from + lookStretch
	err := s.transact(ctx, func(t *tx) error {
		if _, err := t.exec(-1, sqlLookAgain, instant{at}, from, next); err != nil {
			return err
		}
		var last claims.ClaimID
		if err := t.get(&last, sqlLastClaim); err != nil {
			return err
		}
		if next > last {
			next = 0
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("mark claims to be looked at: %w", err)
	}
	return next, nil
}

var sqlSetBack = []string{
	`UPDATE claims SET next_look_at = ? WHERE status = 'open'`,
	`UPDATE messages SET not_before = ? WHERE state IN ('pending', 'unknown')`,
	`UPDATE rests SET until_at = ?`,
	`UPDATE cards SET redraw_at = ? WHERE redraw_at IS NOT NULL`,
}

// SetBack brings everything that waits for a moment back to at: the machine's clock was set back,
// and what was planned by the old one would wait for it to come again.
func (s *Store) SetBack(ctx context.Context, at time.Time) error {
	return s.transact(ctx, func(t *tx) error {
		for _, q := range sqlSetBack {
			if _, err := t.exec(-1, q, instant{at}); err != nil {
				return fmt.Errorf("bring back what waits: %w", err)
			}
		}
		return nil
	})
}

const sqlSightings = `SELECT s.claim_id, s.report_id, r.title, r.published, s.quote, s.start_byte, s.end_byte, s.added_at
FROM sightings s JOIN reports r ON r.id = s.report_id WHERE s.claim_id = ? ORDER BY s.id`

const sqlEvidence = `SELECT url, quote, day, note, added_by, added_at FROM evidence WHERE claim_id = ? ORDER BY id`

const sqlLeads = `SELECT id, url, title, quote, reason, score, found_at FROM leads WHERE claim_id = ? ORDER BY id`

const sqlHistory = `SELECT at, actor, via, action, detail FROM history WHERE claim_id = ? ORDER BY id`

// Dossier returns a claim with everything known about it, oldest first. Errors:
// claims.ErrNotFound.
func (s *Store) Dossier(ctx context.Context, id claims.ClaimID) (claims.Dossier, error) {
	c, err := s.Claim(ctx, id)
	if err != nil {
		return claims.Dossier{}, err
	}
	d := claims.Dossier{Claim: c}
	for _, load := range []func(context.Context, *claims.Dossier) error{s.loadSightings, s.loadEvidence, s.loadLeads, s.loadHistory} {
		if err := load(ctx, &d); err != nil {
			return claims.Dossier{}, fmt.Errorf("load claim %d: %w", id, s.translate(err))
		}
	}
	return d, nil
}

func (s *Store) loadSightings(ctx context.Context, d *claims.Dossier) error {
	var rows []struct {
		ClaimID   claims.ClaimID  `db:"claim_id"`
		ReportID  claims.ReportID `db:"report_id"`
		Title     string          `db:"title"`
		Published day             `db:"published"`
		Quote     string          `db:"quote"`
		Start     int             `db:"start_byte"`
		End       int             `db:"end_byte"`
		AddedAt   instant         `db:"added_at"`
	}
	if err := s.db.SelectContext(ctx, &rows, sqlSightings, d.Claim.ID); err != nil {
		return err
	}
	for _, r := range rows {
		d.Sightings = append(d.Sightings, claims.Sighting{
			ClaimID: r.ClaimID, ReportID: r.ReportID, Title: r.Title, Published: r.Published.Day,
			Span: claims.Span{Quote: r.Quote, Start: r.Start, End: r.End}, AddedAt: r.AddedAt.Time,
		})
	}
	return nil
}

func (s *Store) loadEvidence(ctx context.Context, d *claims.Dossier) error {
	var rows []struct {
		URL   string  `db:"url"`
		Quote string  `db:"quote"`
		Day   day     `db:"day"`
		Note  string  `db:"note"`
		By    string  `db:"added_by"`
		At    instant `db:"added_at"`
	}
	if err := s.db.SelectContext(ctx, &rows, sqlEvidence, d.Claim.ID); err != nil {
		return err
	}
	for _, r := range rows {
		d.Evidence = append(d.Evidence, claims.Evidence{ClaimID: d.Claim.ID, URL: r.URL, Quote: r.Quote, Date: r.Day.Day, Note: r.Note, By: r.By, At: r.At.Time})
	}
	return nil
}

func (s *Store) loadLeads(ctx context.Context, d *claims.Dossier) error {
	var rows []struct {
		ID      claims.LeadID `db:"id"`
		URL     string        `db:"url"`
		Title   string        `db:"title"`
		Quote   string        `db:"quote"`
		Reason  string        `db:"reason"`
		Score   float64       `db:"score"`
		FoundAt instant       `db:"found_at"`
	}
	if err := s.db.SelectContext(ctx, &rows, sqlLeads, d.Claim.ID); err != nil {
		return err
	}
	for _, r := range rows {
		d.Leads = append(d.Leads, claims.Lead{ID: r.ID, ClaimID: d.Claim.ID, URL: r.URL, Title: r.Title, Quote: r.Quote, Reason: r.Reason, Score: r.Score, FoundAt: r.FoundAt.Time})
	}
	return nil
}

func (s *Store) loadHistory(ctx context.Context, d *claims.Dossier) error {
	var rows []struct {
		At     instant                 `db:"at"`
		Actor  string                  `db:"actor"`
		Via    claims.Via              `db:"via"`
		Action claims.Action           `db:"action"`
		Detail document[claims.Detail] `db:"detail"`
	}
	if err := s.db.SelectContext(ctx, &rows, sqlHistory, d.Claim.ID); err != nil {
		return err
	}
	for _, r := range rows {
		d.History = append(d.History, claims.Entry{ClaimID: d.Claim.ID, At: r.At.Time, Actor: r.Actor, Via: r.Via, Action: r.Action, Detail: r.Detail.V})
	}
	return nil
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"claimwatch/claims"
)

// reportRow is a row of reports.
type reportRow struct {
	ID        claims.ReportID `db:"id"`
	Hash      string          `db:"hash"`
	Title     string          `db:"title"`
	Source    string          `db:"source"`
	Published day             `db:"published"`
	Language  claims.Language `db:"language"`
	Desk      string          `db:"desk"`
	Text      string          `db:"text"`
	AddedAt   instant         `db:"added_at"`
	AddedBy   string          `db:"added_by"`
}

func (r reportRow) report() claims.Report {
	return claims.Report{
		ID: r.ID, Hash: r.Hash, Title: r.Title, Source: r.Source, Published: r.Published.Day, Language: r.Language, Desk: r.Desk, Text: r.Text,
		AddedAt: r.AddedAt.Time, AddedBy: r.AddedBy,
	}
}

const sqlInsertReport = `INSERT INTO reports (hash, title, source, published, language, desk, text, added_at, added_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

const sqlReportByHash = `SELECT id, hash, title, source, published, language, desk, text, added_at, added_by FROM reports WHERE hash = ?`

const sqlReportByID = `SELECT id, hash, title, source, published, language, desk, text, added_at, added_by FROM reports WHERE id = ?`

const sqlClaimsOfReport = `SELECT ` + claimColumns + ` FROM claims WHERE report_id = ? ORDER BY id`

// AddReport stores a report with the claims that found makes of it, once it has its identifier,
// in one transaction. A report of the same hash is returned as it is, with its claims, and
// nothing is stored.
func (s *Store) AddReport(ctx context.Context, r claims.Report, found func(claims.Report) []claims.Write) (claims.Ingested, error) {
	var in claims.Ingested
	err := s.transact(ctx, func(t *tx) error {
		var err error
		in, err = t.addReport(r, found)
		return err
	})
	return in, err
}

func (t *tx) addReport(r claims.Report, found func(claims.Report) []claims.Write) (claims.Ingested, error) {
	var row reportRow
	err := t.get(&row, sqlReportByHash, r.Hash)
	if err == nil {
		known, err := t.claimsOfReport(row.ID)
		return claims.Ingested{Report: row.report(), Claims: known}, err
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return claims.Ingested{}, fmt.Errorf("look for the report: %w", err)
	}
	id, err := t.insert(sqlInsertReport, r.Hash, r.Title, r.Source, day{r.Published}, r.Language, r.Desk, r.Text, instant{r.AddedAt}, r.AddedBy)
	if err != nil {
		return claims.Ingested{}, fmt.Errorf("save the report: %w", err)
	}
	r.ID = claims.ReportID(id)
	added, err := t.saveAll(nil, found(r))
	return claims.Ingested{Report: r, Added: true, Claims: added}, err
}

func (t *tx) claimsOfReport(id claims.ReportID) ([]claims.Claim, error) {
	var rows []claimRow
	if err := t.selectAll(&rows, sqlClaimsOfReport, id); err != nil {
		return nil, fmt.Errorf("load the claims of report %d: %w", id, err)
	}
	return claimsOf(rows), nil
}

// Report returns a report with its claims, by number. Errors: claims.ErrNotFound.
func (s *Store) Report(ctx context.Context, id claims.ReportID) (claims.Report, []claims.Claim, error) {
	var row reportRow
	err := s.db.GetContext(ctx, &row, sqlReportByID, id)
	if errors.Is(err, sql.ErrNoRows) {
		return claims.Report{}, nil, fmt.Errorf("report %d: %w", id, claims.ErrNotFound)
	}
	if err != nil {
		return claims.Report{}, nil, fmt.Errorf("load report %d: %w", id, s.translate(err))
	}
	var rows []claimRow
	if err := s.db.SelectContext(ctx, &rows, sqlClaimsOfReport, id); err != nil {
		return claims.Report{}, nil, fmt.Errorf("load the claims of report %d: %w", id, s.translate(err))
	}
	return row.report(), claimsOf(rows), nil
}

const sqlReports = `SELECT r.id, r.hash, r.title, r.source, r.published, r.language, r.desk, r.added_at, r.added_by,
    COUNT(c.id) AS claims, COALESCE(SUM(c.status = 'candidate'), 0) AS candidates,
    COALESCE(SUM(c.status = 'candidate' AND c.confidential), 0) AS secret
FROM reports r LEFT JOIN claims c ON c.report_id = r.id GROUP BY r.id ORDER BY r.id`

// Reports returns all reports without their texts, oldest first.
func (s *Store) Reports(ctx context.Context) ([]claims.ReportSummary, error) {
	var rows []struct {
		reportRow
		Claims     int `db:"claims"`
		Candidates int `db:"candidates"`
		Secret     int `db:"secret"`
	}
	if err := s.db.SelectContext(ctx, &rows, sqlReports); err != nil {
		return nil, fmt.Errorf("list reports: %w", s.translate(err))
	}
	list := make([]claims.ReportSummary, len(rows))
	for i, r := range rows {
		list[i] = claims.ReportSummary{Report: r.report(), Claims: r.Claims, Candidates: r.Candidates, Secret: r.Secret}
	}
	return list, nil
}

const sqlUpdateReport = `UPDATE reports SET title = ?, source = ?, published = ?, desk = ? WHERE id = ?`

// EditReport saves what is known about a report, with what change makes of its claims, in one
// transaction. Errors: claims.ErrNotFound.
func (s *Store) EditReport(ctx context.Context, id claims.ReportID, change func(claims.Report, []claims.Claim) (claims.Report, []claims.Write, error)) (claims.Report, []claims.Claim, error) {
	var r claims.Report
	var list []claims.Claim
	err := s.transact(ctx, func(t *tx) error {
		before, known, err := t.report(id)
		if err != nil {
			return err
		}
		next, writes, err := change(before, known)
		if err != nil {
			return err
		}
		if _, err := t.exec(1, sqlUpdateReport, next.Title, next.Source, day{next.Published}, next.Desk, id); err != nil {
			return fmt.Errorf("save report %d: %w", id, err)
		}
		r = next
		list, err = t.saveAll(known, writes)
		return err
	})
	return r, list, err
}

func (t *tx) report(id claims.ReportID) (claims.Report, []claims.Claim, error) {
	var row reportRow
	err := t.get(&row, sqlReportByID, id)
	if errors.Is(err, sql.ErrNoRows) {
		return claims.Report{}, nil, fmt.Errorf("report %d: %w", id, claims.ErrNotFound)
	}
	if err != nil {
		return claims.Report{}, nil, fmt.Errorf("load report %d: %w", id, err)
	}
	known, err := t.claimsOfReport(id)
	return row.report(), known, err
}

// What a correction of the report itself changed is not a person's work on the claim.
const sqlReportActors = `SELECT COUNT(*) FROM history h JOIN claims c ON c.id = h.claim_id WHERE c.report_id = ? AND h.via <> 'daemon' AND h.action <> 'added' AND NOT (h.action = 'edited' AND h.detail LIKE '%"report":%')`

var sqlRemoveReport = []string{
	`UPDATE claims SET after_id = NULL WHERE after_id IN (SELECT id FROM claims WHERE report_id = ?)`,
	`UPDATE claims SET duplicate_of = NULL WHERE duplicate_of IN (SELECT id FROM claims WHERE report_id = ?)`,
	`DELETE FROM claims WHERE report_id = ?`,
	`DELETE FROM sightings WHERE report_id = ?`,
	`DELETE FROM reports WHERE id = ?`,
}

// RemoveReport removes a report with its claims. If a person has acted on one of them, it is a
// *claims.RefusedError unless forced. What waited for a claim of it waits no longer: wake says
// how it then stands. Errors: claims.ErrNotFound.
func (s *Store) RemoveReport(ctx context.Context, id claims.ReportID, force bool, wake func([]claims.Claim) []claims.Write) error {
	return s.transact(ctx, func(t *tx) error {
		_, known, err := t.report(id)
		if err != nil {
			return err
		}
		var acts int
		if err := t.get(&acts, sqlReportActors, id); err != nil {
			return fmt.Errorf("read what was done with report %d: %w", id, err)
		}
		if acts > 0 && !force {
			return &claims.RefusedError{Problem: fmt.Sprintf("people have acted on claims of report %d; --force removes it with their work", id)}
		}
		return t.removeReport(id, known, wake)
	})
}

func (t *tx) removeReport(id claims.ReportID, known []claims.Claim, wake func([]claims.Claim) []claims.Write) error {
	waiting, err := t.waiters(idsOf(known))
	if err != nil {
		return err
	}
	if _, err := t.saveAll(nil, wake(without(waiting, id))); err != nil {
		return err
	}
	for _, q := range sqlRemoveReport {
		if _, err := t.exec(-1, q, id); err != nil {
			return fmt.Errorf("remove report %d: %w", id, err)
		}
	}
	return nil
}

// without leaves out the claims of a report.
func without(list []claims.Claim, id claims.ReportID) []claims.Claim {
	var kept []claims.Claim
	for _, c := range list {
		if c.ReportID != id {
			kept = append(kept, c)
		}
	}
	return kept
}

func idsOf(list []claims.Claim) []claims.ClaimID {
	ids := make([]claims.ClaimID, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	return ids
}

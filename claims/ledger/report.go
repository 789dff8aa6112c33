package ledger

import (
	"context"
	"fmt"

	"claimwatch/claims"
)

// Report returns a report with its claims. Errors: claims.ErrNotFound.
func (l *Ledger) Report(ctx context.Context, id claims.ReportID) (claims.Report, []claims.Claim, error) {
	r, list, err := l.books.Report(ctx, id)
	return r, l.plannedAll(list, l.now()), err
}

// Reports returns all reports without their texts, oldest first.
func (l *Ledger) Reports(ctx context.Context) ([]claims.ReportSummary, error) {
	return l.books.Reports(ctx)
}

// EditReport corrects what is known about a report. With another day of publication, the due
// dates of claims that nobody has touched are read again. Errors: claims.ErrNotFound.
func (l *Ledger) EditReport(ctx context.Context, id claims.ReportID, e claims.ReportEdit, by claims.Actor) (claims.Report, []claims.Claim, error) {
	m := claims.Moment{At: l.now(), By: by}
	touched, err := l.touched(ctx, id)
	if err != nil {
		return claims.Report{}, nil, err
	}
	r, list, err := l.books.EditReport(ctx, id, func(r claims.Report, known []claims.Claim) (claims.Report, []claims.Write, error) {
		if e.Published == 0 || e.Published == r.Published {
			return r, nil, nil
		}
		r.Published = e.Published
		writes, err := l.reread(r, known, touched, m)
		return r, writes, err
	})
	if err != nil {
		return claims.Report{}, nil, fmt.Errorf("edit report %d: %w", id, err)
	}
	return r, l.plannedAll(list, m.At), nil
}

// touched says on which claims of a report people have acted.
func (l *Ledger) touched(ctx context.Context, id claims.ReportID) (map[claims.ClaimID]bool, error) {
	_, list, err := l.books.Report(ctx, id)
	if err != nil {
		return nil, err
	}
	touched := map[claims.ClaimID]bool{}
	for _, c := range list {
		d, err := l.books.Dossier(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		for _, e := range d.History {
			corrected := e.Action == claims.ActionEdited && e.Detail.Report != 0
			touched[c.ID] = touched[c.ID] || (e.Via != claims.ViaDaemon && e.Action != claims.ActionAdded && !corrected)
		}
	}
	return touched, nil
}

// reread reads the report as of its corrected day and gives untouched claims their new dates.
func (l *Ledger) reread(r claims.Report, known []claims.Claim, touched map[claims.ClaimID]bool, m claims.Moment) ([]claims.Write, error) {
	due := map[string]claims.Due{}
	for _, item := range l.read(r) {
		due[item.Quote] = item.Due
	}
	var writes []claims.Write
	for _, c := range known {
		d, found := due[c.Quote]
		if !found || touched[c.ID] {
			continue
		}
		ch, err := claims.Edit{Due: &d}.Apply(c, m)
		if err != nil {
			return nil, err
		}
		if ch.Changed() {
			ch.Entries[0].Detail.Report = r.ID
			writes = append(writes, l.write(ch, m.At))
		}
	}
	return writes, nil
}

// RemoveReport removes a report with its claims. If people have acted on them it is a
// *claims.RefusedError unless forced. Claims that waited for one of them wake.
func (l *Ledger) RemoveReport(ctx context.Context, id claims.ReportID, force bool, by claims.Actor) error {
	now := l.now()
	err := l.books.RemoveReport(ctx, id, force, func(waiting []claims.Claim) []claims.Write {
		var writes []claims.Write
		for _, c := range waiting {
			writes = append(writes, l.plan(claims.Write{Claim: c.Woken(c.After, now), Was: c.Revision, Redraw: true}, now))
		}
		return writes
	})
	if err != nil {
		return fmt.Errorf("remove report %d: %w", id, err)
	}
	l.log.InfoContext(ctx, "report removed", "report_id", id, "actor", by.Name, "forced", force)
	return nil
}

// Claim returns a claim as it stands. Errors: claims.ErrNotFound.
func (l *Ledger) Claim(ctx context.Context, id claims.ClaimID) (claims.Claim, error) {
	c, err := l.books.Claim(ctx, id)
	return l.planned(c, l.now()), err
}

// Dossier returns a claim with everything known about it. Errors: claims.ErrNotFound.
func (l *Ledger) Dossier(ctx context.Context, id claims.ClaimID) (claims.Dossier, error) {
	d, err := l.books.Dossier(ctx, id)
	d.Claim = l.planned(d.Claim, l.now())
	return d, err
}

// List returns the claims that f picks, by due date, undated last.
func (l *Ledger) List(ctx context.Context, f claims.Filter) ([]claims.Claim, error) {
	list, err := l.books.List(ctx, f)
	return l.plannedAll(list, l.now()), err
}

var open = []claims.Status{claims.StatusOpen}

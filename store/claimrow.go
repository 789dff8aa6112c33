package store

import (
	"slices"
	"strings"

	"claimwatch/claims"
)

// claimRow is a row of claims. Its columns are claimColumns, in that order.
type claimRow struct {
	ID             claims.ClaimID        `db:"id"`
	Revision       int64                 `db:"revision"`
	Version        int64                 `db:"version"`
	Status         claims.Status         `db:"status"`
	Kind           claims.Kind           `db:"kind"`
	Summary        string                `db:"summary"`
	Quote          string                `db:"quote"`
	Parties        document[[]string]    `db:"parties"`
	DueStart       day                   `db:"due_start"`
	DueEnd         day                   `db:"due_end"`
	DuePrecision   *claims.Precision     `db:"due_precision"`
	Outcome        claims.Outcome        `db:"outcome"`
	Owner          string                `db:"owner"`
	Desk           string                `db:"desk"`
	Tags           document[[]string]    `db:"tags"`
	After          key[claims.ClaimID]   `db:"after_id"`
	Confidential   bool                  `db:"confidential"`
	Source         string                `db:"source"`
	ReportID       key[claims.ReportID]  `db:"report_id"`
	Score          *float64              `db:"score"`
	DuplicateOf    key[claims.ClaimID]   `db:"duplicate_of"`
	CreatedAt      instant               `db:"created_at"`
	UpdatedAt      instant               `db:"updated_at"`
	SnoozedUntil   instant               `db:"snoozed_until"`
	LastRemindedAt instant               `db:"last_reminded_at"`
	LastCheckedAt  instant               `db:"last_checked_at"`
	ResolvedAt     instant               `db:"resolved_at"`
	ResolvedBy     string                `db:"resolved_by"`
	RemindersSent  int                   `db:"reminders_sent"`
	Pace           document[claims.Pace] `db:"pace"`
	NextReminderAt instant               `db:"next_reminder_at"`
}

const claimColumns = `id, revision, version, status, kind, summary, quote, parties, due_start, due_end, due_precision, outcome, owner, desk, tags, after_id, confidential, source, report_id, score, duplicate_of, created_at, updated_at, snoozed_until, last_reminded_at, last_checked_at, resolved_at, resolved_by, reminders_sent, pace, next_reminder_at`

// writtenColumns are the columns that are written of a claim, in the order of values.
const writtenColumns = `revision, version, status, kind, summary, quote, parties, due_start, due_end, due_precision, outcome, owner, desk, tags, after_id, confidential, source, report_id, score, duplicate_of, created_at, updated_at, snoozed_until, last_reminded_at, last_checked_at, resolved_at, resolved_by, reminders_sent, pace, next_reminder_at, due_days, ` + lookColumn

var listOfColumns = strings.Split(writtenColumns, ", ")

const lookColumn = "next_look_at"

func (r claimRow) claim() claims.Claim {
	c := claims.Claim{
		ID: r.ID, Revision: r.Revision, Version: r.Version, Status: r.Status, Kind: r.Kind, Summary: r.Summary, Quote: r.Quote, Parties: r.Parties.V,
		Due: claims.Due{Start: r.DueStart.Day, End: r.DueEnd.Day}, Outcome: r.Outcome, Owner: r.Owner, Desk: r.Desk, Tags: r.Tags.V, After: r.After.ID,
		Confidential: r.Confidential, Source: r.Source, ReportID: r.ReportID.ID, Scored: r.Score != nil, DuplicateOf: r.DuplicateOf.ID,
		CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, SnoozedUntil: r.SnoozedUntil.Time, LastRemindedAt: r.LastRemindedAt.Time,
		LastCheckedAt: r.LastCheckedAt.Time, ResolvedAt: r.ResolvedAt.Time, ResolvedBy: r.ResolvedBy, RemindersSent: r.RemindersSent, Pace: r.Pace.V,
		NextReminderAt: r.NextReminderAt.Time,
	}
	if r.Score != nil {
		c.Score = *r.Score
	}
	if r.DuePrecision != nil {
		c.Due.Precision = *r.DuePrecision
	}
	return c
}

func claimsOf(rows []claimRow) []claims.Claim {
	list := make([]claims.Claim, len(rows))
	for i, r := range rows {
		list[i] = r.claim()
	}
	return list
}

// changes returns the columns in which two claims differ as they are written, with the values of
// is. The next look, of which was knows nothing, is always among them.
func changes(was, is claims.Write) (columns []string, args []any) {
	before, after := values(was), values(is)
	for i, column := range listOfColumns {
		if column == lookColumn || !same(before[i], after[i]) {
			columns, args = append(columns, column), append(args, after[i])
		}
	}
	return columns, args
}

// same reports whether two values of one column are stored alike.
func same(a, b any) bool {
	switch a := a.(type) {
	case instant:
		return a.Equal(b.(instant).Time)
	case document[[]string]:
		return slices.Equal(a.V, b.(document[[]string]).V)
	case *float64:
		return equal(a, b.(*float64))
	case *claims.Precision:
		return equal(a, b.(*claims.Precision))
	}
	return a == b
}

func equal[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// values returns what is written of a claim, in the order of writtenColumns.
func values(w claims.Write) []any {
	c := w.Claim
	var score *float64
	if c.Scored {
		score = &c.Score
	}
	var precision *claims.Precision
	if c.Due.Known() {
		precision = &c.Due.Precision
	}
	return []any{
		c.Revision, c.Version, c.Status, c.Kind, c.Summary, c.Quote, words(c.Parties), day{c.Due.Start}, day{c.Due.End}, precision, c.Outcome, c.Owner, c.Desk,
		words(c.Tags), key[claims.ClaimID]{c.After}, c.Confidential, c.Source, key[claims.ReportID]{c.ReportID}, score, key[claims.ClaimID]{c.DuplicateOf},
		instant{c.CreatedAt}, instant{c.UpdatedAt}, instant{c.SnoozedUntil}, instant{c.LastRemindedAt}, instant{c.LastCheckedAt}, instant{c.ResolvedAt},
		c.ResolvedBy, c.RemindersSent, document[claims.Pace]{c.Pace}, instant{c.NextReminderAt}, c.Due.Days(), instant{w.NextLook},
	}
}

// words keeps a list; none is [], never null.
func words(list []string) document[[]string] {
	if list == nil {
		list = []string{}
	}
	return document[[]string]{list}
}

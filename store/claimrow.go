package store

import (
	"slices"
	"strings"
	"time"

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

// A column of claims as it is written: how its value is made, and whether two claims have the same.
type column struct {
	name  string
	value func(*claims.Write) any
	same  func(a, b *claims.Claim) bool
}

const lookColumn = "next_look_at"

// columns are all that are written. The next look, of which a claim knows nothing, is never the same.
var columns = []column{
	of("revision", func(c *claims.Claim) int64 { return c.Revision }, plain),
	of("version", func(c *claims.Claim) int64 { return c.Version }, plain),
	of("status", func(c *claims.Claim) claims.Status { return c.Status }, plain),
	of("kind", func(c *claims.Claim) claims.Kind { return c.Kind }, plain),
	of("summary", func(c *claims.Claim) string { return c.Summary }, plain),
	of("quote", func(c *claims.Claim) string { return c.Quote }, plain),
	list("parties", func(c *claims.Claim) []string { return c.Parties }),
	of("due_start", func(c *claims.Claim) claims.Day { return c.Due.Start }, func(d claims.Day) any { return day{d} }),
	of("due_end", func(c *claims.Claim) claims.Day { return c.Due.End }, func(d claims.Day) any { return day{d} }),
	of("due_precision", precisionOf, func(p claims.Precision) any { return orNull(p, p != "") }),
	of("outcome", func(c *claims.Claim) claims.Outcome { return c.Outcome }, plain),
	of("owner", func(c *claims.Claim) string { return c.Owner }, plain),
	of("desk", func(c *claims.Claim) string { return c.Desk }, plain),
	list("tags", func(c *claims.Claim) []string { return c.Tags }),
	of("after_id", func(c *claims.Claim) claims.ClaimID { return c.After }, func(id claims.ClaimID) any { return key[claims.ClaimID]{id} }),
	of("confidential", func(c *claims.Claim) bool { return c.Confidential }, plain),
	of("source", func(c *claims.Claim) string { return c.Source }, plain),
	of("report_id", func(c *claims.Claim) claims.ReportID { return c.ReportID }, func(id claims.ReportID) any { return key[claims.ReportID]{id} }),
	of("score", scoreOf, func(s score) any { return orNull(s.of, s.known) }),
	of("duplicate_of", func(c *claims.Claim) claims.ClaimID { return c.DuplicateOf }, func(id claims.ClaimID) any { return key[claims.ClaimID]{id} }),
	moment("created_at", func(c *claims.Claim) time.Time { return c.CreatedAt }),
	moment("updated_at", func(c *claims.Claim) time.Time { return c.UpdatedAt }),
	moment("snoozed_until", func(c *claims.Claim) time.Time { return c.SnoozedUntil }),
	moment("last_reminded_at", func(c *claims.Claim) time.Time { return c.LastRemindedAt }),
	moment("last_checked_at", func(c *claims.Claim) time.Time { return c.LastCheckedAt }),
	moment("resolved_at", func(c *claims.Claim) time.Time { return c.ResolvedAt }),
	of("resolved_by", func(c *claims.Claim) string { return c.ResolvedBy }, plain),
	of("reminders_sent", func(c *claims.Claim) int { return c.RemindersSent }, plain),
	of("pace", func(c *claims.Claim) claims.Pace { return c.Pace }, func(p claims.Pace) any { return document[claims.Pace]{p} }),
	moment("next_reminder_at", func(c *claims.Claim) time.Time { return c.NextReminderAt }),
	of("due_days", func(c *claims.Claim) int { return c.Due.Days() }, plain),
	{lookColumn, func(w *claims.Write) any { return instant{w.NextLook} }, func(_, _ *claims.Claim) bool { return false }},
}

// of is a column of values that are compared as they are, and written as wrap makes them.
func of[T comparable](name string, get func(*claims.Claim) T, wrap func(T) any) column {
	return column{
		name:  name,
		value: func(w *claims.Write) any { return wrap(get(&w.Claim)) },
		same:  func(a, b *claims.Claim) bool { return get(a) == get(b) },
	}
}

func plain[T any](v T) any { return v }

func moment(name string, get func(*claims.Claim) time.Time) column {
	return column{
		name:  name,
		value: func(w *claims.Write) any { return instant{get(&w.Claim)} },
		same:  func(a, b *claims.Claim) bool { return get(a).Equal(get(b)) },
	}
}

// list is a column of words; none is [], never null.
func list(name string, get func(*claims.Claim) []string) column {
	return column{
		name: name,
		value: func(w *claims.Write) any {
			words := get(&w.Claim)
			if words == nil {
				words = []string{}
			}
			return document[[]string]{words}
		},
		same: func(a, b *claims.Claim) bool { return slices.Equal(get(a), get(b)) },
	}
}

type score struct {
	of    float64
	known bool
}

func scoreOf(c *claims.Claim) score { return score{c.Score, c.Scored} }

func precisionOf(c *claims.Claim) claims.Precision {
	if !c.Due.Known() {
		return ""
	}
	return c.Due.Precision
}

func orNull[T any](v T, known bool) any {
	if !known {
		return nil
	}
	return v
}

// columnNames are those of columns, joined.
var columnNames = func() string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return strings.Join(names, ", ")
}()

// changes returns the columns in which w differs from the claim as it was, with their values.
func changes(was *claims.Claim, w *claims.Write) (names []string, args []any) {
	for i := range columns {
		if c := &columns[i]; !c.same(was, &w.Claim) {
			names, args = append(names, c.name), append(args, c.value(w))
		}
	}
	return names, args
}

// values returns what is written of a claim, in the order of columns.
func values(w *claims.Write) []any {
	list := make([]any, len(columns))
	for i, c := range columns {
		list[i] = c.value(w)
	}
	return list
}

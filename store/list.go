package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"claimwatch/claims"
)

// longSpanDays is where index claims_due_long begins: a shorter span that covers a day ends
// within so many days of it.
const longSpanDays = 31

// List returns the claims that f picks, by due date, undated last, then by number.
func (s *Store) List(ctx context.Context, f claims.Filter) ([]claims.Claim, error) {
	q := newQuery(f)
	if f.DueFrom == 0 {
		return s.list(ctx, q.sql(), q.args)
	}
	return s.listSpan(ctx, f, q)
}

// listSpan asks for short and for long spans apart, so that each is a stretch of an index.
func (s *Store) listSpan(ctx context.Context, f claims.Filter, q query) ([]claims.Claim, error) {
	near := q.with("due_end BETWEEN ? AND ? AND due_start <= ? AND due_days <= ?", day{f.DueFrom}, day{f.DueTo + longSpanDays}, day{f.DueTo}, longSpanDays)
	long := q.by("claims_due_long").with("due_end >= ? AND due_start <= ? AND due_days > 31", day{f.DueFrom}, day{f.DueTo})
	union := "SELECT " + claimColumns + " FROM (" + near.body() + " UNION ALL " + long.body() + ")" + q.tail()
	return s.list(ctx, union, append(near.args, long.args...))
}

func (s *Store) list(ctx context.Context, query string, args []any) ([]claims.Claim, error) {
	var rows []claimRow
	if err := s.db.SelectContext(ctx, &rows, query, args...); err != nil {
		return nil, fmt.Errorf("list claims: %w", s.translate(err))
	}
	return claimsOf(rows), nil
}

// query is a list in the making: conditions that all hold, and their arguments.
type query struct {
	index      string // that is used whatever the planner thinks, who has no statistics; "" leaves it to him
	conditions []string
	args       []any
	limit      int
}

func newQuery(f claims.Filter) query {
	q := query{limit: f.Limit}.ofStatus(f)
	if len(f.Kind) > 0 {
		q = q.in("kind", strs(f.Kind))
	}
	if f.Overdue != 0 {
		q = q.with("due_end < ?", day{f.Overdue})
	}
	if f.Owner != "" {
		q = q.with("owner = ?", f.Owner)
	}
	if f.Desk != "" {
		q = q.with("desk = ?", f.Desk)
	}
	if f.Tag != "" {
		q = q.with(`tags LIKE ? ESCAPE '\'`, "%"+like(quoted(f.Tag))+"%")
	}
	if f.Secret {
		q = q.with("confidential = 1")
	}
	if f.ReportID != 0 {
		q = q.with("(report_id = ? OR id IN (SELECT claim_id FROM sightings WHERE report_id = ?))", f.ReportID, f.ReportID)
	}
	if words := match(f.Search); words != "" {
		q = q.with("id IN (SELECT docid FROM claim_words WHERE claim_words MATCH ?)", words)
	} else if strings.TrimSpace(f.Search) != "" {
		q = q.with("1 = 0") // nothing but marks: no word to find
	}
	return q
}

// ofStatus narrows to the statuses, which index claims_due begins with, and to what is looked at
// in time. Where words or a report find the claims, few are left to look at: the plus keeps the
// planner from going through all of a status instead.
func (q query) ofStatus(f claims.Filter) query {
	column, list := "status", f.Status
	switch {
	case f.Search != "" || f.ReportID != 0:
		column = "+status"
	case !f.LookBefore.IsZero():
		q = q.by("claims_next_look").with("status = 'open' AND next_look_at < ?", instant{f.LookBefore})
	case len(list) == 0 && (f.DueFrom != 0 || f.Overdue != 0):
		list = claims.Statuses()
	}
	if len(list) > 0 {
		q = q.in(column, strs(list))
	}
	return q
}

func (q query) by(index string) query {
	q.index = index
	return q
}

func (q query) with(condition string, args ...any) query {
	q.conditions = append(q.conditions[:len(q.conditions):len(q.conditions)], condition)
	q.args = append(q.args[:len(q.args):len(q.args)], args...)
	return q
}

func (q query) in(column string, values []any) query {
	return q.with(column+" IN ("+strings.TrimSuffix(strings.Repeat("?, ", len(values)), ", ")+")", values...)
}

func (q query) body() string {
	text := "SELECT " + claimColumns + " FROM claims"
	if q.index != "" {
		text += " INDEXED BY " + q.index
	}
	if len(q.conditions) > 0 {
		text += " WHERE " + strings.Join(q.conditions, " AND ")
	}
	return text
}

func (q query) tail() string {
	text := " ORDER BY due_end IS NULL, due_end, due_start, id"
	if q.limit > 0 {
		text += fmt.Sprintf(" LIMIT %d", q.limit)
	}
	return text
}

func (q query) sql() string { return q.body() + q.tail() }

func strs[S ~string](list []S) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

// match turns words that somebody typed into a query of the word index: all of them, each from
// its beginning, letters and digits only.
func match(search string) string {
	words := strings.FieldsFunc(search, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	for i, w := range words {
		words[i] = `"` + w + `*"`
	}
	return strings.Join(words, " ")
}

// quoted is a tag as its list's JSON holds it.
func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil { // a string is always JSON
		return s
	}
	return string(b)
}

func like(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/dates"
	"github.com/spf13/cobra"
)

// number reads "12" or "#12".
func number(s, what string) (int64, error) {
	n, err := strconv.ParseInt(strings.TrimPrefix(strings.TrimSpace(s), "#"), 10, 64)
	if err != nil || n < 1 {
		return 0, &claims.InvalidError{Field: what, Problem: fmt.Sprintf("%q is no number of a %s; write it as in 12", s, what)}
	}
	return n, nil
}

func claimID(s string) (claims.ClaimID, error) {
	n, err := number(s, "claim")
	return claims.ClaimID(n), err
}

func reportID(s string) (claims.ReportID, error) {
	n, err := number(s, "report")
	return claims.ReportID(n), err
}

// claimIDs reads numbers; one that comes twice counts once.
func claimIDs(args []string) ([]claims.ClaimID, error) {
	var ids []claims.ClaimID
	for _, a := range args {
		id, err := claimID(a)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// dueOf reads a due date: a day, FROM/TO, none, or words as in a report.
func dueOf(words string, today claims.Day) (claims.Due, error) {
	words = strings.TrimSpace(words)
	if words == "none" || words == "" {
		return claims.Due{}, nil
	}
	if first, last, ok := strings.Cut(words, "/"); ok {
		if due, err := span(first, last); err == nil || !errors.Is(err, errNoSpan) {
			return due, err
		}
	}
	if d, err := claims.ParseDay(words); err == nil {
		return claims.Due{Start: d, End: d, Precision: claims.PrecisionDay}, nil
	}
	e, err := dates.Parse(words, today.UTC())
	due := dueOfExpression(e)
	if err != nil || !due.Known() {
		return claims.Due{}, &claims.InvalidError{Field: "due", Problem: fmt.Sprintf("%q is no date; write YYYY-MM-DD, FROM/TO, none, or words such as \"by the end of May\"", words)}
	}
	return due, nil
}

var errNoSpan = errors.New("no span")

func span(first, last string) (claims.Due, error) {
	from, err := claims.ParseDay(first)
	to, toErr := claims.ParseDay(last)
	switch {
	case err != nil || toErr != nil:
		return claims.Due{}, errNoSpan
	case to < from:
		return claims.Due{}, &claims.InvalidError{Field: "due", Problem: fmt.Sprintf("%s/%s ends before it starts; write FROM/TO with FROM first", first, last)}
	}
	return claims.Due{Start: from, End: to, Precision: claims.PrecisionDay}, nil
}

// dueOfExpression returns the days that an expression names; a vague one names none.
func dueOfExpression(e dates.Expression) claims.Due {
	if e.Vague || e.First.IsZero() {
		return claims.Due{}
	}
	return claims.Due{Start: claims.DayOf(e.First), End: claims.DayOf(e.Last), Precision: claims.Precision(e.Precision)}
}

// publicationDay reads a day, or the day of a time as it is written there.
func publicationDay(s string) (claims.Day, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05.999999999", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return claims.DayOf(t), nil
		}
	}
	return 0, &claims.InvalidError{Field: "published", Problem: fmt.Sprintf("%q is no date; write YYYY-MM-DD or a time such as 2025-01-21T10:00:00+01:00", s)}
}

// moment reads a time, with an offset or in loc; a day is its start.
func moment(field, s string, loc *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t, nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, s, loc); err == nil {
			return t, nil
		}
	}
	return time.Time{}, &claims.InvalidError{Field: field, Problem: fmt.Sprintf("%q is no time; write YYYY-MM-DD or 2025-01-21T10:00:00+01:00", s)}
}

// endOf returns the last moment of what s names: of the whole day when it is a day.
func endOf(field, s string, loc *time.Location) (time.Time, error) {
	if d, err := claims.ParseDay(s); err == nil {
		y, m, day := d.Date()
		return time.Date(y, m, day+1, 0, 0, 0, 0, loc).Add(-time.Millisecond), nil
	}
	return moment(field, s, loc)
}

// statuses reads names of statuses; all is every one.
func statuses(list []string) ([]claims.Status, error) {
	var out []claims.Status
	for _, s := range list {
		switch st := claims.Status(s); {
		case s == "all":
			return nil, nil
		case st.Valid():
			out = append(out, st)
		default:
			return nil, &claims.InvalidError{Field: "status", Problem: fmt.Sprintf("%q is no status; the statuses are candidate, open, resolved, dismissed, and all", s)}
		}
	}
	return out, nil
}

// offer completes a flag with the words that it takes.
func offer[S ~string](cmd *cobra.Command, flag string, list []S) {
	words := make([]cobra.Completion, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)) // refused only for a flag that is not there
}

func kinds(list []string) ([]claims.Kind, error) {
	var out []claims.Kind
	for _, s := range list {
		k, err := claims.ParseKind(s)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}

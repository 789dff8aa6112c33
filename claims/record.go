package claims

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// A Record is a claim as JSON shows it: a contract, so names and order are added to, never
// changed. Absent values are null, empty lists [].
type Record struct {
	ID             ClaimID    `json:"id"`
	Status         Status     `json:"status"`
	Kind           Kind       `json:"kind"`
	Summary        string     `json:"summary"`
	Quote          *string    `json:"quote"`
	Parties        []string   `json:"parties"`
	Due            Due        `json:"due"`
	Outcome        *Outcome   `json:"outcome"`
	Owner          *string    `json:"owner"`
	Desk           *string    `json:"desk"`
	Tags           []string   `json:"tags"`
	After          *ClaimID   `json:"after"`
	Confidential   bool       `json:"confidential"`
	Source         *string    `json:"source"`
	ReportID       *ReportID  `json:"report_id"`
	Score          *float64   `json:"score"`
	CreatedAt      time.Time  `json:"created_at"`
	UpdatedAt      time.Time  `json:"updated_at"`
	SnoozedUntil   *time.Time `json:"snoozed_until"`
	NextReminderAt *time.Time `json:"next_reminder_at"`
	RemindersSent  int        `json:"reminders_sent"`
	LastRemindedAt *time.Time `json:"last_reminded_at"`
	LastCheckedAt  *time.Time `json:"last_checked_at"`
	ResolvedAt     *time.Time `json:"resolved_at"`
	ResolvedBy     *string    `json:"resolved_by"`
	DuplicateOf    *ClaimID   `json:"duplicate_of"`
}

// Record returns the claim's JSON form with its times in the zone of loc.
func (c Claim) Record(loc *time.Location) Record {
	at := func(t time.Time) *time.Time { return present(t.In(loc), t.IsZero()) }
	r := Record{
		ID: c.ID, Status: c.Status, Kind: c.Kind, Summary: c.Summary, Quote: word(c.Quote), Parties: list(c.Parties), Due: c.Due,
		Outcome: word(c.Outcome), Owner: word(c.Owner), Desk: word(c.Desk), Tags: list(c.Tags), After: number(c.After), Confidential: c.Confidential,
		Source: word(c.Source), ReportID: number(c.ReportID), Score: present(c.Score, !c.Scored), CreatedAt: c.CreatedAt.In(loc), UpdatedAt: c.UpdatedAt.In(loc),
		SnoozedUntil: at(c.SnoozedUntil), NextReminderAt: at(c.NextReminderAt), RemindersSent: c.RemindersSent, LastRemindedAt: at(c.LastRemindedAt),
		LastCheckedAt: at(c.LastCheckedAt), ResolvedAt: at(c.ResolvedAt), ResolvedBy: word(c.ResolvedBy), DuplicateOf: number(c.DuplicateOf),
	}
	if c.Status != StatusOpen {
		r.NextReminderAt = nil
	}
	return r
}

// Claim returns the claim that the record is; Revision, Version and Pace are not part of it.
func (r Record) Claim() Claim {
	return Claim{
		ID: r.ID, Status: r.Status, Kind: r.Kind, Summary: r.Summary, Quote: value(r.Quote), Parties: r.Parties, Due: r.Due, Outcome: value(r.Outcome),
		Owner: value(r.Owner), Desk: value(r.Desk), Tags: r.Tags, After: value(r.After), Confidential: r.Confidential, Source: value(r.Source),
		ReportID: value(r.ReportID), Score: value(r.Score), Scored: r.Score != nil, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(),
		SnoozedUntil: value(r.SnoozedUntil).UTC(), NextReminderAt: value(r.NextReminderAt).UTC(), RemindersSent: r.RemindersSent,
		LastRemindedAt: value(r.LastRemindedAt).UTC(), LastCheckedAt: value(r.LastCheckedAt).UTC(), ResolvedAt: value(r.ResolvedAt).UTC(),
		ResolvedBy: value(r.ResolvedBy), DuplicateOf: value(r.DuplicateOf),
	}
}

// AsOf winds the claim back to what it was at a moment, by the entries of its history, oldest
// first. False: it was not known then.
func (d Dossier) AsOf(at time.Time) (Dossier, bool, error) {
	past := Dossier{}
	rec := d.Claim.Record(time.UTC)
	for i := len(d.History) - 1; i >= 0; i-- {
		e := d.History[i]
		if !e.At.After(at) {
			past.History = d.History[:i+1]
			rec.UpdatedAt = e.At
			break
		}
		if err := rec.restore(e.Detail.Was); err != nil {
			return Dossier{}, false, fmt.Errorf("wind back claim %d to before %s: %w", d.Claim.ID, e.Action, err)
		}
	}
	past.Claim = rec.Claim()
	past.Claim.NextReminderAt = time.Time{}
	past.Sightings = upTo(d.Sightings, at, func(s Sighting) time.Time { return s.AddedAt })
	past.Evidence = upTo(d.Evidence, at, func(e Evidence) time.Time { return e.At })
	past.Leads = upTo(d.Leads, at, func(l Lead) time.Time { return l.FoundAt })
	return past, len(past.History) > 0, nil
}

// restore writes old values over the record's.
func (r *Record) restore(was map[string]any) error {
	if len(was) == 0 {
		return nil
	}
	b, err := json.Marshal(was)
	if err != nil {
		return err
	}
	// The decoder writes into the slices it finds, and these may be the claim's own.
	r.Parties, r.Tags = slices.Clone(r.Parties), slices.Clone(r.Tags)
	return json.Unmarshal(b, r)
}

// diff returns the fields of b that differ from a, by their JSON names, with the new and the old
// values. Times that every act moves are left to the entry itself.
func diff(a, b Claim) (to, was map[string]any) {
	a.UpdatedAt, a.NextReminderAt = b.UpdatedAt, b.NextReminderAt
	x, y := fields(a), fields(b)
	for name, v := range y {
		if bytes.Equal(v, x[name]) {
			continue
		}
		if to == nil {
			to, was = map[string]any{}, map[string]any{}
		}
		to[name], was[name] = v, x[name]
	}
	return to, was
}

func fields(c Claim) map[string]json.RawMessage {
	m := map[string]json.RawMessage{}
	b, err := json.Marshal(c.Record(time.UTC))
	if err == nil {
		err = json.Unmarshal(b, &m)
	}
	if err != nil { // a Record holds nothing that JSON cannot hold
		return nil
	}
	return m
}

func upTo[T any](all []T, at time.Time, when func(T) time.Time) []T {
	var kept []T
	for _, v := range all {
		if !when(v).After(at) {
			kept = append(kept, v)
		}
	}
	return kept
}

func present[T any](v T, absent bool) *T {
	if absent {
		return nil
	}
	return &v
}

func word[S ~string](s S) *S { return present(s, s == "") }

func number[N ~int64](n N) *N { return present(n, n == 0) }

func value[T any](p *T) T {
	var v T
	if p != nil {
		v = *p
	}
	return v
}

func list(l []string) []string {
	if l == nil {
		return []string{}
	}
	return l
}

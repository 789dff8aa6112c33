package cli

import (
	"time"

	"claimwatch/claims"
)

// The documents that --json prints. Names and order are a contract: they are added to, never
// changed. Absent values are null, empty lists [].

func records(list []claims.Claim, loc *time.Location) []claims.Record {
	out := make([]claims.Record, len(list))
	for i, cl := range list {
		out[i] = cl.Record(loc)
	}
	return out
}

type reportRecord struct {
	ID        *claims.ReportID `json:"id"`
	Title     *string          `json:"title"`
	Source    *string          `json:"source"`
	Published *claims.Day      `json:"published"`
	Language  *claims.Language `json:"language"`
	Desk      *string          `json:"desk"`
	Text      string           `json:"text"`
}

func reportOf(r claims.Report) reportRecord {
	return reportRecord{
		ID: number0(r.ID), Title: word(r.Title), Source: word(r.Source), Published: number0(r.Published), Language: word(r.Language), Desk: word(r.Desk), Text: r.Text,
	}
}

// An extraction is what extract prints.
type extraction struct {
	Report reportRecord  `json:"report"`
	Items  []claims.Item `json:"items"`
}

// An ingestion is what ingest prints for each report.
type ingestion struct {
	Report reportRecord    `json:"report"`
	Added  bool            `json:"added"`
	Claims []claims.Record `json:"claims"`
}

// A reportFile is a report with its claims.
type reportFile struct {
	Report reportRecord    `json:"report"`
	Claims []claims.Record `json:"claims"`
}

// A reportLine is a line of the list of reports.
type reportLine struct {
	ID         claims.ReportID  `json:"id"`
	Title      *string          `json:"title"`
	Source     *string          `json:"source"`
	Published  *claims.Day      `json:"published"`
	Language   *claims.Language `json:"language"`
	Desk       *string          `json:"desk"`
	AddedAt    time.Time        `json:"added_at"`
	AddedBy    *string          `json:"added_by"`
	Claims     int              `json:"claims"`
	Candidates int              `json:"candidates"`
}

func reportLines(list []claims.ReportSummary, loc *time.Location) []reportLine {
	out := make([]reportLine, len(list))
	for i, s := range list {
		r := s.Report
		out[i] = reportLine{
			ID: r.ID, Title: word(r.Title), Source: word(r.Source), Published: number0(r.Published), Language: word(r.Language), Desk: word(r.Desk),
			AddedAt: r.AddedAt.In(loc), AddedBy: word(r.AddedBy), Claims: s.Claims, Candidates: s.Candidates,
		}
	}
	return out
}

// A dossier is what show prints: a claim with all that is known about it.
type dossier struct {
	claims.Record
	Sightings []sighting `json:"sightings"`
	Evidence  []evidence `json:"evidence"`
	Leads     []lead     `json:"leads"`
	History   []entry    `json:"history"`
}

type sighting struct {
	ReportID  claims.ReportID `json:"report_id"`
	Title     *string         `json:"title"`
	Published *claims.Day     `json:"published"`
	Quote     string          `json:"quote"`
	Start     int             `json:"start"`
	End       int             `json:"end"`
}

type evidence struct {
	URL   *string     `json:"url"`
	Quote *string     `json:"quote"`
	Date  *claims.Day `json:"date"`
	Note  *string     `json:"note"`
	By    string      `json:"by"`
	At    time.Time   `json:"at"`
}

type lead struct {
	ID      claims.LeadID `json:"id"`
	URL     *string       `json:"url"`
	Title   *string       `json:"title"`
	Quote   *string       `json:"quote"`
	Reason  *string       `json:"reason"`
	Score   float64       `json:"score"`
	FoundAt time.Time     `json:"found_at"`
}

type entry struct {
	At     time.Time     `json:"at"`
	Actor  string        `json:"actor"`
	Via    claims.Via    `json:"via"`
	Action claims.Action `json:"action"`
	Detail claims.Detail `json:"detail"`
}

func dossierOf(d claims.Dossier, loc *time.Location) dossier {
	out := dossier{Record: d.Claim.Record(loc), Sightings: []sighting{}, Evidence: []evidence{}, Leads: []lead{}, History: []entry{}}
	for _, s := range d.Sightings {
		out.Sightings = append(out.Sightings, sighting{s.ReportID, word(s.Title), number0(s.Published), s.Quote, s.Start, s.End})
	}
	for _, e := range d.Evidence {
		out.Evidence = append(out.Evidence, evidence{word(e.URL), word(e.Quote), number0(e.Date), word(e.Note), e.By, e.At.In(loc)})
	}
	for _, l := range d.Leads {
		out.Leads = append(out.Leads, lead{l.ID, word(l.URL), word(l.Title), word(l.Quote), word(l.Reason), l.Score, l.FoundAt.In(loc)})
	}
	for _, h := range d.History {
		out.History = append(out.History, entry{h.At.In(loc), h.Actor, h.Via, h.Action, h.Detail})
	}
	return out
}

type planned struct {
	ClaimID claims.ClaimID `json:"claim_id"`
	At      time.Time      `json:"at"`
	Reason  claims.Reason  `json:"reason"`
	Ordinal int            `json:"ordinal"`
	Channel *string        `json:"channel"`
	Mention *string        `json:"mention"`
	As      claims.Form    `json:"as"`
}

func plannedOf(list []claims.Planned, loc *time.Location) []planned {
	out := make([]planned, len(list))
	for i, p := range list {
		out[i] = planned{p.ClaimID, p.At.In(loc), p.Reason, p.Ordinal, word(p.Channel), word(p.Mention), p.As}
	}
	return out
}

type digest struct {
	Channel   string          `json:"channel"`
	At        time.Time       `json:"at"`
	New       []claims.Record `json:"new"`
	DueToday  []claims.Record `json:"due_today"`
	DueWeek   []claims.Record `json:"due_this_week"`
	Overdue   []claims.Record `json:"overdue"`
	Ownerless []claims.Record `json:"ownerless"`
	Woken     []claims.Record `json:"snoozed_until_today"`
	Resolved  []claims.Record `json:"resolved"`
	Unread    []unread        `json:"reports_to_read"`
	Reminded  int             `json:"reminded"`
	Reminders []kept          `json:"reminders"`
	Since     *time.Time      `json:"since"`
}

// kept is a reminder that the daily cap put into the digest.
type kept struct {
	ClaimID claims.ClaimID `json:"claim_id"`
	Reason  claims.Reason  `json:"reason"`
	Ordinal int            `json:"ordinal"`
	Words   string         `json:"words"`
}

type unread struct {
	ReportID   claims.ReportID `json:"report_id"`
	Title      *string         `json:"title"`
	Published  *claims.Day     `json:"published"`
	Candidates int             `json:"candidates"`
}

func digestsOf(list []claims.Digest, loc *time.Location) []digest {
	out := make([]digest, len(list))
	for i, d := range list {
		out[i] = digest{
			Channel: d.Channel, At: d.At.In(loc), New: records(d.New, loc), DueToday: records(d.DueToday, loc), DueWeek: records(d.DueWeek, loc),
			Overdue: records(d.Overdue, loc), Ownerless: records(d.Ownerless, loc), Woken: records(d.Woken, loc), Resolved: records(d.Resolved, loc),
			Unread: []unread{}, Reminded: d.Reminded, Reminders: []kept{},
		}
		for _, r := range d.Waiting {
			out[i].Reminders = append(out[i].Reminders, kept{r.Claim.ID, r.Notice.Reason, r.Notice.Ordinal, r.Words})
		}
		if !d.SinceAt.IsZero() {
			since := d.SinceAt.In(loc)
			out[i].Since = &since
		}
		for _, u := range d.Unread {
			out[i].Unread = append(out[i].Unread, unread{u.Report.ID, word(u.Report.Title), number0(u.Report.Published), u.Candidates})
		}
	}
	return out
}

// A dateRecord is a date expression of a text.
type dateRecord struct {
	Start int        `json:"start"`
	End   int        `json:"end"`
	Text  string     `json:"text"`
	Due   claims.Due `json:"due"`
}

type findingRecord struct {
	Check  string  `json:"check"`
	State  State   `json:"state"`
	Detail string  `json:"detail"`
	Hint   *string `json:"hint"`
}

func word[S ~string](s S) *S {
	if s == "" {
		return nil
	}
	return &s
}

func number0[N ~int64 | ~int32](n N) *N {
	if n == 0 {
		return nil
	}
	return &n
}

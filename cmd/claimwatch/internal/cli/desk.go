package cli

import (
	"context"
	"io"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/policy"
	"claimwatch/cmd/claimwatch/internal/config"
)

// A Desk is what the commands ask: the one door for change, and the reading beside it.
// Errors are those of package claims.
type Desk interface {
	// Ingest stores a report with its claims; the same text again adds nothing.
	Ingest(ctx context.Context, in claims.Intake, by claims.Actor) (claims.Ingested, error)
	// Add stores a claim that was written by hand.
	Add(ctx context.Context, d claims.Draft, by claims.Actor) (claims.Claim, error)
	// Apply does one act on claims, all or none, and returns them in the order of the command.
	Apply(ctx context.Context, c claims.Command) ([]claims.Claim, error)
	Claim(ctx context.Context, id claims.ClaimID) (claims.Claim, error)
	Dossier(ctx context.Context, id claims.ClaimID) (claims.Dossier, error)
	// List returns claims by due date, undated last.
	List(ctx context.Context, f claims.Filter) ([]claims.Claim, error)
	Preview(ctx context.Context, q claims.PreviewQuery) ([]claims.Planned, error)
	Reports(ctx context.Context) ([]claims.ReportSummary, error)
	Report(ctx context.Context, id claims.ReportID) (claims.Report, []claims.Claim, error)
	EditReport(ctx context.Context, id claims.ReportID, e claims.ReportEdit, by claims.Actor) (claims.Report, []claims.Claim, error)
	RemoveReport(ctx context.Context, id claims.ReportID, force bool, by claims.Actor) error
	Digest(ctx context.Context) ([]claims.Digest, error)
	// SnoozeEnd returns when a snooze of the claim ends that is set now: until a day, or for d when until is none.
	SnoozeEnd(ctx context.Context, id claims.ClaimID, until claims.Day, d policy.Duration) (time.Time, error)
	Location() *time.Location
}

// OpenOptions say which database is opened, and how.
type OpenOptions struct {
	Settings config.Settings
	Path     string // of the database
	Create   bool   // a missing one is created; otherwise it is claims.ErrNoDatabase
}

// DaemonOptions are those of the daemon command.
type DaemonOptions struct {
	Settings config.Settings
	Warnings []config.Warning
	Path     string // of the database
	Terminal bool   // without Slack
}

// DemoOptions are those of the demo command.
type DemoOptions struct {
	Settings config.Settings
	Path     string // "" when nobody named a database: then it is a temporary one
	Out      io.Writer
	Actor    string
}

// DoctorOptions are those of the doctor command.
type DoctorOptions struct {
	Settings config.Settings
	Warnings []config.Warning
	Path     string // of the database
	Post     bool   // post a test card
}

// State is how a finding of doctor stands.
type State string

// The states of a finding.
const (
	StateOK      State = "ok"
	StateWarning State = "warning"
	StateFault   State = "fault"
)

// A Finding is one line of doctor.
type Finding struct {
	Check  string // what was looked at: "database"
	State  State
	Detail string // what was found
	Hint   string // what to do about it, "" when nothing
}

// Fetched is what was found at an address of the web.
type Fetched struct {
	Body    []byte // in UTF-8 if the site said how it is encoded, else as sent
	Address string // where it was found, after redirects
	HTML    bool   // it was sent as a web page, not as plain text
}

// A Page is what a web page holds.
type Page struct {
	Title     string
	Address   string // canonical, "" when it names none
	Published claims.Day
	Text      string
	Language  claims.Language
}

package interact

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"claimwatch/claims"
)

// A Desk is the one door for change.
type Desk interface {
	Apply(ctx context.Context, c claims.Command) ([]claims.Claim, error)
	// AddOnce stores a claim, once under its key.
	AddOnce(ctx context.Context, key string, d claims.Draft, by claims.Actor) (claims.Claim, error)
	Ingest(ctx context.Context, in claims.Intake, by claims.Actor) (claims.Ingested, error)
	// Redraw asks for a claim's cards to be redrawn although it has not changed.
	Redraw(ctx context.Context, id claims.ClaimID) error
}

// A Reader shows claims as they stand.
type Reader interface {
	Claim(ctx context.Context, id claims.ClaimID) (claims.Claim, error)
	Dossier(ctx context.Context, id claims.ClaimID) (claims.Dossier, error)
	List(ctx context.Context, f claims.Filter) ([]claims.Claim, error)
	Preview(ctx context.Context, q claims.PreviewQuery) ([]claims.Planned, error)
	Report(ctx context.Context, id claims.ReportID) (claims.Report, []claims.Claim, error)
}

// An Inbox keeps envelopes until their work is done.
type Inbox interface {
	// KeepEnvelopes keeps all or none; false in the place of one that was there already.
	KeepEnvelopes(ctx context.Context, list []claims.Envelope) (fresh []bool, err error)
	Envelope(ctx context.Context, id string) (claims.Envelope, error)
	UndoneEnvelopes(ctx context.Context, limit int) ([]claims.Envelope, error)
	BeginEnvelope(ctx context.Context, id string) error
	EndEnvelopes(ctx context.Context, ids []string, at time.Time) error
	SweepEnvelopes(ctx context.Context, before time.Time) (int, error)
}

// A Register remembers who is who, and facts across restarts.
type Register interface {
	People(ctx context.Context) ([]claims.Person, error)
	SavePerson(ctx context.Context, p claims.Person, at time.Time) error
	Meta(ctx context.Context, name string) (string, error)
	SetMeta(ctx context.Context, name, value string) error
	// LastEntry is the number of the latest entry in the history of any claim.
	LastEntry(ctx context.Context) (int64, error)
	// DigestHours says when somebody is told of their own claims.
	DigestHours(ctx context.Context, slackID string) (claims.DigestHours, error)
	Subscribers(ctx context.Context) ([]claims.Subscriber, error)
	SetDigestHours(ctx context.Context, slackID string, h claims.DigestHours, at time.Time) error
}

// Language reads what people write.
type Language struct {
	Due   func(words string, today claims.Day) (claims.Due, error) // as --due takes it; *claims.InvalidError
	Kind  func(text string, today claims.Day) (claims.Kind, bool)
	Items func(claims.Report) []claims.Item
	// Complete fills in what a pasted report says of itself: its language, and the day that it was
	// published on, if that is not known.
	Complete func(r claims.Report, today claims.Day) claims.Report
	// SnoozeEnd reads a duration ("3d", "2h") or a day, and says when such a snooze of a claim ends.
	SnoozeEnd func(ctx context.Context, id claims.ClaimID, words string) (time.Time, error)
	// Fetch reads the report behind a link, as far as it says itself; nil: links cannot be read.
	// Errors: *claims.RefusedError, whose problem is a clause that goes on after a colon.
	Fetch func(ctx context.Context, address string) (claims.Report, error)
}

// Config of a Service. All but HTTP, APIURL, Editors, Names, HomeEvery and Language.Fetch are required.
type Config struct {
	Desk     Desk
	Reader   Reader
	Inbox    Inbox
	Register Register
	Language Language

	Token   func() string     // the bot's, asked for at each call
	APIURL  string            // ends in "/api/"; "" is slack.com
	HTTP    http.RoundTripper // nil: the default
	Editors []string          // Slack ids of users or user groups; none: every full member
	Names   map[string]string // actor names by Slack id
	Triage  bool              // what is ingested waits for an editor
	Zone    *time.Location    // the newsroom's

	Wake   func()                                       // has the outbox look for cards to redraw
	Health func(ctx context.Context) (string, []string) // for App Home: one sentence, and what is wrong
	Now    func() time.Time
	Log    *slog.Logger

	HomeEvery time.Duration // how often App Homes that somebody may look at are brought up to date; 0: 10 seconds
}

func (c Config) validate() error {
	switch {
	case c.Desk == nil || c.Reader == nil || c.Inbox == nil || c.Register == nil:
		return errors.New("interact: desk, reader, inbox and register are required")
	case c.Language.Due == nil || c.Language.Kind == nil || c.Language.Items == nil || c.Language.Complete == nil || c.Language.SnoozeEnd == nil:
		return errors.New("interact: all of the language but Fetch is required")
	case c.Token == nil || c.Zone == nil || c.Wake == nil || c.Health == nil || c.Now == nil || c.Log == nil:
		return errors.New("interact: token, zone, wake, health, clock and log are required")
	case c.APIURL != "" && !strings.HasSuffix(c.APIURL, "/api/"):
		return errors.New(`interact: the address of the API must end in "/api/"`)
	}
	return nil
}

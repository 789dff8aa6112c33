package ledger

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

// Changer saves changes of claims: one transaction each. Change holds the lock while it decides;
// Save takes what was decided beside it, of claims that must not have changed since.
type Changer interface {
	Change(ctx context.Context, p claims.Pick, now time.Time, decide func(claims.Picked) ([]claims.Write, error)) ([]claims.Claim, error)
	Save(ctx context.Context, read []claims.Claim, writes []claims.Write) error
}

// Reader reads claims. It takes no lock.
type Reader interface {
	Claims(ctx context.Context, ids []claims.ClaimID) ([]claims.Claim, error)
	Claim(ctx context.Context, id claims.ClaimID) (claims.Claim, error)
	Dossier(ctx context.Context, id claims.ClaimID) (claims.Dossier, error)
	List(ctx context.Context, f claims.Filter) ([]claims.Claim, error)
}

// Archive keeps reports.
type Archive interface {
	AddReport(ctx context.Context, r claims.Report, found func(claims.Report) []claims.Write) (claims.Ingested, error)
	Report(ctx context.Context, id claims.ReportID) (claims.Report, []claims.Claim, error)
	Reports(ctx context.Context) ([]claims.ReportSummary, error)
	EditReport(ctx context.Context, id claims.ReportID, change func(claims.Report, []claims.Claim) (claims.Report, []claims.Write, error)) (claims.Report, []claims.Claim, error)
	RemoveReport(ctx context.Context, id claims.ReportID, force bool, wake func([]claims.Claim) []claims.Write) error
}

// Outbox keeps what has been decided and not been sent.
type Outbox interface {
	Ungrouped(ctx context.Context) ([]claims.Notice, error)
	SetForms(ctx context.Context, list []claims.Notice) error
	PostsSince(ctx context.Context, channel string, since time.Time) (int, error)
	WaitingForDigest(ctx context.Context) ([]claims.Notice, error)
	DecidedAt(ctx context.Context, at time.Time) ([]claims.Notice, error)
	QueueDigest(ctx context.Context, d claims.Digest) error
	Subscribers(ctx context.Context) ([]claims.Subscriber, error)
	Told(ctx context.Context, s claims.Subscriber, at time.Time) error
	Untriaged(ctx context.Context, since time.Time) ([]claims.Report, error)
	QueueTriage(ctx context.Context, id claims.ReportID, channel string, now time.Time) error
	RecordSent(ctx context.Context, m claims.Message, posted claims.Posted, at time.Time, decide func([]claims.Claim) ([]claims.Write, error)) error
}

// Notebook keeps facts about the database itself.
type Notebook interface {
	Meta(ctx context.Context, name string) (string, error)
	SetMeta(ctx context.Context, name, value string) error
	LookAgain(ctx context.Context, at time.Time, from claims.ClaimID) (next claims.ClaimID, err error)
	SetBack(ctx context.Context, at time.Time) error
	RedrawCards(ctx context.Context, id claims.ClaimID, at time.Time) error
}

// Books is the store, as the ledger needs it.
type Books interface {
	Changer
	Reader
	Archive
	Outbox
	Notebook
}

// Config of a Ledger. All fields are needed.
type Config struct {
	Books Books
	Rules *policy.Rules
	Zone  *time.Location // the newsroom's
	// Read finds the open items of a report; a report whose published day is corrected is read again.
	Read func(claims.Report) []claims.Item
	Now  func() time.Time
	Log  *slog.Logger
}

func (c Config) validate() error {
	if c.Books == nil || c.Rules == nil || c.Zone == nil || c.Read == nil || c.Now == nil || c.Log == nil {
		return errors.New("ledger without books, rules, zone, reader, clock or log")
	}
	return nil
}

// A Ledger changes claims. It is safe for concurrent use.
type Ledger struct {
	books Books
	rules *policy.Rules
	zone  *time.Location
	read  func(claims.Report) []claims.Item
	now   func() time.Time
	log   *slog.Logger
	// kept names the rules of the daemon that keeps the database; "" is none.
	kept string
	// ours reports whether they are the ledger's; it takes a moment to say, which reading does without.
	ours func() bool
}

// foreign reports whether the database is kept by a daemon with other rules, which must look at
// every change itself.
func (l *Ledger) foreign() bool { return l.kept != "" && !l.ours() }

// rulesKey names the rules by which the next looks in the database were worked out.
const rulesKey = "rules"

// New returns a ledger on the books.
func New(ctx context.Context, c Config) (*Ledger, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	l := &Ledger{books: c.Books, rules: c.Rules, zone: c.Zone, read: c.Read, log: c.Log}
	l.now = func() time.Time { return c.Now().UTC().Truncate(time.Millisecond) }
	known, err := c.Books.Meta(ctx, rulesKey)
	if err != nil {
		return nil, fmt.Errorf("open the ledger: %w", err)
	}
	l.kept, l.ours = known, sync.OnceValue(func() bool { return known == c.Rules.Fingerprint() })
	return l, nil
}

// Adopt makes the ledger's rules those of the database: if they differ from the ones before,
// every open claim is looked at again. The daemon calls it when it starts.
func (l *Ledger) Adopt(ctx context.Context) error {
	known, err := l.books.Meta(ctx, rulesKey)
	if err != nil {
		return fmt.Errorf("adopt the rules: %w", err)
	}
	l.kept, l.ours = l.rules.Fingerprint(), func() bool { return true }
	if known == l.kept {
		return nil
	}
	if err := l.lookAgain(ctx); err != nil {
		return fmt.Errorf("adopt the rules: %w", err)
	}
	if err := l.books.SetMeta(ctx, rulesKey, l.kept); err != nil {
		return fmt.Errorf("adopt the rules: %w", err)
	}
	return nil
}

// lookAgain marks every open claim, a stretch of them at a time: terminals write in between.
func (l *Ledger) lookAgain(ctx context.Context) error {
	now := l.now()
	for from := claims.ClaimID(1); from > 0; {
		next, err := l.books.LookAgain(ctx, now, from)
		if err != nil {
			return err
		}
		from = next
	}
	return nil
}

// write turns a change into what is stored: with the next look, and what it does to reminders
// that wait and to cards that stand.
func (l *Ledger) write(ch claims.Change, now time.Time) claims.Write {
	w := l.plan(claims.Write{Claim: ch.After, Was: ch.Before.Revision, Entries: ch.Entries, Evidence: ch.Evidence}, now)
	w.Drop = ch.Before.Status == claims.StatusOpen && ch.After.Status != claims.StatusOpen
	w.Redraw = true
	return w
}

// plan works out when the claim is asked for next and when it is looked at.
func (l *Ledger) plan(w claims.Write, now time.Time) claims.Write {
	w.Claim = l.planned(w.Claim, now)
	w.NextLook = time.Time{}
	if w.Claim.Status != claims.StatusOpen {
		return w
	}
	w.NextLook = l.rules.NextLook(w.Claim, now)
	if l.foreign() {
		w.NextLook = now
	}
	return w
}

// planned returns the claim with its next reminder.
func (l *Ledger) planned(c claims.Claim, now time.Time) claims.Claim {
	c.NextReminderAt = time.Time{}
	if c.Status != claims.StatusOpen {
		return c
	}
	if s, ok := l.rules.Next(c, now); ok {
		c.NextReminderAt = s.At.UTC()
	}
	return c
}

// Location is the newsroom's zone.
func (l *Ledger) Location() *time.Location { return l.zone }

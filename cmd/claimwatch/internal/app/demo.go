package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/policy"
	"claimwatch/cmd/claimwatch/internal/cli"
	"claimwatch/notify"
	"claimwatch/notify/console"
)

// The demo's story: how long a reader has for each reminder, and the days that it spans.
const (
	demoPause   = 500 * time.Millisecond
	demoOpens   = "2025-01-21 10:00"
	demoCloses  = "2025-05-12 11:00" // an editor says how the invitation ended
	demoEnds    = "2025-05-31 00:00"
	demoClock   = "Mon 2 Jan 2006 15:04"
	demoOutcome = claims.Outcome("accepted")
)

// weekdays are the desk days of the demo's newsroom.
var weekdays = [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true}

// demo shows four months in a few seconds: a report is read, its items are asked for, one is
// closed, and nothing is heard of it again. It runs the real ledger, heartbeat and outbox on a
// clock of its own.
func (a *App) demo(ctx context.Context, o cli.DemoOptions) (err error) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	path, tidy, err := demoDatabase(o.Path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tidy()) }()
	s, err := a.stage(ctx, o, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.office.store.Close()) }()
	return s.play(ctx)
}

// demoDatabase returns where the demo's database goes, and what tidies up after it. A file that is
// named stays, and must not be there yet: the demo's clock would remind of everything in it.
func demoDatabase(named string) (path string, tidy func() error, err error) {
	if named != "" {
		if _, err := os.Lstat(named); err == nil {
			return "", nil, fmt.Errorf("%s is there already, and the demo wants a database of its own; name a new file, or leave --db out", named)
		}
		return named, func() error { return nil }, nil
	}
	folder, err := os.MkdirTemp("", "claimwatch-demo-")
	if err != nil {
		return "", nil, fmt.Errorf("make a folder for the demo: %w", err)
	}
	return filepath.Join(folder, "claimwatch.db"), func() error { return os.RemoveAll(folder) }, nil
}

// A stage is a desk whose clock the demo moves.
type stage struct {
	office *office
	worker *notify.Worker
	out    io.Writer
	loc    *time.Location
	by     claims.Actor
	score  float64
	clock  time.Time
	sent   int
}

func (a *App) stage(ctx context.Context, o cli.DemoOptions, path string) (*stage, error) {
	s := &stage{out: o.Out, loc: o.Settings.Location, by: claims.Actor{Name: o.Actor, Via: claims.ViaCLI}, score: o.Settings.MinScore}
	s.clock = s.time(demoOpens)
	now := func() time.Time { return s.clock }
	settings := o.Settings
	settings.Rules.Terminal = true
	settings.Schedule.Digest = ""
	settings.Rules.Hours = &policy.Hours{Days: weekdays, From: policy.Clock(9, 0), To: policy.Clock(18, 0)}
	actor := &App{Now: now}
	quiet := slog.New(slog.DiscardHandler)
	var err error
	if s.office, err = actor.open(ctx, settings, path, true, quiet); err != nil {
		return nil, err
	}
	terminal, err := console.New(console.Config{Out: o.Out, Now: now, Zone: s.loc})
	if err == nil {
		s.worker, err = notify.New(notify.Config{
			Outbox: s.office.store, Ledger: s.office.ledger, Terminal: &briefly{Sender: terminal, out: o.Out, loc: s.loc, seen: map[claims.ClaimID]bool{}}, Words: s.office.rules.Words, Now: now, Log: quiet, Grace: settings.Slack.Grace,
		})
	}
	if err != nil {
		return nil, errors.Join(err, s.office.store.Close())
	}
	return s, nil
}

// briefly prints the first reminder of a claim whole, and those after it as a line each.
type briefly struct {
	notify.Sender
	out  io.Writer
	loc  *time.Location
	seen map[claims.ClaimID]bool
}

// Post prints a message.
func (b *briefly) Post(ctx context.Context, m claims.Message) (notify.Receipt, error) {
	if len(m.Reminders) != 1 || !b.seen[m.Reminders[0].Claim.ID] {
		for _, r := range m.Reminders {
			b.seen[r.Claim.ID] = true
		}
		return b.Sender.Post(ctx, m)
	}
	r := m.Reminders[0]
	_, err := fmt.Fprintf(b.out, "%s  #%d  %s\n    %s\n", r.Notice.SlotAt.In(b.loc).Format(demoClock), r.Claim.ID, r.Claim.Summary, r.Words)
	if err != nil {
		return notify.Receipt{}, &notify.SendError{Class: notify.ClassLater, Err: err}
	}
	return notify.Receipt{Posted: claims.Posted{Channel: claims.Terminal, TS: string(m.ID)}, At: m.TriedAt}, nil
}

func (s *stage) time(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, s.loc)
	if err != nil { // the texts are constants
		return time.Time{}
	}
	return t
}

// say prints a line of the narrator.
func (s *stage) say(format string, args ...any) error {
	_, err := fmt.Fprintf(s.out, "\n== "+s.clock.In(s.loc).Format(demoClock)+"  "+format+"\n", args...)
	return err
}

func (s *stage) play(ctx context.Context) error {
	if err := s.say("a report is read: %q", sample(s.score).Report.Title); err != nil {
		return err
	}
	in, err := s.office.ledger.Ingest(ctx, sample(s.score), s.by)
	if err != nil {
		return err
	}
	invitation := claims.ClaimID(0)
	for _, c := range in.Claims {
		if c.Kind == claims.KindInvitation && c.Due.Known() {
			invitation = c.ID
		}
		if _, err := fmt.Fprintf(s.out, "#%d  %-10s  %s\n", c.ID, c.Kind, c.Summary); err != nil {
			return err
		}
	}
	if err := s.say("the desk accepts all %d; reminders come by themselves, and days pass quickly", len(in.Claims)); err != nil {
		return err
	}
	if err := s.until(ctx, s.time(demoCloses)); err != nil {
		return err
	}
	if err := s.close(ctx, invitation); err != nil {
		return err
	}
	if err := s.until(ctx, s.time(demoEnds)); err != nil {
		return err
	}
	return s.say("%d reminders in all; none for #%d since it was closed. The others are asked for until somebody says how they ended.", s.sent, invitation)
}

// close says how the invitation ended.
func (s *stage) close(ctx context.Context, id claims.ClaimID) error {
	if id == 0 {
		return errors.New("the sample report has no invitation to a day")
	}
	s.clock = s.time(demoCloses)
	if err := s.say("claimwatch close %d --outcome %s --evidence https://example.org/xi-in-moscow", id, demoOutcome); err != nil {
		return err
	}
	act := claims.Close{Outcome: demoOutcome, Evidence: claims.Evidence{URL: "https://example.org/xi-in-moscow"}}
	if _, err := s.office.ledger.Apply(ctx, claims.Command{IDs: []claims.ClaimID{id}, By: s.by, Act: act}); err != nil {
		return err
	}
	_, err := s.worker.RunOnce(ctx)
	return err
}

// until moves the clock from look to look and lets the desk do its work at each.
func (s *stage) until(ctx context.Context, end time.Time) error {
	for ctx.Err() == nil {
		next, err := s.office.store.NextLook(ctx)
		if err != nil || next.IsZero() || !next.Before(end) {
			return err
		}
		if next.After(s.clock) {
			s.clock = next
		}
		if err := s.check(ctx); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// check is a heartbeat of the demo's clock.
func (s *stage) check(ctx context.Context) error {
	ids, err := s.office.store.Due(ctx, s.clock, 100)
	if err != nil {
		return err
	}
	n, err := s.office.ledger.Remind(ctx, ids, s.clock)
	if err != nil || n == 0 {
		return err
	}
	s.sent += n
	if _, err := s.office.ledger.Group(ctx, s.clock); err != nil {
		return err
	}
	for range n {
		if _, err := s.worker.RunOnce(ctx); err != nil {
			return err
		}
	}
	select {
	case <-ctx.Done():
	case <-time.After(demoPause):
	}
	return ctx.Err()
}

package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"claimwatch/claims"
	"claimwatch/cmd/claimwatch/internal/cli"
	"claimwatch/cmd/claimwatch/internal/config"
	"claimwatch/cmd/claimwatch/internal/httpapi"
	"claimwatch/notify"
	"claimwatch/notify/console"
	"claimwatch/notify/slack/interact"
	"claimwatch/notify/slack/socket"
	"claimwatch/scheduler"
	"claimwatch/store"
)

// daemon runs the schedule until a signal: the first ends it in order, the second at once.
func (a *App) daemon(ctx context.Context, o cli.DaemonOptions) error {
	ctx, stop := untilSignal(ctx)
	defer stop()
	if err := roomForFiles(); err != nil {
		return err
	}
	log := a.logger()
	for _, w := range o.Warnings {
		log.WarnContext(ctx, "configuration", "file", w.File, "line", w.Line, "key", w.Key, "warning", w.Problem)
	}
	d, err := a.hire(ctx, o, log)
	if err != nil {
		return err
	}
	defer d.close()
	return d.run(ctx)
}

// logger writes lines for people to a terminal, and JSON to anything else.
func (a *App) logger() *slog.Logger {
	if isTerminal(a.Stderr) {
		return slog.New(slog.NewTextHandler(a.Stderr, nil))
	}
	return slog.New(slog.NewJSONHandler(a.Stderr, nil))
}

// A shift is a running daemon: what it holds, and what it runs, in the order of stopping.
type shift struct {
	office   *office
	log      *slog.Logger
	release  func()
	heart    *scheduler.Heartbeat
	worker   *notify.Worker
	http     *httpapi.Server
	answers  *interact.Service // nil: nobody answers in Slack
	line     *socket.Socket    // with answers
	every    time.Duration
	now      func() time.Time
	settings config.Settings
}

// hire opens the database, takes it for this daemon alone, and puts the duties together.
func (a *App) hire(ctx context.Context, o cli.DaemonOptions, log *slog.Logger) (*shift, error) {
	db, err := store.Open(ctx, o.Path, store.Options{Create: true})
	if err != nil {
		return nil, err
	}
	d := &shift{log: log, every: o.Settings.Schedule.Check, now: a.Now, release: func() {}, office: &office{store: db}, settings: o.Settings}
	if err := a.take(ctx, o, d); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

func (a *App) take(ctx context.Context, o cli.DaemonOptions, d *shift) error {
	var err error
	if d.release, err = lock(o.Path); err != nil {
		return err
	}
	posted, err := d.office.store.Posted(ctx)
	if err != nil {
		return err
	}
	slack, err := o.Settings.Delivery(o.Terminal, posted)
	if err != nil {
		return err
	}
	s := o.Settings
	s.Rules.Terminal = !slack
	office, err := a.staff(ctx, s, d.office.store, d.log)
	if err != nil {
		return err
	}
	d.office = office
	if err := d.office.ledger.Adopt(ctx); err != nil {
		return err
	}
	return a.assemble(ctx, s, slack, d)
}

func lock(path string) (func(), error) {
	release, err := store.LockDaemon(path)
	if err != nil {
		return func() {}, err
	}
	return release, nil
}

// assemble makes the parts that run.
func (a *App) assemble(ctx context.Context, s config.Settings, slack bool, d *shift) error {
	c, err := a.workerConfig(ctx, s, slack, d)
	if err != nil {
		return err
	}
	tuned := Tuning{Worker: &c, Decider: d.office.ledger}
	if a.Tune != nil {
		a.Tune(&tuned)
	}
	if d.worker, err = notify.New(c); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	if slack {
		if err := a.interact(ctx, s, d); err != nil {
			return err
		}
	}
	remind := scheduler.NewRemind(d.office.store, tuned.Decider, d.worker.Wake)
	digest := scheduler.NewDigest(d.office.ledger, d.worker.Wake)
	duties := []scheduler.Duty{scheduler.NewClock(d.office.ledger), remind, digest}
	backup, err := backupDuty(s, d.office.store, d.log)
	if err != nil {
		return err
	}
	if backup != nil {
		duties = append(duties, backup)
	}
	if slack {
		duties = append(duties, scheduler.NewPersonal(d.office.ledger, d.worker.Wake))
	}
	if d.answers != nil {
		duties = append(duties, scheduler.NewTriage(d.office.ledger, d.worker.Wake))
	}
	d.heart, err = scheduler.New(scheduler.Config{Every: s.Schedule.Check, Duties: duties, Now: a.Now, Log: d.log.With("component", "scheduler")})
	if err != nil {
		return err
	}
	if s.Listen == "" {
		return nil
	}
	d.http, err = httpapi.Listen(ctx, httpapi.Config{Listen: s.Listen, Status: d.problems})
	return err
}

func (a *App) workerConfig(ctx context.Context, s config.Settings, slack bool, d *shift) (notify.Config, error) {
	log := d.log.With("component", "notify")
	terminal, err := console.New(console.Config{Out: a.Stdout, Now: a.Now, Zone: s.Location})
	if err != nil {
		return notify.Config{}, err
	}
	c := notify.Config{
		Outbox: d.office.store, Ledger: d.office.ledger, Terminal: terminal, Words: d.office.rules.Words, Now: a.Now, Log: log,
		Grace: s.Slack.Grace, Resend: s.Slack.Unknown == config.Resend, Bundle: s.Rules.Bundle, Fallback: s.Slack.Fallback,
		OwnerDM: d.office.book.id, Jitter: rand.Float64,
	}
	if !slack {
		d.log.InfoContext(ctx, "there is no SLACK_BOT_TOKEN: reminders are written to the terminal")
		return c, nil
	}
	sender, err := a.slack(ctx, s, d.office, log)
	if err != nil {
		return notify.Config{}, err
	}
	c.Slack = sender
	// A token that was refused may have been put right: a good answer ends the rest at once.
	if err := sender.Probe(ctx); err != nil {
		log.WarnContext(ctx, "Slack does not answer as it should, the outbox tries again", "error", err)
		return c, nil
	}
	return c, d.office.store.EndRest(ctx, claims.RestApp)
}

// stopTimeout bounds each step of stopping.
const stopTimeout = 20 * time.Second

// A part is what runs until its context ends.
type part struct {
	name string
	run  func(context.Context) error
}

// run runs everything until ctx ends or a part fails, then stops the parts in order.
func (d *shift) run(ctx context.Context) error {
	parts := []part{{"scheduler", d.heart.Run}, {"outbox", d.worker.Run}, {"database", d.guard}}
	if d.line != nil {
		parts = append([]part{{"slack line's report", d.report}, {"slack line", d.line.Run}, {"slack answers", d.answers.Run}}, parts...)
	}
	if d.http != nil {
		parts = append([]part{{"http", d.http.Run}}, parts...)
		d.log.InfoContext(ctx, "answering", "address", d.http.Addr())
	}
	running := make([]*running, len(parts))
	failed := make(chan struct{}, len(parts))
	for i, p := range parts {
		running[i] = start(context.WithoutCancel(ctx), p, failed)
	}
	d.log.InfoContext(ctx, "watching", "database", d.office.store.Path(), "every_seconds", d.every.Seconds())
	select {
	case <-ctx.Done():
	case <-failed:
	}
	var faults []error
	for _, r := range running {
		faults = append(faults, r.stop())
	}
	d.log.InfoContext(ctx, "stopped")
	return errors.Join(faults...)
}

// guardEvery is how often the daemon looks whether its file is still there and whole.
const guardEvery = time.Second

// guard fails once the database's file is no longer the one that was opened, to which writes would
// succeed and be lost, or once it was found damaged or on a disk that does not flush.
func (d *shift) guard(ctx context.Context) error {
	tick := time.NewTicker(guardEvery)
	defer tick.Stop()
	for {
		if err := d.office.store.Usable(); errors.Is(err, store.ErrReplaced) || errors.Is(err, store.ErrUnflushed) || errors.Is(err, claims.ErrCorrupt) {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// running is a part that has been started.
type running struct {
	part
	cancel context.CancelFunc
	done   chan error
}

func start(ctx context.Context, p part, failed chan<- struct{}) *running {
	ctx, cancel := context.WithCancel(ctx)
	r := &running{part: p, cancel: cancel, done: make(chan error, 1)}
	go func() {
		err := p.run(ctx)
		r.done <- err
		failed <- struct{}{}
	}()
	return r
}

// stop ends the part and waits for it.
func (r *running) stop() error {
	r.cancel()
	select {
	case err := <-r.done:
		if err != nil && !errors.Is(err, context.Canceled) {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		return nil
	case <-time.After(stopTimeout):
		return fmt.Errorf("%s did not stop within %s", r.name, stopTimeout)
	}
}

// close lets go of what the shift holds.
func (d *shift) close() {
	d.release()
	if err := d.office.store.Close(); err != nil {
		d.log.Error("closing the database failed", "error", err)
	}
}

// beatsLate is after how many periods a heartbeat is taken for silent, and dueLate after how
// long a reminder is taken for held up.
const (
	beatsLate = 3
	dueLate   = 15 * time.Minute
)

// problems lists what keeps the daemon from its work.
func (d *shift) problems(ctx context.Context) []httpapi.Problem {
	var list []httpapi.Problem
	now := d.now()
	if silent := now.Sub(d.heart.LastBeat()); silent > beatsLate*d.every {
		list = append(list, httpapi.Problem{Part: "scheduler", Problem: fmt.Sprintf("no heartbeat for %s", silent.Round(time.Second))})
	}
	for _, f := range d.heart.Failing() {
		list = append(list, httpapi.Problem{Part: "scheduler", Problem: f})
	}
	status, err := d.office.store.OutboxStatus(ctx, now)
	if err != nil {
		return append(list, httpapi.Problem{Part: "store", Problem: err.Error()})
	}
	for _, line := range outboxProblems(status, now) {
		list = append(list, httpapi.Problem{Part: "outbox", Problem: line})
	}
	if line := d.lineProblem(); line != "" {
		list = append(list, httpapi.Problem{Part: "slack line", Problem: line})
	}
	if line := backupProblem(ctx, d.office.store, d.settings); line != "" {
		list = append(list, httpapi.Problem{Part: "backup", Problem: line})
	}
	if line := strandedLine(ctx, d.office); line != "" {
		list = append(list, httpapi.Problem{Part: "confidential", Problem: line})
	}
	return list
}

// outboxProblems says what holds reminders up, a sentence each.
func outboxProblems(s claims.OutboxStatus, now time.Time) []string {
	var list []string
	for _, r := range s.Rests {
		list = append(list, fmt.Sprintf("%s rests until %s: %s %s", r.Subject, r.Until.Format(time.RFC3339), r.Class, r.Code))
	}
	if !s.OldestDue.IsZero() && now.Sub(s.OldestDue) > dueLate {
		list = append(list, fmt.Sprintf("%d reminders wait to be sent, the oldest since %s", s.Pending, s.OldestDue.Format(time.RFC3339)))
	}
	if s.Unknown > 0 && now.Sub(s.Unsettled) > dueLate {
		list = append(list, fmt.Sprintf("of %d reminders nobody knows whether they arrived, the oldest since %s", s.Unknown, s.Unsettled.Format(time.RFC3339)))
	}
	if s.Dead > 0 {
		list = append(list, fmt.Sprintf("%d reminders will never be taken by Slack as they are", s.Dead))
	}
	return list
}

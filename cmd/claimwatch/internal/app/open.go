package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/extract"
	"claimwatch/claims/ledger"
	"claimwatch/claims/policy"
	"claimwatch/cmd/claimwatch/internal/cli"
	"claimwatch/cmd/claimwatch/internal/config"
	"claimwatch/scheduler"
	"claimwatch/store"
)

// An office is an open database with its rules and its ledger.
type office struct {
	store  *store.Store
	rules  *policy.Rules
	ledger *ledger.Ledger
	book   *book
}

// open opens the database and puts the ledger on it.
func (a *App) open(ctx context.Context, s config.Settings, path string, create bool, log *slog.Logger) (*office, error) {
	db, err := store.Open(ctx, path, store.Options{Create: create})
	if err != nil {
		return nil, err
	}
	o, err := a.staff(ctx, s, db, log)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return o, nil
}

// staff puts rules and ledger on an open database.
func (a *App) staff(ctx context.Context, s config.Settings, db *store.Store, log *slog.Logger) (*office, error) {
	people := newBook(ctx, s.People, db)
	s.Rules.DirectTo = people.id
	rules, err := rulesOf(s)
	if err != nil {
		return nil, err
	}
	books, err := ledger.New(ctx, ledger.Config{
		Books: db, Rules: rules, Zone: s.Location, Read: reader(s.MinScore), Now: a.Now, Log: log,
	})
	if err != nil {
		return nil, err
	}
	return &office{store: db, rules: rules, ledger: books, book: people}, nil
}

// reader reads the open items of a report, from a score on.
func reader(minScore float64) func(claims.Report) []claims.Item {
	return func(r claims.Report) []claims.Item { return extract.Items(r, minScore) }
}

// rulesOf compiles the rules, with the digest's times from its cron line.
func rulesOf(s config.Settings) (*policy.Rules, error) {
	settings := s.Rules
	if s.Schedule.Digest != "" {
		line, err := scheduler.ParseLine(s.Schedule.Digest, s.Location)
		if err != nil {
			return nil, fmt.Errorf("schedule.digest: %w", err)
		}
		settings.Digest = line.Next
	}
	rules, err := policy.New(settings)
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	return rules, nil
}

// desk opens the database for a command.
func (a *App) desk(ctx context.Context, o cli.OpenOptions) (cli.Desk, func() error, error) {
	quiet := slog.New(slog.DiscardHandler) // a command speaks for itself
	office, err := a.open(ctx, o.Settings, o.Path, o.Create, quiet)
	if err != nil {
		return nil, nil, err
	}
	return office.ledger, office.store.Close, nil
}

// load reads the configuration; cron lines are checked by the scheduler, which knows them.
func (a *App) load(path string, secrets bool) (config.Settings, []config.Warning, error) {
	checks := config.Checks{Secrets: secrets, Cron: func(spec string) error {
		_, err := scheduler.ParseLine(spec, time.UTC)
		return err
	}}
	return config.Load(path, a.Env, checks)
}

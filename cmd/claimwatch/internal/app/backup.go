package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"claimwatch/cmd/claimwatch/internal/cli"
	"claimwatch/cmd/claimwatch/internal/config"
	"claimwatch/scheduler"
	"claimwatch/store"
)

// backup writes a copy of the database to a new file.
func (a *App) backup(ctx context.Context, o cli.BackupOptions) (err error) {
	db, err := store.Open(ctx, o.Path, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Backup(ctx, o.To, a.Now())
}

// restore puts a backup in the place of the database.
func (a *App) restore(ctx context.Context, o cli.RestoreOptions) (cli.Restored, error) {
	done, err := store.Restore(ctx, store.Restoring{From: o.From, Path: o.Path, Force: o.Force, Now: a.Now()})
	return cli.Restored(done), err
}

// An archive is the folder of the backups that the daemon makes, and what the database knows of them.
type archive struct {
	store  *store.Store
	folder string
	keep   int
	log    *slog.Logger
}

var _ scheduler.Archive = (*archive)(nil)

// What the database knows: when the next backup is due, and what the last one failed with.
const (
	backupNextKey   = "backup_next"
	backupFailedKey = "backup_failed"
)

// The names of the backups sort by their time.
const (
	backupStem = "claimwatch-"
	backupTime = "20060102T150405Z"
	backupEnd  = ".db"
)

// backupDuty returns the duty that makes backups; nil when none are wanted.
func backupDuty(s config.Settings, db *store.Store, log *slog.Logger) (scheduler.Duty, error) {
	if s.Backup.Folder == "" || s.Schedule.Backup == "" {
		return nil, nil
	}
	line, err := scheduler.ParseLine(s.Schedule.Backup, s.Location)
	if err != nil {
		return nil, fmt.Errorf("schedule.backup: %w", err)
	}
	return scheduler.NewBackup(line, &archive{store: db, folder: s.Backup.Folder, keep: s.Backup.Keep, log: log}), nil
}

// Next returns when the next backup is due.
func (a *archive) Next(ctx context.Context) (time.Time, error) {
	v, err := a.store.Meta(ctx, backupNextKey)
	if err != nil || v == "" {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339, v)
	if err != nil {
		return time.Time{}, fmt.Errorf("read %s: %w", backupNextKey, err)
	}
	return t, nil
}

// Plan keeps when the next backup is due.
func (a *archive) Plan(ctx context.Context, next time.Time) error {
	return a.store.SetMeta(ctx, backupNextKey, next.UTC().Format(time.RFC3339))
}

// Note keeps what the last backup failed with.
func (a *archive) Note(ctx context.Context, failure error, now time.Time) error {
	was, err := a.store.Meta(ctx, backupFailedKey)
	if err != nil || (failure == nil && was == "") {
		return err
	}
	says := ""
	if failure != nil {
		says = fmt.Sprintf("the backup of %s was not made: %v", now.UTC().Format(time.RFC3339), failure)
	}
	return a.store.SetMeta(ctx, backupFailedKey, says)
}

// Backup makes the backup of now and removes those that are more than are kept.
func (a *archive) Backup(ctx context.Context, now time.Time) error {
	if err := os.MkdirAll(a.folder, 0o700); err != nil {
		return fmt.Errorf("make the folder of the backups: %w", err)
	}
	path := filepath.Join(a.folder, backupStem+now.UTC().Format(backupTime)+backupEnd)
	if err := a.store.Backup(ctx, path, now); err != nil {
		return err
	}
	a.log.InfoContext(ctx, "made a backup", "file", path)
	return a.prune()
}

// prune removes the oldest backups of ours beyond those that are kept; other files stay.
func (a *archive) prune() error {
	list, err := filepath.Glob(filepath.Join(a.folder, backupStem+"*"+backupEnd))
	if err != nil {
		return fmt.Errorf("list the backups: %w", err)
	}
	var ours []string // Glob sorts them, the oldest first
	for _, path := range list {
		stamp := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), backupStem), backupEnd)
		if _, err := time.Parse(backupTime, stamp); err == nil {
			ours = append(ours, path)
		}
	}
	var faults []error
	for _, path := range ours[:max(0, len(ours)-a.keep)] {
		if err := os.Remove(path); err != nil {
			faults = append(faults, fmt.Errorf("remove an old backup: %w", err))
		}
	}
	return errors.Join(faults...)
}

// backupProblem says what the last scheduled backup failed with; "" when it was made, or none is wanted.
func backupProblem(ctx context.Context, db *store.Store, s config.Settings) string {
	if s.Backup.Folder == "" || s.Schedule.Backup == "" {
		return ""
	}
	says, err := db.Meta(ctx, backupFailedKey)
	if err != nil {
		return err.Error()
	}
	return says
}

// examineBackup says whether backups are made.
func examineBackup(ctx context.Context, db *store.Store, s config.Settings) cli.Finding {
	switch problem := backupProblem(ctx, db, s); {
	case problem != "":
		return cli.Finding{Check: "backup", State: cli.StateFault, Detail: problem, Hint: "it is tried again every quarter of an hour; see that backup.folder can be written to and has space"}
	case s.Backup.Folder == "":
		return cli.Finding{Check: "backup", State: cli.StateWarning, Detail: "none are made", Hint: "name a folder on another disk in backup.folder, or run claimwatch backup"}
	case s.Schedule.Backup == "":
		return cli.Finding{Check: "backup", State: cli.StateOK, Detail: "off"}
	}
	return cli.Finding{Check: "backup", State: cli.StateOK, Detail: fmt.Sprintf("by %q to %s, %d are kept", s.Schedule.Backup, s.Backup.Folder, s.Backup.Keep)}
}

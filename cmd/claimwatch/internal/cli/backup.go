package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"
)

// BackupOptions are those of the backup command.
type BackupOptions struct {
	Path string // of the database
	To   string
}

// RestoreOptions are those of the restore command.
type RestoreOptions struct {
	From  string
	Path  string // of the database
	Force bool   // a database that is there is set aside
}

// Restored says what a restore came to.
type Restored struct {
	MadeAt   time.Time // when the backup was made
	Doubtful int       // messages that are looked for in Slack before they are posted
	Kept     string    // where the database that was replaced is; "" when there was none
}

func (c *CLI) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use: "backup FILE", Short: "write a copy of the database to a new file, while the daemon runs",
		Example: "claimwatch backup claimwatch-monday.db",
		Args:    takes(1, 1, "one file to write"),
		RunE: c.run(func(ctx context.Context, args []string) error {
			path, err := c.path()
			if err != nil {
				return err
			}
			if err := c.cfg.Backup(ctx, BackupOptions{Path: path, To: args[0]}); err != nil {
				return err
			}
			c.note("the database is in %s; 'claimwatch restore %s' puts it back", args[0], args[0])
			return nil
		}),
	}
}

func (c *CLI) restoreCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use: "restore FILE", Short: "put a backup in the place of the database; stop the daemon first",
		Example: `claimwatch restore claimwatch-monday.db
claimwatch restore --force claimwatch-monday.db   set aside the database that is there`,
		Args: takes(1, 1, "one backup"),
	}
	cmd.RunE = c.run(func(ctx context.Context, args []string) error {
		settings, err := c.load(false) // a bad one is told before anything is replaced
		if err != nil {
			return err
		}
		path, err := c.path()
		if err != nil {
			return err
		}
		done, err := c.cfg.Restore(ctx, RestoreOptions{From: args[0], Path: path, Force: force})
		if err != nil {
			return err
		}
		c.restored(path, done, settings.Location)
		return nil
	})
	cmd.Flags().BoolVar(&force, "force", false, "set aside a database that is there")
	return cmd
}

func (c *CLI) restored(path string, r Restored, loc *time.Location) {
	c.note("%s is as it was at %s; what was done since is not in it", path, r.MadeAt.In(loc).Format("Mon 2006-01-02 15:04"))
	if r.Kept != "" {
		c.note("the database that was there is kept as %s", r.Kept)
	}
	c.note("%d messages, and what has become due since, may have been posted already: the daemon looks for them in Slack before it posts them", r.Doubtful)
}

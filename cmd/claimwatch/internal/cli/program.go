package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
)

func (c *CLI) daemonCommand() *cobra.Command {
	var terminal bool
	cmd := &cobra.Command{
		Use: "daemon", Short: "remind, until SIGINT or SIGTERM",
		Example: `claimwatch daemon
claimwatch daemon --terminal           write the reminders here, not to Slack`,
		Args: takes(0, 0, ""),
	}
	cmd.RunE = c.run(func(ctx context.Context, _ []string) error {
		settings, err := c.load(true)
		if err != nil {
			return err
		}
		path, err := c.path()
		if err != nil {
			return err
		}
		return c.cfg.Daemon(ctx, DaemonOptions{Settings: settings, Warnings: c.warnings, Path: path, Terminal: terminal})
	})
	cmd.Flags().BoolVar(&terminal, "terminal", false, "without Slack: write the reminders to standard output")
	return cmd
}

func (c *CLI) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use: "demo", Short: "see reminders coming, one being closed, and the silence after; on a database of its own",
		Example: "claimwatch demo",
		Args:    takes(0, 0, ""),
		RunE: c.run(func(ctx context.Context, _ []string) error {
			settings, err := c.load(false)
			if err != nil {
				return err
			}
			return c.cfg.Demo(ctx, DemoOptions{Settings: settings, Path: c.database, Out: c.cfg.Stdout, Actor: c.by().Name})
		}),
	}
}

// errUnfit is the end of a doctor that found a fault: what it is has been printed.
var errUnfit = errors.New("something needs attention; see above")

func (c *CLI) doctorCommand() *cobra.Command {
	var post bool
	cmd := c.jsonFlag(&cobra.Command{
		Use: "doctor", Short: "check database, configuration, schedule and Slack, and say what to do",
		Example: "claimwatch doctor\nclaimwatch doctor --post",
		Args:    takes(0, 0, ""),
		RunE: c.run(func(ctx context.Context, _ []string) error {
			settings, err := c.load(true)
			if err != nil {
				return err
			}
			path, err := c.path()
			if err != nil {
				return err
			}
			found, err := c.cfg.Doctor(ctx, DoctorOptions{Settings: settings, Warnings: c.warnings, Path: path, Post: post})
			if err != nil {
				return err
			}
			return c.findings(found)
		}),
	})
	cmd.Flags().BoolVar(&post, "post", false, "also post a test card to slack.channel")
	return cmd
}

func (c *CLI) findings(found []Finding) error {
	list := make([]findingRecord, len(found))
	var fault error
	for i, f := range found {
		list[i] = findingRecord{f.Check, f.State, f.Detail, word(f.Hint)}
		if f.State == StateFault {
			fault = errUnfit
		}
	}
	err := c.print(list, func(s *sheet) {
		rows := make([][]cell, 0, 2*len(found))
		for _, f := range found {
			rows = append(rows, []cell{{string(f.State), stateStyle(f.State)}, {f.Check, bold}, {f.Detail, normal}})
			if f.Hint != "" {
				rows = append(rows, []cell{{"", normal}, {"", normal}, {"→ " + f.Hint, faint}})
			}
		}
		s.table([]string{"STATE", "CHECK", "FOUND"}, rows)
	})
	return errors.Join(err, fault)
}

func stateStyle(s State) style {
	switch s {
	case StateOK:
		return green
	case StateWarning:
		return yellow
	}
	return red
}

func (c *CLI) versionCommand() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use: "version", Short: "say which claimwatch this is",
		Args: takes(0, 0, ""),
		RunE: c.run(func(context.Context, []string) error {
			v := c.cfg.Version()
			return c.print(v, func(s *sheet) { s.line("claimwatch %s (commit %s, %s)", v.Version, v.Commit, v.Go) })
		}),
	})
}

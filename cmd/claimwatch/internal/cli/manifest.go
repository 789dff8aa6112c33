package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func (c *CLI) slackCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "slack", Short: "set the Slack app up", Args: subcommand, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(c.manifestCommand())
	return cmd
}

func (c *CLI) manifestCommand() *cobra.Command {
	return &cobra.Command{
		Use: "manifest", Short: "print the manifest from which the newsroom's app is made",
		Example: "claimwatch slack manifest > manifest.json",
		Long:    "Paste it at https://api.slack.com/apps, Create New App, From a manifest. Then install the app, and make an app-level token with connections:write.",
		Args:    takes(0, 0, ""),
		RunE: c.run(func(context.Context, []string) error {
			b, err := c.cfg.Manifest()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.cfg.Stdout, string(b))
			return err
		}),
	}
}

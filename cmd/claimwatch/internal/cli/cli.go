package cli

import (
	"context"
	"errors"
	"io"
	"net/netip"
	"strings"
	"time"

	"claimwatch/claims"
	"claimwatch/cmd/claimwatch/internal/config"
	"github.com/spf13/cobra"
)

// Config is what the command line needs. Load, Open, the streams, Env and Now are required; a
// command whose function is nil is not there.
type Config struct {
	// Load reads the configuration of a path, or the default one for "". With secrets, the
	// tokens are read too.
	Load func(path string, secrets bool) (config.Settings, []config.Warning, error)
	// Open opens the database; the function closes it.
	Open   func(ctx context.Context, o OpenOptions) (Desk, func() error, error)
	Daemon func(ctx context.Context, o DaemonOptions) error
	Demo   func(ctx context.Context, o DemoOptions) error
	Doctor func(ctx context.Context, o DoctorOptions) ([]Finding, error)
	// Manifest returns the manifest of the newsroom's Slack app, as JSON.
	Manifest func() ([]byte, error)
	// Backup writes a copy of the database; Restore puts one in its place.
	Backup  func(ctx context.Context, o BackupOptions) error
	Restore func(ctx context.Context, o RestoreOptions) (Restored, error)
	// IsPage tells a web page from other bytes; nil: what begins with a tag is one. ReadPage reads it; nil: everything is text.
	IsPage   func(b []byte) bool
	ReadPage func(html []byte, address string) (Page, error)
	// Fetch reads what is at an address of the web; nil: files only. Errors: *claims.InvalidError
	// for an address that is none; the text of any other is a sentence without the address.
	Fetch func(ctx context.Context, address string, allow []netip.Prefix) (Fetched, error)

	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Env            func(name string) string
	Login          func() string // the login name when the environment says none; nil: nobody knows
	Now            func() time.Time
	IsTerminal     func(stream any) bool // nil: nothing is one
	Version        func() Version        // nil: there is no version command
}

// Version says which claimwatch this is.
type Version struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
}

// A CLI is the command line, for one execution.
type CLI struct {
	cfg  Config
	root *cobra.Command

	database, configuration, actor string // flags of every command
	asJSON                         bool
	running                        bool // the arguments were understood
	colour                         bool
	settings                       *config.Settings
	warnings                       []config.Warning
}

// New returns the command line.
func New(cfg Config) *CLI {
	c := &CLI{cfg: cfg}
	if c.cfg.IsTerminal == nil {
		c.cfg.IsTerminal = func(any) bool { return false }
	}
	if c.cfg.IsPage == nil {
		c.cfg.IsPage = tagged
	}
	c.colour = cfg.Env("NO_COLOR") == "" && cfg.Env("TERM") != "dumb" && c.cfg.IsTerminal(cfg.Stdout)
	c.root = c.rootCommand()
	return c
}

// Execute runs one command line, without the program's name, and returns the exit status.
func (c *CLI) Execute(args []string) int {
	if args == nil {
		args = []string{}
	}
	c.root.SetArgs(args)
	err := c.root.ExecuteContext(context.Background())
	if err != nil && !c.running {
		err = asMisuse(err)
	}
	c.report(err)
	return status(err)
}

func (c *CLI) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "claimwatch",
		Short: "remembers what a report left open, and asks until an editor closes it",
		Example: `claimwatch ingest report.txt          read a report, store what it leaves open
claimwatch list --due today           what should be settled today
claimwatch close 12 --outcome happened --evidence https://example.org/story
claimwatch daemon                     remind, until SIGINT or SIGTERM`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          subcommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(c.cfg.Stdin)
	root.SetOut(c.cfg.Stdout)
	root.SetErr(c.cfg.Stderr)
	root.SetHelpFunc(c.help)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return misflagged(cmd, err) })
	root.CompletionOptions.HiddenDefaultCmd = false
	flags := root.PersistentFlags()
	flags.SortFlags = false
	flags.StringVar(&c.database, "db", "", "database `FILE` (env CLAIMWATCH_DB)")
	flags.StringVar(&c.configuration, "config", "", "configuration `FILE` (env CLAIMWATCH_CONFIG)")
	flags.StringVar(&c.actor, "actor", "", "who acts, for the history: `NAME` (env CLAIMWATCH_ACTOR, else the login name)")
	for _, cmd := range c.commands() {
		root.AddCommand(cmd)
	}
	root.SetHelpCommand(c.helpCommand())
	root.InitDefaultCompletionCmd()
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		completion.Short, completion.Args = "print the script that completes commands in a shell", subcommand
		completion.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	return root
}

func (c *CLI) commands() []*cobra.Command {
	list := []*cobra.Command{
		c.ingestCommand(), c.extractCommand(), c.addCommand(), c.listCommand(), c.showCommand(),
		c.acceptCommand(), c.dismissCommand(), c.triageCommand(), c.checkCommand(), c.closeCommand(), c.reopenCommand(),
		c.snoozeCommand(), c.assignCommand(), c.noteCommand(), c.mergeCommand(), c.editCommand(),
		c.nextCommand(), c.digestCommand(), c.reportCommand(), c.datesCommand(),
	}
	if c.cfg.Daemon != nil {
		list = append(list, c.daemonCommand())
	}
	if c.cfg.Backup != nil {
		list = append(list, c.backupCommand())
	}
	if c.cfg.Restore != nil {
		list = append(list, c.restoreCommand())
	}
	if c.cfg.Doctor != nil {
		list = append(list, c.doctorCommand())
	}
	if c.cfg.Manifest != nil {
		list = append(list, c.slackCommand())
	}
	if c.cfg.Demo != nil {
		list = append(list, c.demoCommand())
	}
	if c.cfg.Version != nil {
		list = append(list, c.versionCommand())
	}
	return list
}

// run wraps what a command does: from here on, an error is no misuse of the command line.
func (c *CLI) run(f func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		c.running = true
		return f(cmd.Context(), args)
	}
}

// load reads the configuration once.
func (c *CLI) load(secrets bool) (config.Settings, error) {
	if c.settings != nil {
		return *c.settings, nil
	}
	path := c.configuration
	if path == "" {
		path = c.cfg.Env("CLAIMWATCH_CONFIG")
	}
	s, warnings, err := c.cfg.Load(path, secrets)
	if err != nil {
		return config.Settings{}, err
	}
	c.settings, c.warnings = &s, warnings
	return s, nil
}

// path returns the database's.
func (c *CLI) path() (string, error) {
	for _, p := range []string{c.database, c.cfg.Env("CLAIMWATCH_DB"), config.DefaultDatabase(c.cfg.Env)} {
		if p != "" {
			return p, nil
		}
	}
	return "", errors.New("there is no home folder to keep the database in; name a file with --db")
}

// withDesk opens the database for the time of f.
func (c *CLI) withDesk(ctx context.Context, create bool, f func(Desk) error) (err error) {
	settings, err := c.load(false)
	if err != nil {
		return err
	}
	path, err := c.path()
	if err != nil {
		return err
	}
	desk, closeDesk, err := c.cfg.Open(ctx, OpenOptions{Settings: settings, Path: path, Create: create})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeDesk()) }()
	return f(desk)
}

// by is who acts.
func (c *CLI) by() claims.Actor {
	names := []string{c.actor, c.cfg.Env("CLAIMWATCH_ACTOR"), c.cfg.Env("LOGNAME"), c.cfg.Env("USER")}
	for _, n := range names {
		if n = strings.TrimSpace(plain(n)); n != "" {
			return claims.Actor{Name: n, Via: claims.ViaCLI}
		}
	}
	name := "unknown"
	if c.cfg.Login != nil {
		if n := strings.TrimSpace(plain(c.cfg.Login())); n != "" {
			name = n
		}
	}
	return claims.Actor{Name: name, Via: claims.ViaCLI}
}

// today is the calendar day at the desk.
func (c *CLI) today(loc *time.Location) claims.Day { return claims.DayOf(c.cfg.Now().In(loc)) }

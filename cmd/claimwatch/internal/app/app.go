package app

import (
	"io"
	"os"
	"os/user"
	"runtime/debug"
	"time"
	_ "time/tzdata" // a machine without zone files must not change what a configuration means

	"golang.org/x/term"

	"claimwatch/claims"
	"claimwatch/claims/page"
	"claimwatch/cmd/claimwatch/internal/cli"
	"claimwatch/notify"
	"claimwatch/notify/slack"
	"claimwatch/scheduler"
)

// App is the program with what it takes from the machine.
type App struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Env            func(string) string
	Now            func() time.Time
	Tune           func(*Tuning) // of tests alone: nil in the program
}

// Tuning is what a test may change or wrap before a daemon begins: to die at a named point, and to
// have in a second what takes a minute.
type Tuning struct {
	Worker  *notify.Config
	Decider scheduler.Decider
}

// Main runs the command line of args, without the program's name, and returns its exit status.
func Main(args []string) int {
	a := &App{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Env: os.Getenv, Now: time.Now}
	return a.Run(args)
}

// Run runs a command line and returns its exit status.
func (a *App) Run(args []string) int {
	return cli.New(cli.Config{
		Load: a.load, Open: a.desk, Daemon: a.daemon, Demo: a.demo, Doctor: a.doctor, Backup: a.backup, Restore: a.restore, Manifest: slack.Manifest, ReadPage: readPage, IsPage: page.Looks, Fetch: fetchPage,
		Stdin: a.Stdin, Stdout: a.Stdout, Stderr: a.Stderr, Env: a.Env, Now: a.Now, IsTerminal: isTerminal, Login: login, Version: version,
	}).Execute(args)
}

// login returns the name of whoever is logged in, "" when the machine does not know.
func login() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func readPage(html []byte, address string) (cli.Page, error) {
	p, err := page.Read(html, address)
	if err != nil {
		return cli.Page{}, err
	}
	return cli.Page{Title: p.Title, Address: p.Address, Published: p.Published, Text: p.Text, Language: claims.Language(p.Language)}, nil
}

// version says which claimwatch this is, from what the Go command wrote into the binary.
func version() cli.Version {
	v := cli.Version{Version: "unknown", Commit: "unknown"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	v.Version, v.Go = info.Main.Version, info.GoVersion
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v.Commit = s.Value
		}
	}
	return v
}

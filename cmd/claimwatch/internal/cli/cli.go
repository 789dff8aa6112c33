package cli

import (
	"context"
	"io"
	"time"

	"claimwatch/cmd/claimwatch/internal/config"
)

// Config is what the command line needs. Open, Load, Env, Now and the streams are required; a
// command whose function is nil is not there.
type Config struct {
	// Load reads the configuration of a path, or the default one for "". With secrets, the
	// tokens are read too.
	Load func(path string, secrets bool) (config.Settings, []config.Warning, error)
	// Open opens the database; the function closes it.
	Open     func(ctx context.Context, o OpenOptions) (Desk, func() error, error)
	Daemon   func(ctx context.Context, o DaemonOptions) error
	Demo     func(ctx context.Context, o DemoOptions) error
	Doctor   func(ctx context.Context, o DoctorOptions) ([]Finding, error)
	ReadPage func(html []byte, address string) (Page, error)

	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Env            func(name string) string
	Now            func() time.Time
	IsTerminal     func(stream any) bool // nil: nothing is one
	Version        func() Version
}

// Version says which claimwatch this is.
type Version struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
}

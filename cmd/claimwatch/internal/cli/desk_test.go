package cli_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/extract"
	"claimwatch/claims/ledger"
	"claimwatch/claims/page"
	"claimwatch/claims/policy"
	"claimwatch/cmd/claimwatch/internal/cli"
	"claimwatch/cmd/claimwatch/internal/config"
	"claimwatch/store"
)

// A desk is a command line on a folder of its own, with a clock that stands.
type desk struct {
	t      testing.TB
	folder string
	env    map[string]string
	now    time.Time
	stdin  string
	config string // the text of the configuration
	doctor []cli.Finding
}

// newDesk returns a desk in Prague on Tuesday 2025-01-21, 10:00.
func newDesk(t testing.TB) *desk {
	t.Helper()
	folder := t.TempDir()
	return &desk{
		t: t, folder: folder, now: time.Date(2025, 1, 21, 9, 0, 0, 0, time.UTC), config: "timezone: Europe/Prague\n",
		env: map[string]string{"CLAIMWATCH_DB": filepath.Join(folder, "desk.db"), "CLAIMWATCH_ACTOR": "anna"},
	}
}

// run runs a command line and returns its exit status, standard output and standard error.
func (d *desk) run(args ...string) (int, string, string) {
	d.t.Helper()
	var out, errs bytes.Buffer
	code := cli.New(cli.Config{
		Load: func(_ string, secrets bool) (config.Settings, []config.Warning, error) {
			return config.Parse([]byte(d.config), "c.yaml", d.getenv, config.Checks{Secrets: secrets})
		},
		Open:   d.open,
		Doctor: func(context.Context, cli.DoctorOptions) ([]cli.Finding, error) { return d.doctor, nil },
		IsPage: page.Looks,
		ReadPage: func(html []byte, address string) (cli.Page, error) {
			p, err := page.Read(html, address)
			return cli.Page{Title: p.Title, Address: p.Address, Published: p.Published, Text: p.Text, Language: claims.Language(p.Language)}, err
		},
		Version: func() cli.Version { return cli.Version{Version: "v1", Commit: "abc", Go: "go1"} },
		Stdin:   strings.NewReader(d.stdin), Stdout: &out, Stderr: &errs, Env: d.getenv, Now: func() time.Time { return d.now },
	}).Execute(args)
	return code, out.String(), errs.String()
}

func (d *desk) getenv(name string) string { return d.env[name] }

func (d *desk) open(ctx context.Context, o cli.OpenOptions) (cli.Desk, func() error, error) {
	rules, err := policy.New(o.Settings.Rules)
	if err != nil {
		return nil, nil, err
	}
	db, err := store.Open(ctx, o.Path, store.Options{Create: o.Create})
	if err != nil {
		return nil, nil, err
	}
	books, err := ledger.New(ctx, ledger.Config{
		Books: db, Rules: rules, Zone: o.Settings.Location, Now: func() time.Time { return d.now }, Log: slog.New(slog.DiscardHandler),
		Read: func(r claims.Report) []claims.Item { return extract.Items(r, o.Settings.MinScore) },
	})
	return books, db.Close, err
}

// must runs a command line that is to succeed and returns its standard output.
func (d *desk) must(args ...string) string {
	d.t.Helper()
	code, out, errs := d.run(args...)
	if code != 0 {
		d.t.Fatalf("claimwatch %s: exit status %d\n%s", strings.Join(args, " "), code, errs)
	}
	return out
}

// file writes a file and returns its path.
func (d *desk) file(name, text string) string {
	d.t.Helper()
	path := filepath.Join(d.folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

func (d *desk) stored() bool {
	_, err := os.Stat(d.env["CLAIMWATCH_DB"])
	return err == nil
}

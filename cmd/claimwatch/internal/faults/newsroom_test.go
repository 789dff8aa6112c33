package faults_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"claimwatch/cmd/claimwatch/internal/app"
	"claimwatch/notify/slack/slacktest"

	_ "github.com/mattn/go-sqlite3"
)

// patience bounds what a newsroom waits for; nothing takes so long unless it is broken.
const patience = 90 * time.Second

// canary is in every report and claim, and must be in no log.
const canary = "marmalade"

// A newsroom is a folder with a database and a configuration, and a Slack of its own.
type newsroom struct {
	t      testing.TB
	folder string
	file   string // the database
	env    []string
	slack  *slacktest.Handler
	server *httptest.Server
	db     *sql.DB // beside the store, to look what is written

	mu     sync.Mutex
	odd    []string // posts whose row was not in 'sending'
	logs   bytes.Buffer
	closed map[string]time.Time // claims, by when their closing was done
	calm   atomic.Bool          // Slack does nothing wrong any more
}

const rules = `
timezone: Europe/Prague
schedule: {check: "@every 1s", digest: "off"}
reminders: {gap: 1s, policies: [{ahead: [], overdue: {every: 20s, stretch: 1, at_most: 20s}}]}
slack:
  channel: "#desk-0"
  daily_cap: 0
  bundle: %d
  routes: [%s]
`

func newNewsroom(t testing.TB, channels, bundle int, config string, o slacktest.Options) *newsroom {
	t.Helper()
	n := &newsroom{t: t, folder: t.TempDir(), closed: map[string]time.Time{}}
	var routes []string
	o.Channels = nil
	for i := range channels {
		o.Channels = append(o.Channels, slacktest.Channel{ID: fmt.Sprintf("C%04d", i), Name: fmt.Sprintf("desk-%d", i)})
		routes = append(routes, fmt.Sprintf(`{match: {desk: [d%d]}, channel: "#desk-%d"}`, i, i))
	}
	strike := o.Fault
	o.Fault = func(c slacktest.Call) (slacktest.Fault, bool) {
		n.witness(c)
		if strike == nil || n.calm.Load() {
			return slacktest.Fault{}, false
		}
		return strike(c)
	}
	n.slack = slacktest.NewHandler(o)
	n.server = httptest.NewServer(n.slack)
	t.Cleanup(func() {
		n.slack.Close()
		n.server.CloseClientConnections()
		n.server.Close()
	})
	if config == "" {
		config = fmt.Sprintf(rules, bundle, strings.Join(routes, ", "))
	}
	n.env = []string{
		asCommand + "=1", "HOME=" + n.folder, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + n.folder, "CLAIMWATCH_ACTOR=anna", "TZ=UTC",
		"CLAIMWATCH_CONFIG=" + n.write("config.yaml", config), "CLAIMWATCH_DB=" + n.path(), withGrace + "=" + grace.String(),
		"SLACK_BOT_TOKEN=" + slacktest.BotToken, "SLACK_API_URL=" + n.server.URL + "/api/",
	}
	return n
}

func (n *newsroom) path() string {
	if n.file != "" {
		return n.file
	}
	return filepath.Join(n.folder, "claims.db")
}

// reopen has the next look at the database see the file that is there now.
func (n *newsroom) reopen() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.db = nil
}

func (n *newsroom) write(name, text string) string {
	n.t.Helper()
	path := filepath.Join(n.folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		n.t.Fatal(err)
	}
	return path
}

// getenv looks into the newsroom's environment.
func (n *newsroom) getenv(name string) string {
	for i := len(n.env) - 1; i >= 0; i-- {
		if v, ok := strings.CutPrefix(n.env[i], name+"="); ok {
			return v
		}
	}
	return ""
}

// do runs a command line in the test's own process, beside the daemon.
func (n *newsroom) do(args ...string) (stdout, stderr string, status int) {
	var out, errs bytes.Buffer
	a := &app.App{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Env: n.getenv, Now: time.Now}
	status = a.Run(args)
	return out.String(), errs.String(), status
}

// must runs a command line that succeeds.
func (n *newsroom) must(args ...string) string {
	n.t.Helper()
	out, errs, status := n.do(args...)
	if status != 0 {
		n.t.Fatalf("%s: status %d\n%s", strings.Join(args, " "), status, errs)
	}
	return out
}

// add adds a claim of a desk that is overdue.
func (n *newsroom) add(desk int) string {
	n.t.Helper()
	out := n.must("add", "Who ate the "+canary+"?", "--due", "2025-02-03", "--desk", fmt.Sprintf("d%d", desk), "--json")
	var c struct {
		ID json.Number `json:"id"`
	}
	if err := json.Unmarshal([]byte(out), &c); err != nil {
		n.t.Fatal(err)
	}
	return c.ID.String()
}

// close closes claims.
func (n *newsroom) close(ids ...string) {
	n.t.Helper()
	n.must(append([]string{"close", "--outcome", "overtaken", "--note", "seen"}, ids...)...)
	for _, id := range ids {
		n.closed[id] = time.Now()
	}
}

// open opens the database beside the store.
func (n *newsroom) open() *sql.DB {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.db == nil {
		db, err := sql.Open("sqlite3", "file:"+n.path()+"?mode=ro&_busy_timeout=5000")
		if err != nil {
			n.t.Fatal(err)
		}
		db.SetMaxOpenConns(2)
		n.db = db
		n.t.Cleanup(func() { _ = db.Close() }) // it has only read
	}
	return n.db
}

// witness looks, when a post arrives, whether its row says that it is being sent.
func (n *newsroom) witness(c slacktest.Call) {
	if c.Method != "chat.postMessage" {
		return
	}
	p := payloadOf([]byte(c.Form.Get("metadata")))
	var state string
	var attempt int
	err := n.open().QueryRow(`SELECT state, attempt FROM messages WHERE id = ?`, p.Message).Scan(&state, &attempt)
	// A daemon that died with the post on the wire may have had its row found by the next one already.
	if err != nil || attempt != p.Attempt || state != "sending" && state != "unknown" {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.odd = append(n.odd, fmt.Sprintf("message %s attempt %d: row is %q, attempt %d, %v", p.Message, p.Attempt, state, attempt, err))
	}
}

// payload is what our messages carry.
type payload struct {
	Message string `json:"message"`
	Attempt int    `json:"attempt"`
	About   string `json:"about"`
}

func payloadOf(metadata []byte) payload {
	var m struct {
		EventPayload payload `json:"event_payload"`
	}
	if len(metadata) == 0 || json.Unmarshal(metadata, &m) != nil {
		return payload{}
	}
	return m.EventPayload
}

// A process is a daemon that runs.
type process struct {
	*exec.Cmd
	n     *newsroom
	ended chan struct{}
	out   *lockedBuffer
}

// A lockedBuffer is written by a process and read by a test.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// command returns the command as a process of its own.
func (n *newsroom) command(extra []string, args ...string) *exec.Cmd {
	n.t.Helper()
	self, err := os.Executable()
	if err != nil {
		n.t.Fatal(err)
	}
	cmd := exec.CommandContext(context.Background(), self, args...)
	cmd.Env, cmd.Dir = append(append([]string{}, n.env...), extra...), n.folder
	return cmd
}

// start starts a daemon.
func (n *newsroom) start(extra ...string) *process {
	n.t.Helper()
	return n.startIn("", extra...)
}

// startIn starts a daemon as a shell's script does, if there is one.
func (n *newsroom) startIn(script string, extra ...string) *process {
	n.t.Helper()
	cmd := n.command(extra, "daemon")
	if script != "" {
		cmd.Args = []string{"sh", "-c", script, cmd.Path}
		cmd.Path = "/bin/sh"
	}
	p := &process{Cmd: cmd, n: n, ended: make(chan struct{}), out: &lockedBuffer{}}
	p.Stdout, p.Stderr = p.out, p.out
	if err := p.Start(); err != nil {
		n.t.Fatal(err)
	}
	go func() {
		_ = p.Wait() // its state tells
		close(p.ended)
	}()
	n.t.Cleanup(func() {
		if err := p.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			n.t.Error(err)
		}
		<-p.ended
	})
	return p
}

// kill ends the daemon where it is.
func (p *process) kill() {
	p.n.t.Helper()
	if err := p.Process.Signal(syscall.SIGKILL); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.n.t.Fatal(err)
	}
	p.wait()
}

// wait waits for the process's end and keeps what it said.
func (p *process) wait() int {
	p.n.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.n.t.Fatalf("it does not end\n%s", p.out.String())
	}
	_, _ = io.WriteString(&p.n.logs, p.out.String())
	return p.ProcessState.ExitCode()
}

// stop ends the daemon by a signal and returns its exit status.
func (p *process) stop(s syscall.Signal) int {
	p.n.t.Helper()
	if err := p.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.n.t.Fatal(err)
	}
	return p.wait()
}

// until waits for a condition that a process or Slack fulfils.
func (n *newsroom) until(what string, done func() bool, about func() string) {
	n.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-deadline.C:
			n.t.Fatalf("waited %s for %s\n%s", patience, what, about())
		case <-tick.C:
		}
	}
}

// count returns the one number that a query asks for.
func (n *newsroom) count(query string, args ...any) int {
	n.t.Helper()
	var v int
	if err := n.open().QueryRow(query, args...).Scan(&v); err != nil {
		n.t.Fatalf("%s: %v", query, err)
	}
	return v
}

func seeded(seed uint64, of string) *rand.Rand {
	h := uint64(14695981039346656037)
	for _, b := range []byte(of) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return rand.New(rand.NewPCG(seed, h))
}

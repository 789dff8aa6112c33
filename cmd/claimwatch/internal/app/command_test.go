package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"claimwatch/cmd/claimwatch/internal/app"
	"claimwatch/notify/slack/slacktest"
)

// asCommand makes the test binary the command itself, so that tests run it as a process.
const asCommand = "CLAIMWATCH_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(app.Main(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// patience bounds what a test waits for; nothing waits so long unless it is broken.
const patience = 30 * time.Second

// A newsroom is a folder with a database and a configuration, in which commands are run.
type newsroom struct {
	t      *testing.T
	folder string
	env    []string
}

func newNewsroom(t *testing.T, config string, env ...string) *newsroom {
	t.Helper()
	n := &newsroom{t: t, folder: t.TempDir()}
	n.env = append([]string{asCommand + "=1", "HOME=" + n.folder, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + n.folder, "CLAIMWATCH_ACTOR=anna"}, env...)
	if config != "" {
		n.env = append(n.env, "CLAIMWATCH_CONFIG="+n.write("config.yaml", config))
	}
	return n
}

func (n *newsroom) write(name, text string) string {
	n.t.Helper()
	path := filepath.Join(n.folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		n.t.Fatal(err)
	}
	return path
}

func (n *newsroom) command(ctx context.Context, args ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		n.t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Env, cmd.Dir = n.env, n.folder
	return cmd
}

// run runs a command to its end.
func (n *newsroom) run(args ...string) (stdout, stderr string, status int) {
	n.t.Helper()
	cmd := n.command(n.t.Context(), args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		n.t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// must runs a command that succeeds.
func (n *newsroom) must(args ...string) string {
	n.t.Helper()
	out, errs, status := n.run(args...)
	if status != 0 {
		n.t.Fatalf("%s: status %d\n%s", strings.Join(args, " "), status, errs)
	}
	return out
}

// A buffer is written by a process and read by a test.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// A process is a daemon that runs.
type process struct {
	*exec.Cmd
	t        *testing.T
	out, log buffer
	ended    chan struct{}
}

func (n *newsroom) daemon(args ...string) *process {
	n.t.Helper()
	p := &process{Cmd: n.command(context.Background(), append([]string{"daemon"}, args...)...), t: n.t, ended: make(chan struct{})}
	p.Stdout, p.Stderr = &p.out, &p.log
	if err := p.Start(); err != nil {
		n.t.Fatal(err)
	}
	go func() {
		_ = p.Wait() // its status is asked for
		close(p.ended)
	}()
	n.t.Cleanup(func() {
		if err := p.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			n.t.Error(err)
		}
	})
	return p
}

// until waits for a condition that a process or a server fulfils.
func until(t *testing.T, what string, done func() bool, about func() string) {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-deadline.C:
			t.Fatalf("waited %s for %s\n%s", patience, what, about())
		case <-tick.C:
		}
	}
}

// stop ends the daemon by a signal and returns its exit status.
func (p *process) stop(s syscall.Signal) int {
	p.t.Helper()
	if err := p.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatalf("it does not stop\n%s", p.log.String())
	}
	return p.ProcessState.ExitCode()
}

const slackConfig = `
timezone: Europe/Prague
schedule: {check: "@every 1s", digest: "off"}
slack: {channel: "#follow-ups", bundle: 0, grace: 1s}
`

const report = `PRAGUE, January 21, 2025 - The minister invited the two unions to talks on February 3.

The ministry has yet to say how much the reform will cost.
`

// workspace returns a Slack with a channel, and the environment that leads there.
func workspace(t *testing.T) (*slacktest.Server, []string) {
	t.Helper()
	server := slacktest.New(t, slacktest.Options{Channels: []slacktest.Channel{{ID: "C1", Name: "follow-ups"}}})
	return server, []string{"SLACK_BOT_TOKEN=" + slacktest.BotToken, "SLACK_API_URL=" + server.URL()}
}

func messages(server *slacktest.Server) func() string {
	return func() string {
		b, err := json.MarshalIndent(server.Messages(""), "", " ")
		if err != nil {
			return err.Error()
		}
		return string(b)
	}
}

func TestDaemon_RemindsInSlackUntilTheTerminalClosesTheClaim(t *testing.T) {
	t.Parallel()
	server, env := workspace(t)
	n := newNewsroom(t, slackConfig, env...)
	n.must("add", "Do the unions take part in the talks?", "--kind", "invitation", "--due", "2025-02-03")
	d := n.daemon()
	until(t, "the reminder", func() bool { return len(server.Messages("follow-ups")) == 1 }, d.log.String)
	card := server.Messages("follow-ups")[0]
	if !strings.Contains(card.Text, "Do the unions take part in the talks?") || len(card.Metadata) == 0 || len(card.Blocks) == 0 {
		t.Errorf("the card lacks text, blocks or metadata: %+v", card)
	}
	n.must("close", "1", "--outcome", "accepted", "--evidence", "https://example.org/talks")
	until(t, "the receipt", func() bool { return strings.Contains(server.Messages("follow-ups")[0].Text, "accepted") }, messages(server))
	if status := d.stop(syscall.SIGTERM); status != 0 {
		t.Errorf("SIGTERM: status %d\n%s", status, d.log.String())
	}
	if got := len(server.Messages("follow-ups")); got != 1 {
		t.Errorf("%d messages, want the card alone", got)
	}
	history := n.must("show", "1", "--json")
	for _, want := range []string{`"reminded"`, `"resolved"`} {
		if strings.Count(history, `"action": `+want) != 1 {
			t.Errorf("the history names %s %d times, want once:\n%s", want, strings.Count(history, `"action": `+want), history)
		}
	}
	if all := d.log.String() + history; strings.Contains(all, slacktest.BotToken) {
		t.Error("the token is in the log or the output")
	}
}

func TestDaemon_WritesToTheTerminalWithoutSlackAndStopsInSeconds(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, `schedule: {check: "@every 1s"}`)
	n.must("ingest", "--accept", "--published", "2025-01-21", n.write("report.txt", report))
	d := n.daemon()
	until(t, "the reminder of the talks", func() bool { return strings.Contains(d.out.String(), "unions to talks on February 3") }, d.log.String)
	begun := time.Now()
	if status := d.stop(syscall.SIGTERM); status != 0 {
		t.Errorf("status %d\n%s", status, d.log.String())
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %s to stop", took)
	}
	if !strings.Contains(d.log.String(), "terminal") {
		t.Errorf("it does not say that reminders go to the terminal:\n%s", d.log.String())
	}
}

func TestDaemon_RefusesASecondOneAndNamesTheFirst(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, `schedule: {check: "@every 1s"}`)
	d := n.daemon()
	until(t, "the first daemon", func() bool { return strings.Contains(d.log.String(), "watching") }, d.log.String)
	_, errs, status := n.run("daemon")
	if status != 5 || !strings.Contains(errs, "process") {
		t.Errorf("status %d, want 5, with the holder: %s", status, errs)
	}
	if status := d.stop(syscall.SIGINT); status != 0 {
		t.Errorf("SIGINT: status %d", status)
	}
}

func TestDaemon_WantsATokenWhereSlackIsConfiguredOrWasUsed(t *testing.T) {
	t.Parallel()
	server, env := workspace(t)
	n := newNewsroom(t, slackConfig)
	if _, errs, status := n.run("daemon"); status != 2 || !strings.Contains(errs, "SLACK_BOT_TOKEN") {
		t.Errorf("configured, no token: status %d, want 2: %s", status, errs)
	}
	n.env = append(n.env, env...)
	n.must("add", "What will the reform cost?", "--due", "2025-02-03")
	d := n.daemon()
	until(t, "the reminder", func() bool { return len(server.Messages("follow-ups")) == 1 }, d.log.String)
	d.stop(syscall.SIGTERM)
	n.env = append(n.env, "SLACK_BOT_TOKEN=", "CLAIMWATCH_CONFIG="+n.write("other.yaml", "{}"))
	if _, errs, status := n.run("daemon"); status != 2 || !strings.Contains(errs, "posted to Slack before") {
		t.Errorf("used before, no token: status %d, want 2: %s", status, errs)
	}
}

func TestDaemon_PostsOnceWhateverHappensToTheAnswer(t *testing.T) {
	t.Parallel()
	faults := map[string][]slacktest.Fault{
		"cut after storing":      {slacktest.Drop().AfterStoring()},
		"cut before storing":     {slacktest.Drop()},
		"an error after storing": {slacktest.Status(500).AfterStoring()},
		"a page of HTML":         {slacktest.HTML()},
		"too many calls":         {slacktest.RateLimit("1")},
		"refused, then cut":      {slacktest.Refuse("internal_error"), slacktest.Drop().AfterStoring()},
	}
	for name, script := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, env := workspace(t)
			server.Fail("chat.postMessage", script...)
			n := newNewsroom(t, slackConfig, env...)
			n.must("add", "What will the reform cost?", "--due", "2025-02-03")
			d := n.daemon()
			until(t, "history to say that it was sent", func() bool { return strings.Contains(n.must("show", "1", "--json"), `"reminded"`) }, d.log.String)
			d.stop(syscall.SIGTERM)
			if got := len(server.Messages("follow-ups")); got != 1 {
				t.Errorf("%d messages, want one\n%s", got, d.log.String())
			}
		})
	}
}

func TestDaemon_KilledWhilePostingPostsOnce(t *testing.T) {
	t.Parallel()
	server, env := workspace(t)
	server.Fail("chat.postMessage", slacktest.Hang().AfterStoring())
	n := newNewsroom(t, slackConfig, env...)
	n.must("add", "What will the reform cost?", "--due", "2025-02-03")
	first := n.daemon()
	until(t, "the post that is not answered", func() bool { return len(server.Messages("follow-ups")) == 1 }, first.log.String)
	first.stop(syscall.SIGKILL)
	second := n.daemon()
	until(t, "the look at what was posted", func() bool { return strings.Contains(n.must("show", "1", "--json"), `"reminded"`) }, second.log.String)
	second.stop(syscall.SIGTERM)
	if got := len(server.Messages("follow-ups")); got != 1 {
		t.Errorf("%d messages, want one", got)
	}
}

func TestDoctor_SaysWhatIsWrongInALineEach(t *testing.T) {
	t.Parallel()
	_, env := workspace(t)
	n := newNewsroom(t, `
timezone: Europe/Prague
slack: {channel: "#follow-ups", routes: [{match: {desk: [world]}, channel: "#nowhere"}]}
reminders: {policies: [{escalate: {mention: "@nobody"}}]}
`, env...)
	n.must("add", "secret", "--due", "2025-02-03", "--confidential")
	out, _, status := n.run("doctor")
	if status != 1 {
		t.Errorf("status %d, want 1", status)
	}
	for _, want := range []string{"#nowhere", "@nobody", "nobody known in Slack to tell: #1", "none runs", "digest"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}

func TestDemo_ShowsRemindersOneClosedAndTheSilenceAfter(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, "")
	out := n.must("demo")
	before, after, closed := strings.Cut(out, ":00  claimwatch close ")
	if !closed {
		t.Fatalf("nothing is closed:\n%s", out)
	}
	id, _, _ := strings.Cut(after, " ")
	if !strings.Contains(before, "#"+id+" ") {
		t.Errorf("claim %s is closed without having been asked for", id)
	}
	if rest, _, _ := strings.Cut(after, "=="); strings.Contains(strings.ReplaceAll(rest, "#"+id+" resolved", ""), "#"+id+" ") {
		t.Errorf("claim %s is asked for after it was closed:\n%s", id, after)
	}
	left, err := filepath.Glob(filepath.Join(n.folder, "claimwatch-demo-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("the demo left %v behind, %v", left, err)
	}
}

package faults_test

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"claimwatch/notify/slack/slacktest"
)

// seldom is a configuration by which a claim is asked for once in a test.
const seldom = `
timezone: Europe/Prague
schedule: {check: "@every 1s", digest: "off"}
slack: {channel: "#desk-0", daily_cap: 0, bundle: 0}
`

// A disk is a file system of its own, as small as a test wants it.
type disk struct {
	t    *testing.T
	path string
}

func newDisk(t *testing.T, size string) disk {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root may mount; CI runs as root")
	}
	d := disk{t, t.TempDir()}
	if err := syscall.Mount("tmpfs", d.path, "tmpfs", 0, "size="+size+",mode=700"); err != nil {
		t.Skipf("this machine lets nobody mount: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(d.path, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return d
}

// fill leaves no space.
func (d disk) fill() {
	d.t.Helper()
	f, err := os.OpenFile(filepath.Join(d.path, "ballast"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		d.t.Error(err)
		return
	}
	for size := 64 << 10; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	_ = f.Close() // it is full, as it is meant to be
}

func (d disk) free() {
	d.t.Helper()
	if err := os.Remove(filepath.Join(d.path, "ballast")); err != nil {
		d.t.Error(err)
	}
}

func (d disk) remount(flags uintptr) {
	d.t.Helper()
	if err := syscall.Mount("tmpfs", d.path, "tmpfs", syscall.MS_REMOUNT|flags, ""); err != nil {
		d.t.Error(err)
	}
}

// at moves the newsroom's database there.
func (n *newsroom) at(path string) *newsroom {
	n.file = path
	n.env = append(n.env, "CLAIMWATCH_DB="+path)
	return n
}

// run runs a command as a process of its own, to its end.
func (n *newsroom) run(args ...string) (stderr string, status int) {
	n.t.Helper()
	return n.runWith(nil, args...)
}

// runWith is run with more in the environment.
func (n *newsroom) runWith(extra []string, args ...string) (stderr string, status int) {
	n.t.Helper()
	cmd := n.command(extra, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	_ = cmd.Run() // its state tells
	return errs.String(), cmd.ProcessState.ExitCode()
}

func (n *newsroom) says(p *process, what string) {
	n.t.Helper()
	n.until("the log to say "+what, func() bool { return strings.Contains(p.out.String(), what) }, p.out.String)
}

func (n *newsroom) stands(p *process, messages int) {
	n.t.Helper()
	n.until("the reminders", func() bool { return len(n.slack.Messages("")) >= messages }, p.out.String)
}

// settled waits until every message is sent.
func (n *newsroom) settled(p *process) {
	n.t.Helper()
	n.until("everything to be settled", func() bool { return n.count(sqlUnsettled) == 0 }, p.out.String)
}

func TestDisk_FullPostsNothingUnwrittenAndGoesOnOnceThereIsSpace(t *testing.T) {
	t.Parallel()
	d := newDisk(t, "1200k")
	n := newNewsroom(t, 1, 0, seldom, slacktest.Options{}).at(filepath.Join(d.path, "claims.db"))
	p := n.start()
	n.says(p, "watching")
	n.add(0)
	n.stands(p, 1)
	n.settled(p)
	n.must("snooze", "1", "--for", "2s") // then one reminder comes in any case
	d.fill()
	if errs, status := n.run("add", "Is there space?"); status != 1 || !strings.Contains(errs, "no space") {
		t.Errorf("add on a full disk: status %d, want 1: %s", status, errs)
	}
	n.says(p, "no space")
	if errs, status := n.run("list"); status != 0 {
		t.Errorf("list on a full disk: status %d, want 0: %s", status, errs)
	}
	if got := len(n.slack.Messages("")); got != 1 {
		t.Errorf("%d messages on a full disk, want the one from before", got)
	}
	d.free()
	n.stands(p, 2)
	n.settled(p)
	if status := p.stop(syscall.SIGTERM); status != 0 {
		t.Errorf("status %d\n%s", status, p.out.String())
	}
	for _, f := range n.check(trouble{}).faults {
		t.Error(f)
	}
}

func TestDisk_FullBetweenPostAndRecordIsRecordedOnceThereIsSpace(t *testing.T) {
	t.Parallel()
	d := newDisk(t, "1200k")
	full := false
	n := newNewsroom(t, 1, 0, seldom, slacktest.Options{Fault: func(c slacktest.Call) (slacktest.Fault, bool) {
		if c.Method == "chat.postMessage" && !full {
			full = true
			d.fill()
		}
		return slacktest.Fault{}, false
	}}).at(filepath.Join(d.path, "claims.db"))
	n.add(0)
	p := n.start()
	n.says(p, "cannot write down")
	p.kill() // and the process that remembers it dies
	p = n.start()
	n.says(p, "no space")
	d.free()
	n.settled(p)
	p.stop(syscall.SIGTERM)
	for _, f := range n.check(trouble{}).faults {
		t.Error(f)
	}
	if got := len(n.slack.Messages("")); got != 1 {
		t.Errorf("%d messages, want one", got)
	}
}

func TestDisk_ReadOnlyPostsNothingAndGoesOnOnceItIsNot(t *testing.T) {
	t.Parallel()
	d := newDisk(t, "4m")
	n := newNewsroom(t, 1, 0, seldom, slacktest.Options{}).at(filepath.Join(d.path, "claims.db"))
	n.add(0)
	d.remount(syscall.MS_RDONLY)
	for _, args := range [][]string{{"add", "Can it be written?"}, {"daemon"}} {
		if errs, status := n.run(args...); status != 1 || !strings.Contains(errs, "read-only") {
			t.Errorf("%s: status %d, want 1, and why: %s", args[0], status, errs)
		}
	}
	if got := len(n.slack.Messages("")); got != 0 {
		t.Errorf("%d messages were posted without a row", got)
	}
	d.remount(0)
	p := n.start()
	n.stands(p, 1)
	n.settled(p)
	p.stop(syscall.SIGTERM)
}

func TestStore_LockedByAnotherIsNotNowAndTheDaemonWaits(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 1, 0, seldom, slacktest.Options{})
	n.add(0)
	db, err := sql.Open("sqlite3", "file:"+n.path()+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	p := n.start()
	if errs, status := n.run("add", "Is it locked?"); status != 5 || !strings.Contains(errs, "another process") {
		t.Errorf("add: status %d, want 5: %s", status, errs)
	}
	if errs, status := n.run("restore", "--force", n.backup()); status != 5 {
		t.Errorf("restore: status %d, want 5: %s", status, errs)
	}
	if got := len(n.slack.Messages("")); got != 0 {
		t.Errorf("%d messages were posted without a row", got)
	}
	if _, err := conn.ExecContext(t.Context(), `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	select {
	case <-p.ended: // it was started on a locked database, and may say so and end
		if status := p.wait(); status != 5 {
			t.Errorf("daemon: status %d, want 5\n%s", status, p.out.String())
		}
		p = n.start()
	default:
	}
	n.stands(p, 1)
	n.settled(p)
	p.stop(syscall.SIGTERM)
}

// backup makes a backup and returns where.
func (n *newsroom) backup() string {
	n.t.Helper()
	path := filepath.Join(n.t.TempDir(), "backup.db")
	n.must("backup", path)
	return path
}

// spoil writes over a stretch of the database's file.
func spoil(path string, from, size int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xA5}, int(size)), from); err != nil {
		return err
	}
	return f.Close()
}

func TestStore_DamagedIsRefusedLeftAsItIsAndReplacedByABackup(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		do   func(path string) error
	}{
		{"a header", func(path string) error { return spoil(path, 0, 100) }},
		{"every page but the first", func(path string) error {
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			return spoil(path, 4096, info.Size()-4096)
		}},
		{"cut off", func(path string) error { return os.Truncate(path, 20000) }},
		{"another file", func(path string) error { return os.WriteFile(path, []byte("a report, no database"), 0o600) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t, 1, 0, seldom, slacktest.Options{})
			n.add(0)
			from := n.backup()
			if err := tt.do(n.path()); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(n.path())
			if err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"list"}, {"add", "Is it whole?"}, {"daemon"}, {"doctor"}} {
				if errs, status := n.run(args...); status != 1 {
					t.Errorf("%s: status %d, want 1: %s", args[0], status, errs)
				}
			}
			if after, err := os.ReadFile(n.path()); err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file was changed, %v", err)
			}
			if got := len(n.slack.Messages("")); got != 0 {
				t.Errorf("%d messages were posted", got)
			}
			n.must("restore", "--force", from)
			p := n.start()
			n.stands(p, 1)
			p.stop(syscall.SIGTERM)
		})
	}
}

func TestStore_DeletedOrReplacedEndsTheDaemonWithinTwoSeconds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		do   func(path string) error
	}{
		{"deleted", os.Remove},
		{"moved away", func(path string) error { return os.Rename(path, path+".old") }},
		{"replaced", func(path string) error {
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if err := os.WriteFile(path+".new", b, 0o600); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		}},
		{"damaged", func(path string) error { return spoil(path, 0, 64<<10) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t, 1, 0, seldom, slacktest.Options{})
			n.add(0)
			p := n.start()
			n.stands(p, 1)
			n.settled(p)
			if err := tt.do(n.path()); err != nil {
				t.Fatal(err)
			}
			if status := p.wait(); status != 1 || !strings.Contains(p.out.String(), "database") {
				t.Errorf("status %d, want 1, and why\n%s", status, p.out.String())
			}
		})
	}
}

func TestStore_NewerIsRefusedWithBothVersions(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 1, 0, seldom, slacktest.Options{})
	n.add(0)
	db, err := sql.Open("sqlite3", n.path())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(context.Background(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"list"}, {"add", "Is it newer?"}, {"daemon"}, {"backup", "b.db"}} {
		if errs, status := n.run(args...); status != 1 || !strings.Contains(errs, "schema 99") {
			t.Errorf("%s: status %d, want 1, with the versions: %s", args[0], status, errs)
		}
	}
}

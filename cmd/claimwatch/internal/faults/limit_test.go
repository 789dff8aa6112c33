package faults_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"claimwatch/notify/slack/slacktest"
)

// failingFlush returns the environment of a command whose flushes fail while the file sign is there.
func (n *newsroom) failingFlush() (env []string, sign string) {
	n.t.Helper()
	library := filepath.Join(n.folder, "fsync.so")
	if out, err := exec.CommandContext(n.t.Context(), "cc", "-shared", "-fPIC", "-o", library, filepath.Join("testdata", "fsync.c")).CombinedOutput(); err != nil {
		n.t.Fatalf("compile: %v\n%s", err, out)
	}
	sign = filepath.Join(n.folder, "flushes-fail")
	return []string{"LD_PRELOAD=" + library, "FSYNC_FAILS=" + sign}, sign
}

func TestDisk_ThatFlushesNothingEndsTheDaemonAndNothingIsLostOrDoubled(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 1, 0, seldom, slacktest.Options{})
	env, sign := n.failingFlush()
	n.add(0)
	p := n.start(env...)
	n.stands(p, 1)
	n.settled(p)
	if err := os.WriteFile(sign, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	n.add(0) // by a process whose flushes work
	if status := p.wait(); status != 1 || !strings.Contains(p.out.String(), "did not reach the disk") {
		t.Errorf("status %d, want 1, and why: %s", status, p.out.String())
	}
	if errs, status := n.runWith(env, "add", "Was it written?"); status != 1 || !strings.Contains(errs, "did not reach the disk") {
		t.Errorf("add: status %d, want 1, and why: %s", status, errs)
	}
	if err := os.Remove(sign); err != nil {
		t.Fatal(err)
	}
	p = n.start(env...)
	n.stands(p, 2)
	n.settled(p)
	p.stop(syscall.SIGTERM)
	n.sound()
}

func TestLimits_TooFewFilesEndTheDaemonAndLoseNothing(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 2, 0, seldom, slacktest.Options{})
	n.add(0)
	n.add(1)
	p := n.startIn(`ulimit -n 24; exec "$0" daemon`)
	if status := p.wait(); status == 0 || !strings.Contains(p.out.String(), "at most 24 files may be open at once by the hard limit, the daemon needs 64") {
		t.Errorf("status %d, want another, and why: %s", status, p.out.String())
	}
	p = n.start()
	n.stands(p, 2)
	n.settled(p)
	p.stop(syscall.SIGTERM)
	n.sound()
}

// sound checks what must hold of every newsroom when all is over.
func (n *newsroom) sound() {
	n.t.Helper()
	for _, f := range n.check(trouble{}).faults {
		n.t.Error(f)
	}
}

package faults_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify/slack/slacktest"
)

// mostMemory is what reading the largest report may take, in bytes. Memory is judged only without
// the race detector: what the detector keeps for itself grows with every address and thread it sees
// and is many times what the command holds.
const mostMemory = 128 << 20

func TestLoad_AHugeReportIsRefusedAndTheLargestReadWhileTheDaemonGoesOn(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 1, 0, seldom, slacktest.Options{})
	p := n.start()
	n.says(p, "watching")
	line := "The council of Harrow Falls will vote on the bridge of ward %d on June 3, and it is unclear who pays. "
	var b strings.Builder
	for i := 0; b.Len() < claims.MaxReportBytes-200; i++ {
		fmt.Fprintf(&b, line, i)
	}
	largest := b.String()
	for _, c := range []struct {
		name, text string
		status     int
	}{
		{"huge", strings.Repeat(strings.Repeat("x", 49)+"\n", 1_000_000), 1},
		{"largest", largest, 0},
	} {
		file := n.write(c.name+".txt", c.text)
		cmd := n.command(nil, "ingest", "--published", "2025-05-20", "--title", c.name, file)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		used := n.peak(cmd)
		if got := cmd.ProcessState.ExitCode(); got != c.status {
			t.Errorf("%s: status %d, want %d: %.300s", c.name, got, c.status, out.String())
		}
		t.Logf("%s: it took %d MB", c.name, used>>20)
		if !raceDetector && (used == 0 || used > mostMemory) {
			t.Errorf("%s: it took %d MB, want more than 0 and %d at most", c.name, used>>20, mostMemory>>20)
		}
		n.add(0)
		n.until("the reminder", func() bool {
			return len(n.slack.Messages("")) == n.count(`SELECT COUNT(*) FROM claims WHERE status = 'open'`)
		}, p.out.String)
	}
	p.stop(syscall.SIGTERM)
	n.sound()
}

// peak runs a command to its end and returns the most memory that it held, in bytes, as it was last seen: what the
// kernel tells of a process that has ended includes what the test held when it started it. It is 0 where there is
// no /proc.
func (n *newsroom) peak(cmd *exec.Cmd) int64 {
	n.t.Helper()
	if err := cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // its state tells
		close(ended)
	}()
	most := int64(0)
	for tick := time.NewTicker(2 * time.Millisecond); ; <-tick.C {
		select {
		case <-ended:
			tick.Stop()
			return most
		default:
			most = max(most, memory(cmd.Process.Pid, "VmHWM"))
		}
	}
}

// memory returns a value of a process's status in bytes, 0 when the process has ended.
func memory(pid int, name string) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for l := range strings.Lines(string(status)) {
		if v, ok := strings.CutPrefix(l, name+":"); ok {
			kb, err := strconv.ParseInt(strings.Fields(v)[0], 10, 64)
			if err != nil {
				return 0
			}
			return kb << 10
		}
	}
	return 0
}

// soak is how long the daemon works under watch.
func soak(t *testing.T) time.Duration {
	t.Helper()
	if v := os.Getenv("CLAIMWATCH_FAULTS_SOAK"); v != "" {
		d, err := time.ParseDuration(v)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if long() {
		return 30 * time.Minute
	}
	return 15 * time.Second
}

// A reading is what a process holds.
type reading struct{ memory, log, files int64 }

// raise makes r the most of itself and another.
func (r *reading) raise(o reading) {
	*r = reading{max(r.memory, o.memory), max(r.log, o.log), max(r.files, o.files)}
}

func (n *newsroom) read(p *process) reading {
	n.t.Helper()
	r := reading{memory: memory(p.Process.Pid, "RssAnon")}
	if r.memory == 0 {
		n.t.Fatal("nothing tells of the daemon's memory: it has ended, or there is no /proc")
	}
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.Process.Pid))
	if err != nil {
		n.t.Fatal(err)
	}
	r.files = int64(len(files))
	if info, err := os.Stat(n.path() + "-wal"); err == nil {
		r.log = info.Size()
	}
	return r
}

// The daemon checks every second and works at many times a newsroom's pace.
func TestSoak_WhatTheDaemonHoldsDoesNotGrow(t *testing.T) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		t.Skip("it reads /proc")
	}
	t.Parallel()
	n := newNewsroom(t, 4, 3, "", slacktest.Options{})
	p := n.start()
	n.says(p, "watching")
	began, span := time.Now(), soak(t)
	var early, late reading // the most of the second and of the last quarter
	readings := map[*reading]int{}
	pace := time.NewTicker(20 * time.Millisecond)
	defer pace.Stop()
	var open []string
	for i := 0; time.Since(began) < span; i++ {
		open = append(open, n.add(i%4))
		if len(open) > 40 {
			n.close(open[:10]...)
			open = open[10:]
		}
		<-pace.C
		quarter := &early
		switch share := float64(time.Since(began)) / float64(span); {
		case share > 0.75:
			quarter = &late
		case share <= 0.25 || share >= 0.5:
			continue
		}
		readings[quarter]++
		quarter.raise(n.read(p))
	}
	t.Logf("%d claims, %d messages in %s; from %+v to %+v", n.count(`SELECT COUNT(*) FROM claims`), len(n.slack.Messages("")), span, early, late)
	if readings[&early] == 0 || readings[&late] == 0 {
		t.Fatalf("a soak of %s is too short: %d readings in its second quarter and %d in its last, each needs one", span, readings[&early], readings[&late])
	}
	if grown := late.memory - early.memory; grown > 4<<20+int64(span.Hours()*(1<<20)) && !raceDetector {
		t.Errorf("its memory has grown by %d KB", grown>>10)
	}
	if late.log > 16<<20 {
		t.Errorf("the write-ahead log is %d MB long", late.log>>20)
	}
	if late.files > early.files+4 { // connections to Slack and to the database come and go
		t.Errorf("%d files are open, %d were", late.files, early.files)
	}
	n.close(open...)
	n.settled(p)
	p.stop(syscall.SIGTERM)
	n.sound()
}

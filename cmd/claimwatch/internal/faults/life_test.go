package faults_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"claimwatch/notify/slack/slacktest"
)

// times says how often each reminder stands in Slack.
func (n *newsroom) times() map[string]int {
	times, _, _ := n.posted()
	return times
}

func TestRestore_OfAnOldBackupRepeatsNothingThatSlackStillShows(t *testing.T) {
	t.Parallel()
	for name, bundle := range map[string]int{"cards": 0, "a bundle": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t, 1, bundle, strings.Replace(seldom, "bundle: 0", fmt.Sprintf("bundle: %d", bundle), 1), slacktest.Options{})
			const many = 5
			for range many {
				n.add(0)
			}
			from := n.backup()
			p := n.start()
			n.until("the reminders", func() bool { return len(n.times()) == many }, p.out.String)
			n.settled(p)
			p.stop(syscall.SIGTERM)
			before := len(n.slack.Messages(""))
			n.must("restore", "--force", from)
			n.reopen()
			p = n.start()
			n.until("the history to know of them", func() bool { return n.count(`SELECT COUNT(*) FROM history WHERE action = 'reminded'`) == many }, p.out.String)
			n.settled(p)
			if after := len(n.slack.Messages("")); after != before {
				t.Errorf("%d messages, there were %d", after, before)
			}
			n.close("1")
			n.settled(p)
			p.stop(syscall.SIGTERM)
			for _, f := range n.check(trouble{}).faults {
				t.Error(f)
			}
			if text := n.slack.Messages("")[0].Text; !strings.Contains(text, "overtaken") {
				t.Errorf("the receipt is not where the reminder was found:\n%s", text)
			}
		})
	}
}

func TestRestore_PostsWhatIsNotInSlackOnceAndUnmarked(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 1, 2, strings.Replace(seldom, "bundle: 0", "bundle: 2", 1), slacktest.Options{})
	for range 4 {
		n.add(0)
	}
	from := n.backup()
	n.must("restore", "--force", from)
	p := n.start()
	n.until("the reminders", func() bool { return len(n.times()) == 4 }, p.out.String)
	n.settled(p)
	p.stop(syscall.SIGTERM)
	list := n.slack.Messages("")
	if len(list) != 1 || strings.Contains(list[0].Text, repeatWords) {
		t.Errorf("%d messages, want one bundle, not marked: %+v", len(list), list)
	}
}

func TestBackup_OfTheScheduleIsMadeKeptAndPutBack(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 1, 0, "", slacktest.Options{})
	folder := filepath.Join(n.folder, "backups")
	n.write("config.yaml", strings.Replace(seldom, `digest: "off"`, `digest: "off", backup: "@every 1s"`, 1)+"backup: {folder: \""+folder+"\", keep: 2}\n")
	n.add(0)
	p := n.start()
	list := func() []string {
		all, err := filepath.Glob(filepath.Join(folder, "claimwatch-*.db"))
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	seen := map[string]bool{}
	n.until("four backups", func() bool {
		for _, f := range list() {
			seen[f] = true
		}
		return len(seen) >= 4
	}, p.out.String)
	p.stop(syscall.SIGTERM)
	if kept := list(); len(kept) != 2 {
		t.Errorf("%d are kept, want 2: %v", len(kept), kept)
	}
	n.must("restore", "--force", list()[0])
	if out := n.must("list", "--json"); !strings.Contains(out, canary) {
		t.Errorf("the claim is not in the backup: %s", out)
	}
}

func TestSignals_TermDuringDeliveryRecordsWhatIsInFlight(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 1, 0, seldom, slacktest.Options{})
	n.slack.Fail("chat.postMessage", slacktest.Hang().AfterStoring())
	n.add(0)
	p := n.start()
	n.stands(p, 1)
	begun := time.Now()
	if status := p.stop(syscall.SIGTERM); status != 0 {
		t.Errorf("status %d\n%s", status, p.out.String())
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("it took %s to stop", took)
	}
	if got := n.count(`SELECT COUNT(*) FROM messages WHERE state = 'unknown'`); got != 1 {
		t.Errorf("%d messages are of unknown fate, want the one in flight", got)
	}
	p = n.start()
	n.settled(p)
	p.stop(syscall.SIGTERM)
	if got := len(n.slack.Messages("")); got != 1 {
		t.Errorf("%d messages, want one", got)
	}
}

func TestSignals_SecondInterruptLeavesAtOnce(t *testing.T) {
	t.Parallel()
	for name, shell := range map[string]string{"of a terminal": "", "of a shell that has it ignored": `trap "" INT; exec "$0" daemon`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			interruptTwice(t, shell)
		})
	}
}

func interruptTwice(t *testing.T, shell string) {
	n := newNewsroom(t, 1, 0, strings.Replace(seldom, "bundle: 0", "bundle: 0, grace: 1s", 1), slacktest.Options{})
	n.slack.Fail("chat.postMessage", slacktest.Hang().AfterStoring())
	n.add(0)
	p := n.startIn(shell, atRealPace+"=1") // a post may take fifteen seconds
	n.stands(p, 1)
	if err := p.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.ended:
		t.Fatalf("it did not wait for the post\n%s", p.out.String())
	case <-time.After(500 * time.Millisecond):
	}
	begun := time.Now()
	if status := p.stop(syscall.SIGINT); status != 1 {
		t.Errorf("status %d, want 1: a post was left behind", status)
	}
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("it took %s to leave", took)
	}
	p = n.start()
	n.settled(p)
	p.stop(syscall.SIGTERM)
	if got := len(n.slack.Messages("")); got != 1 {
		t.Errorf("%d messages, want one", got)
	}
}

func TestDaemons_OfOneDatabaseAreOne(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 3, 0, "", slacktest.Options{})
	p := n.start()
	n.says(p, "watching")
	for i := range 9 {
		n.add(i % 3)
		if errs, status := n.run("daemon"); status != 5 || !strings.Contains(errs, fmt.Sprintf("process %d", p.Process.Pid)) {
			t.Errorf("the second daemon: status %d, want 5, with the first one's number: %s", status, errs)
		}
	}
	n.close("1", "2", "3", "4", "5", "6", "7", "8", "9")
	n.settled(p)
	p.stop(syscall.SIGTERM)
	for _, f := range n.check(trouble{}).faults {
		t.Error(f)
	}
}

func TestOutage_TwoHundredDueInOneChannelAreOneBundleAtSlacksPace(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 1, 5, strings.Replace(seldom, "bundle: 0", "bundle: 5, grace: 1s", 1), slacktest.Options{ChannelRate: time.Second})
	const many = 200
	for range many {
		n.add(0)
	}
	n.slack.Fail("chat.postMessage", slacktest.Drop(), slacktest.Status(503))
	p := n.start(atRealPace + "=1")
	n.until("the reminders", func() bool { return len(n.times()) == many }, p.out.String)
	n.settled(p)
	p.stop(syscall.SIGTERM)
	list := n.slack.Messages("")
	for i, m := range list {
		if i > 0 && m.ThreadTS != list[0].TS {
			t.Errorf("message %d stands outside of the thread", i)
		}
		if i > 0 && m.StoredAt.Sub(list[i-1].StoredAt) < time.Second {
			t.Errorf("message %d came %s after the one before", i, m.StoredAt.Sub(list[i-1].StoredAt))
		}
	}
	posts := len(n.slack.Calls("chat.postMessage"))
	if posts != len(list)+2 {
		t.Errorf("%d posts for %d messages and two failures: some met a rate limit", posts, len(list))
	}
	t.Logf("%d claims in %d messages, %d posts, %s", many, len(list), posts, list[len(list)-1].StoredAt.Sub(list[0].StoredAt).Round(time.Second))
	for _, f := range n.check(trouble{}).faults {
		t.Error(f)
	}
}

package faults_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"claimwatch/notify/slack/slacktest"
)

func TestBackup_ToADiskThatFlushesNothingHarmsNothingElse(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, 1, 0, "", slacktest.Options{})
	folder := filepath.Join(n.folder, "backups")
	n.write("config.yaml", strings.Replace(seldom, `digest: "off"`, `digest: "off", backup: "@every 1s"`, 1)+"backup: {folder: \""+folder+"\", keep: 2}\n")
	env, sign := n.failingFlush()
	if err := os.WriteFile(sign, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	n.add(0)
	p := n.start(append(env, "FSYNC_FAILS_UNDER="+folder)...)
	n.says(p, "did not reach the disk")
	n.add(0)
	n.stands(p, 2)
	n.settled(p)
	if status := p.stop(syscall.SIGTERM); status != 0 {
		t.Errorf("status %d, want 0\n%s", status, p.out.String())
	}
	n.sound()
}

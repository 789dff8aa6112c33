package app_test

import (
	"regexp"
	"strings"
	"syscall"
	"testing"
)

func TestDoctor_RefusesWhatTheDaemonWouldRefuse(t *testing.T) {
	t.Parallel()
	server, env := workspace(t)
	n := newNewsroom(t, "timezone: Europe/Prague\n", env...)
	out, _, status := n.run("doctor")
	if status != 1 || !strings.Contains(out, "no channel to post to") {
		t.Errorf("a token without a channel: status %d\n%s", status, out)
	}
	n = newNewsroom(t, slackConfig, env...)
	n.must("add", "Do the unions take part in the talks?", "--kind", "invitation", "--due", "2025-02-03")
	d := n.daemon()
	until(t, "the reminder", func() bool { return len(server.Messages("follow-ups")) == 1 }, d.log.String)
	d.stop(syscall.SIGTERM)
	n.env = append(n.env, "SLACK_BOT_TOKEN=", "CLAIMWATCH_CONFIG="+n.write("none.yaml", ""))
	out, _, status = n.run("doctor")
	if status != 1 || !strings.Contains(out, "has posted to Slack before") {
		t.Errorf("a database that has posted, and no token: status %d\n%s", status, out)
	}
}

func TestDoctor_AMentionIsNotWrongBecauseSlackIsAway(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, `
slack: {channel: "#follow-ups"}
reminders: {policies: [{escalate: {mention: "@desk"}}]}
`, "SLACK_BOT_TOKEN=xoxb-1", "SLACK_API_URL=http://127.0.0.1:1/api/")
	if out, _, _ := n.run("doctor"); strings.Contains(out, "@desk") {
		t.Errorf("nobody can know whether it is wrong:\n%s", out)
	}
}

func TestDoctor_ShowsTheNextThreeRunsOfEveryCronLine(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, `
timezone: Europe/Prague
schedule: {digest: "45 8 * * mon-fri", watch: "@every 20m", backup: "30 3 * * *"}
backup: {folder: `+t.TempDir()+`}
`)
	out, _, _ := n.run("doctor")
	for name, clock := range map[string]string{"digest": "08:45", "watch": "[0-2][0-9]:[024]0", "backup": "03:30"} {
		run := `[A-Z][a-z]{2} \d{4}-\d\d-\d\d ` + clock
		if !regexp.MustCompile(name + ` +comes ` + run + ", " + run + ", " + run).MatchString(out) {
			t.Errorf("%s: there are no three runs at %s:\n%s", name, clock, out)
		}
	}
}

func TestDoctor_PostsATestCardOnRequestAlone(t *testing.T) {
	t.Parallel()
	server, env := workspace(t)
	n := newNewsroom(t, slackConfig, env...)
	n.run("doctor")
	if got := server.Messages("follow-ups"); len(got) != 0 {
		t.Fatalf("posted unasked: %+v", got)
	}
	out, _, _ := n.run("doctor", "--post")
	got := server.Messages("follow-ups")
	if len(got) != 1 || !strings.Contains(got[0].Text, "test of claimwatch") || !strings.Contains(out, "posted to #follow-ups") {
		t.Errorf("got %+v\n%s", got, out)
	}
	n = newNewsroom(t, "")
	if out, _, status := n.run("doctor", "--post"); status != 1 || !strings.Contains(out, "nowhere to post") {
		t.Errorf("status %d\n%s", status, out)
	}
}

package app_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/store"
)

func TestDaemon_SendsADigestOfOnesOwnOnceAlsoWhenItIsKilled(t *testing.T) {
	t.Parallel()
	server, n := answering(t)
	path := filepath.Join(n.folder, "claims.db")
	n.env = append(n.env, "CLAIMWATCH_DB="+path)
	n.must("add", "Who is the source?", "--due", "2025-02-03", "--owner", "anna", "--confidential")
	subscribe(t, path)
	digests := func() (list []string) {
		for _, m := range server.Messages(annaInSlack) {
			if strings.Contains(m.Text, "Your claims") {
				list = append(list, m.Text)
			}
		}
		return list
	}
	d := n.daemon()
	until(t, "the digest", func() bool { return len(digests()) == 1 }, d.log.String)
	d.stop(syscall.SIGKILL)
	d = n.daemon()
	until(t, "the next line", func() bool { return server.Sockets() == 1 }, d.log.String)
	until(t, "the reminder", func() bool { return len(server.Messages(annaInSlack)) == 2 }, d.log.String)
	d.stop(syscall.SIGTERM)
	if got := digests(); len(got) != 1 || !strings.Contains(got[0], "Who is the source?") {
		t.Errorf("got %q", got)
	}
	if got := server.Messages("follow-ups"); len(got) != 0 {
		t.Errorf("in the channel: %+v", got)
	}
}

// subscribe has anna told every day, and lets one such time be past.
func subscribe(t *testing.T, path string) {
	t.Helper()
	db, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h, err := claims.ParseDigestHours("08:30 mon-sun")
	if err == nil {
		err = db.SetDigestHours(t.Context(), annaInSlack, h, time.Now().Add(-25*time.Hour))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

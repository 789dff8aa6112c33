package app_test

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestDemo_LeavesADatabaseThatIsThereAlone(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, "")
	db := filepath.Join(n.folder, "newsroom.db")
	n.must("--db", db, "add", "Will the bridge open?")
	_, errs, status := n.run("--db", db, "demo")
	if status != 1 || !strings.Contains(errs, "is there already") {
		t.Errorf("status %d\n%s", status, errs)
	}
	if out := n.must("--db", db, "list", "--status", "all"); strings.Contains(out, "#2") {
		t.Errorf("the demo has written into it:\n%s", out)
	}
}

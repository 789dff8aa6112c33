package app

import (
	"fmt"
	"syscall"
)

// filesNeeded is how many open files a daemon gets by with: a few connections to its database, of
// three files each, and those to Slack.
const filesNeeded = 64

// roomForFiles refuses to start where a daemon would limp: without a free file it can neither
// read its database nor reach Slack.
func roomForFiles() error {
	var r syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &r); err != nil {
		return fmt.Errorf("read the limit of open files: %w", err)
	}
	if r.Cur < filesNeeded {
		return fmt.Errorf("at most %d files may be open at once by the hard limit, the daemon needs %d; raise it as root, or with LimitNOFILE= of systemd", r.Cur, filesNeeded)
	}
	return nil
}

package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"claimwatch/claims"
)

// LockDaemon makes this process the one daemon of the database at path: the kernel drops the
// lock when the process ends, however it ends. claims.ErrBusy names the holder. release is to be
// called once.
func LockDaemon(path string) (release func(), err error) {
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, cause(err))
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		holder := readHolder(f)
		return nil, errors.Join(fmt.Errorf("%w: a daemon already runs on %s (process %s)", claims.ErrBusy, path, holder), f.Close())
	}
	if err := writeHolder(f); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), f.Close())
	}
	return func() { _ = f.Close() }, nil // closing drops the lock, and nothing was buffered
}

func readHolder(f *os.File) string {
	b, err := io.ReadAll(io.LimitReader(f, 32))
	if pid := strings.TrimSpace(string(b)); err == nil && pid != "" {
		return pid
	}
	return "unknown"
}

func writeHolder(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := fmt.Fprintf(f, "%d\n", os.Getpid())
	return err
}

// lockFolder waits for an exclusive lock on a folder: no file of its own is left behind, and the
// database's file must not be opened beside SQLite, which would lose its locks when that is closed.
func lockFolder(path string) (release func(), err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, cause(err))
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), f.Close())
	}
	return func() { _ = f.Close() }, nil // as above
}

package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ErrReplaced says that the file that was opened is no longer the one at its path: it was deleted
// or another one was put in its place. What is written to it would be lost.
var ErrReplaced = errors.New("the database file was deleted or replaced while it was open")

// ErrUnflushed says that what was written did not reach the disk, and may not be there after a
// power cut.
var ErrUnflushed = errors.New("what was written did not reach the disk")

// Usable says why the database must not be written to any more by this process: ErrReplaced,
// claims.ErrCorrupt once damage was found in it, or ErrUnflushed. Every write asks it by itself.
func (s *Store) Usable() error {
	if err := s.damage.Load(); err != nil {
		return *err
	}
	return s.present()
}

// present reports whether the file that was opened is still the one at its path.
func (s *Store) present() error {
	at, err := os.Stat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && s.file != nil && !os.SameFile(s.file, at):
		return fmt.Errorf("%w: %s", ErrReplaced, s.path)
	case err != nil:
		return fmt.Errorf("look at %s: %w", s.path, cause(err))
	}
	return nil
}

package claims

import (
	"errors"
	"fmt"
)

// Errors that callers branch on.
var (
	// ErrNotFound: no such claim, report or source.
	ErrNotFound = errors.New("not found")
	// ErrConflict: the row changed since it was read.
	ErrConflict = errors.New("changed meanwhile")
	// ErrLeaseLost: another worker holds what was leased.
	ErrLeaseLost = errors.New("lease lost")
)

// An InvalidError says that a value is none: wrong usage, whoever asks.
type InvalidError struct {
	Field   string // the field or flag
	Problem string // what is wrong, and what would be right
}

func (e *InvalidError) Error() string { return fmt.Sprintf("%s: %s", e.Field, e.Problem) }

// A RefusedError says that a rule forbids an act on a claim as it stands.
type RefusedError struct {
	Claim   ClaimID // 0 when it is about no single claim
	Problem string  // what is refused and why, and what would do
}

func (e *RefusedError) Error() string {
	if e.Claim == 0 {
		return e.Problem
	}
	return fmt.Sprintf("claim %d: %s", e.Claim, e.Problem)
}

// Errors of opening and using the database.
var (
	// ErrNoDatabase: there is no file, and the command does not create one.
	ErrNoDatabase = errors.New("no database")
	// ErrNewer: a newer claimwatch has written the database.
	ErrNewer = errors.New("the database is newer than this claimwatch")
	// ErrCorrupt: the file is no database, or is damaged.
	ErrCorrupt = errors.New("the database is damaged or is none")
	// ErrBusy: another process holds what is needed; try again.
	ErrBusy = errors.New("busy")
)

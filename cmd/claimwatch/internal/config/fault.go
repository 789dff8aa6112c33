package config

import (
	"fmt"
	"strings"
)

// A Fault is something wrong in the settings.
type Fault struct {
	File    string // or "environment"
	Line    int    // 0 when it is about no line
	Key     string // "reminders.policies[0].at"; "" when it is about the whole file
	Problem string // what is wrong and what would be right
}

// String returns "file:line: key: problem".
func (f Fault) String() string {
	s := f.File
	if f.Line > 0 {
		s += fmt.Sprintf(":%d", f.Line)
	}
	if f.Key != "" {
		s += ": " + f.Key
	}
	return s + ": " + f.Problem
}

// A Warning is something that is allowed but hardly meant.
type Warning Fault

// String returns "file:line: key: problem".
func (w Warning) String() string { return Fault(w).String() }

// An Error holds every fault of the settings, in the order of the file.
type Error struct{ Faults []Fault }

// Error returns one line for each fault.
func (e *Error) Error() string {
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"claimwatch/claims"
	"claimwatch/cmd/claimwatch/internal/config"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The exit statuses.
const (
	done     = 0
	failed   = 1 // unreadable or unusable input, a database that cannot be used
	misuse   = 2 // wrong usage or configuration
	missing  = 3 // no such claim, report or source
	refused  = 4 // by a rule
	notNow   = 5 // held by another; try again
	hintHelp = "run 'claimwatch %s--help' for how it is used"
)

// A usageError says that the command line itself is wrong.
type usageError struct{ problem, hint string }

func (e *usageError) Error() string { return e.problem }

func misused(hint, format string, args ...any) error {
	return &usageError{problem: fmt.Sprintf(format, args...), hint: hint}
}

// A hintedError is an error with what to do about it.
type hintedError struct {
	err  error
	hint string
}

func (e *hintedError) Error() string { return e.err.Error() }
func (e *hintedError) Unwrap() error { return e.err }

// status returns the exit status of an error. What is missing beats what is refused.
func status(err error) int {
	var (
		usage   *usageError
		invalid *claims.InvalidError
		faulty  *config.Error
		rule    *claims.RefusedError
	)
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return done
	case errors.As(err, &usage), errors.As(err, &faulty):
		return misuse
	case errors.Is(err, claims.ErrNotFound):
		return missing
	case errors.As(err, &invalid):
		return misuse
	case errors.As(err, &rule):
		return refused
	case errors.Is(err, claims.ErrBusy), errors.Is(err, claims.ErrConflict):
		return notNow
	}
	return failed
}

// report writes an error and its hint, each line for itself.
func (c *CLI) report(err error) {
	if status(err) == done {
		return
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		c.message("error", line)
	}
	if hint := hintFor(err); hint != "" {
		c.message("hint", hint)
	}
}

func hintFor(err error) string {
	var (
		hinted *hintedError
		usage  *usageError
	)
	switch {
	case errors.As(err, &hinted):
		return hinted.hint
	case errors.As(err, &usage):
		return usage.hint
	case errors.Is(err, claims.ErrNoDatabase):
		return "'claimwatch ingest FILE' or 'claimwatch add TEXT' creates one; --db names another"
	case errors.Is(err, claims.ErrNotFound):
		return "'claimwatch list --status all' shows the claims, 'claimwatch report list' the reports"
	case errors.Is(err, claims.ErrNewer):
		return "install the newer claimwatch that has written it, or name another database with --db"
	case errors.Is(err, claims.ErrCorrupt):
		return "keep a copy of the file; 'claimwatch restore --force FILE' puts a backup in the place of the database"
	case errors.Is(err, claims.ErrBusy):
		return "try again when the other one has finished"
	case errors.Is(err, claims.ErrConflict):
		return "look at it with 'claimwatch show', then try again"
	}
	return ""
}

// message writes one line to standard error.
func (c *CLI) message(kind, text string) {
	_, _ = fmt.Fprintf(c.cfg.Stderr, "claimwatch: %s: %s\n", kind, line(text)) // there is nowhere to say that this failed
}

// note tells what was understood or found on the way.
func (c *CLI) note(format string, args ...any) { c.message("note", fmt.Sprintf(format, args...)) }

// asMisuse makes a usage error of what the parser refused.
func asMisuse(err error) error {
	var usage *usageError
	if errors.As(err, &usage) {
		return err
	}
	return misused("run 'claimwatch --help' for how it is used", "%s", err.Error())
}

// subcommand refuses the word that is no command of cmd.
func subcommand(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return unknownCommand(cmd, args[0])
	}
	return nil
}

// unknownCommand says that a command has no such subcommand, and which one may be meant.
func unknownCommand(parent *cobra.Command, word string) error {
	names := []string{}
	for _, sub := range parent.Commands() {
		if !sub.Hidden {
			names = append(names, sub.Name())
		}
	}
	hint := helpOn(parent)
	if near := config.Nearest(word, names); near != "" {
		hint = fmt.Sprintf("did you mean '%s %s'?", parent.CommandPath(), near)
	}
	return misused(hint, "%s has no command %q", parent.CommandPath(), word)
}

// misflagged makes a usage error of a flag that the parser refused.
func misflagged(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		if near := config.Nearest(unknown.GetSpecifiedName(), flagNames(cmd)); near != "" {
			return misused(fmt.Sprintf("did you mean --%s?", near), "%s has no flag --%s", cmd.CommandPath(), unknown.GetSpecifiedName())
		}
		return misused(helpOn(cmd), "%s has no flag %s", cmd.CommandPath(), dashed(unknown.GetSpecifiedName()))
	}
	return misused(helpOn(cmd), "%s", err.Error())
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	add := func(f *pflag.Flag) { names = append(names, f.Name) }
	cmd.LocalFlags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	return names
}

func helpOn(cmd *cobra.Command) string {
	path := strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), "claimwatch"), " ")
	if path != "" {
		path += " "
	}
	return fmt.Sprintf(hintHelp, path)
}

// takes refuses a number of arguments out of bounds; most < 0 is any number. what names them: "ID…".
func takes(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return misused(helpOn(cmd), "%s needs %s", cmd.CommandPath(), what)
		case most == 0 && len(args) > 0:
			return misused(helpOn(cmd), "%s takes no %q", cmd.CommandPath(), args[0])
		case most > 0 && len(args) > most:
			return misused(helpOn(cmd), "%s takes only %s; %q is too much", cmd.CommandPath(), what, args[most])
		}
		return nil
	}
}

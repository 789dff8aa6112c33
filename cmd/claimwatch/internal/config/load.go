package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"claimwatch/claims/policy"
	"go.yaml.in/yaml/v3"
)

// Checks are what Load needs from elsewhere.
type Checks struct {
	// Cron returns what is wrong with a cron line, which it names: it cannot be read, or never comes. Nil: lines are not checked.
	Cron func(spec string) error
	// Secrets: the tokens are read too. Only who sends needs them, and the right to read their files.
	Secrets bool
}

// maxFileBytes bounds the configuration file.
const maxFileBytes = 1 << 20

// Load reads the file at path, then the environment. With path "", the file is that of
// DefaultPath, and need not exist. Errors: *Error with all faults.
func Load(path string, env func(string) string, checks Checks) (Settings, []Warning, error) {
	named := path != ""
	if !named {
		path = DefaultPath(env)
	}
	r := &reader{file: path, env: env, checks: checks, lines: map[string]int{}, settings: Defaults()}
	text, err := readFile(path)
	switch {
	case path == "" || errors.Is(err, fs.ErrNotExist) && !named:
		r.file = ""
	case err != nil:
		return Settings{}, nil, &Error{[]Fault{{File: path, Problem: fmt.Sprintf("it cannot be read: %v", bare(err))}}}
	}
	return r.load(text)
}

// Parse reads a configuration from memory; file is its name in faults.
func Parse(text []byte, file string, env func(string) string, checks Checks) (Settings, []Warning, error) {
	r := &reader{file: file, env: env, checks: checks, lines: map[string]int{}, settings: Defaults()}
	return r.load(text)
}

func (r *reader) load(text []byte) (Settings, []Warning, error) {
	r.settings.Path = r.file
	r.readText(text)
	r.readEnvironment()
	r.settings.Rules.Location = r.settings.Location
	r.settings.Rules.Channel = r.settings.Slack.Channel
	r.settings.Rules.Editors = r.settings.People.Editors
	r.settings.Rules.DirectTo = r.settings.People.SlackID
	r.checkRules()
	if len(r.faults) > 0 {
		return Settings{}, nil, &Error{r.sorted()}
	}
	return r.settings, r.warnings, nil
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	b, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	if err == nil && len(b) > maxFileBytes {
		err = errors.New("it is larger than 1 MB")
	}
	return b, err
}

func (r *reader) readText(text []byte) {
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var doc, next yaml.Node
	err := dec.Decode(&doc)
	if errors.Is(err, io.EOF) {
		return
	}
	if err == nil {
		if again := dec.Decode(&next); again == nil {
			r.fault(next.Line, "", "there is a second document; keep one, without ---")
		} else if !errors.Is(again, io.EOF) {
			err = again
		}
	}
	if err != nil {
		r.syntax(err)
		return
	}
	if len(doc.Content) > 0 {
		r.root(node{r: r, n: doc.Content[0]})
	}
}

// syntax reports a text that is no YAML; the library says the line in words only.
func (r *reader) syntax(err error) {
	problem := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 0
	if _, scanErr := fmt.Sscanf(problem, "line %d: ", &line); scanErr == nil {
		_, problem, _ = strings.Cut(problem, ": ")
	}
	r.fault(line, "", "it is no YAML: "+problem)
}

// readEnvironment reads what comes only from there.
func (r *reader) readEnvironment() {
	s := &r.settings.Slack
	if r.checks.Secrets {
		s.BotToken = r.secret("SLACK_BOT_TOKEN", "xoxb-")
		s.AppToken = r.secret("SLACK_APP_TOKEN", "xapp-")
	}
	s.APIURL = strings.TrimSpace(r.env("SLACK_API_URL"))
	if problem := apiProblem(s.APIURL); problem != "" && r.checks.Secrets {
		r.environment("SLACK_API_URL", problem)
	}
}

// checkRules lets the rules judge what they are given; their paths begin inside the file's.
func (r *reader) checkRules() {
	if len(r.faults) > 0 {
		return // what could not be read is not judged twice
	}
	s := r.settings.Rules
	if r.settings.Schedule.Digest != "" {
		s.Digest = func(time.Time) (time.Time, bool) { return time.Time{}, false } // that there is one is all that is judged here
	}
	rules, err := policy.New(s)
	for _, e := range parts(err) {
		key, problem := r.place(e.Error())
		r.fault(r.lines[key], key, problem)
	}
	if err != nil {
		return
	}
	for _, w := range rules.Warnings() {
		key, problem := r.place(w)
		r.warnings = append(r.warnings, Warning{File: r.file, Line: r.line(key), Key: key, Problem: problem})
	}
}

// place splits "path: problem" and finds the path in the file.
func (r *reader) place(s string) (key, problem string) {
	path, problem, ok := strings.Cut(s, ": ")
	if !ok {
		return "", s
	}
	for _, prefix := range []string{"", "reminders.", "slack."} {
		if _, known := r.lines[prefix+path]; known {
			return prefix + path, problem
		}
	}
	return path, problem
}

// line returns the line of a key, or of the nearest key around it that is in the file.
func (r *reader) line(key string) int {
	for key != "" {
		if l, ok := r.lines[key]; ok {
			return l
		}
		key = key[:max(strings.LastIndexAny(key, ".["), 0)]
	}
	return 0
}

func parts(err error) []error {
	if err == nil {
		return nil
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	return []error{err}
}

// bare leaves the path out of a file error: the message names it already, or must not.
func bare(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// DefaultPath returns claimwatch/config.yaml in the XDG configuration folder, "" when nobody's is known.
func DefaultPath(env func(string) string) string {
	return inHome(env, "XDG_CONFIG_HOME", ".config", "config.yaml")
}

// DefaultDatabase returns claimwatch/claimwatch.db in the XDG data folder, "" when nobody's is known.
func DefaultDatabase(env func(string) string) string {
	return inHome(env, "XDG_DATA_HOME", filepath.Join(".local", "share"), "claimwatch.db")
}

func inHome(env func(string) string, variable, otherwise, file string) string {
	folder := env(variable)
	if !filepath.IsAbs(folder) { // a relative one is to be ignored: XDG Base Directory Specification 0.8
		if !filepath.IsAbs(env("HOME")) {
			return ""
		}
		folder = filepath.Join(env("HOME"), otherwise)
	}
	return filepath.Join(folder, "claimwatch", file)
}

package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const module = "claimwatch"

// A room is a package of ours: what it is, and which others of ours its code may import. Tests
// may import any.
type room struct {
	dir     string
	kind    roomKind
	imports string // folders, parted by blanks; * is every room
}

// A roomKind says what else a room may do.
type roomKind string

const (
	pure    roomKind = "pure"    // no I/O, clock or context
	worker  roomKind = "worker"  // takes a context and a clock that are passed in
	command roomKind = "command" // a way in: environment, flags, standard output, exit
	wiring  roomKind = "wiring"  // the only one that holds the machine's clock
	tool    roomKind = "tool"    // serves tests, which alone import it
	program roomKind = "program" // a program that makers run, which nobody imports
)

// rooms is the import law. A new package adds its row here first.
var rooms = []room{
	{"claims", pure, ""},
	{"claims/dates", pure, ""},
	{"claims/page", pure, "claims"},
	{"claims/extract", pure, "claims claims/dates"},
	{"claims/extract/train", program, "claims claims/dates claims/extract"},
	{"claims/extract/train/articles", program, "claims claims/extract"},
	{"claims/policy", pure, "claims"},
	{"claims/match", pure, "claims"},
	{"claims/ledger", worker, "claims claims/dates claims/page claims/extract claims/policy claims/match"},
	{"store", worker, "claims"},
	{"store/storetest", tool, "claims"},
	{"scheduler", worker, "claims"},
	{"scheduler/watch", worker, "claims claims/page scheduler/watch/fetch scheduler/watch/feed"},
	{"scheduler/watch/fetch", worker, "claims"},
	{"scheduler/watch/feed", pure, "claims"},
	{"notify", worker, "claims"},
	{"notify/console", worker, "claims notify"},
	{"notify/board", worker, "claims"},
	{"notify/slack", worker, "claims notify notify/slack/blocks"},
	{"notify/slack/blocks", pure, "claims"},
	{"notify/slack/interact", worker, "claims notify/slack/blocks"},
	{"notify/slack/socket", worker, ""},
	{"notify/slack/slacktest", tool, ""},
	{"cmd/claimwatch", command, "cmd/claimwatch/internal/app"},
	{"cmd/claimwatch/internal/app", wiring, "*"},
	{"cmd/claimwatch/internal/cli", command, "claims claims/dates claims/extract claims/policy cmd/claimwatch/internal/config"},
	{"cmd/claimwatch/internal/config", command, "claims claims/policy"},
	{"cmd/claimwatch/internal/httpapi", command, "claims"},
	{"cmd/claimwatch/internal/faults", tool, ""},
}

// A keeper says which rooms alone may import what begins with a path; a folder stands for the
// rooms under it too.
type keeper struct {
	path  string
	rooms string
}

// libraries is where each library is known. One that is not listed has no room yet.
var libraries = []keeper{
	{"codeberg.org/readeck/go-readability/", "claims/page"},
	{"golang.org/x/net/html", "claims/page scheduler/watch/feed"},
	{"golang.org/x/text/", "claims/page"},
	{"github.com/clipperhouse/uax29/", "claims/extract"},
	{"github.com/rickar/cal/", "claims/policy"},
	{"github.com/jmoiron/sqlx", "store"},
	{"github.com/mattn/go-sqlite3", "store"},
	{"github.com/jackc/pgx/", "store"},
	{"github.com/pressly/goose/", "store"},
	{"database/sql", "store"},
	{"golang.org/x/sys/", "store"},
	{"github.com/robfig/cron/", "scheduler"},
	{"code.dny.dev/ssrf", "scheduler/watch/fetch"},
	{"github.com/mmcdole/gofeed", "scheduler/watch/feed"},
	{"github.com/slack-go/slack", "notify/slack"},
	{"github.com/gorilla/websocket", "notify/slack"},
	{"github.com/arran4/golang-ical", "notify/board"},
	{"github.com/spf13/", "cmd/claimwatch/internal/cli"},
	{"go.yaml.in/yaml/", "cmd/claimwatch/internal/config"},
	{"golang.org/x/term", "cmd"},
	{"golang.org/x/sync/", "notify scheduler cmd"},
	{"golang.org/x/time/", "notify scheduler cmd"},
	{"github.com/prometheus/", "cmd"},
	{"net/http", "scheduler/watch/fetch notify/slack notify/board cmd/claimwatch/internal/httpapi cmd/claimwatch/internal/app"},
	{"flag", "cmd"},
	{"os/exec", "cmd"},
}

// testLibraries are for tests and their tools only.
var testLibraries = []string{"testing", "net/http/httptest", "github.com/google/go-cmp/", "github.com/rogpeppe/go-internal/", "pgregory.net/rapid", "go.uber.org/goleak"}

// impure is what no pure room imports.
var impure = []string{"context", "os", "os/signal", "os/user", "io/fs", "log", "log/slog", "net", "net/http", "net/smtp", "syscall", "math/rand", "math/rand/v2", "crypto/rand", "plugin", "unsafe"}

// A guarded identifier may be used only in some rooms.
type guarded struct {
	pkg   string
	names string
	kinds []roomKind // that may
	rooms string     // that may, whatever their kind
	why   string
}

var guards = []guarded{
	{"time", "Now Since Until", []roomKind{wiring, tool, program}, "", "the clock is passed in"},
	{"os", "Getenv LookupEnv Environ Exit Stdout Stderr Stdin Args", []roomKind{command, wiring, program}, "", "only ways in know the process"},
	{"fmt", "Print Printf Println", []roomKind{command, wiring, program}, "", "output goes to a writer that is passed in"},
	{"log", "Fatal Fatalf Fatalln Panic Panicf Panicln Print Printf Println", []roomKind{program}, "", "logging is slog's, and only main exits"},
	{
		"net/http", "Get Head Post PostForm NewRequest NewRequestWithContext Client Transport DefaultClient DefaultTransport", []roomKind{tool},
		"scheduler/watch/fetch notify/slack", "requests leave from two rooms",
	},
	{"net", "Dial DialTimeout Dialer", []roomKind{tool}, "scheduler/watch/fetch notify/slack", "connections leave from two rooms"},
}

// rootEntries is all that the top level holds; bin is what make builds, and is not kept.
var rootEntries = []string{
	".ci", ".git", ".gitignore", ".golangci.yml", "CHANGELOG.md", "Makefile", "README.md", "bin", "claims", "cmd", "go.mod", "go.sum", "notify", "scheduler", "store",
}

// bagNames are names of packages that hold whatever comes.
var bagNames = []string{"util", "utils", "common", "models", "types", "helpers", "misc", "shared"}

func TestImportLaw_HoldsForEveryFile(t *testing.T) {
	t.Parallel()
	for file, src := range sources(t) {
		for _, fault := range check(file, src) {
			t.Error(fault)
		}
	}
}

func TestImportLaw_TheRootHoldsNothingElse(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(rootEntries, e.Name()) {
			t.Errorf("%s does not belong at the top of the repository", e.Name())
		}
	}
}

// TestImportLaw_SeesViolations plants one of each, so that the law cannot fall asleep.
func TestImportLaw_SeesViolations(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, src, want string }{
		{"the nouns import a room", "claims/x.go", `package claims; import _ "claimwatch/claims/policy"`, "claims/x.go: claims may not import claims/policy"},
		{"the store imports the scheduler", "store/x.go", `package store; import _ "claimwatch/scheduler"`, "store/x.go: store may not import scheduler"},
		{"a way in imports the store", "cmd/claimwatch/internal/cli/x.go", `package cli; import _ "claimwatch/store"`, "cmd/claimwatch/internal/cli/x.go: cmd/claimwatch/internal/cli may not import store"},
		{"the wiring imports a test tool", "cmd/claimwatch/internal/app/x.go", `package app; import _ "claimwatch/store/storetest"`, "cmd/claimwatch/internal/app/x.go: store/storetest is for tests only"},
		{"a test may import any", "notify/x_test.go", `package notify_test; import _ "claimwatch/store"`, ""},
		{"a package without a row", "store/cache/x.go", `package cache`, "store/cache/x.go: store/cache has no row in the import law"},
		{"a bag", "claims/util/x.go", `package util`, "claims/util/x.go: claims/util has no row in the import law; util is no name for a room"},
		{"SQL outside the store", "scheduler/x.go", `package scheduler; import _ "github.com/jmoiron/sqlx"`, "scheduler/x.go: github.com/jmoiron/sqlx belongs to store"},
		{"Slack's library in the outbox", "notify/x.go", `package notify; import _ "github.com/slack-go/slack"`, "notify/x.go: github.com/slack-go/slack belongs to notify/slack"},
		{"cron in the wiring", "cmd/claimwatch/internal/app/x.go", `package app; import _ "github.com/robfig/cron/v3"`, "cmd/claimwatch/internal/app/x.go: github.com/robfig/cron/v3 belongs to scheduler"},
		{"a library that nobody knows", "notify/x.go", `package notify; import _ "example.org/new"`, "notify/x.go: example.org/new has no room in the import law"},
		{"a test library in the product", "notify/x.go", `package notify; import _ "github.com/google/go-cmp/cmp"`, "notify/x.go: github.com/google/go-cmp/cmp is for tests only"},
		{"a file read in a pure room", "claims/policy/x.go", `package policy; import _ "os"`, "claims/policy/x.go: a pure room may not import os"},
		{"the clock, under another name", "store/x.go", `package store; import clock "time"; var x = clock.Now()`, "store/x.go:1: time.Now: the clock is passed in"},
		{"the environment", "notify/x.go", `package notify; import "os"; var x = os.Getenv("X")`, "notify/x.go:1: os.Getenv: only ways in know the process"},
		{"printing", "scheduler/x.go", `package scheduler; import "fmt"; func f() { fmt.Println() }`, "scheduler/x.go:1: fmt.Println: output goes to a writer that is passed in"},
		{"a request from a server", "cmd/claimwatch/internal/httpapi/x.go", `package httpapi; import "net/http"; var x = http.DefaultClient`, "cmd/claimwatch/internal/httpapi/x.go:1: net/http.DefaultClient: requests leave from two rooms"},
		{"a server", "cmd/claimwatch/internal/httpapi/x.go", `package httpapi; import "net/http"; var x http.Handler`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(check(tt.file, []byte(tt.src)), "; ")
			got = strings.ReplaceAll(got, "; "+tt.file+":", ";")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// root is the top of the repository, seen from this folder.
const root = "../.."

// sources returns every Go file of the module, by its path from the root.
func sources(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(root), ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "bin" || len(file) > 1 && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || path.Ext(file) != ".go":
			return nil
		}
		files[file], err = os.ReadFile(filepath.Join(root, file))
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("read the module: %d files, %v", len(files), err)
	}
	return files
}

// check returns what a file breaks, a sentence each.
func check(file string, src []byte) []string {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, src, parser.SkipObjectResolution)
	if err != nil {
		return []string{fmt.Sprintf("%s: %v", file, err)}
	}
	r, faults := roomOf(path.Dir(file))
	if strings.HasSuffix(file, "_test.go") {
		return at(file, faults)
	}
	for _, spec := range parsed.Imports {
		if fault := r.imported(importPath(spec)); fault != "" {
			faults = append(faults, fault)
		}
	}
	return append(at(file, faults), r.uses(set, parsed)...)
}

func at(file string, faults []string) []string {
	for i, f := range faults {
		faults[i] = file + ": " + f
	}
	return faults
}

func roomOf(dir string) (room, []string) {
	var faults []string
	i := slices.IndexFunc(rooms, func(r room) bool { return r.dir == dir })
	if i < 0 {
		faults = append(faults, dir+" has no row in the import law")
	}
	if slices.Contains(bagNames, path.Base(dir)) {
		faults = append(faults, path.Base(dir)+" is no name for a room")
	}
	if i < 0 {
		return room{dir: dir}, faults
	}
	return rooms[i], faults
}

// imported returns what is wrong with r importing a package, "" if nothing.
func (r room) imported(pkg string) string {
	if ours, is := strings.CutPrefix(pkg, module+"/"); is {
		return r.importedRoom(ours)
	}
	if r.kind == pure && slices.Contains(impure, pkg) {
		return "a pure room may not import " + pkg
	}
	return r.importedLibrary(pkg)
}

func (r room) importedRoom(dir string) string {
	other, faults := roomOf(dir)
	switch {
	case len(faults) > 0:
		return faults[0]
	case other.kind == program:
		return dir + " is a program"
	case other.kind == tool && r.kind != tool:
		return dir + " is for tests only"
	case r.imports != "*" && !slices.Contains(strings.Fields(r.imports), dir):
		return r.dir + " may not import " + dir
	}
	return ""
}

func (r room) importedLibrary(pkg string) string {
	if slices.ContainsFunc(testLibraries, func(l string) bool { return pkg == l || strings.HasSuffix(l, "/") && strings.HasPrefix(pkg, l) }) {
		if r.kind == tool {
			return ""
		}
		return pkg + " is for tests only"
	}
	if r.kind == tool || r.kind == program {
		return ""
	}
	for _, l := range libraries {
		if pkg != l.path && (!strings.Contains(l.path, ".") || !strings.HasPrefix(pkg, l.path)) {
			continue
		}
		if !r.under(l.rooms) {
			return pkg + " belongs to " + l.rooms
		}
		return ""
	}
	if domain, _, _ := strings.Cut(pkg, "/"); strings.Contains(domain, ".") {
		return pkg + " has no room in the import law"
	}
	return ""
}

// under reports whether r is one of the rooms, or in a folder of one.
func (r room) under(list string) bool {
	return slices.ContainsFunc(strings.Fields(list), func(dir string) bool { return r.dir == dir || strings.HasPrefix(r.dir, dir+"/") })
}

// uses returns the guarded identifiers that a file of r uses and must not.
func (r room) uses(set *token.FileSet, f *ast.File) []string {
	names := localNames(f)
	var faults []string
	ast.Inspect(f, func(n ast.Node) bool {
		sel, is := n.(*ast.SelectorExpr)
		if !is {
			return true
		}
		x, is := sel.X.(*ast.Ident)
		if !is {
			return true
		}
		for _, g := range guards {
			if names[x.Name] == g.pkg && slices.Contains(strings.Fields(g.names), sel.Sel.Name) && !slices.Contains(g.kinds, r.kind) && !r.under(g.rooms) {
				pos := set.Position(sel.Pos())
				faults = append(faults, fmt.Sprintf("%s:%d: %s.%s: %s", pos.Filename, pos.Line, g.pkg, sel.Sel.Name, g.why))
			}
		}
		return true
	})
	return faults
}

// localNames maps what a file calls its imports to their paths.
func localNames(f *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range f.Imports {
		pkg := importPath(spec)
		name := path.Base(pkg)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = pkg
	}
	return names
}

func importPath(spec *ast.ImportSpec) string {
	p, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return p
}

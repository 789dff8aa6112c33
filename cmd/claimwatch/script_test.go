package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"claimwatch/cmd/claimwatch/internal/app"
	"github.com/rogpeppe/go-internal/testscript"
)

// awaited bounds how long a script waits for a program that runs beside it.
const awaited = 20 * time.Second

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"claimwatch": func() { os.Exit(app.Main(os.Args[1:])) },
	})
}

// Each script plays one matter on the real command. Its own words:
//
//	status N COMMAND…    runs a command that is to end with exit status N
//	await FILE REGEXP    waits until a file that another program writes holds a match
//	field FILE PATH TEXT the value at a path of a JSON document, such as 0.claims.1.id
//	blob FILE COUNT      writes a text of so many bytes
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("CLAIMWATCH_ACTOR", "anna")
			e.Setenv("TZ", "UTC")
			return os.Mkdir(filepath.Join(e.WorkDir, "home"), 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": runStatus, "await": await, "field": field, "blob": blob},
	})
}

func runStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: await FILE REGEXP")
	}
	re, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(awaited); ; {
		b, err := os.ReadFile(ts.MkAbs(args[0]))
		if err == nil && re.Match(b) {
			return
		}
		select {
		case <-tick.C:
		case <-end:
			ts.Fatalf("no match of %q within %s in:\n%s", args[1], awaited, b)
		}
	}
}

func field(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: field FILE PATH TEXT")
	}
	var v any
	dec := json.NewDecoder(bytes.NewReader([]byte(ts.ReadFile(args[0]))))
	dec.UseNumber()
	ts.Check(dec.Decode(&v))
	for _, step := range regexp.MustCompile(`[^.]+`).FindAllString(args[1], -1) {
		v = below(ts, v, step)
	}
	got := fmt.Sprint(v)
	if v == nil {
		got = "null"
	}
	if (got == args[2]) == neg {
		ts.Fatalf("%s is %q, wanted %q (not: %v)", args[1], got, args[2], neg)
	}
}

// below returns the value that a step of a path leads to; len is a list's length.
func below(ts *testscript.TestScript, v any, step string) any {
	switch v := v.(type) {
	case []any:
		if step == "len" {
			return len(v)
		}
		i, err := strconv.Atoi(step)
		ts.Check(err)
		if i < len(v) {
			return v[i]
		}
	case map[string]any:
		if value, ok := v[step]; ok {
			return value
		}
	}
	ts.Fatalf("there is no %s", step)
	return nil
}

func blob(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: blob FILE COUNT")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte("It rained. "), n/11+1)[:n], 0o600))
}

package faults_test

import (
	"flag"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"claimwatch/cmd/claimwatch/internal/app"
	"claimwatch/notify"
)

// The environment of the test binary when it is the command: which it is, at which point it dies
// at which coming, how long the grace is.
const (
	asCommand  = "CLAIMWATCH_TEST_AS_COMMAND"
	dieAt      = "CLAIMWATCH_TEST_DIE_AT"
	withGrace  = "CLAIMWATCH_TEST_GRACE"
	atRealPace = "CLAIMWATCH_TEST_REAL_PACE"
)

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) == "" {
		flag.Parse()
		prefer("test.parallel", strconv.Itoa(4*runtime.GOMAXPROCS(0))) // newsrooms mostly wait
		prefer("rapid.checks", map[bool]string{true: "2000", false: "25"}[long()])
		os.Exit(m.Run())
	}
	a := &app.App{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Env: os.Getenv, Now: time.Now}
	if os.Getenv(atRealPace) == "" {
		a.Tune = tune
	}
	os.Exit(a.Run(os.Args[1:]))
}

// long reports whether the long tier is asked for.
func long() bool { return os.Getenv("CLAIMWATCH_FAULTS") == "long" }

// prefer sets a flag that the command line leaves alone.
func prefer(name, value string) {
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	if given && name != "test.parallel" { // the go command always gives that one
		return
	}
	if err := flag.Set(name, value); err != nil {
		panic(err)
	}
}

// tune makes a daemon fast, and lets it die where the test says.
func tune(t *app.Tuning) {
	if grace, err := time.ParseDuration(os.Getenv(withGrace)); err == nil {
		t.Worker.Grace = grace
	}
	t.Worker.Pace = notify.Pace{
		Post: 5 * time.Millisecond, Edits: 6000, Looks: 6000, Look: 50 * time.Millisecond, Tick: 20 * time.Millisecond,
		Timeout: 500 * time.Millisecond, Outage: 50 * time.Millisecond,
	}
	if raceDetector { // everything takes several times as long
		t.Worker.Pace.Timeout *= 4
	}
	if at := os.Getenv(dieAt); at != "" {
		m := newMortal(at)
		t.Decider = decider{t.Decider, m}
		t.Worker.Outbox = outbox{t.Worker.Outbox, m}
		t.Worker.Ledger = scribe{t.Worker.Ledger, m}
		t.Worker.Slack = sender{t.Worker.Slack, m}
	}
}

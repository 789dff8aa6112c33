package main_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/store"
	"claimwatch/store/storetest"
)

// A bench is a folder with the built command, its floors and a database.
type bench struct {
	*testing.B
	folder, db string
	today      claims.Day
	next       int // the claim that is closed next
}

// wanted is how many claims a search of the benchmark's database finds, and how many are due today.
const wanted = 20

// newBench builds the programs, lets a daemon take the database and stores n claims: wanted of
// them are due today, as many hold the word heliotrope, and all are looked at years from now.
func newBench(b *testing.B, n int) *bench {
	b.Helper()
	w := &bench{B: b, folder: b.TempDir(), today: claims.DayOf(time.Now()), next: 1000}
	w.db = filepath.Join(w.folder, "claims.db")
	build := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-o", w.folder, ".", "./testdata/floor", "./testdata/hello")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	w.daemon(b, func(int) {}) // the rules of the database are the command's from now on: nothing is planned anew
	if n > 0 {
		w.fill(n)
	}
	return w
}

func (w *bench) fill(n int) {
	w.Helper()
	s, err := store.Open(w.Context(), w.db, store.Options{Create: true})
	if err != nil {
		w.Fatal(err)
	}
	began := time.Now()
	storetest.Fill(w, s, n, func(i int) claims.Write {
		day := w.today + claims.Day(40+i%400)
		d := claims.Draft{Kind: claims.KindEvent, Summary: fmt.Sprintf("Talks number %d of the two ministers are due", i), Desk: "world"}
		switch i % (n / wanted) {
		case 1:
			day = w.today
		case 2:
			d.Summary += ", about the heliotrope"
		}
		d.Due = claims.Due{Start: day, End: day, Precision: claims.PrecisionDay}
		return storetest.Added(w, d, storetest.Monday, began.AddDate(10, 0, 0))
	})
	if err := s.Close(); err != nil {
		w.Fatal(err)
	}
	w.Logf("%d claims stored in %s", n, time.Since(began).Round(time.Millisecond))
}

func (w *bench) command(program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), filepath.Join(w.folder, program), args...)
	cmd.Env = []string{"HOME=" + w.folder, "CLAIMWATCH_ACTOR=anna", "TZ=UTC", "CLAIMWATCH_DB=" + w.db}
	return cmd
}

// time runs a program to its end and returns how long that took, and what it printed.
func (w *bench) time(program string, args ...string) (time.Duration, string) {
	w.Helper()
	cmd := w.command(program, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	began := time.Now()
	err := cmd.Run()
	took := time.Since(began)
	if err != nil {
		w.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, errs.String())
	}
	return took, out.String()
}

// against runs a command and its floor in turn and reports the medians and their ratio.
func (w *bench) against(b *testing.B, ours, floor func() time.Duration) {
	var mine, least []time.Duration
	for i := range b.N {
		if i%2 == 0 {
			mine, least = append(mine, ours()), append(least, floor())
		} else {
			least, mine = append(least, floor()), append(mine, ours())
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(milliseconds(median(mine)), "ms")
	b.ReportMetric(milliseconds(median(least)), "floor-ms")
	b.ReportMetric(float64(median(mine))/float64(median(least)), "ratio")
}

func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// BenchmarkCommand runs whole processes on 100,000 open claims, each beside a program that does
// the same reads and, where it writes, one commit; alone, and while another process holds the
// database open as the daemon does.
func BenchmarkCommand(b *testing.B) {
	w := newBench(b, 100_000)
	b.Run("alone", w.commands)
	b.Run("held", func(b *testing.B) {
		w.hold(b)
		w.commands(b)
	})
}

// hold has a process keep the database open until the benchmark ends.
func (w *bench) hold(b *testing.B) {
	b.Helper()
	cmd := w.command("floor", "hold", w.db)
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	if lines := bufio.NewScanner(out); !lines.Scan() || lines.Text() != "holding" {
		b.Fatalf("it does not hold the database: %q", lines.Text())
	}
	b.Cleanup(func() {
		if err := in.Close(); err != nil {
			b.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			b.Error(err)
		}
	})
}

func (w *bench) commands(b *testing.B) {
	today := w.today.String()
	b.Run("add", func(b *testing.B) {
		w.against(b, w.run("add", "A meeting of the floor and the roof", "--kind", "event", "--due", "2035-01-01"), w.floor("add", w.db))
	})
	b.Run("show", func(b *testing.B) { w.against(b, w.run("show", "77"), w.floor("show", w.db, "77")) })
	b.Run("close", func(b *testing.B) {
		w.against(b, func() time.Duration {
			w.next++
			return w.run("close", strconv.Itoa(w.next), "--outcome", "happened", "--evidence", "https://example.org/story")()
		}, func() time.Duration {
			w.next++
			return w.floor("close", w.db, strconv.Itoa(w.next))()
		})
	})
	b.Run("list_due", func(b *testing.B) {
		w.against(b, w.finds("list", "--due", "today"), w.floor("today", w.db, today))
	})
	b.Run("search", func(b *testing.B) {
		w.against(b, w.finds("list", "--search", "heliotrope"), w.floor("search", w.db, "heliotrope"))
	})
}

func (w *bench) run(args ...string) func() time.Duration {
	return func() time.Duration {
		took, _ := w.time("claimwatch", args...)
		return took
	}
}

// finds runs a list that names the wanted claims.
func (w *bench) finds(args ...string) func() time.Duration {
	return func() time.Duration {
		took, out := w.time("claimwatch", args...)
		if got := strings.Count(out, "Talks number"); got != wanted {
			w.Fatalf("%s names %d claims, want %d:\n%s", strings.Join(args, " "), got, wanted, out)
		}
		return took
	}
}

func (w *bench) floor(args ...string) func() time.Duration {
	return func() time.Duration {
		took, _ := w.time("floor", args...)
		return took
	}
}

// BenchmarkIngest reads a report that is new each time, by a whole process.
func BenchmarkIngest(b *testing.B) {
	w := newBench(b, 0)
	text, err := os.ReadFile(filepath.Join("internal", "app", "sample.txt"))
	if err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	b.ResetTimer()
	for i := range b.N {
		report := filepath.Join(w.folder, "report.txt")
		if err := os.WriteFile(report, fmt.Appendf(text, "\nEdition %d.\n", i), 0o600); err != nil {
			b.Fatal(err)
		}
		took = append(took, w.run("ingest", report, "--published", "2025-01-21")())
	}
	b.ReportMetric(milliseconds(median(took)), "ms")
}

// BenchmarkStart is what every command pays before it begins: the version beside a program that
// says hello, and the initialisation of packages as the runtime counts it.
func BenchmarkStart(b *testing.B) {
	w := newBench(b, 0)
	b.Run("version", func(b *testing.B) {
		w.against(b, w.run("version"), func() time.Duration {
			took, _ := w.time("hello")
			return took
		})
	})
	b.Run("packages", func(b *testing.B) {
		var all []time.Duration
		for range b.N {
			all = append(all, w.initialisation(b))
		}
		b.ReportMetric(milliseconds(median(all)), "init-ms")
	})
}

// initialisation returns how long packages take to initialise.
func (w *bench) initialisation(b *testing.B) time.Duration {
	b.Helper()
	cmd := w.command("claimwatch", "version")
	cmd.Env = append(cmd.Env, "GODEBUG=inittrace=1")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
	sum := 0.0
	for line := range strings.Lines(errs.String()) {
		_, rest, _ := strings.Cut(line, " ms, ") // init PACKAGE @START ms, TIME ms clock, …
		clock, _, found := strings.Cut(rest, " ms clock")
		ms, err := strconv.ParseFloat(clock, 64)
		if !found || err != nil {
			b.Fatalf("unlike a line of inittrace: %q", line)
		}
		sum += ms
	}
	return time.Duration(sum * float64(time.Millisecond))
}

// BenchmarkDaemon is what a daemon takes that has nothing to do, with no claim and with a million:
// memory of its own, and processor time over idleTime.
func BenchmarkDaemon(b *testing.B) {
	for _, n := range []int{0, 1_000_000} {
		b.Run(fmt.Sprintf("open=%d", n), func(b *testing.B) {
			w := newBench(b, n)
			w.daemon(b, func(pid int) {
				wait(b, idleTime)
				before := cpu(b, pid)
				wait(b, idleTime)
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(anonymous(b, pid), "anonymous-MiB")
				b.ReportMetric(milliseconds(cpu(b, pid)-before), "cpu-ms")
			})
		})
	}
}

const idleTime = 20 * time.Second

func wait(b *testing.B, d time.Duration) {
	select {
	case <-b.Context().Done():
	case <-time.After(d):
	}
}

// daemon runs the daemon for the time of f.
func (w *bench) daemon(b *testing.B, f func(pid int)) {
	b.Helper()
	cmd := w.command("claimwatch", "daemon", "--terminal")
	log, err := cmd.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(log)
	watches := false
	for !watches && lines.Scan() {
		watches = strings.Contains(lines.Text(), `"watching"`)
	}
	f(cmd.Process.Pid)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		b.Error(err)
	}
	for lines.Scan() {
		continue // until it has gone
	}
	if err := cmd.Wait(); err != nil {
		b.Error(err)
	}
}

// anonymous returns the memory of a process that no file stands behind, in MiB.
func anonymous(b *testing.B, pid int) float64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		b.Skip("the kernel does not say how much memory a process takes:", err)
	}
	for line := range strings.Lines(string(text)) {
		if kib, is := strings.CutPrefix(line, "Anonymous:"); is {
			n, err := strconv.Atoi(strings.Fields(kib)[0])
			if err != nil {
				b.Fatal(err)
			}
			return float64(n) / 1024
		}
	}
	b.Fatal("smaps_rollup names no anonymous memory")
	return 0
}

// cpu returns the processor time that the threads of a process have taken.
func cpu(b *testing.B, pid int) time.Duration {
	b.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(files) == 0 {
		b.Skip("the kernel does not say how long a process ran")
	}
	sum := time.Duration(0)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil { // a thread that has ended meanwhile
			continue
		}
		ns, err := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		sum += time.Duration(ns)
	}
	return sum
}

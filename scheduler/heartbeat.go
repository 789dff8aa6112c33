package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

// A Duty is work that is looked for at every beat.
type Duty interface {
	// Name is what the log calls it: remind, sweep, digest.
	Name() string
	// RunOnce does what there is to do as of now; one instant serves the whole pass.
	RunOnce(ctx context.Context, now time.Time) (Result, error)
}

// Result counts what a pass did; it is what gets logged.
type Result map[string]int

// Config of a Heartbeat. All fields are needed.
type Config struct {
	Every  time.Duration // between two beats
	Duties []Duty        // in this order
	Now    func() time.Time
	Log    *slog.Logger
}

func (c Config) validate() error {
	switch {
	case c.Every < time.Second:
		return fmt.Errorf("heartbeat every %s: at least a second is needed", c.Every)
	case len(c.Duties) == 0:
		return errors.New("heartbeat without duties")
	case c.Now == nil || c.Log == nil:
		return errors.New("heartbeat without clock or log")
	}
	return nil
}

// A Heartbeat runs the duties. It is ready after New and safe for concurrent use.
type Heartbeat struct {
	config Config
	beat   sync.Mutex // held by the beat that runs

	mu     sync.Mutex
	failed map[string]string // what duties failed with at their last run
	last   time.Time         // end of the last beat; it has a monotonic reading when the clock gives one
}

// New returns a heartbeat that has not begun.
func New(c Config) (*Heartbeat, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	return &Heartbeat{config: c, failed: map[string]string{}, last: c.Now()}, nil
}

// Run beats at once and then every period until ctx ends, and waits for the beat that runs.
func (h *Heartbeat) Run(ctx context.Context) error {
	h.Beat(ctx)
	quiet := cron.DiscardLogger
	// Recover inside: outside it, one panic would leave SkipIfStillRunning's token taken for good.
	c := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(quiet), cron.WithChain(cron.SkipIfStillRunning(quiet), cron.Recover(quiet)))
	c.Schedule(cron.Every(h.config.Every), cron.FuncJob(func() { h.Beat(ctx) }))
	c.Start()
	h.watch(ctx)
	<-c.Stop().Done()
	h.beat.Lock() // a beat of the watchdog may still run
	defer h.beat.Unlock()
	return nil
}

// Beat runs every duty once, unless a beat runs already or ctx has ended.
func (h *Heartbeat) Beat(ctx context.Context) {
	if ctx.Err() != nil || !h.beat.TryLock() {
		return
	}
	defer h.beat.Unlock()
	now := h.config.Now() // one instant decides the whole beat
	for _, d := range h.config.Duties {
		if ctx.Err() != nil {
			return
		}
		h.run(ctx, d, now)
	}
	h.mu.Lock()
	h.last = h.config.Now()
	h.mu.Unlock()
}

// LastBeat returns when the last beat ended.
func (h *Heartbeat) LastBeat() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last
}

// run runs one duty and logs what came of it: counts, or a failure once and again when it changes.
func (h *Heartbeat) run(ctx context.Context, d Duty, now time.Time) {
	result, err := guard(ctx, d, now)
	log := h.config.Log.With("duty", d.Name())
	switch was := h.note(d.Name(), err); {
	case err == nil && was != "":
		log.InfoContext(ctx, "duty works again")
	case err != nil && ctx.Err() == nil && was != err.Error():
		log.WarnContext(ctx, "duty failed, the next beat tries again", "error", err)
	}
	for _, n := range result {
		if n > 0 {
			log.InfoContext(ctx, "duty done", "counts", result)
			return
		}
	}
}

// note keeps what a duty failed with, and returns what it failed with before.
func (h *Heartbeat) note(name string, err error) (was string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	was = h.failed[name]
	delete(h.failed, name)
	if err != nil {
		h.failed[name] = err.Error()
	}
	return was
}

// Failing returns what duties failed with at their last run, a sentence each, by name.
func (h *Heartbeat) Failing() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []string
	for _, name := range slices.Sorted(maps.Keys(h.failed)) {
		says, _, _ := strings.Cut(h.failed[name], "\n") // without the stack of a panic
		list = append(list, fmt.Sprintf("%s fails: %s", name, says))
	}
	return list
}

// guard runs a duty and turns a panic into an error.
func guard(ctx context.Context, d Duty, now time.Time) (r Result, err error) {
	defer caught(d.Name(), &err)
	return d.RunOnce(ctx, now)
}

// caught, deferred, turns a panic of what into an error.
func caught(what string, err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%s panicked: %v\n%s", what, p, debug.Stack())
	}
}

// maxDrift is how far the wall clock may run away from the monotonic one within a period.
const maxDrift = time.Minute

// watch beats when cron does not: its timers stop while the machine sleeps and wait for hours
// when the clock is set forward and back.
func (h *Heartbeat) watch(ctx context.Context) {
	t := time.NewTicker(h.config.Every)
	defer t.Stop()
	for wall := h.config.Now(); ; wall = h.config.Now() {
		select {
		case <-ctx.Done():
			return
		case <-t.C: // it counts by the monotonic clock
		}
		now := h.config.Now()
		drift := now.Round(0).Sub(wall.Round(0)) - h.config.Every
		silent := now.Sub(h.LastBeat()) > 2*h.config.Every
		if silent || drift.Abs() > maxDrift {
			h.config.Log.WarnContext(ctx, "the heartbeat was late, beating now", "silent", silent, "clock_drift_seconds", int(drift.Seconds()))
			h.Beat(ctx)
			t.Reset(h.config.Every)
		}
	}
}

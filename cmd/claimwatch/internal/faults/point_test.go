package faults_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"claimwatch/claims"
	"claimwatch/notify"
	"claimwatch/scheduler"
)

// A mortal kills its own process at a named point, at its n-th coming: "after post 3".
type mortal struct {
	point string
	left  int
	mu    sync.Mutex
}

func newMortal(at string) *mortal {
	i := strings.LastIndex(at, " ")
	n, err := strconv.Atoi(at[i+1:])
	if err != nil {
		panic(fmt.Sprintf("%q is no point: %v", at, err))
	}
	return &mortal{point: at[:i], left: n}
}

// pass passes a point; the process may not survive it.
func (m *mortal) pass(point string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if point != m.point {
		return
	}
	if m.left--; m.left == 0 {
		_ = syscall.Kill(syscall.Getpid(), syscall.SIGKILL) // there is nobody left to tell
		select {}
	}
}

// step does f, and passes the points before and after it.
func step[T any](m *mortal, name string, f func() (T, error)) (T, error) {
	m.pass("before " + name)
	v, err := f()
	m.pass("after " + name)
	return v, err
}

func none(f func() error) func() (struct{}, error) {
	return func() (struct{}, error) { return struct{}{}, f() }
}

// points lists all at which a daemon is made to die.
func points() []string {
	steps := []string{
		"remind", "group", "recover", "lease", "post", "record sent", "record unknown", "record pending", "find", "edit", "record redraw", "save rest",
	}
	var list []string
	for _, s := range steps {
		list = append(list, "before "+s, "after "+s)
	}
	return list
}

type decider struct {
	scheduler.Decider
	m *mortal
}

func (d decider) Remind(ctx context.Context, ids []claims.ClaimID, now time.Time) (int, error) {
	return step(d.m, "remind", func() (int, error) { return d.Decider.Remind(ctx, ids, now) })
}

func (d decider) Group(ctx context.Context, now time.Time) (int, error) {
	return step(d.m, "group", func() (int, error) { return d.Decider.Group(ctx, now) })
}

type outbox struct {
	notify.Outbox
	m *mortal
}

func (o outbox) Interrupted(ctx context.Context) ([]claims.Message, error) {
	return step(o.m, "recover", func() ([]claims.Message, error) { return o.Outbox.Interrupted(ctx) })
}

func (o outbox) Lease(ctx context.Context, asks []claims.LeaseAsk, now time.Time) ([]claims.Message, error) {
	return step(o.m, "lease", func() ([]claims.Message, error) { return o.Outbox.Lease(ctx, asks, now) })
}

func (o outbox) RecordSetback(ctx context.Context, m claims.Message, s claims.Setback) error {
	_, err := step(o.m, "record "+string(s.State), none(func() error { return o.Outbox.RecordSetback(ctx, m, s) }))
	return err
}

func (o outbox) RecordRedraw(ctx context.Context, r claims.Redraw, done claims.Redrawn) error {
	_, err := step(o.m, "record redraw", none(func() error { return o.Outbox.RecordRedraw(ctx, r, done) }))
	return err
}

func (o outbox) SaveRest(ctx context.Context, r claims.Rest, tell *claims.Alert) error {
	_, err := step(o.m, "save rest", none(func() error { return o.Outbox.SaveRest(ctx, r, tell) }))
	return err
}

type scribe struct {
	notify.Ledger
	m *mortal
}

func (l scribe) Sent(ctx context.Context, m claims.Message, p claims.Posted, at time.Time) error {
	_, err := step(l.m, "record sent", none(func() error { return l.Ledger.Sent(ctx, m, p, at) }))
	return err
}

type sender struct {
	notify.Sender
	m *mortal
}

func (s sender) Post(ctx context.Context, m claims.Message) (notify.Receipt, error) {
	return step(s.m, "post", func() (notify.Receipt, error) { return s.Sender.Post(ctx, m) })
}

func (s sender) Edit(ctx context.Context, c claims.Card) error {
	_, err := step(s.m, "edit", none(func() error { return s.Sender.Edit(ctx, c) }))
	return err
}

func (s sender) Find(ctx context.Context, m claims.Message) (r notify.Receipt, found bool, err error) {
	r, err = step(s.m, "find", func() (notify.Receipt, error) {
		var err error
		r, found, err = s.Sender.Find(ctx, m)
		return r, err
	})
	return r, found, err
}

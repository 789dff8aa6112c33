package interact

import (
	"context"
	"sync"

	"claimwatch/claims"
)

// A batch does together what is asked for at the same time: whoever finds nobody at work does all
// that waits, in one go, then hands over to the next who waits. It is safe for concurrent use.
type batch[T, R any] struct {
	do func(ctx context.Context, list []T) ([]R, error) // as many results as values, in their order

	mu      sync.Mutex
	waiting []*entry[T, R]
	busy    bool
}

type entry[T, R any] struct {
	value  T
	result R
	err    error
	turn   chan bool // true: it is your turn to work; closed: it is done
}

// add does v, together with what else is asked for meanwhile.
func (b *batch[T, R]) add(ctx context.Context, v T) (R, error) {
	e := &entry[T, R]{value: v, turn: make(chan bool, 1)}
	b.mu.Lock()
	b.waiting = append(b.waiting, e)
	mine := !b.busy
	b.busy = true
	b.mu.Unlock()
	if !mine {
		mine = <-e.turn
	}
	if mine {
		b.work(ctx)
	}
	return e.result, e.err
}

// work does all that waits, and hands over.
func (b *batch[T, R]) work(ctx context.Context) {
	b.mu.Lock()
	list := b.waiting
	b.waiting = nil
	b.mu.Unlock()
	values := make([]T, len(list))
	for i, e := range list {
		values[i] = e.value
	}
	results, err := b.do(ctx, values)
	for i, e := range list {
		if e.err = err; err == nil {
			e.result = results[i]
		}
		close(e.turn)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.busy = len(b.waiting) > 0
	if b.busy {
		b.waiting[0].turn <- true
	}
}

// gated is a Desk at which one change is made at a time: the database takes no more, and who meets
// another there sleeps longer than the other works.
type gated struct {
	Desk
	gate *sync.Mutex
}

func (g gated) Apply(ctx context.Context, c claims.Command) ([]claims.Claim, error) {
	g.gate.Lock()
	defer g.gate.Unlock()
	return g.Desk.Apply(ctx, c)
}

func (g gated) AddOnce(ctx context.Context, key string, d claims.Draft, by claims.Actor) (claims.Claim, error) {
	g.gate.Lock()
	defer g.gate.Unlock()
	return g.Desk.AddOnce(ctx, key, d, by)
}

func (g gated) Ingest(ctx context.Context, in claims.Intake, by claims.Actor) (claims.Ingested, error) {
	g.gate.Lock()
	defer g.gate.Unlock()
	return g.Desk.Ingest(ctx, in, by)
}

func (g gated) Redraw(ctx context.Context, id claims.ClaimID) error {
	g.gate.Lock()
	defer g.gate.Unlock()
	return g.Desk.Redraw(ctx, id)
}

package app

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// leftBehind is the exit status of a daemon that a second signal made leave at once.
const leftBehind = 1

// untilSignal returns a context that the first SIGINT or SIGTERM ends; the second ends the
// process, whatever is under way. What a signal does to a program that takes none is not relied
// on: a shell that runs a daemon in the background may have had SIGINT ignored. stop gives the
// signals back.
func untilSignal(ctx context.Context) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	heard, done := make(chan os.Signal, 2), make(chan struct{})
	signal.Notify(heard, os.Interrupt, syscall.SIGTERM)
	go func() { // until stop
		for range 2 {
			select {
			case <-done:
				return
			case <-heard:
			}
			if ctx.Err() != nil {
				os.Exit(leftBehind) // what was in flight is looked for at the next start
			}
			cancel()
		}
	}()
	return ctx, sync.OnceFunc(func() {
		signal.Stop(heard)
		close(done)
		cancel()
	})
}

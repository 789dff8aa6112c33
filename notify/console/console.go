package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"
	"time"

	"claimwatch/claims"
	"claimwatch/notify"
)

// A Config is what a Sender needs. Out and Now are required.
type Config struct {
	Out  io.Writer
	Now  func() time.Time
	Zone *time.Location // nil is UTC
}

// A Sender prints reminders. It is safe for concurrent use.
type Sender struct {
	mu    sync.Mutex
	out   io.Writer
	now   func() time.Time
	zone  *time.Location
	count int
}

var _ notify.Sender = (*Sender)(nil)

// New returns a Sender.
func New(c Config) (*Sender, error) {
	if c.Out == nil || c.Now == nil {
		return nil, errors.New("console: writer and clock are required")
	}
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	return &Sender{out: c.Out, now: c.Now, zone: c.Zone}, nil
}

// Post prints a message. What is printed has arrived.
func (s *Sender) Post(_ context.Context, m claims.Message) (notify.Receipt, error) {
	now := s.now()
	if err := s.print(page{now: now, zone: s.zone}.message(m)); err != nil {
		return notify.Receipt{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	at := strconv.FormatInt(now.UnixMilli(), 10) + "." + strconv.Itoa(s.count)
	return notify.Receipt{Posted: claims.Posted{Channel: claims.Terminal, TS: at}, At: now.UTC()}, nil
}

// Edit prints a line when a claim has ended: what was printed cannot be redrawn.
func (s *Sender) Edit(_ context.Context, c claims.Card) error {
	if c.Next.Known() {
		return nil
	}
	switch c.Claim.Status {
	case claims.StatusResolved:
		return s.print(fmt.Sprintf("#%d resolved: %s%s\n", c.Claim.ID, ending(c.Claim), by(c.Claim.ResolvedBy)))
	case claims.StatusDismissed:
		return s.print(fmt.Sprintf("#%d dismissed: it was not an open item\n", c.Claim.ID))
	}
	return nil
}

// Find says that a message is not there: what was being printed when the daemon died was not read
// by anybody who could tell, and is printed again.
func (s *Sender) Find(context.Context, claims.Message) (notify.Receipt, bool, error) {
	return notify.Receipt{}, false, nil
}

// Probe is always well: there is nothing to ask.
func (s *Sender) Probe(context.Context) error { return nil }

func (s *Sender) print(text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := io.WriteString(s.out, text); err != nil {
		return &notify.SendError{Class: notify.ClassLater, Err: fmt.Errorf("print a reminder: %w", err)}
	}
	return nil
}

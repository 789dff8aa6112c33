package interact

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
)

// A Service answers what people do in Slack. Take and the readings are safe for concurrent use;
// Run runs once.
type Service struct {
	cfg    Config
	log    *slog.Logger
	talk   *talk
	people *people
	homes  homes
	keeps  *batch[claims.Envelope, bool]
	ends   *batch[string, struct{}]
	work   chan claims.Envelope
	links  chan struct{} // one for each link that is being read
	room   chan struct{} // one for each envelope whose work is being done

	mu   sync.Mutex
	busy map[string]bool // envelopes whose work is being done
}

const (
	atOnce     = 8   // envelopes whose work is done at the same time
	waiting    = 500 // that may wait in memory; the others wait in the inbox alone
	mostTries  = 5
	lookEvery  = 20 * time.Second // at the inbox, for what was put off
	doWithin   = time.Minute      // the work of one envelope
	keptFor    = 7 * 24 * time.Hour
	sweepEvery = time.Hour
	promptly   = 2500 * time.Millisecond // a trigger opens a form for three seconds
)

// New returns a Service. It makes no call.
func New(c Config) (*Service, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	c.Log = c.Log.With("component", "interact")
	gate := &sync.Mutex{}
	c.Desk = gated{c.Desk, gate}
	t := newTalk(c)
	s := &Service{
		cfg: c, log: c.Log, talk: t, people: newPeople(c, t), homes: homes{open: map[string]visit{}, shown: map[string]string{}},
		work: make(chan claims.Envelope, waiting), links: make(chan struct{}, atOnce/2), room: make(chan struct{}, atOnce), busy: map[string]bool{},
	}
	s.keeps = &batch[claims.Envelope, bool]{do: func(ctx context.Context, list []claims.Envelope) ([]bool, error) {
		gate.Lock()
		defer gate.Unlock()
		return c.Inbox.KeepEnvelopes(ctx, list)
	}}
	s.ends = &batch[string, struct{}]{do: func(ctx context.Context, ids []string) ([]struct{}, error) {
		gate.Lock()
		defer gate.Unlock()
		return make([]struct{}, len(ids)), c.Inbox.EndEnvelopes(ctx, ids, c.Now())
	}}
	return s, nil
}

// IDOf returns the Slack id of whoever goes by a name, "" when unknown.
func (s *Service) IDOf(name string) string { return s.people.id(name) }

// ZoneOf returns the zone of somebody's profile by their Slack id; nil is unknown.
func (s *Service) ZoneOf(id string) *time.Location { return s.people.zoneOf(id) }

// Take keeps an envelope and returns what its acknowledgement carries, nil for nothing. One that
// came before is answered as it was then, and its work is not done again. An error: it is not
// kept.
func (s *Service) Take(ctx context.Context, id, kind string, payload []byte) (json.RawMessage, error) {
	e, err := Decode(kind, payload)
	if err != nil {
		s.log.WarnContext(ctx, "slack sent something that cannot be read, it is left out", "kind", kind, "envelope_id", id)
		return nil, nil
	}
	if e.What == Nothing {
		return nil, nil
	}
	if e.What == Submit {
		before, err := s.cfg.Inbox.Envelope(ctx, id)
		if err == nil {
			return before.Response, nil
		}
		if !errors.Is(err, claims.ErrNotFound) {
			return nil, err
		}
		if faults := s.faults(ctx, e); faults != nil {
			return faults, nil
		}
	}
	env := claims.Envelope{ID: id, Kind: kind, Payload: payload, ReceivedAt: s.cfg.Now()}
	fresh, err := s.keeps.add(ctx, env)
	if err != nil || !fresh {
		return nil, err
	}
	select {
	case s.work <- env:
	default: // the inbox is looked at again
	}
	return nil, nil
}

// Run does the work of what was taken until ctx ends: first what an earlier process left undone.
// Then it lets what is being done end, and returns nil.
func (s *Service) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	s.prepare(ctx)
	wg.Go(func() { s.watchHomes(ctx) })
	look, sweep := time.NewTicker(lookEvery), time.NewTicker(sweepEvery)
	defer look.Stop()
	defer sweep.Stop()
	s.again(ctx, &wg)
	s.chores(ctx)
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-s.work:
			s.start(ctx, &wg, e)
		case <-look.C:
			s.again(ctx, &wg)
		case <-sweep.C:
			s.chores(ctx)
		}
	}
}

// prepare recalls who acted before, and asks Slack which workspace it is.
func (s *Service) prepare(ctx context.Context) {
	if err := s.people.recall(ctx); err != nil {
		s.log.ErrorContext(ctx, "who acted before is not known", "error", err)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if _, err := s.people.home(ctx); err != nil {
		s.log.WarnContext(ctx, "slack does not say which workspace this is, it is asked again", "error", err)
	}
	_, _ = s.people.isEditor(ctx, "") // it is asked again when somebody acts
}

// again starts what is undone and not in hand.
func (s *Service) again(ctx context.Context, wg *sync.WaitGroup) {
	list, err := s.cfg.Inbox.UndoneEnvelopes(ctx, waiting)
	if err != nil {
		if ctx.Err() == nil {
			s.log.ErrorContext(ctx, "the inbox cannot be read", "error", err)
		}
		return
	}
	for _, e := range list {
		if ctx.Err() != nil || s.inHand(e.ID) {
			continue
		}
		if err := s.cfg.Inbox.BeginEnvelope(ctx, e.ID); err != nil {
			continue // done meanwhile, or the next look
		}
		e.Attempt++
		s.start(ctx, wg, e)
	}
}

func (s *Service) inHand(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.busy[id]
}

// start does the work of an envelope in the background, once there is room.
func (s *Service) start(ctx context.Context, wg *sync.WaitGroup, e claims.Envelope) {
	s.mu.Lock()
	if s.busy[e.ID] {
		s.mu.Unlock()
		return
	}
	s.busy[e.ID] = true
	s.mu.Unlock()
	s.room <- struct{}{}
	wg.Go(func() {
		defer func() {
			s.mu.Lock()
			delete(s.busy, e.ID)
			s.mu.Unlock()
			<-s.room
		}()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), doWithin)
		defer cancel()
		s.do(ctx, e)
	})
}

// do does an envelope's work and notes that it is done, unless it is to be tried again.
func (s *Service) do(ctx context.Context, env claims.Envelope) {
	e, err := Decode(env.Kind, env.Payload)
	if err != nil {
		s.end(ctx, env) // it was read when it was taken: another version of this program wrote it
		return
	}
	err = s.act(ctx, env, e)
	if err != nil && env.Attempt < mostTries && later(err) {
		s.log.WarnContext(ctx, "an envelope's work is put off", "envelope_id", env.ID, "what", e.What, "attempt", env.Attempt, "error", err)
		return
	}
	if err != nil {
		s.log.ErrorContext(ctx, "an envelope's work failed", "envelope_id", env.ID, "what", e.What, "action", e.Action, "error", err)
		s.say(ctx, e, "That did not work, and the fault is ours. Try again; if it stays so, tell whoever runs claimwatch.")
	}
	s.end(ctx, env)
}

// later reports whether trying again may help.
func later(err error) bool {
	return errors.Is(err, claims.ErrBusy) || errors.Is(err, context.DeadlineExceeded)
}

func (s *Service) end(ctx context.Context, env claims.Envelope) {
	if _, err := s.ends.add(context.WithoutCancel(ctx), env.ID); err != nil {
		s.log.ErrorContext(ctx, "an envelope's end could not be noted, it is done again", "envelope_id", env.ID, "error", err)
	}
}

// act does what an event asks for. Refusals are told to whoever acted and are no errors.
func (s *Service) act(ctx context.Context, env claims.Envelope, e Event) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log.ErrorContext(ctx, "answering panicked", "envelope_id", env.ID, "what", e.What)
			err = errPanic
		}
	}()
	if e.What == Revoked {
		s.log.ErrorContext(ctx, "the app was uninstalled or its tokens were revoked; install it again")
		return nil
	}
	who, err := s.people.admit(ctx, e)
	var no *refusal
	switch {
	case errors.As(err, &no) && e.What == Home:
		return s.strangersHome(ctx, e.User, no.says)
	case errors.As(err, &no):
		s.say(ctx, e, no.says)
		return nil
	case errors.Is(err, errUnasked):
		s.log.WarnContext(ctx, "slack cannot say who acts, nothing was done", "error", err)
		s.say(ctx, e, "Slack cannot say who you are right now, so nothing was done. Try again in a minute.")
		return nil
	case err != nil:
		return err
	}
	d := deed{Service: s, env: env, Event: e, who: who}
	return d.told(ctx, d.run(ctx))
}

var errPanic = errors.New("panic")

// say tells whoever acted a sentence. That it could not be said is logged, no more.
func (s *Service) say(ctx context.Context, e Event, text string) { s.show(ctx, e, blocks.Say(text)) }

func (s *Service) show(ctx context.Context, e Event, m blocks.Message) {
	if err := s.talk.tell(ctx, e, m); err != nil {
		s.log.WarnContext(ctx, "somebody could not be told", "what", e.What, "error", scrub(err))
	}
}

// chores forgets old envelopes and looks for people who left.
func (s *Service) chores(ctx context.Context) {
	if _, err := s.cfg.Inbox.SweepEnvelopes(ctx, s.cfg.Now().Add(-keptFor)); err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "old envelopes could not be swept", "error", err)
	}
	if err := s.departed(ctx); err != nil && ctx.Err() == nil {
		s.log.WarnContext(ctx, "who left could not be found out, it is tried again", "error", err)
	}
}

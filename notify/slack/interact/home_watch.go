package interact

import (
	"context"
	"encoding/json"
	"time"

	"claimwatch/notify/slack/blocks"

	"github.com/slack-go/slack"
)

// What changed elsewhere, at a terminal or by a reminder, is shown in App Home too: to those who came
// there within watchingFor, as many as mostWatchers, one after the other with a pause, so that it
// stays far below what Slack takes.
const (
	homeEvery    = 10 * time.Second
	mostWatchers = 30
	homePause    = 250 * time.Millisecond
)

// watchHomes keeps App Homes up to date until ctx ends.
func (s *Service) watchHomes(ctx context.Context) {
	every := s.cfg.HomeEvery
	if every <= 0 {
		every = homeEvery
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	var seen int64
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			seen = s.updateHomes(ctx, seen)
		}
	}
}

// updateHomes publishes what has changed since the entry of the history that was seen last, and
// returns the latest. While nobody looks, nothing is asked.
func (s *Service) updateHomes(ctx context.Context, seen int64) int64 {
	list := s.homes.others("", s.cfg.Now(), mostWatchers)
	if len(list) == 0 {
		return seen
	}
	last, err := s.cfg.Register.LastEntry(ctx)
	if err != nil || last == seen {
		return seen
	}
	for _, v := range list {
		if err := s.update(ctx, v); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "app home could not be brought up to date", "error", scrub(err))
		}
		select {
		case <-ctx.Done():
			return seen
		case <-time.After(homePause):
		}
	}
	return last
}

// update publishes an App Home if it is not as it was shown last.
func (s *Service) update(ctx context.Context, v visit) error {
	ctx, cancel := context.WithTimeout(ctx, doWithin)
	defer cancel()
	p, err := s.page(ctx, v.who, v)
	if err != nil {
		return err
	}
	view := blocks.Home(s.homeStyle(v.who), p)
	if s.homes.shows(v.who.id, view) {
		return nil
	}
	if err := s.talk.publish(ctx, v.who.id, view); err != nil {
		return err
	}
	s.homes.show(v.who.id, view)
	return nil
}

func (s *Service) homeStyle(a actor) blocks.Style {
	return blocks.Style{Now: s.cfg.Now(), Zone: a.zone, UserID: s.people.id, Buttons: true}
}

// show notes what somebody is shown.
func (h *homes) show(user string, v slack.HomeTabViewRequest) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.shown[user] = written(v)
}

// shows reports whether somebody is shown this already, or nothing yet: then they are about to be.
func (h *homes) shows(user string, v slack.HomeTabViewRequest) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	last, ok := h.shown[user]
	return !ok || last == written(v)
}

func written(v slack.HomeTabViewRequest) string {
	b, err := json.Marshal(v)
	if err != nil { // a view of ours can always be written
		return ""
	}
	return string(b)
}

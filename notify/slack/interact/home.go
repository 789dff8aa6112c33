package interact

import (
	"context"
	"slices"
	"sync"
	"time"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
)

// A visit is what somebody looks at in App Home.
type visit struct {
	who  actor
	view blocks.HomeView
	page int
	at   time.Time

	first bool // they have never been here before
}

// homes remembers who has App Home open.
type homes struct {
	mu    sync.Mutex
	open  map[string]visit
	shown map[string]string // what was published last, to each
}

// seenFor is how long after a visit App Home is kept up to date.
const seenFor = time.Hour

func (h *homes) visit(user string, v visit) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, old := range h.open {
		if v.at.Sub(old.at) > seenFor {
			delete(h.open, id)
			delete(h.shown, id)
		}
	}
	h.open[user] = v
}

func (h *homes) lately(user string, now time.Time) (visit, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	v, ok := h.open[user]
	return v, ok && now.Sub(v.at) <= seenFor
}

// others lists who else looked at App Home within the last minutes, the latest first, at most so many.
func (h *homes) others(user string, now time.Time, most int) []visit {
	h.mu.Lock()
	defer h.mu.Unlock()
	var list []visit
	for id, v := range h.open {
		if id != user && now.Sub(v.at) <= watchingFor {
			list = append(list, v)
		}
	}
	slices.SortFunc(list, func(a, b visit) int { return b.at.Compare(a.at) })
	return list[:min(len(list), most)]
}

// A change is shown at once to those who came to App Home so lately that they may still look at it.
const (
	watchingFor = 10 * time.Minute
	mostOthers  = 5
)

// home draws App Home when somebody comes to it: as they left it, else their own claims.
func (d *deed) home(ctx context.Context) error {
	now := d.cfg.Now()
	v, ok := d.homes.lately(d.who.id, now)
	if !ok {
		v = visit{view: blocks.HomeMine}
		var err error
		if v.first, err = d.first(ctx, d.who.id); err != nil {
			return err
		}
	}
	v.who, v.at = d.who, now
	d.homes.visit(d.who.id, v)
	return d.publish(ctx, d.who, v)
}

// turn shows another view or page.
func (d *deed) turn(ctx context.Context) error {
	v := visit{who: d.who, view: blocks.HomeView(d.Value.Choice), page: d.Value.Page, at: d.cfg.Now()}
	if !slices.Contains(blocks.HomeViews(), v.view) {
		v.view = blocks.HomeMine
	}
	d.homes.visit(d.who.id, v)
	return d.publish(ctx, d.who, v)
}

// refreshHome redraws App Home of whoever acted, if they were there lately, and of those who may be
// looking at theirs.
func (s *Service) refreshHome(ctx context.Context, a actor) {
	now := s.cfg.Now()
	list := s.homes.others(a.id, now, mostOthers)
	if v, ok := s.homes.lately(a.id, now); ok {
		v.who = a
		list = append([]visit{v}, list...)
	}
	for _, v := range list {
		if err := s.publish(ctx, v.who, v); err != nil {
			s.log.WarnContext(ctx, "app home could not be redrawn", "error", scrub(err))
		}
	}
}

func (s *Service) publish(ctx context.Context, a actor, v visit) error {
	p, err := s.page(ctx, a, v)
	if err != nil {
		return err
	}
	view := blocks.Home(s.homeStyle(a), p)
	if err := s.talk.publish(ctx, a.id, view); err != nil {
		return scrub(err)
	}
	s.homes.show(a.id, view)
	return nil
}

// strangersHome tells somebody who may not act who may.
func (s *Service) strangersHome(ctx context.Context, user, who string) error {
	style := blocks.Style{Now: s.cfg.Now(), Zone: s.cfg.Zone, UserID: s.people.id}
	p := blocks.HomePage{View: blocks.HomeMine, Pages: 1, Counts: map[blocks.HomeView]int{}, Who: who}
	return scrub(s.talk.publish(ctx, user, blocks.Home(style, p)))
}

// page assembles what App Home shows somebody. A confidential claim is in its owner's alone.
func (s *Service) page(ctx context.Context, a actor, v visit) (blocks.HomePage, error) {
	list, err := s.cfg.Reader.List(ctx, claims.Filter{Status: []claims.Status{claims.StatusOpen}})
	if err != nil {
		return blocks.HomePage{}, err
	}
	list = slices.DeleteFunc(list, func(c claims.Claim) bool { return c.Confidential && !s.people.owns(a, c) })
	p := blocks.HomePage{View: v.view, Counts: map[blocks.HomeView]int{}, May: true}
	var shown []claims.Claim
	for _, view := range blocks.HomeViews() {
		in := s.in(view, a)
		for _, c := range list {
			if !in(c) {
				continue
			}
			p.Counts[view]++
			if view == v.view {
				shown = append(shown, c)
			}
		}
	}
	p.Pages = max((len(shown)+blocks.HomeRows-1)/blocks.HomeRows, 1)
	p.Page = min(max(v.page, 0), p.Pages-1)
	p.Claims = shown[p.Page*blocks.HomeRows : min((p.Page+1)*blocks.HomeRows, len(shown))]
	if p.Digest, err = s.cfg.Register.DigestHours(ctx, a.id); err != nil {
		return p, err
	}
	p.First = v.first
	health, troubles := s.cfg.Health(ctx)
	p.Health = health
	if a.editor || len(s.cfg.Editors) == 0 {
		p.Troubles = troubles
	}
	return p, nil
}

// in returns what a view of App Home shows.
func (s *Service) in(v blocks.HomeView, a actor) func(claims.Claim) bool {
	switch v {
	case blocks.HomeMine:
		return func(c claims.Claim) bool { return s.people.owns(a, c) }
	case blocks.HomeUnowned:
		return func(c claims.Claim) bool { return c.Owner == "" }
	case blocks.HomeDue:
		return dueBy(s.today() + dueSoon)
	}
	return func(claims.Claim) bool { return true }
}

// first reports whether somebody has never been in App Home before, and remembers that they have.
func (s *Service) first(ctx context.Context, user string) (bool, error) {
	key := "home:" + user
	seen, err := s.cfg.Register.Meta(ctx, key)
	if err != nil || seen != "" {
		return false, err
	}
	return true, s.cfg.Register.SetMeta(ctx, key, s.cfg.Now().UTC().Format(time.DateOnly))
}

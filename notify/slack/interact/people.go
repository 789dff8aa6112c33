package interact

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

const (
	freshFor = 10 * time.Minute // how long what Slack said of somebody is taken for true
	staleFor = 24 * time.Hour   // and how long it serves when Slack cannot be asked
)

// errUnasked says that Slack could not say who somebody is.
var errUnasked = errors.New("slack cannot say who that is")

// A member is a user as Slack describes them.
type member struct {
	id, name string // the name that they go by here
	zone     *time.Location
	zoneName string
	team     string
	gone     bool // deactivated
	outsider bool // guest, bot or stranger
	at       time.Time
}

// An actor is somebody who may act.
type actor struct {
	claims.Actor
	id     string
	zone   *time.Location
	editor bool // named in the configuration
}

// group is a user group's members.
type group struct {
	users []string
	at    time.Time
}

// people knows who is who and who may act. It is safe for concurrent use.
type people struct {
	talk     *talk
	register Register
	editors  []string
	names    map[string]string
	zone     *time.Location
	now      func() time.Time
	log      *slog.Logger

	mu     sync.Mutex
	known  map[string]member
	groups map[string]group
	ids    map[string]string // by the names that people go by
	zones  map[string]string // of their profiles, by id
	team   string
	url    string // of the workspace, ends in "/"
}

func newPeople(c Config, t *talk) *people {
	return &people{
		talk: t, register: c.Register, editors: c.Editors, names: c.Names, zone: c.Zone, now: c.Now, log: c.Log,
		known: map[string]member{}, groups: map[string]group{}, ids: map[string]string{}, zones: map[string]string{},
	}
}

// recall loads who acted before.
func (p *people) recall(ctx context.Context) error {
	list, err := p.register.People(ctx)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, one := range list {
		p.ids[one.Name], p.zones[one.SlackID] = one.SlackID, one.Zone
	}
	return nil
}

// id returns the Slack id of whoever goes by a name: as configured, else as they acted before.
func (p *people) id(name string) string {
	best := ""
	for id, n := range p.names {
		if n == name && (best == "" || id < best) {
			best = id
		}
	}
	if best != "" {
		return best
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ids[name]
}

// zoneOf returns the zone of somebody's profile; nil is unknown.
func (p *people) zoneOf(id string) *time.Location {
	p.mu.Lock()
	name := p.zones[id]
	p.mu.Unlock()
	if name == "" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}

// look returns a user, from what is known if that is fresh, else from Slack.
func (p *people) look(ctx context.Context, id string) (member, error) {
	p.mu.Lock()
	m, ok := p.known[id]
	p.mu.Unlock()
	age := p.now().Sub(m.at)
	if ok && age < freshFor {
		return m, nil
	}
	u, err := p.talk.api().GetUserInfoContext(ctx, id)
	switch {
	case err == nil:
		return p.note(ctx, *u), nil
	case code(err) == "user_not_found", code(err) == "user_not_visible":
		return member{id: id, outsider: true}, nil
	case ok && age < staleFor:
		return m, nil
	}
	return member{}, fmt.Errorf("%w: %w", errUnasked, scrub(err))
}

// note keeps what Slack said of a user.
func (p *people) note(ctx context.Context, u slack.User) member {
	m := member{
		id: u.ID, team: u.TeamID, gone: u.Deleted, at: p.now(), zoneName: u.TZ, zone: p.zone,
		outsider: u.IsBot || u.IsWorkflowBot || u.IsConnectorBot || u.IsRestricted || u.IsUltraRestricted || u.IsStranger || u.ID == "USLACKBOT",
	}
	if z, err := time.LoadLocation(u.TZ); err == nil && u.TZ != "" {
		m.zone = z
	}
	m.name = p.nameOf(u)
	p.mu.Lock()
	p.known[u.ID] = m
	fresh := !m.outsider && !m.gone && (p.ids[m.name] != m.id || p.zones[m.id] != m.zoneName)
	if fresh {
		p.ids[m.name], p.zones[m.id] = m.id, m.zoneName
	}
	p.mu.Unlock()
	if !fresh {
		return m
	}
	if err := p.register.SavePerson(ctx, claims.Person{Name: m.name, SlackID: m.id, Zone: m.zoneName}, m.at); err != nil {
		p.log.WarnContext(ctx, "a person could not be remembered", "error", err)
	}
	return m
}

// nameOf returns the name that a user goes by in histories: the configured one, else the one that
// Slack shows. A name that belongs to somebody else stands with the id.
func (p *people) nameOf(u slack.User) string {
	if n := p.names[u.ID]; n != "" {
		return n
	}
	for _, n := range []string{u.Profile.DisplayName, u.RealName, u.Name} {
		if n = seen(n); n == "" {
			continue
		}
		if other := p.id(n); other != "" && other != u.ID {
			return n + " (" + u.ID + ")"
		}
		return n
	}
	return u.ID
}

// mostName bounds a name, in runes.
const mostName = 80

// seen returns a name without what cannot be seen, on one line.
func seen(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, name)
	runes := []rune(strings.Join(strings.Fields(name), " "))
	return string(runes[:min(len(runes), mostName)])
}

// A refusal is the sentence for somebody who may not act.
type refusal struct{ says string }

func (r *refusal) Error() string { return r.says }

// admit returns the actor that a user is. Errors: *refusal with who may; errUnasked.
func (p *people) admit(ctx context.Context, e Event) (actor, error) {
	m, err := p.look(ctx, e.User)
	if err != nil {
		return actor{}, err
	}
	team, err := p.home(ctx)
	if err != nil {
		return actor{}, err
	}
	if m.outsider || m.gone || (m.team != "" && m.team != team) || (e.Team != "" && e.Team != team) {
		return actor{}, &refusal{p.who(ctx)}
	}
	editor, err := p.isEditor(ctx, e.User)
	if err != nil {
		return actor{}, err
	}
	if len(p.editors) > 0 && !editor {
		return actor{}, &refusal{p.who(ctx)}
	}
	return actor{Actor: claims.Actor{Name: m.name, Via: claims.ViaSlack}, id: m.id, zone: m.zone, editor: editor}, nil
}

// barred says why somebody may not act, as far as that is known without asking Slack; "" is not
// known, or they may.
func (p *people) barred(e Event) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	m, ok := p.known[e.User]
	if !ok || p.now().Sub(m.at) > freshFor {
		return ""
	}
	if m.outsider || m.gone || (p.team != "" && m.team != "" && m.team != p.team) {
		return "You may not do that: claims are for full members of this workspace, and for editors if some are named."
	}
	if len(p.editors) == 0 || slices.Contains(p.editors, e.User) {
		return ""
	}
	for _, id := range p.editors {
		if g, ok := p.groups[id]; strings.HasPrefix(id, "S") && (!ok || slices.Contains(g.users, e.User)) {
			return ""
		}
	}
	return "You may not do that: claims are for the editors that the configuration names."
}

// home returns the workspace that the app is installed in.
func (p *people) home(ctx context.Context) (string, error) {
	p.mu.Lock()
	team := p.team
	p.mu.Unlock()
	if team != "" {
		return team, nil
	}
	r, err := p.talk.api().AuthTestContext(ctx)
	switch {
	case err != nil:
		return "", fmt.Errorf("%w: %w", errUnasked, scrub(err))
	case r.TeamID == "":
		return "", errUnasked
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.team, p.url = r.TeamID, r.URL
	return p.team, nil
}

// permalink makes a message's address, as chat.getPermalink would say it; "" before Slack has said
// where the workspace is.
func (p *people) permalink(channel, ts string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.url == "" || channel == "" || ts == "" {
		return ""
	}
	return fmt.Sprintf("%sarchives/%s/p%s", p.url, channel, strings.ReplaceAll(ts, ".", ""))
}

// slackID is the form of a user's id, compiled when it is needed, since every command would pay for it.
var slackID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[UW][A-Z0-9]{6,20}$`) })

// isEditor reports whether a user is named in the configuration, or is a member of a group that is.
func (p *people) isEditor(ctx context.Context, id string) (bool, error) {
	if slices.Contains(p.editors, id) {
		return true, nil
	}
	for _, e := range p.editors {
		if !strings.HasPrefix(e, "S") {
			continue
		}
		users, err := p.members(ctx, e)
		if err != nil {
			return false, err
		}
		if slices.Contains(users, id) {
			return true, nil
		}
	}
	return false, nil
}

func (p *people) members(ctx context.Context, id string) ([]string, error) {
	p.mu.Lock()
	g, ok := p.groups[id]
	p.mu.Unlock()
	age := p.now().Sub(g.at)
	if ok && age < freshFor {
		return g.users, nil
	}
	users, err := p.talk.api().GetUserGroupMembersContext(ctx, id)
	switch {
	case err == nil:
	case code(err) == "no_such_subteam", code(err) == "subteam_not_found":
		users = nil
	case ok && age < staleFor:
		return g.users, nil
	default:
		return nil, fmt.Errorf("%w: %w", errUnasked, scrub(err))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.groups[id] = group{users, p.now()}
	return users, nil
}

// mostNamed is how many editors a refusal names.
const mostNamed = 8

// who says who may act.
func (p *people) who(ctx context.Context) string {
	if len(p.editors) == 0 {
		return "Only full members of this workspace may do that: no guests, bots or people of other workspaces. Ask a colleague of the desk."
	}
	named := map[string]bool{}
	for _, e := range p.editors {
		ids := []string{e}
		if strings.HasPrefix(e, "S") {
			ids, _ = p.members(ctx, e) // those who cannot be known are not named
		}
		for _, id := range ids {
			if m, err := p.look(ctx, id); err == nil && m.name != "" && len(named) < mostNamed {
				named[m.name] = true
			}
		}
	}
	if len(named) == 0 {
		return "Only the editors named in people.editors of the configuration may do that."
	}
	return "Only the desk's editors may do that: " + strings.Join(slices.Sorted(maps.Keys(named)), ", ") + ". Ask one of them."
}

// sees reports whether somebody may see a claim: a confidential one is its owner's and the
// configured editors'.
func (p *people) sees(a actor, c claims.Claim) bool {
	return !c.Confidential || a.editor || p.owns(a, c)
}

// owns reports whether a claim is somebody's.
func (p *people) owns(a actor, c claims.Claim) bool {
	return c.Owner != "" && (c.Owner == a.Name || c.Owner == a.id)
}

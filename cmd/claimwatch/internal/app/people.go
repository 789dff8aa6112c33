package app

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"claimwatch/cmd/claimwatch/internal/config"
	"claimwatch/notify/slack/interact"
	"claimwatch/store"
)

// A book finds the Slack ids of people by the names that claims know them by: as configured, else
// as they acted through Slack.
type book struct {
	people config.People
	acted  func() map[string]string // loaded once, when it is first asked for
	live   atomic.Pointer[interact.Service]
}

// bookTimeout bounds loading who acted before.
const bookTimeout = 5 * time.Second

func newBook(ctx context.Context, people config.People, db *store.Store) *book {
	return &book{people: people, acted: sync.OnceValue(func() map[string]string {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), bookTimeout)
		defer cancel()
		list, err := db.People(ctx)
		if err != nil {
			return nil // they are unknown, as before they acted
		}
		ids := map[string]string{}
		for _, p := range list {
			ids[p.Name] = p.SlackID
		}
		return ids
	})}
}

// id returns the Slack id of whoever goes by a name, "" when unknown.
func (b *book) id(name string) string {
	if id := b.people.SlackID(name); id != "" || name == "" {
		return id
	}
	if s := b.live.Load(); s != nil {
		return s.IDOf(name)
	}
	return b.acted()[name]
}

// zone returns the zone of somebody's profile, by their Slack id; nil when unknown.
func (b *book) zone(id string) *time.Location {
	if s := b.live.Load(); s != nil {
		return s.ZoneOf(id)
	}
	return nil
}

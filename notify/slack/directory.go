package slack

import (
	"context"
	"strings"

	"github.com/slack-go/slack"
)

// A Directory knows the ids of people and user groups by their handles. The zero Directory knows nobody.
type Directory struct {
	ids   map[string]string
	names map[string]string
}

// ID returns the id of a handle ("anna" or "@anna"), of a person before a group; "" is unknown.
func (d Directory) ID(handle string) string {
	return d.ids[strings.ToLower(strings.TrimPrefix(handle, "@"))]
}

// Name returns the name that a person or group goes by; "" is unknown.
func (d Directory) Name(id string) string { return d.names[id] }

func (d Directory) add(id, handle, name string) {
	key := strings.ToLower(handle)
	if key == "" || d.ids[key] != "" {
		return
	}
	d.ids[key] = id
	d.names[id] = name
}

// Directory asks Slack who there is. What it may not ask for is left out and returned as findings,
// so that a plan without user groups, or a missing scope, costs only those mentions.
func (s *Sender) Directory(ctx context.Context) (Directory, []Finding) {
	d := Directory{ids: map[string]string{}, names: map[string]string{}}
	var problems []Finding
	if err := s.addUsers(ctx, d); err != nil {
		problems = append(problems, Finding{"people", false, advise(sorted(methodRead, err))})
	}
	groups, err := s.api().GetUserGroupsContext(ctx)
	if err != nil {
		problems = append(problems, Finding{"user groups", false, advise(sorted(methodRead, err))})
	}
	for _, g := range groups {
		d.add(g.ID, g.Handle, g.Name)
	}
	return d, problems
}

func (s *Sender) addUsers(ctx context.Context, d Directory) error {
	p := s.api().GetUsersPaginated(slack.GetUsersOptionLimit(pageSize))
	for {
		next, err := p.Next(ctx)
		if next.Done(err) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, u := range next.Users {
			if !u.Deleted && !u.IsBot {
				d.add(u.ID, u.Name, u.RealName)
			}
		}
		p = next
	}
}

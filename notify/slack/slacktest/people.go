package slacktest

import (
	"slices"
	"strings"
)

const workspace = "https://newsroom.slack.example/"

func (h *Handler) authTest(Call) answer {
	return answer{
		"ok": true, "url": workspace, "team": "Newsroom", "team_id": "T0000TEAM",
		"user": "claimwatch", "user_id": h.opts.UserID, "bot_id": h.opts.BotID,
	}
}

func (h *Handler) info(c Call) answer {
	r := h.byID(c.Form.Get("channel"))
	if r != nil && r.Private && r.Stranger {
		r = nil
	}
	if a := h.readable(r, "read"); a != nil {
		return a
	}
	return answer{"ok": true, "channel": r.described()}
}

func (r *room) described() answer {
	return answer{
		"id": r.ID, "name": r.Name, "user": r.User, "is_channel": !r.Private, "is_im": r.isIM(), "is_private": r.Private,
		"is_archived": r.Archived, "is_member": !r.Stranger,
	}
}

// mine lists the conversations that the app is a member of, of the kinds asked for.
func (h *Handler) mine(c Call) answer {
	types := c.Form.Get("types")
	if types == "" {
		types = "public_channel"
	}
	kinds := strings.Split(types, ",")
	families := map[string]string{"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}
	for _, k := range kinds {
		if a := h.lacks(families[k]); a != nil {
			return a
		}
	}
	list := []answer{}
	for _, r := range h.rooms {
		if !r.Stranger && slices.Contains(kinds, r.kind()) {
			list = append(list, r.described())
		}
	}
	return answer{"ok": true, "channels": list}
}

func (r *room) kind() string {
	switch {
	case r.isIM():
		return "im"
	case r.Private:
		return "private_channel"
	}
	return "public_channel"
}

func (u User) described() answer {
	return answer{
		"id": u.ID, "team_id": "T0000TEAM", "name": u.Name, "real_name": u.RealName, "tz": u.TZ, "deleted": u.Deleted, "is_bot": u.Bot,
		"is_restricted": u.Guest, "is_stranger": u.Stranger, "profile": answer{"real_name": u.RealName, "display_name": u.Name},
	}
}

func (h *Handler) user(c Call) answer {
	i := slices.IndexFunc(h.opts.Users, func(u User) bool { return u.ID == c.Form.Get("user") })
	if i < 0 {
		return refusal("user_not_found")
	}
	return answer{"ok": true, "user": h.opts.Users[i].described()}
}

func (h *Handler) users(Call) answer {
	list := []answer{}
	for _, u := range h.opts.Users {
		list = append(list, u.described())
	}
	return answer{"ok": true, "members": list}
}

func (h *Handler) groups(Call) answer {
	if h.opts.PlanUpgrade {
		return refusal("plan_upgrade_required")
	}
	list := []answer{}
	for _, g := range h.opts.Groups {
		list = append(list, answer{"id": g.ID, "handle": g.Handle, "name": g.Name, "users": g.Users, "is_usergroup": true})
	}
	return answer{"ok": true, "usergroups": list}
}

func (h *Handler) groupUsers(c Call) answer {
	i := slices.IndexFunc(h.opts.Groups, func(g Group) bool { return g.ID == c.Form.Get("usergroup") })
	if i < 0 {
		return refusal("no_such_subteam")
	}
	return answer{"ok": true, "users": h.opts.Groups[i].Users}
}

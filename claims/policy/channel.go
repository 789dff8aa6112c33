package policy

import (
	"slices"

	"claimwatch/claims"
)

// Channel returns where a claim's desk reads of it: its route's channel, the default one, or the
// terminal. Confidential claims are read of nowhere: "".
func (r *Rules) Channel(c claims.Claim) string {
	if c.Confidential {
		return ""
	}
	if r.s.Terminal {
		return claims.Terminal
	}
	_, _, channel := r.serving(&c)
	return channel
}

// Channels lists every channel that the rules can lead to, the default one first. Without Slack
// it is the terminal alone.
func (r *Rules) Channels() []string {
	if r.s.Terminal {
		return []string{claims.Terminal}
	}
	list := []string{r.s.Channel}
	add := func(channel string) {
		if channel != "" && !slices.Contains(list, channel) {
			list = append(list, channel)
		}
	}
	for _, t := range r.routes {
		add(t.channel)
	}
	for _, p := range r.policies {
		if p.escalate != nil {
			add(p.escalate.Channel)
		}
	}
	return list
}

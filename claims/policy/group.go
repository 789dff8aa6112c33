package policy

import (
	"cmp"
	"slices"
	"time"

	"claimwatch/claims"
)

// Group orders what was decided at one check, by reason, slot and claim, and says how each is
// shown; counts are the messages that each channel got on its day of now. More than Bundle for a
// channel are one message. What is above DailyCap goes into the next digest, escalations
// excepted. Terminal and direct messages have neither. The notices passed in stay as they are.
func (r *Rules) Group(decided []claims.Notice, counts map[string]int, now time.Time) []claims.Notice {
	grouped := InOrder(decided)
	_, digest := r.DigestAt(now.Add(-time.Nanosecond))
	left := make(map[string]*room)
	for _, n := range grouped {
		if left[n.Channel] == nil {
			left[n.Channel] = &room{posts: noCap}
			if r.s.DailyCap > 0 && digest {
				left[n.Channel].posts = max(0, r.s.DailyCap-counts[n.Channel])
			}
		}
		left[n.Channel].add(n)
	}
	for i := range grouped {
		n := &grouped[i]
		n.State, n.Form = claims.NoticePending, claims.FormCard
		if !direct(*n) {
			n.Form = left[n.Channel].form(n.Reason == claims.ReasonEscalated, r.s.Bundle)
		}
	}
	return grouped
}

// InOrder returns reminders in the order in which they are said: by reason, slot and claim.
func InOrder(list []claims.Notice) []claims.Notice {
	ordered := slices.Clone(list)
	slices.SortFunc(ordered, byUrgency)
	return ordered
}

func byUrgency(a, b claims.Notice) int {
	return cmp.Or(cmp.Compare(rank(a.Reason), rank(b.Reason)), a.SlotAt.Compare(b.SlotAt), cmp.Compare(a.ClaimID, b.ClaimID))
}

func rank(why claims.Reason) int {
	for i := range reasons {
		if reasons[i].reason == why {
			return i
		}
	}
	return len(reasons)
}

// direct reports whether a notice goes to people rather than to a channel, or to the terminal.
func direct(n claims.Notice) bool { return n.Confidential || n.Channel == claims.Terminal }

const noCap = int(^uint(0) >> 1)

// room is what a channel can take at one check.
type room struct {
	posts     int // until the cap
	all       int
	escalated int
}

func (m *room) add(n claims.Notice) {
	m.all++
	if n.Reason == claims.ReasonEscalated {
		m.escalated++
	}
}

// form says how the channel's next notice, in order, is shown.
func (m *room) form(escalated bool, bundle int) claims.Form {
	many := func(n int) bool { return bundle > 0 && n > bundle }
	switch {
	case many(m.all) && m.posts > 0, escalated && many(m.escalated):
		return claims.FormBundle
	case many(m.all) && !escalated:
		return claims.FormDigest
	case m.posts == 0 && !escalated:
		return claims.FormDigest
	}
	m.posts = max(0, m.posts-1)
	return claims.FormCard
}

// Messages counts the messages that grouped notices make at their check, by channel: a bundle is
// one, a line of the digest none.
func Messages(grouped []claims.Notice) map[string]int {
	made := map[string]int{}
	bundled := map[string]bool{}
	for _, n := range grouped {
		switch {
		case n.Form == claims.FormCard:
			made[n.Channel]++
		case n.Form == claims.FormBundle && !bundled[n.Channel]:
			bundled[n.Channel] = true
			made[n.Channel]++
		}
	}
	return made
}

// Holiday reports whether the newsroom's day of t is a holiday.
func (r *Rules) Holiday(t time.Time) bool { return r.home.off.has(r.home.day(t)) }

// digestSearch bounds the search for a digest that is on no holiday.
const digestSearch = 5000

// DigestAt returns the first digest strictly after a moment: the cron line's next run whose day, in
// the newsroom's zone, is no holiday. False: there is none.
func (r *Rules) DigestAt(after time.Time) (time.Time, bool) {
	if r.s.Digest == nil {
		return time.Time{}, false
	}
	for range digestSearch {
		next, ok := r.s.Digest(after)
		if !ok || !next.After(after) {
			return time.Time{}, false
		}
		if !r.Holiday(next) {
			return next, true
		}
		after = next
	}
	return time.Time{}, false
}

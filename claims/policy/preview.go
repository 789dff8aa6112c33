package policy

import (
	"container/heap"
	"slices"
	"time"

	"claimwatch/claims"
)

// Standing is what a preview starts from beside the claims.
type Standing struct {
	Counts  map[string]int  // messages of each channel's day so far
	Waiting []claims.Notice // decided already, and waiting for their channel's next digest
	Missed  bool            // a digest was missed: the next check makes it up
}

// Preview lists every reminder that would be sent from q.From, included, to q.Until, excluded, if
// nobody acts and Slack answers at once, by time. It steps Decide and Group from slot to slot over
// all claims, and only then picks those of q.IDs: cap and bundle are seen. A From after now is
// reached from now; of one before now, what came later is forgotten (see asOf).
func (r *Rules) Preview(all []claims.Claim, q claims.PreviewQuery, now time.Time, s Standing) []claims.Planned {
	q = q.At(now)
	if q.From.Before(now) {
		s = Standing{}
	}
	p := preview{r: r, q: q, days: map[string]channelDay{}}
	start := earlier(now, q.From)
	for channel, n := range s.Counts {
		_, until := r.ChannelDay(channel, start)
		p.days[channel] = channelDay{n, until}
	}
	p.open(all, now, start, s.Waiting)
	if s.Missed {
		p.digest = start
	}
	p.wait(s.Waiting, start)
	for p.step() {
	}
	return p.planned
}

// preview is a simulated run of the daemon.
type preview struct {
	r       *Rules
	q       claims.PreviewQuery
	claims  []claims.Claim
	byID    map[claims.ClaimID]int
	next    []time.Time // of each claim; zero: none before the end
	queue   events
	days    map[string]channelDay
	digest  time.Time // of what waits; zero: nothing does
	waiting []claims.Notice
	planned []claims.Planned
	batch   []int
	notices []claims.Notice
}

type channelDay struct {
	messages int
	until    time.Time
}

// An event is the next reminder of a claim, by its place; stale once next says otherwise.
type event struct {
	at    time.Time
	claim int
}

type events []event

func (e events) Len() int           { return len(e) }
func (e events) Less(i, j int) bool { return e[i].at.Before(e[j].at) }
func (e events) Swap(i, j int)      { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)        { *e = append(*e, x.(event)) }
func (e *events) Pop() any {
	last := (*e)[len(*e)-1]
	*e = (*e)[:len(*e)-1]
	return last
}

// open takes the open claims that have a reminder before the end, or one that waits for its digest.
func (p *preview) open(all []claims.Claim, now, start time.Time, waiting []claims.Notice) {
	waits := make(map[claims.ClaimID]bool, len(waiting))
	for _, n := range waiting {
		waits[n.ClaimID] = true
	}
	for _, c := range all {
		if c.Status != claims.StatusOpen {
			continue
		}
		if start.Before(now) {
			c = p.r.asOf(c, start)
		}
		if s, ok := p.r.Next(c, start); ok && s.At.Before(p.q.Until) {
			p.queue = append(p.queue, event{s.At, len(p.claims)})
			p.claims, p.next = append(p.claims, c), append(p.next, s.At)
		} else if waits[c.ID] {
			p.claims, p.next = append(p.claims, c), append(p.next, time.Time{})
		}
	}
	heap.Init(&p.queue)
}

// wait takes what waits for the next digest already, of claims that are still there.
func (p *preview) wait(decided []claims.Notice, start time.Time) {
	for _, n := range decided {
		if p.place(n.ClaimID) >= 0 {
			p.await(n, start)
		}
	}
}

func (p *preview) place(id claims.ClaimID) int {
	if p.byID == nil {
		p.byID = make(map[claims.ClaimID]int, len(p.claims))
		for i := range p.claims {
			p.byID[p.claims[i].ID] = i
		}
	}
	if i, ok := p.byID[id]; ok {
		return i
	}
	return -1
}

func (p *preview) await(n claims.Notice, at time.Time) {
	if p.digest.IsZero() {
		next, ok := p.r.DigestAt(at.Add(-time.Nanosecond))
		if !ok { // it was turned off: the daemon posts what waits at once
			next = at
		}
		p.digest = next
	}
	p.waiting = append(p.waiting, n)
}

// step runs the next check, and the digest after it if that is due as well. False: the end.
func (p *preview) step() bool {
	for len(p.queue) > 0 && !p.next[p.queue[0].claim].Equal(p.queue[0].at) {
		heap.Pop(&p.queue)
	}
	at := p.digest
	if len(p.queue) > 0 && (at.IsZero() || !p.queue[0].at.After(at)) {
		at = p.queue[0].at
	}
	if at.IsZero() || !at.Before(p.q.Until) {
		return false
	}
	p.check(at)
	if p.digest.Equal(at) {
		p.post(at)
	}
	return true
}

// check decides what is due, as the daemon does.
func (p *preview) check(at time.Time) {
	p.batch, p.notices = p.batch[:0], p.notices[:0]
	for len(p.queue) > 0 && !p.queue[0].at.After(at) {
		e := p.queue[0]
		heap.Pop(&p.queue)
		if !p.next[e.claim].Equal(e.at) {
			continue
		}
		p.next[e.claim] = time.Time{}
		if d, ok := p.r.Decide(p.claims[e.claim], at); ok {
			p.claims[e.claim] = d.Claim
			p.batch, p.notices = append(p.batch, e.claim), append(p.notices, d.Notice)
		}
	}
	if len(p.notices) == 0 {
		return
	}
	for _, n := range p.group(at) {
		p.waiting = slices.DeleteFunc(p.waiting, func(w claims.Notice) bool { return w.ClaimID == n.ClaimID })
		if n.Form == claims.FormDigest {
			p.await(n, at)
		} else {
			p.plan(n, at)
		}
	}
	for _, i := range p.batch {
		p.push(i)
	}
}

// group gives the notices their forms and counts the messages of each channel's day.
func (p *preview) group(at time.Time) []claims.Notice {
	counts := map[string]int{}
	for _, n := range p.notices {
		d := p.days[n.Channel]
		if !at.Before(d.until) {
			_, until := p.r.ChannelDay(n.Channel, at)
			d = channelDay{0, until}
			p.days[n.Channel] = d
		}
		counts[n.Channel] = d.messages
	}
	grouped := p.r.Group(p.notices, counts, at)
	for channel, n := range Messages(grouped) {
		d := p.days[channel]
		d.messages += n
		p.days[channel] = d
	}
	return grouped
}

// push queues a claim's next reminder. That it was posted at once says no more than that it was
// decided then, so NextReminderAt stands.
func (p *preview) push(i int) {
	at := p.claims[i].NextReminderAt
	if at.IsZero() || !at.Before(p.q.Until) {
		return
	}
	p.next[i] = at
	heap.Push(&p.queue, event{at, i})
}

// post sends the digest: it is the reminder of all that waits for it. A claim that is snoozed or
// confidential meanwhile is left out.
func (p *preview) post(at time.Time) {
	for _, n := range p.waiting {
		i := p.place(n.ClaimID)
		if i >= 0 && (p.claims[i].Confidential || p.claims[i].SnoozedUntil.After(at)) {
			continue
		}
		n.Form = claims.FormDigest
		p.plan(n, at)
		if i >= 0 {
			p.claims[i] = p.r.Delivered(p.claims[i], n.SlotAt, at)
			p.next[i] = time.Time{}
			p.push(i)
		}
	}
	p.waiting, p.digest = p.waiting[:0], time.Time{}
}

func (p *preview) plan(n claims.Notice, at time.Time) {
	if at.Before(p.q.From) || (len(p.q.IDs) > 0 && !slices.Contains(p.q.IDs, n.ClaimID)) {
		return
	}
	mention := n.Mention
	if i := p.place(n.ClaimID); mention == "" && i >= 0 {
		mention = p.r.Direct(p.claims[i].Owner)
	}
	p.planned = append(p.planned, claims.Planned{
		ClaimID: n.ClaimID, At: at, Reason: n.Reason, Ordinal: n.Ordinal, Channel: n.Channel, Mention: mention, As: n.Form,
	})
}

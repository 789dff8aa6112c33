package policy

import (
	"strings"
	"time"

	"claimwatch/claims"
)

// A Slot is the next moment at which a claim will be asked for.
type Slot struct {
	At      time.Time // when the reminder goes out: the slot, or, of a past one, now or the next desk time
	Slot    time.Time // the slot as moved
	Reason  claims.Reason
	Ordinal int
	Channel string // as in claims.Notice; "" when a confidential claim has nobody to go to: it stays due
	Mention string // of an escalation; "" is the owner
	WokenBy claims.ClaimID
}

// A Decision is a reminder that is due, and the claim as it stands once it is decided. The claim
// has its next reminder in NextReminderAt, one revision more, and no snooze any longer.
type Decision struct {
	Notice claims.Notice
	Claim  claims.Claim
}

// stuckLook is how long a due claim that has nobody to go to is left alone before the next look.
const stuckLook = 5 * time.Minute

// Next returns the next reminder if nobody acts. False: there is none, because the claim is not
// open, or waits for another one and has no date that would wake it.
func (r *Rules) Next(c claims.Claim, now time.Time) (Slot, bool) {
	l, ok := r.look(&c, now)
	if !ok {
		return Slot{}, false
	}
	p, ok := l.plan(time.Time{})
	if !ok {
		return Slot{}, false
	}
	at := p.at
	if at.Before(now) {
		at = l.z.next(now)
		p, _ = l.found(p, at)
	}
	s := Slot{At: at, Slot: p.at, Reason: p.kinds.reason(), Ordinal: l.pace.Ordinal + 1, WokenBy: l.naming()}
	s.Channel, s.Mention = r.destination(&c, &l, s.Reason)
	return s, true
}

// NextLook returns when the claim must be looked at again. Zero: not until something changes.
func (r *Rules) NextLook(c claims.Claim, now time.Time) time.Time {
	s, ok := r.Next(c, now)
	switch {
	case !ok:
		return time.Time{}
	case s.Channel == "" && !s.At.After(now):
		return now.Add(stuckLook)
	}
	return s.At
}

// Decide returns the reminder that is due at a check. False: none is, or it is outside desk
// hours, or there is nobody that it may go to. Its notice lacks ID, Form and State; Group adds
// the form. What else was due with it meets it; a slot found late is counted from now.
func (r *Rules) Decide(c claims.Claim, now time.Time) (Decision, bool) {
	l, ok := r.look(&c, now)
	if !ok {
		return Decision{}, false
	}
	p, ok := l.plan(time.Time{})
	if !ok || p.at.After(now) || !l.z.open(now) {
		return Decision{}, false
	}
	p, then := l.found(p, now)
	channel, mention := r.destination(&c, &l, p.kinds.reason())
	if channel == "" {
		return Decision{}, false
	}
	n := claims.Notice{
		ClaimID: c.ID, Ordinal: l.pace.Ordinal + 1, Reason: p.kinds.reason(), SlotAt: p.at, DecidedAt: now,
		Channel: channel, Mention: mention, WokenBy: l.naming(), Confidential: c.Confidential,
	}
	return Decision{Notice: n, Claim: then.decided(c)}, true
}

// found returns the plan of a slot that a check finds, and the look at the claim after it. A slot
// is late more than five minutes after it, or once the slot after it has come as well: then all
// that has come meets it, and counting goes on from now.
func (l *look) found(p plan, now time.Time) (plan, look) {
	if now.Sub(p.at) <= tolerance {
		then := l.asked(p, p.at, now)
		if next, ok := then.plan(time.Time{}); !ok || next.at.After(now) {
			return p, then
		}
	}
	p, _ = l.plan(now)
	return p, l.asked(p, now, now)
}

// decided returns the claim as its reminder leaves it.
func (l *look) decided(c claims.Claim) claims.Claim {
	c.Pace, c.SnoozedUntil, c.NextReminderAt = l.pace, time.Time{}, time.Time{}
	if next, ok := l.plan(time.Time{}); ok {
		c.NextReminderAt = next.at
	}
	c.Revision++
	return c
}

// asked returns the look at the claim once its reminder is counted at a moment. The end of the
// other claim is told once, also when the claim had woken by itself before.
func (l *look) asked(p plan, counted, now time.Time) look {
	then := *l
	if !l.woken() {
		then.pace.WokenBy = 0
	}
	then.snoozed, then.awake = time.Time{}, time.Time{}
	asked(&then.pace, p, counted, now)
	return then
}

// naming returns the claim whose end the next reminder tells.
func (l *look) naming() claims.ClaimID {
	if !l.pace.WokenAt.IsZero() {
		return l.pace.WokenBy
	}
	return 0
}

// destination returns where a reminder goes and whom it mentions. A confidential one never goes
// to a channel: to its owner, else to each of the editors, whose ids are joined by commas.
func (r *Rules) destination(c *claims.Claim, l *look, why claims.Reason) (channel, mention string) {
	channel = l.channel
	if why == claims.ReasonEscalated {
		mention = l.p.escalate.Mention
		if l.p.escalate.Channel != "" {
			channel = l.p.escalate.Channel
		}
	}
	switch {
	case r.s.Terminal:
		channel = claims.Terminal
	case c.Confidential:
		if channel = r.Direct(c.Owner); channel == "" {
			channel = r.editors
		}
	}
	return channel, mention
}

// Direct returns the Slack id of an owner, "" when there is none or it is not known.
func (r *Rules) Direct(owner string) string {
	if owner == "" || r.s.DirectTo == nil {
		return ""
	}
	return r.s.DirectTo(owner)
}

// joinIDs is the form in which a notice names several users.
func joinIDs(ids []string) string { return strings.Join(ids, ",") }

// Delivered returns the claim once Slack, or the terminal, has taken the reminder of a slot: a
// notice's SlotAt. That of a slot before the last one is counted as sent and moves nothing.
func (r *Rules) Delivered(c claims.Claim, slot, postedAt time.Time) claims.Claim {
	c.RemindersSent++
	c.LastRemindedAt = later(c.LastRemindedAt, postedAt)
	c.Revision++
	if c.Pace.LastSlot.Equal(slot) {
		c.Pace.LastPostedAt = postedAt
	}
	c.NextReminderAt = time.Time{}
	if s, ok := r.Next(c, postedAt); ok {
		c.NextReminderAt = s.At
	}
	return c
}

// Rewound returns the claim with what its pace places after now brought back to now; false: there
// was nothing. It is for all open claims after the machine's clock was set back. Next, Decide and
// Preview read a claim as if it were rewound.
func (r *Rules) Rewound(c claims.Claim, now time.Time) (claims.Claim, bool) {
	if !rewind(&c.Pace, now) {
		return c, false
	}
	c.Revision++
	return c, true
}

package claims

import "time"

// Pace is what the schedule remembers of a claim beside its due date: facts only, so that a
// change of the rules takes effect at once. Package policy reads it; the acts and the decisions
// write it, through the methods below. Zero values mean that it has not happened yet.
type Pace struct {
	OpenedAt     time.Time `json:"opened_at,omitzero"`      // added, accepted, reopened, or given a new due date
	CountedFrom  time.Time `json:"counted_from,omitzero"`   // the last counted slot as moved, or where counting began
	Step         int       `json:"step,omitempty"`          // counted reminders since the interval began or was set back
	SettledTo    time.Time `json:"settled_to,omitzero"`     // every slot up to here is asked for, or is not made up
	CheckedAt    time.Time `json:"checked_at,omitzero"`     // the last check since CountedFrom
	ChangedAt    time.Time `json:"changed_at,omitzero"`     // the first edit, sighting or lead since CountedFrom
	SnoozedAt    time.Time `json:"snoozed_at,omitzero"`     // when the snooze that runs or has just ended was set
	WokenAt      time.Time `json:"woken_at,omitzero"`       // when the claim it waited for was resolved
	WokenBy      ClaimID   `json:"woken_by,omitempty"`      // that claim
	LastSlot     time.Time `json:"last_slot,omitzero"`      // of the last reminder
	LastPostedAt time.Time `json:"last_posted_at,omitzero"` // when the last reminder was taken by Slack
	Ordinal      int       `json:"ordinal,omitempty"`       // decisions so far; never starts over
	Unanswered   int       `json:"unanswered,omitempty"`    // reminders in a row that nobody answered, escalations left out
	GapWaived    bool      `json:"gap_waived,omitempty"`    // the next reminder may come inside the gap
}

// opened restarts counting at at.
func (p Pace) opened(at time.Time) Pace {
	return Pace{OpenedAt: at, CountedFrom: at, SettledTo: at, LastSlot: p.LastSlot, LastPostedAt: p.LastPostedAt, Ordinal: p.Ordinal}
}

// dueChanged restarts counting after an editor's change of the due date.
func (p Pace) dueChanged(at time.Time) Pace {
	p = p.opened(at)
	p.GapWaived = true
	return p
}

// answered notes that a person acted.
func (p Pace) answered() Pace {
	p.Unanswered = 0
	return p
}

// checked notes that an editor looked and there is nothing new.
func (p Pace) checked(at time.Time) Pace {
	p.CheckedAt = at
	return p.answered()
}

// changed notes an edit, a sighting or a lead: the interval is set back.
func (p Pace) changed(at time.Time) Pace {
	if p.ChangedAt.IsZero() {
		p.ChangedAt = at
	}
	return p
}

// snoozed notes a snooze; its end is the claim's SnoozedUntil.
func (p Pace) snoozed(at time.Time) Pace {
	p.SnoozedAt = at
	return p.answered()
}

// woken notes that the claim it waited for has ended.
func (p Pace) woken(by ClaimID, at time.Time) Pace {
	p.WokenAt, p.WokenBy = at, by
	return p
}

// waiting notes that the claim waits for another one from now on, or for none any more: what it
// slept through is not made up.
func (p Pace) waiting(does bool, at time.Time) Pace {
	p.WokenAt, p.WokenBy = time.Time{}, 0
	if !does {
		p.CountedFrom, p.SettledTo = at, at
	}
	return p
}

// Woken returns the claim as it stands when the claim it waited for has ended.
func (c Claim) Woken(by ClaimID, at time.Time) Claim {
	c.Pace = c.Pace.woken(by, at)
	c.Revision++
	return c
}

// Sighted returns the change that a new sighting or lead makes: the interval is set back.
func (c Claim) Sighted(action Action, d Detail, m Moment) Change {
	next := c
	next.Pace = c.Pace.changed(m.At)
	return change(c, next, m, action, d)
}

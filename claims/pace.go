package claims

import "time"

// Pace is what the schedule remembers of a claim beside its due date: facts only, so that a
// change of the rules takes effect at once. Package policy reads it; the acts and the decisions
// write it, through the methods below. Zero values mean that it has not happened yet.
type Pace struct {
	OpenedAt      time.Time `json:"opened_at,omitzero"`       // added, accepted, reopened, or given a new due date
	OpenSince     time.Time `json:"open_since,omitzero"`      // the same without new due dates: what "open for 12 days" counts from
	OpenedOrdinal int       `json:"opened_ordinal,omitempty"` // Ordinal at OpenedAt
	WaitsFrom     time.Time `json:"waits_from,omitzero"`      // when an editor made it wait, if that was after OpenedAt
	WokenAt       time.Time `json:"woken_at,omitzero"`        // when the claim it waited for ended; zero while it waits
	WokenBy       ClaimID   `json:"woken_by,omitempty"`       // that claim, until a reminder has named it

	Series      Reason    `json:"series,omitempty"`      // overdue once the claim was asked for as such; what is counted before is periodic
	CountedFrom time.Time `json:"counted_from,omitzero"` // the last counted slot as moved, or where counting began
	Step        int       `json:"step,omitempty"`        // intervals run since counting began or the interval was set back
	CheckedAt   time.Time `json:"checked_at,omitzero"`   // the last check since OpenedAt
	ChangedAt   time.Time `json:"changed_at,omitzero"`   // the first edit, sighting or lead since CountedFrom
	SnoozedAt   time.Time `json:"snoozed_at,omitzero"`   // when the snooze that runs was set

	SettledTo     time.Time `json:"settled_to,omitzero"`      // ahead and due slots up to here are asked for, or are not made up
	LastSlot      time.Time `json:"last_slot,omitzero"`       // of the last reminder, as moved
	LastDecidedAt time.Time `json:"last_decided_at,omitzero"` // by the check that found LastSlot
	LastPostedAt  time.Time `json:"last_posted_at,omitzero"`  // when the reminder of LastSlot was taken; zero until then
	Ordinal       int       `json:"ordinal,omitempty"`        // decisions so far; never starts over
	Unanswered    int       `json:"unanswered,omitempty"`     // reminders in a row that nobody answered, since the last escalation
	GapWaived     bool      `json:"gap_waived,omitempty"`     // the next reminder may come inside the gap
}

// opened restarts counting at at. A claim that has woken stays awake, and the wake is not made up.
func (p Pace) opened(at time.Time) Pace {
	return Pace{
		OpenedAt: at, OpenSince: at, OpenedOrdinal: p.Ordinal, WokenAt: p.WokenAt, CountedFrom: at,
		LastSlot: p.LastSlot, LastDecidedAt: p.LastDecidedAt, LastPostedAt: p.LastPostedAt, Ordinal: p.Ordinal,
	}
}

// dueChanged restarts counting after an editor's change of the due date. A snooze goes on.
func (p Pace) dueChanged(at time.Time) Pace {
	next := p.opened(at)
	next.OpenSince, next.SnoozedAt, next.GapWaived = p.OpenSince, p.SnoozedAt, true
	return next
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

// woken notes that the claim it waited for has ended. Only the first end wakes.
func (p Pace) woken(by ClaimID, at time.Time) Pace {
	if p.WokenAt.IsZero() {
		p.WokenAt, p.WokenBy = at, by
	}
	return p
}

// waiting notes that the claim waits for another one from now on, or for none any more: what it
// slept through is not made up, and counting starts again.
func (p Pace) waiting(does bool, at time.Time) Pace {
	p.WaitsFrom, p.WokenAt, p.WokenBy = time.Time{}, time.Time{}, 0
	p.CountedFrom, p.Step, p.ChangedAt = at, 0, time.Time{}
	switch {
	case does:
		p.WaitsFrom = at
	case at.After(p.OpenedAt):
		p.SettledTo = at
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

// WaitsFor returns the change when the claim it waited for was a duplicate of another, which it
// waits for now.
func (c Claim) WaitsFor(other ClaimID, m Moment) Change {
	next := c
	next.After = other
	return change(c, next, m, ActionEdited, Detail{Other: c.After})
}

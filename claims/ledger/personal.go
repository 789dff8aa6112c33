package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"claimwatch/claims"
)

// PostPersonal queues the digest of everybody whose own hour has come at now and who has something
// to be told, and returns how many it was. One that was missed is made up once, but not on a
// holiday. They are no reminders: nothing is counted by them.
func (l *Ledger) PostPersonal(ctx context.Context, now time.Time) (int, error) {
	list, err := l.books.Subscribers(ctx)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	var open []claims.Claim
	var faults []error
	posted := 0
	for _, s := range list {
		zone := l.zoneOf(s)
		slot, ok := l.rules.PersonalAt(s.Hours, zone, s.Since)
		if !ok || slot.After(now) {
			continue
		}
		if open == nil {
			if open, err = l.books.List(ctx, claims.Filter{Status: []claims.Status{claims.StatusOpen}}); err != nil {
				return posted, fmt.Errorf("list what is told to people: %w", err)
			}
		}
		told := claims.DayOf(s.Since.In(zone))
		for l.rules.HolidayOn(told) { // nobody was told anything then
			told--
		}
		n, err := l.tell(ctx, s, slot, l.own(s, open, now.In(zone), told))
		posted += n
		faults = append(faults, err)
		if err == nil {
			faults = append(faults, l.books.Told(ctx, s, now))
		}
	}
	return posted, errors.Join(faults...)
}

// zoneOf is the zone of somebody's profile, else the newsroom's.
func (l *Ledger) zoneOf(s claims.Subscriber) *time.Location {
	if s.Zone == "" {
		return l.zone
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return l.zone
	}
	return zone
}

// tell queues somebody's digest. The slot is its key: queued again after a crash, it is still sent
// once.
func (l *Ledger) tell(ctx context.Context, s claims.Subscriber, slot time.Time, d claims.Digest) (int, error) {
	if d.Empty() || l.rules.HolidayOn(claims.DayOf(d.At)) {
		return 0, nil
	}
	d.At = slot
	if err := l.books.QueueDigest(ctx, d); err != nil {
		return 0, fmt.Errorf("queue the digest of %s: %w", s.SlackID, err)
	}
	return 1, nil
}

// own compiles what is somebody's among open claims: overdue, due today or this week, or back from a
// snooze today, confidential ones included. Days are those of now's zone; told is that of their last digest.
func (l *Ledger) own(s claims.Subscriber, open []claims.Claim, now time.Time, told claims.Day) claims.Digest {
	d := claims.Digest{Channel: s.SlackID, At: now}
	for _, c := range open {
		if c.Owner == s.SlackID || (c.Owner != "" && l.rules.Direct(c.Owner) == s.SlackID) {
			since := told
			if c.CreatedAt.After(s.Since) { // no digest could tell of it
				since = c.Due.Start - 1
			}
			dated(&d, c, now, since)
		}
	}
	return d
}

// dated puts an open claim into the list of a digest that its date or snooze belongs to, and reports
// whether there is one. A span counts when it begins and in the week of its end, not on each day between; one that
// has begun, or whose claim is back from a snooze, since told, the day of the last digest, counts as beginning
// today. Snoozed claims are in none until their day.
func dated(d *claims.Digest, c claims.Claim, now time.Time, told claims.Day) bool {
	today := claims.DayOf(now)
	told = min(told, today-1)
	begins := c.Due.Start
	if !c.SnoozedUntil.IsZero() && !c.SnoozedUntil.After(now) {
		begins = max(begins, claims.DayOf(c.SnoozedUntil.In(now.Location())))
	}
	sunday := today + claims.Day((7-int(today.Weekday()))%7)
	switch {
	case c.SnoozedUntil.After(now) && claims.DayOf(c.SnoozedUntil.In(now.Location())) == today:
		d.Woken = append(d.Woken, c)
	case c.SnoozedUntil.After(now):
	case c.Due.Known() && c.Due.End < today:
		d.Overdue = append(d.Overdue, c)
	case c.Due.Known() && (told < begins && begins <= today || c.Due.End == today):
		d.DueToday = append(d.DueToday, c)
	case c.Due.Known() && (today < c.Due.Start && c.Due.Start <= sunday || c.Due.End <= sunday):
		d.DueWeek = append(d.DueWeek, c)
	default:
		return false
	}
	return true
}

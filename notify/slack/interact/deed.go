package interact

import (
	"context"
	"errors"
	"fmt"
	"time"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"

	"github.com/slack-go/slack"
)

// A deed is one event by somebody who may act.
type deed struct {
	*Service
	Event
	env claims.Envelope
	who actor
}

func (d *deed) run(ctx context.Context) error {
	switch d.What {
	case Click:
		return d.click(ctx)
	case Submit:
		return d.submit(ctx)
	case Slash:
		return d.slash(ctx)
	case Shortcut:
		return d.shortcut(ctx)
	case Home:
		return d.home(ctx)
	}
	return nil
}

// told turns what may go wrong between people and rules into a sentence for whoever acted; what is
// left are faults.
func (d deed) told(ctx context.Context, err error) error {
	var refused *claims.RefusedError
	var invalid *claims.InvalidError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, claims.ErrConflict):
		return d.stale(ctx)
	case errors.Is(err, claims.ErrNotFound):
		d.say(ctx, d.Event, "There is no such claim.")
	case errors.As(err, &refused):
		d.say(ctx, d.Event, sentence(refused.Error()))
	case errors.As(err, &invalid):
		d.say(ctx, d.Event, sentence(invalid.Problem))
	case errors.Is(err, errLate), expired(err):
		d.say(ctx, d.Event, "That took too long for Slack to open a form. Click again.")
	default:
		return err
	}
	return nil
}

// errLate says that a form can no longer be opened.
var errLate = errors.New("the trigger is too old")

func expired(err error) bool {
	c := code(err)
	return c == "expired_trigger_id" || c == "trigger_expired" || c == "exchanged_trigger_id" || c == "trigger_exchanged" || c == "invalid_trigger_id"
}

// stale redraws what was clicked and tells the clicker how the claim stands.
func (d deed) stale(ctx context.Context) error {
	c, err := d.Service.claim(ctx, d.who, d.target())
	if err != nil {
		return d.told(ctx, err)
	}
	if err := d.cfg.Desk.Redraw(ctx, c.ID); err != nil {
		return err
	}
	d.cfg.Wake()
	d.refresh(ctx, c)
	if c.Confidential {
		d.say(ctx, d.Event, fmt.Sprintf("Nothing was changed. #%d has changed since that button was drawn.", c.ID))
		return nil
	}
	d.show(ctx, d.Event, blocks.Stale(d.style(), c))
	return nil
}

// target is the claim that the event is about.
func (d deed) target() claims.ClaimID {
	if d.Value.Claim != 0 {
		return d.Value.Claim
	}
	return d.Origin.Claim
}

func (d deed) style() blocks.Style {
	return blocks.Style{Now: d.cfg.Now(), Zone: d.who.zone, UserID: d.people.id, Buttons: true}
}

// claim returns a claim that somebody may see; to others it is claims.ErrNotFound.
func (s *Service) claim(ctx context.Context, a actor, id claims.ClaimID) (claims.Claim, error) {
	c, err := s.cfg.Reader.Claim(ctx, id)
	if err == nil && !s.people.sees(a, c) {
		return claims.Claim{}, fmt.Errorf("claim %d: %w", id, claims.ErrNotFound)
	}
	return c, err
}

func (s *Service) dossier(ctx context.Context, a actor, id claims.ClaimID) (claims.Dossier, error) {
	if _, err := s.claim(ctx, a, id); err != nil {
		return claims.Dossier{}, err
	}
	return s.cfg.Reader.Dossier(ctx, id)
}

// apply does an act on one claim as the actor saw it, then has everything redrawn that shows it.
// suffix tells acts of one envelope apart.
func (d deed) apply(ctx context.Context, id claims.ClaimID, version int64, act claims.Act, suffix string) (claims.Claim, error) {
	for _, one := range append(named(act), id) {
		if _, err := d.claim(ctx, d.who, one); err != nil {
			return claims.Claim{}, err
		}
	}
	list, err := d.cfg.Desk.Apply(ctx, claims.Command{
		IDs: []claims.ClaimID{id}, By: d.who.Actor, Act: act, Version: version, Key: d.env.ID + suffix,
	})
	if err != nil {
		return claims.Claim{}, err
	}
	d.cfg.Wake()
	return list[0], nil
}

// named lists the other claims that an act names: whoever acts must see them too.
func named(act claims.Act) []claims.ClaimID {
	var id claims.ClaimID
	switch a := act.(type) {
	case claims.Merge:
		id = a.Into
	case claims.Close:
		id = a.Of
	case claims.Edit:
		if a.After != nil {
			id = *a.After
		}
	}
	if id == 0 {
		return nil
	}
	return []claims.ClaimID{id}
}

// change applies an act and redraws what was clicked.
func (d deed) change(ctx context.Context, act claims.Act) error {
	version := d.Value.Version
	if d.Value.Claim == 0 {
		version = d.Origin.Version
	}
	c, err := d.apply(ctx, d.target(), version, act, "")
	if err != nil {
		return err
	}
	d.refresh(ctx, c)
	return nil
}

// refresh redraws the surface that was clicked, where the outbox does not: a triage card, an
// answer that only the clicker sees, a form, App Home.
func (d deed) refresh(ctx context.Context, c claims.Claim) {
	var err error
	switch {
	case d.onTriage():
		err = d.redrawTriage(ctx, c.ReportID)
	case d.Modal && d.What == Click:
		err = d.redrawModal(ctx, c)
	case d.Hidden:
		err = d.redrawAnswer(ctx, c)
	}
	if err != nil {
		d.log.WarnContext(ctx, "what was clicked could not be redrawn", "claim_id", c.ID, "error", scrub(err))
	}
	d.refreshHome(ctx, d.who)
}

func (d deed) redrawModal(ctx context.Context, c claims.Claim) error {
	dossier, err := d.cfg.Reader.Dossier(ctx, c.ID)
	if err != nil {
		return err
	}
	o := d.Origin
	o.Version = c.Version
	return d.talk.updateView(ctx, d.View, blocks.ShowModal(d.style(), o, dossier, true))
}

func (d deed) redrawAnswer(ctx context.Context, c claims.Claim) error {
	dossier, err := d.cfg.Reader.Dossier(ctx, c.ID)
	if err != nil || c.Confidential {
		return err
	}
	return d.talk.redraw(ctx, d.Event, blocks.Show(d.style(), dossier))
}

// open shows a form, if Slack still takes it.
func (d deed) open(ctx context.Context, v slack.ModalViewRequest) error {
	if d.Trigger == "" || d.cfg.Now().Sub(d.env.ReceivedAt) > promptly {
		return errLate
	}
	return d.talk.open(ctx, d.Event, v)
}

// origin is what a form remembers of the event that opened it.
func (d deed) origin(c claims.Claim) blocks.Origin {
	o := blocks.Origin{Claim: c.ID, Version: c.Version, Report: c.ReportID, Channel: d.Channel, TS: d.TS, Triage: d.onTriage()}
	if d.Modal {
		o.Channel, o.TS, o.Triage = d.Origin.Channel, d.Origin.TS, d.Origin.Triage
	}
	return o
}

// today is the calendar day at the desk.
func (s *Service) today() claims.Day { return claims.DayOf(s.cfg.Now().In(s.cfg.Zone)) }

// tomorrow and the like, as snoozes are said.
func (s *Service) snoozeWords(choice string) string {
	switch choice {
	case blocks.SnoozeLater:
		return laterToday
	case blocks.SnoozeTomorrow:
		return "1d"
	case blocks.SnoozeWeek:
		today := s.today()
		ahead := (int(time.Monday) - int(today.UTC().Weekday()) + 7) % 7
		if ahead == 0 {
			ahead = 7
		}
		return (today + claims.Day(ahead)).String()
	}
	return ""
}

// laterToday is how long the shortest snooze of the menu is.
const laterToday = "3h"

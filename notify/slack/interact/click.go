package interact

import (
	"context"
	"time"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"

	"github.com/slack-go/slack"
)

// click does what a button or menu says.
func (d *deed) click(ctx context.Context) error {
	switch d.Action {
	case blocks.ActionHome:
		return d.turn(ctx)
	case blocks.ActionAdd:
		return d.open(ctx, blocks.AddModal(d.style(), blocks.Origin{Channel: d.Channel}, blocks.Prefill{}))
	case blocks.ActionIngest:
		return d.open(ctx, blocks.IngestModal(d.style(), blocks.Origin{Channel: d.Channel}, ""))
	case blocks.ActionDigest:
		return d.askDigest(ctx)
	case blocks.ActionTrackAll, blocks.ActionDismissRest:
		return d.decideRest(ctx)
	case blocks.ActionUndo:
		return d.undo(ctx)
	case blocks.ActionReview:
		return d.review(ctx)
	case actionOutcome:
		return d.chosen(ctx)
	}
	if d.Value.Claim == 0 {
		return nil
	}
	d.unfold()
	if act, ok := d.direct(); ok {
		return d.change(ctx, act)
	}
	return d.ask(ctx)
}

// chosen redraws the form of resolving for the outcome that was chosen.
func (d *deed) chosen(ctx context.Context) error {
	c, err := d.claim(ctx, d.who, d.Origin.Claim)
	if err != nil {
		return err
	}
	o := d.Origin
	v := blocks.ResolveChosen(d.style(), o, c, claims.Outcome(d.Form[blocks.FieldOutcome]))
	v.PrivateMetadata = o.String() // the version that the form was opened for stays
	return d.talk.updateView(ctx, d.View, v)
}

// unfolded says which button a line of an overflow menu stands for.
var unfolded = map[string]blocks.Action{
	blocks.MoreResolve: blocks.ActionResolve, blocks.MoreCheck: blocks.ActionCheck, blocks.MoreDue: blocks.ActionDue,
	blocks.MoreTomorrow: blocks.ActionSnooze, blocks.MoreShow: blocks.ActionShow,
}

// unfold turns the choice of an overflow menu into the button that it stands for.
func (d *deed) unfold() {
	if a, ok := unfolded[d.Value.Choice]; ok && d.Action == blocks.ActionMore {
		d.Action = a
	}
}

// direct returns the act of a click that needs no form.
func (d deed) direct() (claims.Act, bool) {
	switch d.Action {
	case blocks.ActionCheck:
		return claims.Check{}, true
	case blocks.ActionTake:
		return claims.Assign{To: d.who.Name}, true
	case blocks.ActionReopen:
		return claims.Reopen{}, true
	case blocks.ActionWake:
		return claims.Snooze{Until: d.cfg.Now().Add(atWaking)}, true
	case blocks.ActionTrack:
		return claims.Accept{}, true
	case blocks.ActionDismiss:
		return claims.Dismiss{}, true
	case blocks.ActionMore:
		if d.Value.Choice == blocks.MoreDismiss {
			return claims.Dismiss{}, true
		}
	}
	return nil, false
}

// atWaking is how soon a snooze ends that is to end now: an end that is past is refused.
const atWaking = 5 * time.Second

// ask opens the form that a click asks for. A form is never opened for an old version.
func (d deed) ask(ctx context.Context) error {
	c, err := d.claim(ctx, d.who, d.Value.Claim)
	if err != nil {
		return err
	}
	if d.Value.Version != 0 && d.Value.Version != c.Version && !d.reads() {
		return claims.ErrConflict
	}
	if d.Action == blocks.ActionSnooze && d.Value.Choice != blocks.SnoozeDate {
		return d.snooze(ctx, d.snoozeWords(d.Value.Choice))
	}
	v, err := d.form(ctx, c)
	if err != nil || v.Type == "" {
		return err
	}
	return d.open(ctx, v)
}

// reads reports whether the click only looks.
func (d deed) reads() bool {
	return d.Action == blocks.ActionShow || d.Value.Choice == blocks.MoreHistory || d.Value.Choice == blocks.MoreLeads
}

// form returns the form that a click asks for; without a type there is none.
func (d deed) form(ctx context.Context, c claims.Claim) (slack.ModalViewRequest, error) {
	s, o := d.style(), d.origin(c)
	switch d.Action {
	case blocks.ActionResolve:
		return blocks.ResolveModal(s, o, c), nil
	case blocks.ActionDue:
		return blocks.DueModal(s, o, c), nil
	case blocks.ActionSnooze:
		return blocks.SnoozeModal(s, o, c), nil
	case blocks.ActionAssign:
		return blocks.AssignModal(s, o, c), nil
	case blocks.ActionEditTrack:
		return blocks.EditModal(s, blocks.CallbackTrack, o, c), nil
	case blocks.ActionShow:
		return d.shown(ctx, c, blocks.ShowModal)
	case blocks.ActionMore:
		return d.more(ctx, c)
	}
	return slack.ModalViewRequest{}, nil
}

func (d deed) more(ctx context.Context, c claims.Claim) (slack.ModalViewRequest, error) {
	s, o := d.style(), d.origin(c)
	switch d.Value.Choice {
	case blocks.MoreEdit:
		return blocks.EditModal(s, blocks.CallbackEdit, o, c), nil
	case blocks.MoreMerge:
		return blocks.MergeModal(s, o, c), nil
	case blocks.MoreHistory:
		return d.shown(ctx, c, func(s blocks.Style, o blocks.Origin, x claims.Dossier, _ bool) slack.ModalViewRequest {
			return blocks.HistoryModal(s, o, x)
		})
	case blocks.MoreLeads:
		return d.shown(ctx, c, func(s blocks.Style, o blocks.Origin, x claims.Dossier, _ bool) slack.ModalViewRequest {
			return blocks.LeadsModal(s, o, x)
		})
	}
	return slack.ModalViewRequest{}, nil
}

func (d deed) shown(ctx context.Context, c claims.Claim, draw func(blocks.Style, blocks.Origin, claims.Dossier, bool) slack.ModalViewRequest) (slack.ModalViewRequest, error) {
	dossier, err := d.cfg.Reader.Dossier(ctx, c.ID)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	return draw(d.style(), d.origin(c), dossier, true), nil
}

// snooze silences the claim that was clicked.
func (d deed) snooze(ctx context.Context, words string) error {
	until, err := d.cfg.Language.SnoozeEnd(ctx, d.target(), words)
	if err != nil {
		return err
	}
	return d.change(ctx, claims.Snooze{Until: until})
}

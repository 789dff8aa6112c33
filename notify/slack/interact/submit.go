package interact

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
)

// faults checks a form from the database alone and returns what its acknowledgement says: the
// faults at their fields, or that the claim changed meanwhile. nil: it can be done.
func (s *Service) faults(ctx context.Context, e Event) json.RawMessage {
	if says := s.people.barred(e); says != "" {
		return answer(map[string]any{"response_action": "update", "view": blocks.RefusedModal(e.Origin, says)})
	}
	err := s.checked(ctx, e)
	var at *fault
	var refused *claims.RefusedError
	var invalid *claims.InvalidError
	var changed *changedError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &changed):
		return s.changed(e, changed.now)
	case errors.As(err, &at):
		return fieldErrors(e, at.at, at.says)
	case errors.As(err, &invalid):
		return fieldErrors(e, fieldOf[invalid.Field], sentence(invalid.Problem))
	case errors.As(err, &refused):
		return fieldErrors(e, "", sentence(refused.Problem))
	case errors.Is(err, claims.ErrNotFound):
		return fieldErrors(e, "", "This claim is not there any more.")
	}
	return fieldErrors(e, "", "That could not be checked. Try again in a moment.")
}

// changedError says that a form's claim is not as it was when the form was opened.
type changedError struct{ now claims.Claim }

func (c *changedError) Error() string { return claims.ErrConflict.Error() }

func (c *changedError) Unwrap() error { return claims.ErrConflict }

// checked tries a form without doing anything.
func (s *Service) checked(ctx context.Context, e Event) error {
	switch e.Callback {
	case blocks.CallbackAdd:
		_, err := s.draft(e.Form)
		return err
	case blocks.CallbackIngest:
		_, err := s.report(e.Form)
		return err
	case blocks.CallbackDigest:
		_, err := hours(e.Form)
		return err
	case blocks.CallbackShow:
		return nil
	}
	c, err := s.cfg.Reader.Claim(ctx, e.Origin.Claim)
	if err != nil {
		return err
	}
	if e.Origin.Version != 0 && e.Origin.Version != c.Version {
		return &changedError{c}
	}
	act, err := s.actOf(ctx, e, c)
	if err != nil {
		return err
	}
	_, err = act.Apply(c, claims.Moment{At: s.cfg.Now(), By: claims.Actor{Name: "somebody", Via: claims.ViaSlack}})
	return err
}

// fieldOf says where a fault of a value is shown.
var fieldOf = map[string]blocks.Field{
	"summary": blocks.FieldSummary, "text": blocks.FieldSummary, "quote": blocks.FieldQuote, "kind": blocks.FieldKind, "due": blocks.FieldDue, "tag": blocks.FieldTags,
	"outcome": blocks.FieldOutcome, "evidence": blocks.FieldEvidence, "snooze": blocks.FieldUntil, "note": blocks.FieldNote,
}

// firstField is where a form shows what belongs to none of its fields.
var firstField = map[blocks.Callback]blocks.Field{
	blocks.CallbackResolve: blocks.FieldOutcome, blocks.CallbackEdit: blocks.FieldSummary, blocks.CallbackTrack: blocks.FieldSummary,
	blocks.CallbackDue: blocks.FieldDue, blocks.CallbackAdd: blocks.FieldSummary, blocks.CallbackSnooze: blocks.FieldUntil,
	blocks.CallbackAssign: blocks.FieldOwner, blocks.CallbackMerge: blocks.FieldInto, blocks.CallbackIngest: blocks.FieldText, blocks.CallbackDigest: blocks.FieldClock,
}

// fieldErrors answers a form with a fault at a field that it has.
func fieldErrors(e Event, at blocks.Field, says string) json.RawMessage {
	if !e.Form.has(at) {
		at = firstField[e.Callback]
	}
	return answer(map[string]any{"response_action": "errors", "errors": map[blocks.Field]string{at: says}})
}

// changed answers a form whose claim is not as it was. A confidential one is not shown by it, since
// whoever filled it in is not known yet.
func (s *Service) changed(e Event, c claims.Claim) json.RawMessage {
	if c.Confidential {
		return fieldErrors(e, "", "This claim changed while the form was open. Close it and look again.")
	}
	style := blocks.Style{Now: s.cfg.Now(), Zone: s.cfg.Zone, UserID: s.people.id, Buttons: true}
	o := e.Origin
	o.Version = c.Version
	return answer(map[string]any{"response_action": "update", "view": blocks.ChangedModal(style, o, c)})
}

func answer(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil { // a view of ours can always be written
		return nil
	}
	return b
}

// submit does what a form says. It was checked when it came; who sent it is known only now.
func (d *deed) submit(ctx context.Context) error {
	switch d.Callback {
	case blocks.CallbackAdd:
		return d.add(ctx)
	case blocks.CallbackIngest:
		return d.ingest(ctx)
	case blocks.CallbackAssign:
		return d.assign(ctx)
	case blocks.CallbackDigest:
		return d.chooseDigest(ctx)
	case blocks.CallbackShow:
		return nil
	}
	c, err := d.claim(ctx, d.who, d.Origin.Claim)
	if err != nil {
		return err
	}
	act, err := d.actOf(ctx, d.Event, c)
	if at := (*fault)(nil); errors.As(err, &at) {
		return &claims.InvalidError{Field: string(at.at), Problem: at.says}
	}
	if err != nil {
		return err
	}
	if edit, ok := act.(claims.Edit); ok {
		if act, err = d.withOwner(ctx, edit, c); err != nil {
			return err
		}
	}
	if d.Callback == blocks.CallbackDue && d.Form[blocks.FieldNote] != "" {
		if _, err := d.apply(ctx, c.ID, d.Origin.Version, claims.AddNote{Text: d.Form[blocks.FieldNote]}, "/note"); err != nil {
			return err
		}
	}
	if d.Callback == blocks.CallbackTrack {
		return d.editAndTrack(ctx, act)
	}
	return d.change(ctx, act)
}

// withOwner adds to an edit who was chosen as owner, if that is somebody else than before.
func (d *deed) withOwner(ctx context.Context, edit claims.Edit, c claims.Claim) (claims.Act, error) {
	if !d.Form.has(blocks.FieldOwner) && !d.Form.has(blocks.FieldOwnerName) {
		return edit, nil
	}
	if id := d.Form[blocks.FieldOwner]; id != "" && id == d.people.id(c.Owner) {
		return edit, nil
	}
	owner, err := d.owner(ctx)
	if err == nil && owner != c.Owner {
		edit.Owner = &owner
	}
	return edit, err
}

// editAndTrack edits a candidate, if there is anything to edit, and opens it.
func (d *deed) editAndTrack(ctx context.Context, edit claims.Act) error {
	if _, err := d.apply(ctx, d.Origin.Claim, d.Origin.Version, edit, "/edit"); err != nil {
		return err
	}
	c, err := d.apply(ctx, d.Origin.Claim, 0, claims.Accept{}, "")
	if err != nil {
		return err
	}
	d.refresh(ctx, c)
	return nil
}

// owner returns the name of whoever was chosen; "" is nobody. A name that was written prevails.
func (d *deed) owner(ctx context.Context) (string, error) {
	if name := d.Form[blocks.FieldOwnerName]; name != "" {
		return name, nil
	}
	return d.named(ctx, d.Form[blocks.FieldOwner])
}

// named returns the name that a Slack id goes by; "" of "". Bots and people who left own nothing.
func (d *deed) named(ctx context.Context, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	m, err := d.people.look(ctx, id)
	if err != nil {
		return "", &claims.RefusedError{Problem: "Slack cannot say who that is right now; try again in a minute"}
	}
	if m.outsider || m.gone {
		return "", &claims.RefusedError{Problem: "claims go to full members of this workspace, not to bots, guests or people who left"}
	}
	return m.name, nil
}

func (d *deed) assign(ctx context.Context) error {
	to, err := d.owner(ctx)
	if err != nil {
		return err
	}
	return d.change(ctx, claims.Assign{To: to})
}

// add stores a claim that was written in a form, and says so to whoever wrote it.
func (d *deed) add(ctx context.Context) error {
	draft, err := d.draft(d.Form)
	if err != nil {
		return err
	}
	if draft.Owner, err = d.owner(ctx); err != nil {
		return err
	}
	return d.stored(ctx, draft)
}

func (d *deed) stored(ctx context.Context, draft claims.Draft) error {
	c, err := d.cfg.Desk.AddOnce(ctx, d.env.ID, draft, d.who.Actor)
	if err != nil || c.ID == 0 { // it came before
		return err
	}
	d.refreshHome(ctx, d.who)
	if c.Confidential {
		d.say(ctx, d.Event, fmt.Sprintf("#%d is tracked, confidentially.", c.ID))
		return nil
	}
	dossier, err := d.cfg.Reader.Dossier(ctx, c.ID)
	if err != nil {
		return err
	}
	d.show(ctx, d.Event, blocks.Show(d.style(), dossier))
	return nil
}

// linked reads the report behind the link that is the text of r; what the form said of it goes
// before what it says itself. Only so many are read at a time that clicks find room beside them.
func (d *deed) linked(ctx context.Context, r claims.Report) (claims.Report, error) {
	select {
	case d.links <- struct{}{}:
		defer func() { <-d.links }()
	default:
		return r, &claims.RefusedError{Problem: "other links are being read right now; try again in a moment, or paste the text"}
	}
	got, err := d.cfg.Language.Fetch(ctx, address(r.Text))
	if refused := (*claims.RefusedError)(nil); errors.As(err, &refused) {
		return r, &claims.RefusedError{Problem: "That link could not be read: " + refused.Problem + ". Paste the text of the report instead."}
	}
	if err != nil {
		return r, fmt.Errorf("read a link: %w", err)
	}
	for to, said := range map[*string]string{&got.Title: r.Title, &got.Source: r.Source, &got.Desk: r.Desk} {
		if said != "" {
			*to = said
		}
	}
	if r.Published != 0 {
		got.Published = r.Published
	}
	return got, nil
}

// ingest reads a report that was pasted or linked to, and shows whoever pasted it what it leaves open.
func (d *deed) ingest(ctx context.Context) error {
	r, err := d.report(d.Form)
	if err != nil {
		return err
	}
	if isLink(r.Text) {
		if r, err = d.linked(ctx, r); err != nil {
			return err
		}
	}
	r = d.complete(r)
	if len(r.Text) > claims.MaxReportBytes {
		return &claims.RefusedError{Problem: "the report is too long"}
	}
	in, err := d.cfg.Desk.Ingest(ctx, claims.Intake{Report: r, Items: d.cfg.Language.Items(r), Accept: !d.cfg.Triage}, d.who.Actor)
	if err != nil {
		return err
	}
	d.cfg.Wake()
	if len(in.Claims) == 0 {
		d.say(ctx, d.Event, "That report was read. It leaves nothing open that claimwatch can see.")
		return nil
	}
	card, err := d.triage(ctx, in.Report.ID)
	if err != nil {
		return err
	}
	d.show(ctx, d.Event, blocks.Triage(d.style(), card))
	return nil
}

package interact

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
)

// onTriage reports whether the event came from a triage card.
func (d deed) onTriage() bool {
	return d.Origin.Triage || strings.HasPrefix(string(d.Action), "triage_")
}

// decideRest opens or dismisses all candidates of a report that are left.
func (d deed) decideRest(ctx context.Context) error {
	list, err := d.ofReport(ctx, d.Value.Report)
	if err != nil {
		return err
	}
	var act claims.Act = claims.Accept{}
	if d.Action == blocks.ActionDismissRest {
		act = claims.Dismiss{}
	}
	var ids []claims.ClaimID
	for _, c := range list {
		if c.Status == claims.StatusCandidate {
			ids = append(ids, c.ID)
		}
	}
	return d.decide(ctx, ids, act)
}

// decide does one act on claims of a report, and redraws its card.
func (d deed) decide(ctx context.Context, ids []claims.ClaimID, act claims.Act) error {
	if len(ids) > 0 {
		if _, err := d.cfg.Desk.Apply(ctx, claims.Command{IDs: ids, By: d.who.Actor, Act: act, Key: d.env.ID}); err != nil {
			return err
		}
		d.cfg.Wake()
	}
	d.refresh(ctx, claims.Claim{ReportID: d.Value.Report})
	return nil
}

// undo takes a decision of triage back: of one claim, or of all claims of a report that nobody has
// touched since.
func (d deed) undo(ctx context.Context) error {
	if d.Value.Claim != 0 {
		return d.change(ctx, claims.Reopen{Undo: true})
	}
	list, err := d.ofReport(ctx, d.Value.Report)
	if err != nil {
		return err
	}
	var ids []claims.ClaimID
	for _, c := range list {
		decided, err := d.justDecided(ctx, c)
		if err != nil {
			return err
		}
		if decided {
			ids = append(ids, c.ID)
		}
	}
	return d.decide(ctx, ids, claims.Reopen{Undo: true})
}

// justDecided reports whether the last thing that a person did with a claim was to accept or to
// dismiss it.
func (d deed) justDecided(ctx context.Context, c claims.Claim) (bool, error) {
	if c.Status != claims.StatusOpen && c.Status != claims.StatusDismissed {
		return false, nil
	}
	dossier, err := d.cfg.Reader.Dossier(ctx, c.ID)
	if err != nil {
		return false, err
	}
	for _, e := range slices.Backward(dossier.History) {
		if e.Via != claims.ViaDaemon {
			return e.Action == claims.ActionAccepted || e.Action == claims.ActionDismissed, nil
		}
	}
	return false, nil
}

// ofReport lists the claims of a report that may be shown on a card.
func (s *Service) ofReport(ctx context.Context, id claims.ReportID) ([]claims.Claim, error) {
	if id == 0 {
		return nil, fmt.Errorf("report: %w", claims.ErrNotFound)
	}
	_, list, err := s.cfg.Reader.Report(ctx, id)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(c claims.Claim) bool { return c.Confidential })
	slices.SortStableFunc(list, func(a, b claims.Claim) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return list, nil
}

// redrawTriage redraws the triage card that only the clicker sees. Those of channels are the
// outbox's to redraw.
func (d deed) redrawTriage(ctx context.Context, id claims.ReportID) error {
	if !d.Hidden {
		return nil
	}
	card, err := d.triage(ctx, id)
	if err != nil {
		return err
	}
	card.By = d.who.Name
	return d.talk.redraw(ctx, d.Event, blocks.Triage(d.style(), card))
}

// triage returns a report's candidates with what was decided.
func (s *Service) triage(ctx context.Context, id claims.ReportID) (blocks.TriageCard, error) {
	r, _, err := s.cfg.Reader.Report(ctx, id)
	if err != nil {
		return blocks.TriageCard{}, err
	}
	list, err := s.ofReport(ctx, id)
	if err != nil {
		return blocks.TriageCard{}, err
	}
	card := blocks.TriageCard{
		Report: claims.ReportRef{ID: r.ID, Title: r.Title, Source: r.Source, Published: r.Published}, Claims: list,
		Why: map[claims.ClaimID]string{}, Who: map[claims.ClaimID]string{},
	}
	for _, c := range list {
		dossier, err := s.cfg.Reader.Dossier(ctx, c.ID)
		if err != nil {
			return blocks.TriageCard{}, err
		}
		card.Why[c.ID], card.Who[c.ID] = whyAndWho(dossier.History)
	}
	return card, nil
}

// whyAndWho returns the words that made an item, and who tracked or dismissed it last.
func whyAndWho(history []claims.Entry) (why, who string) {
	for i, e := range history {
		switch {
		case i == 0:
			why = e.Detail.Quote
		case e.Action == claims.ActionAccepted || e.Action == claims.ActionDismissed || e.Action == claims.ActionResolved:
			who = e.Actor
		case e.Action == claims.ActionReopened:
			who = ""
		}
	}
	return why, who
}

// review opens what does not fit on a triage card, or another page of it.
func (d deed) review(ctx context.Context) error {
	card, err := d.triage(ctx, d.Value.Report)
	if err != nil {
		return err
	}
	o := blocks.Origin{Report: d.Value.Report, Channel: d.Channel, TS: d.TS, Triage: true}
	if d.Modal {
		o.Channel, o.TS = d.Origin.Channel, d.Origin.TS
		return d.talk.updateView(ctx, d.View, blocks.ReviewModal(d.style(), o, card, d.Value.Page))
	}
	return d.open(ctx, blocks.ReviewModal(d.style(), o, card, d.Value.Page))
}

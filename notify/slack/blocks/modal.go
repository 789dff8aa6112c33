package blocks

import (
	"fmt"
	"strings"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// modal returns a modal that remembers where it was opened.
func modal(id Callback, o Origin, title, submit string, b ...slack.Block) slack.ModalViewRequest {
	v := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: string(id), PrivateMetadata: o.String(), Title: plainText(title, maxViewTitle), Close: plainText("Cancel", maxViewTitle),
		Blocks: slack.Blocks{BlockSet: b},
	}
	if submit == "" {
		v.Close = plainText("Close", maxViewTitle)
		return v
	}
	v.Submit = plainText(submit, maxViewTitle)
	return v
}

func plainText(s string, limit int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, cut(strip(s), limit), true, false)
}

func input(id Field, label, hint string, optional bool, e slack.BlockElement) slack.Block {
	b := slack.NewInputBlock(string(id), plainText(label, maxInputLabel), nil, e)
	if hint != "" {
		b.Hint = plainText(hint, maxInputLabel)
	}
	b.Optional = optional
	return b
}

func line(id Field, label, hint, value string, optional bool) slack.Block {
	e := slack.NewPlainTextInputBlockElement(nil, Input)
	e.InitialValue = cut(value, maxInitial)
	return input(id, label, hint, optional, e)
}

func lines(id Field, label, hint, value string, optional bool) slack.Block {
	e := slack.NewPlainTextInputBlockElement(nil, Input)
	e.Multiline, e.InitialValue = true, cut(value, maxInitial)
	return input(id, label, hint, optional, e)
}

func choice[S ~string](id Field, label string, options []S, chosen S, optional bool, words func(S) string) slack.Block {
	list := make([]*slack.OptionBlockObject, len(options))
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, Input)
	for i, o := range options {
		list[i] = slack.NewOptionBlockObject(string(o), plainText(words(o), maxButton), nil)
		if o == chosen {
			e.InitialOption = list[i]
		}
	}
	e.Options = list
	return input(id, label, "", optional, e)
}

// head of a modal about a claim: its number and summary.
func about(c claims.Claim) slack.Block {
	return section("", join("\n", "*"+number(c.ID)+"* "+foreign(c.Summary, maxSummary), quote(c.Quote, maxQuote)))
}

// ResolveModal asks how a claim ended. Outcomes are those of its kind.
func ResolveModal(_ Style, o Origin, c claims.Claim) slack.ModalViewRequest {
	return modal(CallbackResolve, o, "Resolve "+number(c.ID), "Resolve", about(c),
		choice(FieldOutcome, c.Kind.Question(), c.Kind.Outcomes(), "", false, func(o claims.Outcome) string { return upper(o.Words()) }),
		line(FieldEvidence, "Evidence", "A link that shows it. A link or a note is needed.", "", true),
		lines(FieldNote, "Note", "", "", true),
		line(FieldOf, "Duplicate of", "Only for a duplicate: the number of the other claim.", "", true),
	)
}

// EditModal changes what a claim says. With CallbackTrack its submission tracks a candidate too.
func EditModal(_ Style, id Callback, o Origin, c claims.Claim) slack.ModalViewRequest {
	title, submit := "Edit "+number(c.ID), "Save"
	if id == CallbackTrack {
		submit = "Track"
	}
	return modal(id, o, title, submit,
		line(FieldSummary, "What there is to check", "", c.Summary, false),
		choice(FieldKind, "Kind", claims.Kinds(), c.Kind, false, func(k claims.Kind) string { return upper(string(k)) }),
		line(FieldDue, "Due", dueHint, c.Due.String(), true),
		lines(FieldQuote, "Quote", "", c.Quote, true),
		line(FieldSource, "Source", "", c.Source, true),
		line(FieldParties, "Who must act or answer", "Parted by semicolons.", strings.Join(c.Parties, "; "), true),
		line(FieldDesk, "Desk", "", c.Desk, true),
		line(FieldTags, "Tags", "Parted by commas.", strings.Join(c.Tags, ", "), true),
	)
}

const dueHint = "A day (2025-05-09), a span (2025-05-09/2025-05-11), or words such as: by the end of May. Empty: no date."

// DueModal asks for a new date.
func DueModal(_ Style, o Origin, c claims.Claim) slack.ModalViewRequest {
	return modal(CallbackDue, o, "New date for "+number(c.ID), "Save", about(c), line(FieldDue, "Due", dueHint, c.Due.String(), true), line(FieldNote, "Why", "", "", true))
}

// SnoozeModal asks until when a claim is to be silent.
func SnoozeModal(_ Style, o Origin, c claims.Claim) slack.ModalViewRequest {
	return modal(CallbackSnooze, o, "Snooze "+number(c.ID), "Snooze", about(c), input(FieldUntil, "Until", "", false, slack.NewDatePickerBlockElement(Input)))
}

// AssignModal asks who follows a claim up. Nobody chosen is no owner.
func AssignModal(s Style, o Origin, c claims.Claim) slack.ModalViewRequest {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, Input)
	if id := s.id(c.Owner); isID(id) {
		e.InitialUser = id
	}
	return modal(CallbackAssign, o, "Assign "+number(c.ID), "Assign", about(c), input(FieldOwner, "Owner", "", true, e))
}

// MergeModal asks which other claim this one is the same as.
func MergeModal(_ Style, o Origin, c claims.Claim) slack.ModalViewRequest {
	return modal(CallbackMerge, o, "Merge "+number(c.ID), "Merge", about(c), line(FieldInto, "Into claim", "Its number. Sightings, evidence and leads move there.", "", false))
}

// AddModal asks for a claim that is added by hand.
func AddModal(_ Style, o Origin, p Prefill) slack.ModalViewRequest {
	owner := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, Input)
	owner.InitialUser = p.OwnerID
	secret := slack.NewCheckboxGroupsBlockElement(Input, slack.NewOptionBlockObject(Yes, plainText("Confidential: never in a channel", maxButton), nil))
	return modal(CallbackAdd, o, "Track a claim", "Track",
		line(FieldSummary, "What there is to check", "", p.Summary, false),
		choice(FieldKind, "Kind", claims.Kinds(), p.Kind, true, func(k claims.Kind) string { return upper(string(k)) }),
		line(FieldDue, "Due", dueHint, p.Due, true),
		lines(FieldQuote, "Quote", "", p.Quote, true),
		line(FieldSource, "Source", "", p.Source, true),
		input(FieldOwner, "Owner", "", true, owner),
		line(FieldDesk, "Desk", "", p.Desk, true),
		input(FieldConfidential, "Confidential", "", true, secret),
	)
}

// IngestModal asks for the text of a report.
func IngestModal(_ Style, o Origin, text string) slack.ModalViewRequest {
	return modal(CallbackIngest, o, "Read a report", "Read",
		line(FieldTitle, "Title", "", "", true), line(FieldSource, "Source", "A name or the address.", "", true),
		input(FieldPublished, "Published", "", true, slack.NewDatePickerBlockElement(Input)), line(FieldDesk, "Desk", "", "", true),
		lines(FieldText, "Text", "", text, false),
	)
}

// HistoryModal shows what happened to a claim, the latest first.
func HistoryModal(s Style, o Origin, d claims.Dossier) slack.ModalViewRequest {
	b := []slack.Block{about(d.Claim)}
	for i := len(d.History) - 1; i >= 0 && len(b) < maxViewRows; i-- {
		e := d.History[i]
		b = append(b, context(join(" · ", s.moment(e.At), foreign(e.Actor, maxName)+" by "+string(e.Via), string(e.Action), foreign(e.Detail.Note, maxNote))))
	}
	return modal(CallbackShow, o, "History of "+number(d.Claim.ID), "", b...)
}

// LeadsModal shows what the watches found.
func LeadsModal(s Style, o Origin, d claims.Dossier) slack.ModalViewRequest {
	b := []slack.Block{about(d.Claim)}
	for i := len(d.Leads) - 1; i >= 0 && len(b) < maxViewRows; i-- {
		l := d.Leads[i]
		b = append(b, section("", join("\n", link(l.URL, foreign(l.Title, maxTitle)), quote(l.Quote, maxQuote), foreign(l.Reason, maxWords)+" · "+s.moment(l.FoundAt))))
	}
	if len(d.Leads) == 0 {
		b = append(b, context("Nothing has been found yet."))
	}
	return modal(CallbackShow, o, "Leads for "+number(d.Claim.ID), "", b...)
}

// ShowModal shows a claim as it stands, with its buttons if the reader may act.
func ShowModal(s Style, o Origin, d claims.Dossier, may bool) slack.ModalViewRequest {
	c := d.Claim
	st := s.state(c)
	b := []slack.Block{about(c), context(join(" · ", st.dot+" "+st.words, s.owner(c), due(c.Due), confidential(c)))}
	if may && c.Status == claims.StatusOpen {
		v := ValueOf(c).String()
		b = append(b, slack.NewActionBlock("",
			slack.NewButtonBlockElement(string(ActionResolve), v, plainText("Resolve…", maxButton)),
			slack.NewButtonBlockElement(string(ActionCheck), v, plainText("Nothing new", maxButton)),
			slack.NewButtonBlockElement(string(ActionDue), v, plainText("New date…", maxButton)),
		))
	}
	return modal(CallbackShow, o, "Claim "+number(c.ID), "", b...)
}

// ChangedModal takes the place of a form whose claim changed meanwhile.
func ChangedModal(s Style, o Origin, c claims.Claim) slack.ModalViewRequest {
	st := s.state(c)
	return modal(CallbackShow, o, "Changed meanwhile", "", section("", fmt.Sprintf("%s changed while this form was open. Nothing was saved.", number(c.ID))),
		about(c), context(join(" · ", st.dot+" "+st.words, s.owner(c), due(c.Due))))
}

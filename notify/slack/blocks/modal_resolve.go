package blocks

import (
	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// ResolveModal asks how a claim ended. Outcomes are those of its kind.
func ResolveModal(s Style, o Origin, c claims.Claim) slack.ModalViewRequest {
	return ResolveChosen(s, o, c, "")
}

// ResolveChosen is ResolveModal with an outcome chosen: it asks for what this outcome needs alone.
// The radio buttons dispatch an action (block FieldOutcome, action Input) whose answer it is, by
// views.update; what was typed stays. Without that answer the form asks for everything.
func ResolveChosen(_ Style, o Origin, c claims.Claim, chosen claims.Outcome) slack.ModalViewRequest {
	b := []slack.Block{about(c), outcomes(c, chosen)}
	evidence := ask{FieldEvidence, "Link that shows it", "", true}.link()
	note := ask{FieldNote, "Note", "A link or a note is needed.", true}.paragraph("")
	other := ask{FieldOf, "Number of the other claim", "Only for a duplicate.", true}.text("")
	switch chosen {
	case "":
		b = append(b, evidence, note, other)
	case claims.OutcomeDuplicate:
		b = append(b, ask{FieldOf, "Number of the other claim", "", false}.text(""), ask{FieldNote, "Note", "", true}.paragraph(""))
	case claims.OutcomeNotPursuing:
		b = append(b, ask{FieldNote, "Why?", "", false}.paragraph(""))
	default:
		b = append(b, evidence, note)
	}
	return form(CallbackResolve, o.of(c), "Resolve "+number(c.ID), "Resolve", b...)
}

// outcomes asks the question of the kind.
func outcomes(c claims.Claim, chosen claims.Outcome) slack.Block {
	e := slack.NewRadioButtonsBlockElement(Input)
	for _, o := range c.Kind.Outcomes() {
		opt := slack.NewOptionBlockObject(string(o), plain(outcomeWords(o), maxOption), nil)
		e.Options = append(e.Options, opt)
		if o == chosen {
			e.InitialOption = opt
		}
	}
	hint := ""
	if c.Kind == claims.KindEvent {
		hint = "Postponed? Close this form, and choose New date…"
	}
	b := ask{FieldOutcome, c.Kind.Question(), hint, false}.input(e)
	b.DispatchAction = true
	return b
}

// outcomeWords says an outcome as a choice.
func outcomeWords(o claims.Outcome) string {
	switch o {
	case claims.OutcomeOvertaken:
		return "Overtaken by events"
	case claims.OutcomeDuplicate:
		return "Duplicate of another claim"
	case claims.OutcomeCorrected:
		return "Corrected: the report was wrong"
	case claims.OutcomeNotPursuing:
		return "Not pursuing it"
	}
	return upper(o.Words())
}

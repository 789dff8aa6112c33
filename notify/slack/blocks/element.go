package blocks

import (
	"strings"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// plain returns a text object that Slack does not parse, of at most limit characters. Should some
// client parse it, there is nothing in it that could become live.
func plain(s string, limit int) *slack.TextBlockObject {
	s = emoji().ReplaceAllString(angles.Replace(oneLine(head(s, limit))), ":"+guard+"$1:")
	return slack.NewTextBlockObject(slack.PlainTextType, clip(s, limit), false, false)
}

var angles = strings.NewReplacer("<", "‹", ">", "›")

// button returns a button. What is read aloud names the claim, since many buttons have the same label.
func button(a Action, v Value, label string) *slack.ButtonBlockElement {
	e := slack.NewButtonBlockElement(string(a), v.String(), plain(label, maxButton))
	if v.Claim != 0 {
		e.AccessibilityLabel = label + " " + number(v.Claim)
	}
	return e
}

func primary(e *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	e.Style = slack.StylePrimary
	return e
}

func option(v Value, label string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(v.String(), plain(label, maxOption), nil)
}

// snoozeWords and moreWords are the labels of the choices of menus.
var snoozeWords = map[string]string{
	SnoozeLater: "Later today", SnoozeTomorrow: "Tomorrow", SnoozeWeek: "Next week", SnoozeDate: "A date…",
}

var moreWords = map[string]string{
	MoreEdit: "Edit…", MoreHistory: "History", MoreLeads: "Leads", MoreMerge: "Merge…", MoreDismiss: "Not an open item",
	MoreResolve: "Resolve…", MoreCheck: "Nothing new", MoreDue: "New date…", MoreTomorrow: "Snooze until tomorrow", MoreShow: "Open…",
}

// overflow returns the ⋯ menu with choices of a claim, at most five.
func overflow(v Value, choices ...string) *slack.OverflowBlockElement {
	list := make([]*slack.OptionBlockObject, len(choices))
	for i, c := range choices {
		list[i] = option(v.With(c), moreWords[c])
	}
	return slack.NewOverflowBlockElement(string(ActionMore), list...)
}

// snooze returns the menu of times to come back at.
func snooze(v Value) *slack.SelectBlockElement {
	var list []*slack.OptionBlockObject
	for _, c := range Snoozes() {
		list = append(list, option(v.With(c), snoozeWords[c]))
	}
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Snooze", maxButton), string(ActionSnooze), list...)
}

// beside returns a section with an element at its right; nil is none.
func beside(id, text string, e slack.BlockElement) slack.Block {
	if e == nil {
		return section(id, text)
	}
	return slack.NewSectionBlock(mrkdwn(text), nil, slack.NewAccessory(e), slack.SectionBlockOptionBlockID(id))
}

// menu is the ⋯ menu, or the one button, at the right of a claim's card; nil when nobody answers.
func (s Style) menu(c claims.Claim) slack.BlockElement {
	switch {
	case !s.Buttons:
		return nil
	case c.Status == claims.StatusOpen:
		return overflow(ValueOf(c), Mores()...)
	case c.Status == claims.StatusCandidate:
		return overflow(ValueOf(c), MoreResolve, MoreHistory, MoreLeads, MoreMerge)
	}
	return button(ActionReopen, ValueOf(c), "Reopen")
}

// lineMenu is the ⋯ menu of a claim that is one of many.
func (s Style) lineMenu(c claims.Claim) slack.BlockElement {
	switch {
	case !s.Buttons:
		return nil
	case c.Status == claims.StatusOpen:
		return overflow(ValueOf(c), LineMores()...)
	case c.Status == claims.StatusCandidate:
		return overflow(ValueOf(c), MoreShow)
	}
	return button(ActionReopen, ValueOf(c), "Reopen")
}

// buttons are those under a card: at most six, a line on a desk's screen.
func (s Style) buttons(c claims.Claim) []slack.Block {
	v := ValueOf(c)
	var list []slack.BlockElement
	switch {
	case !s.Buttons || c.Status == claims.StatusResolved || c.Status == claims.StatusDismissed:
		return nil
	case c.Status == claims.StatusCandidate:
		list = triageButtons(c)
	case c.SnoozedUntil.After(s.Now):
		list = []slack.BlockElement{button(ActionWake, v, "Wake"), button(ActionResolve, v, "Resolve…")}
	default:
		list = []slack.BlockElement{
			primary(button(ActionResolve, v, "Resolve…")), button(ActionCheck, v, "Nothing new"), button(ActionDue, v, "New date…"), snooze(v),
		}
		if c.Owner == "" {
			list = append(list, button(ActionTake, v, "Take it"))
		}
		list = append(list, button(ActionAssign, v, "Assign…"))
	}
	return []slack.Block{slack.NewActionBlock(actsID(c), list...)}
}

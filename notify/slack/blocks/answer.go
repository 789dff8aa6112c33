package blocks

import (
	"fmt"
	"strings"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// Answers are for one person, who may see what is in them: that is the caller's to know.

// Say renders a sentence for one person. Everything in it is escaped.
func Say(text string) Message {
	t := foreign(text, maxAlert)
	return message(t, section("", t))
}

// Stale tells a clicker that a card was not up to date: nothing was changed.
func Stale(s Style, c claims.Claim) Message {
	how := "is " + join(", ", lower(s.state(c).words), s.dated(c), s.ownerName(c))
	if c.Status == claims.StatusResolved {
		how = "was " + join(": ", s.ending(c), outcome(c))
	}
	text := sentence(fmt.Sprintf("Nothing was changed. %s has changed since that button was drawn: it %s", number(c.ID), how))
	return message(text, section("", text))
}

// List answers with claims, at most a screenful; more says how many there are beside.
func List(s Style, heading string, list []claims.Claim, more int) Message {
	s.Private = true
	heading = foreign(heading, maxSummary)
	b := []slack.Block{section("", "*"+heading+"*")}
	text := sentence(heading)
	most := min(len(list), claims.LinesPerMessage)
	for _, c := range list[:most] {
		b = append(b, s.row(c))
		text = join(" ", text, cut(sentence(join(", ", number(c.ID)+": "+foreign(c.Summary, maxInfoSummary), lower(s.state(c).words), s.dated(c), s.ownerName(c))), maxLineText))
	}
	if more += len(list) - most; more > 0 {
		rest := fmt.Sprintf("%d more: narrow the list, or see them all in App Home.", more)
		b, text = append(b, context(rest)), join(" ", text, rest)
	}
	return message(text, b...)
}

// Show answers with one claim, and its buttons.
func Show(s Style, d claims.Dossier) Message {
	s.Private = true
	c := claims.Card{Claim: d.Claim, Evidence: d.Evidence}
	if d.Claim.Status == claims.StatusResolved {
		return message(Receipt(s, c).Text, s.dossier(d)...)
	}
	return message(s.told(c, ""), s.dossier(d)...)
}

// Next answers with the reminders that will be sent if nobody acts, the soonest first.
func Next(s Style, list []claims.Planned) Message {
	if len(list) == 0 {
		return Say("No reminder is coming.")
	}
	var lines []string
	for _, p := range list[:min(len(list), maxNext)] {
		lines = append(lines, join(" · ", s.moment(p.At), number(p.ClaimID), reasonWords(p.Reason), fmt.Sprintf("reminder %d", p.Ordinal), foreign(p.Channel, maxName)))
	}
	if rest := len(list) - maxNext; rest > 0 {
		lines = append(lines, fmt.Sprintf("…and %d more", rest))
	}
	return message("Coming reminders: "+strings.Join(lines, ". ")+".", section("", "*Coming reminders*\n"+strings.Join(lines, "\n")))
}

// maxNext is how many coming reminders are named.
const maxNext = 15

func reasonWords(r claims.Reason) string {
	return strings.ReplaceAll(foreign(string(r), maxName), "_\u200b", " ")
}

// Help answers with what the command can do.
func Help() Message {
	rows := []string{
		"`/claim` opens a form to track something",
		"`/claim add Verdict in the harbour trial, by Friday`",
		"`/claim list` · `list mine` · `list overdue` · `list unowned`",
		"`/claim show 12` · `/claim next 12`",
		"`/claim close 12` · `/claim snooze 12 3d` · `/claim assign 12 me`",
		"`/claim digest 08:30 mon-fri` sends you your own claims; `digest off` ends that",
		"Or use the shortcut *Track this claim* of any message, and App Home.",
	}
	text := strings.Join(rows, "\n")
	return message(strings.NewReplacer("`", "", "*", "", "\n", ". ").Replace(text), section("", text))
}

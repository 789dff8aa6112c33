package blocks

import (
	"fmt"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// Say renders a sentence for one person. Everything in it is escaped.
func Say(text string) Message {
	t := foreign(text, maxAlert)
	return message(t, section("", t))
}

// Stale tells a clicker that a card was not up to date: nothing was changed.
func Stale(s Style, c claims.Claim) Message {
	return Say(fmt.Sprintf("#%d changed since that card was drawn: %s. Nothing was changed by your click; look at it again.", c.ID, s.standing(c)))
}

// standing says how a claim stands, in words that are not escaped yet.
func (s Style) standing(c claims.Claim) string {
	if c.Status == claims.StatusResolved {
		return join(" ", "it is resolved ("+outcome(c)+")", by(c.ResolvedBy), at(s, c))
	}
	return "it is " + lower(s.state(c).words) + ", " + due(c.Due)
}

func by(name string) string {
	if name == "" {
		return ""
	}
	return "by " + name
}

func at(s Style, c claims.Claim) string {
	if c.ResolvedAt.IsZero() {
		return ""
	}
	return "on " + s.moment(c.ResolvedAt)
}

// List answers with claims, at most a screenful; more says how many there are beside.
func List(s Style, heading string, list []claims.Claim, more int) Message {
	heading = foreign(heading, maxSummary)
	b := []slack.Block{section("", "*"+heading+"*")}
	text := sentence(heading)
	for _, c := range list[:min(len(list), claims.LinesPerMessage)] {
		st := s.state(c)
		words := join(" · ", st.words, s.ownerName(c), due(c.Due))
		b = append(b, section("", st.dot+" *"+number(c.ID)+"* "+foreign(c.Summary, maxLineSummary)+"\n"+words))
		text = join(" ", text, sentence(number(c.ID)+": "+foreign(c.Summary, maxInfoSummary)+", "+words))
	}
	if more > 0 {
		b = append(b, context(fmt.Sprintf("%d more: narrow the list, or see App Home.", more)))
	}
	return message(text, b...)
}

// ownerName names an owner without notifying them.
func (s Style) ownerName(c claims.Claim) string {
	if c.Owner == "" {
		return "no owner"
	}
	return "owner " + foreign(c.Owner, maxName)
}

// Show answers with one claim.
func Show(s Style, d claims.Dossier) Message {
	return List(s, fmt.Sprintf("Claim #%d", d.Claim.ID), []claims.Claim{d.Claim}, 0)
}

// Next answers with the reminders that will be sent if nobody acts.
func Next(s Style, list []claims.Planned) Message {
	b := []slack.Block{section("", "*Coming reminders*")}
	text := "Coming reminders."
	for _, p := range list[:min(len(list), claims.LinesPerMessage)] {
		words := join(" · ", s.moment(p.At), number(p.ClaimID), string(p.Reason), fmt.Sprintf("reminder %d", p.Ordinal))
		b = append(b, context(words))
		text = join(" ", text, sentence(words))
	}
	if len(list) == 0 {
		return Say("No reminder is coming.")
	}
	return message(text, b...)
}

// Help answers with what the command can do.
func Help() Message {
	text := "`/claim` opens a form. `/claim add TEXT`, `/claim list mine`, `/claim show 12`, `/claim close 12`, `/claim snooze 12 3d`, `/claim assign 12 me`, `/claim next 12`, `/claim help`."
	return message(text, section("", text))
}

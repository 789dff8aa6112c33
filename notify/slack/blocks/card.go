package blocks

import (
	"fmt"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// Card redraws a claim's message as the claim stands now: shrunk when there is a newer one, a
// receipt when it has ended, else the reminder with its present state.
func Card(s Style, c claims.Card) Message {
	switch {
	case c.Next.Known():
		return Shrunk(s, c)
	case c.Claim.Status == claims.StatusResolved:
		return Receipt(s, c)
	case c.Claim.Status == claims.StatusDismissed:
		return Dismissed(s, c)
	}
	r := c.Reminder
	r.Claim = c.Claim
	return Reminder(s, r)
}

// Shrunk renders an older card as one line with a link to the newer one.
func Shrunk(s Style, c claims.Card) Message {
	name := number(c.Claim.ID) + ": " + foreign(c.Claim.Summary, maxLineSummary)
	newer := "asked again"
	if a := s.link(c.Next); a != "" {
		newer = link(a, "asked again in a newer reminder")
	}
	return message(sentence(name)+" Asked again in a newer reminder.", context(name+" · "+newer))
}

// Receipt renders how a claim ended: what, by whom, outcome, evidence.
func Receipt(s Style, c claims.Card) Message {
	end := s.ending(c.Claim)
	summary := foreign(c.Claim.Summary, maxSummary)
	b := []slack.Block{section("", join("\n", fmt.Sprintf("*✅ %s · Resolved: %s*", number(c.Claim.ID), outcome(c.Claim)), summary, end))}
	text := fmt.Sprintf("%s, resolved: %s. %s %s", number(c.Claim.ID), outcome(c.Claim), sentence(summary), sentence(upper(end)))
	if e := last(c.Evidence); !e.Empty() {
		shown, told := evidence(e)
		b = append(b, context("Evidence: "+shown))
		text += " Evidence: " + sentence(told)
	}
	if from, fromText := source(c.Reminder.Report, c.Claim); from != "" {
		b = append(b, context("From "+from))
		text += " From " + sentence(fromText)
	}
	return message(text, b...)
}

// Dismissed renders that a claim was not an open item.
func Dismissed(_ Style, c claims.Card) Message {
	name := number(c.Claim.ID)
	summary := foreign(c.Claim.Summary, maxSummary)
	return message(fmt.Sprintf("%s, dismissed: it was not an open item. %s", name, sentence(summary)),
		section("", fmt.Sprintf("*⚪ %s · Dismissed: not an open item*\n%s", name, summary)))
}

// outcome says how a claim ended; a duplicate names the other claim.
func outcome(c claims.Claim) string {
	if c.Outcome == claims.OutcomeDuplicate && c.DuplicateOf != 0 {
		return "duplicate of " + number(c.DuplicateOf)
	}
	return c.Outcome.Words()
}

// ending says who resolved a claim and when. The name notifies nobody.
func (s Style) ending(c claims.Claim) string {
	by, at := "", ""
	if c.ResolvedBy != "" {
		by = "by " + foreign(c.ResolvedBy, maxName)
	}
	if !c.ResolvedAt.IsZero() {
		at = "on " + s.moment(c.ResolvedAt)
	}
	return upper(join(" ", by, at))
}

// evidence returns what shows an outcome: link and note, for blocks and as text.
func evidence(e claims.Evidence) (blocks, text string) {
	note := foreign(e.Note, maxNote)
	if note == "" {
		note = foreign(e.Quote, maxNote)
	}
	place := host(e.URL)
	if place == "" {
		place = foreign(e.URL, maxName)
	}
	return join(" · ", link(e.URL, place), note), join(", ", place, note)
}

func last(list []claims.Evidence) claims.Evidence {
	if len(list) == 0 {
		return claims.Evidence{}
	}
	return list[len(list)-1]
}

package blocks

import (
	"fmt"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// Card redraws a claim's message as the claim stands now: shrunk when there is a newer one, a
// receipt when it has ended, else the reminder with its present state.
func Card(s Style, c claims.Card) Message {
	c.Reminder.Claim = c.Claim
	switch {
	case c.Triage != nil:
		return Triage(s, TriageCard(*c.Triage))
	case s.hides(c.Claim):
		return hidden(c.Claim)
	case c.Next.Known():
		return Shrunk(s, c)
	case c.Claim.Status == claims.StatusResolved:
		return Receipt(s, c)
	case c.Claim.Status == claims.StatusDismissed:
		return Dismissed(s, c)
	}
	return s.asked(c)
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

// Receipt renders how a claim ended: what, by whom, outcome, evidence; with the way back.
func Receipt(s Style, c claims.Card) Message {
	end := s.ending(c.Claim)
	summary := foreign(c.Claim.Summary, maxSummary)
	head := fmt.Sprintf("*✅ %s · Resolved: %s*", number(c.Claim.ID), outcome(c.Claim))
	b := []slack.Block{beside("", join("\n", join(" · ", head, end), summary), s.menu(c.Claim))}
	text := sentence(join(", ", fmt.Sprintf("%s, resolved: %s", number(c.Claim.ID), outcome(c.Claim)), end)) + " " + sentence(summary)
	shown, told := evidence(last(c.Evidence))
	from, fromText := source(c.Reminder.Report, c.Claim)
	if foot := join(" · ", before("Evidence: ", shown), before("From ", from)); foot != "" {
		b = append(b, context(foot))
	}
	return message(join(" ", text, sentence(before("Evidence: ", told)), sentence(before("From ", fromText))), b...)
}

// Dismissed renders that a claim was not an open item, and who said so; with the way back.
func Dismissed(s Style, c claims.Card) Message {
	name, by := number(c.Claim.ID), before("by ", s.name(c.By))
	summary := foreign(c.Claim.Summary, maxSummary)
	return message(sentence(join(" ", name+", dismissed", by)+": not an open item")+" "+sentence(summary),
		beside("", join("\n", join(" · ", fmt.Sprintf("*⚪ %s · Dismissed: not an open item*", name), by), summary), s.menu(c.Claim)))
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
	at := ""
	if !c.ResolvedAt.IsZero() {
		at = "on " + s.moment(c.ResolvedAt)
	}
	return before("closed ", join(" ", before("by ", s.name(c.ResolvedBy)), at))
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

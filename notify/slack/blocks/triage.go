package blocks

import (
	"fmt"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// Triage draws the card of a newly read report: its candidates, to be tracked or dismissed, and
// once all is decided one line with Undo. It mentions nobody.
func Triage(_ Style, t TriageCard) Message {
	left := 0
	for _, c := range t.Claims {
		if c.Status == claims.StatusCandidate {
			left++
		}
	}
	title := foreign(t.Report.Title, maxTitle)
	undo := slack.NewButtonBlockElement(string(ActionUndo), Value{Report: t.Report.ID}.String(), plainText("Undo", maxButton))
	if left == 0 {
		text := fmt.Sprintf("%s: %s decided by %s.", title, plural(len(t.Claims), "candidate", "candidates"), foreign(t.By, maxName))
		row := slack.NewSectionBlock(mrkdwn(text), nil, slack.NewAccessory(undo))
		return message(text, row)
	}
	text := fmt.Sprintf("%s in %s", plural(left, "possible open item", "possible open items"), title)
	b := []slack.Block{section("", "*"+text+"*")}
	for _, c := range t.Claims {
		if c.Status != claims.StatusCandidate || len(b) > 30 {
			continue
		}
		v := ValueOf(c).String()
		b = append(b, section("", join("\n", number(c.ID)+" "+foreign(c.Summary, maxSummary), quote(c.Quote, maxQuote))),
			slack.NewActionBlock("",
				slack.NewButtonBlockElement(string(ActionTrack), v, plainText("Track", maxButton)),
				slack.NewButtonBlockElement(string(ActionEditTrack), v, plainText("Edit & track…", maxButton)),
				slack.NewButtonBlockElement(string(ActionDismiss), v, plainText("Dismiss", maxButton))))
	}
	all := Value{Report: t.Report.ID}.String()
	b = append(b, slack.NewActionBlock("",
		slack.NewButtonBlockElement(string(ActionTrackAll), all, plainText("Track all", maxButton)),
		slack.NewButtonBlockElement(string(ActionDismissRest), all, plainText("Dismiss the rest", maxButton))))
	return message(sentence(text), b...)
}

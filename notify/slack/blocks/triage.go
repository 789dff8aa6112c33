package blocks

import (
	"fmt"
	"slices"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// Triage draws the card of a newly read report: its candidates, the most certain first, to be
// tracked or dismissed. A choice shrinks to a line with Undo and makes room for the next candidate;
// what is not on the card is counted, and opened by Review…. Once all is decided one line is left.
// It mentions nobody. Confidential candidates are not on it unless the Style is private.
func Triage(s Style, t TriageCard) Message {
	t.Claims = slices.DeleteFunc(slices.Clone(t.Claims), s.hides)
	left := t.left()
	if left == 0 {
		return s.triaged(t)
	}
	head := plural(left, "possible open item", "possible open items")
	from, fromText := source(t.Report, claims.Claim{})
	b := []slack.Block{section("", "*"+head+"*"+before(" in ", from))}
	text := sentence(head + before(" in ", fromText))
	shown := t.shown()
	for _, c := range shown {
		row, said := s.candidate(t, c)
		b, text = append(b, row...), join(" ", text, said)
	}
	if rest := len(t.Claims) - len(shown); rest > 0 {
		text = join(" ", text, fmt.Sprintf("%d more to review.", rest))
	}
	return message(text, append(b, s.triageFoot(t, left, len(t.Claims)-len(shown))...)...)
}

// left is how many candidates wait.
func (t TriageCard) left() int {
	n := 0
	for _, c := range t.Claims {
		if c.Status == claims.StatusCandidate {
			n++
		}
	}
	return n
}

// shown picks what stands on the card, in its order: the first maxFull that wait, and of those
// decided the first maxDecided.
func (t TriageCard) shown() []claims.Claim {
	var list []claims.Claim
	waiting, decided := 0, 0
	for _, c := range t.Claims {
		if c.Status == claims.StatusCandidate {
			waiting++
		} else {
			decided++
		}
		if (c.Status == claims.StatusCandidate && waiting <= maxFull) || (c.Status != claims.StatusCandidate && decided <= maxDecided) {
			list = append(list, c)
		}
	}
	return list
}

// candidate draws one: in full while it waits, then as the line that it shrinks to.
func (s Style) candidate(t TriageCard, c claims.Claim) ([]slack.Block, string) {
	if c.Status != claims.StatusCandidate {
		line := join(" · ", decision(c, t.Who[c.ID]), number(c.ID)+" "+foreign(c.Summary, maxInfoSummary))
		return []slack.Block{beside("", line, s.undo(ValueOf(c)))}, sentence(line)
	}
	facts := join(" · ", string(c.Kind), dueIfKnown(c), confidential(c))
	why := join(", ", certainty(c), foreign(t.Why[c.ID], maxReason))
	text := join("\n", join(" · ", "*"+number(c.ID)+"* "+foreign(c.Summary, maxLineSummary), facts), quote(c.Quote, maxQuote), before("Why: ", why))
	b := []slack.Block{section("", text)}
	if s.Buttons {
		b = append(b, slack.NewActionBlock(actsID(c), triageButtons(c)...))
	}
	return b, sentence(number(c.ID) + ": " + foreign(c.Summary, maxInfoSummary) + before(", ", join(", ", string(c.Kind), dueIfKnown(c))))
}

func triageButtons(c claims.Claim) []slack.BlockElement {
	v := ValueOf(c)
	return []slack.BlockElement{button(ActionTrack, v, "Track"), button(ActionEditTrack, v, "Edit & track…"), button(ActionDismiss, v, "Dismiss")}
}

func (s Style) undo(v Value) slack.BlockElement {
	if !s.Buttons {
		return nil
	}
	return button(ActionUndo, v, "Undo")
}

func certainty(c claims.Claim) string {
	if !c.Scored {
		return ""
	}
	return fmt.Sprintf("%.0f%% sure", 100*c.Score)
}

func dueIfKnown(c claims.Claim) string {
	if !c.Due.Known() {
		return ""
	}
	return due(c.Due)
}

// decision says what became of a candidate, and who chose. An id tells people nothing, and a
// mention would call them.
func decision(c claims.Claim, who string) string {
	by := ""
	if !isID(who) {
		by = before("by ", foreign(who, maxName))
	}
	switch c.Status {
	case claims.StatusDismissed:
		return join(" ", "⚪ Dismissed", by)
	case claims.StatusResolved:
		return "✅ Resolved: " + outcome(c)
	}
	return join(" ", "✔️ Tracked", by)
}

// triageFoot holds what is done with all, and the way to what is not on the card.
func (s Style) triageFoot(t TriageCard, left, rest int) []slack.Block {
	if !s.Buttons {
		return nil
	}
	v := Value{Report: t.Report.ID}
	list := []slack.BlockElement{button(ActionTrackAll, v, fmt.Sprintf("Track all %d", left)), button(ActionDismissRest, v, "Dismiss the rest")}
	if left == 1 || left == len(t.Claims) {
		list[1] = button(ActionDismissRest, v, "Dismiss all "+fmt.Sprint(left))
	}
	if rest > 0 {
		list = append(list, button(ActionReview, v, fmt.Sprintf("Review %d more…", rest)))
	} else if left == 1 {
		return nil
	}
	return []slack.Block{slack.NewActionBlock("", list...)}
}

// triaged is the one line of a report whose candidates have all been decided.
func (s Style) triaged(t TriageCard) Message {
	tracked, dismissed := 0, 0
	for _, c := range t.Claims {
		if c.Status == claims.StatusDismissed {
			dismissed++
		} else {
			tracked++
		}
	}
	counts := join(", ", some(tracked, "tracked"), some(dismissed, "dismissed"))
	if counts == "" {
		counts = "nothing to decide here"
	}
	by := ""
	if !isID(t.By) {
		by = before("by ", foreign(t.By, maxName))
	}
	title := foreign(t.Report.Title, maxTitle)
	if title == "" {
		title = fmt.Sprintf("Report %d", t.Report.ID)
	}
	line := title + ": " + join(" ", counts, by)
	if len(t.Claims) == 0 {
		return message(sentence(line), section("", line))
	}
	return message(sentence(line), beside("", line, s.undo(Value{Report: t.Report.ID})))
}

func some(n int, words string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d %s", n, words)
}

// reviewRows is how many candidates a page of ReviewModal holds: two blocks each, within a view's.
const reviewRows = 20

// ReviewModal shows all candidates of a report, decided ones too, a page at a time, from page 0.
func ReviewModal(s Style, o Origin, t TriageCard, page int) slack.ModalViewRequest {
	o.Report = t.Report.ID
	s.Private = true
	pages := max((len(t.Claims)+reviewRows-1)/reviewRows, 1)
	page = min(max(page, 0), pages-1)
	from, _ := source(t.Report, claims.Claim{})
	b := []slack.Block{section("", join(" · ", from, fmt.Sprintf("%d of %d wait", t.left(), len(t.Claims))))}
	for _, c := range t.Claims[page*reviewRows : min((page+1)*reviewRows, len(t.Claims))] {
		row, _ := s.candidate(t, c)
		b = append(b, row...)
	}
	b = append(b, s.paging(page, pages, func(n int) Value { return Value{Report: t.Report.ID, Page: n} }, ActionReview)...)
	return sheet(CallbackShow, o, "Possible open items", b...)
}

// paging holds the buttons to the pages before and after.
func (s Style) paging(page, pages int, at func(int) Value, a Action) []slack.Block {
	if pages < 2 {
		return nil
	}
	var list []slack.BlockElement
	if page > 0 {
		e := button(a, at(page-1), "← Previous")
		e.ActionID = a.Of("previous")
		list = append(list, e)
	}
	if page < pages-1 {
		e := button(a, at(page+1), "Next →")
		e.ActionID = a.Of("next")
		list = append(list, e)
	}
	return []slack.Block{context(fmt.Sprintf("Page %d of %d", page+1, pages)), slack.NewActionBlock("", list...)}
}

package blocks

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// Bundle renders several reminders as one message, a line each. Part 0 is the message itself, the
// others are replies in its thread: each holds at most claims.LinesPerMessage lines, and none is
// left out.
func Bundle(s Style, m claims.Message) []Message {
	var parts []Message
	total := max(m.Total, len(m.Reminders))
	for chunk := range slices.Chunk(m.Reminders, claims.LinesPerMessage) {
		parts = append(parts, s.bundlePart(chunk, m.Part+len(parts), total))
	}
	return parts
}

func (s Style) bundlePart(list []claims.Reminder, part, total int) Message {
	head := heading(len(list), part, total)
	b, text := s.lines(list)
	return message(head+". "+text, slices.Concat([]slack.Block{section("", "*"+head+"*")}, b)...)
}

func heading(n, part, total int) string {
	switch {
	case part > 0:
		return plural(n, "more reminder", "more reminders")
	case total > n:
		return fmt.Sprintf("%s, %d of them in the thread", plural(total, "reminder", "reminders"), total-n)
	}
	return plural(n, "reminder", "reminders")
}

// lines renders reminders as blocks, one each, and as sentences.
func (s Style) lines(list []claims.Reminder) ([]slack.Block, string) {
	var b []slack.Block
	text := ""
	for _, r := range list {
		b = append(b, s.line(claims.Card{Claim: r.Claim, Reminder: r}))
		text = join(" ", text, s.lineText(r))
	}
	return b, text
}

// lineID names the block of a claim's line, so that it can be found and redrawn.
func lineID(id claims.ClaimID) string { return fmt.Sprintf("line:%d", id) }

// actsID names the block of a claim's buttons anew for each revision, so that a menu forgets what
// was chosen in it.
func actsID(c claims.Claim) string { return fmt.Sprintf("acts:%d:%d", c.ID, c.Revision) }

// line renders a reminder within maxLine characters: the report gives way first, then the summary.
func (s Style) line(c claims.Card) slack.Block {
	if s.hides(c.Claim) {
		return section(lineID(c.Claim.ID), hiddenText(c.Claim))
	}
	first := join(" · ", s.state(c.Claim).dot+" *"+number(c.Claim.ID)+"* "+s.standing(c.Claim), c.Claim.Kind.Question()) + "\n"
	foot := join(" · ", upper(s.lineNow(c)), s.owner(c.Claim))
	called := before("\n", s.called(c.Reminder))
	from, _ := source(c.Reminder.Report, c.Claim)
	room := maxLine - utf8.RuneCountInString(first+foot+called) - 1
	summary := fit(c.Claim.Summary, maxLineSummary, min(room, 2*maxLineSummary))
	if utf8.RuneCountInString(summary+from)+len(" · From ") > room {
		from = ""
	}
	return beside(lineID(c.Claim.ID), first+summary+"\n"+join(" · ", foot, before("From ", from))+called, s.lineMenu(c.Claim))
}

// lineNow is Style.now within the room of a line.
func (s Style) lineNow(c claims.Card) string {
	c.Reminder.Words = cut(oneLine(c.Reminder.Words), maxLineWords)
	return s.now(c)
}

// lineText says a line as sentences within maxLineText characters: the summary gives way first.
func (s Style) lineText(r claims.Reminder) string {
	c := r.Claim
	if s.hides(c) {
		return hiddenText(c)
	}
	first := join(", ", number(c.ID), lower(s.state(c).words), s.dated(c), confidential(c)) + ": "
	foot := " " + join(" ", c.Kind.Question(), sentence(upper(join(", ", why(r, maxLineWords), s.owner(c)))), s.called(r))
	room := maxLineText - utf8.RuneCountInString(first+foot) - 1
	return cut(first+sentence(fit(c.Summary, maxLineSummary, max(room, 40)))+foot, maxLineText)
}

// Line redraws the block of a claim's line in a bundle or digest as the claim stands now.
func Line(s Style, c claims.Card) slack.Block {
	c.Reminder.Claim = c.Claim
	id, name := lineID(c.Claim.ID), number(c.Claim.ID)
	summary := foreign(c.Claim.Summary, maxLineSummary)
	switch {
	case s.hides(c.Claim), c.Claim.Status == claims.StatusOpen, c.Claim.Status == claims.StatusCandidate:
		return s.line(c)
	case c.Claim.Status == claims.StatusDismissed:
		head := join(" · ", fmt.Sprintf("⚪ *%s* Dismissed: not an open item", name), before("by ", s.name(c.By)))
		return beside(id, join("\n", head, summary), s.lineMenu(c.Claim))
	}
	shown, _ := evidence(last(c.Evidence))
	head := join(" · ", fmt.Sprintf("✅ *%s* Resolved: %s", name, outcome(c.Claim)), s.ending(c.Claim))
	return beside(id, join("\n", head, summary, before("Evidence: ", shown)), s.lineMenu(c.Claim))
}

// Redraw replaces a claim's line among the blocks of its message, and adds to the text how it
// ended. The same twice is the same as once. False: the message holds no such line.
func Redraw(s Style, m Message, c claims.Card) (Message, bool) {
	i := slices.IndexFunc(m.Blocks, func(b slack.Block) bool { return b.ID() == lineID(c.Claim.ID) })
	if i < 0 {
		return m, false
	}
	next := Message{Text: m.Text, Blocks: slices.Clone(m.Blocks)}
	next.Blocks[i] = Line(s, c)
	if s.hides(c.Claim) {
		next.Text = cut(strings.Join(plainTexts(next.Blocks), " "), MaxText)
		return next, true
	}
	now := ended(c.Claim)
	if !strings.Contains(m.Text, now) && utf8.RuneCountInString(m.Text)+1+utf8.RuneCountInString(now) <= MaxText {
		next.Text = join(" ", m.Text, now)
	}
	return next, true
}

// plainTexts returns what sections say: the text of a message of which words have been taken away.
func plainTexts(list []slack.Block) []string {
	var all []string
	for _, b := range list {
		if b, ok := b.(*slack.SectionBlock); ok && b.Text != nil {
			all = append(all, sentence(strings.ReplaceAll(b.Text.Text, "\n", " ")))
		}
	}
	return all
}

func ended(c claims.Claim) string {
	switch c.Status {
	case claims.StatusResolved:
		return fmt.Sprintf("%s is resolved now: %s.", number(c.ID), outcome(c))
	case claims.StatusDismissed:
		return number(c.ID) + " is dismissed now."
	}
	return ""
}

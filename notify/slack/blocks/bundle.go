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
		b = append(b, s.line(r))
		text = join(" ", text, s.lineText(r))
	}
	return b, text
}

// lineID names the block of a claim's line, so that it can be found and redrawn.
func lineID(id claims.ClaimID) string { return fmt.Sprintf("line:%d", id) }

// line renders a reminder within maxLine characters: the report gives way first, then the summary.
func (s Style) line(r claims.Reminder) slack.Block {
	c := r.Claim
	st := s.state(c)
	from, _ := source(r.Report, c)
	first := join(" · ", st.dot+" *"+number(c.ID)+"* "+st.words, confidential(c), c.Kind.Question()) + "\n"
	last := join("\n", "", join(" · ", upper(why(r, maxLineWords)), s.owner(c), due(c.Due)), s.called(r))
	room := maxLine - utf8.RuneCountInString(first+last) - 1
	summary := fit(c.Summary, maxLineSummary, min(room, 2*maxLineSummary))
	if utf8.RuneCountInString(summary+from)+1 > room {
		from = ""
	}
	return section(lineID(c.ID), join("\n", first+summary+"\n"+last, from))
}

// lineText says a line as sentences within maxLineText characters: the summary gives way first.
func (s Style) lineText(r claims.Reminder) string {
	c := r.Claim
	first := join(", ", number(c.ID), lower(s.state(c).words), confidential(c)) + ": "
	last := " " + join(" ", c.Kind.Question(), sentence(upper(join(", ", why(r, maxLineWords), s.owner(c), due(c.Due)))), s.called(r))
	room := maxLineText - utf8.RuneCountInString(first+last) - 1
	return cut(first+sentence(fit(c.Summary, maxLineSummary, max(room, 40)))+last, maxLineText)
}

// Line redraws the block of a claim's line in a bundle or digest as the claim stands now.
func Line(s Style, c claims.Card) slack.Block {
	if c.Claim.Status == claims.StatusOpen || c.Claim.Status == claims.StatusCandidate {
		r := c.Reminder
		r.Claim = c.Claim
		return s.line(r)
	}
	name := number(c.Claim.ID)
	summary := foreign(c.Claim.Summary, maxLineSummary)
	if c.Claim.Status == claims.StatusDismissed {
		return section(lineID(c.Claim.ID), fmt.Sprintf("⚪ *%s* Dismissed: not an open item\n%s", name, summary))
	}
	shown, _ := evidence(last(c.Evidence))
	return section(lineID(c.Claim.ID), join("\n", fmt.Sprintf("✅ *%s* Resolved: %s", name, outcome(c.Claim)), summary, join(" · ", s.ending(c.Claim), shown)))
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
	now := ended(c.Claim)
	if !strings.Contains(m.Text, now) && utf8.RuneCountInString(m.Text)+1+utf8.RuneCountInString(now) <= MaxText {
		next.Text = join(" ", m.Text, now)
	}
	return next, true
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

package blocks

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// heap is a section of a digest: things that it mentions, of which it names the first few.
type heap struct {
	title string
	total int
	lines []string
	opens Action // of the menu beside it
	picks []*slack.OptionBlockObject
}

// heaps are the sections that have anything in them.
func (s Style) heaps(d claims.Digest) []heap {
	all := []heap{
		s.heap("Overdue", d.Overdue),
		s.heap("Due today", d.DueToday),
		s.heap("Due this week", d.DueWeek),
		s.heap("Back from snooze today", d.Woken),
		s.heap("New", d.New),
		s.heap("Without an owner", d.Ownerless),
		s.heap("Resolved", d.Resolved),
		unread(d.Unread),
	}
	return slices.DeleteFunc(all, func(h heap) bool { return h.total == 0 })
}

func (s Style) heap(title string, list []claims.Claim) heap {
	h := heap{title: title, total: len(list), opens: ActionShow}
	for _, c := range list[:min(len(list), maxInfoLines)] {
		h.lines = append(h.lines, s.mentioned(c))
		if !s.hides(c) {
			h.picks = append(h.picks, option(ValueOf(c), number(c.ID)+" "+clip(oneLine(c.Summary), maxPick)))
		}
	}
	return h
}

// block is a heap as far as there is room, with a menu that opens what it names; the menu takes at
// most half of the room.
func (s Style) block(h heap, room int) slack.Block {
	left := room/2 - len("Open…")
	var picks []*slack.OptionBlockObject
	for _, p := range h.picks {
		if left -= utf8.RuneCountInString(p.Text.Text); left < 0 {
			break
		}
		picks = append(picks, p)
	}
	if !s.Buttons || len(picks) == 0 {
		return section("", h.render(room))
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Open…", maxButton), string(h.opens), picks...)
	return beside("", h.render(room-room/2+max(left, 0)), menu)
}

// unread lists reports with candidates, oldest first.
func unread(list []claims.UnreadReport) heap {
	h := heap{title: "Reports with candidates that nobody has looked at", total: len(list), opens: ActionReview}
	for _, u := range list[:min(len(list), maxInfoLines)] {
		title := foreign(u.Report.Title, maxInfoSummary)
		if title == "" {
			title = fmt.Sprintf("report %d", u.Report.ID)
		}
		if u.Report.ID != 0 {
			h.picks = append(h.picks, option(Value{Report: u.Report.ID}, clip(reportName(u.Report), maxPick)))
		}
		h.lines = append(h.lines, join(" · ", title, publication(u.Report.Published), plural(u.Candidates, "candidate", "candidates")))
	}
	return h
}

func reportName(r claims.ReportRef) string {
	if name := oneLine(r.Title); name != "" {
		return name
	}
	return fmt.Sprintf("report %d", r.ID)
}

// render names what there is room for, and counts the others.
func (h heap) render(room int) string {
	text := fmt.Sprintf("*%s* (%d)", h.title, h.total)
	room = min(room, MaxSection) - utf8.RuneCountInString(text) - len("\n…and 99999 more")
	for i, line := range h.lines {
		if room -= utf8.RuneCountInString(line) + 3; room < 0 {
			return text + fmt.Sprintf("\n…and %d more", h.total-i)
		}
		text += "\n• " + line
	}
	if h.total > len(h.lines) {
		text += fmt.Sprintf("\n…and %d more", h.total-len(h.lines))
	}
	return text
}

// tell adds a section to the text as far as there is room; the counts are there already.
func (h heap) tell(text string) string {
	for i, line := range h.lines {
		add := sentence(line)
		if i == 0 {
			add = h.title + ": " + add
		}
		if utf8.RuneCountInString(text)+1+utf8.RuneCountInString(add) > MaxText {
			return text
		}
		text += " " + add
	}
	return text
}

// Digest renders the morning's digest and, for what the daily cap kept back, the reminders that it
// is. Its lists of claims that are only mentioned name the first few and count the rest; its
// reminders are complete, in as many parts as they need, as in Bundle.
func Digest(s Style, m claims.Message) []Message {
	if m.Part > 0 || m.Digest == nil {
		return Bundle(s, m)
	}
	first, rest := m.Reminders, []claims.Reminder(nil)
	if len(first) > claims.LinesPerMessage {
		first, rest = first[:claims.LinesPerMessage], first[claims.LinesPerMessage:]
	}
	total := max(m.Total, len(m.Reminders))
	parts := []Message{s.digestPart(*m.Digest, first, total)}
	for chunk := range slices.Chunk(rest, claims.LinesPerMessage) {
		parts = append(parts, s.bundlePart(chunk, len(parts), total))
	}
	return parts
}

func (s Style) digestPart(d claims.Digest, list []claims.Reminder, total int) Message {
	whose := "Open claims, "
	if s.own = claims.Direct(d.Channel); s.own {
		whose = "Your claims, "
	}
	title := whose + d.At.In(s.zone()).Format("Mon 2 Jan 2006")
	counts := tally(d, total)
	b := []slack.Block{section("", "*"+title+"*")}
	if d.Reminded > 0 {
		b = append(b, context(fmt.Sprintf("%d reminded just now", d.Reminded)))
	}
	text := join(" ", title+":", sentence(counts))
	if len(list) > 0 {
		lines, said := s.lines(list)
		heading := heading(len(list), 0, total)
		b = append(append(b, section("", "*"+heading+"*")), lines...)
		text = join(" ", text, heading+":", said)
	}
	all := s.heaps(d)
	room := (maxWhole - size(b)) / max(len(all), 1)
	for _, h := range all {
		b = append(b, s.block(h, room))
		text = h.tell(text)
	}
	if s.own && s.Buttons {
		b = append(b, context("*My digest…* in App Home changes when this comes, or ends it."))
	}
	return message(text, b...)
}

// size is how long the text of blocks is, that of menus included.
func size(list []slack.Block) int {
	n := 0
	for _, b := range list {
		switch b := b.(type) {
		case *slack.SectionBlock:
			n += utf8.RuneCountInString(b.Text.Text) + menuSize(b.Accessory)
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if t, ok := e.(*slack.TextBlockObject); ok {
					n += utf8.RuneCountInString(t.Text)
				}
			}
		}
	}
	return n
}

func menuSize(a *slack.Accessory) int {
	if a == nil || a.OverflowElement == nil {
		return 0
	}
	n := 0
	for _, o := range a.OverflowElement.Options {
		n += utf8.RuneCountInString(o.Text.Text)
	}
	return n
}

// tally counts what the digest is about: "4 overdue · 2 due today · 1 reminded just now".
func tally(d claims.Digest, total int) string {
	var parts []string
	add := func(n int, words string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words))
		}
	}
	add(len(d.Overdue), "overdue")
	add(len(d.DueToday), "due today")
	add(len(d.DueWeek), "due this week")
	add(len(d.Woken), "back from snooze")
	add(len(d.New), "new")
	add(len(d.Ownerless), "without an owner")
	add(len(d.Resolved), "resolved since the last digest")
	if n := len(d.Unread); n > 0 {
		parts = append(parts, plural(n, "report", "reports")+" with candidates that nobody has looked at")
	}
	add(d.Reminded, "reminded just now")
	if total > 0 {
		parts = append(parts, plural(total, "reminder here", "reminders here"))
	}
	return join(" · ", parts...)
}

// mentioned names a claim in a list. Owners are named, not called: a digest is no reminder of them.
func (s Style) mentioned(c claims.Claim) string {
	if s.hides(c) {
		return number(c.ID) + " · confidential"
	}
	what := number(c.ID) + " " + foreign(c.Summary, maxInfoSummary)
	if c.Status == claims.StatusResolved {
		return join(" · ", what, outcome(c))
	}
	if s.own { // whose it is they know
		return join(" · ", what, s.dated(c), confidential(c))
	}
	return join(" · ", what, s.dated(c), ownerName(c))
}

func ownerName(c claims.Claim) string {
	switch {
	case c.Owner == "":
		return "no owner"
	case isID(c.Owner): // an id tells people nothing, and a mention would call them
		return ""
	}
	return foreign(c.Owner, maxName)
}

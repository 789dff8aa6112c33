package blocks

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// heap is a section of a digest: claims that it mentions.
type heap struct {
	title  string
	claims []claims.Claim
}

func heaps(d claims.Digest) []heap {
	return []heap{
		{"Overdue", d.Overdue},
		{"Due today", d.DueToday},
		{"Due this week", d.DueWeek},
		{"Back from snooze today", d.Woken},
		{"New", d.New},
		{"Without an owner", d.Ownerless},
		{"Resolved", d.Resolved},
	}
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
	title := "Open claims, " + d.At.In(s.zone()).Format("Mon 2 Jan 2006")
	counts := tally(d, total)
	b := []slack.Block{section("", "*"+title+"*"), context(counts)}
	text := join(" ", title+":", sentence(counts))
	if len(list) > 0 {
		lines, said := s.lines(list)
		head := heading(len(list), 0, total)
		b = append(append(b, section("", "*"+head+"*")), lines...)
		text = join(" ", text, head+":", said)
	}
	for _, h := range heaps(d) {
		if len(h.claims) > 0 {
			b = append(b, section("", s.info(h)))
			text = s.more(text, h)
		}
	}
	if len(d.Unread) > 0 {
		b = append(b, section("", unread(d.Unread)))
	}
	return message(text, b...)
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
	add(len(d.Unread), "reports with candidates that nobody has looked at")
	add(d.Reminded, "reminded just now")
	if total > 0 {
		parts = append(parts, plural(total, "reminder here", "reminders here"))
	}
	return join(" · ", parts...)
}

// info lists the first claims of a section and counts the others.
func (s Style) info(h heap) string {
	text := fmt.Sprintf("*%s* (%d)", h.title, len(h.claims))
	for _, c := range h.claims[:min(len(h.claims), maxInfoLines)] {
		text += "\n• " + s.mentioned(c)
	}
	return text + andMore(len(h.claims))
}

// mentioned names a claim in a list. Owners are named, not called: a digest is no reminder of them.
func (s Style) mentioned(c claims.Claim) string {
	what := number(c.ID) + " " + fit(c.Summary, maxInfoSummary, 130)
	if c.Status == claims.StatusResolved {
		return join(" · ", what, outcome(c))
	}
	owner := "no owner"
	if c.Owner != "" && !isID(c.Owner) {
		owner = fit(c.Owner, maxName, 60)
	} else if c.Owner != "" {
		owner = ""
	}
	return join(" · ", what, due(c.Due), owner)
}

func andMore(n int) string {
	if n <= maxInfoLines {
		return ""
	}
	return fmt.Sprintf("\n…and %d more", n-maxInfoLines)
}

// more adds a section's claims to the text as far as there is room; the counts are there already.
func (s Style) more(text string, h heap) string {
	for i, c := range h.claims[:min(len(h.claims), maxInfoLines)] {
		add := sentence(s.mentioned(c))
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

// unread lists reports with candidates, oldest first.
func unread(list []claims.UnreadReport) string {
	text := fmt.Sprintf("*Reports with candidates that nobody has looked at* (%d)", len(list))
	for _, u := range list[:min(len(list), maxInfoLines)] {
		title := fit(u.Report.Title, maxInfoSummary, 130)
		if title == "" {
			title = fmt.Sprintf("report %d", u.Report.ID)
		}
		text += "\n• " + join(" · ", title, publication(u.Report.Published), plural(u.Candidates, "candidate", "candidates"))
	}
	return text + andMore(len(list))
}

package blocks

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// ShowModal shows a claim as it stands, with its buttons if the reader may act.
func ShowModal(s Style, o Origin, d claims.Dossier, may bool) slack.ModalViewRequest {
	s.Buttons = s.Buttons && may
	return sheet(CallbackShow, o.of(d.Claim), "Claim "+number(d.Claim.ID), s.dossier(d)...)
}

// dossier shows a claim with what is known about it, in brief.
func (s Style) dossier(d claims.Dossier) []slack.Block {
	b := s.stands(d.Claim)
	var facts []string
	if e, _ := evidence(last(d.Evidence)); e != "" {
		facts = append(facts, "Evidence: "+e)
	}
	for _, g := range d.Sightings[:min(len(d.Sightings), 3)] {
		facts = append(facts, before("In ", join(", ", foreign(g.Title, maxTitle), publication(g.Published))))
	}
	if n := len(d.Sightings) - 3; n > 0 {
		facts = append(facts, plural(n, "more report", "more reports"))
	}
	if n := len(d.Leads); n > 0 {
		facts = append(facts, plural(n, "lead", "leads")+" found")
	}
	if text := join("\n", facts...); text != "" {
		b = append(b[:1:1], append([]slack.Block{context(text)}, b[1:]...)...)
	}
	return b
}

// stands is a claim as it stands, with its buttons.
func (s Style) stands(c claims.Claim) []slack.Block {
	end := ""
	if c.Status == claims.StatusResolved {
		end = s.ending(c)
	}
	next := ""
	if c.NextReminderAt.After(s.Now) && c.Status == claims.StatusOpen {
		next = "next reminder " + s.moment(c.NextReminderAt)
	}
	undated := ""
	if !c.Due.Known() && c.Status != claims.StatusResolved && c.Status != claims.StatusDismissed {
		undated = "no due date"
	}
	facts := join(" · ", end, s.ownerName(c), undated, before("waits for #", digits(c.After)), next)
	return append([]slack.Block{beside("", s.claim(c)+"\n"+upper(facts), s.menu(c))}, s.buttons(c)...)
}

func digits(id claims.ClaimID) string {
	if id == 0 {
		return ""
	}
	return fmt.Sprint(int64(id))
}

// ownerName names an owner without notifying them.
func (s Style) ownerName(c claims.Claim) string {
	if c.Owner == "" {
		return "no owner yet"
	}
	return "owner " + s.name(c.Owner)
}

// HistoryModal shows what happened to a claim, the latest first. Reminders in a row are one line.
// What a modal cannot hold is counted.
func HistoryModal(s Style, o Origin, d claims.Dossier) slack.ModalViewRequest {
	var b []slack.Block
	lines := s.history(d.History)
	b, shown := fill([]slack.Block{about(d.Claim)}, paragraphs(lines))
	if rest := len(lines) - shown*linesPerBlock; rest > 0 {
		b = append(b, context(fmt.Sprintf("%d older: `claimwatch show %d` prints them all.", rest, d.Claim.ID)))
	}
	return sheet(CallbackShow, o.of(d.Claim), "History of "+number(d.Claim.ID), b...)
}

// linesPerBlock lines of a history fit into a section.
const linesPerBlock = 5

func paragraphs(lines []string) [][]slack.Block {
	var rows [][]slack.Block
	for chunk := range slices.Chunk(lines, linesPerBlock) {
		rows = append(rows, []slack.Block{section("", strings.Join(chunk, "\n"))})
	}
	return rows
}

// history says each entry on a line, the latest first.
func (s Style) history(list []claims.Entry) []string {
	var lines []string
	for i := len(list) - 1; i >= 0; i-- {
		e, n := list[i], 1
		for e.Action == claims.ActionReminded && i > 0 && list[i-1].Action == claims.ActionReminded {
			i, n = i-1, n+1
		}
		lines = append(lines, s.entry(e, n))
	}
	return lines
}

// entry says who did what; n is how many reminders it stands for.
func (s Style) entry(e claims.Entry, n int) string {
	who := s.name(e.Actor)
	if e.Action == claims.ActionReminded || e.Via == claims.ViaDaemon {
		who = ""
	} else if e.Via != claims.ViaSlack && e.Via != "" {
		who += " (" + foreign(string(e.Via), maxName) + ")"
	}
	line := join(" · ", s.moment(e.At), who, s.did(e, n), link(e.Detail.URL, host(e.Detail.URL)), foreign(e.Detail.Note, maxNote))
	return cutLine(line)
}

// cutLine keeps a line within its part of a section. Lines that are longer than that hold an
// address or much that had to be escaped; cutting might break it, so the note goes.
func cutLine(line string) string {
	const room = MaxSection/linesPerBlock - 1
	for utf8.RuneCountInString(line) > room {
		i := strings.LastIndex(line, " · ")
		if i < 0 {
			return cut(line, room)
		}
		line = line[:i]
	}
	return line
}

// did says an action in words.
func (s Style) did(e claims.Entry, n int) string {
	switch e.Action {
	case claims.ActionReminded:
		if n > 1 {
			return fmt.Sprintf("reminded, %d times up to number %d", n, e.Detail.Ordinal)
		}
		return fmt.Sprintf("reminded, number %d", e.Detail.Ordinal)
	case claims.ActionChecked:
		return "nothing new"
	case claims.ActionSnoozed:
		return join(" ", "snoozed until", s.until(e))
	case claims.ActionAssigned:
		return "assigned to " + s.assigned(e)
	case claims.ActionEdited:
		return "edited " + fields(e)
	case claims.ActionResolved:
		return join(" ", "resolved: "+foreign(e.Detail.Outcome.Words(), maxName), before("of #", digits(e.Detail.Other)))
	case claims.ActionMerged:
		return join(" ", "merged", before("with #", digits(e.Detail.Other)))
	case claims.ActionSighted:
		return "seen in another report"
	case claims.ActionLead:
		return "lead found"
	}
	return foreign(string(e.Action), maxName)
}

// until reads the end of a snooze from its entry.
func (s Style) until(e claims.Entry) string {
	at, err := time.Parse(time.RFC3339, e.Detail.Until)
	if err != nil {
		return foreign(e.Detail.Until, maxName)
	}
	return s.moment(at)
}

// assigned is who a claim was given to.
func (s Style) assigned(e claims.Entry) string {
	if who, ok := e.Detail.To["owner"].(string); ok && who != "" {
		return s.name(who)
	}
	return "nobody"
}

// fields names what was edited, and the new date.
func fields(e claims.Entry) string {
	var names []string
	for name := range e.Detail.Was {
		words := strings.ReplaceAll(name, "_", " ")
		if d, ok := e.Detail.To[name].(map[string]any); ok && name == "due" {
			words = fmt.Sprintf("due to %v", d["start"])
			if d["end"] != d["start"] {
				words = fmt.Sprintf("due to %v/%v", d["start"], d["end"])
			}
		}
		names = append(names, foreign(words, maxName))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// LeadsModal shows what the watches found, the latest first. What a modal cannot hold is counted.
func LeadsModal(s Style, o Origin, d claims.Dossier) slack.ModalViewRequest {
	var rows [][]slack.Block
	for _, l := range slices.Backward(d.Leads) {
		title := foreign(l.Title, maxTitle)
		if title == "" {
			title = host(l.URL)
		}
		rows = append(rows, []slack.Block{section("", join("\n", join(" · ", link(l.URL, title), "found "+s.moment(l.FoundAt)),
			quote(l.Quote, maxQuote), before("Why: ", foreign(l.Reason, maxWords))))})
	}
	b, shown := fill([]slack.Block{about(d.Claim)}, rows)
	switch rest := len(rows) - shown; {
	case len(rows) == 0:
		b = append(b, context("Nothing has been found yet."))
	case rest > 0:
		b = append(b, context(fmt.Sprintf("%d older: `claimwatch leads %d` prints them all.", rest, d.Claim.ID)))
	}
	return sheet(CallbackShow, o.of(d.Claim), "Leads for "+number(d.Claim.ID), b...)
}

// ChangedModal takes the place of a form whose claim changed meanwhile: it shows how it stands now.
func ChangedModal(s Style, o Origin, c claims.Claim) slack.ModalViewRequest {
	b := append([]slack.Block{section("", "⚠️ *The claim changed while this form was open. Nothing was saved.*\nThis is how it stands now:")}, s.stands(c)...)
	return sheet(CallbackShow, o.of(c), "Changed meanwhile", b...)
}

// RefusedModal says why something was not done.
func RefusedModal(o Origin, why string) slack.ModalViewRequest {
	return sheet(CallbackShow, o, "Not done", section("", "⚠️ "+foreign(why, maxAlert)))
}

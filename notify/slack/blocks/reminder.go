package blocks

import (
	"claimwatch/claims"

	"github.com/slack-go/slack"
)

const repeatNote = "This may be a repeat: Slack did not say whether it had arrived."

// Reminder renders a claim's card: its state, the claim, the question and the quote, why it is
// asked for now, and whose it is.
func Reminder(s Style, r claims.Reminder) Message {
	return s.asked(claims.Card{Claim: r.Claim, Reminder: r})
}

// asked is the card of a claim that has not ended.
func (s Style) asked(c claims.Card) Message {
	if s.hides(c.Claim) {
		return hidden(c.Claim)
	}
	r := c.Reminder
	from, fromText := source(r.Report, c.Claim)
	b := []slack.Block{beside("", s.claim(c.Claim), s.menu(c.Claim))}
	if called := s.called(r); called != "" {
		b = append(b, section("", called))
	}
	if foot := join(" · ", upper(s.now(c)), s.owner(c.Claim), before("From ", from)); foot != "" {
		b = append(b, context(foot))
	}
	return message(s.told(c, fromText), append(b, s.buttons(c.Claim)...)...)
}

// claim is how a claim stands, what it is, the question of its kind, and its quote.
func (s Style) claim(c claims.Claim) string {
	head := "*" + join(" · ", s.state(c).dot+" "+number(c.ID), s.standing(c)) + "*"
	ask := ""
	if c.Status != claims.StatusResolved && c.Status != claims.StatusDismissed {
		ask = "*" + c.Kind.Question() + "*"
	}
	return join("\n", head, join(" ", sentence(foreign(c.Summary, maxSummary)), ask), quote(c.Quote, maxQuote))
}

// now says why the claim is asked for, or what has been answered since.
func (s Style) now(c claims.Card) string {
	switch {
	case c.Claim.SnoozedUntil.After(s.Now):
		return before("snoozed by ", s.name(c.By))
	case c.Claim.Status == claims.StatusOpen && !c.Claim.LastCheckedAt.IsZero() && c.Claim.LastCheckedAt.After(c.Reminder.Notice.DecidedAt):
		return s.checked(c)
	}
	return why(c.Reminder, maxWords)
}

// checked says that somebody looked, and when the claim comes back.
func (s Style) checked(c claims.Card) string {
	next := ""
	if c.Claim.NextReminderAt.After(s.Now) {
		next = "next reminder " + s.moment(c.Claim.NextReminderAt)
	}
	return join(", ", join(" ", "checked", before("by ", s.name(c.By)), "on "+s.moment(c.Claim.LastCheckedAt))+": nothing new", next)
}

// told is the card as sentences.
func (s Style) told(c claims.Card, from string) string {
	words := foreign(c.Claim.Quote, maxQuote)
	if words != "" {
		words = "“" + words + "”"
	}
	head := join(", ", number(c.Claim.ID), lower(s.state(c.Claim).words), s.dated(c.Claim), confidential(c.Claim)) + ": " + foreign(c.Claim.Summary, maxSummary)
	return join(" ", sentence(head), c.Claim.Kind.Question(), sentence(words), sentence(upper(join(", ", s.now(c), s.owner(c.Claim)))),
		s.called(c.Reminder), sentence(before("From ", from)))
}

// called mentions whom an escalated reminder is for.
func (s Style) called(r claims.Reminder) string {
	if r.Notice.Mention == "" || r.Notice.Mention == r.Claim.Owner {
		return ""
	}
	return sentence("For " + s.person(r.Notice.Mention))
}

// hides reports whether a claim's words may not be shown where the message stands.
func (s Style) hides(c claims.Claim) bool { return c.Confidential && !s.Private }

// hidden is what a channel sees of a claim that has become confidential.
func hidden(c claims.Claim) Message {
	text := hiddenText(c)
	return message(text, section("", text))
}

func hiddenText(c claims.Claim) string {
	return number(c.ID) + " is confidential now, and not shown in channels."
}

func confidential(c claims.Claim) string {
	if c.Confidential {
		return "confidential"
	}
	return ""
}

func before(lead, s string) string {
	if s == "" {
		return ""
	}
	return lead + s
}

func lower(s string) string {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return s
	}
	return string(s[0]-'A'+'a') + s[1:]
}

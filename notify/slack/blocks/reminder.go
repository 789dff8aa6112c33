package blocks

import (
	"claimwatch/claims"

	"github.com/slack-go/slack"
)

const repeatNote = "This may be a repeat: Slack did not say whether it had arrived."

// Reminder renders a claim's card: its state and the question, the claim and its quote, why it is
// asked for now, and whose it is.
func Reminder(s Style, r claims.Reminder) Message {
	c := r.Claim
	st := s.state(c)
	from, fromText := source(r.Report, c)
	head := join(" · ", st.dot+" "+number(c.ID), st.words, confidential(c))
	body := join("\n", "*"+head+"*", foreign(c.Summary, maxSummary), quote(c.Quote, maxQuote), "*"+c.Kind.Question()+"*")
	called := s.called(r)
	b := []slack.Block{section("", body)}
	if called != "" {
		b = append(b, section("", called))
	}
	b = append(b, context(join(" · ", upper(why(r, maxWords)), s.owner(c), due(c.Due))))
	if from != "" {
		b = append(b, context("From "+from))
	}
	return message(s.told(r, fromText), b...)
}

// told is the card as sentences.
func (s Style) told(r claims.Reminder, from string) string {
	c := r.Claim
	words := foreign(c.Quote, maxQuote)
	if words != "" {
		words = "“" + words + "”"
	}
	if from != "" {
		from = "From " + from
	}
	head := join(", ", number(c.ID), lower(s.state(c).words), confidential(c)) + ": " + foreign(c.Summary, maxSummary)
	return join(" ", sentence(head), c.Kind.Question(), sentence(words), sentence(upper(join(", ", why(r, maxWords), s.owner(c), due(c.Due)))), s.called(r), sentence(from))
}

// called mentions whom an escalated reminder is for.
func (s Style) called(r claims.Reminder) string {
	if r.Notice.Mention == "" || r.Notice.Mention == r.Claim.Owner {
		return ""
	}
	return sentence("For " + s.person(r.Notice.Mention))
}

func confidential(c claims.Claim) string {
	if c.Confidential {
		return "confidential"
	}
	return ""
}

func lower(s string) string {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return s
	}
	return string(s[0]-'A'+'a') + s[1:]
}

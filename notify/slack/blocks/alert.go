package blocks

import (
	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// Alert renders a sentence for the people who run the daemon.
func Alert(text string) Message {
	t := foreign(text, maxAlert)
	return message("claimwatch: "+t, section("", "⚠️ *claimwatch*: "+t))
}

// Render renders a message in its form, the part that it is. A message that may be a repeat says
// so first; a plain one has no blocks.
func Render(s Style, m claims.Message) Message {
	out := s.form(m)
	if m.MaybeRepeat {
		out = message(repeatNote+" "+out.Text, append([]slack.Block{context("⚠️ " + repeatNote)}, out.Blocks...)...)
	}
	if m.Plain {
		out.Blocks = nil
	}
	return out
}

func (s Style) form(m claims.Message) Message {
	switch m.Form {
	case claims.FormAlert:
		return Alert(m.Alert)
	case claims.FormTriage:
		if m.Triage == nil {
			return Message{}
		}
		return Triage(s, TriageCard(*m.Triage))
	case claims.FormDigest:
		return part(Digest(s, m), m.Part)
	case claims.FormBundle:
		return part(Bundle(s, m), m.Part)
	}
	if len(m.Reminders) == 0 {
		return Message{}
	}
	return Reminder(s, m.Reminders[0])
}

// part returns part n of a message that was rendered whole, or the only one of a message that
// holds the reminders of its own part.
func part(all []Message, n int) Message {
	switch {
	case len(all) == 0:
		return Message{}
	case n < len(all):
		return all[n]
	}
	return all[0]
}

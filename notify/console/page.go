package console

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"claimwatch/claims"
)

const indent = "     "

// page is how messages are laid out: in a zone, at a moment.
type page struct {
	now  time.Time
	zone *time.Location
}

func (p page) message(m claims.Message) string {
	var b strings.Builder
	if m.MaybeRepeat {
		b.WriteString("This may be a repeat.\n")
	}
	switch m.Form {
	case claims.FormAlert:
		fmt.Fprintf(&b, "claimwatch: %s\n", plain(m.Alert))
	case claims.FormDigest:
		b.WriteString(p.digest(m.Digest))
	case claims.FormBundle:
		fmt.Fprintf(&b, "%d reminders\n\n", max(m.Total, len(m.Reminders)))
	}
	for _, r := range m.Reminders {
		b.WriteString(p.reminder(r))
	}
	return b.String()
}

// reminder lays out a reminder and how it is answered.
func (p page) reminder(r claims.Reminder) string {
	c := r.Claim
	at := p.now.In(p.zone).Format("Mon 2 Jan 2006 15:04")
	lines := []string{
		fmt.Sprintf("#%d  %s  (%s)", c.ID, c.Kind.Question(), at),
		indent + plain(c.Summary),
		quoted(c.Quote),
		indent + join(" · ", why(r), due(c.Due), owner(c)),
		mention(r.Notice.Mention),
		source(r.Report, c),
		fmt.Sprintf("%sNothing new: claimwatch check %d", indent, c.ID),
		fmt.Sprintf("%sIt ended:    claimwatch close %d --outcome %s --evidence URL", indent, c.ID, outcomes(c.Kind)),
	}
	return join("\n", lines...) + "\n\n"
}

func why(r claims.Reminder) string {
	if w := plain(r.Words); w != "" {
		return w
	}
	return fmt.Sprintf("reminder %d", r.Notice.Ordinal)
}

func owner(c claims.Claim) string {
	if c.Owner == "" {
		return "no owner yet"
	}
	return "owner " + plain(c.Owner)
}

// due is the date itself: how far off it is, or that none is known, the reminder's words say.
func due(d claims.Due) string { return d.Words() }

func before(lead, s string) string {
	if s == "" {
		return ""
	}
	return lead + s
}

func mention(who string) string {
	if who == "" {
		return ""
	}
	return indent + "for " + plain(who)
}

func source(r claims.ReportRef, c claims.Claim) string {
	from := r.Source
	if from == "" {
		from = c.Source
	}
	published := ""
	if !r.Published.IsZero() {
		published = r.Published.UTC().Format("2 Jan 2006")
	}
	if s := join(", ", plain(r.Title), plain(from), published); s != "" {
		return indent + "From " + s
	}
	return ""
}

// quoted marks every line of a quote.
func quoted(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		if line = plain(line); line != "" {
			lines = append(lines, indent+"> "+line)
		}
	}
	return strings.Join(lines, "\n")
}

// outcomes lists the kind's own outcomes; the command names the others when asked.
func outcomes(k claims.Kind) string {
	var words []string
	for _, o := range k.Outcomes() {
		if o == claims.OutcomeOvertaken {
			break
		}
		words = append(words, string(o))
	}
	return strings.Join(words, "|")
}

func ending(c claims.Claim) string {
	if c.Outcome == claims.OutcomeDuplicate && c.DuplicateOf != 0 {
		return fmt.Sprintf("duplicate of #%d", c.DuplicateOf)
	}
	return c.Outcome.Words()
}

func by(who string) string {
	if who == "" {
		return ""
	}
	return " (" + plain(who) + ")"
}

// plain is text on one line that a terminal shows and does nothing else with.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == '\u200c' || r == '\u200d': // joiners within words and emoji
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// join joins what there is.
func join(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if strings.TrimSpace(p) != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}

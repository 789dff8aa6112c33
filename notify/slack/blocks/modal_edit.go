package blocks

import (
	"regexp"
	"strconv"
	"strings"
	"sync"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

const dueHint = "A day, a span or words: 9 May, 2025-05-09/2025-05-11, by the end of May. Empty: no date."

// Prefilled returns what the text fields of EditModal begin with. A submission that says the same
// leaves the field as it is: what a line of text cannot tell apart (a party with a semicolon in its
// name, a date that is known as a month) is not changed by looking at it. A field that cannot hold
// its text is missing here and in the form.
func Prefilled(c claims.Claim) map[Field]string {
	all := map[Field]string{
		FieldSummary: oneLine(c.Summary), FieldDue: c.Due.String(), FieldQuote: strip(c.Quote), FieldSource: oneLine(c.Source),
		FieldParties: oneLine(strings.Join(c.Parties, "; ")), FieldDesk: oneLine(c.Desk), FieldTags: oneLine(strings.Join(c.Tags, ", ")), FieldAfter: "",
	}
	if c.After != 0 {
		all[FieldAfter] = strconv.FormatInt(int64(c.After), 10)
	}
	for f, s := range all {
		if !holds(s) {
			delete(all, f)
		}
	}
	return all
}

// EditModal changes what a claim says. With CallbackTrack its submission tracks a candidate too.
func EditModal(s Style, id Callback, o Origin, c claims.Claim) slack.ModalViewRequest {
	title, submit := "Edit "+number(c.ID), "Save"
	if id == CallbackTrack {
		title, submit = "Edit and track "+number(c.ID), "Track"
	}
	return form(id, o.of(c), title, submit, s.editFields(c)...)
}

func (s Style) editFields(c claims.Claim) []slack.Block {
	p := Prefilled(c)
	var b []slack.Block
	text := func(a ask) {
		if _, ok := p[a.field]; ok {
			b = append(b, a.text(p[a.field]))
		}
	}
	text(ask{FieldSummary, "What there is to check", "", false})
	b = append(b, ask{FieldKind, "Kind", "", false}.kind(c.Kind))
	text(ask{FieldDue, "Due", dueHint, true})
	b = append(b, s.ownerField(c))
	if q, ok := p[FieldQuote]; ok {
		b = append(b, ask{FieldQuote, "Quote", "", true}.paragraph(q))
	}
	text(ask{FieldSource, "Source", "", true})
	text(ask{FieldParties, "Who must act or answer", "Parted by semicolons.", true})
	text(ask{FieldDesk, "Desk", "", true})
	text(ask{FieldTags, "Tags", "Parted by commas.", true})
	text(ask{FieldAfter, "Wait for claim", "A number. Until that one has ended, this one is silent.", true})
	b = append(b, secret(c.Confidential))
	if missing := 8 - len(p); missing > 0 {
		b = append(b, context("Fields too long for this form are left out, and stay as they are."))
	}
	return b
}

// ownerField is a choice of people, or a name if that is what the owner is.
func (s Style) ownerField(c claims.Claim) slack.Block {
	if id := s.id(c.Owner); c.Owner == "" || (isID(id) && id[0] != 'S') {
		return ask{FieldOwner, "Owner", "", true}.user(id)
	}
	return ask{FieldOwnerName, "Owner", "A name that Slack does not know; Assign… chooses from Slack.", true}.text(c.Owner)
}

func secret(checked bool) slack.Block {
	return ask{FieldConfidential, "Confidential", "Its reminders go to the owner alone.", true}.yes("Never in a channel or a digest", checked)
}

// DueModal asks for a new date: a day from a calendar, or words, which prevail.
func DueModal(_ Style, o Origin, c claims.Claim) slack.ModalViewRequest {
	was := "No date is known so far."
	if c.Due.Known() {
		was = upper(due(c.Due)) + " so far."
	}
	day := claims.Day(0)
	if c.Due.Start == c.Due.End {
		day = c.Due.Start
	}
	return form(CallbackDue, o.of(c), "New date for "+number(c.ID), "Save", about(c), context(was),
		ask{FieldDay, "Day", "", true}.date(day),
		ask{FieldDue, "Or in words", "By the end of May; 2025-05-09/2025-05-11; none.", true}.text(""),
		ask{FieldNote, "Note", "", true}.text(""))
}

// SnoozeModal asks until when a claim is to be silent.
func SnoozeModal(s Style, o Origin, c claims.Claim) slack.ModalViewRequest {
	return form(CallbackSnooze, o.of(c), "Snooze "+number(c.ID), "Snooze", about(c), ask{FieldUntil, "Silent until", "", false}.date(s.today()+7))
}

// AssignModal asks who follows a claim up: a member, or anybody by name, which prevails. Neither is
// no owner.
func AssignModal(s Style, o Origin, c claims.Claim) slack.ModalViewRequest {
	id, name := s.id(c.Owner), ""
	if !isID(id) {
		name = c.Owner
	}
	return form(CallbackAssign, o.of(c), "Assign "+number(c.ID), "Assign", about(c),
		ask{FieldOwner, "Owner", "", true}.user(id),
		ask{FieldOwnerName, "Or somebody who is not in Slack", "Leave both empty, and nobody has it.", true}.text(name))
}

// MergeModal asks which other claim this one is the same as.
func MergeModal(_ Style, o Origin, c claims.Claim) slack.ModalViewRequest {
	return form(CallbackMerge, o.of(c), "Merge "+number(c.ID), "Merge", about(c),
		ask{FieldInto, "Number of the claim that stays", "Quotes, evidence and leads move there; this one ends as its duplicate.", false}.text(""))
}

// AddModal asks for a claim that is added by hand.
func AddModal(_ Style, o Origin, p Prefill) slack.ModalViewRequest {
	var b []slack.Block
	if says := cameFrom(p); says != "" {
		b = append(b, context(says))
	}
	return form(CallbackAdd, o, "Track a claim", "Track", append(b,
		ask{FieldSummary, "What there is to check", "", false}.text(p.Summary),
		ask{FieldDue, "Due", dueHint, true}.text(p.Due),
		ask{FieldOwner, "Owner", "", true}.user(p.OwnerID),
		ask{FieldQuote, "Quote", "", true}.paragraph(p.Quote),
		ask{FieldSource, "Source", "", true}.text(p.Source),
		ask{FieldKind, "Kind", "Left out, it is read from the words.", true}.kind(p.Kind),
		ask{FieldDesk, "Desk", "", true}.text(p.Desk),
		secret(false))...)
}

// cameFrom says whose message a claim comes from, and where it stands; in a form a mention notifies
// nobody.
func cameFrom(p Prefill) string {
	who, where := "", ""
	if isID(p.AuthorID) && p.AuthorID[0] != 'S' {
		who = "by <@" + p.AuthorID + ">"
	}
	if room().MatchString(p.ChannelID) {
		where = "in <#" + p.ChannelID + ">"
	}
	return before("From a message ", join(" ", who, where))
}

var room = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[CG][A-Z0-9]{7,20}$`) })

// IngestModal asks for a report: its text, or a link to it.
func IngestModal(_ Style, o Origin, text string) slack.ModalViewRequest {
	return form(CallbackIngest, o, "Read a report", "Read",
		ask{FieldText, "Text, or a link to it", "", false}.paragraph(text),
		ask{FieldPublished, "Published", "Dates in the text are read against this day. Empty: the text's own.", true}.date(0),
		ask{FieldTitle, "Title", "", true}.text(""),
		ask{FieldSource, "Source", "A name or the address.", true}.text(""),
		ask{FieldDesk, "Desk", "", true}.text(""))
}

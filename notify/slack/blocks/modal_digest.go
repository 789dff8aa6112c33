package blocks

import (
	"strings"
	"time"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// weekdays are the choices of FieldDays, in their order.
var weekdays = []struct {
	value, words string
	day          time.Weekday
}{
	{"mon", "Monday", time.Monday}, {"tue", "Tuesday", time.Tuesday}, {"wed", "Wednesday", time.Wednesday}, {"thu", "Thursday", time.Thursday},
	{"fri", "Friday", time.Friday}, {"sat", "Saturday", time.Saturday}, {"sun", "Sunday", time.Sunday},
}

// DigestModal asks when one wants to be told of one's own claims; who is not told yet begins with the
// morning of working days.
func DigestModal(s Style, h claims.DigestHours) slack.ModalViewRequest {
	on := h.On()
	if !on {
		h = claims.MorningHours()
	}
	says := "A direct message with your claims that are overdue, due today or this week, or back from a snooze. " +
		"There is none on the newsroom's holidays, and none when there is nothing to say."
	return form(CallbackDigest, Origin{}, "My digest", "Save", section("", says),
		ask{FieldTold, "My digest", "", true}.yes("Send it to me", on),
		ask{FieldClock, "Time", "In your zone, " + s.zone().String() + ".", false}.clock(h.Clock()),
		ask{FieldDays, "Days", "", true}.days(h))
}

// clock asks for a time of day.
func (a ask) clock(at string) slack.Block {
	e := slack.NewTimePickerBlockElement(Input)
	e.InitialTime = at
	return a.input(e)
}

// days asks for days of the week.
func (a ask) days(h claims.DigestHours) slack.Block {
	e := slack.NewCheckboxGroupsBlockElement(Input)
	for _, d := range weekdays {
		o := slack.NewOptionBlockObject(d.value, plain(d.words, maxOption), nil)
		e.Options = append(e.Options, o)
		if h.Days[d.day] {
			e.InitialOptions = append(e.InitialOptions, o)
		}
	}
	return a.input(e)
}

// hoursWords says when a digest comes: "08:30 Mon-Fri".
func hoursWords(h claims.DigestHours) string {
	words := h.String()
	for _, d := range weekdays {
		words = strings.ReplaceAll(words, d.value, upper(d.value))
	}
	return words
}

// Told answers with when one's own digest comes.
func Told(s Style, h claims.DigestHours) Message {
	if !h.On() {
		return Say("You get no digest of your own. To turn it on: /claim digest 08:30 mon-fri")
	}
	return Say("Your digest comes at " + hoursWords(h) + ", in " + s.zone().String() + ".")
}

package claims

import "time"

// Direct reports whether a channel is a person's direct messages: Slack's user identifiers begin
// with U or W.
func Direct(channel string) bool {
	if len(channel) < 2 || (channel[0] != 'U' && channel[0] != 'W') {
		return false
	}
	for _, r := range channel {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// Pending says what the outbox has to do at a moment.
type Pending struct {
	Channels []string  // with a message that may be posted, in the order of their names
	Looks    bool      // posts of unknown fate are to be looked for
	Redraws  bool      // cards are to be redrawn
	Next     time.Time // when, later, something of this becomes due by itself; zero: nothing will
}

// A LeaseAsk names a channel whose next message a worker will post.
type LeaseAsk struct {
	Channel string
	Bundle  int // more reminders than this that wait become one message; 0: never
}

// A Setback is what becomes of a message whose post, or look-up, did not end with its being sent.
type Setback struct {
	State       NoticeState // NoticePending: posted again; NoticeUnknown: looked for; NoticeDead
	NotBefore   time.Time   // when; of NoticePending and NoticeUnknown
	Class       string      // what went wrong, for people; "" leaves what was noted
	Code        string
	Plain       bool // from now on as plain text
	MaybeRepeat bool // an earlier post may have arrived unseen
	Loose       bool // certainly never posted: its reminders wait on their own again, and may be grouped anew
}

// A Redraw is a card that is to be redrawn.
type Redraw struct {
	Card    Card
	At      time.Time // since when: a later change asks anew
	Attempt int       // redraws that failed since then
	Newest  bool
}

// A Redrawn is what became of a redraw.
type Redrawn struct {
	Again time.Time // when it is tried again; zero: it is done
	Gone  bool      // the message is no more; a card of an open claim is posted afresh, once
	At    time.Time // when that was found
}

// A Rest says that something is left alone for a while: a channel, a method of Slack, or all of it.
type Rest struct {
	Subject string // RestChannel, RestMethod or RestApp
	Class   string
	Code    string
	Attempt int // failures in a row
	Since   time.Time
	Until   time.Time
	ToldAt  time.Time // when people were told
}

// RestApp is the subject of a rest of everything that goes to Slack.
const RestApp = "app"

// RestChannel is the subject of a rest of one channel's posts.
func RestChannel(channel string) string { return "channel:" + channel }

// RestMethod is the subject of a rest of one method of Slack, edits and look-ups.
func RestMethod(method string) string { return "method:" + method }

// An OutboxStatus says how delivery stands.
type OutboxStatus struct {
	Pending   int       // reminders that wait
	Sending   int       // reminders on their way
	Unknown   int       // reminders that may or may not have arrived
	Dead      int       // reminders that Slack will never take
	Redraws   int       // cards that are to be redrawn
	OldestDue time.Time // decision of the oldest reminder that waits for its post; zero: none
	Unsettled time.Time // first post of the oldest message of unknown fate; zero: none
	Rests     []Rest    // by subject
}

// An Alert is a sentence for the people who run the daemon.
type Alert struct {
	Channel string
	Text    string
}

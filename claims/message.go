package claims

import "time"

// MessageID names a message before it is posted: a random word that its metadata carries, by
// which it is found again when nobody knows whether it went out.
type MessageID string

// Posted is where a message stands in Slack.
type Posted struct {
	Channel string // the conversation's id, as the post returned it
	TS      string
}

// Known reports whether it has been posted.
func (p Posted) Known() bool { return p.TS != "" }

// A Message is what is posted as one: a card, a bundle, a digest, a reply with what did not fit, or an alert.
type Message struct {
	ID          MessageID
	Channel     string // as configured ("#desk"), a user's id for a direct message, or Terminal
	Form        Form
	Parent      Posted     // the message that it replies to
	Part        int        // 0, or which reply this is
	Reminders   []Reminder // one for a card; of a bundle or digest those of this part, at most LinesPerMessage
	Total       int        // reminders of all parts together; 0: there are no other parts
	Digest      *Digest    // of FormDigest
	Alert       string     // of FormAlert: a sentence for the people who run the daemon
	Triage      *Triage    // of FormTriage
	Attempt     int        // 1 is the first post
	TriedAt     time.Time  // of this attempt
	FirstTried  time.Time
	Plain       bool // Slack refused the blocks: text alone
	MaybeRepeat bool // it may have been posted before, and says so
}

// LinesPerMessage is how many reminders one message of a bundle or digest holds, so that each is
// said in full in the blocks and in the text that is read aloud. What is above goes into replies.
const LinesPerMessage = 15

// FormAlert is a message about the app itself, for the fallback channel.
const FormAlert Form = "alert"

// FormTriage is the card of a newly read report, on which its candidates are tracked or dismissed.
const FormTriage Form = "triage"

// A Triage is a report's candidates, most certain first, with what has been decided. Confidential
// ones are not among them.
type Triage struct {
	Report ReportRef
	Claims []Claim            // all that extraction found, decided ones too
	Why    map[ClaimID]string // the words that made each an item
	By     string             // who decided last; "" is nobody yet
	Who    map[ClaimID]string // who decided each
}

// A Reminder is a notice with what it is about.
type Reminder struct {
	Notice Notice
	Claim  Claim
	Words  string // why it comes: "3rd reminder, open for 12 days, due in 2 days"
	Report ReportRef
	Card   Posted // the claim's card in that channel before this message, if any
}

// A ReportRef names a claim's first report.
type ReportRef struct {
	ID        ReportID
	Title     string
	Source    string
	Published Day
}

// A Card is a claim's message in a channel: it is redrawn when the claim changes.
type Card struct {
	Message  MessageID
	Posted   Posted
	Channel  string // as configured
	Claim    Claim
	Reminder Reminder // that it was posted for
	Next     Posted   // the newer card: this one shrinks to a line with a link to it
	Evidence []Evidence
	By       string  // who made the claim what it is: dismissed or snoozed it, or else looked at it last
	Line     bool    // a line of a bundle or digest, not a card of its own
	Triage   *Triage // a triage card, not a claim's: of the fields above it has those of the message alone
}

// A Digest is what a channel is told in the morning.
type Digest struct {
	Channel   string
	At        time.Time
	New       []Claim
	DueToday  []Claim
	DueWeek   []Claim
	Overdue   []Claim
	Ownerless []Claim
	Woken     []Claim // snoozed until today
	Resolved  []Claim
	Unread    []UnreadReport // with candidates that nobody has looked at, oldest first
	Reminded  int            // claims reminded at the same check: counted, not listed
	SinceAt   time.Time      // of the last one
	Waiting   []Reminder     `json:"-"` // that the daily cap put into it: for who reads it here; a Message has them as Reminders
}

// An UnreadReport has candidates that nobody has looked at.
type UnreadReport struct {
	Report     ReportRef
	Candidates int
}

// Empty reports whether the digest has nothing to say beside the reminders that wait for it.
// Claims that are reminded of anyway are no news.
func (d Digest) Empty() bool {
	return len(d.New)+len(d.DueToday)+len(d.DueWeek)+len(d.Overdue)+len(d.Ownerless)+len(d.Woken)+len(d.Resolved)+len(d.Unread) == 0
}

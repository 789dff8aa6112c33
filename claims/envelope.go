package claims

import "time"

// An Envelope is what Slack brought: a click, a command, a submission, an event. It is written
// down before it is acknowledged, and done once however often it comes.
type Envelope struct {
	ID         string
	Kind       string // "interactive", "slash_commands", "events_api"
	Payload    []byte // JSON; empty once it is done
	Response   []byte // JSON that its acknowledgement carries; empty is nothing
	ReceivedAt time.Time
	Attempt    int // how often its work was begun
}

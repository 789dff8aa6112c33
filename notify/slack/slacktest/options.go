package slacktest

import "time"

// Tokens that a Handler takes unless told otherwise. They are no secrets.
const (
	BotToken = "xoxb-slacktest"
	AppToken = "xapp-slacktest"
)

// Options shape a workspace. The zero Options have one public channel, #desk, of which the app is a member.
type Options struct {
	BotToken      string
	AppToken      string
	Scopes        []string // of the bot token; nil: all that AllScopes lists
	Channels      []Channel
	Users         []User
	Groups        []Group
	ChannelRate   time.Duration // least time between two posts to a channel; 0: none
	HistoryLag    time.Duration // how long a message stays unseen in histories
	HistoryCap    int           // most messages that a page of history has; 0: as asked
	NoDate        bool          // answers have no Date header of ours
	Skew          time.Duration // how far our clock is ahead
	Now           func() time.Time
	Fault         func(Call) (Fault, bool) // asked for each call that no scripted fault meets
	PlanUpgrade   bool                     // user groups are not in the workspace's plan
	EditsRefused  string                   // a code that every chat.update is refused with
	MaxMetadata   int                      // bytes; 0: 1024
	MostSockets   int                      // 0: 10
	Strangers     int                      // connections of other programs that a hello counts
	LoseAcks      int                      // acknowledgements that are lost, each with its connection
	BotID, UserID string
}

// A Channel is a conversation.
type Channel struct {
	ID, Name   string
	Private    bool
	Archived   bool
	Stranger   bool   // the app is no member
	User       string // of a direct message
	Restricted string // a code that posts are refused with
}

// A User is a member of the workspace.
type User struct {
	ID, Name, RealName string
	TZ                 string
	Bot, Guest         bool
	Deleted, Stranger  bool
}

// A Group is a user group.
type Group struct {
	ID, Handle, Name string
	Users            []string
}

// AllScopes are those that an app with everything has.
func AllScopes() []string {
	return []string{
		"chat:write", "commands", "users:read", "usergroups:read", "channels:read", "groups:read", "im:read",
		"channels:history", "groups:history", "im:history",
	}
}

func (o Options) filled() Options {
	if o.BotToken == "" {
		o.BotToken = BotToken
	}
	if o.AppToken == "" {
		o.AppToken = AppToken
	}
	if o.Scopes == nil {
		o.Scopes = AllScopes()
	}
	if o.Channels == nil {
		o.Channels = []Channel{{ID: "C0000DESK", Name: "desk"}}
	}
	if o.Now == nil {
		o.Now = time.Now //nolint:forbidigo // the server has a clock of its own, as Slack has
	}
	if o.BotID == "" {
		o.BotID = "B0000SELF"
	}
	if o.UserID == "" {
		o.UserID = "U0000SELF"
	}
	if o.MaxMetadata == 0 {
		o.MaxMetadata = 1024
	}
	if o.MostSockets == 0 {
		o.MostSockets = 10
	}
	return o
}

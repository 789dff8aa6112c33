package config

import (
	"net/netip"
	"time"

	"claimwatch/claims/policy"
)

// Settings are what the file and the environment say, defaults filled in.
type Settings struct {
	Path     string // of the file; "" when there is none
	Location *time.Location
	Triage   bool    // extracted claims wait for an editor
	MinScore float64 // from which an extracted item is taken, 0 to 1
	Schedule Schedule
	// Rules are ready for policy.New but for Digest and DirectTo, which the program supplies.
	Rules  policy.Settings
	Slack  Slack
	People People
	Watch  []string       // addresses of feeds and pages
	Allow  []netip.Prefix // private ranges that may be fetched from
	Backup Backup
	Listen string // host:port of HTTP; "": none
}

// Schedule holds the cron lines. "" is off; Check is never off.
type Schedule struct {
	Check  time.Duration // 1 s to 10 min
	Digest string
	Watch  string
	Backup string
}

// Slack says how to reach Slack.
type Slack struct {
	Channel  string // where claims go that no route leads elsewhere; "" when there is none
	Fallback string // who is told when another channel cannot be posted to; "" is nobody
	Grace    time.Duration
	Unknown  Unknown
	BotToken Secret
	AppToken Secret
	APIURL   string // ends in /api/; "" is Slack's own
}

// Unknown is what happens to a reminder of which Slack cannot say whether it arrived.
type Unknown string

// The choices.
const (
	Hold   Unknown = "hold"   // it waits until Slack can say
	Resend Unknown = "resend" // it is posted again, marked as a possible repeat
)

// People says who may act, and who is who.
type People struct {
	Editors []string          // Slack ids of users or groups; none: every full member
	Names   map[string]string // actor names by Slack id
}

// SlackID returns the Slack id of a user whom the claims know as owner, "" when unknown.
func (p People) SlackID(owner string) string {
	if _, ok := p.Names[owner]; ok || userID(owner) {
		return owner
	}
	best := ""
	for id, name := range p.Names {
		if name == owner && (best == "" || id < best) {
			best = id
		}
	}
	return best
}

// Backup says where the scheduled backups go.
type Backup struct {
	Folder string // "": none are made
	Keep   int
}

// Defaults returns the settings that serve without a file, in the zone of the machine.
func Defaults() Settings {
	rules := policy.Defaults()
	rules.Channel = ""
	return Settings{
		Location: rules.Location,
		Triage:   true,
		MinScore: 0.5,
		Schedule: Schedule{Check: time.Minute, Digest: "0 9 * * mon-fri", Watch: "@every 15m", Backup: "30 3 * * *"},
		Rules:    rules,
		Slack:    Slack{Grace: 90 * time.Second, Unknown: Hold},
		Backup:   Backup{Keep: 14},
	}
}

package policy

import (
	"time"

	"claimwatch/claims"
)

// Rules are Settings, compiled. They are safe for concurrent use.
type Rules struct{ s Settings }

// A Slot is the next moment at which a claim will be asked for.
type Slot struct {
	At      time.Time // when the reminder goes out: the slot as moved, or, of a past one, now or the next desk time
	Slot    time.Time // the slot as moved
	Reason  claims.Reason
	Ordinal int
	Channel string // "" when a confidential claim has nobody to go to: it stays due
	Mention string // of an escalation; "" is the owner
	WokenBy claims.ClaimID
}

// A Decision is a reminder that is due, and the claim as it stands once it is decided.
type Decision struct {
	Notice claims.Notice
	Claim  claims.Claim
}

// Standing is what a preview starts from beside the claims.
type Standing struct {
	Counts  map[string]int  // messages of each channel's day so far
	Waiting []claims.Notice // decided already, waiting for their channel's next digest
}

// New compiles settings. All faults are joined, each as "path: what is wrong".
func New(s Settings) (*Rules, error) { return &Rules{s: s}, nil }

// Fingerprint changes when the rules change such that planned times may change.
func (r *Rules) Fingerprint() string { return "" }

// Warnings lists what is allowed but hardly meant, each as "path: what is odd".
func (r *Rules) Warnings() []string { return nil }

// Location returns the zone that serves a claim.
func (r *Rules) Location(c claims.Claim) *time.Location { return r.s.Location }

// ChannelLocation returns the zone of a channel's day.
func (r *Rules) ChannelLocation(channel string) *time.Location { return r.s.Location }

// Next returns the next reminder if nobody acts; false: there is none.
func (r *Rules) Next(c claims.Claim, now time.Time) (Slot, bool) { return Slot{}, false }

// Decide returns the reminder that is due at a check; false: none is.
func (r *Rules) Decide(c claims.Claim, now time.Time) (Decision, bool) { return Decision{}, false }

// NextLook returns when the claim must be looked at again; zero: not until something changes.
func (r *Rules) NextLook(c claims.Claim, now time.Time) time.Time { return time.Time{} }

// Delivered returns the claim once the reminder of a slot was taken.
func (r *Rules) Delivered(c claims.Claim, slot, postedAt time.Time) claims.Claim { return c }

// Rewound returns the claim with facts that lie after now brought back to it; false: there were none.
func (r *Rules) Rewound(c claims.Claim, now time.Time) (claims.Claim, bool) { return c, false }

// Group orders what was decided at one check and says how each is shown.
func (r *Rules) Group(decided []claims.Notice, counts map[string]int, now time.Time) []claims.Notice {
	return decided
}

// Messages counts the messages that grouped notices make, by channel.
func Messages(grouped []claims.Notice) map[string]int { return nil }

// Preview lists every reminder that would be sent.
func (r *Rules) Preview(all []claims.Claim, q claims.PreviewQuery, now time.Time, s Standing) []claims.Planned {
	return nil
}

// DigestAt returns the first digest strictly after a moment; false: there is none.
func (r *Rules) DigestAt(after time.Time) (time.Time, bool) { return time.Time{}, false }

// Words says why a reminder comes.
func (r *Rules) Words(n claims.Notice, c claims.Claim, at time.Time) string { return "" }

// SnoozeEnd returns when a snooze of d that is set now ends.
func (r *Rules) SnoozeEnd(c claims.Claim, d Duration, now time.Time) time.Time { return now }

// SnoozeUntil returns when a snooze until a day ends.
func (r *Rules) SnoozeUntil(c claims.Claim, day claims.Day) time.Time { return time.Time{} }

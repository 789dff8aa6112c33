package claims

import (
	"strings"
	"time"
)

// A Command is an act upon claims: all of them or none.
type Command struct {
	IDs []ClaimID
	By  Actor
	Act Act
	// Version is the Claim.Version that the actor saw; 0 is any. Another one is ErrConflict.
	Version int64
	// Key makes a command that may come twice (a click) take effect once; "" is never the same.
	Key string
}

// A Moment is when and by whom.
type Moment struct {
	At time.Time
	By Actor
}

// A Change is what an act made of a claim: nothing of it is stored yet.
type Change struct {
	Before, After Claim
	Entries       []Entry
	Evidence      []Evidence
}

// Changed reports whether there is anything to store.
func (c Change) Changed() bool { return len(c.Entries) > 0 }

// An Act is one of the things that a person may do with a claim. Apply is pure: it returns the
// change, a *RefusedError when a rule forbids it as the claim stands, or an *InvalidError when
// the act itself is none.
type Act interface {
	Apply(c Claim, m Moment) (Change, error)
}

// change closes a Change: it counts revision and version, stamps the update, and writes the
// history's entry with the values that were replaced.
func change(before, after Claim, m Moment, action Action, d Detail) Change {
	after.Revision++
	if before.Status != after.Status || before.Kind != after.Kind || before.Due != after.Due || before.Owner != after.Owner {
		after.Version++
	}
	after.UpdatedAt = m.At
	d.Note = strings.TrimSpace(strings.ToValidUTF8(d.Note, "\ufffd"))
	d.To, d.Was = diff(before, after)
	e := Entry{ClaimID: before.ID, At: m.At, Actor: m.By.Name, Via: m.By.Via, Action: action, Detail: d}
	return Change{Before: before, After: after, Entries: []Entry{e}}
}

// Reminded returns the history's entry for a reminder that was taken at at.
func Reminded(before, after Claim, at time.Time, by Actor, d Detail) Entry {
	d.To, d.Was = diff(before, after)
	return Entry{ClaimID: before.ID, At: at, Actor: by.Name, Via: by.Via, Action: ActionReminded, Detail: d}
}

// Package blocks renders claims and reminders to Slack's Block Kit.
//
// It owns what a message looks like: the card of a reminder, the receipt that it becomes, the line
// that an older card shrinks to, bundles, digests and alerts, each as blocks and as the one text
// that notifications and screen readers use, which says the same in full.
//
// It refuses to know a clock, a network or a token: a Style brings the moment, the zone and the
// look-ups, and the same input gives the same bytes.
//
// Invariants: every word that people or reports wrote passes through escape.go, the one edge, and
// can neither mention, link nor format; control and bidirectional characters are gone. No state is
// told by colour alone. Every message is within the limits of limits.go at its longest content,
// and a list of reminders is never cut: what one message cannot hold stands in the next part.
//
// Nothing fails: what is unknown is said in words ("no owner", "no due date"). Buttons belong to
// the interactive app; none is drawn here that nobody would answer.
package blocks

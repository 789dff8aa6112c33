// Package blocks renders claims and reminders to Slack's Block Kit, and fixes what their buttons
// and forms carry.
//
// It owns what a message looks like: the card of a reminder, the receipt that it becomes, the line
// that an older card shrinks to, bundles, digests, triage cards, answers and alerts, each as blocks
// and as the one text that notifications and screen readers use; the modals and App Home; and the
// closed set of actions, callbacks and fields (action.go, form.go) by which clicks come back.
//
// It refuses to know a clock, a network or a token: a Style brings the moment, the zone and the
// look-ups, and the same input gives the same bytes. Who may see an answer, a modal or a Home is
// the caller's to know.
//
// Invariants:
//   - every word that people or reports wrote passes through escape.go, the one edge, and can neither
//     mention, link nor format; control and bidirectional characters are gone;
//   - where others read along (Style.Private is false) a confidential claim is its number alone;
//   - no state is told by colour alone; a button that is one of many is read aloud with its claim;
//   - every message and view is within Slack's limits at its longest content. A list of reminders is
//     never cut: what one message cannot hold stands in the next part. Other lists count what they
//     leave out, and say where it is;
//   - a card has at most six buttons, and a claim's state, date and owner are said once on it;
//   - buttons carry numbers and a word, never texts, and none is drawn that nobody would answer;
//   - triage mentions nobody; names of those who acted are mentions only where a mention notifies
//     nobody: in messages that are edited, and before one reader.
//
// Nothing fails: what is unknown is said in words ("no owner yet"), or left out.
package blocks

// Package interact answers what people do in Slack: clicks on cards, forms, the command, the
// message shortcut, App Home.
//
// It owns the inbox (what comes is written down, acknowledged, then done once), reading payloads,
// who may act, and what each act is. It refuses to know how anything looks, which is for package
// blocks, or how envelopes arrive, which is for package socket. Claims change through the Desk
// alone, as everywhere.
//
// Invariants:
//   - Take returns only once the envelope is kept; what comes again under the same id is not done
//     again. A process that dies in between does the rest when it starts: an act's key is the id
//     of its envelope, so that it takes effect once;
//   - a form is checked in its acknowledgement, from the local database alone, with each fault at
//     its field;
//   - a click says which version of the claim its card was drawn for. Another one changes nothing:
//     the card is redrawn and the clicker told;
//   - nobody acts who may not: configured users and members of user groups, or every full member;
//     never guests, bots, people who were removed, or strangers of shared channels;
//   - a confidential claim is shown to its owner and to configured editors alone, in modals and in
//     the owner's App Home, never in an answer in a channel; to others it is not there;
//   - App Home is drawn again when something changed, for whoever came there within ten minutes, and
//     only if it differs;
//   - a digest of one's own is its reader's to choose; of people who may not act any more it ends;
//   - what a payload says is read with bounds, and never trusted to name a version or claim that
//     the database does not know.
//
// When Slack cannot be asked who somebody is, what was known of them serves for a day; without
// that, nothing is done and they are told to try again. When the database is busy, the work waits
// and is tried again. An act that a rule refuses becomes a sentence for the clicker.
//
//	came --kept--> undone --acknowledged, done--> done --swept after a week
//	                  ^-- crash, busy: again, five times at most
package interact

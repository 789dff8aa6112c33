// Package policy says when a claim is asked for, and why: given a claim, the desk's rules and a
// moment, it returns the reminder that is due, or when to look again. It also says how reminders
// of one check are shown (cards, a bundle, the digest), where they go, what they say, and what
// will be sent if nobody acts.
//
// It owns the rules of time and what they read of a configuration (Settings). It refuses to read
// a clock, to do I/O, to know cron (the digest's times come as a function) and to keep what it has
// found: what it remembers of a claim is in claims.Pace, as facts, so that changed rules take
// effect at once. Rules are safe for concurrent use.
//
// # How a slot is found
//
// A claim's slots are gathered anew at each look: ahead and due from the date, from the opening
// on, unless they were settled by an earlier reminder; one counted slot, an interval after the
// last one, as checks and changes moved it; the end of a snooze; the wake. Desk hours move each.
// Those that waiting or a snooze has silenced move to its end. The earliest of them is the slot,
// moved out of the gap; whatever lies up to there meets it, and the first reason prevails.
//
//	           look                       at or after the slot, in desk hours
//	claim -----------> plan {at, kinds} ------------------------------------> Decision
//	                     ^                                                        |
//	                     +---- Pace: counted from the slot, or, when late, now ---+
//
// # Invariants
//
//   - An open claim that does not wait has a next reminder, always.
//   - Preview steps the same Decide and Group; a property test holds 10,000 random desks to it.
//   - No two reminders of a claim are closer than the gap, but for the first after an editor's
//     change of the date or after the end of a snooze.
//   - Decide and Next allocate nothing.
//
// When things fail: New returns all faults of the settings at once; nothing else can. A claim
// whose reminder has nobody to go to (confidential, with neither a known owner nor editors) stays
// due: Decide says no, Next has no channel, Preview leaves it out.
//
// # Where the texts leave a case open
//
// Counting
//   - "The last slot" that an interval counts from is the last counted one: a long span's ahead and
//     due reminders do not move its periodic ones. The gap keeps them apart.
//   - The first overdue slot is no interval: after it the first interval runs. It is the first
//     overdue slot that a check before it moves, by the first interval; an edit before it moves
//     nothing.
//   - A counted slot that a snooze silenced is one step; where none fell within, the step stays.
//     Either way the interval then running counts from the end.
//   - A check after an edit counts one short interval from the check. Of several edits since the
//     last counted reminder the first decides; all of them lie before a short interval after it.
//   - at_most also cuts every itself, with a warning.
//   - Intervals of less than a day are exact to the millisecond; slots are rounded up to it.
//   - The sentence "open for 12 days" counts through a new date: only adding, accepting and
//     reopening start it again.
//
// Desk hours and clocks
//   - Hours of a day are instants: from and to as the clock shows them first. A day whose hours do
//     not exist (a skipped hour, a skipped day) has none.
//   - Without desk hours a holiday is closed from midnight to midnight, and what is moved out of it
//     comes at midnight.
//   - A country's holiday counts on its own day and on the day it is observed.
//   - A gap in d or w is in calendar days: it ends at the same clock time. In h, m, s it is exact.
//   - Where there is no desk time within 50 years, desk hours are ignored.
//   - Facts that lie after now (the clock was set back) are read as now; Rewound writes that down,
//     and the ledger does so for all open claims when it notices the jump.
//   - Rules that change put no slot into the past that a later reminder has settled; one that no
//     reminder has settled is asked for once, as after downtime.
//
// Downtime
//   - What is found late is counted from the check, but keeps its slot in the notice: it orders the
//     check, and shows in the history. The gap counts from the post, or until then from the check.
//   - What waits for the next desk time is late by then; what comes until then meets it.
//   - Slots closer to one another than the heartbeat are one reminder. Preview cannot know the beat
//     and shows each; only a gap shorter than the beat allows it.
//
// Waiting
//   - A claim that waits and whose last day is over wakes as overdue. One with a date yet to come
//     wakes as periodic, and its dated slots stay.
//   - Once its own first ahead or due slot has come it is awake for good: the other's end is no
//     slot any more.
//   - The wake is a periodic slot, so a check before it moves it. The reminder that tells it names
//     the other claim, whatever its reason, once, and its outcome unless that is confidential.
//   - A claim that was removed has ended, though nothing is waited for any more.
//   - When an editor makes a claim wait, dated slots before that do not wake it. When an editor ends
//     the waiting, counting starts there, and what is over is asked for at once.
//   - A claim that is snoozed as well is silent until both are over.
//   - A new date, or reopening, does not put a claim to sleep again whose other one has ended.
//
// Escalation
//   - Decided reminders count as unanswered, posted or not. Any act of a person is an answer.
//   - A confidential claim's escalation stays a direct message; only its words and mention tell.
//
// Channels
//   - A notice to several editors names them in Channel, joined by commas.
//   - A channel's zone is that of the first route to it, else the newsroom's.
//   - Escalated reminders count towards the day's cap, which never holds them back. When the cap is
//     reached, a bundle waits for the digest as a whole, its escalations excepted.
//   - The digest that makes a cap possible is the next that falls on no holiday of the newsroom.
//   - An @every digest comes at the multiples of its interval, so that its times are known ahead.
//
// Preview
//   - A From in the past is the daemon started then: reminders between the opening and From are gone
//     through again, since a pace holds no list of them. That is exact unless the claim was checked,
//     changed or snoozed more than once on the way (see asOf). Ordinals go on from the opening's.
//   - A From in the future is reached from now.
package policy

// Package claims holds the nouns of claimwatch (Report, Claim, Item, Lead, Notice, Command,
// Change), their states and their legal moves. Everything else speaks in its words.
//
// It owns what may happen to a claim. An act is a value; its Apply takes a claim and a moment and
// returns the claim as it would stand, with the entry of its history, or says why not:
//
//	            accept                    close, merge
//	candidate ----------> open ------------------------> resolved
//	   |  |                | ^  check, snooze: stay         |
//	   |  | close, merge   | |                              |
//	   |  +----------------|-|----------------------------->|
//	   | dismiss           | +------------------------------+ reopen
//	   v                   v                                |
//	dismissed <----- dismiss                                |
//	   +----------------------------------------------------+ reopen; undo: back to candidate
//
// Assign, edit and note go in any status. Everything else is a *RefusedError, and a value that is
// none (a kind, a date, an outcome word) an *InvalidError; nobody else decides this.
//
// It refuses I/O, clocks and contexts, and imports none of ours. Values are never changed in
// place: an act returns a new claim and leaves the old one alone, slices included.
//
// Invariants: a resolved claim has an outcome that fits its kind, and no other has one. Revision
// counts every write, Version only changes of status, kind, due date and owner. The history is
// append-only, and each entry holds the values that its act replaced, so that Dossier.AsOf can
// wind a claim back to any moment. Which fields a Record has is a contract with scripts.
//
// Decisions. An act that changes nothing (assigning to who has it already, an edit to equal
// values) is no error and leaves no entry. Undo within triage takes open claims too, since
// accepting is what is undone, and ends a snooze. A transition is refused before the act's own
// values are looked at. Blank notes and links are none.
package claims

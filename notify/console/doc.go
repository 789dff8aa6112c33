// Package console is a notify.Sender that prints: what the desk would read in Slack, before Slack
// is set up.
//
// It owns the plain lines of a reminder and how it can be answered. It refuses colour, which is
// the command line's to decide, and Slack's markup.
//
// Invariants: a message is written by one Write, so that lines of two never mix; nothing that a
// report or a person wrote can move the cursor or change the direction of the line.
//
// When the writer fails, nothing may have been read: the reminder is not sent (ClassLater).
package console

// Package extract turns the text of a report into the items that it leaves open, each with the
// bytes it stands at and the words that made it one.
//
// It is pure: no clock, no files, no network; the same report gives the same items in the same order.
package extract

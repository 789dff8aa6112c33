package cli

import "claimwatch/claims"

// ParseDue reads a due date as --due does: a day, FROM/TO, none, or words as in a report, read
// against today. Errors: *claims.InvalidError.
func ParseDue(words string, today claims.Day) (claims.Due, error) { return dueOf(words, today) }

// Dateline reads the day that a text says it was published on; false: it does not say.
func Dateline(text string, language claims.Language, today claims.Day) (claims.Day, bool) {
	return dateline(text, language, today)
}

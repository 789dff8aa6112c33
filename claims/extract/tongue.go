package extract

import (
	"claimwatch/claims"
)

// A tongue is a language that extraction reads: its lexicon and what is particular to it.
type tongue struct {
	code  claims.Language
	words *lexicon
}

// tongueOf returns the tongue of a language, nil when it is not read.
func tongueOf(l claims.Language) *tongue {
	if l == "en" {
		return &tongue{code: l, words: english()}
	}
	return nil
}

// Supported reports whether extraction reads the language.
func Supported(l claims.Language) bool { return l == "en" || l == "uk" || l == "ru" }

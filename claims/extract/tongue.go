package extract

import (
	"sync"

	"claimwatch/claims"
)

// A tongue is a language that extraction reads: its lexicon and what is particular to it.
type tongue struct {
	code    claims.Language
	words   *lexicon
	undated string // what a summary says when no date is known
}

// tongues are the languages that are read, each loaded when it is first needed.
var tongues = map[claims.Language]func() *tongue{
	"en": sync.OnceValue(func() *tongue {
		return &tongue{"en", loadLexicon("en.txt", "en.rules.txt"), "; date not set"}
	}),
	"uk": sync.OnceValue(func() *tongue { return &tongue{"uk", loadLexicon("uk.txt"), "; дату не визначено"} }),
	"ru": sync.OnceValue(func() *tongue { return &tongue{"ru", loadLexicon("ru.txt"), "; дата не определена"} }),
}

// tongueOf returns the tongue of a language, nil when it is not read.
func tongueOf(l claims.Language) *tongue {
	if load, ok := tongues[l]; ok {
		return load()
	}
	return nil
}

// Supported reports whether extraction reads the language.
func Supported(l claims.Language) bool { return tongues[l] != nil }

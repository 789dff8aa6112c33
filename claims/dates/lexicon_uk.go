package dates

import "sync"

var ukrainian = sync.OnceValue(func() *lexicon {
	return compile(nil, nil, lexicon{tense: func(string) verb { return noVerb }, apostrophes: true, dayFirst: true, bareUnits: true})
})

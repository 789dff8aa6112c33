package dates

import "sync"

var russian = sync.OnceValue(func() *lexicon {
	return compile(nil, nil, lexicon{tense: func(string) verb { return noVerb }, dayFirst: true, bareUnits: true})
})

package dates

import (
	"fmt"
	"strings"
	"time"
)

// FindIn is Find for a language: "en", "uk" or "ru". Any other language has no expressions.
func FindIn(text, language string, ref time.Time) []Expression {
	lex := lexiconFor(language)
	if lex == nil {
		return nil
	}
	return newReader(text, lex, dayOf(ref)).run()
}

// Parse reads the whole of words as one English date expression, preferring the future: "by the
// end of May", "2025-05-09/2025-05-11", "in 3 days". Errors wrap ErrNoDate.
func Parse(words string, ref time.Time) (Expression, error) {
	trimmed := strings.TrimSpace(words)
	if e, ok := parseSpan(trimmed); ok {
		return e, nil
	}
	r := newReader(trimmed, english(), dayOf(ref))
	r.lenient = true
	for i := 0; i < len(r.toks) && i < 4; i++ {
		p, begin, next, ok := r.phrase(i)
		if !ok {
			if !leads(r.toks[i]) {
				break
			}
			continue
		}
		p, next = r.joinRange(p, begin, next)
		e, ok := r.express(p, begin, next)
		if ok && !e.Vague && next == len(r.toks) {
			e.Start, e.End = 0, len(words)
			return e, nil
		}
		break
	}
	return Expression{}, fmt.Errorf("%q: %w", words, ErrNoDate)
}

// leads reports whether a word may stand before a date.
func leads(t token) bool {
	switch t.class {
	case by, in, on, from, within, article, between, during, approx:
		return true
	}
	return false
}

// parseSpan reads 2025-05-09/2025-05-11.
func parseSpan(words string) (Expression, bool) {
	a, b, ok := strings.Cut(words, "/")
	first, err1 := time.Parse(time.DateOnly, a)
	last, err2 := time.Parse(time.DateOnly, b)
	if !ok || err1 != nil || err2 != nil || last.Before(first) || first.Year() < minYear {
		return Expression{}, false
	}
	return Expression{End: len(words), First: first, Last: last, Precision: Day}, true
}

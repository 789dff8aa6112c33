package dates

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// FindIn is Find for a language: "en", "uk" or "ru". Any other language has no expressions.
func FindIn(text, language string, ref time.Time) []Expression {
	return FindOver(nil, text, language, ref)
}

// FindOver is FindIn that writes the expressions over those of an old list, of which the caller has no more use.
func FindOver(old []Expression, text, language string, ref time.Time) []Expression {
	lex := lexiconFor(language)
	if lex == nil {
		return nil
	}
	tokens := oldTokens.Get().(*[]token)
	r := newReader(*tokens, text, lex, dayOf(ref))
	r.found = old[:0]
	r.run()
	if cap(r.toks) <= maxOldTokens {
		*tokens = r.toks
		oldTokens.Put(tokens)
	}
	return r.found
}

// oldTokens are lists of tokens to write over, so that one who reads text after text needs no new ones.
var oldTokens = sync.Pool{New: func() any { return new([]token) }}

// maxOldTokens is the longest list that is kept.
const maxOldTokens = 1 << 15

// Ends returns found with every range that spells out both of its ends replaced by its two parts,
// in text order: how linguists mark dates.
func Ends(found []Expression) []Expression {
	out := make([]Expression, 0, len(found))
	for _, e := range found {
		if len(e.Parts) > 0 {
			out = append(out, e.Parts...)
			continue
		}
		out = append(out, e)
	}
	return out
}

// Parse reads the whole of words as one English date expression, preferring the future: "by the
// end of May", "2025-05-09/2025-05-11", "in 3 days". Errors wrap ErrNoDate.
func Parse(words string, ref time.Time) (Expression, error) {
	trimmed := strings.TrimSpace(words)
	if e, ok := parseSpan(trimmed); ok {
		return e, nil
	}
	r := newReader(nil, trimmed, english(), dayOf(ref))
	r.lenient = true
	e, ok := r.whole(0)
	for i := 0; !ok && i < len(r.toks) && i < 4 && leads(r.toks[i]); i++ {
		e, ok = r.whole(i + 1)
	}
	if !ok {
		return Expression{}, fmt.Errorf("%q: %w", words, ErrNoDate)
	}
	e.Start, e.End = 0, len(words)
	if e.Current && e.First.Before(r.ref.utc()) {
		e.First = r.ref.utc()
	}
	return e, nil
}

// whole reads all tokens from i on as one expression.
func (r *reader) whole(i int) (Expression, bool) {
	p, begin, next, ok := r.phrase(i)
	if !ok || p.recur {
		return Expression{}, false
	}
	p, next = r.joinRange(p, begin, next)
	e, ok := r.express(p, begin, next)
	return e, ok && !e.Vague && next == len(r.toks)
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

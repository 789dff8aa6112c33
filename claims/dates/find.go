package dates

import (
	"fmt"
	"time"
)

// FindIn is Find for a language: "en", "uk" or "ru". Any other language has no expressions.
func FindIn(text, language string, ref time.Time) []Expression {
	return nil
}

// Parse reads the whole of words as one English date expression, preferring the future: "by the
// end of May", "2025-05-09/2025-05-11", "in 3 days". Errors wrap ErrNoDate.
func Parse(words string, ref time.Time) (Expression, error) {
	return Expression{}, fmt.Errorf("%q: %w", words, ErrNoDate)
}

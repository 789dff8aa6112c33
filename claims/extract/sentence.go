package extract

import (
	"strings"
	"unicode/utf8"
)

// A sentence is a stretch of a paragraph, without outer blanks, and its tokens.
type sentence struct {
	start, end  int  // bytes in the text
	first, last int  // tokens [first, last) of the section
	paragraph   int  // counted in the section
	inQuote     bool // it begins inside a quotation that an earlier sentence opened
}

// Limits that keep memory constant whatever the text: a longer report is read in sections,
// a longer sentence in pieces.
const (
	maxSectionTokens  = 12000
	maxSentenceTokens = 160
)

// A section is a report's text, or a part of a very long one, taken to sentences.
type section struct {
	text       string
	tokens     []token
	sentences  []sentence
	paragraphs int
	end        int    // the byte after the section
	small      bitset // the words that stand in it in small letters
}

// readSection takes the text from start on to sentences, up to the first end of a paragraph after
// maxSectionTokens.
func (s *section) read(text string, start int, l *lexicon) {
	s.text, s.tokens, s.sentences, s.paragraphs, s.small = text, s.tokens[:0], s.sentences[:0], 0, bitset{}
	for start < len(text) && len(s.tokens) < maxSectionTokens {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		start = s.paragraph(start, end, l)
		if start == end {
			start++
		}
	}
	s.end = min(start, len(text))
}

// paragraph takes text[start:end] to sentences and returns how far it came, which is end but in
// endless paragraphs.
func (s *section) paragraph(start, end int, l *lexicon) int {
	first, quoted, at := len(s.tokens), false, start
	begun := first
	for {
		n := len(s.tokens) + 1
		s.tokens = append(s.tokens, token{})
		t := &s.tokens[n-1]
		if !t.next(s.text, at, end) {
			s.tokens = s.tokens[:n-1]
			at = end
			break
		}
		l.look(t)
		if t.shape == shapeLower {
			s.small.add(t.hash)
		}
		at = t.end
		if stop := s.stops(first, end, l); stop || n-first >= maxSentenceTokens {
			at = s.closers(at, end)
			quoted = s.cut(first, quoted)
			first = len(s.tokens)
			if n-begun > maxSectionTokens {
				break
			}
		}
	}
	s.cut(first, quoted)
	if len(s.tokens) > begun {
		s.paragraphs++
	}
	return at
}

// stops says whether the last token ends a sentence that began with token first.
func (s *section) stops(first, end int, l *lexicon) bool {
	n := len(s.tokens)
	last := &s.tokens[n-1]
	if c := s.text[last.end-1]; c < utf8.RuneSelf && c != '.' && c != '?' && c != '!' {
		return false
	}
	mark := s.text[last.start:last.end]
	dotted := last.shape != shapeMark && mark[len(mark)-1] == '.'
	if last.shape == shapeMark && mark != "." && mark != "?" && mark != "!" && mark != "…" {
		return false
	}
	if last.shape != shapeMark && !dotted {
		return false
	}
	next, quoteClosed, ok := s.peek(last.end, end)
	if !ok {
		return true
	}
	l.look(&next)
	known := next.class
	if dotted {
		return next.shape != shapeMark && known&classStarter != 0 && next.shape == shapeCapital
	}
	if !s.startsSentence(next) {
		return false
	}
	if mark == "." && n-first >= 2 {
		return !s.abbreviates(s.tokens[n-2], *last, next, n-2 == first, known)
	}
	if mark != "." && quoteClosed {
		return !s.saysNext(next, end, l)
	}
	return true
}

// abbreviates says whether the full stop after word belongs to the word.
func (s *section) abbreviates(word, stop, next token, opens bool, known class) bool {
	if word.end != stop.start || word.shape == shapeMark {
		return false
	}
	if opens && word.shape == shapeNumber {
		return true
	}
	first, n := decode(s.text, word.start, word.end)
	if n == word.end-word.start && isUpper(first) {
		return true
	}
	if word.class&classAbbreviation == 0 {
		return false
	}
	switch short := s.text[word.start:word.end]; {
	case short == "No", short == "no", short == "Nos":
		return next.shape == shapeNumber
	case word.shape == shapeLower && first >= utf8.RuneSelf:
		return next.shape == shapeNumber || next.shape == shapeCapital && known&classStarter == 0
	case word.shape == shapeLower:
		return short == "vs" || short == "etc" || short == "approx" || short == "est" || short == "al" || short == "pp"
	}
	return known&classStarter == 0 || next.shape != shapeCapital
}

// peek returns the first token after closing quotes and brackets, and whether a quotation closed.
func (s *section) peek(at, end int) (t token, quoteClosed, ok bool) {
	for {
		ok = t.next(s.text, at, end)
		if !ok || t.start != at || !isCloser(s.text[t.start:t.end]) {
			return t, quoteClosed, ok
		}
		quoteClosed = quoteClosed || isQuote(s.text[t.start:t.end])
		at = t.end
	}
}

// closers appends the closing quotes and brackets that stand right at at, maxClosers at most, and returns
// where they end.
func (s *section) closers(at, end int) int {
	var t token
	for range maxClosers {
		if !t.next(s.text, at, end) || t.start != at || !isCloser(s.text[t.start:t.end]) {
			break
		}
		s.tokens = append(s.tokens, t)
		at = t.end
	}
	return at
}

// maxClosers is how many closing marks belong to a sentence; a text of nothing else has an end.
const maxClosers = 16

// startsSentence says whether a sentence may begin with t.
func (s *section) startsSentence(t token) bool {
	if t.shape != shapeMark {
		return t.shape != shapeLower || !isCased(s.text[t.start:t.end])
	}
	switch s.text[t.start:t.end] {
	case ",", ";", ":", ".", "?", "!", ")", "]", "-", "–", "—", "/", "%":
		return false
	}
	return true
}

// isCased says whether the word begins with a small letter of an alphabet that has capitals.
func isCased(word string) bool {
	for _, r := range word {
		return fold(r) == r && (r < 0x530 || r >= 0x1e00 && r < 0x2000)
	}
	return false
}

// saysNext says whether "she said" or "Smith asked" follows a quoted question.
func (s *section) saysNext(t token, end int, l *lexicon) bool {
	for range 4 {
		if t.shape == shapeMark {
			return false
		}
		if l.look(&t); t.class&classReport != 0 {
			return true
		}
		if !t.next(s.text, t.end, end) {
			return false
		}
	}
	return false
}

func isCloser(mark string) bool {
	switch mark {
	case `"`, "'", "”", "’", "»", ")", "]", "“":
		return true
	}
	return false
}

func isQuote(mark string) bool {
	switch mark {
	case `"`, "”", "’", "»", "“", "„", "«", "'":
		return true
	}
	return false
}

// cut makes the tokens from first on a sentence and says whether a quotation is open at its end.
func (s *section) cut(first int, quoted bool) bool {
	if first == len(s.tokens) {
		return quoted
	}
	s.sentences = append(s.sentences, sentence{
		start: s.tokens[first].start, end: s.tokens[len(s.tokens)-1].end,
		first: first, last: len(s.tokens), paragraph: s.paragraphs, inQuote: quoted,
	})
	for k := first; k < len(s.tokens); k++ {
		if t := &s.tokens[k]; t.shape == shapeMark {
			quoted = quoteAfter(s.text[t.start:t.end], quoted)
		}
	}
	return quoted
}

// quoteAfter says whether a quotation is open after the token, given whether it was before.
func quoteAfter(mark string, open bool) bool {
	switch mark {
	case `"`:
		return !open
	case "“", "«", "„":
		return true
	case "”", "»":
		return false
	}
	return open
}

// A bitset is a set of hashes; it may take a rare one for a member that is not.
type bitset [256]uint64

func (b *bitset) add(h uint32)      { b[h>>6&255] |= 1 << (h & 63) }
func (b *bitset) has(h uint32) bool { return b[h>>6&255]&(1<<(h&63)) != 0 }

package dates

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// A kind is what a token is made of.
type kind uint8

const (
	kPunct   kind = iota // one rune; value is the rune
	kWord                // letters
	kNumber              // 1 to 8 digits; value is the number
	kOrdinal             // 14th; value is the number
	kDecade              // 1990s; value is the number
	kClock               // 22:30, 9am, 9:05; value is the hour
	kTagged              // Q3, 3Q, H1, FY25: class says which, value is the number
	kFigure              // any other run with digits: 1.5, 2,000, 40km
)

const (
	spaced  uint8 = 1 << iota // white space stands before
	broken                    // a blank line stands before
	capital                   // begins with a capital letter
)

// A token is a word, a number or a punctuation mark of the text.
type token struct {
	start, end int32
	value      int32
	kind       kind
	class      class
	verb       verb
	flags      uint8 // of the word's entry
	shape      uint8
}

func (t token) is(r rune) bool   { return t.kind == kPunct && t.value == r }
func (t token) has(f uint8) bool { return t.shape&f != 0 }
func (t token) length() int      { return int(t.end - t.start) }

// tight reports whether nothing stands between t and the token before it.
func (t token) tight() bool { return t.shape&(spaced|broken) == 0 }

// A lexer cuts text into tokens.
type lexer struct {
	text string
	lex  *lexicon
	toks []token
	pos  int
	low  [48]byte // the current word in lower case
}

// tokenize appends the tokens of text to toks, in order. Bytes that are not UTF-8 are punctuation.
func tokenize(toks []token, text string, lex *lexicon) []token {
	l := lexer{text: text, lex: lex, toks: slices.Grow(toks, len(text)/5+8)}
	for l.pos < len(text) {
		shape := l.skipSpace()
		if l.pos >= len(text) {
			break
		}
		l.next(shape)
	}
	return l.toks
}

// skipSpace moves to the next visible byte and says what was passed.
func (l *lexer) skipSpace() uint8 {
	begin, lines := l.pos, 0
	for l.pos < len(l.text) {
		c := l.text[l.pos]
		switch {
		case c == ' ' || c == '\t' || c == '\r':
			l.pos++
		case c == '\n':
			lines++
			l.pos++
		case c == 0xC2 && l.pos+1 < len(l.text) && l.text[l.pos+1] == 0xA0:
			l.pos += 2
		default:
			return spaceShape(begin, l.pos, lines)
		}
	}
	return spaceShape(begin, l.pos, lines)
}

func spaceShape(begin, end, lines int) uint8 {
	switch {
	case lines > 1:
		return spaced | broken
	case end > begin:
		return spaced
	}
	return 0
}

func (l *lexer) next(shape uint8) {
	c := l.text[l.pos]
	switch {
	case c >= '0' && c <= '9':
		l.digits(shape)
	case isASCIILetter(c):
		l.word(shape)
	case c < utf8.RuneSelf:
		l.add(token{start: int32(l.pos), end: int32(l.pos + 1), value: int32(c), shape: shape})
	default:
		r, n := utf8.DecodeRuneInString(l.text[l.pos:])
		if unicode.IsLetter(r) {
			l.word(shape)
			return
		}
		l.add(token{start: int32(l.pos), end: int32(l.pos + n), value: plain(r), shape: shape})
	}
}

// plain folds the typographic marks that matter to their ASCII kin.
func plain(r rune) rune {
	switch r {
	case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
		return '-'
	case '\u2018', '\u2019', '\u02bc':
		return '\''
	case '\u201c', '\u201d', '\u00ab', '\u00bb', '\u201e':
		return '"'
	}
	return r
}

func (l *lexer) add(t token) {
	l.toks = append(l.toks, t)
	l.pos = int(t.end)
}

func isASCIILetter(c byte) bool { return c|0x20-'a' < 26 }
func isDigit(c byte) bool       { return c >= '0' && c <= '9' }

// word reads a run of letters; a run that ends in digits ("Q3") is tagged or a figure.
func (l *lexer) word(shape uint8) {
	begin := l.pos
	if c := l.text[begin]; c >= 'A' && c <= 'Z' {
		shape |= capital
	}
	n := l.letters(0)
	for l.pos < len(l.text) && (l.text[l.pos] >= utf8.RuneSelf || l.text[l.pos] == '\'' && l.lex.apostrophes) {
		size, ok := l.wide(begin, &n, &shape)
		if !ok {
			break
		}
		l.pos += size
		n = l.letters(n)
	}
	t := token{start: int32(begin), end: int32(l.pos), kind: kWord, shape: shape}
	if l.pos < len(l.text) && isDigit(l.text[l.pos]) {
		l.tagged(t, n)
		return
	}
	if n <= len(l.low) {
		e := l.lex.words.find(l.low[:n])
		t.class, t.verb, t.flags, t.value = e.class, e.verb, e.flags, int32(e.value)
	}
	l.toks = append(l.toks, t)
}

// letters reads ASCII letters after the n bytes of the word so far, and returns how many those are now.
func (l *lexer) letters(n int) int {
	text := l.text[l.pos:]
	i := 0
	for i < len(text) && isASCIILetter(text[i]) {
		if n+i < len(l.low) {
			l.low[n+i] = text[i] | 0x20
		}
		i++
	}
	l.pos += i
	return n + i
}

// wide reads one letter beyond ASCII, or an apostrophe inside a word where the language has them.
func (l *lexer) wide(begin int, n *int, shape *uint8) (int, bool) {
	r, size := utf8.DecodeRuneInString(l.text[l.pos:])
	switch {
	case l.pos > begin && l.lex.apostrophes && plain(r) == '\'':
		after, _ := utf8.DecodeRuneInString(l.text[l.pos+size:])
		if !unicode.IsLetter(after) {
			return 0, false
		}
		r = '\''
	case r < utf8.RuneSelf || !unicode.IsLetter(r):
		return 0, false
	case l.pos == begin && unicode.IsUpper(r):
		*shape |= capital
	}
	var buf [utf8.UTFMax]byte
	k := utf8.EncodeRune(buf[:], unicode.ToLower(r))
	if *n+k <= len(l.low) {
		copy(l.low[*n:], buf[:k])
	}
	*n += k
	return size, true
}

// tagged reads the digits after letters: Q3, H1, FY2025; anything else is a figure.
func (l *lexer) tagged(t token, n int) {
	value, count := 0, 0
	for l.pos < len(l.text) && isDigit(l.text[l.pos]) {
		if count < 8 {
			value = value*10 + int(l.text[l.pos]-'0')
		}
		count++
		l.pos++
	}
	t.end, t.kind, t.value = int32(l.pos), kFigure, int32(value)
	if l.pos < len(l.text) && isASCIILetter(l.text[l.pos]) {
		l.rest(&t)
		l.add(t)
		return
	}
	if n <= 2 {
		switch tag := string(l.low[:n]); {
		case tag == "q" && value >= 1 && value <= 4 && count == 1:
			t.kind, t.class = kTagged, unit
		case tag == "h" && value >= 1 && value <= 2 && count == 1:
			t.kind, t.class = kTagged, half
		case tag == "fy" && (count == 2 || count == 4):
			t.kind, t.class = kTagged, fiscal
		}
	}
	l.add(t)
}

// rest takes the letters and digits that still belong to a figure.
func (l *lexer) rest(t *token) {
	for l.pos < len(l.text) && (isDigit(l.text[l.pos]) || isASCIILetter(l.text[l.pos])) {
		l.pos++
	}
	t.end, t.kind = int32(l.pos), kFigure
}

// digits reads a number with what hangs on it: 14th, 1990s, 22:30, 9am, 2,000.
func (l *lexer) digits(shape uint8) {
	begin, value := l.pos, 0
	for l.pos < len(l.text) && isDigit(l.text[l.pos]) {
		if l.pos-begin < 8 {
			value = value*10 + int(l.text[l.pos]-'0')
		}
		l.pos++
	}
	t := token{start: int32(begin), end: int32(l.pos), value: int32(value), kind: kNumber, shape: shape}
	if l.pos-begin > 8 {
		t.kind = kFigure
	}
	if l.pos < len(l.text) {
		l.hang(&t)
	}
	l.add(t)
}

func (l *lexer) hang(t *token) {
	count := t.length()
	switch c := l.text[l.pos]; {
	case isASCIILetter(c):
		l.suffix(t)
	case c == ':' && count <= 2 && t.value < 25 && l.digitsAt(l.pos+1) == 2:
		l.pos += 3
		if l.digitsAt(l.pos+1) == 2 && l.text[l.pos] == ':' {
			l.pos += 3
		}
		t.end, t.kind = int32(l.pos), kClock
		l.clockSuffix()
		t.end = int32(l.pos)
	case c == ',' && count <= 3 && l.digitsAt(l.pos+1) == 3, c == '.' && l.digitsAt(l.pos+1) > 0 && !l.dotted(t):
		for l.pos < len(l.text) && (isDigit(l.text[l.pos]) || (l.text[l.pos] == ',' || l.text[l.pos] == '.') && l.digitsAt(l.pos+1) > 0) {
			l.pos++
		}
		l.rest(t)
	}
}

// digitsAt counts the digits from i on, at most five.
func (l *lexer) digitsAt(i int) int {
	n := 0
	for n < 5 && i+n < len(l.text) && isDigit(l.text[i+n]) {
		n++
	}
	return n
}

// dotted reports whether t begins or goes on a date like 09.05.2025, or a time like 9.30.
func (l *lexer) dotted(t *token) bool {
	if k := len(l.toks); k > 1 && t.shape == 0 && l.toks[k-1].is('.') && l.toks[k-2].kind == kNumber {
		return t.length() <= 2 && l.digitsAt(l.pos+1) == 4
	}
	n := l.digitsAt(l.pos + 1)
	return t.length() <= 2 && t.value <= 31 && (n == 1 || n == 2) &&
		l.pos+1+n < len(l.text) && l.text[l.pos+1+n] == '.' && l.digitsAt(l.pos+2+n) == 4
}

// suffix reads the letters right after a number.
func (l *lexer) suffix(t *token) {
	begin := l.pos
	for l.pos < len(l.text) && isASCIILetter(l.text[l.pos]) {
		l.pos++
	}
	t.end = int32(l.pos)
	if l.pos < len(l.text) && isDigit(l.text[l.pos]) {
		if l.text[begin]|0x20 == 't' && l.pos == begin+1 && t.length() == 9 { // 20250509T1200
			t.kind, t.end, l.pos = kNumber, int32(begin), begin
			return
		}
		if l.text[begin]|0x20 == 't' && l.pos == begin+1 && t.length() == 3 { // the day of 2025-05-09T12:00
			t.kind, t.end, l.pos = kNumber, int32(begin), begin
			return
		}
		l.rest(t)
		return
	}
	switch s := l.text[begin:l.pos]; s {
	case "st", "nd", "rd", "th", "ST", "ND", "RD", "TH":
		t.kind = kOrdinal
	case "s":
		t.kind = kDecade
	case "am", "pm", "AM", "PM", "h", "p", "a":
		t.kind = kClock
		if s == "p" || s == "a" {
			t.kind = kFigure
		}
	case "Q", "q":
		t.kind, t.class = kTagged, unit
		if t.value < 1 || t.value > 4 {
			t.kind = kFigure
		}
	default:
		t.kind = kFigure
	}
}

// clockSuffix takes "pm" or "Z" that hangs on 9:05.
func (l *lexer) clockSuffix() {
	for l.pos < len(l.text) && isASCIILetter(l.text[l.pos]) {
		l.pos++
	}
}

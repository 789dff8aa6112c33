package extract

import (
	"unicode"
	"unicode/utf8"
)

// shape is what a token looks like.
type shape uint8

const (
	shapeLower   shape = iota // a word in lower case, or of a script without case
	shapeCapital              // A word that begins with a capital
	shapeCaps                 // A WORD OF CAPITALS, of two letters or more
	shapeNumber               // digits come first
	shapeMark                 // punctuation or a symbol
)

// A token is one word, number or mark. start and end are byte offsets into the text.
type token struct {
	start, end int
	hash       uint32 // of the word in lower case, with straight apostrophes
	class      class  // what the lexicon says of the word
	entry      uint16 // where it says that
	shape      shape
	name       bool // a word of a name
}

// maxToken is the length in bytes at which an endless word is cut.
const maxToken = 120

const (
	hashSeed  = 2166136261
	hashPrime = 16777619
)

// hashWord returns the hash that a token of the same word has.
func hashWord(word string) uint32 {
	h := uint32(hashSeed)
	for _, r := range word {
		h = hashRune(h, fold(r))
	}
	return h
}

func hashRune(h uint32, r rune) uint32 {
	h = (h ^ uint32(r&0xff)) * hashPrime
	if r > 0xff {
		h = (h ^ uint32(r>>8)) * hashPrime
	}
	return h
}

func fold(r rune) rune {
	switch {
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A'
	case r < utf8.RuneSelf:
		return r
	case r == '’' || r == 'ʼ' || r == '‘':
		return '\''
	}
	return unicode.ToLower(r)
}

// next makes t the token at or after i and before end, and is false when only blanks are left.
func (t *token) next(text string, i, end int) bool {
	for i < end && text[i] == ' ' {
		i++
	}
	for i < end {
		if inWord[text[i]] > mayJoin {
			t.word(text, i, end)
			return true
		}
		r, n := decode(text, i, end)
		switch {
		case isWordRune(r):
			t.word(text, i, end)
			return true
		case isBlank(r):
			i += n
		case (r == '\'' || r == '’') && isEnclitic(text[i+n:end]):
			t.enclitic(text, i, n, end)
			return true
		default:
			*t = token{start: i, end: i + n, hash: hashRune(hashSeed, r), shape: shapeMark}
			return true
		}
	}
	return false
}

func decode(text string, i, end int) (rune, int) {
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(text[i:end])
}

func isBlank(r rune) bool {
	return r <= ' ' || r == 0x7f || r >= 0x80 && (unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r))
}

func isWordRune(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return true
	case r < utf8.RuneSelf:
		return false
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func isUpper(r rune) bool {
	return r >= 'A' && r <= 'Z' || r >= utf8.RuneSelf && unicode.IsUpper(r)
}

// mayJoin stands in inWord for bytes that are part of a word only together with others.
const mayJoin = 1

// inWord is each letter and digit of ASCII in small letters, 0 for bytes that never are part of a word, and
// mayJoin for the rest.
var inWord = func() (table [256]byte) {
	for c := range table {
		switch {
		case c >= utf8.RuneSelf:
			table[c] = mayJoin
		case isWordRune(rune(c)):
			table[c] = byte(fold(rune(c)))
		}
	}
	for _, c := range []byte("'-.,:") {
		table[c] = mayJoin
	}
	return table
}()

// word makes t the word at i. A word may hold apostrophes, hyphens, inner full stops (U.S.) and, in numbers,
// commas and colons; "'s", "'ll" and the like are words of their own.
func (t *token) word(text string, i, end int) {
	start, hash := i, uint32(hashSeed)
	first, _ := decode(text, i, end)
	digit := isDigit(first)
	upper, other, inner := 0, false, false
	for most := min(end, start+maxToken); i < most; {
		c := text[i]
		small := inWord[c]
		if small > mayJoin {
			if small == c {
				other = true
			} else {
				upper++
			}
			hash = (hash ^ uint32(small)) * hashPrime
			i++
			continue
		}
		if small == 0 {
			break
		}
		r, n := decode(text, i, end)
		if isUpper(r) {
			upper++
		} else if isWordRune(r) {
			other = true
		} else if joins(text, i, n, end, r, start, digit) {
			inner = inner || r == '.'
		} else {
			break
		}
		hash = hashRune(hash, fold(r))
		i += n
	}
	if inner && !digit && i < end && text[i] == '.' {
		i++
	}
	*t = token{start: start, end: i, hash: hash}
	switch {
	case digit:
		t.shape = shapeNumber
	case upper > 1 && !other:
		t.shape = shapeCaps
	case isUpper(first):
		t.shape = shapeCapital
	}
}

func isDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= utf8.RuneSelf && unicode.IsDigit(r)
}

// enclitic makes t the "'s", "'ll" or the like at i, whose apostrophe takes n bytes.
func (t *token) enclitic(text string, i, n, end int) {
	*t = token{start: i, hash: hashRune(hashSeed, '\'')}
	for i += n; i < end && isWordRune(rune(text[i])); i++ {
		t.hash = hashRune(t.hash, rune(text[i]))
	}
	t.end = i
}

// joins says whether the mark r at i belongs inside the word that began at start.
func joins(text string, i, n, end int, r rune, start int, digit bool) bool {
	if i == start || i+n >= end {
		return false
	}
	next, _ := decode(text, i+n, end)
	if !isWordRune(next) {
		return false
	}
	switch r {
	case '\'', '’', 'ʼ':
		return !isEnclitic(text[i+n : end])
	case '-', '‑':
		return true
	case '.':
		if digit {
			return unicode.IsDigit(next)
		}
		return i-start == 1 || text[i-2] == '.' || text[i-2] == '-'
	case ',', ':':
		return digit && unicode.IsDigit(next)
	}
	return false
}

// isEnclitic says whether what follows an apostrophe is s, ll, re, ve, d or m and nothing more.
func isEnclitic(rest string) bool {
	for _, e := range [...]string{"s", "ll", "re", "ve", "d", "m"} {
		if len(rest) >= len(e) && rest[:len(e)] == e {
			if len(rest) == len(e) {
				return true
			}
			if r, _ := utf8.DecodeRuneInString(rest[len(e):]); !isWordRune(r) {
				return true
			}
		}
	}
	return false
}

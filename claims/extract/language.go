package extract

import (
	"slices"
	"sync"
	"unicode/utf8"

	"claimwatch/claims"
)

// languageSample is how much of a text is looked at to tell its language, in bytes.
const languageSample = 8192

// signs are very common small words of a language that few others have.
var signs = map[claims.Language][]string{
	"en": {"the", "and", "of", "to", "that", "was", "with", "for", "has", "is"},
	"de": {"der", "die", "und", "das", "nicht", "ist", "mit", "den", "auf", "ein"},
	"fr": {"le", "les", "des", "et", "une", "dans", "est", "qui", "du", "pour"},
	"es": {"el", "los", "las", "que", "una", "del", "por", "con", "se", "para"},
	"it": {"il", "che", "della", "di", "per", "una", "sono", "con", "non", "gli"},
	"pt": {"os", "que", "uma", "não", "do", "da", "para", "com", "em", "dos"},
	"nl": {"het", "een", "van", "de", "niet", "dat", "zijn", "voor", "met", "op"},
	"pl": {"nie", "się", "że", "jest", "na", "do", "przez", "oraz", "jak", "po"},
	"cs": {"že", "se", "je", "na", "který", "byl", "jako", "pro", "ale", "podle"},
	"uk": {"і", "що", "та", "це", "від", "його", "який", "з", "й", "до", "на", "у", "за", "під", "про", "не"},
	"ru": {"и", "что", "это", "его", "который", "с", "из", "по", "как", "от", "на", "в", "за", "о", "не"},
	"be": {"і", "што", "гэта", "на", "яго", "які", "ў", "з", "па", "ад"},
	"bg": {"и", "че", "на", "за", "се", "от", "със", "през", "да", "по"},
}

// letters are letters that tell languages of one script apart.
var letters = map[rune]claims.Language{
	'ї': "uk", 'є': "uk", 'ґ': "uk", 'ы': "ru", 'э': "ru", 'ё': "ru", 'ў': "be",
}

// languageOrder makes ties come out the same each time.
var languageOrder = [...]claims.Language{"en", "uk", "ru", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "be", "bg"}

// signHashes are the languages of each sign, as places in languageOrder.
var signHashes = sync.OnceValue(func() map[uint32][]int {
	m := map[uint32][]int{}
	for i, l := range languageOrder {
		for _, w := range signs[l] {
			m[hashWord(w)] = append(m[hashWord(w)], i)
		}
	}
	return m
})

// languageOfLetter returns the language that the letter tells, if it tells one; none of ASCII does.
func languageOfLetter(r rune) (claims.Language, bool) {
	if r < utf8.RuneSelf {
		return "", false
	}
	l, ok := letters[fold(r)]
	return l, ok
}

// Language returns the language that the text is written in, "" when it cannot be told.
func Language(text string) claims.Language {
	var score [len(languageOrder)]int
	byHash := signHashes()
	words := 0
	end := min(len(text), languageSample)
	for t := (token{}); t.next(text, t.end, end); {
		if t.shape == shapeMark {
			continue
		}
		words++
		for _, i := range byHash[t.hash] {
			score[i] += 2
		}
		for _, r := range text[t.start:t.end] {
			if l, ok := languageOfLetter(r); ok {
				score[slices.Index(languageOrder[:], l)]++
			}
		}
	}
	best, most := claims.Language(""), words/6
	for i, l := range languageOrder {
		if score[i] > most {
			best, most = l, score[i]
		}
	}
	return best
}

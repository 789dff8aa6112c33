package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"claimwatch/claims"
)

// maxSummaryWords is the longest summary.
const maxSummaryWords = 15

// summary says in at most fifteen words what to check: the clause of the cue, without who said it, with
// names for pronouns.
func (d *desk) summary(c *candidate) string {
	s := d.section.sentences[c.sentence]
	first, last := d.clause(c, s)
	if c.kind == claims.KindCondition && c.cue.first-first >= maxSummaryWords-2 {
		first = c.cue.first // there is no room for both: the hinge tells more
	}
	var b summaryText
	quoted := false
	for k := first; k < last; k++ {
		t := d.section.tokens[k]
		if k > first {
			b.mayEnd(d.boundary(k), k >= c.cue.last)
		}
		if b.full() {
			if t.shape != shapeMark || k+1 < last {
				b.cut()
			}
			break
		}
		word := d.word(t)
		if t.shape == shapeMark && isQuote(word) {
			quoted = true
			continue
		}
		if n, ok := d.standsFor(k, c.sentence); ok && (n.first < first || n.first > k) {
			word = d.nameText(n)
			if isPossessive(d.word(t)) {
				word += "'s"
			}
		}
		b.add(word, !quoted && k > first && d.section.tokens[k-1].end == t.start)
		quoted = false
	}
	text := b.finish()
	if b.words <= maxSummaryWords-3 && c.due == (claims.Due{}) && (c.kind == claims.KindEvent || c.kind == claims.KindPlan) {
		text += d.tongue.undated
	}
	return text
}

// clause returns the tokens of the clause around the cue: back to where a clause begins, and on to where
// the saying begins or the sentence ends.
func (d *desk) clause(c *candidate, s sentence) (first, last int) {
	first, last = s.first, s.last
	tokens := d.section.tokens
	for k := s.first; k < c.cue.first; k++ {
		opens := k + 1
		switch {
		case isThat(d.word(tokens[opens])):
			continue
		case isThat(d.word(tokens[k])) && k > s.first && !d.tellsWhich(k, s) || tokens[k].class&classReport != 0:
		case tokens[k].shape != shapeMark || tokens[k].end == tokens[opens].start:
			continue
		}
		if d.clauseFrom(opens, c.cue.first) {
			first = opens
		}
	}
	for first < last-4 && (d.isLink(first) || tokens[first].shape == shapeMark) {
		first++
	}
	for k := max(first+3, c.cue.last); k < s.last-1; k++ {
		if tokens[k].shape == shapeMark && d.saysAfter(k+1, s.last) {
			last = k
			break
		}
	}
	return first, last
}

// tellsWhich says whether the "that" at token k belongs to the noun before it, as in "the inquiry that the ministry
// opened", and does not open what is said.
func (d *desk) tellsWhich(k int, s sentence) bool {
	if k-2 < s.first {
		return false
	}
	switch strings.ToLower(d.word(d.section.tokens[k-2])) {
	case "the", "a", "an":
		return true
	}
	return false
}

// isThat says whether the word can open what is said.
func isThat(word string) bool { return word == "that" || word == "що" || word == "что" }

// clauseFrom says whether tokens [from, cue) can begin a clause: a subject comes, and no other clause.
func (d *desk) clauseFrom(from, cue int) bool {
	if from >= cue {
		return false
	}
	t := d.section.tokens[from]
	switch strings.ToLower(d.word(t)) {
	case "who", "which", "whose", "where", "when", "while", "as", "and", "or", "including", "after", "with", "saying":
		return false
	}
	for k := from; k < cue; k++ {
		if d.section.tokens[k].shape == shapeMark {
			return false
		}
	}
	return t.name || t.class&(classThird|classFirst|classStarter) != 0
}

// isLink says whether token k only ties the sentence to the one before.
func (d *desk) isLink(k int) bool {
	switch strings.ToLower(d.word(d.section.tokens[k])) {
	case "but", "and", "however", "additionally", "meanwhile", "also", "so", "still", "then", "instead", "finally", "that", "yet":
		return true
	}
	return false
}

// saysAfter says whether "Smith said" or "she said" stands within the next few tokens.
func (d *desk) saysAfter(from, to int) bool {
	for k := from; k < min(from+6, to); k++ {
		t := d.section.tokens[k]
		if t.class&classReport != 0 {
			return k > from || t.class&classThird == 0
		}
		if t.shape == shapeMark && !isQuote(d.word(t)) || !t.name && t.shape == shapeLower && t.class&(classThird|classFirst) == 0 && k > from+3 {
			return false
		}
	}
	return false
}

func isPossessive(word string) bool {
	switch strings.ToLower(word) {
	case "his", "their", "its", "our", "my":
		return true
	}
	return false
}

// boundary says how well a summary can end before token k: 2 where a clause begins, 1 where a phrase does,
// else 0.
func (d *desk) boundary(k int) int {
	t := d.section.tokens[k]
	switch word := strings.ToLower(d.word(t)); {
	case t.shape == shapeMark && !isQuote(word) && word != "-" && word != "$" && word != "%" && word != ".":
		return 2
	case opensClause(word) && word != "that", word == "and", word == "but", word == "or", word == "according", word == "including", word == "amid":
		return 2
	case word == "in", word == "on", word == "at", word == "for", word == "with", word == "from", word == "by", word == "during", word == "over":
		return 1
	}
	return 0
}

// A summaryText is a summary in the making.
type summaryText struct {
	b     strings.Builder
	words int
	ends  [3]int // where it may end before a clause (2) or a phrase (1), in bytes
}

// leastSummaryWords is from how many words on a summary may end at a boundary.
const leastSummaryWords = 6

// mayEnd takes down that the text so far may end before what comes, if it holds the cue.
func (t *summaryText) mayEnd(boundary int, told bool) {
	if told && t.words >= leastSummaryWords && t.words <= maxSummaryWords {
		t.ends[boundary] = t.b.Len()
	}
}

// cut shortens a text that is full to its last clause if that is most of it, else to its last phrase.
func (t *summaryText) cut() {
	end := t.ends[2]
	if end < t.b.Len()/2 {
		end = max(end, t.ends[1])
	}
	if end == 0 {
		return
	}
	text := t.b.String()[:end]
	t.b.Reset()
	t.b.WriteString(text)
}

func (t *summaryText) full() bool { return t.words >= maxSummaryWords }

// add appends a word, or a mark that stands close to the word before. A name may be several words.
func (t *summaryText) add(word string, joined bool) {
	n := len(strings.Fields(word))
	if r, _ := utf8.DecodeRuneInString(word); !isWordRune(r) || joined {
		n = 0
	}
	if t.words+n > maxSummaryWords {
		t.words = maxSummaryWords
		return
	}
	if t.b.Len() > 0 && !joined {
		t.b.WriteByte(' ')
	}
	t.b.WriteString(word)
	t.words += n
}

// finish trims what a cut left over at the end and makes the first letter a capital.
func (t *summaryText) finish() string {
	text := t.b.String()
	for {
		text = strings.TrimRight(text, " ,;:.-–—(")
		i := strings.LastIndexByte(text, ' ')
		if i < 0 || !isDangling(text[i+1:]) {
			break
		}
		text = text[:i]
	}
	r, n := utf8.DecodeRuneInString(text)
	if n == 0 {
		return text
	}
	return string(unicode.ToUpper(r)) + text[n:]
}

// isDangling says whether a text cannot well end in the word.
func isDangling(word string) bool {
	switch strings.ToLower(word) {
	case "the", "a", "an", "of", "to", "in", "on", "at", "and", "or", "but", "with", "for", "from", "by", "that", "which", "who",
		"as", "his", "her", "their", "its", "is", "are", "was", "were", "be", "about", "into", "over", "than", "this", "when", "while",
		"if", "after", "before", "between", "not", "will", "would", "more", "least", "including",
		"however", "saying", "been", "have", "has", "had", "how", "what", "where", "whether", "there", "some", "any", "each", "such",
		"у", "в", "на", "з", "із", "до", "про", "і", "та", "й", "що", "за", "від", "по", "с", "из", "о", "и", "к", "для", "под", "під":
		return true
	}
	return false
}

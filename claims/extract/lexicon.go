package extract

import (
	"embed"
	"slices"
	"strings"
)

// class is a set of word classes.
type class uint64

// The word classes of the lexicon files, in the order of classNames.
const (
	classAbbreviation class = 1 << iota
	classStarter
	classWeekday
	classMonth
	classWill
	classIntention
	classInvitation
	classQuestion
	classResponse
	classCondition
	classAllegation
	classLegal
	classRelease
	classOccasion
	classHedge
	classAdvice
	classHabit
	classOpinion
	classReport
	classPast
	classSettled
	classNegation
	classFirst
	classThird
	classFuture
	classBoilerplate
)

var classNames = [...]string{
	"abbreviation", "starter", "weekday", "month", "will", "intention", "invitation", "question", "response",
	"condition", "allegation", "legal", "release", "occasion", "hedge", "advice", "habit", "opinion", "report",
	"past", "settled", "negation", "first", "third", "future", "boilerplate",
}

// numClasses is how many classes there are.
const numClasses = len(classNames)

// allClasses are those that the code knows; further sets of a lexicon are only for its rules.
const allClasses class = 1<<numClasses - 1

// cueClasses are those that can make a sentence an open item.
const cueClasses = classWill | classIntention | classInvitation | classQuestion | classResponse | classCondition | classAllegation

//go:embed lexicon/*.txt
var lexicons embed.FS

// A lexicon is the words and phrases of one language by class.
type lexicon struct {
	places  []uint16 // of entries, by the hash of the word, or right behind; most are 0
	entries []entry  // at most 65,536; the first is of all words that are not in the lexicon
	sets    []string // names of the bits of class
	rules   []rule
	bySet   [64][]pattern // patterns by the set that their first word is of
	leads   class         // the sets that some pattern begins with
	byName  []pattern     // patterns that begin with any capitalised word
}

// An entry is what the lexicon says of one word.
type entry struct {
	hash     uint32 // of the word
	class    class
	phrases  []phrase  // that begin with it
	patterns []pattern // of rules, that begin with it
}

// entry returns the entry of the word with the hash, to be filled.
func (l *lexicon) entry(h uint32) *entry {
	if len(l.places) < 2*len(l.entries) {
		l.spread(2 * len(l.places))
	}
	p := l.place(h)
	if *p == 0 {
		*p = uint16(len(l.entries))
		l.entries = append(l.entries, entry{hash: h})
	}
	return &l.entries[*p]
}

// place returns where the place of the hash's entry is written, or would be.
func (l *lexicon) place(h uint32) *uint16 {
	last := uint32(len(l.places) - 1)
	at := h & last
	for l.places[at] != 0 && l.entries[l.places[at]].hash != h {
		at = (at + 1) & last
	}
	return &l.places[at]
}

// spread puts the entries at n places, a power of two.
func (l *lexicon) spread(n int) {
	l.places = make([]uint16, n)
	for i := 1; i < len(l.entries); i++ {
		*l.place(l.entries[i].hash) = uint16(i)
	}
}

// look puts into the token what the lexicon says of it.
func (l *lexicon) look(t *token) {
	t.entry = *l.place(t.hash)
	t.class = l.entries[t.entry].class
}

// A phrase is words in a row; a gap lets up to two others in between.
type phrase struct {
	rest  []uint32 // after the first; 0 is a gap
	class class
}

// loadLexicon reads embedded files into one lexicon.
func loadLexicon(names ...string) *lexicon {
	var all strings.Builder
	for _, n := range names {
		b, err := lexicons.ReadFile("lexicon/" + n)
		if err != nil {
			continue // the files are embedded: a missing one cannot be built
		}
		all.Write(b)
	}
	return parseLexicon(all.String())
}

// parseLexicon reads a lexicon file: sets of words, then rules whose patterns use them.
func parseLexicon(file string) *lexicon {
	l := &lexicon{places: make([]uint16, 1024), entries: make([]entry, 1), sets: slices.Clone(classNames[:])}
	var current class
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "[rule "):
			current = 0
			l.addRule(strings.Fields(strings.Trim(line, "[]"))[1:])
		case line[0] == '[':
			current = l.setOf(strings.Trim(line, "[]"))
		case current == 0:
			l.addPattern(line)
		default:
			l.add(line, current)
		}
	}
	for i, list := range l.bySet {
		if len(list) > 0 {
			l.leads |= 1 << i
		}
	}
	return l
}

// setOf returns the bit of the named set, which is made when it is new and there is room.
func (l *lexicon) setOf(name string) class {
	i := slices.Index(l.sets, name)
	if i < 0 {
		if len(l.sets) == 64 {
			return 0
		}
		i = len(l.sets)
		l.sets = append(l.sets, name)
	}
	return 1 << i
}

func (l *lexicon) add(line string, c class) {
	words := strings.Fields(line)
	rest := make([]uint32, len(words)-1)
	for i, w := range words[1:] {
		if w != "_" {
			rest[i] = hashWord(w)
		}
	}
	for _, form := range forms(words[0]) {
		e := l.entry(hashWord(form))
		if len(rest) == 0 {
			e.class |= c
			continue
		}
		e.phrases = append(e.phrases, phrase{rest, c})
	}
}

// forms returns the word, and when it ends in "*" its regular English forms.
func forms(word string) []string {
	base, more := strings.CutSuffix(word, "*")
	if !more {
		return []string{word}
	}
	list := []string{base, base + "s", base + "ed", base + "ing"}
	last := base[len(base)-1]
	switch {
	case last == 'e':
		list = append(list, base+"d", base[:len(base)-1]+"ing")
	case last == 'y':
		list = append(list, base[:len(base)-1]+"ies", base[:len(base)-1]+"ied")
	case strings.HasSuffix(base, "h") || strings.HasSuffix(base, "s"):
		list = append(list, base+"es")
	default:
		list = append(list, base+string(last)+"ed", base+string(last)+"ing")
	}
	return list
}

// match returns the number of tokens that p takes from tokens[i], 0 when it does not fit.
func (p *phrase) match(tokens []token, i int) int {
	at := i + 1
	for k := 0; k < len(p.rest); k++ {
		if p.rest[k] == 0 {
			k++
			found := false
			for skip := 0; skip <= 2 && at < len(tokens); skip++ {
				if tokens[at].hash == p.rest[k] {
					found = true
					break
				}
				at++
			}
			if !found {
				return 0
			}
		} else if at >= len(tokens) || tokens[at].hash != p.rest[k] {
			return 0
		}
		at++
	}
	return at - i
}

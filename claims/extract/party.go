package extract

import "strings"

// maxParties is how many names an item has at most.
const maxParties = 4

// parties returns who must act or answer: the names of the sentence in its order, with the names that its
// pronouns stand for; who only says it, and where it is, come in when there is nobody else.
func (d *desk) parties(c *candidate) []string {
	s := d.section.sentences[c.sentence]
	list, speakers, places := []string{}, []string{}, []string{}
	for k := s.first; k < s.last; k++ {
		if n, ok := d.standsFor(k, c.sentence); ok && (d.section.tokens[k+1].class&classReport == 0 || k+1 == c.cue.first) {
			list = addName(list, d.nameText(n))
			continue
		}
		end := d.nameAt(k, s)
		if end == k {
			continue
		}
		switch n := d.nameText(name{k, end}); {
		case d.speaks(k, end, s) || d.adjective(k, end, s):
			speakers = addName(speakers, n)
		case d.place(k, s):
			places = addName(places, n)
		default:
			list = addName(list, n)
		}
		k = end - 1
	}
	for _, more := range [...][]string{speakers, places} {
		if len(list) == 0 {
			list = more
		}
	}
	return list[:min(len(list), maxParties)]
}

// speaks says whether the name is only who says it: a word of saying stands right before or after.
func (d *desk) speaks(first, end int, s sentence) bool {
	if first > s.first && d.section.tokens[first-1].class&classReport != 0 {
		return true
	}
	if end >= s.last || d.section.tokens[end].class&classReport == 0 {
		return false
	}
	return end+2 >= s.last-1 || d.word(d.section.tokens[end]) == "reported"
}

// place says whether the name that begins with token k is only where something is: "in Moscow".
func (d *desk) place(k int, s sentence) bool {
	if k > s.first && strings.EqualFold(d.word(d.section.tokens[k-1]), "the") {
		k--
	}
	if k == s.first {
		return false
	}
	switch strings.ToLower(d.word(d.section.tokens[k-1])) {
	case "in", "at", "near", "outside", "у", "в", "во":
		return true
	}
	return false
}

// adjective says whether the name is only an adjective: "the Russian president".
func (d *desk) adjective(first, end int, s sentence) bool {
	if end-first != 1 || end >= s.last || d.section.tokens[end].shape != shapeLower {
		return false
	}
	word := d.word(d.section.tokens[first])
	for _, suffix := range [...]string{"ian", "ese", "ish", "ican", "aeli", "aqi", "ean", "rench"} {
		if strings.HasSuffix(word, suffix) {
			return true
		}
	}
	return false
}

// addName adds the name, unless a name that holds it is there; a longer form of one that is there takes
// its place.
func addName(list []string, n string) []string {
	n = strings.TrimSuffix(strings.TrimSuffix(n, "'s"), "’s")
	for i, o := range list {
		if strings.Contains(o, n) {
			return list
		}
		if strings.Contains(n, o) {
			list[i] = n
			return list
		}
	}
	return append(list, n)
}

// standsFor returns the name that token k, a pronoun of sentence i, most likely stands for: the speaker for
// "I" and "we"; for "he", "she", "it" and "they" the nearest subject before it.
func (d *desk) standsFor(k, i int) (name, bool) {
	t := d.section.tokens[k]
	if k+1 >= len(d.section.tokens) || t.shape == shapeMark || t.class&(classThird|classFirst) == 0 {
		return name{}, false
	}
	switch strings.ToLower(d.word(t)) {
	case "i", "we":
		if next := d.section.tokens[k+1]; next.class&classWill != 0 {
			return d.speaker(i)
		}
	case "it":
		if next := d.section.tokens[k+1]; k+1 >= d.section.sentences[i].last || next.class&classPast != 0 || d.isBe(next) {
			return name{}, false
		}
		return d.antecedent(k, i)
	case "he", "she", "his", "він", "вона", "он", "она":
		return d.antecedent(k, i)
	}
	return name{}, false
}

// isBe says whether the token is a form of "to be", short forms too.
func (d *desk) isBe(t token) bool {
	switch d.word(t) {
	case "is", "are", "was", "were", "'s", "’s", "'re", "’re", "'d", "’d", "will", "would", "has", "had":
		return true
	}
	return false
}

// speaker returns the name next to a word of saying in sentence i or a neighbour of its paragraph.
func (d *desk) speaker(i int) (name, bool) {
	for _, at := range [...]int{i, i - 1, i + 1} {
		if at < 0 || at >= len(d.section.sentences) || d.section.sentences[at].paragraph != d.section.sentences[i].paragraph {
			continue
		}
		s := d.section.sentences[at]
		for k := s.first; k < s.last; k++ {
			end := d.nameAt(k, s)
			if end == k {
				continue
			}
			if end < s.last && d.section.tokens[end].class&classReport != 0 || k > s.first && d.section.tokens[k-1].class&classReport != 0 {
				return name{k, end}, true
			}
			k = end - 1
		}
	}
	return name{}, false
}

// antecedent returns the last name before token k in sentence i, else the first name of a sentence shortly
// before.
func (d *desk) antecedent(k, i int) (name, bool) {
	s := d.section.sentences[i]
	var found name
	for at := s.first; at < k; at++ {
		if end := d.nameAt(at, s); end > at {
			if found.last == 0 {
				found = name{at, end}
			}
			at = end - 1
		}
	}
	if found.last > 0 {
		return found, true
	}
	for back := i - 1; back >= max(0, i-3); back-- {
		if list := d.names(back); len(list) > 0 {
			return list[0], true
		}
	}
	return name{}, false
}

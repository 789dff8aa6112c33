package extract

// A name is tokens [first, last) of the section that name somebody or something.
type name struct{ first, last int }

// names returns the names in sentence i, in order.
func (d *desk) names(i int) []name {
	s := d.section.sentences[i]
	var list []name
	for k := s.first; k < s.last; {
		end := d.nameAt(k, s)
		if end == k {
			k++
			continue
		}
		list = append(list, name{k, end})
		k = end
	}
	return list
}

// nameAt returns the end of the name that begins with token k, or k.
func (d *desk) nameAt(k int, s sentence) int {
	if !d.capital(k) {
		return k
	}
	end := k + 1
	for end < s.last {
		switch {
		case d.capital(end) || d.initialStop(end):
			end++
		case end+1 < s.last && d.capital(end+1) && isParticle(d.word(d.section.tokens[end])):
			end += 2
		default:
			return end
		}
	}
	return end
}

// findNames marks the tokens of the section that are words of names. At the beginning of a sentence a
// capital tells nothing: there a word is a name when it is one elsewhere, or a name follows it.
func (d *desk) findNames() {
	var named bitset
	for i := range d.section.sentences {
		s := &d.section.sentences[i]
		for k := s.first + 1; k < s.last; k++ {
			if t := &d.section.tokens[k]; isName(t) && !d.quotes(k-1) {
				t.name = true
				named.add(t.hash)
			}
		}
	}
	for i := range d.section.sentences {
		s := &d.section.sentences[i]
		for k := s.last - 1; k >= s.first; k-- {
			if t := &d.section.tokens[k]; isName(t) && (k == s.first || d.quotes(k-1)) {
				t.name = !d.section.small.has(t.hash) &&
					(t.shape == shapeCaps || named.has(t.hash) || k+1 < s.last && d.section.tokens[k+1].name)
			}
		}
	}
}

// capital says whether token k is a word of a name.
func (d *desk) capital(k int) bool { return d.section.tokens[k].name }

// quotes says whether token k is a quotation mark.
func (d *desk) quotes(k int) bool {
	t := &d.section.tokens[k]
	return t.shape == shapeMark && isQuote(d.report.Text[t.start:t.end])
}

// isName says whether the token has a capital that no rule of spelling asks for.
func isName(t *token) bool {
	if t.shape != shapeCapital && t.shape != shapeCaps {
		return false
	}
	return t.class&(classStarter|classThird|classFirst|classWeekday|classMonth) == 0
}

// initialStop says whether token k is the full stop of a title or an initial: "Mr.", "J.".
func (d *desk) initialStop(k int) bool {
	t := &d.section.tokens[k]
	if k == 0 || t.shape != shapeMark || d.report.Text[t.start:t.end] != "." {
		return false
	}
	p := &d.section.tokens[k-1]
	return p.end == t.start && (p.class&classAbbreviation != 0 || p.end-p.start == 1)
}

func isParticle(word string) bool {
	switch word {
	case "of", "de", "la", "al", "bin", "van", "von", "der", "del", "da", "&", "for":
		return true
	}
	return false
}

// text returns the name as the report has it.
func (d *desk) nameText(n name) string {
	return d.report.Text[d.section.tokens[n.first].start:d.section.tokens[n.last-1].end]
}

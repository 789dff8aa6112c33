package extract

import "strings"

// maxSummaryWords is the longest summary.
const maxSummaryWords = 15

// summary says in at most fifteen words what to check.
func (d *desk) summary(c *candidate) string {
	s := d.section.sentences[c.sentence]
	words := strings.Fields(d.report.Text[s.start:s.end])
	if len(words) > maxSummaryWords {
		words = words[:maxSummaryWords]
	}
	return strings.TrimRight(strings.Join(words, " "), ".,;: ")
}

// parties returns the names in the sentence.
func (d *desk) parties(c *candidate) []string {
	list := []string{}
	for _, n := range d.names(c.sentence) {
		if len(list) < 3 {
			list = append(list, d.nameText(n))
		}
	}
	return list
}

package extract

import (
	"sync"
	"unicode/utf8"

	"claimwatch/claims"
	"claimwatch/claims/dates"
)

// DefaultMinScore is the score from which on an item is worth proposing: where F1 is best.
const DefaultMinScore = 0.5

// Items returns the open items of r.Text in the order of the report. r.Published is the day that its
// dates count from; r.Title names actors too. Only items of minScore or more are returned. A text in a
// language that is not Supported has none; neither has one that is not UTF-8. It is safe for
// concurrent use.
func Items(r claims.Report, minScore float64) []claims.Item {
	return theModel().Items(r, minScore)
}

// Items is Items with another model. Without a model, rules alone decide.
func (m *Model) Items(r claims.Report, minScore float64) []claims.Item {
	language := r.Language
	if language == "" {
		language = Language(r.Text)
	}
	t := tongueOf(language)
	if t == nil || !utf8.ValidString(r.Text) {
		return nil
	}
	d := desks.Get().(*desk)
	defer desks.Put(d)
	d.report, d.tongue = r, t
	var items []claims.Item
	for at := 0; at < len(r.Text); at = d.section.end {
		d.read(at)
		if m := m.of(t); m != nil {
			d.propose(m, minScore)
			d.merge()
			d.complete(m)
		} else {
			d.proposeByRules(minScore)
			d.merge()
			d.complete(nil)
		}
		for i := range d.found {
			items = append(items, d.item(&d.found[i]))
		}
	}
	d.report = claims.Report{}
	return items
}

// of returns the model if it is of the tongue, else nil.
func (m *Model) of(t *tongue) *Model {
	if t.code == "en" {
		return m
	}
	return nil
}

// A desk is the working memory of one reading: its size does not depend on the text's.
type desk struct {
	report    claims.Report
	tongue    *tongue
	section   section
	links     bool // the section has some
	dates     []dates.Expression
	lies      []int8 // of each date, as ahead says
	has       stock  // of the sentence that is marked
	marks     []mark // of every sentence of the section
	cues      []cue  // of all of them
	hitsOf    []hit  // of all of them
	summed    profile
	found     []candidate
	scores    []float64 // of the word model, by sentence
	netScores []float32 // of the net, by sentence
	answers   []float32 // of the net's filters to all of them
	answersAt []int     // where in answers those to each sentence begin
	gramsOf   []uint32
	aroundOf  []uint32
	seq       []uint32
	factsOf   facts
	datingsOf facts
}

var desks = sync.Pool{New: func() any { return new(desk) }}

// read takes the section of the text that begins at at to marked sentences.
func (d *desk) read(at int) {
	d.section.read(d.report.Text, at, d.tongue.words)
	d.links = hasLink(d.report.Text[at:d.section.end])
	d.findNames()
	d.findDates(at)
	d.marks, d.cues, d.hitsOf = d.marks[:0], d.cues[:0], d.hitsOf[:0]
	for i := range d.section.sentences {
		d.marks = append(d.marks, d.mark(i))
	}
}

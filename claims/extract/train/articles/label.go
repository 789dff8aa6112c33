package main

import (
	"bufio"
	"errors"
	"fmt"
	"hash/fnv"
	"html"
	"os"
	"regexp"
	"strings"

	"claimwatch/claims"
	"claimwatch/claims/extract"
)

// A labelled article: the hash of its address, and the items that were marked in it.
type labelled struct {
	article string
	marks   []mark
}

// A mark is an item: the hashes of the sentences that state it, the best one first.
type mark struct {
	sentences []string
	kind      claims.Kind
	due       *due
	optional  bool // a reader was in doubt
}

type due struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

// readLabels reads lines of an address's hash, or of two spaces, sentences joined by "+", kind, due date
// ("-", a day, or two joined by ".."), and "?" where the reader was in doubt.
func readLabels(path string) (list []labelled, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" {
			continue
		}
		if !strings.HasPrefix(line, "  ") {
			list = append(list, labelled{article: line})
			continue
		}
		m, err := readMark(strings.Fields(line))
		if len(list) == 0 {
			err = errors.New("no article stands before it")
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %q is no mark: %w", path, n, line, err)
		}
		last := &list[len(list)-1]
		last.marks = append(last.marks, m)
	}
	return list, lines.Err()
}

func readMark(words []string) (mark, error) {
	if len(words) < 3 {
		return mark{}, errors.New("it needs sentences, kind and due date")
	}
	m := mark{sentences: strings.Split(words[0], "+"), optional: len(words) > 3}
	var err error
	if m.kind, err = claims.ParseKind(words[1]); err != nil {
		return m, err
	}
	if words[2] == "-" {
		return m, nil
	}
	start, end, ranged := strings.Cut(words[2], "..")
	if !ranged {
		end = start
	}
	for _, day := range []string{start, end} {
		if _, err := claims.ParseDay(day); err != nil {
			return m, err
		}
	}
	m.due = &due{start, end}
	return m, nil
}

// A report as the training program reads it.
type report struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Published string `json:"published"`
	Text      string `json:"text"`
	Items     []item `json:"items"`
}

type item struct {
	Quote    string      `json:"quote"`
	Support  []string    `json:"support"`
	Kind     claims.Kind `json:"kind"`
	Due      *due        `json:"due"`
	Optional bool        `json:"optional"`
}

// site is what a title says of the site.
var site = regexp.MustCompile(`(?i)\s+[|-]\s+(cnn|usa today|the week).*$`)

// report puts marks and text together, and counts the marks whose sentence is not in the text.
func (l labelled) report(a article) (r report, lost int) {
	r = report{ID: l.article, Title: site.ReplaceAllString(html.UnescapeString(a.Title), ""), Published: strings.ReplaceAll(a.Published, "/", "-"), Text: a.clean(), Items: []item{}}
	sentences := map[string]string{}
	for _, s := range extract.Samples(claims.Report{Title: r.Title, Text: r.Text, Published: 1}, nil) {
		text := r.Text[s.Start:s.End]
		sentences[hash(text)] = text
	}
	for _, m := range l.marks {
		i := item{Kind: m.kind, Due: m.due, Optional: m.optional}
		for _, s := range m.sentences {
			switch text, found := sentences[s]; {
			case !found:
			case i.Quote == "":
				i.Quote = text
			default:
				i.Support = append(i.Support, text)
			}
		}
		if i.Quote == "" {
			lost++
			continue
		}
		r.Items = append(r.Items, i)
	}
	return r, lost
}

// hash names an address or a sentence.
func hash(s string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // it cannot fail
	return fmt.Sprintf("%08x", h.Sum32())
}

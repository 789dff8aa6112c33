package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"claimwatch/claims"
)

// A report of a corpus, with its reference items.
type report struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Published string `json:"published"`
	Text      string `json:"text"`
	Items     []item `json:"items"`

	folder int
	day    claims.Day
	spans  [][]span // of each item: of its quote, then of its support
}

type item struct {
	Quote    string      `json:"quote"`
	Support  []string    `json:"support"`
	Kind     claims.Kind `json:"kind"`
	Due      *due        `json:"due"`
	Optional bool        `json:"optional"`
}

type due struct{ Start, End string }

func (d *due) String() string {
	if d == nil {
		return "-"
	}
	return d.Start + ".." + d.End
}

type span struct{ start, end int }

func (s span) len() int { return s.end - s.start }

// overlap is the shared length over the shorter span's.
func overlap(a, b span) float64 {
	n := min(a.end, b.end) - max(a.start, b.start)
	if n <= 0 {
		return 0
	}
	return float64(n) / float64(min(a.len(), b.len()))
}

// loadFolder reads the reports of a folder in the order of their file names.
func loadFolder(folder string, number int) ([]*report, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no reports in %s: %w", folder, err)
	}
	var list []*report
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("read report: %w", err)
		}
		r := &report{folder: number}
		if err := json.Unmarshal(b, r); err != nil {
			return nil, fmt.Errorf("read %s: %w", f, err)
		}
		if r.day, err = claims.ParseDay(r.Published); err != nil {
			return nil, fmt.Errorf("read %s: %w", f, err)
		}
		r.locate()
		list = append(list, r)
	}
	return list, nil
}

func (r *report) locate() {
	r.spans = make([][]span, len(r.Items))
	for i, g := range r.Items {
		for _, q := range append([]string{g.Quote}, g.Support...) {
			if at := strings.Index(r.Text, q); q != "" && at >= 0 {
				r.spans[i] = append(r.spans[i], span{at, at + len(q)})
			}
		}
	}
}

// A label is what the reference says of a sentence.
type label struct {
	item    int  // the item it states, -1 for none
	main    bool // it holds the item's quote, not only support
	skipped bool // it states only an optional item
}

// label finds the item that a sentence states.
func (r *report) label(s span) label {
	l := label{item: -1}
	best := 0.0
	for i, spans := range r.spans {
		for k, g := range spans {
			o := overlap(g, s)
			if o < 0.5 {
				continue
			}
			if k == 0 {
				o++
			}
			if !r.Items[i].Optional {
				o += 2
			}
			if o > best {
				best, l = o, label{i, k == 0, r.Items[i].Optional}
			}
		}
	}
	return l
}

func (r *report) claimsReport() claims.Report {
	return claims.Report{Title: r.Title, Text: r.Text, Published: r.day}
}

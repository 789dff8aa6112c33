// Command train learns the model that extraction weighs sentences with.
//
//	go run ./claims/extract/train -reports DIR [-reports DIR] [-also DIR] -out claims/extract/model.bin
//
// DIR holds reports with reference items as JSON files; those of -also are learnt from alone, and not measured
// on. The same files give the same model to the byte.
// With -folds it prints what models learnt on the other folds reach on each.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"sync"

	"claimwatch/claims/extract"
)

type folders []string

func (f *folders) String() string     { return fmt.Sprint([]string(*f)) }
func (f *folders) Set(s string) error { *f = append(*f, s); return nil }

// A config says what to learn from, and what to measure.
type config struct {
	in, also folders
	out      string
	folds    int
	first    int
	verbose  bool
}

func main() {
	var c config
	flag.Var(&c.in, "reports", "a folder of reports to learn from and measure on; may be given several times")
	flag.Var(&c.also, "also", "a folder of reports to learn from alone; may be given several times")
	flag.StringVar(&c.out, "out", "", "the model file to write")
	flag.IntVar(&c.folds, "folds", 5, "in how many parts to split for measuring; 0: do not measure")
	flag.IntVar(&c.first, "first", 0, "for a quick look: measure only so many of the parts, and learn no model of all; 0: all")
	flag.BoolVar(&c.verbose, "v", false, "print what was missed and what was wrong")
	flag.Parse()
	err := c.validate()
	if err == nil {
		err = c.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func (c config) validate() error {
	switch {
	case len(c.in) == 0:
		return errors.New("-reports names a folder of annotated reports; give at least one")
	case c.folds < 0 || c.folds == 1:
		return fmt.Errorf("-folds %d: it must be 0, or 2 and more", c.folds)
	case c.first < 0 || c.first > c.folds:
		return fmt.Errorf("-first %d: there are %d parts", c.first, c.folds)
	case c.first > 0 && c.out != "":
		return errors.New("-first learns no model to write; leave out -out")
	}
	return nil
}

func (c config) run() error {
	all, err := load(c.in)
	if err != nil {
		return err
	}
	more, err := load(c.also)
	if err != nil {
		return err
	}
	if c.first > 0 {
		h := crossValidate(all, more, c.folds, c.first)
		h.print(all, h.show(all, len(c.in)), c.verbose)
		return nil
	}
	var m *extract.Model
	var whole sync.WaitGroup
	whole.Go(func() { m = learn(slices.Concat(all, more)) })
	h := crossValidate(all, more, max(c.folds, 1), c.folds)
	whole.Wait()
	if c.folds > 0 {
		calibrate(m, all, h)
		show(m, all, h, len(c.in), c.verbose)
	}
	if c.out == "" {
		return nil
	}
	if err := os.WriteFile(c.out, m.Encode(), 0o644); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	return nil
}

func load(in folders) ([]*document, error) {
	var all []*document
	for i, f := range in {
		list, err := loadFolder(f, i)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			all = append(all, newDocument(r))
		}
	}
	return all, nil
}

// show prints what held-out models reach, and what the model reaches on what it learnt from.
func show(m *extract.Model, all []*document, h held, folders int, verbose bool) {
	seen := held{}
	for _, d := range all {
		seen[d] = propose(m, d)
	}
	learnt := seen.tally(all, -1, extract.DefaultMinScore)
	fmt.Printf("learnt from: %v\n", &learnt)
	at := h.show(all, folders)
	fmt.Printf("slope %.3f offset %.3f best %.3f\n", m.Slope, m.Offset, m.Best)
	h.print(all, at, verbose)
}

// A document is a report with its sentences and what the reference says of them.
type document struct {
	*report
	samples []extract.Sample
	labels  []label
}

func newDocument(r *report) *document {
	d := &document{report: r, samples: extract.Samples(r.claimsReport(), nil)}
	for _, s := range d.samples {
		d.labels = append(d.labels, r.label(span{s.Start, s.End}))
	}
	return d
}

// weight is how much a sentence counts in learning.
func (l label) weight() float64 {
	switch {
	case l.skipped:
		return 0.1
	case l.item >= 0 && !l.main:
		return 0.6
	}
	return 1
}

func (l label) positive() float64 {
	if l.item >= 0 {
		return 1
	}
	return 0
}

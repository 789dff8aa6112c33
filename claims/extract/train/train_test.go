package main

import (
	"bytes"
	"testing"

	"claimwatch/claims/extract"

	"github.com/google/go-cmp/cmp"
)

func TestLearn_TheSameReportsGiveTheSameModel(t *testing.T) {
	t.Parallel()
	first, second := learn(testReports(t)).Encode(), learn(testReports(t)).Encode()
	if !bytes.Equal(first, second) {
		t.Error("two models of the same reports differ")
	}
	m, err := extract.DecodeModel(first)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range testReports(t) {
		for _, p := range propose(m, d) {
			if p.span.start < 0 || p.span.end > len(d.Text) || !p.kind.Valid() {
				t.Errorf("proposal is not whole: %+v", p)
			}
		}
	}
}

func TestTally_CountsByTheRulesOfScoring(t *testing.T) {
	t.Parallel()
	d := testReports(t)[0]
	whole := func(i int) span { return d.spans[i][0] }
	for _, c := range []struct {
		name string
		got  []proposal
		want tally
	}{
		{"nothing is proposed", nil, tally{required: 2}},
		{
			"one is found, with its kind and date",
			[]proposal{{span: whole(0), kind: d.Items[0].Kind, due: d.Items[0].Due}},
			tally{required: 2, proposed: 1, matched: 1, kindRight: 1, dueRight: 1, dueGold: 1, dueGoldRight: 1},
		},
		{
			"one is found twice, and one is nothing",
			[]proposal{{span: whole(1), kind: "plan"}, {span: whole(1), kind: "plan"}, {span: span{0, 5}}},
			tally{required: 2, proposed: 3, matched: 1, dueRight: 1},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got tally
			got.add(d.report, c.got, nil)
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(tally{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func testReports(t *testing.T) []*document {
	t.Helper()
	list, err := loadFolder("testdata", 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []*document
	for _, r := range list {
		all = append(all, newDocument(r))
	}
	return all
}

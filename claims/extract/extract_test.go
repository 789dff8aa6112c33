package extract_test

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"claimwatch/claims"
	"claimwatch/claims/extract"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestItems_ALanguageThatIsNotReadHasNone(t *testing.T) {
	t.Parallel()
	text := "Die Regierung will am Freitag über das Gesetz abstimmen, und es ist unklar, ob die Opposition zustimmt."
	if items := extract.Items(claims.Report{Text: text, Published: claims.NewDay(2025, 4, 1)}, 0); len(items) != 0 {
		t.Errorf("got %d items", len(items))
	}
}

func TestItems_ALongReportIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	r := claims.Report{Text: longReport(300 << 10), Published: claims.NewDay(2025, 5, 20)}
	items := extract.Items(r, extract.DefaultMinScore)
	check(t, r, items)
	if len(items) == 0 || items[len(items)-1].Start < len(r.Text)*9/10 {
		t.Errorf("got %d items, none near the end", len(items))
	}
}

func TestItems_HostileText(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty":                "",
		"not UTF-8":            "The mayor will resign on May 9.\xff\xfe",
		"one endless word":     strings.Repeat("x", 1<<18),
		"no full stop":         strings.Repeat("the mayor will resign on May 9 and ", 1<<13),
		"only full stops":      strings.Repeat(". ", 1<<15),
		"only closing marks":   "He will resign." + strings.Repeat(")", 1<<16),
		"only quotes":          strings.Repeat("\"", 1<<15),
		"combining marks":      strings.Repeat("e\u0301", 1<<12),
		"right to left":        strings.Repeat("\u202eהוא יגיע ביום שישי. ", 1<<8),
		"control characters":   "The mayor\x00 will\x07 resign\x1b on May 9.",
		"a list of short ones": strings.Repeat("Will he? ", 1<<12),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := claims.Report{Text: text, Language: "en", Published: claims.NewDay(2025, 4, 1)}
			check(t, r, extract.Items(r, 0))
		})
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       claims.Language
	}{
		{"English news", "The mayor said that she was ready for the vote and that it is close.", "en"},
		{"Ukrainian news", "Президент заявив, що зустріч відбудеться у п'ятницю, і це не остаточно.", "uk"},
		{"Russian news", "Президент заявил, что встреча состоится в пятницу, и это не окончательно.", "ru"},
		{"German news", "Die Regierung hat das Gesetz nicht beschlossen, und der Minister ist mit den Ländern im Gespräch.", "de"},
		{"French news", "Le ministre est dans une situation difficile, et les partis qui le soutiennent sont du même avis.", "fr"},
		{"numbers only", "12 34 56 78", ""},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := extract.Language(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestKind_OfHandWrittenClaims(t *testing.T) {
	t.Parallel()
	ref := claims.NewDay(2025, 1, 21)
	for _, c := range []struct {
		words string
		want  claims.Kind
		ok    bool
	}{
		{"Mayor vows to fix the bridge", claims.KindPlan, true},
		{"Council invited the governor to the opening", claims.KindInvitation, true},
		{"It is unclear who pays for the repairs", claims.KindQuestion, true},
		{"Ministry has not responded to the letter", claims.KindResponse, true},
		{"Union will strike unless the pay offer rises", claims.KindCondition, true},
		{"Vote on the budget is scheduled for Friday", claims.KindEvent, true},
		{"Putin to come to Moscow", "", false},
	} {
		t.Run(c.words, func(t *testing.T) {
			t.Parallel()
			got, ok := extract.Kind(c.words, ref)
			if ok != c.ok || ok && got != c.want {
				t.Errorf("got %q %v, want %q %v", got, ok, c.want, c.ok)
			}
		})
	}
}

func TestModel_ComesBackFromItsFileUnchanged(t *testing.T) {
	t.Parallel()
	m := smallModel()
	file := m.Encode()
	got, err := extract.DecodeModel(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, got, cmpopts.IgnoreUnexported(extract.Forest{})); diff != "" {
		t.Error(diff)
	}
	for n := range file {
		if _, err := extract.DecodeModel(file[:n]); err == nil {
			t.Fatalf("a file cut after %d bytes was taken", n)
		}
	}
}

func TestModel_ThatCannotBeAskedIsRefused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(m *extract.Model){
		"no weights":               func(m *extract.Model) { m.Words.Weights = nil },
		"weights no power of two":  func(m *extract.Model) { m.Kinds[2].Weights = make([]byte, 3) },
		"no weights around dates":  func(m *extract.Model) { m.Around.Weights = nil },
		"no heads":                 func(m *extract.Model) { m.Net.Heads = nil },
		"a head too few":           func(m *extract.Model) { m.Net.Heads = m.Net.Heads[1:] },
		"a head too many":          func(m *extract.Model) { m.Net.Heads = append(m.Net.Heads, m.Net.Heads[0]) },
		"a kind too few":           func(m *extract.Model) { m.Kinds, m.Finer = m.Kinds[1:], m.Finer[1:] },
		"a root beyond the nodes":  func(m *extract.Model) { m.Trees.Roots = []int32{3} },
		"a root before the nodes":  func(m *extract.Model) { m.Dates.Roots = []int32{-1} },
		"a node beyond the others": func(m *extract.Model) { m.Trees.Nodes[0].Right = 3 },
		"a node that leads back":   func(m *extract.Model) { m.Trees.Nodes[0].Left = 0 },
		"a window too wide":        func(m *extract.Model) { m.Net.Banks[0].Window = extract.MaxWindow + 1 },
		"filters that are not eight": func(m *extract.Model) {
			m.Net.Banks[0].Filters = make([]extract.Filter, extract.FiltersAtOnce+4)
			for i := range m.Net.Heads {
				m.Net.Heads[i].Weights = append(m.Net.Heads[i].Weights, 0, 0, 0, 0)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := smallModel()
			spoil(m)
			if _, err := extract.DecodeModel(m.Encode()); err == nil {
				t.Error("it was taken")
			}
		})
	}
}

// A tree whose ways join again has as many leaves as ways, which no reading of the file may count.
func TestModel_WhoseTreesAreNoneIsReadAtOnce(t *testing.T) {
	t.Parallel()
	m := smallModel()
	m.Trees.Nodes = nil
	for i := range 200 {
		m.Trees.Nodes = append(m.Trees.Nodes, extract.Node{Left: int16(i + 1), Right: int16(i + 1)})
	}
	m.Trees.Nodes = append(m.Trees.Nodes, extract.Node{Fact: -1, Value: 2})
	got, err := extract.DecodeModel(m.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if v := got.Trees.Sum([]float32{1}); math.Abs(v-m.Trees.Base-2) > 1e-9 {
		t.Errorf("got %v", v)
	}
}

// Children are numbered in 16 bits, roots in 32.
func TestModel_MayHaveARootBeyondWhatChildrenReach(t *testing.T) {
	t.Parallel()
	m := smallModel()
	m.Dates.Nodes = slices.Repeat([]extract.Node{{Fact: -1, Value: 0.5}}, 40000)
	m.Dates.Roots = []int32{39999}
	got, err := extract.DecodeModel(m.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if v := got.Dates.Sum(nil); v != m.Dates.Base+0.5 {
		t.Errorf("got %v", v)
	}
}

func TestModel_LearntWithOtherRulesIsRefused(t *testing.T) {
	t.Parallel()
	file := smallModel().Encode()
	file[bytes.IndexByte(file, '\n')+1+3*8]++ // behind three numbers
	if _, err := extract.DecodeModel(file); err == nil {
		t.Error("it was taken")
	}
}

// An event takes a less likely date than a plan, and what has no likely date is rather a plan.
func TestItems_OfAnEventAskLessOfItsDate(t *testing.T) {
	t.Parallel()
	const event, plan = claims.KindEvent, claims.KindPlan
	for _, c := range []struct {
		odds, plan float64 // of the date; how much rather a plan than an event
		kind       claims.Kind
		dated      bool
	}{
		{-1.1, -3, event, true},
		{-1.9, -3, event, true},
		{-2.1, -3, event, false},
		{-1.1, 3, plan, true},
		{-1.3, 3, plan, false},
		{-1.1, -0.5, event, true},
		{-1.3, -0.5, plan, false},
	} {
		m := smallModel()
		m.Words = extract.Linear{Weights: []byte{0}, Bias: 5}
		m.Trees = extract.Forest{Base: 5}
		m.Dates = extract.Forest{Base: c.odds}
		for k := range m.Finer {
			m.Finer[k] = extract.Forest{Base: -9}
		}
		m.Finer[slices.Index(claims.Kinds(), event)].Base = 0
		m.Finer[slices.Index(claims.Kinds(), plan)].Base = c.plan
		list := m.Items(claims.Report{Text: "A concert of the brass band, June 3, in the old harbour church.", Language: "en", Published: claims.NewDay(2025, 5, 20)}, 0)
		if len(list) != 1 || list[0].Kind != c.kind || list[0].Due.Known() != c.dated {
			t.Errorf("%+v: got %+v", c, list)
		}
	}
}

func TestModel_AsksForNoFactThatThereIsNot(t *testing.T) {
	t.Parallel()
	m := smallModel()
	list := extract.Samples(claims.Report{Text: "The council will vote on June 3.", Published: claims.NewDay(2025, 5, 20)}, m)
	s := list[0]
	scores := append(m.Scores(s.Grams), s.Kinds...)
	for name, c := range map[string]struct {
		forest *extract.Forest
		facts  int
	}{
		"trees": {&m.Trees, len(s.Facts)},
		"dates": {&m.Dates, len(extract.DueFacts(s.Datings[0].Facts, scores, 0))},
		"kinds": {&m.Finer[0], len(extract.KindFacts(s.Facts, scores, claims.Due{}, 0, s.Datings[0].Due.Start))},
	} {
		whole := *c.forest
		for fact, want := range map[int]bool{c.facts - 1: true, c.facts: false} {
			c.forest.Nodes = []extract.Node{{Fact: int16(fact), Left: 1, Right: 1}, {Fact: -1}}
			if _, err := extract.DecodeModel(m.Encode()); (err == nil) != want {
				t.Errorf("%s: of %d facts, asked for number %d: %v", name, c.facts, fact, err)
			}
		}
		*c.forest = whole
	}
}

func smallModel() *extract.Model {
	return &extract.Model{
		Words:  extract.Linear{Weights: []byte{1, 255, 3, 4}, Unit: 0.5, Bias: -1},
		Around: extract.Linear{Weights: []byte{7, 8}, Unit: 0.75, Bias: 1},
		Net:    smallNet(),
		Kinds:  slices.Repeat([]extract.Linear{{Weights: []byte{9, 8}, Unit: 0.25, Bias: 2}}, len(claims.Kinds())),
		Trees: extract.Forest{Base: 0.1, Roots: []int32{0}, Nodes: []extract.Node{
			{Fact: 1, Left: 1, Right: 2, Value: 0.5}, {Fact: -1, Value: -0.25}, {Fact: -1, Value: 0.75},
		}},
		Dates: extract.Forest{Base: -1, Roots: []int32{0}, Nodes: []extract.Node{{Fact: -1, Value: 0.5}}},
		Finer: slices.Repeat([]extract.Forest{{Base: -2, Roots: []int32{0}, Nodes: []extract.Node{{Fact: -1, Value: 0.125}}}}, len(claims.Kinds())),
		Slope: 1.5, Offset: 0.2, Best: 0.4,
	}
}

// What is left of the file bounds what is read of it. Allocations are counted, so nothing else may run.
func TestModel_OfManyHeadsAndNoWeightsIsRefusedAtOnce(t *testing.T) {
	m := smallModel()
	m.Net.Banks = []extract.Bank{{Filters: make([]extract.Filter, 4000)}}
	m.Net.Heads = make([]extract.Head, 20000)
	file := m.Encode()
	used := testing.AllocsPerRun(1, func() {
		if _, err := extract.DecodeModel(file); err == nil {
			t.Error("it was taken")
		}
	})
	if used > 1000 {
		t.Errorf("%v allocations", used)
	}
}

// The verb before a weekday may be that of another clause.
func TestSamples_ADateReadAsPastIsOfferedAsItLiesAhead(t *testing.T) {
	t.Parallel()
	published, err := claims.ParseDay("2025-01-21")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text, want string }{
		{"a weekday", "A vigil will also be held Thursday at the old harbour church.", "2025-01-23"},
		{"in the sentence before", "A vigil was planned for the square Thursday. The mayor will speak.", "2025-01-23"},
		{"one that is over", "A vigil was held at the old harbour church last Thursday.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			list := extract.Samples(claims.Report{Text: c.text, Published: published}, smallModel())
			got := ""
			for _, g := range list[len(list)-1].Datings {
				got += g.Due.Start.String()
				if len(g.Around) == 0 {
					t.Error("no n-grams around it")
				}
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

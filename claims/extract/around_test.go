package extract

import (
	"slices"
	"testing"

	"claimwatch/claims"
)

// around returns the n-grams around the one date of the text, as its sentence i sees it.
func around(t *testing.T, text string, i int) []uint32 {
	t.Helper()
	published, err := claims.ParseDay("2025-01-21")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{report: claims.Report{Text: text, Published: published}, tongue: tongueOf("en")}
	d.read(0)
	if len(d.dates) != 1 {
		t.Fatalf("%d dates in %q", len(d.dates), text)
	}
	s := d.spotOf(&d.dates[0], d.lies[0] < 0, i)
	return d.around(nil, &s, i, d.surest(i))
}

func TestAround_TellsDatesApart(t *testing.T) {
	t.Parallel()
	const text = "The council will vote on May 9. The vote was put off once."
	first := around(t, text, 0)
	for _, c := range []struct {
		name string
		text string
		i    int
		same bool
	}{
		{"the same again", text, 0, true},
		{"another day", "The council will vote on May 10. The vote was put off once.", 0, true},
		{"another preposition", "The council will vote by May 9. The vote was put off once.", 0, false},
		{"another word after it", "The council will vote on May 9 again. The vote was put off once.", 0, false},
		{"seen from another sentence", text, 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := slices.Equal(first, around(t, c.text, c.i)); got != c.same {
				t.Errorf("equal is %v, want %v", got, c.same)
			}
		})
	}
}

func TestAround_FromAfarSharedWordsCount(t *testing.T) {
	t.Parallel()
	shared := mix(familyShared, 2)
	if !slices.Contains(around(t, "The council will vote on May 9. The vote was put off once.", 1), shared) {
		t.Error("the vote of the sentence before is not noticed")
	}
	if slices.Contains(around(t, "The council will vote on May 9. It rained a lot.", 1), shared) {
		t.Error("a word is shared that is not there")
	}
}

package blocks_test

import (
	"math"
	"testing"

	"claimwatch/notify/slack/blocks"

	"github.com/google/go-cmp/cmp"
)

func TestParseValue_ReadsWhatWasWritten(t *testing.T) {
	t.Parallel()
	for _, want := range []blocks.Value{
		{},
		{Claim: 12, Version: 3},
		{Claim: math.MaxInt64, Version: math.MaxInt64, Choice: blocks.SnoozeTomorrow},
		{Report: 7},
		{Choice: string(blocks.HomeMine), Page: 2},
	} {
		written := want.String()
		if len(written) > 75 {
			t.Errorf("%q is longer than an option's text may be", written)
		}
		got, err := blocks.ParseValue(written)
		if err != nil {
			t.Fatalf("%q: %v", written, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q differs (-want +got):\n%s", written, diff)
		}
	}
}

func TestParseOrigin_ReadsWhatWasWritten(t *testing.T) {
	t.Parallel()
	want := blocks.Origin{Claim: 12, Version: 3, Report: 7, Channel: "C0000DESK", TS: "1.000001", Triage: true}
	got, err := blocks.ParseOrigin(want.String())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("origin differs (-want +got):\n%s", diff)
	}
}

func FuzzParseValue(f *testing.F) {
	for _, s := range []string{"", "c12.v3", "c12.v3.=tomorrow", "r7", "p2.=mine", "c-1", "c9999999999999999999", ".", "=", "c", "<!channel>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := blocks.ParseValue(s)
		if err != nil {
			return
		}
		if v.Claim < 0 || v.Version < 0 || v.Report < 0 || v.Page < 0 {
			t.Fatalf("%q gave %+v", s, v)
		}
		again, err := blocks.ParseValue(v.String())
		if err != nil || (again != v) {
			t.Fatalf("%q gave %+v, then %+v, %v", s, v, again, err)
		}
	})
}

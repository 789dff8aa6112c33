package policy_test

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// TestMain sets how many random cases the properties go through; -rapid.checks overrides it.
func TestMain(m *testing.M) {
	cases := "10000"
	if raceDetector {
		cases = "500"
	}
	if err := flag.Set("rapid.checks", cases); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

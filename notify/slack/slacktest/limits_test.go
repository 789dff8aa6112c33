package slacktest_test

import (
	"fmt"
	"strings"
	"testing"

	"claimwatch/notify/slack/slacktest"
)

func TestCheckBlocks_TakesWhatSlackTakesAndNoMore(t *testing.T) {
	t.Parallel()
	text := func(kind string, n int) string {
		return fmt.Sprintf(`{"type":%q,"text":%q}`, kind, strings.Repeat("a", n))
	}
	list := func(n int, of string) string { return "[" + strings.TrimSuffix(strings.Repeat(of+",", n), ",") + "]" }
	section := func(n int) string { return `{"type":"section","text":` + text("mrkdwn", n) + `}` }
	button := func(n int, more string) string {
		return `{"type":"actions","elements":[{"type":"button","text":` + text("plain_text", n) + more + `}]}`
	}
	cases := []struct {
		name   string
		blocks string
		ok     bool
	}{
		{"fifty blocks", list(50, section(1)), true},
		{"fifty-one blocks", list(51, section(1)), false},
		{"a section of 3000", list(1, section(3000)), true},
		{"a section of 3001", list(1, section(3001)), false},
		{"an empty section", list(1, section(0)), false},
		{"a section without text", `[{"type":"section"}]`, false},
		{"text of all blocks too long", list(5, section(2900)), false},
		{"a header of 150", `[{"type":"header","text":` + text("plain_text", 150) + `}]`, true},
		{"a header of 151", `[{"type":"header","text":` + text("plain_text", 151) + `}]`, false},
		{"a header in mrkdwn", `[{"type":"header","text":` + text("mrkdwn", 1) + `}]`, false},
		{"ten elements of context", `[{"type":"context","elements":` + list(10, text("mrkdwn", 1)) + `}]`, true},
		{"eleven elements of context", `[{"type":"context","elements":` + list(11, text("mrkdwn", 1)) + `}]`, false},
		{"ten fields", `[{"type":"section","fields":` + list(10, text("mrkdwn", 1)) + `}]`, true},
		{"eleven fields", `[{"type":"section","fields":` + list(11, text("mrkdwn", 1)) + `}]`, false},
		{"a button of 75", list(1, button(75, "")), true},
		{"a button of 76", list(1, button(76, "")), false},
		{"a button with a long value", list(1, button(1, `,"value":"`+strings.Repeat("a", 2001)+`"`)), false},
		{"a button of no style", list(1, button(1, `,"style":"warning"`)), false},
		{"the same block_id twice", `[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]`, false},
		{"a block_id of 256", `[{"type":"divider","block_id":"` + strings.Repeat("a", 256) + `"}]`, false},
		{"an unknown block", `[{"type":"marquee"}]`, false},
		{"an alert, which messages do not take", `[{"type":"alert"}]`, false},
		{"no array", `{}`, false},
		{"no JSON", `[`, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := slacktest.CheckBlocks([]byte(c.blocks), slacktest.MessageBlocks); (len(got) == 0) != c.ok {
				t.Errorf("got %v, want taken %v", got, c.ok)
			}
		})
	}
}

func TestCheckView_TakesWhatSlackTakesAndNoMore(t *testing.T) {
	t.Parallel()
	view := func(title string, more string) string {
		return `{"type":"modal","title":{"type":"plain_text","text":"` + title + `"},"blocks":[]` + more + `}`
	}
	cases := []struct {
		name string
		view string
		ok   bool
	}{
		{"a title of 24", view(strings.Repeat("a", 24), ""), true},
		{"a title of 25", view(strings.Repeat("a", 25), ""), false},
		{"private metadata of 3001", view("a", `,"private_metadata":"`+strings.Repeat("a", 3001)+`"`), false},
		{"a Home tab", `{"type":"home","blocks":[{"type":"divider"}]}`, true},
		{"neither modal nor Home", `{"type":"page"}`, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := slacktest.CheckView([]byte(c.view)); (len(got) == 0) != c.ok {
				t.Errorf("got %v, want taken %v", got, c.ok)
			}
		})
	}
}

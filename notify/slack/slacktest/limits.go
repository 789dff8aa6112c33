package slacktest

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// Surfaces: how many blocks each takes (docs.slack.dev/reference/block-kit, 2026-11-22).
const (
	MessageBlocks = 50
	ViewBlocks    = 100
)

// Limits in characters, from the same pages.
const (
	maxSection      = 3000
	maxField        = 2000
	maxFields       = 10
	maxHeader       = 150
	maxContext      = 10
	maxActions      = 25
	maxID           = 255
	maxButton       = 75
	maxValue        = 2000
	maxURL          = 3000
	maxOptions      = 100
	maxOverflow     = 5
	maxRadio        = 10
	maxOption       = 75
	maxOptionValue  = 150
	maxLabel        = 2000
	maxPlaceholder  = 150
	maxConfirmTitle = 100
	maxConfirmText  = 300
	maxConfirmWord  = 30
	maxViewTitle    = 24
	maxPrivate      = 3000
	maxView         = 250_000
	maxWhole        = 13_200 // text of all blocks of a message together, as measured by others
)

type object = map[string]any

// checker collects what is wrong.
type checker struct {
	problems []string
	ids      map[string]bool
	text     int
}

func (c *checker) wrong(at, format string, args ...any) {
	c.problems = append(c.problems, at+": "+fmt.Sprintf(format, args...))
}

// CheckBlocks returns what Slack would refuse of a JSON array of blocks, nothing if it would take
// them. Most is MessageBlocks or ViewBlocks.
func CheckBlocks(blocks []byte, most int) []string {
	c := &checker{ids: map[string]bool{}}
	var list []object
	if err := json.Unmarshal(blocks, &list); err != nil {
		return []string{"blocks: no array of objects"}
	}
	c.blocks(list, most)
	if most == MessageBlocks && c.text > maxWhole {
		c.wrong("blocks", "%d characters in all, over %d", c.text, maxWhole)
	}
	return c.problems
}

// CheckView returns what Slack would refuse of a view.
func CheckView(view []byte) []string {
	c := &checker{ids: map[string]bool{}}
	var v object
	if json.Unmarshal(view, &v) != nil {
		return []string{"view: no object"}
	}
	if len(view) > maxView {
		c.wrong("view", "%d bytes, over %d", len(view), maxView)
	}
	kind, _ := v["type"].(string)
	if kind != "modal" && kind != "home" {
		c.wrong("view", "type is %q", kind)
	}
	if kind == "modal" {
		c.textOf("title", v["title"], maxViewTitle, true)
		c.optionalText("submit", v["submit"], maxViewTitle, true)
		c.optionalText("close", v["close"], maxViewTitle, true)
	}
	c.string("private_metadata", v["private_metadata"], maxPrivate)
	c.string("callback_id", v["callback_id"], maxID)
	c.string("external_id", v["external_id"], maxID)
	c.blocks(objects(v["blocks"]), ViewBlocks)
	return c.problems
}

func (c *checker) blocks(list []object, most int) {
	if len(list) > most {
		c.wrong("blocks", "%d, over %d", len(list), most)
	}
	for i, b := range list {
		at := fmt.Sprintf("block %d", i)
		kind, _ := b["type"].(string)
		check, ok := blockChecks[kind]
		if !ok {
			c.wrong(at, "unknown type %q", kind)
			continue
		}
		c.id(at, b["block_id"])
		check(c, at+" ("+kind+")", b)
	}
}

func (c *checker) id(at string, v any) {
	id, _ := v.(string)
	if id == "" {
		return
	}
	c.string(at+" block_id", v, maxID)
	if c.ids[id] {
		c.wrong(at, "block_id %q twice", id)
	}
	c.ids[id] = true
}

var blockChecks map[string]func(*checker, string, object)

func init() {
	blockChecks = map[string]func(*checker, string, object){
		"section": (*checker).section, "context": (*checker).context, "actions": (*checker).actions,
		"header":    func(c *checker, at string, b object) { c.textOf(at, b["text"], maxHeader, true) },
		"divider":   func(*checker, string, object) {},
		"input":     (*checker).input,
		"rich_text": func(c *checker, at string, b object) { c.some(at, objects(b["elements"]), 1, 1000) },
	}
}

func (c *checker) section(at string, b object) {
	fields := objects(b["fields"])
	if b["text"] == nil && len(fields) == 0 {
		c.wrong(at, "neither text nor fields")
	}
	c.optionalText(at, b["text"], maxSection, false)
	if len(fields) > maxFields {
		c.wrong(at, "%d fields, over %d", len(fields), maxFields)
	}
	for _, f := range fields {
		c.textOf(at+" field", f, maxField, false)
	}
	if e, ok := b["accessory"].(object); ok {
		c.element(at, e)
	}
}

func (c *checker) context(at string, b object) {
	list := objects(b["elements"])
	c.some(at, list, 1, maxContext)
	for _, e := range list {
		if e["type"] == "image" {
			c.string(at+" alt_text", e["alt_text"], maxLabel)
			continue
		}
		c.textOf(at, e, maxSection, false)
	}
}

func (c *checker) actions(at string, b object) {
	list := objects(b["elements"])
	c.some(at, list, 1, maxActions)
	seen := map[any]bool{}
	for _, e := range list {
		c.element(at, e)
		if id := e["action_id"]; id != nil && seen[id] {
			c.wrong(at, "action_id %v twice", id)
		} else {
			seen[id] = true
		}
	}
}

func (c *checker) input(at string, b object) {
	c.textOf(at+" label", b["label"], maxLabel, true)
	c.optionalText(at+" hint", b["hint"], maxLabel, true)
	e, ok := b["element"].(object)
	if !ok {
		c.wrong(at, "no element")
		return
	}
	c.element(at, e)
}

func (c *checker) some(at string, list []object, least, most int) {
	if len(list) < least || len(list) > most {
		c.wrong(at, "%d elements, not %d to %d", len(list), least, most)
	}
}

// textOf checks a text object: its type, that there is something in it, and its length.
func (c *checker) textOf(at string, v any, most int, plain bool) {
	t, _ := v.(object)
	kind, _ := t["type"].(string)
	text, _ := t["text"].(string)
	n := utf8.RuneCountInString(text)
	c.text += n
	switch {
	case kind != "plain_text" && (plain || kind != "mrkdwn"):
		c.wrong(at, "text of type %q", kind)
	case n == 0:
		c.wrong(at, "empty text")
	case n > most:
		c.wrong(at, "text of %d characters, over %d", n, most)
	case kind == "plain_text" && t["verbatim"] != nil, kind == "mrkdwn" && t["emoji"] == true:
		c.wrong(at, "an option that %s does not have", kind)
	}
}

func (c *checker) optionalText(at string, v any, most int, plain bool) {
	if v != nil {
		c.textOf(at, v, most, plain)
	}
}

func (c *checker) string(at string, v any, most int) {
	if s, ok := v.(string); ok && utf8.RuneCountInString(s) > most {
		c.wrong(at, "%d characters, over %d", utf8.RuneCountInString(s), most)
	}
}

func objects(v any) []object {
	list, _ := v.([]any)
	out := make([]object, 0, len(list))
	for _, e := range list {
		o, _ := e.(object)
		out = append(out, o)
	}
	return out
}

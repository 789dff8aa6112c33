package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

const (
	sequence = yaml.SequenceNode
	mapping  = yaml.MappingNode
)

// A reader walks one file and collects what it says and what is wrong with it.
type reader struct {
	file     string
	env      func(string) string
	checks   Checks
	lines    map[string]int // by key
	settings Settings
	faults   []Fault
	warnings []Warning
}

func (r *reader) fault(line int, key, problem string) {
	r.faults = append(r.faults, Fault{File: r.file, Line: line, Key: key, Problem: problem})
}

func (r *reader) environment(name, problem string) {
	r.faults = append(r.faults, Fault{File: "environment", Key: name, Problem: problem})
}

// sorted returns the faults in the order of the file, those of the environment last.
func (r *reader) sorted() []Fault {
	slices.SortStableFunc(r.faults, func(a, b Fault) int {
		if a.File != b.File {
			return cmp.Compare(fromEnvironment(a), fromEnvironment(b))
		}
		return cmp.Compare(a.Line, b.Line)
	})
	return r.faults
}

func fromEnvironment(f Fault) int {
	if f.File == "environment" {
		return 1
	}
	return 0
}

// A node is a value in the file with the path that leads to it.
type node struct {
	r    *reader
	n    *yaml.Node
	path string
}

func (n node) fault(format string, args ...any) {
	n.r.fault(n.n.Line, n.path, fmt.Sprintf(format, args...))
}

// at returns the value below n that is named by key, aliases followed.
func (n node) at(v *yaml.Node, key string) node {
	if v.Kind == yaml.AliasNode {
		v = v.Alias
	}
	path := key
	if n.path != "" && !strings.HasPrefix(key, "[") {
		path = "." + key
	}
	child := node{r: n.r, n: v, path: n.path + path}
	n.r.lines[child.path] = v.Line
	return child
}

// empty reports whether nothing stands there: a key without a value is as good as left out.
func (n node) empty() bool { return n.n.Kind == yaml.ScalarNode && n.n.Tag == "!!null" }

// fields calls the reading of each key of a mapping, in the order of the file. Unknown keys and
// keys that come twice are faults.
func (n node) fields(read map[string]func(node)) {
	if n.empty() {
		return
	}
	if n.n.Kind != yaml.MappingNode {
		n.fault("it is %s; it takes keys: %s", shape(n.n), strings.Join(keys(read), ", "))
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.n.Content); i += 2 {
		key := n.n.Content[i]
		switch f, known := read[key.Value]; {
		case key.Kind != yaml.ScalarNode:
			n.r.fault(key.Line, n.path, "a key is no word; it takes "+strings.Join(keys(read), ", "))
		case !known:
			n.unknown(key, keys(read))
		case seen[key.Value] > 0:
			n.r.fault(key.Line, n.below(key.Value), fmt.Sprintf("it is here twice, first on line %d; keep one", seen[key.Value]))
		default:
			seen[key.Value] = key.Line
			f(n.at(n.n.Content[i+1], key.Value))
		}
	}
}

func (n node) below(key string) string {
	if n.path == "" {
		return key
	}
	return n.path + "." + key
}

func (n node) unknown(key *yaml.Node, known []string) {
	problem := "there is no such key; the keys here are " + strings.Join(known, ", ")
	if near := Nearest(key.Value, known); near != "" {
		problem = fmt.Sprintf("there is no such key; did you mean %q?", near)
	}
	n.r.fault(key.Line, n.below(clip(key.Value)), problem)
}

// list calls read for each element of a list. A single word is a list of one.
func (n node) list(read func(node)) {
	switch {
	case n.empty():
	case n.n.Kind == yaml.SequenceNode:
		for i, v := range n.n.Content {
			read(n.at(v, fmt.Sprintf("[%d]", i)))
		}
	case n.n.Kind == yaml.ScalarNode:
		read(n)
	default:
		n.fault("it is %s; it takes a list, such as [a, b]", shape(n.n))
	}
}

// word returns the text of a single value, as it is written; false and a fault for anything else.
func (n node) word() (string, bool) {
	if n.n.Kind == yaml.ScalarNode && !n.empty() && strings.TrimSpace(n.n.Value) != "" {
		return strings.TrimSpace(n.n.Value), true
	}
	what := shape(n.n)
	if n.n.Kind == yaml.ScalarNode {
		what = "empty; a value that begins with # needs quotation marks"
	}
	n.fault("it is %s", what)
	return "", false
}

func shape(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a group of keys"
	case yaml.SequenceNode:
		return "a list"
	}
	return "a single value"
}

func keys(m map[string]func(node)) []string {
	list := make([]string, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

func clip(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}

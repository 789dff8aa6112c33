package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// print writes data to standard output in one piece: the document as JSON, or what people fills in.
func (c *CLI) print(document any, people func(*sheet)) error {
	s := &sheet{colour: c.colour}
	if !c.asJSON {
		people(s)
		return c.write(s.b.String())
	}
	enc := json.NewEncoder(&s.b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(document); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return c.write(s.b.String())
}

func (c *CLI) write(text string) error {
	if text == "" {
		return nil
	}
	if _, err := c.cfg.Stdout.Write([]byte(text)); err != nil {
		return fmt.Errorf("write the output: %w", err)
	}
	return nil
}

// A style is how a word looks on a terminal.
type style string

const (
	normal style = ""
	bold   style = "1"
	faint  style = "2"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
)

// A sheet is a page for people.
type sheet struct {
	b      strings.Builder
	colour bool
}

// dress returns text in a style, where there is colour.
func (s *sheet) dress(st style, text string) string {
	if !s.colour || st == normal || text == "" {
		return text
	}
	return "\x1b[" + string(st) + "m" + text + "\x1b[0m"
}

// line writes one line. Arguments of the format must be plain already.
func (s *sheet) line(format string, args ...any) { fmt.Fprintf(&s.b, format+"\n", args...) }

// field writes a named value, and nothing for an empty one.
func (s *sheet) field(name, value string) {
	for i, l := range wrap(value, pageWidth-13) {
		if i > 0 {
			name = ""
		}
		s.line("  %s %s", s.dress(faint, pad(name, 10)), l)
	}
}

// paragraph writes a text in a style, wrapped, behind blanks.
func (s *sheet) paragraph(st style, indent int, text string) {
	for _, l := range wrap(text, pageWidth-indent) {
		s.line("%s%s", strings.Repeat(" ", indent), s.dress(st, l))
	}
}

// pageWidth is how wide a page for people is, where text is wrapped.
const pageWidth = 100

// wrap breaks a text at blanks into lines of at most width runes, longer words apart; no text is no line.
func wrap(text string, width int) []string {
	var lines []string
	row, length := "", 0
	for _, w := range strings.Fields(line(text)) {
		n := utf8.RuneCountInString(w)
		if row != "" && length+1+n > width {
			lines, row, length = append(lines, row), "", 0
		}
		if row != "" {
			row, length = row+" ", length+1
		}
		row, length = row+w, length+n
	}
	if row != "" {
		lines = append(lines, row)
	}
	return lines
}

// A cell is a word of a table.
type cell struct {
	text  string
	style style
}

// table writes rows below heads, aligned; a column that is empty in every row is left out. The
// last column is not padded.
func (s *sheet) table(heads []string, rows [][]cell) {
	widths := make([]int, len(heads))
	last := 0
	for _, row := range rows {
		for i := range row {
			row[i].text = line(row[i].text)
			if w := utf8.RuneCountInString(row[i].text); w > 0 {
				widths[i], last = max(widths[i], w), max(last, i)
			}
		}
	}
	head := make([]cell, len(heads))
	for i, h := range heads {
		head[i] = cell{h, faint}
		if widths[i] > 0 {
			widths[i] = max(widths[i], utf8.RuneCountInString(h))
		}
	}
	for _, row := range append([][]cell{head}, rows...) {
		s.row(row, widths, last)
	}
}

func (s *sheet) row(row []cell, widths []int, last int) {
	var b strings.Builder
	for i, c := range row {
		switch {
		case widths[i] == 0:
		case i == last:
			b.WriteString(s.dress(c.style, c.text))
		default:
			b.WriteString(s.dress(c.style, c.text) + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c.text)+2))
		}
	}
	s.line("%s", strings.TrimRight(b.String(), " "))
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-utf8.RuneCountInString(s), 0))
}

// plain takes out of foreign text what a terminal would obey: control characters, escapes and
// marks that turn the direction of writing. Line ends and tabs stay.
func plain(s string) string {
	clean := true
	for _, r := range s {
		if hostile(r) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	return strings.Map(func(r rune) rune {
		if hostile(r) {
			return -1
		}
		return r
	}, unescaped(s))
}

// unescaped takes out escape sequences whole, from ESC [ to the letter that ends it (ECMA-48,
// 5.4), so that no rest of one is left to be read.
func unescaped(s string) string {
	before, rest, found := strings.Cut(s, "\x1b[")
	if !found {
		return s
	}
	var b strings.Builder
	for found {
		b.WriteString(before)
		rest = strings.TrimLeft(rest, "0123456789:;<=>?!\"#$%&'()*+,-./ ")
		if rest != "" && rest[0] >= '@' && rest[0] <= '~' {
			rest = rest[1:]
		}
		before, rest, found = strings.Cut(rest, "\x1b[")
	}
	b.WriteString(before)
	return b.String()
}

func hostile(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case unicode.IsControl(r), r == utf8.RuneError:
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c, r == 0x2028, r == 0x2029:
		return true
	}
	return false
}

// line is plain on one line.
func line(s string) string {
	s = plain(s)
	if !strings.ContainsAny(s, "\n\t") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// clip shortens a line to n characters.
func clip(s string, n int) string {
	s = line(s)
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:n-1])) + "…"
}

// count returns "1 claim", "2 claims".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

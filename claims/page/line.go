package page

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A line is one paragraph, heading, list item or table row, its blanks tidied.
type line struct {
	text    string
	links   int // runes of it that are links
	heading bool
}

type lines []line

// linesOf returns the lines of an element in order; none for nil.
func linesOf(n *html.Node) lines {
	if n == nil {
		return nil
	}
	w := writer{}
	w.visit(n, false, false)
	w.end()
	return w.done
}

// text joins the lines that are the article's: without its title, labels of advertisements, lines
// that are but links, and headings over nothing else.
func (l lines) text(title string) string {
	var kept []string
	for i, ln := range l {
		switch {
		case i < 3 && ln.text == title, ln.label(), ln.onlyLinks():
			continue
		case ln.heading && l[i+1:].nothing():
			continue
		}
		kept = append(kept, ln.text)
	}
	return strings.Join(kept, "\n")
}

// nothing reports whether there is no text before the next heading, but links or the end.
func (l lines) nothing() bool {
	for i, ln := range l {
		switch {
		case ln.label():
			continue
		case ln.heading:
			return i > 0 && !slices.ContainsFunc(l[:i], func(x line) bool { return !x.onlyLinks() && !x.label() })
		case !ln.onlyLinks():
			return false
		}
	}
	return true
}

// leads are the words that lines of related links begin with.
var leads = []string{
	"read more", "read also", "also read", "read next", "related", "see also", "more on", "more from", "more news", "more stories", "watch:", "recommended",
	"читайте також", "читайте также", "читати також", "дивіться також", "смотрите также", "більше новин", "больше новостей", "по темі", "по теме",
}

// labels are lines that stand over advertisements and the like.
var labels = []string{
	"advertisement", "advertising", "ad", "sponsored", "sponsored content", "story continues below", "story continues below advertisement", "article continues below",
	"article continues below advertisement", "article continues after ad", "continue reading", "skip advertisement", "loading", "loading...", "loading…", "реклама",
}

func (ln line) label() bool {
	return slices.Contains(labels, strings.ToLower(strings.Trim(ln.text, " -–—•*[]()")))
}

// onlyLinks reports whether the line only leads elsewhere.
func (ln line) onlyLinks() bool {
	all := utf8.RuneCountInString(ln.text)
	if ln.links*2 >= all && slices.ContainsFunc(leads, func(s string) bool { return strings.HasPrefix(strings.ToLower(ln.text), s) }) {
		return true
	}
	return ln.links*20 >= all*17 && !strings.ContainsRune(".!?…", lastRune(ln.text))
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, ` "”»)'’`))
	return r
}

// A writer turns elements into lines.
type writer struct {
	done  lines
	line  line
	buf   strings.Builder
	space rune // that is due before the next word
}

func (w *writer) visit(n *html.Node, inLink, pre bool) {
	switch {
	case n.Type == html.TextNode:
		w.write(n.Data, inLink, pre)
		return
	case n.DataAtom == atom.Head, wasteElements[n.DataAtom] == wasteMachinery:
		return
	case n.DataAtom == atom.Br, n.DataAtom == atom.Hr:
		w.end()
		return
	case n.DataAtom == atom.Td, n.DataAtom == atom.Th:
		w.space = '\t'
	}
	block := isBlock(n)
	if block {
		w.end()
		w.line.heading = isHeading(n.DataAtom)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.visit(c, inLink || n.DataAtom == atom.A, pre || n.DataAtom == atom.Pre)
	}
	if block {
		w.end()
	}
}

// write adds the words of a text; in preformatted text a line end is one.
func (w *writer) write(s string, inLink, pre bool) {
	for _, r := range s {
		switch {
		case pre && r == '\n':
			w.end()
		case unicode.IsSpace(r):
			if w.space == 0 {
				w.space = ' '
			}
		case invisible(r):
		default:
			w.put(r, inLink)
		}
	}
}

func (w *writer) put(r rune, inLink bool) {
	if w.space != 0 && w.buf.Len() > 0 {
		w.buf.WriteRune(w.space)
	}
	w.space = 0
	w.buf.WriteRune(r)
	if inLink {
		w.line.links++
	}
}

// end closes the line, if there is anything on it.
func (w *writer) end() {
	if w.buf.Len() > 0 {
		w.line.text = w.buf.String()
		w.done = append(w.done, w.line)
	}
	w.buf.Reset()
	w.line, w.space = line{}, 0
}

// isBlock reports whether an element begins and ends a line.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav, atom.Address, atom.Blockquote, atom.Pre,
		atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd, atom.Table, atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Figure, atom.Details,
		atom.Summary, atom.Form, atom.Fieldset, atom.Center, atom.Body:
		return true
	}
	return isHeading(n.DataAtom)
}

// invisible reports whether a rune is a control character, or one that only says where a word may be broken.
func invisible(r rune) bool {
	switch r {
	case '\u00AD', '\u200B', '\u2060', '\uFEFF':
		return true
	}
	return unicode.IsControl(r)
}

// textOf returns the text of an element on one line.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return tidy(b.String())
}

// tidy makes one line of a text: blanks single, invisible runes gone.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case invisible(r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\ufffd")), " ")
}

package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A mass is how much text an element holds, in runes, and whether it holds a mark of the article:
// a first-rank heading, the main element, or a body marked as such.
type mass struct {
	plain, links int
	marked       bool
}

// masses weighs every element of a page.
type masses map[*html.Node]mass

func (m masses) weigh(n *html.Node, inLink bool) mass {
	var sum mass
	if n.Type == html.TextNode {
		runes := utf8.RuneCountInString(strings.TrimSpace(n.Data))
		if inLink {
			return mass{links: runes}
		}
		return mass{plain: runes}
	}
	if wasteElements[n.DataAtom] == wasteMachinery {
		return sum
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		part := m.weigh(c, inLink || n.DataAtom == atom.A)
		sum.plain += part.plain
		sum.links += part.links
		sum.marked = sum.marked || part.marked
	}
	if n.Type == html.ElementNode {
		sum.marked = sum.marked || n.DataAtom == atom.Main || attr(n, "itemprop") == "articleBody" || (n.DataAtom == atom.H1 && sum.plain > 0)
		m[n] = sum
	}
	return sum
}

// cut takes out of a page what is certainly none of its article. It changes doc.
func cut(doc *html.Node) {
	m := masses{}
	total := m.weigh(doc, false)
	m.cut(doc, total.plain)
}

func (m masses) cut(n *html.Node, total int) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.CommentNode, m.wasted(c, total):
			n.RemoveChild(c)
		case m.linkList(c):
			dropHeading(c)
			n.RemoveChild(c)
		default:
			m.cut(c, total)
		}
		c = next
	}
}

// wasted reports whether c goes. What looks like waste by its name, but holds the article, stays.
func (m masses) wasted(c *html.Node, total int) bool {
	w := wasteOf(c)
	switch {
	case w == "":
		return c.DataAtom == atom.Time && m.alone(c)
	case w == wasteMachinery:
		return true
	case w == wasteHidden:
		return c.DataAtom != atom.Article
	case m[c].marked:
		return false
	case w == wasteComments:
		return true
	}
	return m[c].plain*2 <= total
}

// alone reports whether a time is all that its line says, or nearly: "Published Jan. 21".
func (m masses) alone(c *html.Node) bool {
	return c.Parent != nil && m[c.Parent].plain-m[c].plain < 20
}

// linkList reports whether c is a list whose entries are links and little else.
func (m masses) linkList(c *html.Node) bool {
	if c.DataAtom != atom.Ul && c.DataAtom != atom.Ol && c.DataAtom != atom.Dl {
		return false
	}
	all := m[c].plain + m[c].links
	return !m[c].marked && all > 0 && m[c].links*10 >= all*7
}

// dropHeading takes away the heading that stands over a list that goes.
func dropHeading(list *html.Node) {
	for p := list.PrevSibling; p != nil; p = p.PrevSibling {
		switch {
		case p.Type == html.TextNode && strings.TrimSpace(p.Data) == "":
			continue
		case isHeading(p.DataAtom) && p.DataAtom != atom.H1:
			p.Parent.RemoveChild(p)
		}
		return
	}
}

func isHeading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

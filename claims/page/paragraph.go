package page

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// paragraphs makes paragraphs of what older pages part by line breaks alone: text that stands
// right in a container beside br elements. The library joins such text into one line otherwise.
func paragraphs(doc *html.Node) {
	var broken []*html.Node
	seen := map[*html.Node]bool{}
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Br && !seen[n.Parent] && container(n.Parent) {
			seen[n.Parent] = true
			broken = append(broken, n.Parent)
		}
	}
	for _, n := range broken {
		wrap(n)
	}
}

// container reports whether n may hold paragraphs.
func container(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Body, atom.Div, atom.Td, atom.Section, atom.Article, atom.Main, atom.Form, atom.Center, atom.Blockquote:
		return true
	}
	return false
}

// wrap puts each stretch of n between breaks and blocks into a paragraph, and takes the breaks out.
func wrap(n *html.Node) {
	var p *html.Node
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.DataAtom == atom.Br:
			n.RemoveChild(c)
			p = nil
		case holdsBlock(c):
			p = nil
		default:
			if p == nil {
				p = &html.Node{Type: html.ElementNode, DataAtom: atom.P, Data: "p"}
				n.InsertBefore(p, c)
			}
			n.RemoveChild(c)
			p.AppendChild(c)
		}
		c = next
	}
}

// holdsBlock reports whether n is, or holds, an element that ends a line.
func holdsBlock(n *html.Node) bool {
	if isBlock(n) {
		return true
	}
	for d := range n.Descendants() {
		if isBlock(d) {
			return true
		}
	}
	return false
}

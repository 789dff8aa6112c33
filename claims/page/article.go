package page

import (
	"net/url"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits of what is given to the library; above them the page is read without it.
const (
	maxElements   = 30_000
	maxWeight     = 64 << 20 // bytes of text, each as often as it is deep: two seconds
	enoughRunes   = 200      // an article this long is taken without trying more loosely
	bodyShare     = 0.9      // of a body that the page marks as the article's: the library must find this much
	articleShare  = 0.6      // of an article element
	minMarkedText = 100      // runes; what is shorter is no body but a teaser
	longArticle   = 1500     // runes; when the library found as much, a body several times as long holds
	mostOfBody    = 2.5      // something else too, such as a gallery
)

// article returns the text of a page's article, "" when there is no text at all. It changes doc.
func article(doc *html.Node, at *url.URL, title string) string {
	cut(doc)
	paragraphs(doc)
	found := linesOf(find(doc, at)).text(title)
	if body := marked(doc, isBody); body != nil {
		found = longer(found, linesOf(body).text(title), bodyShare)
	} else if body := marked(doc, isArticleElement); body != nil {
		found = longer(found, linesOf(body).text(title), articleShare)
	}
	if found == "" {
		found = linesOf(doc).text(title)
	}
	return found
}

// longer returns what the page marks when the library found less than that share of it.
func longer(found, marked string, share float64) string {
	have, want := float64(utf8.RuneCountInString(found)), float64(utf8.RuneCountInString(marked))
	if want < minMarkedText || have >= share*want || (have >= longArticle && want > mostOfBody*have) {
		return found
	}
	return marked
}

// find asks the library where the article is; nil when it finds none, or breaks down.
func find(doc *html.Node, at *url.URL) (found *html.Node) {
	if !bearable(doc) {
		return nil
	}
	defer func() {
		// The library is a port of a browser's; on markup that no browser makes, a missing node
		// must cost the page its tidiness and nothing else.
		if recover() != nil {
			found = nil
		}
	}()
	parser := readability.NewParser()
	parser.CharThresholds = enoughRunes
	parser.DisableJSONLD = true
	a, err := parser.ParseDocument(doc, at)
	if err != nil {
		return nil
	}
	return a.Node
}

// bearable reports whether the library can be given doc. It weighs the text of an element anew
// at every element around it, so text counts as often as it is deep.
func bearable(doc *html.Node) bool {
	elements, weight := 0, 0
	var visit func(n *html.Node, depth int)
	visit = func(n *html.Node, depth int) {
		switch n.Type {
		case html.TextNode:
			weight += len(n.Data) * depth
		case html.ElementNode:
			elements++
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c, depth+1)
		}
	}
	visit(doc, 0)
	return elements <= maxElements && weight <= maxWeight
}

// marked returns the one element that is, nil when there is none or more than one.
func marked(doc *html.Node, is func(*html.Node) bool) *html.Node {
	var found *html.Node
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || !is(n) {
			continue
		}
		if found != nil {
			return nil
		}
		found = n
	}
	return found
}

func isBody(n *html.Node) bool { return attr(n, "itemprop") == "articleBody" }

func isArticleElement(n *html.Node) bool { return n.DataAtom == atom.Article }

package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A head is what a page says about itself outside its text.
type head struct {
	meta      map[string]string // content of the first meta of each name, property or itemprop, in lower case
	titles    []string          // of the title element
	headings  []string          // of h1, as far as there is text
	canonical string
	lang      string
	linked    linkedData
}

// readHead collects it in one walk over the page.
func readHead(doc *html.Node) head {
	h := head{meta: map[string]string{}}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			h.note(n)
		}
	}
	return h
}

func (h *head) note(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		h.lang = attr(n, "lang")
	case atom.Meta:
		h.noteMeta(n)
	case atom.Title:
		if n.Namespace == "" {
			h.titles = append(h.titles, textOf(n))
		}
	case atom.H1:
		if t := textOf(n); t != "" {
			h.headings = append(h.headings, t)
		}
	case atom.Link:
		if h.canonical == "" && strings.EqualFold(attr(n, "rel"), "canonical") {
			h.canonical = attr(n, "href")
		}
	case atom.Script:
		if strings.EqualFold(strings.TrimSpace(attr(n, "type")), "application/ld+json") && n.FirstChild != nil {
			h.linked.read(n.FirstChild.Data)
		}
	}
}

func (h *head) noteMeta(n *html.Node) {
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		name := strings.ToLower(attr(n, key))
		content := attr(n, "content")
		if _, known := h.meta[name]; name != "" && content != "" && !known {
			h.meta[name] = content
		}
	}
}

// title returns the headline: what the page gives as such, else its only first-rank heading, else
// its title without the site's name.
func (h *head) title() string {
	if len(h.headings) == 1 && strings.HasPrefix(first(h.linked.headline, h.meta["og:title"], first(h.titles...)), h.headings[0]) {
		return h.headings[0]
	}
	if h.linked.headline != "" {
		return h.linked.headline
	}
	if t := h.meta["og:title"]; t != "" {
		return h.withoutSite(t)
	}
	if len(h.headings) == 1 {
		return h.headings[0]
	}
	return h.withoutSite(first(first(h.titles...), h.meta["dc.title"], first(h.headings...)))
}

// withoutSite takes the site's name off the end of a title, where it stands behind a separator.
func (h *head) withoutSite(title string) string {
	if site := h.meta["og:site_name"]; site != "" {
		if cut, found := strings.CutSuffix(title, site); found {
			if cut = strings.TrimRight(cut, " |-–—·»:/"); cut != "" {
				return cut
			}
		}
	}
	for _, sep := range []string{" | ", " » ", " :: "} {
		if cut, _, found := strings.Cut(title, sep); found && cut != "" {
			return cut
		}
	}
	return title
}

// address returns the canonical address, else the one that the page was read from.
func (h *head) address(from string) string {
	at := base(from)
	for _, candidate := range []string{h.canonical, h.meta["og:url"], h.linked.address} {
		u, err := at.Parse(strings.TrimSpace(candidate))
		if candidate == "" || err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
			continue
		}
		if strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
			continue
		}
		return u.String()
	}
	return from
}

// language returns the first subtag of the language that the page declares, if it is one of two letters.
func (h *head) language() string {
	declared := first(h.lang, h.meta["og:locale"], h.meta["content-language"], h.linked.language)
	tag := strings.ToLower(strings.TrimSpace(declared))
	if i := strings.IndexAny(tag, "-_,; "); i >= 0 {
		tag = tag[:i]
	}
	if len(tag) != 2 || tag[0] < 'a' || tag[0] > 'z' || tag[1] < 'a' || tag[1] > 'z' {
		return ""
	}
	return tag
}

// attr returns an attribute with its blanks tidied, "" when it is absent.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return tidy(a.Val)
		}
	}
	return ""
}

// has reports whether n has an attribute at all.
func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// first returns the first that is not empty.
func first(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}

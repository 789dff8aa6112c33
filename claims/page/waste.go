package page

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A waste says why an element is none of the article; "" is that it may be.
type waste string

// The wastes. Machinery and hidden elements always go; the others stay when they hold the article.
const (
	wasteMachinery waste = "machinery" // scripts, media, controls
	wasteHidden    waste = "hidden"
	wasteComments  waste = "comments"
	wasteByline    waste = "byline" // who wrote it and when
	wasteFrame     waste = "frame"  // navigation, advertisements, related links and the like
)

// wasteElements says it by the element alone.
var wasteElements = map[atom.Atom]waste{
	atom.Script: wasteMachinery, atom.Style: wasteMachinery, atom.Noscript: wasteMachinery, atom.Template: wasteMachinery, atom.Iframe: wasteMachinery,
	atom.Object: wasteMachinery, atom.Embed: wasteMachinery, atom.Svg: wasteMachinery, atom.Math: wasteMachinery, atom.Canvas: wasteMachinery,
	atom.Video: wasteMachinery, atom.Audio: wasteMachinery, atom.Picture: wasteMachinery, atom.Img: wasteMachinery, atom.Button: wasteMachinery,
	atom.Select: wasteMachinery, atom.Input: wasteMachinery, atom.Textarea: wasteMachinery, atom.Figcaption: wasteMachinery, atom.Dialog: wasteMachinery,
	atom.Nav: wasteFrame, atom.Aside: wasteFrame, atom.Footer: wasteFrame, atom.Form: wasteFrame, atom.Menu: wasteFrame,
}

// wasteWords says it by a word of a class or an id.
var wasteWords = map[waste][]string{
	wasteComments: {"comment", "comments", "commentlist", "disqus", "livefyre", "respond", "replies"},
	wasteByline:   {"byline", "author", "authors", "meta", "timestamp", "dateline-time", "posted", "pubdate", "contributors"},
	wasteFrame: {
		"nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "crumbs", "masthead", "sidebar", "toolbar", "pagination", "pager", "skip",
		"related", "relatedposts", "relatedcontent", "recommended", "recommendations", "recommendation", "recirc", "recirculation", "trending", "popular", "readmore", "seealso", "morestories", "outbrain", "taboola",
		"newsletter", "newsletters", "subscribe", "signup", "promo", "promos", "sponsor", "sponsored",
		"ad", "ads", "adslot", "adunit", "adbox", "adsense", "advert", "adverts", "advertisement", "advertising", "dfp", "banner",
		"cookie", "cookies", "consent", "gdpr", "modal", "popup", "popover", "toast",
		"share", "shares", "sharing", "social", "sharedaddy", "addtoany", "follow", "tags", "taglist", "topics", "rating", "poll",
		"caption", "credit", "copyright", "gallery", "carousel", "slideshow", "bio", "footer", "footnav", "sr", "screenreader", "visually",
	},
}

// modifiers are words of a name that speaks of something else: "has-comments", "content-with-ads".
var modifiers = []string{"has", "with", "no", "is", "not", "js", "after", "before", "hide", "free"}

// wasteRoles says it by the role for assistive technology.
var wasteRoles = []string{"navigation", "complementary", "contentinfo", "dialog", "alertdialog", "alert", "search", "menu", "menubar", "toolbar"}

// wasteOf says why n is none of the article, by its element and attributes.
func wasteOf(n *html.Node) waste {
	if n.Type != html.ElementNode {
		return ""
	}
	if w := wasteElements[n.DataAtom]; w != "" {
		return w
	}
	switch n.DataAtom {
	case atom.Html, atom.Head, atom.Body, atom.Main:
		return ""
	case atom.Header:
		if !within(n, atom.Article, atom.Main) {
			return wasteFrame
		}
	}
	if hidden(n) {
		return wasteHidden
	}
	if slices.Contains(wasteRoles, strings.ToLower(attr(n, "role"))) {
		return wasteFrame
	}
	return wasteByName(n)
}

// hidden reports whether readers do not see n.
func hidden(n *html.Node) bool {
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	return has(n, "hidden") || strings.EqualFold(attr(n, "aria-hidden"), "true") || strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// wasteByName looks at the words of class and id.
func wasteByName(n *html.Node) waste {
	for name := range strings.FieldsSeq(attr(n, "class") + " " + attr(n, "id")) {
		words := nameWords(name)
		if slices.ContainsFunc(words, func(word string) bool { return slices.Contains(modifiers, word) }) {
			continue
		}
		for _, w := range []waste{wasteComments, wasteByline, wasteFrame} {
			if slices.ContainsFunc(words, func(word string) bool { return slices.Contains(wasteWords[w], word) }) {
				return w
			}
		}
	}
	return ""
}

// nameWords splits a class or an id at hyphens, underlines and capitals: "relatedLinks-box".
func nameWords(name string) []string {
	var b strings.Builder
	small := false
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r):
			b.WriteByte(' ')
		case unicode.IsUpper(r) && small:
			b.WriteByte(' ')
			fallthrough
		default:
			b.WriteRune(unicode.ToLower(r))
		}
		small = unicode.IsLower(r)
	}
	return strings.Fields(b.String())
}

// within reports whether n stands in an element of one of these.
func within(n *html.Node, atoms ...atom.Atom) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if slices.Contains(atoms, p.DataAtom) {
			return true
		}
	}
	return false
}

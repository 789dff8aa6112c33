package page

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// sniffBytes is how much of the beginning tells what it is.
const sniffBytes = 4096

// opening lists the elements that a page, or a saved part of one, begins with.
var opening = []string{
	"!doctype html", "html", "head", "body", "meta", "title", "link", "script", "style", "main", "article", "section",
	"header", "div", "p", "h1", "h2", "table", "ul", "span", "br",
}

// Looks reports whether b is HTML, by how it begins: blanks, a byte order mark, an XML
// declaration and comments apart, with an element of HTML.
func Looks(b []byte) bool {
	b = b[:min(len(b), sniffBytes)]
	if wide(b) {
		b = decode(b)
	}
	s := strings.ToLower(string(bytes.TrimPrefix(b, []byte("\ufeff"))))
	for {
		s = strings.TrimLeft(s, " \t\r\n\f")
		rest, found := skip(s, "<?xml", "?>")
		if !found {
			rest, found = skip(s, "<!--", "-->")
		}
		if !found {
			return opens(s)
		}
		s = rest
	}
}

// skip takes what stands from open to the next end off the beginning of s. What does not end
// within the sniffed bytes is not taken off.
func skip(s, open, end string) (string, bool) {
	if !strings.HasPrefix(s, open) {
		return s, false
	}
	_, rest, found := strings.Cut(s, end)
	return rest, found
}

// opens reports whether s begins with one of the opening elements.
func opens(s string) bool {
	tag, found := strings.CutPrefix(s, "<")
	if !found {
		return false
	}
	for _, name := range opening {
		rest, found := strings.CutPrefix(tag, name)
		if found && rest != "" && strings.ContainsRune(" \t\r\n\f/>", rune(rest[0])) {
			return true
		}
	}
	return false
}

// wide reports whether b begins with a byte order mark of UTF-16.
func wide(b []byte) bool {
	return bytes.HasPrefix(b, []byte{0xFE, 0xFF}) || bytes.HasPrefix(b, []byte{0xFF, 0xFE})
}

// UTF8 returns b in UTF-8, behind a byte order mark, so that it is taken for nothing else whatever
// it declares itself: a charset that came with a page goes before the page's own. A contentType
// that names no known charset leaves b as it is.
func UTF8(b []byte, contentType string) []byte {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return b
	}
	if enc, _ := charset.Lookup(params["charset"]); enc == nil {
		return b
	}
	return append([]byte("\ufeff"), decodeAs(b, contentType)...)
}

// decode returns b in UTF-8, by its byte order mark, by what it declares, or else by what it
// looks like, as browsers do. Bytes that the encoding does not know become U+FFFD.
func decode(b []byte) []byte { return decodeAs(b, "") }

func decodeAs(b []byte, contentType string) []byte {
	enc, name, certain := charset.DetermineEncoding(b, contentType)
	if name == "utf-8" || (!certain && utf8.Valid(b)) {
		return bytes.ToValidUTF8(bytes.TrimPrefix(b, []byte("\ufeff")), []byte("\ufffd"))
	}
	text, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return bytes.ToValidUTF8(b, []byte("\ufffd"))
	}
	return text
}

package page

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"

	"golang.org/x/net/html"

	"claimwatch/claims"
)

// Errors that callers branch on.
var (
	// ErrNoText: the page holds no text at all.
	ErrNoText = errors.New("the page holds no text")
	// ErrTooBig: the page is bigger than claims.MaxReportBytes.
	ErrTooBig = errors.New("the page is bigger than 5 MB")
)

// A Page is what a web page says about itself, and its article. What it does not say is empty.
type Page struct {
	Title       string     // the headline, without the site's name
	Address     string     // the canonical one, else the one it was read from; http or https, or what the caller gave
	Language    string     // of ISO 639-1 as the page declares it, in lower case: "en"
	Published   claims.Day // zero: none found
	PublishedAs string     // where it was found: "meta article:published_time", "JSON-LD", "time", "address"
	Text        string     // the article, a line for each paragraph, heading, list item and table row
}

// Read reads the page whose bytes are b. Address is where it was read from, "" when that is not
// known. Errors: ErrTooBig, ErrNoText, and what the HTML parser refuses.
func Read(b []byte, address string) (Page, error) {
	if len(b) > claims.MaxReportBytes {
		return Page{}, ErrTooBig
	}
	doc, err := html.Parse(bytes.NewReader(decode(b)))
	if err != nil {
		return Page{}, fmt.Errorf("parse the page: %w", err)
	}
	p := about(doc, address)
	p.Text = article(doc, base(p.Address), p.Title)
	if p.Text == "" {
		return Page{}, ErrNoText
	}
	return p, nil
}

// about reads what the page says about itself.
func about(doc *html.Node, address string) Page {
	h := readHead(doc)
	p := Page{Title: h.title(), Address: h.address(address), Language: h.language()}
	p.Published, p.PublishedAs = published(h.dates(doc, p.Address))
	return p
}

// base returns the address as the library wants it: never nil.
func base(address string) *url.URL {
	if u, err := url.Parse(address); err == nil {
		return u
	}
	return &url.URL{}
}

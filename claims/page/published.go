package page

import (
	"regexp"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"claimwatch/claims"
)

// A dated is one place where a page says when it was published.
type dated struct {
	where string
	day   claims.Day
	at    time.Time // zero: a day only
	utc   bool      // written in UTC
}

// metaDates lists the meta elements that hold a date of publication, most reliable first.
var metaDates = []string{
	"article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
	"article.published", "publish-date", "publish_date", "pubdate", "publication_date", "publicationdate", "cxenseparse:recs:publishtime",
	"dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "date",
}

// dates lists what the page says, most reliable first.
func (h *head) dates(doc *html.Node, address string) []dated {
	var all []dated
	add := func(where, written string) {
		if d, read := readDate(written); read {
			d.where = where
			all = append(all, d)
		}
	}
	add("meta "+metaDates[0], h.meta[metaDates[0]])
	add("JSON-LD", h.linked.published)
	for _, name := range metaDates[1:] {
		add("meta "+name, h.meta[name])
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && (n.DataAtom == atom.Time || attr(n, "itemprop") == "datePublished") && !aside(n) {
			add("time", first(attr(n, "datetime"), attr(n, "content"), textOf(n)))
		}
	}
	add("address", addressDay(address))
	return all
}

// aside reports whether a time stands where it is none of the article's: in something that is
// cut away, or as a date of change.
func aside(n *html.Node) bool {
	own := strings.ToLower(attr(n, "itemprop") + " " + attr(n, "class"))
	if strings.Contains(own, "modified") || strings.Contains(own, "updated") {
		return true
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if w := wasteOf(p); w != "" && w != wasteByline {
			return true
		}
	}
	return false
}

// published returns the day of the most reliable date; if another one says the same moment with
// an offset of its own while that one is in UTC, the day as the other has it.
func published(all []dated) (claims.Day, string) {
	if len(all) == 0 {
		return 0, ""
	}
	best := all[0]
	for _, d := range all[1:] {
		if best.utc && !d.utc && !d.at.IsZero() && d.at.Sub(best.at).Abs() < time.Minute {
			best = d
		}
	}
	return best.day, best.where
}

var (
	clockLayouts = []string{
		time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z0700",
		"2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04:05 MST", time.RFC1123Z, time.RFC1123, time.UnixDate, "Mon Jan 2 15:04:05 Z0700 2006",
	}
	dayLayouts = []string{
		time.DateOnly, "2006-1-2", "20060102", "2006/01/02", "2006/1/2", "January 2, 2006", "Jan 2, 2006", "Jan. 2, 2006", "2 January 2006", "2 Jan 2006", "Monday, January 2, 2006", "Monday, 2 January 2006", "2.1.2006",
	}
	// Compiled when they are needed: every command pays for what its packages do at the start.
	isoDay  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d{4}-\d{2}-\d{2}(?:[T ]|$)`) })
	pathDay = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)`)
	})
)

// readDate reads a date as machines and sites write it. False: it is none, or no sensible one.
func readDate(s string) (dated, bool) {
	s = tidy(s)
	if len(s) > 64 {
		return dated{}, false
	}
	for _, layout := range clockLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			_, offset := t.Zone()
			return sensible(dated{day: claims.DayOf(t), at: t, utc: offset == 0})
		}
	}
	if isoDay().MatchString(s) {
		s = s[:len(time.DateOnly)]
	}
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return sensible(dated{day: claims.DayOf(t)})
		}
	}
	return dated{}, false
}

// sensible refuses days that no web page was published on.
func sensible(d dated) (dated, bool) {
	year, _, _ := d.day.Date()
	return d, year >= 1900 && year < 2200
}

// addressDay returns the day that an address has as folders, "" when it has none.
func addressDay(address string) string {
	m := pathDay().FindStringSubmatch(base(address).Path)
	if m == nil {
		return ""
	}
	return m[1] + "-" + m[2] + "-" + m[3]
}

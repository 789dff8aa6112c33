// Package page reads a web page: HTML bytes in; title, day of publication, canonical address,
// language and the article's text out.
//
// It owns everything that knows HTML, and is the only package that knows the extraction library
// (go-readability). What the page says about itself (meta elements, JSON-LD, microdata, time
// elements) is read here, from the whole page; the library only finds where the article is, after
// what is certainly none of it (navigation, comments, advertisements, captions, lists of links)
// has been cut away.
//
// It refuses pages above claims.MaxReportBytes and pages without any text. It does no I/O, knows
// no clock, keeps no state, and follows no link. It is safe for concurrent use.
//
// Invariants: Page.Text is valid UTF-8 without control characters other than line ends and tabs;
// each paragraph, heading, list item and table row is one line; there are no empty lines, and no
// blanks at either end. The same bytes give the same Page.
//
// Decisions. The day of publication is the day as written there: "2025-01-21T23:30:00-05:00" is
// January 21. Where a page states one moment twice, once in UTC and once with an offset of its
// own, the one with the offset is the newsroom's day. A date of change is never taken for one of
// publication. A canonical address that is the site's front page is a known mistake of publishing
// systems and is passed over. The page's own markup of the article's body is believed against the
// library when the library kept much less of it.
//
// When things fail: HTML that cannot be parsed (nested deeper than 512 elements) and pages
// without text are errors; a panic of the library on hostile markup is caught, and the page is
// read without it. What a page does not say is left empty.
package page

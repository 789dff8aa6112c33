package page_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims"
	"claimwatch/claims/page"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestRead_Goldens reads invented pages of the kinds that newsrooms and offices publish. A golden
// file holds what the page says about itself, an empty line, and the article.
func TestRead_Goldens(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".html"), func(t *testing.T) {
			t.Parallel()
			got := render(read(t, file))
			golden := strings.TrimSuffix(file, ".html") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("read differently (-want +got):\n%s", diff)
			}
		})
	}
}

func read(t *testing.T, file string) page.Page {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !page.Looks(b) {
		t.Errorf("%s does not look like a page", file)
	}
	p, err := page.Read(b, "https://saved.example/pages/"+filepath.Base(file))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func render(p page.Page) string {
	return fmt.Sprintf("title: %s\naddress: %s\nlanguage: %s\npublished: %s (%s)\n\n%s\n", p.Title, p.Address, p.Language, p.Published, p.PublishedAs, p.Text)
}

func TestRead_RefusesWhatHoldsNoArticle(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		page []byte
		want error
	}{
		{"nothing at all", nil, page.ErrNoText},
		{"a page that is only a script", []byte("<html><head><title>App</title></head><body><script>run()</script><noscript>Enable JavaScript</noscript></body></html>"), page.ErrNoText},
		{"a page above the limit", bytes.Repeat([]byte("<p>a</p>"), claims.MaxReportBytes/8+1), page.ErrTooBig},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := page.Read(tt.page, ""); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestRead_RefusesNestingThatNoPageHas(t *testing.T) {
	t.Parallel()
	if _, err := page.Read([]byte(strings.Repeat("<div>", 5000)+"text"), ""); err == nil {
		t.Error("5,000 nested elements were read")
	}
}

func TestRead_TakesTheDayAsWritten(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, head, body, address string
		want, as                  string
	}{
		{"an evening west of Greenwich", `<meta property="article:published_time" content="2025-01-21T23:30:00-05:00">`, "", "", "2025-01-21", "meta article:published_time"},
		{"one moment in UTC and with an offset", `<meta property="article:published_time" content="2025-01-22T04:30:00Z"><script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-01-21T23:30:00-05:00"}</script>`, "", "", "2025-01-21", "JSON-LD"},
		{"another moment with an offset does not count", `<meta property="article:published_time" content="2025-01-22T04:30:00Z">`, `<time datetime="2025-01-20T23:30:00-05:00">Monday</time>`, "", "2025-01-22", "meta article:published_time"},
		{"a day without a clock time", `<meta name="date" content="2025-01-21">`, "", "", "2025-01-21", "meta date"},
		{"a day in words", `<meta name="pubdate" content="January 21, 2025">`, "", "", "2025-01-21", "meta pubdate"},
		{"a clock time that is none", `<meta name="date" content="2025-01-21T99:00">`, "", "", "2025-01-21", "meta date"},
		{"a date that is none", `<meta name="date" content="2025-02-31">`, "", "", "", ""},
		{"only a date of change", `<meta property="article:modified_time" content="2025-01-21">`, `<time class="updated" datetime="2025-01-21">now</time>`, "", "", ""},
		{"a date of a comment", "", `<div class="comments"><time datetime="2025-01-21">Tuesday</time></div>`, "", "", ""},
		{"folders of the address", "", "", "https://example.org/world/2025/01/21/story.html", "2025-01-21", "address"},
		{"a related article's date", `<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2020-01-01"}]}</script>`, "", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := page.Read([]byte("<html><head>"+tt.head+"</head><body>"+tt.body+"<p>The board will vote on Friday.</p></body></html>"), tt.address)
			if err != nil {
				t.Fatal(err)
			}
			got := [2]string{p.Published.String(), p.PublishedAs}
			if diff := cmp.Diff([2]string{tt.want, tt.as}, got); diff != "" {
				t.Errorf("day (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRead_FindsTheAddress(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, head, from, want string }{
		{"relative to where it was read from", `<link rel="canonical" href="/a/b">`, "https://example.org/x?utm=1", "https://example.org/a/b"},
		{"none declared", "", "https://example.org/x", "https://example.org/x"},
		{"the front page is no article", `<link rel="canonical" href="https://example.org/">`, "https://example.org/x", "https://example.org/x"},
		{"a scheme that is no link", `<link rel="canonical" href="javascript:alert(1)">`, "", ""},
		{"a saved file without an address", `<link rel="canonical" href="/a/b">`, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := page.Read([]byte("<html><head>"+tt.head+"</head><body><p>The board will vote on Friday.</p></body></html>"), tt.from)
			if err != nil {
				t.Fatal(err)
			}
			if p.Address != tt.want {
				t.Errorf("got %q, want %q", p.Address, tt.want)
			}
		})
	}
}

func TestLooks_TellsPagesFromTexts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       bool
	}{
		{"a document type", "<!DOCTYPE html><p>x", true},
		{"blanks, a mark and a comment before", "\ufeff\r\n <!-- saved -->\n<HTML lang=en>", true},
		{"an XML declaration before", `<?xml version="1.0"?><html xmlns="x">`, true},
		{"a saved part of a page", "<div class=story><p>x</p></div>", true},
		{"UTF-16", "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00", true},
		{"a report", "The board will vote on Friday.", false},
		{"a report that quotes markup", "The page held <html> and nothing else.", false},
		{"a report that opens with an angle", "<<We shall see>>, he said.", false},
		{"a feed", `<?xml version="1.0"?><rss version="2.0"></rss>`, false},
		{"a comment without an end", "<!-- and so on", false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := page.Looks([]byte(tt.text)); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestUTF8_TheCharsetThatCameWithAPageGoesFirst(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, b, contentType, want string }{
		{"a charset", "\xc4\xe0", "text/plain; charset=windows-1251", "\ufeffДа"},
		{"a charset against the page's own", "<meta charset=windows-1251><p>Да", "text/html; charset=utf-8", "\ufeff<meta charset=windows-1251><p>Да"},
		{"a byte order mark against the charset", "\ufeffДа", "text/plain; charset=windows-1251", "\ufeffДа"},
		{"bytes that the charset does not know", "a\xff", "text/plain; charset=utf-8", "\ufeffa\ufffd"},
		{"no charset", "\xc4\xe0", "text/html", "\xc4\xe0"},
		{"a charset that is none", "\xc4\xe0", "text/html; charset=klingon", "\xc4\xe0"},
		{"no type", "Да", "", "Да"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, string(page.UTF8([]byte(tt.b), tt.contentType))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

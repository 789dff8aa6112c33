package page_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"claimwatch/claims/page"
)

// FuzzRead: strangers write pages. No panic, text as the package promises, the same twice.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("<table><td><form><h1><a><p>x<br>y<select><svg><p><math><mi><table>"))
	f.Add([]byte(`<script type="application/ld+json">{"@graph":[[[{"@type":["Article",1],"datePublished":{}}]]]}</script><p>` + "\x00\u202e\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		page.Looks(b)
		p, err := page.Read(b, "https://example.org/a")
		if err != nil {
			return
		}
		checkText(t, p.Text)
		again, err := page.Read(b, "https://example.org/a")
		if diff := cmp.Diff(p, again); diff != "" || err != nil {
			t.Fatalf("read differently the second time (%v):\n%s", err, diff)
		}
	})
}

func checkText(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Fatal("text is not UTF-8")
	}
	for ln := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(ln) == "" || strings.TrimSpace(ln) != ln || strings.ContainsAny(ln, "\r\x00\u00a0\u00ad") {
			t.Fatalf("line is empty or untidy: %q", ln)
		}
	}
}

// TestRead_HoldsOnHostilePages reads what is built to be slow: it has to end and not panic.
func TestRead_HoldsOnHostilePages(t *testing.T) {
	t.Parallel()
	for name, b := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := page.Read(b, "")
			if err == nil {
				checkText(t, p.Text)
			}
		})
	}
}

func hostile() map[string][]byte {
	const size = 1 << 18
	fill := func(s string) []byte { return []byte(strings.Repeat(s, size/len(s))) }
	deep := strings.Repeat("<div class=story>", 450)
	return map[string][]byte{
		"many elements":         fill("<p>a"),
		"deep and wide":         append([]byte(deep), fill("<p>The board will vote, and vote again, on <a href=x>Friday</a>.</p>\n")...),
		"deep with breaks":      append([]byte(deep), fill("a<br>b<i>c</i>")...),
		"one long text":         append([]byte("<p>"), fill("word, ")...),
		"open formatting":       fill("<b><i><u><a href=x>"),
		"tables in tables":      fill("<table><tr><td>x"),
		"attributes":            append([]byte("<div "), append(fill("class=ad "), []byte("><p>text</p>")...)...),
		"lists of lists":        fill("<ul><li>a</ul>"),
		"entities":              fill("&amp;&#0;&notanentity;"),
		"unclosed comment":      append([]byte("<p>text</p><!--"), fill("-!>")...),
		"linked data in depth":  append([]byte(`<p>text<script type="application/ld+json">`), fill(`{"@graph":[`)...),
		"words without a blank": append([]byte("<p>"), fill("щ")...),
	}
}

func BenchmarkRead(b *testing.B) {
	data, err := os.ReadFile("testdata/linked_data.html")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := page.Read(data, "https://example.org/a"); err != nil {
			b.Fatal(err)
		}
	}
}

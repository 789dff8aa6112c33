package page

import (
	"encoding/json"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// linkedData is what a page's JSON-LD says about its article.
type linkedData struct {
	headline  string
	published string
	language  string
	address   string
}

// read adds what one script says; what an earlier one said stays. What is not JSON is passed over.
func (l *linkedData) read(script string) {
	var v any
	if json.Unmarshal([]byte(plainJSON(script)), &v) == nil {
		l.visit(v, 0)
	}
}

// plainJSON takes off what publishing systems wrap around JSON-LD, and the line ends that they
// leave within strings.
func plainJSON(script string) string {
	s := strings.TrimSpace(script)
	for _, wrap := range [][2]string{{"<!--", "-->"}, {"//<![CDATA[", "//]]>"}, {"<![CDATA[", "]]>"}} {
		if inner, found := strings.CutPrefix(s, wrap[0]); found {
			s = strings.TrimSuffix(strings.TrimSpace(inner), wrap[1])
		}
	}
	return strings.TrimRight(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s), "; ")
}

// visit goes through lists, graphs and main entities, but not into what an article refers to:
// related articles have dates of their own.
func (l *linkedData) visit(v any, depth int) {
	if depth > 8 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			l.visit(e, depth+1)
		}
	case map[string]any:
		if isArticle(v["@type"]) {
			l.note(v)
		}
		l.visit(v["@graph"], depth+1)
		l.visit(v["mainEntity"], depth+1)
	}
}

func (l *linkedData) note(article map[string]any) {
	set(&l.headline, article["headline"])
	set(&l.headline, article["name"])
	set(&l.published, article["datePublished"])
	set(&l.language, article["inLanguage"])
	set(&l.address, article["url"])
}

// set fills an empty field with a string.
func set(field *string, v any) {
	if s, is := v.(string); is && *field == "" {
		*field = tidy(html.UnescapeString(s))
	}
}

// isArticle reports whether a type, or one of several, is one of an article.
func isArticle(v any) bool {
	switch v := v.(type) {
	case string:
		name := v[strings.LastIndexAny(v, "/#:")+1:]
		return strings.HasSuffix(name, "Article") || strings.HasSuffix(name, "Posting") || name == "Report" || name == "PressRelease"
	case []any:
		for _, e := range v {
			if s, is := e.(string); is && isArticle(s) {
				return true
			}
		}
	}
	return false
}

package blocks

import (
	"net/url"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// guard follows a character that would format: an opening mark that is followed by a blank opens nothing.
const guard = "\u200b"

var escapes = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;",
	"*", "*"+guard, "_", "_"+guard, "~", "~"+guard, "`", "`"+guard,
)

// Compiled when it is needed, as all here: every command pays for what its packages do at the start.
var emoji = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`:([\pL\pN_+'-]+):`) })

// foreign makes words that somebody wrote safe to stand in mrkdwn, on one line: at most limit runes
// of them and twice as many characters once escaped; no mention, link, emoji or format, no control
// or bidirectional character.
func foreign(s string, limit int) string { return fit(s, limit, 2*limit) }

// fit is foreign with a limit of its own on the escaped length.
func fit(s string, limit, room int) string {
	return escape(bounded(oneLine(head(s, limit)), limit, room))
}

// oneLine takes line ends, doubled blanks and what cannot be seen out of a text.
func oneLine(s string) string { return strings.Join(strings.Fields(strip(s)), " ") }

// clip returns at most limit characters of s as Slack's clients count them, where what lies beyond
// the basic plane is two; the last of them is an ellipsis if any are missing.
func clip(s string, limit int) string {
	n, keep := 0, 0 // keep: bytes that fit with an ellipsis
	for i, r := range s {
		n += utf16.RuneLen(r)
		if n > limit {
			return strings.TrimRightFunc(s[:keep], trailing) + "…"
		}
		if n < limit {
			keep = i + utf8.RuneLen(r)
		}
	}
	return s
}

// quote is foreign as a block quote. It is one paragraph, whatever lines it had: height is scarce.
func quote(s string, limit int) string {
	if s = foreign(s, limit); s != "" {
		s = "> " + s
	}
	return s
}

// head is the most of an overlong text that need be looked at to show limit runes of it.
func head(s string, limit int) string { return s[:min(len(s), 16*limit)] }

func escape(s string) string {
	s = escapes.Replace(emoji().ReplaceAllString(s, ":"+guard+"$1:"))
	if strings.HasPrefix(s, "&gt;") { // at the start of a line it would quote
		s = guard + s
	}
	return s
}

// strip removes what cannot be seen and changes what can: control, bidirectional, zero-width and
// tag characters. Joiners within words and emoji stay; line ends become \n.
func strip(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u200c' || r == '\u200d':
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
			return -1
		}
		return r
	}, lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD")))
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n")

// cut returns at most limit runes of s, the last of them an ellipsis if any are missing.
func cut(s string, limit int) string { return bounded(s, limit, 6*limit) }

// bounded returns at most limit runes of s that escape to at most room characters, the last of them
// an ellipsis if any are missing.
func bounded(s string, limit, room int) string {
	n, spent, keep := 0, 0, 0 // keep: bytes that fit with an ellipsis
	for i, r := range s {
		n, spent = n+1, spent+cost(r)
		if n > limit || spent > room {
			return strings.TrimRightFunc(s[:keep], trailing) + "…"
		}
		if n < limit && spent < room {
			keep = i + utf8.RuneLen(r)
		}
	}
	return s
}

func trailing(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Mn, r) || r == '\u200d' }

// cost is how many characters a rune may become.
func cost(r rune) int {
	switch r {
	case '&':
		return 5
	case '<', '>', '\n':
		return 4
	case '*', '_', '~', '`', ':':
		return 2
	}
	return 1
}

// link returns a labelled link to an http or https address, or the label alone when the address
// is none that may be shown: with a password in it, overlong, or of another kind.
func link(address, label string) string {
	a := safeURL(address)
	if a == "" {
		return label
	}
	return "<" + a + "|" + strings.ReplaceAll(label, "|", "¦") + ">"
}

var urlEscapes = strings.NewReplacer("<", "%3C", ">", "%3E", "|", "%7C", " ", "%20", "`", "%60", "&", "&amp;")

func safeURL(address string) string {
	if len(address) > 2*maxAddress {
		return ""
	}
	u, err := url.Parse(strip(address))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil {
		return ""
	}
	a := urlEscapes.Replace(u.String())
	if len(a) > maxAddress || strings.ContainsAny(a, "\n\t") {
		return ""
	}
	return a
}

// host returns the host of an address as it may be shown, "" when it has none.
func host(address string) string {
	if safeURL(address) == "" {
		return ""
	}
	u, err := url.Parse(strip(address))
	if err != nil {
		return ""
	}
	return foreign(strings.TrimPrefix(u.Hostname(), "www."), maxName)
}

// Command articles puts together the press articles that labels.tsv marks, as annotated reports for the
// training program. The texts belong to their publishers and are kept nowhere in this repository: they come
// from a copy of the public data set realtimeqa/realtimeqa_public on GitHub, whose files past/*/*_gcs.jsonl
// hold what a news search found.
//
//	go run ./claims/extract/train/articles -from COPY/past -labels claims/extract/train/labels.tsv -out DIR
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

func main() {
	from := flag.String("from", "", "the folder past of a copy of realtimeqa/realtimeqa_public")
	labels := flag.String("labels", "", "what is marked in which article")
	out := flag.String("out", "", "the folder to write the reports to")
	flag.Parse()
	if err := run(*from, *labels, *out); err != nil {
		fmt.Fprintln(os.Stderr, "articles:", err)
		os.Exit(1)
	}
}

func run(from, labels, out string) error {
	marked, err := readLabels(labels)
	if err != nil {
		return err
	}
	found, err := find(from, marked)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var missing, lost int
	for _, l := range marked {
		a, known := found[l.article]
		if !known {
			missing++
			continue
		}
		r, gone := l.report(a)
		lost += gone
		b, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("write article %s: %w", l.article, err)
		}
		if err := os.WriteFile(filepath.Join(out, l.article+".json"), b, 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%d articles written, %d not found, %d marks without their sentence\n", len(marked)-missing, missing, lost)
	return nil
}

// An article as the data set has it.
type article struct {
	URL       string `json:"url"`
	Title     string `json:"title"`
	Published string `json:"publish_date"`
	Text      string `json:"text"`
}

// find returns the longest text of each article that is marked, by the hash of its address.
func find(folder string, marked []labelled) (map[string]article, error) {
	wanted := map[string]bool{}
	for _, l := range marked {
		wanted[l.article] = true
	}
	found := map[string]article{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_gcs.jsonl") {
			return err
		}
		return readArticles(path, func(a article) {
			if k := hash(a.URL); wanted[k] && len(a.Text) > len(found[k].Text) {
				found[k] = a
			}
		})
	})
	return found, err
}

// longestLine bounds a line of the data set: one question with all that was found for it.
const longestLine = 64 << 20

func readArticles(path string, take func(article)) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, longestLine)
	for n := 1; lines.Scan(); n++ {
		var question struct {
			Found []article `json:"search_result"`
		}
		if len(lines.Bytes()) == 0 {
			continue
		}
		if err := json.Unmarshal(lines.Bytes(), &question); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
		for _, a := range question.Found {
			take(a)
		}
	}
	return lines.Err()
}

// mostWords is after how many words an article is cut, at the end of a paragraph.
const mostWords = 700

// clean returns the running text of an article: paragraphs that end like sentences, without those that
// speak of the page itself.
func (a article) clean() string {
	var list []string
	for _, p := range strings.Split(a.Text, "\n") {
		p = strings.Join(strings.Fields(html.UnescapeString(p)), " ")
		p = strings.TrimPrefix(p, "(CNN) ")
		if p == "" {
			continue
		}
		if n := len(list); n > 0 && goesOn(list[n-1], p) {
			list[n-1] += space(p) + p
			continue
		}
		list = append(list, p)
	}
	var text []string
	words := 0
	for _, p := range list {
		if !ends.MatchString(p) || aside.MatchString(p) {
			continue
		}
		n := len(strings.Fields(p))
		if words > 0 && words+n > mostWords {
			break
		}
		text, words = append(text, p), words+n
	}
	return strings.Join(text, "\n\n")
}

var (
	ends  = regexp.MustCompile(`[.!?…:;]["'”’)\]]*$|["'”’]$`)
	aside = regexp.MustCompile(`(?i)^(updated|read more|more:|related:|live updates|just watched|contribut|follow |contact |reach |subscribe|sign up|` +
		`editor['’]s note|this story (has been|was) (updated|corrected)|(additional )?reporting by |photo|video|watch)|contributed (to this report|reporting)\.?$`)
)

// goesOn reports whether a paragraph was broken in two, as where a link stood.
func goesOn(before, p string) bool {
	first, _ := utf8.DecodeRuneInString(p)
	return (unicode.IsLower(first) || strings.ContainsRune(",;.)", first)) && !ends.MatchString(before) && len(strings.Fields(before)) > 5
}

func space(p string) string {
	if strings.ContainsRune(",;.)", rune(p[0])) {
		return ""
	}
	return " "
}

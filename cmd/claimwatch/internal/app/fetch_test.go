package app_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const story = `<!doctype html><html lang="en"><head><title>Unions are invited to talks</title>
<meta property="article:published_time" content="2025-01-21T10:00:00+01:00">CANONICAL</head>
<body><nav><a href="/">Home</a></nav><article><h1>Unions are invited to talks</h1>
<p>The minister invited the two unions to talks on February 3.</p>
<p>The ministry has yet to say how much the reform will cost.</p></article></body></html>`

const cyrillic = "Президент пригласил министра на переговоры. Министр сообщил, что пока неизвестно, когда они состоятся."

// windows1251 returns Russian as Windows wrote it once.
func windows1251(s string) string {
	var b []byte
	for _, r := range s {
		if r >= 'А' && r <= 'я' {
			r += 0xC0 - 'А'
		}
		b = append(b, byte(r))
	}
	return string(b)
}

// pressSite returns a site with stories, and what counts how often it was asked.
func pressSite(t *testing.T) (address string, asked *atomic.Int64) {
	t.Helper()
	asked = &atomic.Int64{}
	answer := func(contentType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			_, _ = w.Write([]byte(body))
		}
	}
	mux := http.NewServeMux()
	mux.Handle("/story", answer("text/html; charset=utf-8", strings.Replace(story, "CANONICAL", `<link rel="canonical" href="https://news.example.org/2025/unions">`, 1)))
	mux.Handle("/plain-story", answer("text/html", strings.Replace(story, "CANONICAL", "", 1)))
	mux.Handle("/text", answer("text/plain; charset=utf-8", report))
	mux.Handle("/cyrillic", answer("text/plain; charset=windows-1251", windows1251(cyrillic)))
	mux.Handle("/old", http.RedirectHandler("/text", http.StatusMovedPermanently))
	mux.Handle("/inside", http.RedirectHandler("http://10.0.0.1/story", http.StatusFound))
	mux.Handle("/pdf", answer("application/pdf", "%PDF-1.7"))
	mux.Handle("/empty", answer("text/html", "<html><body></body></html>"))
	mux.Handle("/blank", answer("text/plain", " \n"))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked.Add(1); mux.ServeHTTP(w, r) }))
	t.Cleanup(s.Close)
	return s.URL, asked
}

const allowLocal = "fetch: {allow: [127.0.0.0/8]}\n"

func TestIngest_ReadsReportsOfTheWeb(t *testing.T) {
	t.Parallel()
	site, _ := pressSite(t)
	n := newNewsroom(t, allowLocal)
	type told struct{ Title, Source, Published, Language, Text string }
	tests := []struct {
		name, path string
		flags      []string
		want       told
		items      bool
	}{
		{"a page that names its address", "/story?from=mail", nil, told{"Unions are invited to talks", "https://news.example.org/2025/unions", "2025-01-21", "en", ""}, true},
		{"a page that names none", "/plain-story?id=7#top", nil, told{"Unions are invited to talks", site + "/plain-story?id=7", "2025-01-21", "en", ""}, true},
		{"a plain text that has moved", "/old", nil, told{"", site + "/text", "2025-01-21", "en", ""}, true},
		{"a text in another encoding", "/cyrillic", []string{"--published", "2025-01-21"}, told{"", site + "/cyrillic", "2025-01-21", "ru", ""}, false},
		{"a source that somebody says", "/text", []string{"--source", "City Herald", "--title", "Talks"}, told{"Talks", "City Herald", "2025-01-21", "en", ""}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got struct {
				Report told
				Items  []struct{ Quote string }
			}
			if err := json.Unmarshal([]byte(n.must(append([]string{"extract", site + tt.path, "--json"}, tt.flags...)...)), &got); err != nil {
				t.Fatal(err)
			}
			if text := got.Report.Text; strings.ContainsRune(text, '\ufeff') || !strings.Contains(report+cyrillic, strings.TrimSpace(text)) && !strings.Contains(text, "has yet to say") {
				t.Errorf("the text is %q", text)
			}
			got.Report.Text = ""
			if diff := cmp.Diff(tt.want, got.Report); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if tt.items && len(got.Items) < 2 {
				t.Errorf("got %d items", len(got.Items))
			}
		})
	}
	out := n.must("ingest", site+"/story", "--accept")
	if !strings.Contains(out, "Unions are invited to talks") || !strings.Contains(n.must("show", "1"), "https://news.example.org/2025/unions") {
		t.Errorf("the claims do not name the report's address:\n%s", out)
	}
}

func TestIngest_SaysWhyAnAddressCouldNotBeRead(t *testing.T) {
	t.Parallel()
	site, _ := pressSite(t)
	n := newNewsroom(t, allowLocal)
	tests := []struct {
		name, address string
		status        int
		says          string
	}{
		{"nothing there", site + "/nothing", 1, site + "/nothing: the site has no such page (404 Not Found)"},
		{"no report", site + "/pdf", 1, site + "/pdf: it is neither a web page nor plain text but application/pdf"},
		{"a page without text", site + "/empty", 1, site + "/empty: its web page cannot be read: the page holds no text"},
		{"a blank text", site + "/blank", 1, site + "/blank: it is empty"},
		{"a redirect into a private network", site + "/inside", 1, site + "/inside: it leads into a private network"},
		{"another private network", "http://10.0.0.1/story", 1, "http://10.0.0.1/story: it leads into a private network"},
		{"a password", strings.Replace(site, "http://", "HTTP://anna:hunter2@", 1) + "/text", 2, site + "/text: it has a user name in it; write it without"},
		{"no address", "http://", 2, "the address: it is no address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, command := range []string{"extract", "ingest", "dates"} {
				out, errs, status := n.run(command, tt.address+"?token=hunter2")
				if status != tt.status || out != "" || !strings.HasPrefix(errs, "claimwatch: error: "+tt.says) || strings.Contains(errs, "hunter2") {
					t.Errorf("%s: status %d, %q, %q; want %d and %q", command, status, out, errs, tt.status, tt.says)
				}
			}
		})
	}
	if _, err := os.Stat(filepath.Join(n.folder, ".local")); err == nil {
		t.Error("a database was created")
	}
}

func TestIngest_StaysOutOfPrivateNetworks(t *testing.T) {
	t.Parallel()
	site, asked := pressSite(t)
	n := newNewsroom(t, "", "HTTP_PROXY="+site, "http_proxy="+site)
	local := strings.Replace(site, "127.0.0.1", "localhost", 1)
	for _, address := range []string{site + "/text", local + "/text", "http://169.254.169.254/latest/"} {
		if _, errs, status := n.run("ingest", address); status != 1 || !strings.Contains(errs, "private network; fetch.allow in the configuration") {
			t.Errorf("%s: status %d, %s", address, status, errs)
		}
	}
	if asked.Load() != 0 {
		t.Error("the site was asked")
	}
}

func TestDaemon_ReadsALinkThatSomebodyGivesInSlack(t *testing.T) {
	t.Parallel()
	server, n := answering(t)
	site, _ := pressSite(t)
	n.env = append(n.env, "CLAIMWATCH_CONFIG="+n.write("config.yaml", interactConfig+allowLocal))
	d := n.daemon()
	until(t, "the line", func() bool { return server.Sockets() == 1 }, d.log.String)
	type object = map[string]any
	form := func(link string) object {
		field := func(text string) object { return object{"input": object{"type": "plain_text_input", "value": text}} }
		return object{
			"type": "view_submission", "user": object{"id": annaInSlack, "team_id": "T0000TEAM"}, "trigger_id": "t1",
			"view": object{"id": "V1", "type": "modal", "callback_id": "ingest", "private_metadata": `{"channel":"C1"}`, "state": object{"values": object{"text": field(link), "desk": field("metro")}}},
		}
	}
	for _, link := range []string{site + "/nothing?token=hunter2", site + "/story"} {
		if _, err := server.Deliver("interactive", form(link)); err != nil {
			t.Fatal(err)
		}
	}
	until(t, "the report", func() bool { return strings.Contains(n.must("report", "list"), "Unions are invited to talks") }, d.log.String)
	until(t, "the answers", func() bool { return len(server.Whispers()) >= 2 }, d.log.String)
	if status := d.stop(syscall.SIGTERM); status != 0 {
		t.Errorf("SIGTERM: status %d\n%s", status, d.log.String())
	}
	var claims []struct{ Source, Desk string }
	if err := json.Unmarshal([]byte(n.must("list", "--status", "candidate", "--json")), &claims); err != nil {
		t.Fatal(err)
	}
	if len(claims) < 2 || claims[0].Source != "https://news.example.org/2025/unions" || claims[0].Desk != "metro" {
		t.Errorf("got %+v", claims)
	}
	var said string
	for _, w := range server.Whispers() {
		said += w.Text + "\n"
	}
	if !strings.Contains(said, "That link could not be read: the site has no such page (404 Not Found). Paste the text of the report instead.") {
		t.Errorf("anna was not told what is wrong:\n%s", said)
	}
	if strings.Contains(d.log.String()+said, "hunter2") {
		t.Error("what may be secret in a link was told")
	}
}

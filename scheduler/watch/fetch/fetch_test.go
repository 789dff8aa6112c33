package fetch_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"claimwatch/scheduler/watch/fetch"
)

func TestGet_ReturnsThePageAsItWasSent(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, sent, body, contentType string }{
		{"a page", "text/html; charset=UTF-8", "<p>A report", "text/html; charset=utf-8"},
		{"a page in another encoding", `TEXT/HTML; charset="windows-1251"`, "<p>\xce\xf2\xf7\xb8\xf2", "text/html; charset=windows-1251"},
		{"an XML page", "application/xhtml+xml", "<html/>", "application/xhtml+xml"},
		{"plain text", "text/plain", "A report", "text/plain"},
		{"a broken parameter", "text/html; charset", "<p>A report", "text/html"},
		{"no type, but a page", "", "<!doctype html><p>A report", "text/html"},
		{"no type, but a text", "", "A report", "text/plain"},
		{"nothing", "text/plain", "", "text/plain"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
				if got := r.UserAgent(); got != "claimwatch/9" {
					t.Errorf("user agent %q", got)
				}
				w.Header()["Content-Type"] = nil // the server guesses otherwise
				if tt.sent != "" {
					w.Header().Set("Content-Type", tt.sent)
				}
				_, _ = w.Write([]byte(tt.body))
			})
			got, err := client(t, fetch.Config{Allow: local, UserAgent: "claimwatch/9"}).Get(t.Context(), s.URL+"/story?id=7#top")
			if err != nil {
				t.Fatal(err)
			}
			want := fetch.Page{Address: s.URL + "/story?id=7", Body: []byte(tt.body), ContentType: tt.contentType}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got.HTML() != !strings.HasPrefix(tt.contentType, "text/plain") {
				t.Errorf("HTML: %v", got.HTML())
			}
		})
	}
}

func TestGet_SaysWhyNothingCame(t *testing.T) {
	t.Parallel()
	status := func(n int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, secret, n) }
	}
	typed := func(contentType string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { page(w, contentType, secret) }
	}
	tests := []struct {
		name   string
		answer http.HandlerFunc
		kind   error
		says   string
	}{
		{"a page that is not there", status(404), fetch.ErrNotFound, "the site has no such page (404 Not Found)"},
		{"a page that is gone", status(410), fetch.ErrNotFound, "the site has no such page (410 Gone)"},
		{"a paywall", status(403), fetch.ErrStatus, "the site does not let it be read (403 Forbidden)"},
		{"asked too often", status(429), fetch.ErrStatus, "the site has been asked too often (429 Too Many Requests); try again later"},
		{"a fault of the site", status(502), fetch.ErrStatus, "the site is in trouble (502 Bad Gateway); try again later"},
		{"a redirect that leads nowhere", status(304), fetch.ErrStatus, "the site answered without the page (304 Not Modified)"},
		{"a PDF", typed("application/pdf"), fetch.ErrType, "it is neither a web page nor plain text but application/pdf"},
		{"a picture", typed("image/png; name=x"), fetch.ErrType, "it is neither a web page nor plain text but image/png"},
		{"a type that is none", typed("a report"), fetch.ErrType, "it is neither a web page nor plain text"},
		{"an encoding nobody asked for", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			page(w, "text/html", secret)
		}, fetch.ErrType, "the site sends it in an encoding that was not asked for"},
		{"a cut connection", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			page(w, "text/html", secret)
		}, fetch.ErrUnreachable, "the site cannot be reached, or it cut the connection"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, tt.answer)
			if diff := cmp.Diff(tt.says, fails(t, client(t, fetch.Config{Allow: local}), s.at("/story"), tt.kind)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestGet_TakesNoMoreThanItsBound(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer http.HandlerFunc
	}{
		{"an honest length", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99999999")
			page(w, "text/plain", "x")
		}},
		{"a body without end", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1<<16)); err != nil {
					return
				}
			}
		}},
		{"a small body that swells", func(w http.ResponseWriter, _ *http.Request) { bomb(w, 64<<20) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, tt.answer)
			says := fails(t, client(t, fetch.Config{Allow: local}), s.at("/story"), fetch.ErrTooBig)
			if says != "it is larger than 5 MB; a report is not" {
				t.Error(says)
			}
		})
	}
}

func TestGet_TakesWhatJustFits(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { page(w, "text/plain", "12345678") })
	if _, err := client(t, fetch.Config{Allow: local, MaxBodyBytes: 8}).Get(t.Context(), s.URL); err != nil {
		t.Error(err)
	}
	if says := fails(t, client(t, fetch.Config{Allow: local, MaxBodyBytes: 7}), s.at("/"), fetch.ErrTooBig); says != "it is larger than 7 bytes; a report is not" {
		t.Error(says)
	}
}

func TestGet_EndsAtItsDeadline(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer http.HandlerFunc
	}{
		{"a site that is silent", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"a body that comes byte by byte", func(w http.ResponseWriter, r *http.Request) { drip(r.Context(), w) }},
		{"redirects that take their time", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/story" {
				<-r.Context().Done()
			}
			http.Redirect(w, r, "/next", http.StatusFound)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, tt.answer)
			says := fails(t, client(t, fetch.Config{Allow: local, Timeout: 200 * time.Millisecond}), s.at("/story"), fetch.ErrTimeout)
			if says != "the site did not answer in full within 200ms" {
				t.Error(says)
			}
		})
	}
}

func TestGet_EndsWhenTheCallerGivesUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := newSite(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := client(t, fetch.Config{Allow: local}).Get(ctx, s.at("/"))
	if !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), secret) {
		t.Errorf("got %v", err)
	}
}

func TestGet_SitesThatAreNotThere(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	c := client(t, fetch.Config{Allow: local})
	fails(t, c, closed.URL+"/?t="+secret, fetch.ErrUnreachable)
	nobody := client(t, fetch.Config{Resolver: &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "story.invalid", IsNotFound: true}
	}}})
	fails(t, nobody, "https://story.invalid/?t="+secret, fetch.ErrUnreachable)
	encrypted := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(encrypted.Close)
	if says := fails(t, c, encrypted.URL+"/?t="+secret, fetch.ErrUnreachable); says != "the site's certificate is not valid for it" {
		t.Error(says)
	}
	plain := newSite(t, func(http.ResponseWriter, *http.Request) {})
	fails(t, c, strings.Replace(plain.at("/"), "http:", "https:", 1), fetch.ErrUnreachable)
}

func TestNew_RefusesBoundsThatAreNone(t *testing.T) {
	t.Parallel()
	for _, c := range []fetch.Config{{Timeout: -1}, {MaxBodyBytes: -1}, {Allow: []netip.Prefix{{}}}} {
		if _, err := fetch.New(c); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
}

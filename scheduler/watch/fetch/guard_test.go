package fetch_test

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"claimwatch/claims"
	"claimwatch/scheduler/watch/fetch"
)

// TestGet_UsesNoProxy must not be parallel: it changes the environment, before any other test asks it.
func TestGet_UsesNoProxy(t *testing.T) {
	proxy := newSite(t, func(w http.ResponseWriter, _ *http.Request) { page(w, "text/plain", "from the inside") })
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"} {
		t.Setenv(name, proxy.URL)
	}
	c := client(t, fetch.Config{Allow: local})
	for _, address := range []string{"http://169.254.169.254/latest/", "https://192.168.0.1/"} {
		fails(t, c, address, fetch.ErrRefused)
	}
	if n := proxy.asked.Load(); n != 0 {
		t.Errorf("the proxy was asked %d times", n)
	}
}

func TestGet_RefusesWhatIsNoSiteOfTheInternet(t *testing.T) {
	t.Parallel()
	c := client(t, fetch.Config{})
	hosts := []string{
		"127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8",
		"198.18.0.1", "240.0.0.1", "255.255.255.255", "224.0.0.251", "203.0.113.7",
		"[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001::1]", "[fc00::1]",
		"[fe80::1]", "[ff02::1]", "[5f00::1]", "[3fff::1]", "localhost",
	}
	for _, host := range hosts {
		t.Run(host, func(t *testing.T) {
			t.Parallel()
			for _, scheme := range []string{"http://", "https://"} {
				if says := fails(t, c, scheme+host+"/?t="+secret, fetch.ErrRefused); !strings.Contains(says, "fetch.allow") {
					t.Errorf("%s: it does not say what would do: %s", scheme, says)
				}
			}
		})
	}
}

func TestGet_RefusesTheMachineItselfHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { page(w, "text/plain", "from the inside") })
	c := client(t, fetch.Config{})
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "127.1", "2130706433", "0x7f.1", "0", "017700000001"} {
		if p, err := c.Get(t.Context(), "http://"+host+":"+s.port(t)+"/"); err == nil {
			t.Errorf("%s: got %q", host, p.Body)
		}
	}
	if n := s.asked.Load(); n != 0 {
		t.Errorf("it was asked %d times", n)
	}
}

func TestGet_AllowedRangesAreFetchedFromAndNoOthers(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { page(w, "text/plain", "a report") })
	allowed := client(t, fetch.Config{Allow: local})
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"} {
		p, err := allowed.Get(t.Context(), "http://"+host+":"+s.port(t)+"/")
		if err != nil || string(p.Body) != "a report" {
			t.Errorf("%s: got %q, %v", host, p.Body, err)
		}
	}
	other := client(t, fetch.Config{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32"), netip.MustParsePrefix("10.0.0.0/8")}})
	fails(t, other, s.at("/"), fetch.ErrRefused)
	if n := s.asked.Load(); n != 3 {
		t.Errorf("it was asked %d times, want 3", n)
	}
}

func TestGet_OtherPortsAreRefused(t *testing.T) {
	t.Parallel()
	c := client(t, fetch.Config{})
	for _, address := range []string{"http://192.88.98.1:8080/", "https://9.9.9.9:22/", "http://[2606:4700::1]:6379/"} {
		if says := fails(t, c, address, fetch.ErrRefused); !strings.Contains(says, "only 80 and 443") {
			t.Errorf("%s: %s", address, says)
		}
	}
}

func TestGet_RedirectsAreCheckedLikeTheFirstAddress(t *testing.T) {
	t.Parallel()
	inside := newSite(t, func(w http.ResponseWriter, _ *http.Request) { page(w, "text/plain", "from the inside") })
	public := func(t *testing.T, to string) string {
		s := newSite(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
		return s.at("/")
	}
	// The servers are told apart by how this machine is called: only its IPv4 address is allowed.
	c := client(t, fetch.Config{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	tests := []struct{ name, to string }{
		{"into another private network", "http://10.0.0.1/"},
		{"to the cloud's metadata", "http://169.254.169.254/latest/meta-data/"},
		{"to this machine under another address", "http://127.0.0.2:" + inside.port(t) + "/"},
		{"to a file", "file:///etc/passwd"},
		{"to another protocol", "gopher://127.0.0.1/"},
		{"with a password", strings.Replace(inside.URL, "http://", "http://anna:"+secret+"@", 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fails(t, c, public(t, tt.to), fetch.ErrRefused)
			if n := inside.asked.Load(); n != 0 {
				t.Errorf("the inside was asked %d times", n)
			}
		})
	}
}

func TestGet_FollowsThreeRedirectsAndTellsThemNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Referer") != "" || r.Header.Get("Cookie") != "" {
			t.Errorf("%s was told %v", r.URL.Path, r.Header)
		}
		if left := strings.TrimPrefix(r.URL.Path, "/"); left != "" {
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
			http.Redirect(w, r, "/"+left[1:], http.StatusMovedPermanently)
			return
		}
		page(w, "text/plain", "a report")
	})
	c := client(t, fetch.Config{Allow: local})
	p, err := c.Get(t.Context(), s.at("/xxx"))
	if err != nil || p.Address != s.URL+"/" {
		t.Errorf("three: got %q, %v; want the last address", p.Address, err)
	}
	fails(t, c, s.at("/xxxx"), fetch.ErrRedirects)
}

func TestGet_RefusesWhatIsNoAddress(t *testing.T) {
	t.Parallel()
	c := client(t, fetch.Config{Allow: local})
	for _, address := range []string{
		"", "report.txt", "ftp://example.org/a", "file:///etc/passwd", "javascript:alert(1)", "http://", "https:///story", "http://:80/",
		"https://anna:" + secret + "@example.org/", "https://anna@example.org/", "http://exa mple.org/", "http://example.org/\x00", "//example.org/",
	} {
		_, err := c.Get(t.Context(), address)
		var invalid *claims.InvalidError
		if !errors.As(err, &invalid) || strings.Contains(err.Error(), secret) {
			t.Errorf("%q: got %v", address, err)
		}
	}
}

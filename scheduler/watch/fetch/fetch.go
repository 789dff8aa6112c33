package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"code.dny.dev/ssrf"

	"claimwatch/claims"
)

// Config of a Client. The zero value serves.
type Config struct {
	Allow        []netip.Prefix // ranges of special purpose that may be fetched from, on any port
	UserAgent    string         // "": claimwatch
	Timeout      time.Duration  // of a whole fetch, redirects and body included; 0: 20 s
	MaxBodyBytes int64          // of a body, decompressed; 0: claims.MaxReportBytes
	Resolver     *net.Resolver  // nil: the machine's
}

const (
	defaultTimeout = 20 * time.Second
	maxHeaderBytes = 64 << 10
)

func (c *Config) validate() error {
	if c.Timeout < 0 || c.MaxBodyBytes < 0 {
		return errors.New("fetch: bounds below zero")
	}
	if slices.ContainsFunc(c.Allow, func(p netip.Prefix) bool { return !p.IsValid() }) {
		return errors.New("fetch: an allowed range is none")
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.MaxBodyBytes == 0 {
		c.MaxBodyBytes = claims.MaxReportBytes
	}
	if c.UserAgent == "" {
		c.UserAgent = "claimwatch"
	}
	return nil
}

// A Client fetches. It is safe for concurrent use, and holds no connection between two fetches.
type Client struct {
	cfg  Config
	http *http.Client
}

// New returns a Client.
func New(c Config) (*Client, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	c.Allow = slices.Clone(c.Allow)
	dialer := &net.Dialer{Resolver: c.Resolver, Control: guard{c.Allow, ssrf.New()}.control}
	return &Client{cfg: c, http: &http.Client{CheckRedirect: redirect, Transport: &http.Transport{
		Proxy: nil, DialContext: dialer.DialContext, ForceAttemptHTTP2: true, DisableKeepAlives: true, MaxResponseHeaderBytes: maxHeaderBytes,
	}}}, nil
}

// A Page is what was found at an address.
type Page struct {
	Address     string // where it was found, after redirects; without a fragment
	Body        []byte // decompressed, in the encoding that it was sent in
	ContentType string // in lower case, with its charset if that was said: "text/html; charset=utf-8"
}

// HTML reports whether it was sent as a web page, not as plain text.
func (p Page) HTML() bool { return !strings.HasPrefix(p.ContentType, plainText) }

const plainText = "text/plain"

// Get fetches the page or plain text at an address of http or https. Errors: *claims.InvalidError
// for an address that is none, *Error, and ctx's when the caller has given up.
func (c *Client) Get(ctx context.Context, address string) (Page, error) {
	u, err := parsed(address)
	if err != nil {
		return Page{}, err
	}
	within, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(within, http.MethodGet, u.String(), nil)
	if err != nil {
		return Page{}, fault(ErrRefused, "it cannot be asked for")
	}
	req.Header.Set("User-Agent", c.cfg.UserAgent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9")
	res, err := c.http.Do(req)
	if err != nil {
		return Page{}, c.explained(ctx, err)
	}
	defer func() { _ = res.Body.Close() }() // it was read, or is not wanted
	return c.taken(ctx, res)
}

// taken reads an answer.
func (c *Client) taken(ctx context.Context, res *http.Response) (Page, error) {
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusNonAuthoritativeInfo {
		return Page{}, refusedBy(res.StatusCode)
	}
	if how := res.Header.Get("Content-Encoding"); how != "" && !strings.EqualFold(how, "identity") {
		return Page{}, fault(ErrType, "the site sends it in an encoding that was not asked for")
	}
	p := Page{Address: res.Request.URL.String()}
	said := res.Header.Get("Content-Type")
	if said != "" {
		if p.ContentType = contentType(said); p.ContentType == "" {
			return Page{}, noReport(said)
		}
	}
	if res.ContentLength > c.cfg.MaxBodyBytes {
		return Page{}, c.tooBig()
	}
	var err error
	if p.Body, err = io.ReadAll(io.LimitReader(res.Body, c.cfg.MaxBodyBytes+1)); err != nil {
		return Page{}, c.explained(ctx, err)
	}
	if int64(len(p.Body)) > c.cfg.MaxBodyBytes {
		return Page{}, c.tooBig()
	}
	if said == "" {
		said = http.DetectContentType(p.Body)
		if p.ContentType = sniffed(said); p.ContentType == "" {
			return Page{}, noReport(said)
		}
	}
	return p, nil
}

// contentType returns a content type as Page has it, "" when it is neither a page nor a text.
func contentType(said string) string {
	media, params, err := mime.ParseMediaType(said)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		return ""
	}
	switch media {
	case "text/html", "application/xhtml+xml", plainText:
	default:
		return ""
	}
	if charset := strings.ToLower(params["charset"]); charset != "" {
		return mime.FormatMediaType(media, map[string]string{"charset": charset})
	}
	return media
}

// sniffed is contentType of what the bytes told, which know nothing of the charset.
func sniffed(said string) string {
	media, _, _ := strings.Cut(said, ";")
	return contentType(media)
}

// noReport names what came instead, if it goes by a name of the usual kind.
func noReport(said string) error {
	media, _, err := mime.ParseMediaType(said)
	if err != nil || len(media) > 60 {
		return fault(ErrType, "it is neither a web page nor plain text")
	}
	return fault(ErrType, "it is neither a web page nor plain text but %s", media)
}

func (c *Client) tooBig() error {
	return fault(ErrTooBig, "it is larger than %s; a report is not", size(c.cfg.MaxBodyBytes))
}

func size(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

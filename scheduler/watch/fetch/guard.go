package fetch

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"syscall"

	"code.dny.dev/ssrf"

	"claimwatch/claims"
)

// A guard says where connections may lead. It is safe for concurrent use.
type guard struct {
	allow   []netip.Prefix
	special *ssrf.Guardian // knows the registries of special-purpose addresses
}

// control is a net.Dialer's: it sees the address that a name stood for, before the connection.
func (g guard) control(network, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || (network != "tcp4" && network != "tcp6") {
		return fault(ErrRefused, "it leads to no address of the internet")
	}
	ip := to.Addr().Unmap().WithZone("")
	switch {
	case slices.ContainsFunc(g.allow, func(p netip.Prefix) bool { return p.Contains(ip) }):
		return nil
	case g.special.SafeAddr(ip) != nil:
		return fault(ErrRefused, "it leads into a private network; fetch.allow in the configuration names the ranges that may be read")
	case to.Port() != 80 && to.Port() != 443:
		return fault(ErrRefused, "it leads to port %d; only 80 and 443 are read, except in the ranges of fetch.allow", to.Port())
	}
	return nil
}

// maxRedirects is how often an address may lead on.
const maxRedirects = 3

// redirect is an http.Client's CheckRedirect: via are the requests before, oldest first.
func redirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fault(ErrRedirects, "it leads on more than %d times", maxRedirects)
	}
	if unfit(next.URL) != "" {
		return fault(ErrRefused, "it leads on to an address that is not fetched")
	}
	next.Header.Del("Referer") // it has the query of the address before
	return nil
}

// parsed reads an address. Errors: *claims.InvalidError.
func parsed(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	problem := "it is no address; write a whole one such as https://example.org/story"
	if err == nil {
		problem = unfit(u)
	}
	if problem != "" {
		return nil, &claims.InvalidError{Field: "address", Problem: problem}
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// unfit says why an address is never fetched, "" when it may be.
func unfit(u *url.URL) string {
	switch {
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return "it is no address of a page; write a whole one such as https://example.org/story"
	case u.User != nil:
		return "it has a user name in it; write it without"
	}
	return ""
}

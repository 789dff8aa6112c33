package cli

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"claimwatch/claims"
)

// isAddress reports whether a name is an address of the web, not a file's.
func isAddress(name string) bool {
	scheme, _, found := strings.Cut(name, "://")
	return found && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// fetched reads what is at an address of the web.
func (c *CLI) fetched(ctx context.Context, address string) (input, error) {
	label := shown(address)
	if c.cfg.Fetch == nil {
		return input{}, &inputError{label, "this claimwatch does not fetch from the web; save the page and give the file"}
	}
	settings, err := c.load(false)
	if err != nil {
		return input{}, err
	}
	found, err := c.cfg.Fetch(ctx, address, settings.Allow)
	var invalid *claims.InvalidError
	switch {
	case errors.As(err, &invalid):
		return input{}, &claims.InvalidError{Field: label, Problem: invalid.Problem}
	case err != nil:
		return input{}, &inputError{label, err.Error()}
	}
	return c.understood(label, found)
}

// shown returns an address as messages name it: without a user name and query, which may be secret.
func shown(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "the address"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

package app

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"unicode/utf8"

	"claimwatch/claims"
	"claimwatch/claims/extract"
	"claimwatch/claims/page"
	"claimwatch/cmd/claimwatch/internal/cli"
	"claimwatch/cmd/claimwatch/internal/config"
	"claimwatch/scheduler/watch/fetch"
)

// fetchPage reads what is at an address; private ranges only if they are allowed.
func fetchPage(ctx context.Context, address string, allow []netip.Prefix) (cli.Fetched, error) {
	client, err := fetch.New(fetch.Config{Allow: allow})
	if err != nil {
		return cli.Fetched{}, err
	}
	p, err := client.Get(ctx, address)
	if err != nil {
		return cli.Fetched{}, err
	}
	return cli.Fetched{Body: page.UTF8(p.Body, p.ContentType), Address: p.Address, HTML: p.HTML()}, nil
}

// linked returns what reads the report behind a link that somebody gave in Slack. Its errors are
// *claims.RefusedError, and that the caller gave up.
func linked(s config.Settings) func(context.Context, string) (claims.Report, error) {
	return func(ctx context.Context, address string) (claims.Report, error) {
		got, err := fetchPage(ctx, address, s.Allow)
		var invalid *claims.InvalidError
		switch {
		case errors.Is(err, context.Canceled):
			return claims.Report{}, err
		case errors.As(err, &invalid):
			return claims.Report{}, &claims.RefusedError{Problem: invalid.Problem}
		case err != nil:
			return claims.Report{}, &claims.RefusedError{Problem: err.Error()}
		}
		return reportOf(got)
	}
}

// reportOf reads what was fetched as a report, as far as it says itself.
func reportOf(f cli.Fetched) (claims.Report, error) {
	r := claims.Report{Source: f.Address, Text: strings.TrimPrefix(string(f.Body), "\ufeff")}
	if f.HTML || page.Looks(f.Body) {
		p, err := page.Read(f.Body, f.Address)
		if err != nil {
			return claims.Report{}, &claims.RefusedError{Problem: err.Error()}
		}
		r = claims.Report{Title: p.Title, Source: p.Address, Published: p.Published, Text: p.Text, Language: claims.Language(p.Language)}
	}
	switch {
	case strings.TrimSpace(r.Text) == "":
		return claims.Report{}, &claims.RefusedError{Problem: "there is no text in it"}
	case !utf8.ValidString(r.Text) || strings.ContainsRune(r.Text, 0):
		return claims.Report{}, &claims.RefusedError{Problem: "it is no text in UTF-8"}
	}
	if l := extract.Language(r.Text); l != "" {
		r.Language = l
	}
	return r, nil
}

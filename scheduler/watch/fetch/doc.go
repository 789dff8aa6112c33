// Package fetch reads a page or a text from the web, for whoever names an address: it is the one
// place of outgoing HTTP beside Slack.
//
// It owns the guard against addresses that lead into private networks, the bounds on what is
// taken, and the sentence that says why nothing came. It refuses to know what a page holds, keeps
// nothing and tries nothing twice.
//
// Invariants:
//   - every connection is checked after the name was looked up, at the moment of dialling, so that
//     redirects and names that change their address are covered. What IANA lists as of special
//     purpose is refused unless Config.Allow has it; ports other than 80 and 443 likewise;
//   - no proxy is used, whatever the environment says: the guard would see the proxy alone;
//   - at most three redirects, each to http or https and without a user name in it. The address
//     that led to one is not told to it, for it may hold a secret;
//   - the body is bounded after decompression, and the whole fetch by one deadline, which a server
//     that sends a byte now and then does not move;
//   - no error has the address, its query or what the server wrote in its text, but for the name of
//     a content type.
//
// When things fail, the caller gets an *Error, whose text is a sentence for people; for an
// address that is none, a *claims.InvalidError; when the caller gave up, the context's error.
//
// Decisions. Redirects from https to http are followed: some sites do that, and nothing secret is
// sent. The address that is reported is where the page was found, without its fragment. A body of
// another content type than a page or a text is not read at all; without a type, it is told by its
// first bytes, as browsers do.
package fetch

package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
)

// Why nothing was fetched, for callers that branch.
var (
	ErrRefused     = errors.New("refused address")    // private, or of a kind that is never fetched
	ErrUnreachable = errors.New("unreachable")        // no such site, no connection, cut off
	ErrTimeout     = errors.New("deadline exceeded")  // of the whole fetch
	ErrNotFound    = errors.New("no such page")       // 404 or 410
	ErrStatus      = errors.New("unsuccessful")       // any other answer than success
	ErrTooBig      = errors.New("too big")            // after decompression
	ErrType        = errors.New("no page or text")    // by content type or encoding
	ErrRedirects   = errors.New("too many redirects") // more than three
)

// An Error says why nothing was fetched. Its text is a sentence without a full stop, fit for
// people, that goes on after a colon.
type Error struct {
	Kind  error // one of those above
	says  string
	cause error // what the network said, nil when that adds nothing; it may name hosts
}

func (e *Error) Error() string { return e.says }

// Unwrap returns the kind and, if there is one, the cause.
func (e *Error) Unwrap() []error {
	if e.cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.cause}
}

func fault(kind error, format string, args ...any) *Error {
	return &Error{Kind: kind, says: fmt.Sprintf(format, args...)}
}

// explained turns what the HTTP client said into an *Error. ctx is the caller's: when it was
// cancelled, that is the error.
func (c *Client) explained(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("fetch: %w", ctx.Err())
	}
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	var inTime net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &inTime) && inTime.Timeout() {
		return fault(ErrTimeout, "the site did not answer in full within %s", c.cfg.Timeout)
	}
	e := fault(ErrUnreachable, "%s", unreachable(err))
	if op := (*net.OpError)(nil); errors.As(err, &op) {
		e.cause = op
	}
	return e
}

func unreachable(err error) string {
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &name) && name.IsNotFound:
		return "there is no site of that name"
	case errors.As(err, &name):
		return "the name of its site cannot be looked up right now"
	case errors.As(err, &certificate):
		return "the site's certificate is not valid for it"
	case errors.As(err, &record):
		return "the site does not speak https"
	}
	return "the site cannot be reached, or it cut the connection"
}

// refusedBy explains an answer that is no success.
func refusedBy(status int) error {
	words := fmt.Sprintf("%d %s", status, http.StatusText(status))
	switch {
	case status == http.StatusNotFound, status == http.StatusGone:
		return fault(ErrNotFound, "the site has no such page (%s)", words)
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusPaymentRequired, status == http.StatusUnavailableForLegalReasons:
		return fault(ErrStatus, "the site does not let it be read (%s)", words)
	case status == http.StatusTooManyRequests:
		return fault(ErrStatus, "the site has been asked too often (%s); try again later", words)
	case status >= 500:
		return fault(ErrStatus, "the site is in trouble (%s); try again later", words)
	}
	return fault(ErrStatus, "the site answered without the page (%s)", words)
}

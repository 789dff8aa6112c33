// Package httpapi answers health checks over HTTP.
//
// It owns the addresses /healthz (the program runs) and /readyz (it can do its work), and the
// server with its time limits. It refuses to know what makes the program ready: that is asked of
// a function that is passed in. It is safe for concurrent use, changes nothing, and shows no
// secret and no text of a report.
//
// When things fail: /readyz answers 503 with what is wrong; a request that takes too long is cut.
package httpapi

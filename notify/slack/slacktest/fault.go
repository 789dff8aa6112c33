package slacktest

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// A Fault is what goes wrong with one call.
type Fault struct {
	Code       string        // answered as ok:false; "-" answers ok:false without a code
	Status     int           // an HTTP status instead of 200
	RetryAfter string        // the header, as it is
	Body       string        // a body instead of JSON
	Hang       bool          // no answer until the client leaves
	Drop       bool          // the connection is cut instead of an answer
	After      bool          // the call is carried out first
	Late       time.Duration // the call is carried out so long after the client has left
	Times      int           // how many calls it meets; 0 is one, -1 all
	Channel    string        // only calls for this channel, by id or name
}

// Refuse answers ok:false with a code.
func Refuse(code string) Fault { return Fault{Code: code} }

// RateLimit answers 429 with a Retry-After header; "" leaves the header out.
func RateLimit(retryAfter string) Fault {
	return Fault{Status: http.StatusTooManyRequests, RetryAfter: retryAfter}
}

// Status answers with an HTTP status and a page of HTML.
func Status(code int) Fault {
	return Fault{Status: code, Body: "<html>" + http.StatusText(code) + "</html>"}
}

// HTML answers 200 with a page of HTML.
func HTML() Fault { return Fault{Body: "<html>down for maintenance</html>"} }

// Drop cuts the connection.
func Drop() Fault { return Fault{Drop: true} }

// Hang answers nothing until the client leaves.
func Hang() Fault { return Fault{Hang: true} }

// AcceptLate carries the call out only after the client has given up and d has passed.
func AcceptLate(d time.Duration) Fault { return Fault{Hang: true, Late: d} }

// AfterStoring returns f, coming after the call has been carried out.
func (f Fault) AfterStoring() Fault { f.After = true; return f }

// Every returns f for all calls from now on, until Heal.
func (f Fault) Every() Fault { f.Times = -1; return f }

// In returns f for calls for one channel only.
func (f Fault) In(channel string) Fault { f.Channel = channel; return f }

// Fail scripts faults for a method: each call meets the next one that fits it.
func (h *Handler) Fail(method string, faults ...Fault) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, f := range faults {
		if f.Times == 0 {
			f.Times = 1
		}
		h.faults[method] = append(h.faults[method], &f)
	}
}

// Heal takes every scripted fault of a method away; "" of all methods.
func (h *Handler) Heal(method string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if method == "" {
		clear(h.faults)
		return
	}
	delete(h.faults, method)
}

// meets returns the fault that a call meets, and uses it up. h.mu is held.
func (h *Handler) meets(c Call) (Fault, bool) {
	for _, f := range h.faults[c.Method] {
		if f.Times == 0 || (f.Channel != "" && !h.names(f.Channel, c.Form.Get("channel"))) {
			continue
		}
		if f.Times > 0 {
			f.Times--
		}
		return *f, true
	}
	if h.opts.Fault != nil {
		return h.opts.Fault(c)
	}
	return Fault{}, false
}

// names reports whether two names are of the same conversation. h.mu is held.
func (h *Handler) names(a, b string) bool {
	x, y := h.find(a), h.find(b)
	return a == b || (x != nil && x == y)
}

// strike carries a faulty call out, or not, and answers as the fault says.
func (h *Handler) strike(w http.ResponseWriter, r *http.Request, c Call, f Fault) {
	if f.After {
		h.carryOut(c)
	}
	if f.Hang {
		h.hang(r, c, f)
		return
	}
	if f.Drop {
		drop(w)
		return
	}
	if f.RetryAfter != "" {
		w.Header().Set("Retry-After", f.RetryAfter)
	}
	switch {
	case f.Body != "":
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(max(f.Status, http.StatusOK))
		_, _ = fmt.Fprint(w, f.Body) // the client may be gone
	case f.Status != 0:
		w.WriteHeader(f.Status)
	case f.Code == "-":
		write(w, answer{"ok": false})
	default:
		write(w, refusal(f.Code))
	}
}

func (h *Handler) hang(r *http.Request, c Call, f Fault) {
	select {
	case <-r.Context().Done():
	case <-h.done:
		return
	}
	if f.Late == 0 {
		return
	}
	select {
	case <-time.After(f.Late):
		h.carryOut(c)
	case <-h.done:
	}
}

// drop cuts a connection with a reset rather than a farewell.
func drop(w http.ResponseWriter) {
	hj, ok := w.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler)
	}
	conn, _, err := hj.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // best effort: without it the client sees an end of file
	}
	_ = conn.Close() // it is being cut
}

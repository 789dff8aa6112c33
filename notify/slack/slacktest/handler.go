package slacktest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Call is one request, as it came. Its Form never holds the token.
type Call struct {
	Method string
	Form   url.Values // of a form or of a flat JSON body
	Body   []byte     // of a JSON body
	At     time.Time
}

// A Handler is the server's core. It is safe for concurrent use.
type Handler struct {
	opts Options
	done chan struct{}

	mu       sync.Mutex
	closed   bool
	rooms    []*room
	faults   map[string][]*Fault
	calls    []Call
	views    []View
	lastTS   int64
	tickets  int
	sockets  []*socket
	acks     map[string]json.RawMessage
	counts   map[string]int // acknowledgements, by envelope
	whispers []Whisper
	acked    chan struct{} // closed and replaced with each ack
	envelope int
}

// NewHandler returns a workspace with nothing said in it yet. Close it when done.
func NewHandler(o Options) *Handler {
	h := &Handler{opts: o.filled(), done: make(chan struct{}), faults: map[string][]*Fault{}, acks: map[string]json.RawMessage{}, counts: map[string]int{}, acked: make(chan struct{})}
	for _, c := range h.opts.Channels {
		h.rooms = append(h.rooms, &room{Channel: c})
	}
	return h
}

// Close lets hanging calls go and cuts sockets.
func (h *Handler) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		close(h.done)
	}
	for _, s := range h.sockets {
		s.close()
	}
}

// Set changes the workspace's options while it runs.
func (h *Handler) Set(change func(*Options)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change(&h.opts)
}

// Calls returns the calls of a method so far; "" is all.
func (h *Handler) Calls(method string) []Call {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(h.calls), func(c Call) bool { return method != "" && c.Method != method })
}

// answer is a JSON body.
type answer map[string]any

func refusal(code string) answer { return answer{"ok": false, "error": code} }

// endpoint is one method: the scope that it always needs, and what it does. h.mu is held.
type endpoint struct {
	scope string
	do    func(*Handler, Call) answer
}

var endpoints = map[string]endpoint{
	"auth.test":             {"", (*Handler).authTest},
	"chat.postMessage":      {"chat:write", (*Handler).post},
	"chat.postEphemeral":    {"chat:write", (*Handler).whisper},
	"chat.update":           {"chat:write", (*Handler).update},
	"chat.getPermalink":     {"", (*Handler).permalink},
	"conversations.history": {"", (*Handler).history},
	"conversations.replies": {"", (*Handler).replies},
	"conversations.info":    {"", (*Handler).info},
	"users.conversations":   {"", (*Handler).mine},
	"users.info":            {"users:read", (*Handler).user},
	"users.list":            {"users:read", (*Handler).users},
	"usergroups.list":       {"usergroups:read", (*Handler).groups},
	"usergroups.users.list": {"usergroups:read", (*Handler).groupUsers},
	"views.open":            {"", (*Handler).view},
	"views.publish":         {"", (*Handler).view},
	"views.update":          {"", (*Handler).view},
	"views.push":            {"", (*Handler).view},
	"apps.connections.open": {"", nil}, // needs the host that was asked: see socket.go
}

// ServeHTTP answers /api/METHOD, /link (a socket), /respond/ANYTHING (a response_url) and
// /control/messages.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method, ok := strings.CutPrefix(r.URL.Path, "/api/")
	switch {
	case ok:
		h.serveMethod(w, r, method)
	case r.URL.Path == "/link":
		h.serveSocket(w, r)
	case strings.HasPrefix(r.URL.Path, "/respond/"):
		h.serveResponse(w, r)
	case r.URL.Path == "/control/messages":
		write(w, h.Messages(""))
	default:
		http.NotFound(w, r)
	}
}

func (h *Handler) serveMethod(w http.ResponseWriter, r *http.Request, method string) {
	c, token, err := read(r, method)
	if err != nil {
		http.Error(w, "unreadable", http.StatusBadRequest)
		return
	}
	h.mu.Lock()
	c.At = h.opts.Now()
	h.calls = append(h.calls, c)
	fault, faulty := h.meets(c)
	h.stamp(w.Header())
	refused := h.refused(method, token)
	h.mu.Unlock()
	switch {
	case faulty:
		h.strike(w, r, c, fault)
	case refused != nil:
		write(w, refused)
	case method == "apps.connections.open":
		write(w, h.connect(r.Host))
	default:
		h.reply(w, h.carryOut(c))
	}
}

// stamp sets the headers that every answer has. h.mu is held.
func (h *Handler) stamp(header http.Header) {
	if !h.opts.NoDate {
		header.Set("Date", h.opts.Now().Add(h.opts.Skew).UTC().Format(http.TimeFormat))
	}
	header.Set("X-OAuth-Scopes", strings.Join(h.opts.Scopes, ","))
}

// refused says why a call may not be made at all; nil if it may. h.mu is held.
func (h *Handler) refused(method, token string) answer {
	e, ok := endpoints[method]
	want := h.opts.BotToken
	if method == "apps.connections.open" {
		want = h.opts.AppToken
	}
	switch {
	case !ok:
		return refusal("unknown_method")
	case token == "":
		return refusal("not_authed")
	case token != want:
		return refusal("invalid_auth")
	case e.scope != "":
		return h.lacks(e.scope)
	}
	return nil
}

// lacks returns a refusal unless the token has a scope. h.mu is held.
func (h *Handler) lacks(scope string) answer {
	if slices.Contains(h.opts.Scopes, scope) {
		return nil
	}
	a := refusal("missing_scope")
	a["needed"], a["provided"] = scope, strings.Join(h.opts.Scopes, ",")
	return a
}

func (h *Handler) carryOut(c Call) answer {
	e, ok := endpoints[c.Method]
	if !ok || e.do == nil {
		return refusal("unknown_method")
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return e.do(h, c)
}

// reply writes an answer; one that names a wait is a 429.
func (h *Handler) reply(w http.ResponseWriter, a answer) {
	if wait, ok := a["retry_after"].(string); ok {
		w.Header().Set("Retry-After", wait)
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	write(w, a)
}

func write(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v) // the client may be gone
}

// read takes a request apart: form or JSON, and the token from body or header.
func read(r *http.Request, method string) (Call, string, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return Call{}, "", err
	}
	c := Call{Method: method, Form: url.Values{}}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		c.Body = body
		c.Form = flat(body)
	} else if c.Form, err = url.ParseQuery(string(body)); err != nil {
		return Call{}, "", err
	}
	token := c.Form.Get("token")
	c.Form.Del("token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = bearer
	}
	return c, token, nil
}

// flat reads the top level of a JSON object as form values.
func flat(body []byte) url.Values {
	form := url.Values{}
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil { // not an object: no values
		return form
	}
	for name, raw := range fields {
		var s string
		if json.Unmarshal(raw, &s) != nil { // not a string: as it is
			s = string(raw)
		}
		form.Set(name, s)
	}
	return form
}

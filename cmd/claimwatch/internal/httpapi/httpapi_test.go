package httpapi_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"claimwatch/cmd/claimwatch/internal/httpapi"
)

func well(context.Context) []httpapi.Problem { return nil }

func TestHandler_SaysWhetherTheProgramCanWork(t *testing.T) {
	t.Parallel()
	ill := func(context.Context) []httpapi.Problem {
		return []httpapi.Problem{{Part: "slack", Problem: "channel #desk cannot be posted to"}}
	}
	cases := []struct {
		name, method, path string
		status             httpapi.Status
		code               int
		body               string
	}{
		{"alive and well", "GET", "/healthz", well, 200, `{"ok":true,"problems":[]}`},
		{"alive although Slack refuses", "GET", "/healthz", ill, 200, `{"ok":true,"problems":[]}`},
		{"ready", "GET", "/readyz", well, 200, `{"ok":true,"problems":[]}`},
		{"not ready, with the reason", "GET", "/readyz", ill, 503, `{"ok":false,"problems":[{"part":"slack","problem":"channel #desk cannot be posted to"}]}`},
		{"nothing can be changed", "POST", "/healthz", well, 405, ""},
		{"nothing else is there", "GET", "/admin", well, 404, ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			httpapi.Handler(tc.status).ServeHTTP(w, httptest.NewRequest(tc.method, tc.path, nil))
			if w.Code != tc.code {
				t.Errorf("code: got %d, want %d", w.Code, tc.code)
			}
			if got := strings.TrimSpace(w.Body.String()); tc.body != "" && got != tc.body {
				t.Errorf("body: got %s, want %s", got, tc.body)
			}
		})
	}
}

func TestServer_AnswersUntilItIsTold(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	s, err := httpapi.Listen(ctx, httpapi.Config{Listen: "127.0.0.1:0", Status: well})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	res, err := http.Get("http://" + s.Addr() + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if res.StatusCode != 200 {
		t.Errorf("got %d %s", res.StatusCode, body)
	}
	if _, err := httpapi.Listen(ctx, httpapi.Config{Listen: s.Addr(), Status: well}); err == nil {
		t.Error("a taken address was taken again")
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

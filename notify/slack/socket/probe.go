package socket

import (
	"context"
	"net/http"

	"github.com/slack-go/slack"
)

// Probe asks Slack for a connection that it does not use, and says what is wrong and what to do;
// "" when Slack gives one. apiURL ends in "/api/"; "" is slack.com.
func Probe(ctx context.Context, token, apiURL string) string {
	if apiURL == "" {
		apiURL = slack.APIURL
	}
	c := &http.Client{Timeout: Pace{}.orDefault().Open}
	api := slack.New("", slack.OptionAppLevelToken(token), slack.OptionAPIURL(apiURL), slack.OptionHTTPClient(c))
	if _, _, err := api.StartSocketModeContext(ctx); err != nil {
		return advice(err)
	}
	return ""
}

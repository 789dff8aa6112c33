package slack_test

import (
	"strings"
	"testing"
	"time"

	"claimwatch/notify/slack"
	"claimwatch/notify/slack/slacktest"

	"github.com/google/go-cmp/cmp"
)

func TestCheck_SaysOneLineEachWhenAllIsWell(t *testing.T) {
	t.Parallel()
	s, srv := newSender(t, slacktest.Options{})

	got := s.Check(t.Context(), []string{"#desk"})

	want := []slack.Finding{
		{Subject: "token", OK: true, Says: "good for Newsroom"},
		{Subject: "scopes", OK: true, Says: "all there"},
		{Subject: "clock", OK: true, Says: "agrees with Slack's"},
		{Subject: "#desk", OK: true, Says: "can be posted to and read"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := len(srv.Messages("")); n != 0 {
		t.Errorf("the check-up posted %d messages", n)
	}
}

func TestCheck_SaysWhatIsWrongAndWhatToDo(t *testing.T) {
	t.Parallel()
	desk := slacktest.Channel{ID: "C0000DESK", Name: "desk"}
	archived, stranger := desk, desk
	archived.Archived, stranger.Stranger = true, true
	cases := []struct {
		name    string
		options slacktest.Options
		says    int // how much is said in the channel before
		channel string
		subject string
		want    string
	}{
		{"channel archived", slacktest.Options{Channels: []slacktest.Channel{archived}}, 0, "#desk", "#desk", "archived"},
		{"app not invited", slacktest.Options{Channels: []slacktest.Channel{stranger}}, 0, "#desk", "#desk", "/invite"},
		{"app not invited, channel by id", slacktest.Options{Channels: []slacktest.Channel{stranger}}, 0, "C0000DESK", "C0000DESK", "/invite"},
		{"no such channel", slacktest.Options{}, 0, "#dekc", "#dekc", "check the name"},
		{"no history scope", slacktest.Options{Scopes: []string{"chat:write", "channels:read", "groups:read"}}, 0, "#desk", "#desk", "history cannot be read"},
		{"no history scope, among the scopes", slacktest.Options{Scopes: []string{"chat:write", "channels:read", "groups:read"}}, 0, "#desk", "scopes", "channels:history is missing"},
		{"capped app", slacktest.Options{HistoryCap: 15}, 40, "#desk", "#desk", "only 15 messages"},
		{"nobody with this id", slacktest.Options{}, 0, "U0009NOBODY", "U0009NOBODY", "nobody with this id"},
		{"an editor who has left", slacktest.Options{Users: []slacktest.User{{ID: "U0002GONE", Deleted: true}}}, 0, "U0002GONE", "U0002GONE", "somebody else"},
		{"clock two hours behind", slacktest.Options{Skew: 2 * time.Hour}, 0, "#desk", "clock", "2h0m0s"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, srv := newSender(t, c.options)
			for range c.says {
				srv.Say("desk", "U0001ANNA", "talk")
			}
			for _, f := range s.Check(t.Context(), []string{c.channel}) {
				if f.Subject == c.subject {
					if f.OK || !strings.Contains(f.Says, c.want) {
						t.Errorf("got %+v, want %q", f, c.want)
					}
					return
				}
			}
			t.Errorf("nothing was said about %s", c.subject)
		})
	}
}

func TestCheck_ABadTokenIsAllThatIsSaid(t *testing.T) {
	t.Parallel()
	_, srv := newSender(t, slacktest.Options{})
	got := senderOn(t, srv.URL(), canary+"-typo").Check(t.Context(), []string{"#desk"})
	if len(got) != 1 || got[0].OK || !strings.Contains(got[0].Says, "xoxb") || strings.Contains(got[0].Says, canary) {
		t.Errorf("got %+v, want one line about the token", got)
	}
	got = senderOn(t, "http://"+closedPort(t)+"/api/", canary).Check(t.Context(), nil)
	if len(got) != 1 || got[0].OK || !strings.Contains(got[0].Says, "cannot be reached") {
		t.Errorf("got %+v, want one line about the network", got)
	}
}

func TestDirectory_KnowsPeopleAndGroupsByHandle(t *testing.T) {
	t.Parallel()
	o := slacktest.Options{
		Users:  []slacktest.User{{ID: "U0001ANNA", Name: "anna", RealName: "Anna Dvorak"}, {ID: "U0002GONE", Name: "gone", Deleted: true}, {ID: "U0003BOT", Name: "bot", Bot: true}},
		Groups: []slacktest.Group{{ID: "S0001DESK", Handle: "managing-editor", Name: "Managing editors"}, {ID: "S0002ANNA", Handle: "anna"}},
	}
	s, srv := newSender(t, o)

	d, problems := s.Directory(t.Context())

	if len(problems) > 0 {
		t.Fatalf("got problems %+v", problems)
	}
	for handle, want := range map[string]string{"@anna": "U0001ANNA", "Anna": "U0001ANNA", "@managing-editor": "S0001DESK", "gone": "", "bot": "", "@nobody": ""} {
		if got := d.ID(handle); got != want {
			t.Errorf("%s: got %q, want %q", handle, got, want)
		}
	}
	if got := d.Name("U0001ANNA"); got != "Anna Dvorak" {
		t.Errorf("got name %q", got)
	}

	srv.Set(func(o *slacktest.Options) { o.PlanUpgrade = true })
	d, problems = s.Directory(t.Context())
	if len(problems) != 1 || d.ID("anna") != "U0001ANNA" {
		t.Errorf("without user groups: got %+v and anna %q, want one problem and anna known", problems, d.ID("anna"))
	}
}

package faults_test

import (
	"math/rand/v2"
	"net/http"
	"time"

	"claimwatch/notify/slack/slacktest"
)

// A trouble is what Slack does to calls.
type trouble struct {
	name    string
	onPosts float64 // how many of the posts meet a fault
	onOther float64 // how many of the edits and looks
	of      []slacktest.Fault
	lag     time.Duration // until histories show a message
	inTurn  bool          // its daemons die at one point after the other, each where it is meant to
	beyond  bool          // the lag is beyond the grace: a marked repeat may come
}

// grace is how long a daemon under test waits before it looks for a post.
const grace = time.Second

var (
	limited = []slacktest.Fault{slacktest.RateLimit("1")}
	broken  = []slacktest.Fault{slacktest.Status(http.StatusInternalServerError), slacktest.Status(http.StatusServiceUnavailable).AfterStoring()}
	cut     = []slacktest.Fault{slacktest.Drop(), slacktest.Drop().AfterStoring()}
	silent  = []slacktest.Fault{slacktest.Hang(), slacktest.Hang().AfterStoring()}
	late    = []slacktest.Fault{slacktest.AcceptLate(150 * time.Millisecond)}
	unclear = []slacktest.Fault{
		slacktest.Refuse("fatal_error").AfterStoring(), slacktest.Refuse("internal_error"), slacktest.Refuse("never_heard_of_it").AfterStoring(),
		slacktest.HTML(), slacktest.HTML().AfterStoring(),
	}
)

func all(lists ...[]slacktest.Fault) []slacktest.Fault {
	var list []slacktest.Fault
	for _, l := range lists {
		list = append(list, l...)
	}
	return list
}

// troubles lists the rows of the table.
func troubles() []trouble {
	every := all(limited, broken, cut, silent, late, unclear)
	return []trouble{
		{name: "all of them, history lagging", onPosts: 0.4, onOther: 0.1, of: every, lag: 300 * time.Millisecond},
		{name: "none but kill -9"},
		{name: "all of them, point by point", inTurn: true, onPosts: 0.4, onOther: 0.1, of: every},
		{name: "too many calls", onPosts: 0.4, onOther: 0.1, of: limited},
		{name: "server errors", onPosts: 0.4, onOther: 0.1, of: broken},
		{name: "cut connections", onPosts: 0.4, onOther: 0.1, of: cut},
		{name: "no answer", onPosts: 0.4, of: silent},
		{name: "accepted late", onPosts: 0.4, of: late},
		{name: "answers that say neither", onPosts: 0.4, onOther: 0.1, of: unclear},
		{name: "history lags to twice the grace", onPosts: 0.4, onOther: 0.1, of: all(broken, cut, unclear), lag: 2*grace - 100*time.Millisecond, beyond: true},
	}
}

// strike decides, by its own dice, what a call meets.
func (t trouble) strike(r *rand.Rand) func(slacktest.Call) (slacktest.Fault, bool) {
	return func(c slacktest.Call) (slacktest.Fault, bool) {
		odds := 0.0
		switch c.Method {
		case "chat.postMessage":
			odds = t.onPosts
		case "chat.update", "conversations.history", "conversations.replies":
			odds = t.onOther
		}
		if len(t.of) == 0 || r.Float64() >= odds {
			return slacktest.Fault{}, false
		}
		return t.of[r.IntN(len(t.of))], true
	}
}

// Package slacktest is a Slack-like server for tests: the methods that claimwatch calls, with
// Slack's manners and, on request, its faults.
//
// It owns what a post becomes: strict tokens and scopes, Block Kit limits (limits.go, which golden
// tests use as well), metadata that is kept and shown only when asked for, threads, one post a
// second and channel, histories that lag, and Socket Mode.
//
// It refuses what Slack refuses, with Slack's codes; a method that it does not know is
// unknown_method. It never calls out.
//
// A Handler is a plain http.Handler without a testing.TB, so that a crash test can run it in a
// process of its own; Server wraps it for tests. Messages live in memory.
//
// Invariant: whether a message was stored and what the caller was told are decided apart, since a
// fault may come between the two.
package slacktest

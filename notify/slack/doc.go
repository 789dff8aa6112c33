// Package slack takes messages to Slack: a notify.Sender on slack-go.
//
// It owns the calls (chat.postMessage, chat.update, conversations.history and replies, auth.test),
// the sorting of everything that Slack may answer into the classes of package notify (fault.go),
// and the checks that `doctor` prints.
//
// It refuses to retry: a call is one HTTP request, and what is to be done about a failure is the
// outbox's to decide. The library's own retries stay off, redirects are not followed.
//
// Invariants: a post is told apart from a post that never left by whether a connection was ever
// had (transport.go), not by the words of an error. A post without a timestamp in the answer is a
// failure. Metadata holds identifiers only, for every app of the workspace can read it. The token
// appears in no error and no log line.
//
// When things fail, the caller gets a *notify.SendError; what is in no table is ambiguous.
package slack

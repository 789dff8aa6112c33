package slack

import (
	"errors"
	"time"

	"claimwatch/notify"

	"github.com/slack-go/slack"
)

// method is which call failed: an edit's refusals differ from a post's.
type method string

const (
	methodPost method = "chat.postMessage"
	methodEdit method = "chat.update"
	methodRead method = "conversations.history"
	methodAuth method = "auth.test"
)

var errNoTimestamp = errors.New("the answer names no message")

// classes sorts the codes that Slack answers with `ok: false`, whatever the call, as documented at
// docs.slack.dev/reference/methods/chat.postMessage, chat.update and conversations.history
// (2026-11-22). A code that is not here is ambiguous, as are internal_error, fatal_error and
// service_unavailable, of which Slack says that part of the operation may have succeeded.
var classes = map[string]notify.Class{
	"request_timeout": notify.ClassLater, // the body arrived truncated

	"ratelimited":  notify.ClassWait,
	"rate_limited": notify.ClassWait,

	"message_limit_exceeded": notify.ClassWait,

	"is_archived":                              notify.ClassPark,
	"channel_not_found":                        notify.ClassPark,
	"channel_is_archived":                      notify.ClassPark,
	"not_in_channel":                           notify.ClassPark,
	"restricted_action":                        notify.ClassPark,
	"restricted_action_read_only_channel":      notify.ClassPark,
	"restricted_action_thread_only_channel":    notify.ClassPark,
	"restricted_action_non_threadable_channel": notify.ClassPark,
	"restricted_action_thread_locked":          notify.ClassPark,
	"no_permission":                            notify.ClassPark,
	"ekm_access_denied":                        notify.ClassPark,
	"missing_scope":                            notify.ClassPark,
	"messages_tab_disabled":                    notify.ClassPark,
	"cannot_dm_bot":                            notify.ClassPark,
	"user_not_found":                           notify.ClassPark,
	"user_disabled":                            notify.ClassPark,
	"user_is_restricted":                       notify.ClassPark,
	"user_is_bot":                              notify.ClassPark,
	"team_access_not_granted":                  notify.ClassPark,
	"team_not_found":                           notify.ClassPark,
	"external_channel_migrating":               notify.ClassPark,
	"as_user_not_supported":                    notify.ClassPark,
	"cannot_reply_to_message":                  notify.ClassPark,
	"not_allowed_token_type":                   notify.ClassPark,
	"slack_connect_canvas_sharing_blocked":     notify.ClassPark,
	"slack_connect_file_link_sharing_blocked":  notify.ClassPark,

	"token_revoked":             notify.ClassStop,
	"token_expired":             notify.ClassStop,
	"account_inactive":          notify.ClassStop,
	"invalid_auth":              notify.ClassStop,
	"not_authed":                notify.ClassStop,
	"org_login_required":        notify.ClassStop,
	"access_denied":             notify.ClassStop,
	"accesslimited":             notify.ClassStop,
	"enterprise_is_restricted":  notify.ClassStop,
	"two_factor_setup_required": notify.ClassStop,
	"team_added_to_org":         notify.ClassStop,

	"invalid_blocks":                 notify.ClassRefused,
	"invalid_blocks_format":          notify.ClassRefused,
	"msg_blocks_too_long":            notify.ClassRefused,
	"metadata_too_large":             notify.ClassRefused,
	"metadata_must_be_sent_from_app": notify.ClassRefused,
	"invalid_metadata_format":        notify.ClassRefused,
	"invalid_metadata_schema":        notify.ClassRefused,
	"no_text":                        notify.ClassRefused,
	"msg_too_long":                   notify.ClassRefused,
	"too_many_attachments":           notify.ClassRefused,
	"markdown_text_conflict":         notify.ClassRefused,
	"block_mismatch":                 notify.ClassRefused,
	"invalid_arguments":              notify.ClassRefused,
	"invalid_arg_name":               notify.ClassRefused,
	"invalid_charset":                notify.ClassRefused,
	"invalid_form_data":              notify.ClassRefused,
	"invalid_post_type":              notify.ClassRefused,
	"missing_post_type":              notify.ClassRefused,
	"invalid_thread_ts":              notify.ClassRefused,
	"thread_not_found":               notify.ClassRefused,
	"duplicate_block_id":             notify.ClassRefused,
}

// edits overrules classes for chat.update: the message is no more, or can no longer be edited.
var edits = map[string]notify.Class{
	"message_not_found":          notify.ClassGone,
	"thread_not_found":           notify.ClassGone,
	"cant_update_message":        notify.ClassGone,
	"cant_broadcast_message":     notify.ClassGone,
	"edit_window_closed":         notify.ClassGone,
	"is_inactive":                notify.ClassGone,
	"is_archived":                notify.ClassGone,
	"channel_not_found":          notify.ClassGone,
	"update_failed":              notify.ClassLater,
	"external_channel_migrating": notify.ClassLater,
}

// waits is how long to wait after a code that brings no Retry-After.
var waits = map[string]time.Duration{
	"ratelimited":            defaultWait,
	"rate_limited":           defaultWait,
	"message_limit_exceeded": time.Hour,
}

// sorted makes a *notify.SendError of whatever a call failed with.
func sorted(m method, err error) *notify.SendError {
	var (
		said    slack.SlackErrorResponse
		limited *limitedError
		unsent  *unsentError
		already *notify.SendError
	)
	switch {
	case errors.As(err, &already):
		return already
	case errors.As(err, &said):
		return coded(m, said)
	case errors.As(err, &limited):
		return &notify.SendError{Class: notify.ClassWait, Code: "ratelimited", RetryAfter: limited.after, Err: limited}
	case errors.As(err, &unsent):
		return &notify.SendError{Class: notify.ClassLater, Err: err}
	}
	return &notify.SendError{Class: notify.ClassAmbiguous, Err: err}
}

func coded(m method, said slack.SlackErrorResponse) *notify.SendError {
	class, ok := notify.Class(""), false
	if m == methodEdit {
		class, ok = edits[said.Err]
	}
	if !ok {
		class, ok = classes[said.Err]
	}
	if !ok {
		return &notify.SendError{Class: notify.ClassAmbiguous, Code: known(said.Err), Err: errors.New("slack: " + known(said.Err))}
	}
	return &notify.SendError{Class: class, Code: said.Err, RetryAfter: waits[said.Err], Err: errors.New("slack: " + said.Err)}
}

// known keeps the codes of an error a closed set, for logs and metrics.
func known(code string) string {
	switch code {
	case "internal_error", "fatal_error", "service_unavailable":
		return code
	}
	return "unlisted"
}

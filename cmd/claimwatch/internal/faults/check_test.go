package faults_test

import (
	"fmt"
	"strings"
	"time"

	"claimwatch/notify/slack/slacktest"
)

// A toll is what a run came to.
type toll struct {
	reminders, posts, lost, twice, marked int
	faults                                []string // invariants that were broken
}

func (t *toll) fault(format string, args ...any) {
	t.faults = append(t.faults, fmt.Sprintf(format, args...))
}

// repeatWords is what a message that may be a repeat says.
const repeatWords = "may be a repeat"

// A reminder is what the database says of one.
type reminder struct {
	key, state, message, claimStatus string
	tried, replaced                  int64
}

const sqlReminders = `SELECT n.claim_id || '/' || n.ordinal, n.state, n.message_id, c.status, COALESCE(m.tried_at, 0),
(SELECT COUNT(*) FROM notices x WHERE x.claim_id = n.claim_id AND x.decided_at > n.decided_at)
FROM notices n JOIN claims c ON c.id = n.claim_id LEFT JOIN messages m ON m.id = n.message_id WHERE n.kind = 'reminder'`

func (n *newsroom) reminders() []reminder {
	n.t.Helper()
	rows, err := n.open().Query(sqlReminders)
	if err != nil {
		n.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }() // what it failed with is in rows.Err
	var list []reminder
	for rows.Next() {
		var r reminder
		if err := rows.Scan(&r.key, &r.state, &r.message, &r.claimStatus, &r.tried, &r.replaced); err != nil {
			n.t.Fatal(err)
		}
		list = append(list, r)
	}
	if err := rows.Err(); err != nil {
		n.t.Fatal(err)
	}
	return list
}

// posted returns how often each reminder stands in Slack, how often marked, and how many messages there are.
func (n *newsroom) posted() (times, marked map[string]int, messages int) {
	times, marked = map[string]int{}, map[string]int{}
	first := map[string]string{}
	for _, m := range n.slack.Messages("") {
		messages++
		for _, key := range strings.Split(payloadOf(m.Metadata).About, ",") {
			times[key]++
			if times[key] == 1 {
				first[key] = m.TS
			}
			if payloadOf(m.Metadata).Attempt > 1 {
				marked[key]++
			}
		}
	}
	return times, marked, messages
}

// check compares what Slack has with what the database says, and looks for what must never be.
func (n *newsroom) check(f trouble) toll {
	n.t.Helper()
	times, marked, messages := n.posted()
	t := toll{posts: messages}
	known := map[string]bool{}
	for _, r := range n.reminders() {
		known[r.key] = true
		t.reminders++
		t.weigh(r, times[r.key], marked[r.key], f)
		n.late(&t, r)
	}
	for key := range times {
		if !known[key] {
			t.fault("I1: %s stands in Slack and was never decided", key)
		}
	}
	n.mu.Lock()
	for _, odd := range n.odd {
		t.fault("I4: %s", odd)
	}
	n.mu.Unlock()
	n.whole(&t)
	for _, secret := range []string{slacktest.BotToken, canary} {
		if strings.Contains(n.logs.String(), secret) {
			t.fault("I8: %q is in the log", secret)
		}
	}
	return t
}

// weigh judges one reminder.
func (t *toll) weigh(r reminder, times, marked int, f trouble) {
	switch {
	case r.state == "sent" && times == 0:
		t.lost++
		t.fault("I1: %s is marked sent and is not in Slack", r.key)
	case r.state == "dropped" && times == 0 && r.replaced == 0 && r.claimStatus == "open":
		t.lost++
		t.fault("I1: %s was dropped, and nothing came after it", r.key)
	case r.state == "dropped" && times > 0 && !f.beyond: // beyond the grace it was not there when it was looked for
		t.fault("I1: %s is in Slack and counts as dropped", r.key)
	case r.state != "sent" && r.state != "dropped":
		t.lost++
		t.fault("I1: %s is left in %s", r.key, r.state)
	}
	if times > 1 {
		t.twice += times - 1
		t.marked += marked
		if !f.beyond || times > 2 || marked < times-1 {
			t.fault("I2: %s is in Slack %d times, %d marked", r.key, times, marked)
		}
	}
}

// late checks that no sending began after its claim was closed.
func (n *newsroom) late(t *toll, r reminder) {
	id, _, _ := strings.Cut(r.key, "/")
	if at, closed := n.closed[id]; closed && r.state == "sent" && time.UnixMilli(r.tried).After(at) {
		t.fault("I3: the sending of %s began %s after its claim was closed", r.key, time.UnixMilli(r.tried).Sub(at))
	}
}

// whole checks the database itself.
func (n *newsroom) whole(t *toll) {
	n.t.Helper()
	var says string
	if err := n.open().QueryRow(`PRAGMA integrity_check(1)`).Scan(&says); err != nil || says != "ok" {
		t.fault("I5: %s %v", says, err)
	}
	if lost := n.count(`SELECT COUNT(*) FROM pragma_foreign_key_check`); lost > 0 {
		t.fault("I5: %d rows belong to others that are not there", lost)
	}
	if twice := n.count(`SELECT COUNT(*) FROM (SELECT 1 FROM history WHERE action = 'reminded' GROUP BY claim_id, detail ->> 'ordinal' HAVING COUNT(*) > 1)`); twice > 0 {
		t.fault("I6: %d reminders are in the history twice", twice)
	}
	if torn := n.count(`SELECT COUNT(*) FROM claims c WHERE c.reminders_sent <> (SELECT COUNT(*) FROM history h WHERE h.claim_id = c.id AND h.action = 'reminded')`); torn > 0 {
		t.fault("I6: the count and the history of %d claims differ", torn)
	}
}

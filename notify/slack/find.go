package slack

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"claimwatch/claims"
	"claimwatch/notify"

	"github.com/slack-go/slack"
)

const (
	lookBack  = 10 * time.Minute // before the first attempt, for clocks that differ
	pageSize  = 200
	cappedAt  = 15  // objects a page, for apps that Slack limits (docs.slack.dev, rate limits, 2026-11-22)
	mostPages = 500 // of one look: more is a cursor that runs in circles
)

// Find looks for a message by the identifier in its metadata, and one that was never tried by what it is about too, among our own messages since shortly
// before it was first tried: in its thread, if it was a reply, else in the channel. Several posts of
// it give the earliest of the page where one was found. Errors are *notify.SendError; see notify.HistoryClosed.
func (s *Sender) Find(ctx context.Context, m claims.Message) (notify.Receipt, bool, error) {
	me, err := s.known(ctx)
	if err != nil {
		return notify.Receipt{}, false, err
	}
	room, err := s.room(ctx, target(m))
	if err != nil {
		return notify.Receipt{}, false, err
	}
	search := search{me: me, id: m.ID, look: look{room: room, thread: m.Parent.TS, oldest: s.oldest(m)}}
	if m.Attempt == 0 {
		search.about = subjects(m)
	}
	hit, err := s.search(ctx, search)
	if m.Parent.Known() && hit.ts == "" && (err == nil || threadGone(err)) { // a reply to what was deleted stands in the channel
		search.look.thread = ""
		hit, err = s.search(ctx, search)
	}
	if err != nil || hit.ts == "" {
		return notify.Receipt{}, false, err
	}
	return notify.Receipt{Posted: claims.Posted{Channel: room, TS: hit.ts}, At: s.at(hit.ts), Shared: hit.shared}, true, nil
}

// A hit is a message that was found.
type hit struct {
	ts     string // "" is none
	shared bool   // it is about more than what was looked for
}

// search is what is looked for, and where.
type search struct {
	me    identity
	id    claims.MessageID
	about []string // subjects by which it may be known too
	look  look
}

// search returns a message of ours. Errors are *notify.SendError.
func (s *Sender) search(ctx context.Context, q search) (hit, error) {
	var found hit
	err := s.pages(ctx, q.look, func(page []slack.Message) bool {
		for _, msg := range page {
			if q.me.mine(msg) && q.meant(msg) && (found.ts == "" || msg.Timestamp < found.ts) {
				found = hit{ts: msg.Timestamp, shared: !isMessage(msg, q.id) && shared(msg)}
			}
		}
		return found.ts == ""
	})
	return found, err
}

// meant reports whether a message is the one that is looked for.
func (q search) meant(msg slack.Message) bool {
	if len(q.about) == 0 || msg.Metadata.EventType != EventType {
		return isMessage(msg, q.id)
	}
	about, _ := msg.Metadata.EventPayload["about"].(string)
	return isMessage(msg, q.id) || slices.ContainsFunc(strings.Split(about, ","), func(s string) bool { return slices.Contains(q.about, s) })
}

// shared reports whether a message is a bundle or a digest.
func shared(msg slack.Message) bool {
	form, _ := msg.Metadata.EventPayload["form"].(string)
	return form == string(claims.FormBundle) || form == string(claims.FormDigest)
}

func threadGone(err error) bool {
	var e *notify.SendError
	return errors.As(err, &e) && e.Code == "thread_not_found"
}

func isMessage(msg slack.Message, id claims.MessageID) bool {
	if msg.Metadata.EventType != EventType {
		return false
	}
	v, ok := msg.Metadata.EventPayload["message"].(string)
	return ok && v == string(id)
}

// oldest is from where to look. A clock of ours that is ahead of Slack's makes it earlier.
func (s *Sender) oldest(m claims.Message) time.Time {
	t := m.TriedAt
	if !m.FirstTried.IsZero() && m.FirstTried.Before(t) {
		t = m.FirstTried
	}
	return t.Add(-lookBack).Add(min(s.Skew(), 0))
}

// look is a stretch of a conversation, or of a thread in it.
type look struct {
	room, thread string
	oldest       time.Time
}

// pages calls each with every page of a look, until it returns false, to the end or the first error.
func (s *Sender) pages(ctx context.Context, l look, each func([]slack.Message) bool) error {
	cursor := ""
	for range mostPages {
		p, err := s.page(ctx, l, cursor)
		if err != nil {
			return sorted(methodRead, err)
		}
		if !each(p.messages) || p.next == "" {
			return nil
		}
		if len(p.messages) == cappedAt {
			return &notify.SendError{Class: notify.ClassPark, Code: notify.CodeHistoryCapped, Err: errCapped}
		}
		cursor = p.next
	}
	return &notify.SendError{Class: notify.ClassAmbiguous, Err: errEndless}
}

var (
	errCapped  = errors.New("slack shows this app only 15 messages at a time")
	errNoLine  = errors.New("the message or the line is no more")
	errEndless = errors.New("the history has no end")
	// errNotWhole: what was read may not be all there is, so nobody may say that a message is not there.
	errNotWhole = errors.New("the answer is not whole")
)

// page is a page of messages and where the next one begins; "" when this is the last.
type page struct {
	messages []slack.Message
	next     string
}

func (s *Sender) page(ctx context.Context, l look, cursor string) (page, error) {
	if l.thread != "" {
		return s.threadPage(ctx, l, cursor)
	}
	r, err := s.api().GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: l.room, Cursor: cursor, Inclusive: true, Limit: pageSize, Oldest: formatTS(l.oldest), IncludeAllMetadata: true,
	})
	if err != nil {
		return page{}, err
	}
	if !r.Ok || (r.HasMore && r.ResponseMetaData.NextCursor == "") {
		return page{}, errNotWhole
	}
	return page{messages: r.Messages, next: r.ResponseMetaData.NextCursor}, nil
}

// threadPage reads a thread from its parent on: an answer without any message is none.
func (s *Sender) threadPage(ctx context.Context, l look, cursor string) (page, error) {
	msgs, more, next, err := s.api().GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
		ChannelID: l.room, Timestamp: l.thread, Cursor: cursor, Inclusive: true, Limit: pageSize, IncludeAllMetadata: true,
	})
	if err == nil && (len(msgs) == 0 || (more && next == "")) {
		err = errNotWhole
	}
	return page{messages: msgs, next: next}, err
}

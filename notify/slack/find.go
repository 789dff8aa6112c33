package slack

import (
	"context"
	"errors"
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

// Find looks for a message by the identifier in its metadata, among our own messages since shortly
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
	ts, err := s.search(ctx, search)
	if m.Parent.Known() && ts == "" && (err == nil || threadGone(err)) { // a reply to what was deleted stands in the channel
		search.look.thread = ""
		ts, err = s.search(ctx, search)
	}
	if err != nil || ts == "" {
		return notify.Receipt{}, false, err
	}
	return notify.Receipt{Posted: claims.Posted{Channel: room, TS: ts}, At: s.at(ts)}, true, nil
}

// search is what is looked for, and where.
type search struct {
	me   identity
	id   claims.MessageID
	look look
}

// search returns the timestamp of a message of ours; "" is none. Errors are *notify.SendError.
func (s *Sender) search(ctx context.Context, q search) (string, error) {
	found := ""
	err := s.pages(ctx, q.look, func(page []slack.Message) bool {
		for _, msg := range page {
			if q.me.mine(msg) && isMessage(msg, q.id) && (found == "" || msg.Timestamp < found) {
				found = msg.Timestamp
			}
		}
		return found == ""
	})
	return found, err
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

package slack

import (
	"context"
	"sync"

	"claimwatch/claims"
	"claimwatch/notify"
	"claimwatch/notify/slack/blocks"

	"github.com/slack-go/slack"
)

// Edit redraws a card, or a claim's line in a bundle or digest. Twice is the same as once. Errors
// are *notify.SendError; ClassGone when there is no such message or line any more.
func (s *Sender) Edit(ctx context.Context, c claims.Card) error {
	if !c.Posted.Known() {
		return &notify.SendError{Class: notify.ClassGone, Err: errNoTimestamp}
	}
	if c.Next.Known() { // the link to the newer card needs the workspace's address
		if _, err := s.known(ctx); err != nil {
			return err
		}
	}
	if c.Line {
		return s.editLine(ctx, c)
	}
	return s.update(ctx, c.Posted, blocks.Card(s.style(c.Channel), c))
}

func (s *Sender) update(ctx context.Context, p claims.Posted, v blocks.Message) error {
	_, ts, _, err := s.api().UpdateMessageContext(ctx, p.Channel, p.TS, common(v)...)
	if err == nil && ts == "" {
		err = errNoTimestamp
	}
	if err != nil {
		return sorted(methodEdit, err)
	}
	return nil
}

// editLine reads the message back, replaces the one line, and writes it again. Two lines of one
// message are edited one after the other.
func (s *Sender) editLine(ctx context.Context, c claims.Card) error {
	defer s.hold(c.Posted)()
	msg, err := s.message(ctx, c.Posted)
	if err != nil && notify.HistoryClosed(err) { // what cannot be read cannot be redrawn: the line stays as it is
		return &notify.SendError{Class: notify.ClassGone, Err: err}
	}
	if err != nil {
		return err
	}
	next, ok := blocks.Redraw(s.style(c.Channel), blocks.Message{Text: msg.Text, Blocks: msg.Blocks.BlockSet}, c)
	if !ok {
		return &notify.SendError{Class: notify.ClassGone, Err: errNoLine}
	}
	return s.update(ctx, c.Posted, next)
}

// hold keeps other edits of a message waiting until the returned function is called.
func (s *Sender) hold(p claims.Posted) func() {
	key := p.Channel + "/" + p.TS
	s.mu.Lock()
	l := s.lines[key]
	if l == nil {
		l = &line{}
		s.lines[key] = l
	}
	l.waiting++
	s.mu.Unlock()
	l.Lock()
	return func() {
		l.Unlock()
		s.mu.Lock()
		defer s.mu.Unlock()
		if l.waiting--; l.waiting == 0 {
			delete(s.lines, key)
		}
	}
}

// line is a message whose lines are being edited, and by how many.
type line struct {
	sync.Mutex
	waiting int
}

// message reads one message, in the channel or in a thread.
func (s *Sender) message(ctx context.Context, p claims.Posted) (slack.Message, error) {
	msgs, _, _, err := s.api().GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
		ChannelID: p.Channel, Timestamp: p.TS, Latest: p.TS, Oldest: p.TS, Inclusive: true, Limit: 1,
	})
	if err != nil {
		return slack.Message{}, sorted(methodEdit, err)
	}
	for _, m := range msgs {
		if m.Timestamp == p.TS {
			return m, nil
		}
	}
	return slack.Message{}, &notify.SendError{Class: notify.ClassGone, Err: errNoLine}
}

package socket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

var (
	errHello   = errors.New("it said something else than hello")
	errGarbage = errors.New("it sends frames that cannot be read")
)

const (
	mostGarbage = 10      // frames in a row that cannot be read
	maxFrame    = 4 << 20 // bytes; a click brings the whole message along
	waiting     = 256     // envelopes that may wait for Take
	writeWithin = 5 * time.Second
)

// frame is what Slack sends.
type frame struct {
	Type        string          `json:"type"`
	Reason      string          `json:"reason"`
	EnvelopeID  string          `json:"envelope_id"`
	Payload     json.RawMessage `json:"payload"`
	Connections int             `json:"num_connections"`
}

// A line is one connection.
type line struct {
	conn        *websocket.Conn
	since       time.Time
	connections int
	leaving     bool // of the keeper alone: Slack will close it
	now         func() time.Time
	writing     sync.Mutex
	closing     sync.Once
	ended       chan struct{}

	reading sync.Mutex // of the read deadline
	hushed  bool       // nothing more is to be read
}

// connect opens a line, waits for its hello, and starts reading it.
func (s *Socket) connect(ctx context.Context) (*line, error) {
	address, err := s.address(ctx)
	if err != nil {
		return nil, err
	}
	within, cancel := context.WithTimeout(ctx, s.pace.Open)
	defer cancel()
	// One frame must hold a whole acknowledgement: Slack does not put pieces together.
	d := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: s.pace.Open, WriteBufferSize: 2 * maxAck}
	conn, resp, err := d.DialContext(within, address, nil)
	if resp != nil {
		_ = resp.Body.Close() // it holds nothing that is wanted
	}
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	l := &line{conn: conn, now: s.cfg.Now, ended: make(chan struct{})}
	if err := s.hello(l); err != nil {
		l.close()
		return nil, err
	}
	l.since = s.cfg.Now()
	s.serve(ctx, l)
	return l, nil
}

// address asks for a connection.
func (s *Socket) address(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, s.pace.Open)
	defer cancel()
	api := slack.New("", slack.OptionAppLevelToken(s.cfg.Token()), slack.OptionAPIURL(s.cfg.APIURL), slack.OptionHTTPClient(s.http))
	_, address, err := api.StartSocketModeContext(ctx)
	if err == nil && address == "" {
		err = errors.New("the answer has no address")
	}
	if err != nil {
		return "", fmt.Errorf("ask for a connection: %w", err)
	}
	return address, nil
}

// hello waits for the first frame.
func (s *Socket) hello(l *line) error {
	l.conn.SetReadLimit(maxFrame)
	if err := l.listen(s.pace.Open); err != nil {
		return fmt.Errorf("wait for hello: %w", err)
	}
	var f frame
	if err := l.conn.ReadJSON(&f); err != nil {
		return fmt.Errorf("wait for hello: %w", err)
	}
	if f.Type == "disconnect" && f.Reason != "" {
		return slack.SlackErrorResponse{Err: f.Reason}
	}
	if f.Type != "hello" {
		return errHello
	}
	l.connections = f.Connections
	return nil
}

// serve starts what a line needs: a reader, a taker, and pings.
func (s *Socket) serve(ctx context.Context, l *line) {
	envelopes := make(chan Envelope, waiting)
	failed := make(chan error, 1)
	s.wg.Go(func() { s.ping(l) })
	s.wg.Go(func() {
		failed <- s.read(ctx, l, envelopes)
		close(envelopes)
	})
	s.wg.Go(func() {
		s.take(ctx, l, envelopes)
		l.close()
		s.tell(ctx, event{line: l, err: <-failed})
	})
}

// read reads frames until the line is dead.
func (s *Socket) read(ctx context.Context, l *line, into chan<- Envelope) error {
	alive := func() error {
		s.heard()
		return l.listen(s.pace.Silence)
	}
	pong := l.conn.PingHandler()
	l.conn.SetPingHandler(func(data string) error { return errors.Join(alive(), pong(data)) })
	l.conn.SetPongHandler(func(string) error { return alive() })
	garbage := 0
	for {
		if err := alive(); err != nil {
			return err
		}
		_, body, err := l.conn.ReadMessage()
		if err != nil {
			return err
		}
		var f frame
		if err := json.Unmarshal(body, &f); err != nil {
			if garbage++; garbage == mostGarbage {
				return errGarbage
			}
			s.log.Warn("slack sent a frame that cannot be read", "bytes", len(body))
			continue
		}
		garbage = 0
		s.sort(ctx, l, f, into)
	}
}

// sort hands a frame on. An envelope for which there is no room is not acknowledged.
func (s *Socket) sort(ctx context.Context, l *line, f frame, into chan<- Envelope) {
	switch {
	case f.Type == "disconnect":
		s.tell(ctx, event{line: l, reason: f.Reason})
	case f.EnvelopeID != "":
		select {
		case into <- Envelope{ID: f.EnvelopeID, Kind: f.Type, Payload: f.Payload}:
		default:
			s.log.Error("too many envelopes wait, one was left to slack", "kind", f.Type)
		}
	}
}

// takeTimeout bounds keeping one envelope.
const takeTimeout = 30 * time.Second

// atOnce is how many envelopes of a line are kept at the same time.
const atOnce = 64

// take keeps what comes and acknowledges it. What was read before the end is kept after it too.
func (s *Socket) take(ctx context.Context, l *line, from <-chan Envelope) {
	var wg sync.WaitGroup
	defer wg.Wait()
	room := make(chan struct{}, atOnce)
	for e := range from {
		room <- struct{}{}
		wg.Go(func() {
			s.keep(ctx, l, e)
			<-room
		})
	}
}

func (s *Socket) keep(ctx context.Context, l *line, e Envelope) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), takeTimeout)
	defer cancel()
	payload, err := s.cfg.Take(ctx, e)
	if err != nil {
		s.log.Error("an envelope could not be kept", "kind", e.Kind, "envelope_id", e.ID, "error", err)
		return
	}
	if len(payload) > maxAck {
		s.log.Error("an answer is too large for slack and is left out", "bytes", len(payload), "envelope_id", e.ID)
		payload = nil
	}
	s.write(l, ack{EnvelopeID: e.ID, Payload: payload, at: s.cfg.Now()})
}

// write sends an acknowledgement, or keeps it for the next line.
func (s *Socket) write(l *line, a ack) {
	l.writing.Lock()
	defer l.writing.Unlock()
	err := l.conn.SetWriteDeadline(l.now().Add(writeWithin))
	if err == nil {
		err = l.conn.WriteJSON(a)
	}
	if err != nil {
		s.log.Info("an acknowledgement waits for the next line", "envelope_id", a.EnvelopeID)
		s.acks.broken(a)
		return
	}
	a.on = l
	s.acks.written(a, s.cfg.Now())
}

// ping pings until the line ends. A ping that cannot be sent is the reader's to notice.
func (s *Socket) ping(l *line) {
	t := time.NewTicker(s.pace.Ping)
	defer t.Stop()
	for {
		select {
		case <-l.ended:
			return
		case <-t.C:
			_ = l.conn.WriteControl(websocket.PingMessage, nil, l.now().Add(writeWithin)) // the reader notices
		}
	}
}

// listen moves the moment from which a silent line is dead.
func (l *line) listen(d time.Duration) error {
	l.reading.Lock()
	defer l.reading.Unlock()
	if l.hushed {
		return net.ErrClosed
	}
	return l.conn.SetReadDeadline(l.now().Add(d))
}

// hush ends reading. What has been read is still kept and acknowledged; then the line closes.
func (l *line) hush() {
	l.reading.Lock()
	defer l.reading.Unlock()
	l.hushed = true
	_ = l.conn.SetReadDeadline(time.Unix(1, 0)) // on a closed line there is nothing to end
}

// retire reads a line on for a while.
func (l *line) retire(after time.Duration) {
	l.leaving = true
	time.AfterFunc(after, l.hush)
}

// close ends the line, once.
func (l *line) close() {
	l.closing.Do(func() {
		close(l.ended)
		_ = l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), l.now().Add(time.Second)) // a farewell that may not arrive
		_ = l.conn.Close()                                                                                                                        // it is over
	})
}

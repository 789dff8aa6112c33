package app

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/extract"
	"claimwatch/claims/policy"
	"claimwatch/cmd/claimwatch/internal/cli"
	"claimwatch/cmd/claimwatch/internal/config"
	"claimwatch/notify/slack/interact"
	"claimwatch/notify/slack/socket"
)

// interact makes what answers in Slack, and the line that it hears through. Without an app-level
// token there is neither, and cards have no buttons.
func (a *App) interact(ctx context.Context, s config.Settings, d *shift) error {
	if s.Slack.AppToken.IsZero() {
		d.log.InfoContext(ctx, "there is no SLACK_APP_TOKEN: cards have no buttons, and nobody answers in Slack")
		return nil
	}
	service, err := interact.New(interact.Config{
		Desk: d.office.ledger, Reader: d.office.ledger, Inbox: d.office.store, Register: d.office.store, Language: a.language(s, d.office),
		Token: s.Slack.BotToken.Reveal, APIURL: s.Slack.APIURL, Editors: s.People.Editors, Names: s.People.Names, Triage: s.Triage,
		Zone: s.Location, Wake: d.worker.Wake, Health: d.sentence, Now: a.Now, Log: d.log,
	})
	if err != nil {
		return err
	}
	d.office.book.live.Store(service)
	line, err := a.line(s, d, func(ctx context.Context, e socket.Envelope) (json.RawMessage, error) {
		return service.Take(ctx, e.ID, e.Kind, e.Payload)
	})
	if err != nil {
		return err
	}
	d.answers, d.line = service, line
	return nil
}

func (a *App) line(s config.Settings, d *shift, take func(context.Context, socket.Envelope) (json.RawMessage, error)) (*socket.Socket, error) {
	return socket.New(socket.Config{
		Token: s.Slack.AppToken.Reveal, APIURL: s.Slack.APIURL, Take: take, Now: a.Now, Log: d.log, Jitter: rand.Float64,
	})
}

// language is how what people write in Slack is read: as the command line reads it.
func (a *App) language(s config.Settings, o *office) interact.Language {
	return interact.Language{
		Due: cli.ParseDue, Kind: extract.Kind, Items: reader(s.MinScore), Complete: complete, Fetch: linked(s),
		SnoozeEnd: func(ctx context.Context, id claims.ClaimID, words string) (time.Time, error) {
			if length, err := policy.ParseDuration(words); err == nil {
				return o.ledger.SnoozeEnd(ctx, id, 0, length)
			}
			due, err := cli.ParseDue(words, claims.DayOf(a.Now().In(s.Location)))
			if err != nil || !due.Known() {
				return time.Time{}, &claims.InvalidError{Field: "snooze", Problem: fmt.Sprintf("%.40q is no time; write 3d, 2h, or a day such as 2025-05-09", words)}
			}
			return o.ledger.SnoozeEnd(ctx, id, due.Start, policy.Duration{})
		},
	}
}

// complete fills in what a pasted report says of itself.
func complete(r claims.Report, today claims.Day) claims.Report {
	if r.Language == "" {
		r.Language = extract.Language(r.Text)
	}
	if r.Published == 0 {
		r.Published = today
		if day, ok := cli.Dateline(r.Text, r.Language, today); ok {
			r.Published = day
		}
	}
	return r
}

// deafFor is how long the line may be down before it is a problem: Slack renews it now and then.
const deafFor = time.Minute

// lineProblem says what is wrong with the line, "" when nothing is.
func (d *shift) lineProblem() string {
	if d.line == nil {
		return ""
	}
	h := d.line.Health()
	switch {
	case !h.Connected && d.now().Sub(h.Since) > deafFor:
		return "nobody hears clicks: " + h.Problem
	case h.Others > 0:
		return fmt.Sprintf("%d other connections with the same app-level token get part of the clicks; stop the other programs", h.Others)
	}
	return ""
}

// sentence says how delivery and the line stand, for App Home.
func (d *shift) sentence(ctx context.Context) (string, []string) {
	status, err := d.office.store.OutboxStatus(ctx, d.now())
	if err != nil {
		return "The database does not answer.", nil
	}
	troubles := outboxProblems(status, d.now())
	if p := d.lineProblem(); p != "" {
		troubles = append(troubles, p)
	}
	if len(troubles) > 0 {
		return fmt.Sprintf("Reminders are held up: %d wait.", status.Pending), troubles
	}
	if status.Pending > 0 {
		return fmt.Sprintf("Connected to Slack. %d reminders are about to be sent.", status.Pending), nil
	}
	return "Connected to Slack. Every reminder has been sent.", nil
}

// lineKey names what the daemon last knew of its line, for doctor.
const lineKey = "slack_line"

// lineReport is what doctor reads.
type lineReport struct {
	Connected bool      `json:"connected"`
	Since     time.Time `json:"since"`
	Problem   string    `json:"problem"`
	Others    int       `json:"others"`
}

// reportEvery is how often the line is looked at; what has not changed is not written again.
const reportEvery = 15 * time.Second

// report keeps what doctor is to say of the line.
func (d *shift) report(ctx context.Context) error {
	tick := time.NewTicker(reportEvery)
	defer tick.Stop()
	var last lineReport
	for {
		h := d.line.Health()
		now := lineReport{Connected: h.Connected, Since: h.Since.UTC(), Problem: h.Problem, Others: h.Others}
		if now != last {
			last = now
			b, err := json.Marshal(now)
			if err == nil {
				err = d.office.store.SetMeta(ctx, lineKey, string(b))
			}
			if err != nil {
				d.log.WarnContext(ctx, "how the line stands could not be noted", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

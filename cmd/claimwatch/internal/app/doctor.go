package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"claimwatch/claims"
	"claimwatch/cmd/claimwatch/internal/cli"
	"claimwatch/cmd/claimwatch/internal/config"
	"claimwatch/notify/slack"
	"claimwatch/scheduler"
	"claimwatch/store"
)

// doctor looks at everything that a daemon would need and says what is wrong, a line each. It
// changes nothing, and posts nothing but a test card that was asked for.
func (a *App) doctor(ctx context.Context, o cli.DoctorOptions) ([]cli.Finding, error) {
	list := a.examineConfig(o)
	found, posted := a.examineDatabase(ctx, o)
	list = append(list, found...)
	lines, err := a.examineSchedule(o.Settings)
	if err != nil {
		return nil, err
	}
	list = append(list, lines...)
	people, err := a.examineSlack(ctx, o.Settings, posted)
	list = append(list, people...)
	if err != nil || !o.Post {
		return list, err
	}
	card, err := a.testCard(ctx, o.Settings)
	return append(list, card), err
}

// testCard posts a card to the newsroom's channel.
func (a *App) testCard(ctx context.Context, s config.Settings) (cli.Finding, error) {
	if s.Slack.BotToken.IsZero() || s.Slack.Channel == "" {
		return cli.Finding{Check: "slack test card", State: cli.StateFault, Detail: "there is nowhere to post it", Hint: "set SLACK_BOT_TOKEN and slack.channel"}, nil
	}
	rules, err := rulesOf(s)
	if err != nil {
		return cli.Finding{}, err
	}
	sender, err := a.sender(s, rules.ChannelLocation, a.logger(), s.People.SlackID)
	if err != nil {
		return cli.Finding{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, examineTimeout)
	defer cancel()
	return slackFindings([]slack.Finding{sender.PostTest(ctx, s.Slack.Channel)})[0], nil
}

func (a *App) examineConfig(o cli.DoctorOptions) []cli.Finding {
	where := o.Settings.Path
	if where == "" {
		where = "no file; the defaults serve"
	}
	list := []cli.Finding{{Check: "configuration", State: cli.StateOK, Detail: where}}
	for _, w := range o.Warnings {
		list = append(list, cli.Finding{Check: "configuration", State: cli.StateWarning, Detail: fmt.Sprintf("line %d: %s: %s", w.Line, w.Key, w.Problem)})
	}
	return list
}

// examineDatabase also reports whether the database has posted to Slack before.
func (a *App) examineDatabase(ctx context.Context, o cli.DoctorOptions) (list []cli.Finding, posted bool) {
	db, err := store.Open(ctx, o.Path, store.Options{})
	switch {
	case errors.Is(err, claims.ErrNoDatabase):
		return []cli.Finding{{Check: "database", State: cli.StateWarning, Detail: err.Error(), Hint: "ingest, add or daemon makes it"}}, false
	case err != nil:
		return []cli.Finding{{Check: "database", State: cli.StateFault, Detail: err.Error()}}, false
	}
	list = []cli.Finding{examineFile(ctx, db), examineDaemon(o.Path), examineBackup(ctx, db, o.Settings)}
	list = append(list, a.examineOutbox(ctx, db)...)
	list = append(list, a.examineConfidential(ctx, o.Settings, db)...)
	list = append(list, a.examineLine(ctx, o.Settings, db)...)
	posted, err = db.Posted(ctx)
	if err = errors.Join(err, db.Close()); err != nil {
		list = append(list, cli.Finding{Check: "database", State: cli.StateFault, Detail: err.Error()})
	}
	return list, posted
}

func examineFile(ctx context.Context, db *store.Store) cli.Finding {
	if err := db.Verify(ctx); err != nil {
		return cli.Finding{Check: "database", State: cli.StateFault, Detail: err.Error(), Hint: "keep a copy of the file and its -wal, then put a backup in its place"}
	}
	return cli.Finding{Check: "database", State: cli.StateOK, Detail: db.Path()}
}

// examineDaemon says whether a daemon runs: one that does holds the lock.
func examineDaemon(path string) cli.Finding {
	release, err := store.LockDaemon(path)
	switch {
	case errors.Is(err, claims.ErrBusy):
		return cli.Finding{Check: "daemon", State: cli.StateOK, Detail: "it runs"}
	case err != nil:
		return cli.Finding{Check: "daemon", State: cli.StateFault, Detail: err.Error()}
	}
	release()
	return cli.Finding{Check: "daemon", State: cli.StateWarning, Detail: "none runs: nothing is reminded of", Hint: "start claimwatch daemon"}
}

func (a *App) examineOutbox(ctx context.Context, db *store.Store) []cli.Finding {
	status, err := db.OutboxStatus(ctx, a.Now())
	if err != nil {
		return []cli.Finding{{Check: "outbox", State: cli.StateFault, Detail: err.Error()}}
	}
	problems := outboxProblems(status, a.Now())
	if len(problems) == 0 {
		return []cli.Finding{{Check: "outbox", State: cli.StateOK, Detail: fmt.Sprintf("%d reminders wait", status.Pending)}}
	}
	var list []cli.Finding
	for _, p := range problems {
		list = append(list, cli.Finding{Check: "outbox", State: cli.StateWarning, Detail: p})
	}
	return list
}

// examineConfidential says which claims may be told to nobody that Slack knows.
func (a *App) examineConfidential(ctx context.Context, s config.Settings, db *store.Store) []cli.Finding {
	o, err := a.staff(ctx, s, db, a.logger())
	if err != nil {
		return []cli.Finding{{Check: "confidential", State: cli.StateFault, Detail: err.Error()}}
	}
	if line := strandedLine(ctx, o); line != "" {
		return []cli.Finding{{Check: "confidential", State: cli.StateFault, Detail: line, Hint: "give them to somebody in people.names, or name people.editors"}}
	}
	return nil
}

// strandedLine says that confidential claims are due and have nobody to go to; "" when none has.
func strandedLine(ctx context.Context, o *office) string {
	list, err := o.ledger.Stranded(ctx)
	switch {
	case err != nil:
		return err.Error()
	case len(list) == 0:
		return ""
	}
	numbers := make([]string, len(list))
	for i, c := range list {
		numbers[i] = fmt.Sprintf("#%d", c.ID)
	}
	return "due, and nobody known in Slack to tell: " + strings.Join(numbers, " ")
}

// shownRuns is how many coming runs of a cron line are shown.
const shownRuns = 3

// examineSchedule shows when the written cron lines come next; the digest on no holiday.
func (a *App) examineSchedule(s config.Settings) ([]cli.Finding, error) {
	rules, err := rulesOf(s)
	if err != nil {
		return nil, err
	}
	var list []cli.Finding
	for _, l := range []struct{ name, spec string }{{"digest", s.Schedule.Digest}, {"watch", s.Schedule.Watch}, {"backup", s.Schedule.Backup}} {
		switch {
		case l.name == "backup" && (l.spec == "" || s.Backup.Folder == ""):
			continue // examineBackup has said so
		case l.spec == "":
			list = append(list, cli.Finding{Check: l.name, State: cli.StateOK, Detail: "off"})
			continue
		}
		line, err := scheduler.ParseLine(l.spec, s.Location)
		if err != nil {
			return nil, fmt.Errorf("schedule.%s: %w", l.name, err)
		}
		next := line.Next
		if l.name == "digest" {
			next = rules.DigestAt
		}
		list = append(list, cli.Finding{Check: l.name, State: cli.StateOK, Detail: comes(next, a.Now(), s.Location)})
	}
	return list, nil
}

// comes names the next runs of a line.
func comes(next func(time.Time) (time.Time, bool), now time.Time, loc *time.Location) string {
	var runs []string
	for range shownRuns {
		at, ok := next(now)
		if !ok {
			break
		}
		runs = append(runs, at.In(loc).Format("Mon 2006-01-02 15:04"))
		now = at
	}
	if len(runs) == 0 {
		return "never comes"
	}
	return "comes " + strings.Join(runs, ", ")
}

// examineTimeout bounds asking Slack.
const examineTimeout = 30 * time.Second

// examineSlack says where reminders go, and what Slack says of it. posted: the database has
// posted there before.
func (a *App) examineSlack(ctx context.Context, s config.Settings, posted bool) ([]cli.Finding, error) {
	var list []cli.Finding
	toSlack, err := s.Delivery(false, posted)
	switch {
	case err != nil:
		list = []cli.Finding{{Check: "slack", State: cli.StateFault, Detail: err.Error()}}
	case !toSlack:
		list = []cli.Finding{{Check: "slack", State: cli.StateOK, Detail: "no SLACK_BOT_TOKEN: reminders go to the terminal"}}
	}
	if s.Slack.BotToken.IsZero() {
		return list, nil
	}
	rules, err := rulesOf(s)
	if err != nil {
		return nil, err
	}
	sender, err := a.sender(s, rules.ChannelLocation, a.logger(), s.People.SlackID)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, examineTimeout)
	defer cancel()
	channels := rules.Channels()
	if s.Slack.Fallback != "" {
		channels = append(channels, s.Slack.Fallback)
	}
	list = append(list, slackFindings(sender.Check(ctx, channels))...)
	directory, unread := sender.Directory(ctx)
	list = append(list, a.examineSocketMode(ctx, s)...)
	if len(unread) > 0 { // who is not found may be there
		return append(list, slackFindings(unread)...), nil
	}
	return append(list, mentionFindings(s, directory)...), nil
}

// mentionFindings names the handles of the configuration that nobody in Slack goes by.
func mentionFindings(s config.Settings, d slack.Directory) []cli.Finding {
	var list []cli.Finding
	for _, p := range s.Rules.Policies {
		if p.Escalate == nil || !strings.HasPrefix(p.Escalate.Mention, "@") {
			continue
		}
		name := strings.TrimPrefix(p.Escalate.Mention, "@")
		if s.People.SlackID(name) == "" && d.ID(name) == "" {
			list = append(list, cli.Finding{
				Check: "slack mention", State: cli.StateFault, Detail: p.Escalate.Mention + " is no handle of a person or group: nobody would be notified",
				Hint: "write the id (U… or S…), or a handle that Slack knows",
			})
		}
	}
	return list
}

func slackFindings(found []slack.Finding) []cli.Finding {
	var list []cli.Finding
	for _, f := range found {
		state := cli.StateFault
		if f.OK {
			state = cli.StateOK
		}
		list = append(list, cli.Finding{Check: "slack " + f.Subject, State: state, Detail: f.Says})
	}
	return list
}

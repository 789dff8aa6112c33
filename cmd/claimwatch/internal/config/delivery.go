package config

// Delivery says where reminders go: Slack, or with false the terminal. terminal is the daemon's
// flag; posted says that this database has posted to Slack before. Errors: *Error.
func (s Settings) Delivery(terminal, posted bool) (slack bool, err error) {
	token := !s.Slack.BotToken.IsZero()
	switch {
	case terminal:
		return false, nil
	case token && s.Slack.Channel == "":
		return false, s.refuse("slack.channel", `there is a SLACK_BOT_TOKEN, but no channel to post to; set slack: {channel: "#follow-ups"}`)
	case token:
		return true, nil
	case s.Slack.Channel != "":
		return false, &Error{[]Fault{{File: "environment", Key: "SLACK_BOT_TOKEN", Problem: "it is missing, but slack.channel is configured; set it, or start with --terminal"}}}
	case posted:
		return false, &Error{[]Fault{{File: "environment", Key: "SLACK_BOT_TOKEN", Problem: "it is missing, but this database has posted to Slack before; set it, or start with --terminal"}}}
	}
	return false, nil
}

func (s Settings) refuse(key, problem string) error {
	file := s.Path
	if file == "" {
		file = "configuration"
	}
	return &Error{[]Fault{{File: file, Key: key, Problem: problem}}}
}

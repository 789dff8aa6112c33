package claims

// A Person is somebody whom Slack knows, by the name that they go by in histories and as owners.
type Person struct {
	Name    string
	SlackID string
	Zone    string // IANA name, of their profile; "" is unknown
}

package interact

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"claimwatch/notify/slack/blocks"
)

// A What says which of the things that people do an Event is.
type What string

// What there is.
const (
	Click    What = "click"
	Submit   What = "submit"
	Slash    What = "slash"
	Shortcut What = "shortcut"
	Home     What = "home"
	Revoked  What = "revoked" // the app was uninstalled, or its tokens were
	Nothing  What = "nothing" // acknowledged, nothing to do
)

// An Event is an envelope's payload as far as it is used.
type Event struct {
	What     What
	User     string
	Team     string // of the user
	Channel  string // "" in App Home
	TS       string // of the message that was clicked
	Trigger  string
	Response string // response_url
	Hidden   bool   // the message is ephemeral: it can be replaced through Response only

	Action   blocks.Action
	Value    blocks.Value
	Callback blocks.Callback
	Origin   blocks.Origin
	Form     Form
	View     string // id of the view that was clicked or submitted
	Modal    bool   // that view is a modal
	Text     string // of the command, or of the message that the shortcut is used on
	Author   string // of that message
}

// A Form holds what was filled in, by field. A field that the form did not have is missing.
type Form map[blocks.Field]string

// maxInput is the most that is read of one field, in bytes; Slack lets people write 3000 characters.
const maxInput = 16_000

var errPayload = errors.New("the payload cannot be read")

type interaction struct {
	Type string `json:"type"`
	User struct {
		ID     string `json:"id"`
		TeamID string `json:"team_id"`
	} `json:"user"`
	Team *struct {
		ID string `json:"id"`
	} `json:"team"`
	Channel *struct {
		ID string `json:"id"`
	} `json:"channel"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	CallbackID  string `json:"callback_id"`
	Container   struct {
		MessageTS   string `json:"message_ts"`
		ChannelID   string `json:"channel_id"`
		IsEphemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Message *struct {
		TS   string `json:"ts"`
		User string `json:"user"`
		Text string `json:"text"`
	} `json:"message"`
	Actions []element `json:"actions"`
	View    *view     `json:"view"`
}

type view struct {
	ID              string `json:"id"`
	Type            string `json:"type"`
	CallbackID      string `json:"callback_id"`
	PrivateMetadata string `json:"private_metadata"`
	State           struct {
		Values map[string]map[string]element `json:"values"`
	} `json:"state"`
}

// element is an action, or an input with what was filled in.
type element struct {
	ActionID       string   `json:"action_id"`
	BlockID        string   `json:"block_id"`
	Value          string   `json:"value"`
	SelectedOption *option  `json:"selected_option"`
	SelectedMany   []option `json:"selected_options"`
	SelectedUser   string   `json:"selected_user"`
	SelectedDate   string   `json:"selected_date"`
	SelectedTime   string   `json:"selected_time"`
}

type option struct {
	Value string `json:"value"`
}

// text returns what was chosen or written, whichever kind of element it is.
func (e element) text() string {
	switch {
	case e.SelectedOption != nil:
		return e.SelectedOption.Value
	case len(e.SelectedMany) > 0:
		return joined(e.SelectedMany)
	case e.SelectedUser != "":
		return e.SelectedUser
	case e.SelectedDate != "":
		return e.SelectedDate
	case e.SelectedTime != "":
		return e.SelectedTime
	}
	return e.Value
}

// joined parts what was ticked by commas.
func joined(list []option) string {
	var values []string
	for _, o := range list {
		values = append(values, o.Value)
	}
	return strings.Join(values, ",")
}

// Decode reads an envelope's payload. What nobody needs is Nothing; what cannot be read is an
// error that does not repeat it.
func Decode(kind string, payload []byte) (Event, error) {
	switch kind {
	case "interactive":
		return decodeInteraction(payload)
	case "slash_commands":
		return decodeSlash(payload)
	case "events_api":
		return decodeEvent(payload)
	}
	return Event{What: Nothing}, nil
}

func decodeInteraction(payload []byte) (Event, error) {
	var in interaction
	if json.Unmarshal(payload, &in) != nil {
		return Event{}, errPayload
	}
	e := in.event()
	switch in.Type {
	case "block_actions":
		return in.click(e)
	case "view_submission":
		return in.submission(e)
	case "shortcut", "message_action":
		e.What, e.Callback = Shortcut, blocks.Callback(in.CallbackID)
		return e, nil
	}
	return Event{What: Nothing}, nil
}

// event reads what all interactions share.
func (in interaction) event() Event {
	e := Event{
		User: in.User.ID, Team: in.User.TeamID, Trigger: in.TriggerID, Response: in.ResponseURL,
		Channel: in.Container.ChannelID, TS: in.Container.MessageTS, Hidden: in.Container.IsEphemeral,
	}
	if e.Team == "" && in.Team != nil {
		e.Team = in.Team.ID
	}
	if in.Channel != nil && in.Channel.ID != "" {
		e.Channel = in.Channel.ID
	}
	if in.Message != nil {
		e.Text, e.Author = bounded(in.Message.Text), in.Message.User
		if e.TS == "" {
			e.TS = in.Message.TS
		}
	}
	if in.View != nil {
		e.View, e.Modal = in.View.ID, in.View.Type == "modal"
	}
	return e
}

func (in interaction) click(e Event) (Event, error) {
	e.What = Click
	if len(in.Actions) == 0 {
		return Event{What: Nothing}, nil
	}
	a := in.Actions[0]
	e.Action = blocks.ParseAction(a.ActionID)
	if a.ActionID == blocks.Input && a.BlockID == string(blocks.FieldOutcome) {
		return in.chosen(e, a)
	}
	if e.Action == blocks.ActionLink || !known(e.Action) {
		return Event{What: Nothing}, nil
	}
	var err error
	if e.Value, err = blocks.ParseValue(a.text()); err != nil {
		return Event{}, errPayload
	}
	if in.View != nil && e.Modal {
		e.Origin, err = blocks.ParseOrigin(in.View.PrivateMetadata)
	}
	return e, err
}

// chosen reads an outcome that was chosen in a form, which then asks for what that outcome needs.
func (in interaction) chosen(e Event, a element) (Event, error) {
	if in.View == nil || len(a.text()) > maxWord {
		return Event{}, errPayload
	}
	var err error
	e.What, e.Action, e.Form = Click, actionOutcome, Form{blocks.FieldOutcome: a.text()}
	e.Origin, err = blocks.ParseOrigin(in.View.PrivateMetadata)
	return e, err
}

// actionOutcome is the choice of an outcome in a form.
const actionOutcome blocks.Action = "outcome"

// maxWord bounds a word of ours, in bytes.
const maxWord = 100

func (in interaction) submission(e Event) (Event, error) {
	if in.View == nil {
		return Event{}, errPayload
	}
	e.What, e.Callback, e.Form = Submit, blocks.Callback(in.View.CallbackID), Form{}
	var err error
	if e.Origin, err = blocks.ParseOrigin(in.View.PrivateMetadata); err != nil {
		return Event{}, errPayload
	}
	for id, elements := range in.View.State.Values {
		for _, el := range elements {
			e.Form[blocks.Field(id)] = strings.TrimSpace(bounded(el.text()))
		}
	}
	return e, nil
}

// bounded returns at most maxInput bytes of valid UTF-8.
func bounded(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= maxInput {
		return s
	}
	s = s[:maxInput]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s
}

func decodeSlash(payload []byte) (Event, error) {
	var in struct {
		Command     string `json:"command"`
		Text        string `json:"text"`
		UserID      string `json:"user_id"`
		TeamID      string `json:"team_id"`
		ChannelID   string `json:"channel_id"`
		TriggerID   string `json:"trigger_id"`
		ResponseURL string `json:"response_url"`
	}
	if json.Unmarshal(payload, &in) != nil {
		return Event{}, errPayload
	}
	return Event{
		What: Slash, User: in.UserID, Team: in.TeamID, Channel: in.ChannelID, Trigger: in.TriggerID, Response: in.ResponseURL,
		Text: unescape(strings.TrimSpace(bounded(in.Text))),
	}, nil
}

// unescape undoes what Slack does to the text of a command and of messages. Mentions stay as they are.
func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

func decodeEvent(payload []byte) (Event, error) {
	var in struct {
		TeamID string `json:"team_id"`
		Event  struct {
			Type string `json:"type"`
			User any    `json:"user"`
			Tab  string `json:"tab"`
		} `json:"event"`
	}
	if json.Unmarshal(payload, &in) != nil {
		return Event{}, errPayload
	}
	user, _ := in.Event.User.(string)
	switch {
	case in.Event.Type == "app_home_opened" && in.Event.Tab == "home" && user != "":
		return Event{What: Home, User: user, Team: in.TeamID}, nil
	case in.Event.Type == "app_uninstalled", in.Event.Type == "tokens_revoked":
		return Event{What: Revoked}, nil
	}
	return Event{What: Nothing}, nil
}

var actions = map[blocks.Action]bool{
	blocks.ActionResolve: true, blocks.ActionCheck: true, blocks.ActionDue: true, blocks.ActionSnooze: true, blocks.ActionTake: true,
	blocks.ActionAssign: true, blocks.ActionMore: true, blocks.ActionReopen: true, blocks.ActionShow: true, blocks.ActionTrack: true,
	blocks.ActionDismiss: true, blocks.ActionEditTrack: true, blocks.ActionTrackAll: true, blocks.ActionDismissRest: true,
	blocks.ActionUndo: true, blocks.ActionHome: true, blocks.ActionAdd: true, blocks.ActionIngest: true,
	blocks.ActionWake: true, blocks.ActionReview: true, blocks.ActionDigest: true,
}

func known(a blocks.Action) bool { return actions[a] }

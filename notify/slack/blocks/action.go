package blocks

import (
	"fmt"
	"strconv"
	"strings"

	"claimwatch/claims"
)

// An Action is the action_id of a button or menu. The set is closed: what a click does is decided
// by its Action, what it is about by its Value.
type Action string

// Of returns the action_id of one of several buttons of an action in one block, where Slack wants
// each to differ: the action, a colon, a word.
func (a Action) Of(word string) string { return string(a) + ":" + word }

// ParseAction reads an action_id: the action without the word that Of adds.
func ParseAction(id string) Action {
	a, _, _ := strings.Cut(id, ":")
	return Action(a)
}

// On cards, and wherever one claim is shown. Values carry claim and version.
const (
	ActionResolve Action = "claim_resolve" // opens ResolveModal
	ActionCheck   Action = "claim_check"   // nothing new
	ActionDue     Action = "claim_due"     // opens DueModal
	ActionSnooze  Action = "claim_snooze"  // a menu: options carry a Choice, see Snoozes
	ActionTake    Action = "claim_take"    // the clicker becomes the owner
	ActionAssign  Action = "claim_assign"  // opens AssignModal
	ActionMore    Action = "claim_more"    // an overflow menu: options carry a Choice, see Mores
	ActionReopen  Action = "claim_reopen"  // on receipts: undo
	ActionWake    Action = "claim_wake"    // on snoozed cards: the snooze ends now
	ActionShow    Action = "claim_show"    // opens ShowModal: a claim as it stands, to act upon
)

// On triage cards and in ReviewModal. ActionTrack, ActionDismiss and ActionEditTrack carry claim and
// version; ActionTrackAll, ActionDismissRest and ActionReview carry the report; ActionUndo carries a
// claim with its version, or the report for all that was decided there.
const (
	ActionTrack       Action = "triage_track"
	ActionDismiss     Action = "triage_dismiss"
	ActionEditTrack   Action = "triage_edit" // opens EditModal; its submission tracks
	ActionTrackAll    Action = "triage_track_all"
	ActionDismissRest Action = "triage_dismiss_rest"
	ActionUndo        Action = "triage_undo"
	ActionReview      Action = "triage_review" // opens ReviewModal, or its Page
)

// In App Home.
const (
	ActionHome   Action = "home_view" // Choice is a HomeView; Page may be set; the id has a suffix, see ParseAction
	ActionAdd    Action = "claim_add" // opens AddModal
	ActionIngest Action = "report_add"
	ActionDigest Action = "digest_hours" // opens DigestModal
	ActionLink   Action = "link"         // a button with an address: acknowledged, nothing else; a suffix may follow
)

// Choices of the ActionSnooze menu.
const (
	SnoozeLater    = "later"    // later today
	SnoozeTomorrow = "tomorrow" // until the morning
	SnoozeWeek     = "week"     // next week's Monday
	SnoozeDate     = "date"     // opens SnoozeModal
)

// Snoozes lists them in the order of the menu.
func Snoozes() []string { return []string{SnoozeLater, SnoozeTomorrow, SnoozeWeek, SnoozeDate} }

// Choices of the ActionMore menu: on cards those of Mores, on lines of bundles, digests, lists and
// App Home those of LineMores.
const (
	MoreEdit    = "edit"    // opens EditModal
	MoreHistory = "history" // opens HistoryModal
	MoreLeads   = "leads"   // opens LeadsModal
	MoreMerge   = "merge"   // opens MergeModal
	MoreDismiss = "dismiss" // not an open item

	MoreResolve  = "resolve"  // as ActionResolve
	MoreCheck    = "check"    // as ActionCheck
	MoreDue      = "due"      // as ActionDue
	MoreTomorrow = "tomorrow" // as SnoozeTomorrow
	MoreShow     = "show"     // as ActionShow
)

// Mores lists them in the order of the menu.
func Mores() []string {
	return []string{MoreEdit, MoreHistory, MoreLeads, MoreMerge, MoreDismiss}
}

// LineMores lists those of a line, in the order of the menu.
func LineMores() []string {
	return []string{MoreResolve, MoreCheck, MoreDue, MoreTomorrow, MoreShow}
}

// A HomeView is a filter of App Home.
type HomeView string

// The filters.
const (
	HomeMine    HomeView = "mine"
	HomeUnowned HomeView = "unowned"
	HomeDue     HomeView = "due"
	HomeAll     HomeView = "all"
)

// HomeViews lists them in the order of the buttons.
func HomeViews() []HomeView { return []HomeView{HomeMine, HomeUnowned, HomeDue, HomeAll} }

// A Value is what a button or an option carries: what it is about, and for a menu the choice. It
// is under 75 characters however large its numbers are. Texts never ride in it.
type Value struct {
	Claim   claims.ClaimID
	Version int64 // Claim.Version that it was drawn for
	Report  claims.ReportID
	Choice  string // a word of this file
	Page    int
}

// ValueOf returns the value of a claim's button.
func ValueOf(c claims.Claim) Value { return Value{Claim: c.ID, Version: c.Version} }

// With returns the value with a choice of a menu.
func (v Value) With(choice string) Value { v.Choice = choice; return v }

// String writes the value: "c12", "v3", "r7", "p2" and "=word", parted by points, zero parts left out.
func (v Value) String() string {
	var parts []string
	for _, f := range v.fields() {
		if *f.at != 0 {
			parts = append(parts, fmt.Sprintf("%c%d", f.name, *f.at))
		}
	}
	if v.Choice != "" {
		parts = append(parts, "="+v.Choice)
	}
	return strings.Join(parts, ".")
}

type field struct {
	name byte
	at   *int64
}

// fields lists copies of the numbers by their letters.
func (v Value) fields() []field {
	claim, version, report, page := int64(v.Claim), v.Version, int64(v.Report), int64(v.Page)
	return []field{{'c', &claim}, {'v', &version}, {'r', &report}, {'p', &page}}
}

// maxValue bounds what is read as a value.
const maxValue = 150

// ParseValue reads what String wrote. Anything else is an error that says so without repeating it:
// whoever can forge a payload writes it.
func ParseValue(s string) (Value, error) {
	var v Value
	if len(s) > maxValue {
		return Value{}, errValue
	}
	if s == "" {
		return v, nil
	}
	for part := range strings.SplitSeq(s, ".") {
		if err := v.read(part); err != nil {
			return Value{}, err
		}
	}
	return v, nil
}

var errValue = &claims.InvalidError{Field: "button", Problem: "it carries no value of ours"}

func (v *Value) read(part string) error {
	if len(part) < 2 {
		return errValue
	}
	if part[0] == '=' {
		v.Choice = part[1:]
		return nil
	}
	n, err := strconv.ParseInt(part[1:], 10, 64)
	if err != nil || n <= 0 {
		return errValue
	}
	switch part[0] {
	case 'c':
		v.Claim = claims.ClaimID(n)
	case 'v':
		v.Version = n
	case 'r':
		v.Report = claims.ReportID(n)
	case 'p':
		v.Page = int(n)
	default:
		return errValue
	}
	return nil
}

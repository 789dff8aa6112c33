package interact

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
)

// A subcommand is a word after /claim.
type subcommand struct {
	name    string
	example string
	do      func(*deed, context.Context, string) error
}

var subcommands []subcommand

func init() {
	subcommands = []subcommand{
		{"add", "/claim add Will the mayor publish the contract?", (*deed).slashAdd},
		{"list", "/claim list mine", (*deed).slashList},
		{"show", "/claim show 12", (*deed).slashShow},
		{"close", "/claim close 12 happened https://example.org/story", (*deed).slashClose},
		{"snooze", "/claim snooze 12 3d", (*deed).slashSnooze},
		{"assign", "/claim assign 12 me", (*deed).slashAssign},
		{"next", "/claim next 12", (*deed).slashNext},
		{"digest", "/claim digest 08:30 mon-fri", (*deed).slashDigest},
		{"help", "/claim help", (*deed).slashHelp},
	}
}

// slash does a command; without a word it opens the form, with an unknown one it says what is near.
func (d *deed) slash(ctx context.Context) error {
	word, rest := cut(d.Text)
	if word == "" {
		return d.open(ctx, blocks.AddModal(d.style(), blocks.Origin{Channel: d.Channel}, blocks.Prefill{}))
	}
	i := slices.IndexFunc(subcommands, func(s subcommand) bool { return s.name == strings.ToLower(word) })
	if i >= 0 {
		return subcommands[i].do(d, ctx, rest)
	}
	near := nearest(strings.ToLower(word))
	d.say(ctx, d.Event, fmt.Sprintf("There is no /claim %.30s. Did you mean: %s", word, near.example))
	return nil
}

// cut parts the first word from the rest.
func cut(s string) (word, rest string) {
	s = strings.TrimSpace(s)
	i := strings.IndexAny(s, " \t\n")
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimSpace(s[i:])
}

// nearest returns the subcommand that is fewest edits away.
func nearest(word string) subcommand {
	best, least := subcommands[0], 1<<30
	for _, s := range subcommands {
		if n := distance(word, s.name); n < least {
			best, least = s, n
		}
	}
	return best
}

// distance counts the letters that must be put in, taken out or changed.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			swap := last
			if a[i] != b[j] {
				swap++
			}
			last = row[j+1]
			row[j+1] = min(row[j]+1, row[j+1]+1, swap)
		}
	}
	return row[len(b)]
}

func (d *deed) slashHelp(ctx context.Context, _ string) error {
	d.show(ctx, d.Event, blocks.Help())
	return nil
}

// slashAdd stores a claim; a link or a whole report is one to be read.
func (d *deed) slashAdd(ctx context.Context, text string) error {
	switch {
	case text == "":
		return d.open(ctx, blocks.AddModal(d.style(), blocks.Origin{Channel: d.Channel}, blocks.Prefill{}))
	case isLink(text) && d.cfg.Language.Fetch == nil:
		return &claims.RefusedError{Problem: noFetch}
	case isLink(text):
		d.Form = Form{blocks.FieldText: address(text)}
		return d.ingest(ctx)
	case utf8.RuneCountInString(text) > claims.MaxSummaryRunes:
		return d.open(ctx, blocks.IngestModal(d.style(), blocks.Origin{Channel: d.Channel}, text))
	}
	draft, err := d.draft(Form{blocks.FieldSummary: plainText(text)})
	if err != nil {
		return err
	}
	return d.stored(ctx, draft)
}

// mostListed is how many claims an answer lists.
const mostListed = claims.LinesPerMessage

func (d *deed) slashList(ctx context.Context, rest string) error {
	f, heading, keep := d.filter(rest)
	list, err := d.cfg.Reader.List(ctx, f)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(c claims.Claim) bool { return c.Confidential || !keep(c) })
	if len(list) == 0 {
		d.say(ctx, d.Event, heading+": nothing is open.")
		return nil
	}
	shown := list[:min(len(list), mostListed)]
	d.show(ctx, d.Event, blocks.List(d.style(), fmt.Sprintf("%s (%d)", heading, len(list)), shown, len(list)-len(shown)))
	return nil
}

// filter reads what is to be listed. Words that are none of ours are searched for.
func (d *deed) filter(rest string) (f claims.Filter, heading string, keep func(claims.Claim) bool) {
	f.Status = []claims.Status{claims.StatusOpen}
	keep = func(claims.Claim) bool { return true }
	today := claims.DayOf(d.cfg.Now().In(d.cfg.Zone))
	word, more := cut(strings.ToLower(rest))
	switch {
	case word == "" || word == "all":
		heading = "Open claims"
	case word == "mine":
		heading, keep = "Your claims", func(c claims.Claim) bool { return d.people.owns(d.who, c) }
	case word == "unowned":
		heading, keep = "Claims without an owner", func(c claims.Claim) bool { return c.Owner == "" }
	case word == "overdue":
		heading, f.Overdue = "Overdue claims", today
	case word == "due":
		heading, keep = "Due within a week", dueBy(today+dueSoon)
	case word == "desk" && more != "":
		_, name := cut(rest)
		heading, f.Desk = "Claims of desk "+name, name
	default:
		heading, f.Search = "Claims with "+rest, rest
	}
	return f, heading, keep
}

// dueSoon is how many days ahead "due" looks.
const dueSoon = 7

func dueBy(last claims.Day) func(claims.Claim) bool {
	return func(c claims.Claim) bool { return c.Due.Known() && c.Due.Start <= last }
}

func (d *deed) slashShow(ctx context.Context, rest string) error {
	id, err := claimID(rest)
	if err != nil {
		return err
	}
	dossier, err := d.dossier(ctx, d.who, id)
	if err != nil {
		return err
	}
	if dossier.Claim.Confidential {
		return d.open(ctx, blocks.ShowModal(d.style(), d.origin(dossier.Claim), dossier, true))
	}
	d.show(ctx, d.Event, blocks.Show(d.style(), dossier))
	return nil
}

// slashClose resolves: with an outcome and what shows it at once, with the number alone by a form.
func (d *deed) slashClose(ctx context.Context, rest string) error {
	word, rest := cut(rest)
	id, err := claimID(word)
	if err != nil {
		return err
	}
	c, err := d.claim(ctx, d.who, id)
	if err != nil {
		return err
	}
	if rest == "" {
		return d.open(ctx, blocks.ResolveModal(d.style(), d.origin(c), c))
	}
	word, rest = cut(rest)
	act := claims.Close{Outcome: claims.Outcome(strings.ReplaceAll(strings.ToLower(word), "-", "_"))}
	for _, w := range strings.Fields(rest) {
		switch {
		case act.Outcome == claims.OutcomeDuplicate && act.Of == 0:
			act.Of, _ = claimID(w) // what is no number is refused below
		case act.Evidence.URL == "" && isLink(w):
			act.Evidence.URL, _, _ = strings.Cut(strings.Trim(w, "<>"), "|")
		default:
			act.Evidence.Note = strings.TrimSpace(act.Evidence.Note + " " + plainText(w))
		}
	}
	return d.did(ctx, id, act)
}

// did does an act on a claim and answers with how it stands.
func (d *deed) did(ctx context.Context, id claims.ClaimID, act claims.Act) error {
	c, err := d.apply(ctx, id, 0, act, "")
	if err != nil {
		return err
	}
	d.refreshHome(ctx, d.who)
	if c.Confidential {
		d.say(ctx, d.Event, fmt.Sprintf("Done: #%d.", id))
		return nil
	}
	dossier, err := d.cfg.Reader.Dossier(ctx, id)
	if err != nil {
		return err
	}
	d.show(ctx, d.Event, blocks.Show(d.style(), dossier))
	return nil
}

func (d *deed) slashSnooze(ctx context.Context, rest string) error {
	word, rest := cut(rest)
	id, err := claimID(word)
	if err != nil {
		return err
	}
	c, err := d.claim(ctx, d.who, id)
	if err != nil {
		return err
	}
	switch strings.ToLower(rest) {
	case "":
		return d.open(ctx, blocks.SnoozeModal(d.style(), d.origin(c), c))
	case "tomorrow":
		rest = d.snoozeWords(blocks.SnoozeTomorrow)
	case "next week":
		rest = d.snoozeWords(blocks.SnoozeWeek)
	}
	until, err := d.cfg.Language.SnoozeEnd(ctx, id, rest)
	if err != nil {
		return err
	}
	return d.did(ctx, id, claims.Snooze{Until: until})
}

var (
	// Compiled when they are needed: every command pays for what its packages do at the start.
	mention = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^<@([UW][A-Z0-9]{2,20})(\|[^>]*)?>$`) })
	markup  = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`<(?:[@#!][^>|]*\|([^>]*)|([^@#!>|][^>|]*)(?:\|[^>]*)?)>`)
	})
)

// plainText takes Slack's markup of mentions and links out of what somebody wrote.
func plainText(s string) string { return markup().ReplaceAllString(s, "$1$2") }

func (d *deed) slashAssign(ctx context.Context, rest string) error {
	word, rest := cut(rest)
	id, err := claimID(word)
	if err != nil {
		return err
	}
	c, err := d.claim(ctx, d.who, id)
	if err != nil {
		return err
	}
	to := strings.TrimPrefix(rest, "@")
	switch m := mention().FindStringSubmatch(rest); {
	case rest == "":
		return d.open(ctx, blocks.AssignModal(d.style(), d.origin(c), c))
	case m != nil:
		if to, err = d.named(ctx, m[1]); err != nil {
			return err
		}
	case strings.EqualFold(rest, "me"):
		to = d.who.Name
	case strings.EqualFold(rest, "nobody") || strings.EqualFold(rest, "none"):
		to = ""
	}
	return d.did(ctx, id, claims.Assign{To: plainText(to)})
}

func (d *deed) slashNext(ctx context.Context, rest string) error {
	var q claims.PreviewQuery
	if rest != "" {
		id, err := claimID(rest)
		if err != nil {
			return err
		}
		if _, err := d.claim(ctx, d.who, id); err != nil {
			return err
		}
		q.IDs = []claims.ClaimID{id}
	}
	list, err := d.cfg.Reader.Preview(ctx, q)
	if err != nil {
		return err
	}
	hidden, err := d.hidden(ctx)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(p claims.Planned) bool { return hidden[p.ClaimID] })
	d.show(ctx, d.Event, blocks.Next(d.style(), list))
	return nil
}

// hidden lists the open claims that no answer in a channel names.
func (d *deed) hidden(ctx context.Context) (map[claims.ClaimID]bool, error) {
	list, err := d.cfg.Reader.List(ctx, claims.Filter{Status: []claims.Status{claims.StatusOpen}})
	if err != nil {
		return nil, err
	}
	out := map[claims.ClaimID]bool{}
	for _, c := range list {
		if c.Confidential {
			out[c.ID] = true
		}
	}
	return out, nil
}

// shortcut opens the form that a shortcut stands for.
func (d *deed) shortcut(ctx context.Context) error {
	o := blocks.Origin{Channel: d.Channel}
	switch d.Callback {
	case blocks.ShortcutTrack:
		return d.open(ctx, blocks.AddModal(d.style(), o, d.prefill(ctx)))
	case blocks.ShortcutAdd:
		return d.open(ctx, blocks.AddModal(d.style(), o, blocks.Prefill{}))
	case blocks.ShortcutIngest:
		return d.open(ctx, blocks.IngestModal(d.style(), o, ""))
	}
	return nil
}

// prefill fills the form in from the message that the shortcut was used on: its words, its
// address, its author. Slack is asked nothing but what is known already, since the form must open
// within three seconds.
func (d *deed) prefill(_ context.Context) blocks.Prefill {
	text := plainText(unescape(d.Text))
	p := blocks.Prefill{Quote: text, Summary: summary(text), OwnerID: d.who.id, Source: d.people.permalink(d.Channel, d.TS), AuthorID: d.Author, ChannelID: d.Channel}
	if k, ok := d.cfg.Language.Kind(text, d.today()); ok {
		p.Kind = k
	}
	return p
}

// summary is the first line of a message, if it is short enough to be one.
func summary(text string) string {
	line := firstLine(text)
	if strings.HasSuffix(line, "…") {
		return ""
	}
	return line
}

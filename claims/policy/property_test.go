package policy_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"claimwatch/claims"
	"claimwatch/claims/policy"
)

var zones = []string{"Europe/Prague", "America/New_York", "Europe/Berlin", "Asia/Beirut", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "UTC"}

// world is a random desk with a random claim that people have acted upon.
type world struct {
	t        *rapid.T
	settings policy.Settings
	rules    *policy.Rules
	c        claims.Claim
	now      time.Time
	reminded []claims.Notice
	waived   bool // the next reminder may come inside the gap
}

func pick[T any](t *rapid.T, name string, from ...T) T { return rapid.SampledFrom(from).Draw(t, name) }

func drawCadence(t *rapid.T, name string) policy.Cadence {
	return policy.Cadence{
		Every:   pick(t, name+" every", policy.Duration{}, policy.Exact(7*time.Hour), policy.Exact(20*time.Hour), policy.Exact(36*time.Hour), policy.Days(1), policy.Days(3), policy.Days(10)),
		Stretch: pick(t, name+" stretch", 0, 1, 1.1, 1.5, 2.5),
		AtMost:  pick(t, name+" at most", policy.Duration{}, policy.Exact(30*time.Hour), policy.Days(5), policy.Days(40)),
	}
}

func drawSettings(t *rapid.T) policy.Settings {
	loc, err := time.LoadLocation(pick(t, "zone", zones...))
	if err != nil {
		t.Fatal(err)
	}
	s := policy.Settings{Location: loc, Channel: "#desk", Gap: pick(t, "gap", policy.Duration{}, policy.Exact(90*time.Minute), policy.Exact(20*time.Hour), policy.Days(2))}
	if rapid.Bool().Draw(t, "has hours") {
		h := &policy.Hours{From: policy.Clock(rapid.IntRange(0, 11).Draw(t, "from"), pick(t, "minute", 0, 15)), To: policy.Clock(rapid.IntRange(12, 24).Draw(t, "to"), 0)}
		for d := range 7 {
			h.Days[d] = d == 3 || rapid.Bool().Draw(t, "desk day")
		}
		s.Hours = h
	}
	if rapid.Bool().Draw(t, "has holidays") {
		from := claims.NewDay(2025, time.January, 1) + claims.Day(rapid.IntRange(0, 300).Draw(t, "holiday"))
		s.Holidays = []policy.Holiday{{Country: pick(t, "country", "cz", "us")}, {From: from, To: from + claims.Day(rapid.IntRange(0, 9).Draw(t, "days off"))}}
	}
	at := policy.Clock(rapid.IntRange(0, 23).Draw(t, "at"), pick(t, "at minute", 0, 30))
	p := policy.Policy{At: &at, Overdue: drawCadence(t, "overdue"), Undated: drawCadence(t, "undated")}
	if rapid.Bool().Draw(t, "has ahead") {
		p.Ahead = []policy.Duration{policy.Days(rapid.IntRange(0, 9).Draw(t, "ahead")), policy.Exact(time.Duration(rapid.IntRange(0, 50).Draw(t, "hours ahead")) * time.Hour)}
	}
	if rapid.Bool().Draw(t, "escalates") {
		p.Escalate = &policy.Escalate{After: rapid.IntRange(1, 4).Draw(t, "after"), Mention: "@boss", Channel: pick(t, "leads", "", "#leads")}
	}
	s.Policies = []policy.Policy{p}
	return s
}

func drawDue(t *rapid.T, around claims.Day) claims.Due {
	length := pick(t, "due", -1, 0, 0, 2, 31, 90)
	if length < 0 {
		return claims.Due{}
	}
	start := around + claims.Day(rapid.IntRange(-20, 40).Draw(t, "due in"))
	return claims.Due{Start: start, End: start + claims.Day(length), Precision: claims.PrecisionDay}
}

func drawWorld(t *rapid.T) *world {
	w := &world{t: t, settings: drawSettings(t)}
	rules, err := policy.New(w.settings)
	if err != nil {
		t.Fatal(err)
	}
	w.rules = rules
	w.now = time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.Int64Range(0, 400*24*60).Draw(t, "opened")) * time.Minute)
	d := claims.Draft{Kind: claims.KindEvent, Summary: "Does the strike end?", Due: drawDue(t, claims.DayOf(w.now))}
	if rapid.IntRange(0, 5).Draw(t, "waits") == 0 {
		d.After = 7
	}
	if w.c, _, err = d.Claim(claims.Moment{At: w.now}); err != nil {
		t.Fatal(err)
	}
	w.c.ID = 1
	return w
}

// live lets people act and reminders come.
func (w *world) live(turns int) {
	for range rapid.IntRange(0, turns).Draw(w.t, "turns") {
		if rapid.Bool().Draw(w.t, "somebody acts") {
			w.act()
			continue
		}
		w.remind()
	}
}

func (w *world) do(a claims.Act) {
	ch, err := a.Apply(w.c, claims.Moment{At: w.now, By: claims.Actor{Name: "anna"}})
	if err != nil {
		w.t.Fatal(err)
	}
	w.c = ch.After
}

// act lets somebody do something before the next reminder.
func (w *world) act() {
	until := 100 * time.Hour
	if s, ok := w.rules.Next(w.c, w.now); ok {
		until = min(until, s.At.Sub(w.now))
	}
	w.now = w.now.Add(time.Duration(rapid.Int64Range(0, int64(until/time.Second)).Draw(w.t, "act after")) * time.Second)
	switch pick(w.t, "act", "check", "snooze", "date", "text", "note", "wake", "wait") {
	case "check":
		w.do(claims.Check{})
	case "snooze":
		w.do(claims.Snooze{Until: w.rules.SnoozeEnd(w.c, pick(w.t, "for", policy.Days(1), policy.Days(12), policy.Exact(3*time.Hour)), w.now)})
		w.waived = true
	case "date":
		due := drawDue(w.t, claims.DayOf(w.now))
		w.waived = w.waived || due != w.c.Due
		w.do(claims.Edit{Due: &due})
	case "text":
		text := w.c.Summary + "?"
		w.do(claims.Edit{Summary: &text})
	case "note":
		w.do(claims.AddNote{Text: "rang them"})
	case "wake":
		if w.c.After != 0 {
			w.c = w.c.Woken(w.c.After, w.now)
		}
	case "wait":
		other := claims.ClaimID(rapid.IntRange(0, 2).Draw(w.t, "for claim") * 7)
		w.do(claims.Edit{After: &other})
	}
}

// remind runs the check at the next slot and holds it against what is promised of every reminder.
func (w *world) remind() bool {
	s, ok := w.rules.Next(w.c, w.now)
	if !ok {
		if w.c.After == 0 || !w.c.Pace.WokenAt.IsZero() {
			w.t.Fatalf("an open claim went silent at %s: %+v", w.now, w.c)
		}
		return false
	}
	if s.At.Before(w.now) {
		w.t.Fatalf("the next reminder at %s is before %s", s.At, w.now)
	}
	if d, ok := w.rules.Decide(w.c, s.At.Add(-time.Millisecond)); ok && s.At.After(w.now) {
		w.t.Fatalf("reminded at %s, a moment before the slot %+v", d.Notice.DecidedAt, s)
	}
	d, ok := w.rules.Decide(w.c, s.At)
	if !ok {
		w.t.Fatalf("no reminder at its slot %+v: %+v", s, w.c)
	}
	w.hold(d.Notice, s)
	w.now = s.At
	w.c = w.rules.Delivered(d.Claim, d.Notice.SlotAt, w.now)
	if !w.c.NextReminderAt.Equal(d.Claim.NextReminderAt) {
		w.t.Fatalf("next %s when decided, %s when posted at once", d.Claim.NextReminderAt, w.c.NextReminderAt)
	}
	return true
}

func (w *world) hold(n claims.Notice, s policy.Slot) {
	if n.Reason != s.Reason || n.Ordinal != s.Ordinal || !n.SlotAt.Equal(s.Slot) || n.Channel != s.Channel || n.Mention != s.Mention {
		w.t.Fatalf("Next said %+v, Decide %+v", s, n)
	}
	if n.Ordinal != len(w.reminded)+1 {
		w.t.Fatalf("reminder %d has ordinal %d", len(w.reminded)+1, n.Ordinal)
	}
	if len(w.reminded) > 0 && !w.waived {
		last := w.reminded[len(w.reminded)-1].DecidedAt
		if gap := w.settings.Gap.Nominal(); n.DecidedAt.Sub(last) < gap-maxClockChange(w.settings.Gap) {
			w.t.Fatalf("%s after %s is inside the gap of %s", n.DecidedAt, last, gap)
		}
	}
	w.waived = false
	w.inHours(n.DecidedAt)
	w.reminded = append(w.reminded, n)
}

// maxClockChange is by how much a gap in calendar days may be shorter than days of 24 hours.
func maxClockChange(gap policy.Duration) time.Duration {
	if _, calendar := gap.Calendar(); calendar {
		return time.Hour
	}
	return 0
}

func (w *world) inHours(at time.Time) {
	local := at.In(w.settings.Location)
	day := claims.DayOf(local)
	for _, h := range w.settings.Holidays {
		if h.From <= day && day <= h.To {
			w.t.Fatalf("reminded on the holiday %s", local)
		}
	}
	h := w.settings.Hours
	if clock := policy.Clock(local.Hour(), local.Minute()); h != nil && (!h.Days[local.Weekday()] || clock < h.From || clock >= h.To) {
		w.t.Fatalf("reminded at %s, outside %+v", local, *h)
	}
}

func TestDecide_KeepsItsPromisesWhateverPeopleDo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.live(12)
		want := w.rules.Preview([]claims.Claim{w.c}, claims.PreviewQuery{From: w.now, Until: w.now.Add(30 * 24 * time.Hour)}, w.now, policy.Standing{})
		var got []claims.Planned
		for range want {
			if !w.remind() {
				break
			}
			n := w.reminded[len(w.reminded)-1]
			got = append(got, claims.Planned{ClaimID: n.ClaimID, At: w.now, Reason: n.Reason, Ordinal: n.Ordinal, Channel: n.Channel, Mention: n.Mention, As: claims.FormCard})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("preview and what happened: %s", diff)
		}
	})
}

func TestDecide_AHeartbeatSendsWhatThePreviewSaid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.settings.Hours, w.settings.Holidays = nil, nil // a slot in the last minute of the desk is found the next day
		if w.settings.Gap.IsZero() {
			w.settings.Gap = policy.Exact(90 * time.Minute) // slots closer than the heartbeat are one reminder
		}
		rules, err := policy.New(w.settings)
		if err != nil {
			t.Fatal(err)
		}
		until := w.now.Add(30 * 24 * time.Hour)
		planned := rules.Preview([]claims.Claim{w.c}, claims.PreviewQuery{From: w.now, Until: until}, w.now, policy.Standing{})
		beat := time.Duration(rapid.IntRange(1, 300).Draw(t, "heartbeat in seconds")) * time.Second
		for _, want := range planned {
			look := rules.NextLook(w.c, w.now)
			late := look.Sub(w.now) % beat
			if late > 0 {
				late = beat - late
			}
			w.now = look.Add(late)
			d, ok := rules.Decide(w.c, w.now)
			if !ok || !d.Notice.SlotAt.Equal(want.At) || d.Notice.Reason != want.Reason || d.Notice.Ordinal != want.Ordinal {
				t.Fatalf("at %s decided %v %+v, want %+v", w.now, ok, d.Notice, want)
			}
			w.c = rules.Delivered(d.Claim, d.Notice.SlotAt, w.now)
		}
		if look := rules.NextLook(w.c, w.now); !look.IsZero() && look.Before(until) {
			t.Fatalf("one more is to come at %s", look)
		}
	})
}

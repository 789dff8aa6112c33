package config_test

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/claims/policy"
	"claimwatch/cmd/claimwatch/internal/config"
	"github.com/google/go-cmp/cmp"
)

func nowhere(string) string { return "" }

// cron refuses one line, as a checker would that never comes.
func cron(spec string) error {
	if spec == "0 0 30 2 *" {
		return fmt.Errorf("%q never comes: there is no February 30", spec)
	}
	return nil
}

func parse(text string) (config.Settings, []config.Warning, error) {
	return config.Parse([]byte(text), "c.yaml", nowhere, config.Checks{Cron: cron})
}

func TestParse_EveryFaultIsReportedWithItsLineAndWhatWouldBeRight(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, want string }{
		{"an unknown time zone", "timezone: Europe/Praha", "c.yaml:1: timezone: \"Europe/Praha\" is no time zone; write a name of the IANA list, such as Europe/Prague"},
		{"a key with a slip", "timezon: Europe/Prague", "c.yaml:1: timezon: there is no such key; did you mean \"timezone\"?"},
		{"a key from nowhere", "reminders: {banana: 3}", "c.yaml:1: reminders.banana: there is no such key; the keys here are gap, policies"},
		{"a key deep down with a slip", "reminders:\n  policies:\n    - overdue:\n        evry: 1d", "c.yaml:4: reminders.policies[0].overdue.evry: there is no such key; did you mean \"every\"?"},
		{"a key that is here twice", "triage: on\ntriage: off", "c.yaml:2: triage: it is here twice, first on line 1; keep one"},
		{"a list where keys belong", "slack: [a]", "c.yaml:1: slack: it is a list; it takes keys: bundle, channel, daily_cap, fallback, grace, routes, unknown"},
		{"keys where a word belongs", "timezone: {a: b}", "c.yaml:1: timezone: it is a group of keys"},
		{"hours that end before they begin", "hours:\n  from: \"18:00\"\n  to: \"09:00\"", "c.yaml:2: hours.from: 18:00 is not before to, 09:00; desk hours lie within one day"},
		{"days that are none", "hours: {days: mo-fr}", "c.yaml:1: hours.days: \"mo-fr\" names no days of the week; write mon-fri or mon,wed,fri"},
		{"a clock time that is none", "hours: {from: 9am}", "c.yaml:1: hours.from: \"9am\" is no clock time; write HH:MM, such as \"09:00\""},
		{"a range of holidays turned round", "holidays:\n  - 2025-12-31/2025-12-27", "c.yaml:2: holidays[0]: \"2025-12-31/2025-12-27\" ends before it starts; write FROM/TO with FROM first"},
		{"a switch that is neither", "triage: maybe", "c.yaml:1: triage: \"maybe\" is neither on nor off"},
		{"a score above one", "extract: {min_score: 1.5}", "c.yaml:1: extract.min_score: \"1.5\" is no number from 0 to 1"},
		{"a score that is not a number", "extract: {min_score: .nan}", "c.yaml:1: extract.min_score: \".nan\" is no number from 0 to 1"},
		{"a check that is off", "schedule: {check: off}", "c.yaml:1: schedule.check: \"off\" is not how check is written; it takes only @every, such as \"@every 1m\", and cannot be off"},
		{"a check that is too rare", "schedule: {check: \"@every 11m\"}", "c.yaml:1: schedule.check: \"11m\" is out of bounds; write 1s to 10m"},
		{"a check in days", "schedule: {check: \"@every 1d\"}", "c.yaml:1: schedule.check: \"1d\" is out of bounds; write 1s to 10m"},
		{"a cron line that never comes", "schedule:\n  digest: \"0 0 30 2 *\"", "c.yaml:2: schedule.digest: \"0 0 30 2 *\" never comes: there is no February 30"},
		{"a cron line of six fields", "schedule: {backup: \"0 30 3 * * *\"}", "c.yaml:1: schedule.backup: \"0 30 3 * * *\" is no cron line; write five fields such as \"0 9 * * mon-fri\", \"@every 15m\", or off"},
		{"a word for a cron line", "schedule: {watch: \"@daily\"}", "c.yaml:1: schedule.watch: \"@daily\" is no cron line; write five fields such as \"0 9 * * mon-fri\", \"@every 15m\", or off"},
		{"a gap in months", "reminders: {gap: 2mo}", "c.yaml:1: reminders.gap: \"2mo\" is no duration; write a whole number with s, m, h, d or w, such as 20h or 7d"},
		{"an unknown kind", "reminders: {policies: [{match: {kind: [event, invitaton]}}]}", "c.yaml:1: reminders.policies[0].match.kind[1]: \"invitaton\" is none of event, plan, invitation, question, response, condition, allegation; did you mean \"invitation\"?"},
		{"a policy that is no list", "reminders: {policies: {at: \"09:00\"}}", "c.yaml:1: reminders.policies: it is a group of keys; it takes a list: each policy begins with a dash"},
		{"an interval of nothing", "reminders: {policies: [{undated: {every: 0d}}]}", "c.yaml:1: reminders.policies[0].undated.every: it must be longer than nothing"},
		{"a bound below the interval", "reminders: {policies: [{overdue: {every: 7d, at_most: 1d}}]}", "c.yaml:1: reminders.policies[0].overdue.at_most: 1d is less than every, 7d"},
		{"a stretch that shrinks", "reminders: {policies: [{overdue: {stretch: 0.5}}]}", "c.yaml:1: reminders.policies[0].overdue.stretch: \"0.5\" is no number from 1 to 100"},
		{"a reminder at midnight's end", "reminders: {policies: [{at: \"24:00\"}]}", "c.yaml:1: reminders.policies[0].at: \"24:00\" is the next day; write \"00:00\" to \"23:59\""},
		{"an escalation after none", "reminders: {policies: [{escalate: {after: 0}}]}", "c.yaml:1: reminders.policies[0].escalate.after: \"0\" is no number from 1 to 1000"},
		{"a mention without its sign", "reminders: {policies: [{escalate: {mention: boss}}]}", "c.yaml:1: reminders.policies[0].escalate.mention: \"boss\" is no one to mention; write \"@handle\", in quotation marks, or an id such as U0123ABCD"},
		{"a channel that YAML took for a comment", "slack:\n  channel: #follow-ups", "c.yaml:2: slack.channel: it is empty; a value that begins with # needs quotation marks"},
		{"a channel without its sign", "slack: {channel: follow-ups}", "c.yaml:1: slack.channel: \"follow-ups\" is no channel; write \"#name\", in quotation marks, or a channel's id such as C0123ABCD"},
		{"a route to an unknown zone", "slack: {routes: [{channel: \"#w\", timezone: Mars/Base}]}", "c.yaml:1: slack.routes[0].timezone: \"Mars/Base\" is no time zone; write a name of the IANA list, such as Europe/Prague"},
		{"a negative cap", "slack: {daily_cap: -1}", "c.yaml:1: slack.daily_cap: \"-1\" is no number from 0 to 10000"},
		{"a grace in days", "slack: {grace: 1d}", "c.yaml:1: slack.grace: \"1d\" is out of bounds; write 1s to 1h"},
		{"a choice that is none", "slack: {unknown: retry}", "c.yaml:1: slack.unknown: \"retry\" is none of hold, resend"},
		{"an editor by name", "people: {editors: [anna]}", "c.yaml:1: people.editors[0]: \"anna\" is no Slack id; a user's is written U0123ABCD, a group's S0123ABCD"},
		{"a name for no id", "people: {names: {anna: U0123ABC}}", "c.yaml:1: people.names.anna: it is no Slack id; a user's is written U0123ABCD"},
		{"a watch that is no address", "watch: [example.org]", "c.yaml:1: watch[0]: it is no link; write a whole address such as https://example.org/story"},
		{"a range that is none", "fetch: {allow: [10.0.0.0/99]}", "c.yaml:1: fetch.allow[0]: \"10.0.0.0/99\" is no address range; write one such as 10.20.0.0/16"},
		{"no backups kept", "backup: {keep: 0}", "c.yaml:1: backup.keep: \"0\" is no number from 1 to 10000"},
		{"a port without its host", "http: {listen: 8080}", "c.yaml:1: http.listen: \"8080\" is no address to listen on; write \"127.0.0.1:8080\""},
		{"no YAML at all", "a: b: c", "c.yaml: it is no YAML: mapping values are not allowed in this context"},
		{"a second document", "triage: on\n---\ntriage: off", "c.yaml:2: there is a second document; keep one, without ---"},
		{"a list instead of a file of keys", "- triage", "c.yaml:1: it is a list; it takes keys: backup, extract, fetch, holidays, hours, http, people, reminders, schedule, slack, timezone, triage, watch"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := parse(tc.text)
			if err == nil {
				t.Fatal("no fault was found")
			}
			if !strings.HasPrefix(err.Error(), tc.want) || strings.Contains(err.Error(), "\n") {
				t.Error(cmp.Diff(tc.want, err.Error()))
			}
		})
	}
}

func TestParse_HoursOnNoDaysThatEndBeforeTheyBeginAreTwoFaults(t *testing.T) {
	t.Parallel()
	_, _, err := parse(`hours: {days: mo-fr, from: "18:00", to: "09:00"}`)
	var faulty *config.Error
	if !errors.As(err, &faulty) || len(faulty.Faults) != 2 {
		t.Errorf("got %v", err)
	}
}

func TestParse_AllFaultsAreReportedTogetherInTheOrderOfTheFile(t *testing.T) {
	t.Parallel()
	_, _, err := config.Parse([]byte(`timezone: Nowhere/Land
holidays: [2025-13-01, zz]
schedule:
  digest: "0 0 30 2 *"
  chek: "@every 1m"
reminders:
  gap: soon
slack:
  channel: #oops
`), "c.yaml", func(name string) string {
		return map[string]string{"SLACK_BOT_TOKEN": "hunter2", "SLACK_API_URL": "https://slack.example/"}[name]
	}, config.Checks{Cron: cron, Secrets: true})
	var faulty *config.Error
	if !errors.As(err, &faulty) {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, f := range faulty.Faults {
		where, _, _ := strings.Cut(strings.TrimPrefix(f.String(), "c.yaml:"), ": ")
		got = append(got, where+" "+f.Key)
	}
	want := []string{
		"1 timezone", "2 holidays[0]", "2 holidays[1]", "4 schedule.digest", "5 schedule.chek", "7 reminders.gap", "9 slack.channel",
		"environment SLACK_BOT_TOKEN", "environment SLACK_API_URL",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Error("a fault shows the token")
	}
}

func TestParse_TheWholeFileOfTheDocumentation(t *testing.T) {
	t.Parallel()
	got, _, err := parse(`timezone: Europe/Prague
hours: {days: mon-fri, from: "09:00", to: "18:00"}
holidays: [2025-12-25, 2025-12-27/2025-12-31, cz]
triage: off
extract: {min_score: 0.7}
schedule:
  check: "@every 30s"
  digest: off
  watch: "@every 15m"
  backup: "30 3 * * *"
reminders:
  gap: 20h
  policies:
    - match: {kind: [event, invitation], desk: [world]}
      ahead: [7d, 1d]
      at: "10:30"
      overdue: {every: 1d, stretch: 2, at_most: 7d}
      escalate: {after: 3, mention: "@managing-editor", channel: "#desk-leads"}
slack:
  channel: "#follow-ups"
  fallback: "#claimwatch-ops"
  routes: [{match: {desk: world}, channel: "#world-desk", timezone: Europe/Berlin}]
  daily_cap: 0
  bundle: 3
  grace: 60s
  unknown: resend
people: {editors: [S0123ABC], names: {U0123ABC: anna}}
watch: [https://example.org/feed.xml]
fetch: {allow: [10.20.0.0/16, 192.168.7.9]}
backup: {folder: /var/backups, keep: 7}
http: {listen: "127.0.0.1:8080"}
`)
	if err != nil {
		t.Fatal(err)
	}
	at := policy.Clock(10, 30)
	want := config.Settings{
		Path: "c.yaml", MinScore: 0.7,
		Schedule: config.Schedule{Check: 30 * time.Second, Watch: "@every 15m", Backup: "30 3 * * *"},
		Rules: policy.Settings{
			Hours: &policy.Hours{Days: [7]bool{false, true, true, true, true, true, false}, From: policy.Clock(9, 0), To: policy.Clock(18, 0)},
			Holidays: []policy.Holiday{
				{From: claims.NewDay(2025, 12, 25), To: claims.NewDay(2025, 12, 25)}, {From: claims.NewDay(2025, 12, 27), To: claims.NewDay(2025, 12, 31)}, {Country: "cz"},
			},
			Gap: policy.Exact(20 * time.Hour),
			Policies: []policy.Policy{{
				Match: policy.Match{Kind: []claims.Kind{"event", "invitation"}, Desk: []string{"world"}},
				Ahead: []policy.Duration{policy.Days(7), policy.Days(1)}, At: &at, Overdue: policy.Cadence{Every: policy.Days(1), Stretch: 2, AtMost: policy.Days(7)},
				Escalate: &policy.Escalate{After: 3, Mention: "@managing-editor", Channel: "#desk-leads"},
			}},
			Channel: "#follow-ups", Routes: []policy.Route{{Match: policy.Match{Desk: []string{"world"}}, Channel: "#world-desk"}}, Bundle: 3, Editors: []string{"S0123ABC"},
		},
		Slack:  config.Slack{Channel: "#follow-ups", Fallback: "#claimwatch-ops", Grace: time.Minute, Unknown: config.Resend},
		People: config.People{Editors: []string{"S0123ABC"}, Names: map[string]string{"U0123ABC": "anna"}},
		Watch:  []string{"https://example.org/feed.xml"},
		Allow:  []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16"), netip.MustParsePrefix("192.168.7.9/32")},
		Backup: config.Backup{Folder: "/var/backups", Keep: 7}, Listen: "127.0.0.1:8080",
	}
	if got.Location.String() != "Europe/Prague" || got.Rules.Location != got.Location || got.Rules.Routes[0].Location.String() != "Europe/Berlin" {
		t.Errorf("zones: %v, %v, %v", got.Location, got.Rules.Location, got.Rules.Routes[0].Location)
	}
	if id := got.Rules.DirectTo("anna"); id != "U0123ABC" {
		t.Errorf("anna is %q", id)
	}
	got.Location, got.Rules.Location, got.Rules.Routes[0].Location, got.Rules.DirectTo = nil, nil, nil, nil
	opts := cmp.Options{
		cmp.Comparer(func(a, b policy.Duration) bool { return a == b }), cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
		cmp.Comparer(func(a, b config.Secret) bool { return a == b }),
	}
	if diff := cmp.Diff(want, got, opts); diff != "" {
		t.Error(diff)
	}
}

func TestParse_WhatIsOddIsAWarningWithItsLine(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, want string }{
		{"a gap longer than a cadence", "reminders:\n  gap: 3d\n  policies:\n    - overdue:\n        every: 1d", "c.yaml:5: reminders.policies[0].overdue: "},
		{"a policy that is never reached", "reminders:\n  policies:\n    - at: \"09:00\"\n    - match: {kind: event}", "c.yaml:4: reminders.policies[1]: "},
		{"holidays that overlap", "holidays:\n  - 2025-12-24/2025-12-31\n  - 2025-12-25", "c.yaml:3: holidays[1]: "},
		{"a cap without a digest", "slack:\n  channel: \"#desk\"\n  daily_cap: 3\nschedule: {digest: off}", "c.yaml:3: slack.daily_cap: "},
		{"nothing", "slack: {channel: \"#desk\", daily_cap: 3}", ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, warnings, err := parse(tc.text)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, w := range warnings {
				got += w.String() + "\n"
			}
			if !strings.HasPrefix(got, tc.want) || tc.want == "" && got != "" || strings.Count(got, "\n") > 1 {
				t.Errorf("got %q, want %q…", got, tc.want)
			}
		})
	}
}

func TestLoad_WithoutAFileTheDefaultsServe(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	env := func(name string) string { return map[string]string{"HOME": home}[name] }
	got, warnings, err := config.Load("", env, config.Checks{})
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	if !got.Triage || got.MinScore != 0.5 || got.Schedule != config.Defaults().Schedule || got.Rules.Gap != policy.Exact(20*time.Hour) || got.Rules.DailyCap != 20 || got.Rules.Bundle != 5 || got.Path != "" {
		t.Errorf("got %+v", got)
	}
	if got := config.DefaultDatabase(env); got != filepath.Join(home, ".local/share/claimwatch/claimwatch.db") {
		t.Errorf("database at %s", got)
	}
}

func TestLoad_ANamedFileMustBeThere(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "none.yaml")
	_, _, err := config.Load(path, nowhere, config.Checks{})
	if want := path + ": it cannot be read: no such file or directory"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestLoad_TheDefaultFileIsReadWhenItIsThere(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "claimwatch", "config.yaml")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("triage: off\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, _, err := config.Load("", func(name string) string { return map[string]string{"XDG_CONFIG_HOME": folder}[name] }, config.Checks{})
	if err != nil || got.Triage || got.Path != path {
		t.Errorf("got %+v, %v", got, err)
	}
}

func FuzzParse_NeverPanics(f *testing.F) {
	f.Add("timezone: Europe/Prague\nreminders: {policies: [{ahead: [7d]}]}")
	f.Add("a: &x [*x]")
	f.Add("x: &a {<<: *a}")
	f.Add("people: {names: {[a]: b}}")
	f.Add("hours: &h {from: \"09:00\"}\nslack: *h")
	f.Fuzz(func(t *testing.T, text string) {
		_, _, err := parse(text)
		var faulty *config.Error
		if err != nil && !errors.As(err, &faulty) {
			t.Errorf("another error than faults: %v", err)
		}
	})
}

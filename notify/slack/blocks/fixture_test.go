package blocks_test

import (
	"strings"
	"time"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
)

// hostile is text that tries everything: mentions, links, formats, emoji, direction, control.
const hostile = "<!channel> <@U0001ANNA> <!subteam^S0001DESK> <https://evil.example|click> & *bold* _it_ ~gone~ `code` ```block``` :fire: > quote | pipe @here #general " +
	"\u202eesrever\u202c \u2066iso\u2069 \x1b[31mred\x07 a\u200bb \u0000 👩\u200d🚒 é https://evil.example/path\r\n> second line\n\n\n*third*"

func style() blocks.Style {
	prague, err := time.LoadLocation("Europe/Prague")
	if err != nil {
		panic(err) // the tests need the zone
	}
	ids := map[string]string{"anna": "U0001ANNA", "@managing-editor": "S0001DESK"}
	return blocks.Style{
		Now: time.Date(2025, 5, 9, 7, 0, 0, 0, time.UTC), Zone: prague, Buttons: true,
		UserID: func(name string) string { return ids[name] },
		Link: func(p claims.Posted) string {
			return "https://newsroom.slack.example/archives/" + p.Channel + "/p" + strings.ReplaceAll(p.TS, ".", "")
		},
	}
}

func day(y int, m time.Month, d int) claims.Day { return claims.NewDay(y, m, d) }

func on(d claims.Day) claims.Due { return claims.Due{Start: d, End: d, Precision: claims.PrecisionDay} }

func claim(change ...func(*claims.Claim)) claims.Claim {
	c := claims.Claim{
		ID: 12, Revision: 9, Version: 3, Status: claims.StatusOpen, Kind: claims.KindInvitation, Summary: "Answer of Mayor Novak to the invitation of the fire brigade",
		Quote: "The brigade invited the mayor to open the new station on May 9.", Owner: "anna", Due: on(day(2025, 5, 9)),
	}
	for _, f := range change {
		f(&c)
	}
	return c
}

func reminder(c claims.Claim, change ...func(*claims.Reminder)) claims.Reminder {
	r := claims.Reminder{
		Notice: claims.Notice{ClaimID: c.ID, Ordinal: 3, Reason: claims.ReasonDue}, Claim: c, Words: "3rd reminder, open for 12 days, due today",
		Report: claims.ReportRef{ID: 1, Title: "New fire station ready", Source: "https://www.news.example.org/station?a=1&b=2", Published: day(2025, 4, 27)},
	}
	for _, f := range change {
		f(&r)
	}
	return r
}

func many(n int, change ...func(*claims.Claim)) []claims.Reminder {
	var list []claims.Reminder
	for i := range n {
		list = append(list, reminder(claim(append(change, func(c *claims.Claim) { c.ID = claims.ClaimID(100 + i) })...)))
	}
	return list
}

func listed(n int, change ...func(*claims.Claim)) []claims.Claim {
	var list []claims.Claim
	for _, r := range many(n, change...) {
		list = append(list, r.Claim)
	}
	return list
}

func longest(c *claims.Claim) {
	c.ID = 9_999_999
	c.Summary = strings.Repeat("<&>*_", 2000)
	c.Quote = strings.Repeat("&\n", 5000)
	c.Owner = strings.Repeat("<", 300)
	c.Source = strings.Repeat("&", 300)
	c.Due = claims.Due{Start: day(2025, 12, 29), End: day(2026, 12, 30), Precision: claims.PrecisionDay}
	c.Confidential = true
	c.ResolvedBy = strings.Repeat(">", 300)
}

func nasty(c *claims.Claim) {
	c.Summary, c.Quote, c.Owner, c.Source, c.ResolvedBy = hostile, hostile, hostile, hostile, hostile
}

func worst(r *claims.Reminder) {
	r.Words = strings.Repeat("&", 500)
	r.Notice.Mention = strings.Repeat("&", 500)
	r.Report = claims.ReportRef{Title: strings.Repeat("&", 1000), Source: "https://example.org/" + strings.Repeat("&", 450), Published: day(2025, 4, 27)}
}

func foul(r *claims.Reminder) {
	r.Words, r.Notice.Mention = hostile, hostile
	r.Report = claims.ReportRef{Title: hostile, Source: "https://example.org/<!channel>|x?q=`*<@U1>", Published: day(2025, 4, 27)}
}

func ended(o claims.Outcome) func(*claims.Claim) {
	return func(c *claims.Claim) {
		c.Status, c.Outcome, c.ResolvedBy, c.ResolvedAt = claims.StatusResolved, o, "bob", time.Date(2025, 5, 9, 12, 2, 0, 0, time.UTC)
	}
}

func dismissed(c *claims.Claim) { c.Status = claims.StatusDismissed }

func card(c claims.Claim, e ...claims.Evidence) claims.Card {
	return claims.Card{Posted: claims.Posted{Channel: "C0000DESK", TS: "1746774000.000100"}, Claim: c, Reminder: reminder(c), Evidence: e}
}

func digest(change ...func(*claims.Digest)) *claims.Digest {
	d := &claims.Digest{
		At: time.Date(2025, 5, 9, 7, 0, 0, 0, time.UTC), New: listed(2), DueToday: listed(1), DueWeek: listed(1), Reminded: 4,
		Overdue:   listed(13, func(c *claims.Claim) { c.Due = on(day(2025, 5, 2)) }),
		Ownerless: listed(1, func(c *claims.Claim) { c.Owner = "" }), Woken: listed(1), Resolved: listed(1, ended("accepted")),
		Unread: []claims.UnreadReport{{Report: claims.ReportRef{ID: 4, Title: "Council meets", Published: day(2025, 5, 7)}, Candidates: 6}, {Report: claims.ReportRef{ID: 5}, Candidates: 1}},
	}
	for _, f := range change {
		f(d)
	}
	return d
}

func fullDigest(change func(*claims.Claim)) *claims.Digest {
	list := listed(200, change)
	unread := make([]claims.UnreadReport, 200)
	for i := range unread {
		unread[i] = claims.UnreadReport{Report: claims.ReportRef{Title: strings.Repeat("<", 400), Published: day(2025, 5, 7)}, Candidates: 999}
	}
	return &claims.Digest{At: style().Now, New: list, DueToday: list, DueWeek: list, Overdue: list, Ownerless: list, Woken: list, Resolved: list, Unread: unread, Reminded: 999}
}

// personal is the digest of one person.
func personal(list []claims.Claim) *claims.Digest {
	return &claims.Digest{Channel: "U0001ANNA", At: style().Now, DueToday: list, DueWeek: list, Overdue: list, Woken: list}
}

package blocks_test

import (
	"strings"
	"testing"
	"time"

	"claimwatch/claims"
	"claimwatch/notify/slack/blocks"
)

// answers are what one person is told.
func answers(s blocks.Style) map[string][]blocks.Message {
	one := func(m blocks.Message) []blocks.Message { return []blocks.Message{m} }
	mixed := []claims.Claim{
		claim(), claim(func(c *claims.Claim) { c.ID, c.Owner, c.Due = 13, "", claims.Due{} }),
		claim(func(c *claims.Claim) { c.ID, c.Due = 14, on(day(2025, 5, 2)) }), claim(ended("accepted")), claim(dismissed),
	}
	planned := make([]claims.Planned, 20)
	for i := range planned {
		planned[i] = claims.Planned{ClaimID: 12, At: s.Now.Add(time.Duration(i) * 24 * time.Hour), Reason: claims.ReasonSnoozeOver, Ordinal: i + 1, Channel: "#desk", As: claims.FormCard}
	}
	return map[string][]blocks.Message{
		"answer_say":           one(blocks.Say("Only editors may do that: ask anna.")),
		"answer_say_hostile":   one(blocks.Say(hostile)),
		"answer_stale":         one(blocks.Stale(s, claim())),
		"answer_stale_ended":   one(blocks.Stale(s, claim(ended("accepted")))),
		"answer_stale_hostile": one(blocks.Stale(s, claim(nasty, ended("accepted"), nasty))),
		"answer_list":          one(blocks.List(s, "5 claims", mixed, 0)),
		"answer_list_longest":  one(blocks.List(s, strings.Repeat("&", 400), listed(40, longest), 1000)),
		"answer_list_hostile":  one(blocks.List(s, hostile, listed(2, nasty), 1)),
		"answer_show":          one(blocks.Show(s, dossier(claim()))),
		"answer_show_resolved": one(blocks.Show(s, dossier(claim(ended("accepted"))))),
		"answer_show_hostile":  one(blocks.Show(s, foulDossier(claim(nasty)))),
		"answer_show_longest":  one(blocks.Show(s, longDossier(claim(longest)))),
		"answer_next":          one(blocks.Next(s, planned)),
		"answer_next_none":     one(blocks.Next(s, nil)),
		"answer_help":          one(blocks.Help()),
	}
}

// triages are cards of newly read reports.
func triages(s blocks.Style) map[string][]blocks.Message {
	one := func(t blocks.TriageCard) []blocks.Message { return []blocks.Message{blocks.Triage(s, t)} }
	return map[string][]blocks.Message{
		"triage":          one(found(3)),
		"triage_many":     one(found(12)),
		"triage_one":      one(found(1)),
		"triage_begun":    one(decided(found(9), 2)),
		"triage_one_left": one(decided(found(4), 3)),
		"triage_done":     one(decided(found(5), 5)),
		"triage_done_one": one(decided(found(1), 1)),
		"triage_hostile":  one(spoilt(decided(found(4, nasty), 2), hostile)),
		"triage_longest":  one(spoilt(decided(found(200, longest, public), 60), strings.Repeat("&", 1000))),
		"triage_hidden":   one(found(2, func(c *claims.Claim) { c.Confidential = true })),
	}
}

func public(c *claims.Claim) { c.Confidential = false }

// found is a report of which n candidates have been found.
func found(n int, change ...func(*claims.Claim)) blocks.TriageCard {
	t := blocks.TriageCard{
		Report: claims.ReportRef{ID: 7, Title: "Council meets", Source: "https://news.example.org/council", Published: day(2025, 5, 7)},
		Why:    map[claims.ClaimID]string{}, Who: map[claims.ClaimID]string{},
	}
	for i := range n {
		c := claim(append([]func(*claims.Claim){func(c *claims.Claim) {
			c.Status, c.Scored, c.Score, c.Owner = claims.StatusCandidate, true, 0.97-float64(i)/300, ""
		}}, change...)...)
		c.ID = claims.ClaimID(30 + i)
		t.Claims = append(t.Claims, c)
		t.Why[c.ID] = "invited … to"
	}
	return t
}

// decided is the same with its first n decided by turns.
func decided(t blocks.TriageCard, n int) blocks.TriageCard {
	t.By = "anna"
	for i := range n {
		t.Claims[i].Status = []claims.Status{claims.StatusOpen, claims.StatusDismissed}[i%2]
		t.Who[t.Claims[i].ID] = "anna"
	}
	return t
}

func spoilt(t blocks.TriageCard, text string) blocks.TriageCard {
	t.Report.Title, t.Report.Source, t.By = text, text, text
	for _, c := range t.Claims {
		t.Why[c.ID] = text
		if t.Who[c.ID] != "" {
			t.Who[c.ID] = text
		}
	}
	return t
}

func dossier(c claims.Claim) claims.Dossier {
	at := time.Date(2025, 5, 2, 8, 0, 0, 0, time.UTC)
	d := claims.Dossier{
		Claim:     c,
		Sightings: []claims.Sighting{{ReportID: 1, Title: "New fire station ready", Published: day(2025, 4, 27)}, {ReportID: 4, Title: "Council meets", Published: day(2025, 5, 7)}},
		Evidence:  []claims.Evidence{{URL: "https://www.news.example.org/opening", Note: "He cut the ribbon.", By: "bob", At: at}},
		Leads:     []claims.Lead{{URL: "https://news.example.org/novak", Title: "Novak to open the station", Quote: "The mayor said he would come.", Reason: "Novak, fire station", FoundAt: at}},
	}
	say := func(a claims.Action, via claims.Via, who string, det claims.Detail) {
		at = at.Add(7 * time.Hour)
		d.History = append(d.History, claims.Entry{At: at, Actor: who, Via: via, Action: a, Detail: det})
	}
	say(claims.ActionAdded, claims.ViaCLI, "anna", claims.Detail{})
	say(claims.ActionAccepted, claims.ViaSlack, "U0BOB1234", claims.Detail{})
	say(claims.ActionReminded, claims.ViaDaemon, "daemon", claims.Detail{Ordinal: 1})
	say(claims.ActionReminded, claims.ViaDaemon, "daemon", claims.Detail{Ordinal: 2})
	say(claims.ActionReminded, claims.ViaDaemon, "daemon", claims.Detail{Ordinal: 3})
	say(claims.ActionChecked, claims.ViaSlack, "bob", claims.Detail{Note: "Asked the press office."})
	say(claims.ActionSnoozed, claims.ViaSlack, "bob", claims.Detail{Until: "2025-05-12T07:00:00Z"})
	say(claims.ActionAssigned, claims.ViaSlack, "bob", claims.Detail{To: map[string]any{"owner": "anna"}, Was: map[string]any{"owner": nil}})
	say(claims.ActionEdited, claims.ViaSlack, "bob", claims.Detail{
		To:  map[string]any{"due": map[string]any{"start": "2025-05-16", "end": "2025-05-16", "precision": "day"}, "summary": "x"},
		Was: map[string]any{"due": nil, "summary": "y"},
	})
	say(claims.ActionLead, claims.ViaDaemon, "daemon", claims.Detail{URL: "https://news.example.org/novak"})
	say(claims.ActionResolved, claims.ViaSlack, "bob", claims.Detail{Outcome: "accepted", URL: "https://www.news.example.org/opening", Note: "He cut the ribbon."})
	return d
}

func foulDossier(c claims.Claim) claims.Dossier { return filled(dossier(c), hostile, 1) }

func longDossier(c claims.Claim) claims.Dossier {
	return filled(dossier(c), strings.Repeat("&", 1000), 100)
}

// filled puts a text wherever somebody can write one, and makes everything many.
func filled(d claims.Dossier, text string, n int) claims.Dossier {
	d.History, d.Leads, d.Sightings = repeated(d.History, n), repeated(d.Leads, n), repeated(d.Sightings, n)
	for i := range d.History {
		e := &d.History[i]
		e.Actor, e.Detail.Note, e.Detail.URL, e.Detail.Until = text, text, text, text
		e.Detail.Outcome, e.Detail.To, e.Detail.Was = claims.Outcome(text), map[string]any{"owner": text}, map[string]any{text: 1}
	}
	for i := range d.Leads {
		d.Leads[i] = claims.Lead{URL: text, Title: text, Quote: text, Reason: text}
	}
	for i := range d.Sightings {
		d.Sightings[i].Title = text
	}
	d.Evidence = []claims.Evidence{{URL: text, Note: text, By: text}}
	return d
}

func repeated[T any](list []T, n int) []T {
	var all []T
	for range n {
		all = append(all, list...)
	}
	return all
}

func TestTriage_MentionsNobody(t *testing.T) {
	t.Parallel()
	card := decided(found(5), 3)
	for id := range card.Who {
		card.Who[id] = "U0001ANNA"
	}
	for _, n := range []int{3, 5} {
		card = decided(card, n)
		card.By = "U0001ANNA"
		for _, text := range texts(t, []blocks.Message{blocks.Triage(style(), card)}) {
			if strings.Contains(text, "<@") || strings.Contains(text, "<!") {
				t.Errorf("somebody is mentioned in %q", text)
			}
		}
	}
}

func TestTriage_NothingIsLost(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 5, 6, 20, 21, 200} {
		card := found(n)
		seen := map[string]bool{}
		for page := range (n + 19) / 20 {
			for _, text := range viewTexts(t, blocks.ReviewModal(style(), blocks.Origin{}, card, page)) {
				if strings.HasPrefix(text, "*#") {
					seen[strings.Fields(text)[0]] = true
				}
			}
		}
		if len(seen) != n {
			t.Errorf("of %d candidates a review shows %d", n, len(seen))
		}
		if all := strings.Join(texts(t, []blocks.Message{blocks.Triage(style(), card)}), "\n"); n > 5 && !strings.Contains(all, "more…") {
			t.Errorf("the card does not say that there are more:\n%s", all)
		}
	}
}

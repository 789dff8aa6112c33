package blocks

import (
	"fmt"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// homeWords are the labels of the filters of App Home.
var homeWords = map[HomeView]string{HomeMine: "Mine", HomeUnowned: "No owner", HomeDue: "Due", HomeAll: "All"}

// nothing is said when a filter finds no claim.
var nothing = map[HomeView]string{
	HomeMine: "Nothing open is yours.", HomeUnowned: "Every open claim has an owner.", HomeDue: "Nothing is due.", HomeAll: "Nothing is open.",
}

const welcome = "claimwatch keeps what your reports leave open, and asks until somebody says how it ended.\n" +
	"Send it a report or a link to one, track any message by its shortcut *Track this claim*, and answer a claim by its ⋯ menu."

// Home draws one person's App Home: filters, claims, and at the foot how delivery stands.
func Home(s Style, p HomePage) slack.HomeTabViewRequest {
	s.Buttons = s.Buttons && p.May
	var b []slack.Block
	if p.First {
		b = append(b, section("", welcome))
	}
	if !p.May && p.Who != "" {
		b = append(b, section("", foreign(p.Who, maxAlert)))
	}
	b = append(b, homeViews(p))
	for _, c := range p.Claims[:min(len(p.Claims), HomeRows)] {
		b = append(b, s.row(c))
	}
	if len(p.Claims) == 0 {
		b = append(b, section("", nothing[p.View]))
	}
	b = append(b, s.paging(p.Page, p.Pages, func(n int) Value { return Value{Choice: string(p.View), Page: n} }, ActionHome)...)
	if s.Buttons {
		b = append(b, slack.NewActionBlock("home:add", button(ActionAdd, Value{}, "Track a claim…"), button(ActionIngest, Value{}, "Read a report…"), digestButton(p.Digest)))
	}
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: append(b, health(p)...)}}
}

// digestButton says when one's own digest comes, if it does.
func digestButton(h claims.DigestHours) slack.BlockElement {
	if !h.On() {
		return button(ActionDigest, Value{}, "My digest…")
	}
	return button(ActionDigest, Value{}, "My digest: "+hoursWords(h)+"…")
}

// homeViews are the filters with their counts; the one that serves is marked by more than colour.
func homeViews(p HomePage) slack.Block {
	var list []slack.BlockElement
	for _, v := range HomeViews() {
		label := fmt.Sprintf("%s (%d)", homeWords[v], p.Counts[v])
		e := button(ActionHome, Value{Choice: string(v)}, label)
		if v == p.View {
			e = primary(button(ActionHome, Value{Choice: string(v)}, "✓ "+label))
		}
		e.ActionID = ActionHome.Of(string(v))
		list = append(list, e)
	}
	return slack.NewActionBlock("home:views", list...)
}

// row is a claim that is one of many before one reader.
func (s Style) row(c claims.Claim) slack.Block {
	facts := join(" · ", s.standing(c), s.ownerName(c))
	return beside("", s.state(c).dot+" *"+number(c.ID)+"* "+foreign(c.Summary, maxLineSummary)+"\n"+facts, s.lineMenu(c))
}

// health is the foot: what is wrong, then how it stands.
func health(p HomePage) []slack.Block {
	text := ""
	for i, t := range p.Troubles {
		if i == maxInfoLines {
			text = join("\n", text, fmt.Sprintf("…and %d more: `claimwatch doctor` lists them.", len(p.Troubles)-i))
			break
		}
		text = join("\n", text, "⚠️ "+foreign(t, maxNote))
	}
	text = join("\n", text, foreign(p.Health, maxAlert))
	if text == "" {
		return nil
	}
	return []slack.Block{slack.NewDividerBlock(), section("", cut(text, MaxSection))}
}

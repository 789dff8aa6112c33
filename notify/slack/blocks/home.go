package blocks

import (
	"fmt"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// Home draws one person's App Home.
func Home(s Style, p HomePage) slack.HomeTabViewRequest {
	b := []slack.Block{slack.NewHeaderBlock(plainText("Open items", maxViewTitle))}
	if !p.May {
		b = append(b, section("", foreign(p.Who, maxAlert)))
	}
	var buttons []slack.BlockElement
	for _, v := range HomeViews() {
		e := slack.NewButtonBlockElement(string(ActionHome)+":"+string(v), Value{Choice: string(v)}.String(), plainText(fmt.Sprintf("%s (%d)", upper(string(v)), p.Counts[v]), maxButton))
		if v == p.View {
			e.Style = slack.StylePrimary
		}
		buttons = append(buttons, e)
	}
	b = append(b, slack.NewActionBlock("home:views", buttons...))
	for _, c := range p.Claims {
		b = append(b, s.homeRow(c, p.May)...)
	}
	if len(p.Claims) == 0 {
		b = append(b, context("Nothing here."))
	}
	var pages []slack.BlockElement
	for _, n := range []int{p.Page - 1, p.Page + 1} {
		if n >= 0 && n < p.Pages {
			pages = append(pages, slack.NewButtonBlockElement(fmt.Sprintf("%s:%d", ActionHome, n), Value{Choice: string(p.View), Page: n}.String(), plainText(fmt.Sprintf("Page %d", n+1), maxButton)))
		}
	}
	if len(pages) > 0 {
		b = append(b, slack.NewActionBlock("home:pages", pages...))
	}
	for _, t := range append([]string{p.Health}, p.Troubles...) {
		b = append(b, context(foreign(t, maxAlert)))
	}
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: b}}
}

func (s Style) homeRow(c claims.Claim, may bool) []slack.Block {
	st := s.state(c)
	text := join("\n", st.dot+" *"+number(c.ID)+"* "+foreign(c.Summary, maxLineSummary), join(" · ", st.words, s.owner(c), due(c.Due), confidential(c)))
	row := slack.NewSectionBlock(mrkdwn(text), nil, nil)
	if may {
		row.Accessory = slack.NewAccessory(slack.NewButtonBlockElement(string(ActionResolve), ValueOf(c).String(), plainText("Resolve…", maxButton)))
	}
	return []slack.Block{row}
}

package blocks

import (
	"encoding/json"

	"claimwatch/claims"

	"github.com/slack-go/slack"
)

// form returns a modal that can be submitted. It remembers where it was opened.
func form(id Callback, o Origin, title, submit string, b ...slack.Block) slack.ModalViewRequest {
	v := sheet(id, o, title, b...)
	v.Close, v.Submit = plain("Cancel", maxViewTitle), plain(submit, maxViewTitle)
	return v
}

// sheet returns a modal that only shows.
func sheet(id Callback, o Origin, title string, b ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: string(id), PrivateMetadata: o.String(),
		Title: plain(title, maxViewTitle), Close: plain("Close", maxViewTitle), Blocks: slack.Blocks{BlockSet: b},
	}
}

// of is an origin that names the claim as the modal shows it.
func (o Origin) of(c claims.Claim) Origin {
	o.Claim, o.Version = c.ID, c.Version
	return o
}

// about heads a modal about a claim: its number, summary and quote.
func about(c claims.Claim) slack.Block {
	return section("", join("\n", "*"+number(c.ID)+"* "+foreign(c.Summary, maxSummary), quote(c.Quote, maxQuote)))
}

// fill adds rows to the blocks of a view as long as Slack takes them, with room left for what
// follows. It returns how many it added.
func fill(b []slack.Block, rows [][]slack.Block) ([]slack.Block, int) {
	spent := weight(b)
	for i, row := range rows {
		spent += weight(row)
		if len(b)+len(row) > maxViewBlocks-5 || spent > maxView-20_000 {
			return b, i
		}
		b = append(b, row...)
	}
	return b, len(rows)
}

// weight is how many bytes blocks are as sent.
func weight(b []slack.Block) int {
	raw, err := json.Marshal(b)
	if err != nil { // blocks of ours can always be written
		return maxView
	}
	return len(raw)
}

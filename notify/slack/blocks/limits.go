package blocks

// Slack's limits, in characters, as read in docs.slack.dev/reference/block-kit/blocks and
// docs.slack.dev/reference/methods/chat.postMessage and chat.update on 2026-11-22.
const (
	MaxText    = 3900 // top-level text: chat.update refuses 4000 and more
	MaxSection = 3000 // text of a section
	MaxBlocks  = 50   // blocks of a message
)

// Limits of views, elements and inputs, from the same pages.
const (
	maxViewTitle  = 24
	maxViewBlocks = 100
	maxView       = 250_000 // bytes of a view
	maxLabel      = 150     // of an input; Slack takes 2000
	maxInitial    = 3000    // of a text that a form begins with
	maxButton     = 75
	maxOption     = 75
)

// maxWhole is the text of all blocks together: above some 13,200 Slack has been seen to refuse a
// message (bolt-js, issue 2509, read 2026-11-22).
const maxWhole = 12_500

// Our own limits, in runes before escaping; escaping makes at most two of one.
const (
	maxSummary     = 200 // of a card
	maxQuote       = 280
	maxTitle       = 120
	maxName        = 60 // owners, sources, handles
	maxNote        = 250
	maxWords       = 130 // why a reminder comes
	maxAlert       = 500
	maxAddress     = 500 // of a link, in bytes as sent; a longer one is not linked
	maxLineSummary = 160 // of a line, in blocks
	maxLineWords   = 100
	maxInfoSummary = 90 // of a claim that a digest only mentions
	maxInfoLines   = 10 // claims that a section of a digest names; the others are counted
	maxPick        = 45 // of a claim in a menu
	maxReason      = 90 // why a sentence was taken for an open item
	maxFull        = 5  // candidates that a triage card shows in full
	maxDecided     = 5  // and one-line ones
)

// Limits after escaping, so that claims.LinesPerMessage lines and a heading fit into one message.
const (
	maxLine     = 740 // of a line, in blocks, without its menu
	maxLineText = 235 // of a line, in the top-level text
)

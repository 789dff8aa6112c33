package app

import (
	_ "embed"

	"claimwatch/claims"
	"claimwatch/claims/extract"
)

// sampleText is a report of our own writing; its facts are of January 2025.
//
//go:embed sample.txt
var sampleText string

// sample returns the report that the demo reads, with its open items.
func sample(minScore float64) claims.Intake {
	r := claims.Report{
		Title: "Putin and Xi talk by video link", Source: "claimwatch sample", Published: claims.NewDay(2025, 1, 21), Language: "en",
		Text: sampleText, Desk: "world",
	}
	return claims.Intake{Report: r, Items: extract.Items(r, minScore), Accept: true}
}

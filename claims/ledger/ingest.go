package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"claimwatch/claims"
)

// Ingest stores a report with the items found in it. The same text is the same report, whatever
// its title or source: nothing is added, and with Accept its candidates are opened.
func (l *Ledger) Ingest(ctx context.Context, in claims.Intake, by claims.Actor) (claims.Ingested, error) {
	m := claims.Moment{At: l.now(), By: by}
	r := in.Report
	r.Hash, r.AddedAt, r.AddedBy = Hash(r.Text), m.At, by.Name
	got, err := l.books.AddReport(ctx, r, func(r claims.Report) []claims.Write {
		return l.found(r, in, m)
	})
	if err != nil {
		return claims.Ingested{}, fmt.Errorf("ingest: %w", err)
	}
	if !got.Added && in.Accept {
		return l.acceptKnown(ctx, got, by)
	}
	got.Claims = l.plannedAll(got.Claims, m.At)
	return got, nil
}

// found returns the writes of a new report's claims, each with its sightings.
func (l *Ledger) found(r claims.Report, in claims.Intake, m claims.Moment) []claims.Write {
	var writes []claims.Write
	for _, item := range in.Items {
		c, entry := item.Found(r, in.Accept, in.Confidential, m)
		w := claims.Write{Claim: c, Entries: []claims.Entry{entry}}
		for _, s := range append([]claims.Span{item.Span}, item.Support...) {
			w.Sightings = append(w.Sightings, claims.Sighting{ReportID: r.ID, Span: s, AddedAt: m.At})
		}
		writes = append(writes, l.plan(w, m.At))
	}
	return writes
}

func (l *Ledger) acceptKnown(ctx context.Context, got claims.Ingested, by claims.Actor) (claims.Ingested, error) {
	var ids []claims.ClaimID
	for _, c := range got.Claims {
		if c.Status == claims.StatusCandidate {
			ids = append(ids, c.ID)
		}
	}
	if len(ids) > 0 {
		opened, err := l.Apply(ctx, claims.Command{IDs: ids, By: by, Act: claims.Accept{}})
		if err != nil {
			return claims.Ingested{}, fmt.Errorf("accept the candidates of report %d: %w", got.Report.ID, err)
		}
		for _, c := range opened {
			i := slices.IndexFunc(got.Claims, func(k claims.Claim) bool { return k.ID == c.ID })
			got.Claims[i] = c
		}
	}
	got.Claims = l.plannedAll(got.Claims, l.now())
	return got, nil
}

func (l *Ledger) plannedAll(list []claims.Claim, now time.Time) []claims.Claim {
	for i := range list {
		list[i] = l.planned(list[i], now)
	}
	return list
}

// Hash names a text, line ends and outer blanks apart: what Ingest takes for the same report.
func Hash(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	sum := sha256.Sum256([]byte(strings.TrimSpace(text)))
	return hex.EncodeToString(sum[:])
}

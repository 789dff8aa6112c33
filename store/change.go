package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"claimwatch/claims"
)

// Change is the one way in which claims change: in one transaction it loads what p picks, hands
// it to decide, and saves what decide returns, or nothing when decide fails. It returns the
// claims of p.IDs as they then stand, in that order. now stamps a command's key. Errors:
// claims.ErrNotFound, ErrConflict, ErrBusy, and decide's own.
func (s *Store) Change(ctx context.Context, p claims.Pick, now time.Time, decide func(claims.Picked) ([]claims.Write, error)) ([]claims.Claim, error) {
	var after []claims.Claim
	err := s.transact(ctx, func(t *tx) error {
		picked, err := t.pick(p, now)
		if err != nil {
			return err
		}
		after = picked.Claims
		if picked.Done {
			return nil
		}
		writes, err := decide(picked)
		if err != nil {
			return err
		}
		after, err = t.saveAll(after, writes)
		return err
	})
	return after, err
}

// Claims returns claims in the order of ids, without those that are not there. It takes no lock.
func (s *Store) Claims(ctx context.Context, ids []claims.ClaimID) ([]claims.Claim, error) {
	rows, err := claimRows(view{DB: s.db, ctx: ctx}, ids)
	if err != nil {
		return nil, s.translate(err)
	}
	byID := make(map[claims.ClaimID]claims.Claim, len(rows))
	for _, r := range rows {
		byID[r.ID] = r.claim()
	}
	list := make([]claims.Claim, 0, len(rows))
	for _, id := range ids {
		if c, found := byID[id]; found {
			list = append(list, c)
		}
	}
	return list, nil
}

// Save saves changes of claims that were read with Claims, in one transaction, or none of them when
// one of the claims is another by now. Errors: claims.ErrConflict, ErrBusy.
func (s *Store) Save(ctx context.Context, read []claims.Claim, writes []claims.Write) error {
	return s.transact(ctx, func(t *tx) error {
		for _, c := range read {
			t.seen(c)
		}
		_, err := t.saveAll(read, writes)
		return err
	})
}

// saveAll saves the writes and returns the claims as they then stand.
func (t *tx) saveAll(before []claims.Claim, writes []claims.Write) ([]claims.Claim, error) {
	after := slices.Clone(before)
	places := make(map[claims.ClaimID]int, len(before))
	for i, c := range before {
		places[c.ID] = i
	}
	if err := t.dropReplaced(writes); err != nil {
		return nil, err
	}
	var notices []claims.Notice
	for _, w := range writes {
		id, err := t.save(w)
		if err != nil {
			return nil, fmt.Errorf("save claim %d: %w", w.Claim.ID, err)
		}
		for _, n := range w.Notices {
			n.ClaimID = id
			notices = append(notices, n)
		}
		w.Claim.ID = id
		if i, known := places[id]; known {
			after[i] = w.Claim
		} else if w.Was == 0 {
			after = append(after, w.Claim)
		}
	}
	return after, t.insertNotices(notices)
}

const sqlClaimByID = `SELECT ` + claimColumns + ` FROM claims WHERE id = ?`

const sqlClaimsByID = `SELECT ` + claimColumns + ` FROM claims WHERE id IN (SELECT value FROM json_each(?))`

const sqlWaiters = `SELECT ` + claimColumns + ` FROM claims WHERE after_id = ? AND status IN ('open', 'candidate') ORDER BY id`

const sqlAfterOf = `SELECT COALESCE(after_id, 0) FROM claims WHERE id = ?`

const sqlDoCommand = `INSERT INTO commands (key, done_at) VALUES (?, ?) ON CONFLICT (key) DO NOTHING`

func (t *tx) pick(p claims.Pick, now time.Time) (claims.Picked, error) {
	var out claims.Picked
	var err error
	if out.Claims, err = t.claimsByID(p.IDs); err != nil {
		return out, err
	}
	if p.Key != "" {
		n, err := t.exec(-1, sqlDoCommand, p.Key, instant{now})
		if err != nil || n == 0 {
			out.Done = n == 0
			return out, err
		}
	}
	if out.Witness, err = t.claimsByID(p.Witness); err != nil {
		return out, err
	}
	if p.Waiters {
		if out.Waiters, err = t.waiters(p.IDs); err != nil {
			return out, err
		}
	}
	out.Chain, err = t.chain(p.Chain)
	return out, err
}

// claimRows returns the rows of those of ids that are there, in no order.
func claimRows(q querier, ids []claims.ClaimID) ([]claimRow, error) {
	var rows []claimRow
	if err := q.selectAll(&rows, sqlClaimsByID, document[[]claims.ClaimID]{ids}); err != nil {
		return nil, fmt.Errorf("load %d claims: %w", len(ids), err)
	}
	return rows, nil
}

// claimsByID returns claims in the order of ids. Errors: claims.ErrNotFound.
func (t *tx) claimsByID(ids []claims.ClaimID) ([]claims.Claim, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := claimRows(t, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		t.seen(r.claim())
	}
	list := make([]claims.Claim, len(ids))
	for i, id := range ids {
		c, found := t.claims[id]
		if !found {
			return nil, fmt.Errorf("claim %d: %w", id, claims.ErrNotFound)
		}
		list[i] = c
	}
	return list, nil
}

// seen keeps a claim as it was read, so that a change of it writes what has changed alone.
func (t *tx) seen(c claims.Claim) claims.Claim {
	t.claims[c.ID] = c
	return c
}

func (t *tx) waiters(ids []claims.ClaimID) ([]claims.Claim, error) {
	var list []claims.Claim
	for _, id := range ids {
		var rows []claimRow
		if err := t.selectAll(&rows, sqlWaiters, id); err != nil {
			return nil, fmt.Errorf("load what waits for claim %d: %w", id, err)
		}
		for _, r := range rows {
			list = append(list, t.seen(r.claim()))
		}
	}
	return list, nil
}

// chain follows what a claim waits for until the end, or until it comes round.
func (t *tx) chain(id claims.ClaimID) ([]claims.ClaimID, error) {
	var list []claims.ClaimID
	for id != 0 && !slices.Contains(list, id) {
		list = append(list, id)
		if err := t.get(&id, sqlAfterOf, id); err != nil {
			return nil, fmt.Errorf("follow what claim %d waits for: %w", list[len(list)-1], err)
		}
	}
	return list, nil
}

var sqlInsertClaim = `INSERT INTO claims (` + columnNames + `) VALUES (?` + strings.Repeat(", ?", len(columns)-1) + `)`

// save writes one claim with all that goes with it, and returns its identifier.
func (t *tx) save(w claims.Write) (claims.ClaimID, error) {
	id := w.Claim.ID
	if w.Was == 0 {
		n, err := t.insert(sqlInsertClaim, values(&w)...)
		if err != nil {
			return 0, err
		}
		id = claims.ClaimID(n)
	} else if err := t.update(w); err != nil {
		return 0, err
	}
	return id, t.saveParts(id, w)
}

// update writes the columns of a claim that have changed, and its next look: a reminder touches
// no index but that one, and the words that are searched stay as they are.
func (t *tx) update(w claims.Write) error {
	id := w.Claim.ID
	if _, known := t.claims[id]; !known {
		if _, err := t.claimsByID([]claims.ClaimID{id}); err != nil {
			return err
		}
	}
	was := t.claims[id]
	names, args := changes(&was, &w)
	query := "UPDATE claims SET " + strings.Join(names, " = ?, ") + " = ? WHERE id = ? AND revision = ?"
	_, err := t.exec(1, query, append(args, id, w.Was)...)
	if errors.As(err, &errRows{}) {
		return claims.ErrConflict
	}
	t.seen(w.Claim)
	return err
}

const sqlInsertEntry = `INSERT INTO history (claim_id, at, actor, via, action, detail) VALUES (?, ?, ?, ?, ?, ?)`

const sqlInsertEvidence = `INSERT INTO evidence (claim_id, url, quote, day, note, added_by, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)`

const sqlInsertSighting = `INSERT INTO sightings (claim_id, report_id, quote, start_byte, end_byte, added_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`

func (t *tx) saveParts(id claims.ClaimID, w claims.Write) error {
	for _, e := range w.Entries {
		if _, err := t.exec(1, sqlInsertEntry, id, instant{e.At}, e.Actor, e.Via, e.Action, document[claims.Detail]{e.Detail}); err != nil {
			return fmt.Errorf("write history: %w", err)
		}
	}
	for _, e := range w.Evidence {
		if _, err := t.exec(1, sqlInsertEvidence, id, e.URL, e.Quote, day{e.Date}, e.Note, e.By, instant{e.At}); err != nil {
			return fmt.Errorf("write evidence: %w", err)
		}
	}
	for _, g := range w.Sightings {
		if _, err := t.exec(-1, sqlInsertSighting, id, g.ReportID, g.Quote, g.Start, g.End, instant{g.AddedAt}); err != nil {
			return fmt.Errorf("write sighting: %w", err)
		}
	}
	return t.saveSending(id, w)
}

const sqlDropNotices = `UPDATE notices SET state = 'dropped' WHERE claim_id IN (SELECT value FROM json_each(?)) AND state = 'pending'`

const sqlRedraw = `UPDATE cards SET redraw_at = ?, attempt = 0 WHERE claim_id = ? AND newest = 1 AND gone = 0`

// dropReplaced drops the waiting reminders of claims that are to be silent. One that still waits
// when the claim's next one is decided is replaced by it.
func (t *tx) dropReplaced(writes []claims.Write) error {
	var silent []claims.ClaimID
	for _, w := range writes {
		if w.Claim.ID != 0 && (w.Drop || len(w.Notices) > 0) {
			silent = append(silent, w.Claim.ID)
		}
	}
	if len(silent) == 0 {
		return nil
	}
	if _, err := t.exec(-1, sqlDropNotices, document[[]claims.ClaimID]{silent}); err != nil {
		return fmt.Errorf("drop waiting reminders: %w", err)
	}
	return nil
}

// saveSending writes what is to be redrawn of a claim, and what moves to another.
func (t *tx) saveSending(id claims.ClaimID, w claims.Write) error {
	if w.Redraw {
		if _, err := t.exec(-1, sqlRedraw, instant{w.Claim.UpdatedAt}, id); err != nil {
			return fmt.Errorf("mark cards: %w", err)
		}
		if err := t.markTriage(w.Claim); err != nil {
			return err
		}
	}
	if w.MoveTo != 0 {
		return t.move(id, w.MoveTo)
	}
	return nil
}

var sqlMove = []string{
	`UPDATE OR IGNORE sightings SET claim_id = ? WHERE claim_id = ?`,
	`UPDATE evidence SET claim_id = ? WHERE claim_id = ?`,
	`UPDATE OR IGNORE leads SET claim_id = ? WHERE claim_id = ?`,
}

// move hands what shows a claim to another one. What the other has already stays where it is.
func (t *tx) move(from, to claims.ClaimID) error {
	for _, q := range sqlMove {
		if _, err := t.exec(-1, q, to, from); err != nil {
			return fmt.Errorf("%s: %w", strings.Fields(q)[1], err)
		}
	}
	return nil
}

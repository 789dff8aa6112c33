// Command floor does a command's reads and writes and nothing else: the least that a Go program
// must do for it. Benchmarks hold claimwatch against it.
//
//	floor add DB | show DB ID | close DB ID | today DB DAY | search DB WORD | hold DB
package main

import (
	"bufio"
	"database/sql"
	"fmt"
	"io"
	"os"

	_ "github.com/mattn/go-sqlite3"
)

const settings = "?mode=rw&_foreign_keys=on&_journal_mode=WAL&_busy_timeout=5000&_txlock=immediate&_synchronous=FULL"

const columns = `id, revision, version, status, kind, summary, quote, parties, due_start, due_end, due_precision, outcome, owner, desk, tags, after_id,
confidential, source, report_id, score, duplicate_of, created_at, updated_at, snoozed_until, last_reminded_at, last_checked_at, resolved_at,
resolved_by, reminders_sent, pace, next_reminder_at`

func main() {
	db, err := sql.Open("sqlite3", "file:"+os.Args[2]+settings)
	check(err)
	out := bufio.NewWriter(os.Stdout)
	switch os.Args[1] {
	case "add":
		add(db)
	case "show":
		show(db, out, os.Args[3])
	case "close":
		end(db, out, os.Args[3])
	case "today":
		read(db, out, `SELECT `+columns+` FROM claims INDEXED BY claims_due WHERE status = 'open' AND due_end BETWEEN ? AND date(?, '+31 days') AND due_start <= ? AND due_days <= 31
			ORDER BY due_end, due_start, id`, os.Args[3], os.Args[3], os.Args[3])
		read(db, out, `SELECT `+columns+` FROM claims INDEXED BY claims_due_long WHERE status = 'open' AND due_end >= ? AND due_start <= ? AND due_days > 31`, os.Args[3], os.Args[3])
	case "search":
		read(db, out, `SELECT `+columns+` FROM claims WHERE +status = 'open' AND id IN (SELECT docid FROM claim_words WHERE claim_words MATCH ?)
			ORDER BY due_end IS NULL, due_end, due_start, id`, os.Args[3])
	case "hold":
		read(db, bufio.NewWriter(io.Discard), `SELECT value FROM meta`)
		fmt.Println("holding")
		_, _ = os.Stdin.Read(make([]byte, 1)) // until whoever started it goes
	}
	check(out.Flush())
	check(db.Close())
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func add(db *sql.DB) {
	tx, err := db.Begin()
	check(err)
	res, err := tx.Exec(`INSERT INTO claims (revision, version, status, kind, summary, quote, parties, due_start, due_end, due_precision, due_days, outcome,
		owner, desk, tags, confidential, source, created_at, updated_at, resolved_by, reminders_sent, pace, next_reminder_at, next_look_at)
		VALUES (1, 1, 'open', 'event', 'A meeting of the floor and the roof', '', '[]', '2035-01-01', '2035-01-01', 'day', 1, '',
		'', '', '[]', 0, '', 1735689600000, 1735689600000, '', 0, '{}', 2051222400000, 2051222400000)`)
	check(err)
	id, err := res.LastInsertId()
	check(err)
	history(tx, id, "added")
	check(tx.Commit())
}

func history(tx *sql.Tx, id any, action string) {
	_, err := tx.Exec(`INSERT INTO history (claim_id, at, actor, via, action, detail) VALUES (?, 1735689600000, 'anna', 'cli', ?, '{}')`, id, action)
	check(err)
}

func show(db *sql.DB, out *bufio.Writer, id string) {
	read(db, out, `SELECT `+columns+` FROM claims WHERE id = ?`, id)
	read(db, out, `SELECT s.report_id, r.title, r.published, s.quote, s.start_byte, s.end_byte, s.added_at
		FROM sightings s JOIN reports r ON r.id = s.report_id WHERE s.claim_id = ? ORDER BY s.id`, id)
	read(db, out, `SELECT url, quote, day, note, added_by, added_at FROM evidence WHERE claim_id = ? ORDER BY id`, id)
	read(db, out, `SELECT id, url, title, quote, reason, score, found_at FROM leads WHERE claim_id = ? ORDER BY id`, id)
	read(db, out, `SELECT at, actor, via, action, detail FROM history WHERE claim_id = ? ORDER BY id`, id)
}

func end(db *sql.DB, out *bufio.Writer, id string) {
	tx, err := db.Begin()
	check(err)
	read(tx, out, `SELECT `+columns+` FROM claims WHERE id = ?`, id)
	_, err = tx.Exec(`UPDATE claims SET revision = revision + 1, version = version + 1, status = 'resolved', outcome = 'happened', updated_at = 1735689600000,
		resolved_at = 1735689600000, resolved_by = 'anna', next_reminder_at = NULL, next_look_at = NULL WHERE id = ?`, id)
	check(err)
	_, err = tx.Exec(`INSERT INTO evidence (claim_id, url, quote, note, added_by, added_at) VALUES (?, 'https://example.org/story', '', '', 'anna', 1735689600000)`, id)
	check(err)
	history(tx, id, "resolved")
	check(tx.Commit())
}

type querier interface {
	Query(query string, args ...any) (*sql.Rows, error)
}

// read prints what a query returns.
func read(db querier, out *bufio.Writer, query string, args ...any) {
	rows, err := db.Query(query, args...)
	check(err)
	names, err := rows.Columns()
	check(err)
	values, into := make([]sql.RawBytes, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		check(rows.Scan(into...))
		for _, v := range values {
			_, _ = out.Write(v) // its error comes with Flush
			_ = out.WriteByte('\t')
		}
		_ = out.WriteByte('\n')
	}
	check(rows.Err())
	check(rows.Close())
}

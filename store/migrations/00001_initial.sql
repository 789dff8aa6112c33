-- +goose Up
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE reports (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    hash      TEXT NOT NULL UNIQUE,
    title     TEXT NOT NULL,
    source    TEXT NOT NULL,
    published TEXT NOT NULL,
    language  TEXT NOT NULL,
    desk      TEXT NOT NULL,
    text      TEXT NOT NULL,
    added_at  INTEGER NOT NULL,
    added_by  TEXT NOT NULL
);

CREATE TABLE claims (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    revision         INTEGER NOT NULL,
    version          INTEGER NOT NULL,
    status           TEXT NOT NULL CHECK (status IN ('candidate', 'open', 'resolved', 'dismissed')),
    kind             TEXT NOT NULL CHECK (kind IN ('event', 'plan', 'invitation', 'question', 'response', 'condition', 'allegation')),
    summary          TEXT NOT NULL,
    quote            TEXT NOT NULL,
    parties          TEXT NOT NULL,
    due_start        TEXT,
    due_end          TEXT,
    due_precision    TEXT,
    due_days         INTEGER NOT NULL,
    outcome          TEXT NOT NULL,
    owner            TEXT NOT NULL,
    desk             TEXT NOT NULL,
    tags             TEXT NOT NULL,
    after_id         INTEGER REFERENCES claims (id),
    confidential     INTEGER NOT NULL,
    source           TEXT NOT NULL,
    report_id        INTEGER REFERENCES reports (id),
    score            REAL,
    duplicate_of     INTEGER REFERENCES claims (id),
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    snoozed_until    INTEGER,
    last_reminded_at INTEGER,
    last_checked_at  INTEGER,
    resolved_at      INTEGER,
    resolved_by      TEXT NOT NULL,
    reminders_sent   INTEGER NOT NULL,
    pace             TEXT NOT NULL,
    next_reminder_at INTEGER,
    next_look_at     INTEGER
);
-- The heartbeat: nothing but open claims that are to be looked at.
CREATE INDEX claims_next_look ON claims (next_look_at) WHERE status = 'open' AND next_look_at IS NOT NULL;
-- The list, and spans of days: short ones end near the day that is asked for, long ones are few.
CREATE INDEX claims_due ON claims (status, due_end, due_start);
CREATE INDEX claims_due_long ON claims (due_end, due_start) WHERE due_days > 31;
CREATE INDEX claims_after ON claims (after_id) WHERE after_id IS NOT NULL;
CREATE INDEX claims_duplicate_of ON claims (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX claims_report ON claims (report_id) WHERE report_id IS NOT NULL;

CREATE VIRTUAL TABLE claim_words USING fts4 (content="claims", summary, quote, parties, tokenize=unicode61);
-- +goose StatementBegin
CREATE TRIGGER claim_words_insert AFTER INSERT ON claims BEGIN
    INSERT INTO claim_words (docid, summary, quote, parties) VALUES (new.id, new.summary, new.quote, new.parties);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claim_words_before_update BEFORE UPDATE OF summary, quote, parties ON claims BEGIN
    DELETE FROM claim_words WHERE docid = old.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claim_words_after_update AFTER UPDATE OF summary, quote, parties ON claims BEGIN
    INSERT INTO claim_words (docid, summary, quote, parties) VALUES (new.id, new.summary, new.quote, new.parties);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claim_words_delete BEFORE DELETE ON claims BEGIN
    DELETE FROM claim_words WHERE docid = old.id;
END;
-- +goose StatementEnd

CREATE TABLE sightings (
    id         INTEGER PRIMARY KEY,
    claim_id   INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    report_id  INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    quote      TEXT NOT NULL,
    start_byte INTEGER NOT NULL,
    end_byte   INTEGER NOT NULL,
    added_at   INTEGER NOT NULL,
    UNIQUE (claim_id, report_id, start_byte, end_byte)
);
CREATE INDEX sightings_report ON sightings (report_id);

CREATE TABLE evidence (
    id       INTEGER PRIMARY KEY,
    claim_id INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    url      TEXT NOT NULL,
    quote    TEXT NOT NULL,
    day      TEXT,
    note     TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at INTEGER NOT NULL
);
CREATE INDEX evidence_claim ON evidence (claim_id);

CREATE TABLE history (
    id       INTEGER PRIMARY KEY,
    claim_id INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    at       INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    via      TEXT NOT NULL,
    action   TEXT NOT NULL,
    detail   TEXT NOT NULL
);
CREATE INDEX history_claim ON history (claim_id);
-- Append-only: what has happened is never rewritten.
-- +goose StatementBegin
CREATE TRIGGER history_is_append_only BEFORE UPDATE ON history BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;
-- +goose StatementEnd

CREATE TABLE sources (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    url           TEXT NOT NULL UNIQUE,
    title         TEXT NOT NULL,
    own           INTEGER NOT NULL,
    desk          TEXT NOT NULL,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    body_hash     TEXT NOT NULL,
    next_poll_at  INTEGER,
    polled_at     INTEGER,
    failures      INTEGER NOT NULL,
    last_error    TEXT NOT NULL,
    added_at      INTEGER NOT NULL,
    added_by      TEXT NOT NULL
);

CREATE TABLE leads (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    claim_id  INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    source_id INTEGER REFERENCES sources (id) ON DELETE SET NULL,
    item_key  TEXT NOT NULL,
    url       TEXT NOT NULL,
    title     TEXT NOT NULL,
    quote     TEXT NOT NULL,
    reason    TEXT NOT NULL,
    score     REAL NOT NULL,
    found_at  INTEGER NOT NULL,
    UNIQUE (claim_id, item_key)
);

CREATE TABLE people (
    name     TEXT PRIMARY KEY,
    slack_id TEXT NOT NULL,
    zone     TEXT NOT NULL,
    seen_at  INTEGER
);

-- When somebody wants to be told of their own claims, by the id that Slack knows them by: names change.
CREATE TABLE digest_hours (
    slack_id TEXT PRIMARY KEY,
    hours    TEXT NOT NULL,
    since_at INTEGER NOT NULL
);

CREATE TABLE commands (
    key     TEXT PRIMARY KEY,
    done_at INTEGER NOT NULL
);
CREATE INDEX commands_done ON commands (done_at);

-- A reminder that has been decided. Its form is '' until the check that decided it has grouped it.
CREATE TABLE notices (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    subject    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    ordinal    INTEGER NOT NULL,
    claim_id   INTEGER REFERENCES claims (id) ON DELETE CASCADE,
    reason     TEXT NOT NULL,
    slot_at    INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,
    channel    TEXT NOT NULL,
    mention    TEXT NOT NULL,
    form       TEXT NOT NULL CHECK (form IN ('', 'card', 'bundle', 'digest', 'alert')),
    woken_by   INTEGER,
    confidential INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'unknown', 'dead', 'dropped')),
    message_id TEXT NOT NULL DEFAULT '',
    UNIQUE (subject, kind, ordinal)
);
CREATE INDEX notices_ungrouped ON notices (id) WHERE state = 'pending' AND form = '';
CREATE INDEX notices_to_send ON notices (channel, id) WHERE state = 'pending' AND message_id = '' AND form IN ('card', 'bundle');
CREATE INDEX notices_for_digest ON notices (id) WHERE state = 'pending' AND form = 'digest';
CREATE INDEX notices_unsent ON notices (state) WHERE state IN ('pending', 'sending', 'unknown', 'dead');
CREATE INDEX notices_claim ON notices (claim_id);
CREATE INDEX notices_message ON notices (message_id) WHERE message_id <> '';
CREATE INDEX notices_day ON notices (decided_at, channel);

-- What is posted as one. The identifier is in the message's metadata.
CREATE TABLE messages (
    id            TEXT PRIMARY KEY,
    channel       TEXT NOT NULL,
    form          TEXT NOT NULL,
    parent_id     TEXT NOT NULL,
    part          INTEGER NOT NULL,
    body          TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'unknown', 'dead', 'dropped')),
    attempt       INTEGER NOT NULL,
    plain         INTEGER NOT NULL,
    maybe_repeat  INTEGER NOT NULL,
    first_tried_at INTEGER,
    tried_at      INTEGER,
    not_before    INTEGER NOT NULL,
    slack_channel TEXT NOT NULL,
    slack_ts      TEXT NOT NULL,
    last_class    TEXT NOT NULL,
    last_code     TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    sent_at       INTEGER
);
CREATE INDEX messages_pending ON messages (channel, not_before) WHERE state = 'pending';
CREATE INDEX messages_sending ON messages (tried_at) WHERE state = 'sending';
CREATE INDEX messages_unknown ON messages (not_before) WHERE state = 'unknown';
CREATE INDEX messages_parent ON messages (parent_id) WHERE parent_id <> '';

-- A claim's message in a channel: the newest is its card, older ones are lines with a link.
CREATE TABLE cards (
    message_id TEXT NOT NULL REFERENCES messages (id),
    claim_id   INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    notice_id  INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    ordinal    INTEGER NOT NULL,
    channel    TEXT NOT NULL,
    line       INTEGER NOT NULL,
    newest     INTEGER NOT NULL,
    redraw_at  INTEGER,
    attempt    INTEGER NOT NULL,
    gone       INTEGER NOT NULL,
    PRIMARY KEY (message_id, claim_id)
);
CREATE INDEX cards_claim ON cards (claim_id, channel);
CREATE INDEX cards_redraw ON cards (redraw_at) WHERE redraw_at IS NOT NULL;

-- What is left alone for a while, a channel, a method or all of Slack: until when, and why.
CREATE TABLE rests (
    subject  TEXT PRIMARY KEY,
    class    TEXT NOT NULL,
    code     TEXT NOT NULL,
    attempt  INTEGER NOT NULL,
    since_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    told_at  INTEGER
);

-- What Slack brought: written down before it is acknowledged, done once. The payload is dropped
-- when it is done; the row stays for a while, so that what comes again is known.
CREATE TABLE envelopes (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    payload     BLOB NOT NULL,
    response    BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    attempt     INTEGER NOT NULL,
    done_at     INTEGER
);
CREATE INDEX envelopes_undone ON envelopes (received_at, id) WHERE done_at IS NULL;
CREATE INDEX envelopes_done ON envelopes (done_at) WHERE done_at IS NOT NULL;

-- The card on which a report's candidates are tracked or dismissed: one for each report.
CREATE TABLE triages (
    report_id  INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    message_id TEXT NOT NULL REFERENCES messages (id),
    redraw_at  INTEGER,
    attempt    INTEGER NOT NULL,
    gone       INTEGER NOT NULL
);
CREATE INDEX triages_redraw ON triages (redraw_at) WHERE redraw_at IS NOT NULL;

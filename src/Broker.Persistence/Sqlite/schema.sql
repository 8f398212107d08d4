-- Version 1. The file's application_id and user_version say whose it is and which version made it.
CREATE TABLE journal (
    ordering INTEGER PRIMARY KEY,
    persistence_id TEXT NOT NULL,
    sequence_number INTEGER NOT NULL,
    created INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    tags TEXT,
    identifier INTEGER NOT NULL,
    manifest TEXT NOT NULL,
    message BLOB NOT NULL,
    UNIQUE (persistence_id, sequence_number)
);

CREATE TABLE snapshot (
    persistence_id TEXT NOT NULL,
    sequence_number INTEGER NOT NULL,
    created INTEGER NOT NULL,
    serializer_id INTEGER NOT NULL,
    manifest TEXT NOT NULL,
    snapshot BLOB NOT NULL,
    PRIMARY KEY (persistence_id, sequence_number)
);

-- One row for each start of a process. Its id is random: a restored backup never begins one that was there.
CREATE TABLE generation (
    ordinal INTEGER PRIMARY KEY,
    id INTEGER NOT NULL,
    started TEXT NOT NULL
);

-- One row, written to see whether there is room for the largest piece that a channel stores.
CREATE TABLE probe (
    id INTEGER PRIMARY KEY,
    filler BLOB NOT NULL
);

-- The list of offers: one row an offer, and the newest event that the row knows of.
CREATE TABLE offer_list (
    persistence_id TEXT PRIMARY KEY,
    sequence_number INTEGER NOT NULL,
    offer BLOB NOT NULL
) WITHOUT ROWID;

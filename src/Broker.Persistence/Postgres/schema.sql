-- Version 1, in the schema broker.

CREATE TABLE broker.store (version integer NOT NULL);

CREATE TABLE broker.journal (
    ordering bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    persistence_id varchar(255) COLLATE "C" NOT NULL,
    sequence_number bigint NOT NULL,
    created bigint NOT NULL,
    deleted boolean NOT NULL,
    tags varchar(100),
    identifier integer NOT NULL,
    manifest varchar(500) NOT NULL,
    message bytea NOT NULL,
    UNIQUE (persistence_id, sequence_number)
);

-- Ticks of 100 ns since 0001-01-01T00:00Z, as in the column created: one clock for all nodes.
CREATE FUNCTION broker.clock() RETURNS bigint LANGUAGE sql VOLATILE AS
    'SELECT 621355968000000000 + (extract(epoch FROM clock_timestamp()) * 10000000)::bigint';

-- The offers that have changed lately, for a node that does not know all changes of another.
CREATE INDEX offer_changed ON broker.journal (created)
    WHERE persistence_id >= 'o' AND persistence_id < 'p';

CREATE TABLE broker.snapshot (
    persistence_id varchar(255) COLLATE "C" NOT NULL,
    sequence_number bigint NOT NULL,
    created bigint NOT NULL,
    serializer_id integer NOT NULL,
    manifest varchar(500) NOT NULL,
    snapshot bytea NOT NULL,
    PRIMARY KEY (persistence_id, sequence_number)
);

-- One row for each timeline of each server: a failover, a restored backup and another server each begin one. A
-- server that does not flush what it commits begins one at each start: it may have lost the end.
CREATE TABLE broker.generation (
    ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id bigint NOT NULL,
    system bigint NOT NULL,
    timeline bigint NOT NULL,
    server_start text NOT NULL,
    started timestamptz NOT NULL DEFAULT now(),
    UNIQUE (system, timeline, server_start)
);

-- The list of offers: one row an offer, and the newest event that the row knows of.
CREATE TABLE broker.offer_list (
    persistence_id varchar(255) COLLATE "C" PRIMARY KEY,
    sequence_number bigint NOT NULL,
    offer bytea NOT NULL
);

INSERT INTO broker.store (version) VALUES (1);

-- One row, which every append locks: positions have the order in which appends are committed.
-- reserved: a crash may take back positions that were stored without waiting for the disk, but none behind this.
CREATE TABLE broker.head (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    position bigint NOT NULL,
    reserved bigint NOT NULL,
    streams integer NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
INSERT INTO broker.head (position, reserved, streams) VALUES (0, 0, 0);

CREATE TABLE broker.streams (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    first_version bigint NOT NULL,
    last_version bigint NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

CREATE TABLE broker.events (
    position bigint PRIMARY KEY,
    stream bigint NOT NULL,
    version bigint NOT NULL,
    type integer NOT NULL,
    payload bytea NOT NULL,
    UNIQUE (stream, version)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.2);

-- key: the SHA-256 of what the appender said.
CREATE TABLE broker.keys (
    stream bigint NOT NULL,
    key bytea NOT NULL,
    expires timestamptz NOT NULL,
    version bigint NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (stream, key)
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX keys_expires ON broker.keys (expires);

-- The latest batch of each process and its answers: one whose answer was lost is sent again and stored once.
CREATE TABLE broker.writers (
    id uuid PRIMARY KEY,
    batch bigint NOT NULL,
    outcomes smallint[] NOT NULL,
    versions bigint[] NOT NULL,
    positions bigint[] NOT NULL,
    wrote timestamptz NOT NULL
) WITH (fillfactor = 20, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

-- Stores a batch of one process and answers each append in the order of the arrays.
-- outcome 0: stored, with its first version and position. 1: wrong version, with the right one. 2: as many streams
-- as there may be. 3: stored before with this key, with its first version and position.
-- The events of append i stand behind one another in the last four arrays, counted by event_nth from 0.
CREATE FUNCTION broker.append(
    the_writer uuid, the_batch bigint, is_new_session boolean, is_durable boolean, streams_max integer,
    names text[], expected bigint[], counts integer[], the_keys bytea[], lifetimes bigint[],
    event_append integer[], event_nth integer[], event_types integer[], event_payloads bytea[])
RETURNS TABLE (outcome smallint, version bigint, "position" bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    reserve CONSTANT bigint := 100000;
    head_position bigint;
    head_reserved bigint;
    head_streams integer;
    a record;
    stream_name text;
    stream_id bigint;
    stream_last bigint;
    known_last bigint;
    saved broker.writers;
    found_key broker.keys;
    outcomes smallint[] := array_fill(0::smallint, ARRAY[cardinality(names)]);
    versions bigint[] := array_fill(0::bigint, ARRAY[cardinality(names)]);
    positions bigint[] := array_fill(0::bigint, ARRAY[cardinality(names)]);
    ids bigint[] := array_fill(0::bigint, ARRAY[cardinality(names)]);
    before bigint;
BEGIN
    SELECT h.position, h.reserved, h.streams INTO head_position, head_reserved, head_streams
        FROM broker.head h FOR UPDATE;
    SELECT * INTO saved FROM broker.writers w WHERE w.id = the_writer;
    IF saved.batch > the_batch THEN
        RAISE EXCEPTION 'batch % comes after batch %', the_batch, saved.batch;
    ELSIF saved.batch = the_batch THEN
        -- The answer says that it is on the disk, so it waits until that is so.
        IF is_durable THEN PERFORM set_config('synchronous_commit', 'on', true); END IF;
        RETURN QUERY SELECT * FROM unnest(saved.outcomes, saved.versions, saved.positions);
        RETURN;
    END IF;

    -- Before this session the server may have crashed and lost what others have seen already.
    IF is_new_session THEN head_position := head_reserved; END IF;
    before := head_position;

    FOR a IN
        SELECT * FROM unnest(names, expected, counts, the_keys, lifetimes)
            WITH ORDINALITY AS u (name, expected, events, key, lifetime, nth)
        ORDER BY u.name COLLATE "C", u.nth
    LOOP
        IF stream_name IS DISTINCT FROM a.name THEN
            IF stream_last > known_last THEN
                UPDATE broker.streams s SET last_version = stream_last WHERE s.id = stream_id;
            END IF;
            stream_name := a.name;
            stream_id := NULL;
            SELECT s.id, s.last_version INTO stream_id, stream_last FROM broker.streams s WHERE s.name = a.name;
            stream_last := coalesce(stream_last, 0);
            known_last := stream_last;
        END IF;

        IF a.key IS NOT NULL AND stream_id IS NOT NULL THEN
            SELECT * INTO found_key FROM broker.keys k
                WHERE k.stream = stream_id AND k.key = a.key AND k.expires > now();
            IF FOUND THEN
                outcomes[a.nth] := 3;
                versions[a.nth] := found_key.version;
                positions[a.nth] := found_key.position;
                CONTINUE;
            END IF;
        END IF;

        IF a.expected <> stream_last THEN
            outcomes[a.nth] := 1;
            versions[a.nth] := stream_last;
            CONTINUE;
        END IF;

        IF stream_id IS NULL THEN
            IF head_streams >= streams_max THEN
                outcomes[a.nth] := 2;
                CONTINUE;
            END IF;
            INSERT INTO broker.streams (name, first_version, last_version) VALUES (a.name, 1, 0)
                RETURNING id INTO stream_id;
            head_streams := head_streams + 1;
        END IF;

        ids[a.nth] := stream_id;
        versions[a.nth] := stream_last + 1;
        positions[a.nth] := head_position + 1;
        stream_last := stream_last + a.events;
        head_position := head_position + a.events;
        IF a.key IS NOT NULL THEN
            INSERT INTO broker.keys AS k (stream, key, expires, version, position)
                VALUES (stream_id, a.key, now() + a.lifetime * interval '1 millisecond',
                    versions[a.nth], positions[a.nth])
                ON CONFLICT (stream, key) DO UPDATE
                SET expires = excluded.expires, version = excluded.version, position = excluded.position;
        END IF;
    END LOOP;
    IF stream_last > known_last THEN
        UPDATE broker.streams s SET last_version = stream_last WHERE s.id = stream_id;
    END IF;

    IF head_position > before THEN
        INSERT INTO broker.events (position, stream, version, type, payload)
            SELECT positions[e.append] + e.nth, ids[e.append], versions[e.append] + e.nth, e.type, e.payload
            FROM unnest(event_append, event_nth, event_types, event_payloads) AS e (append, nth, type, payload)
            WHERE outcomes[e.append] = 0;
        PERFORM pg_notify('broker_journal', head_position::text);
    END IF;

    IF head_position > head_reserved THEN
        head_reserved := head_position + reserve;
        is_durable := true;
    END IF;
    UPDATE broker.head SET position = head_position, reserved = head_reserved, streams = head_streams;
    INSERT INTO broker.writers AS w (id, batch, outcomes, versions, positions, wrote)
        VALUES (the_writer, the_batch, outcomes, versions, positions, now())
        ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, outcomes = excluded.outcomes,
            versions = excluded.versions, positions = excluded.positions, wrote = excluded.wrote;

    IF NOT is_durable THEN
        PERFORM set_config('synchronous_commit', 'off', true);
    ELSIF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    RETURN QUERY SELECT * FROM unnest(outcomes, versions, positions);
END
$$;

-- Gives up the events before a version, so many of them at once. Null if there is no such stream.
CREATE FUNCTION broker.trim(the_name text, before_version bigint, events_max integer)
RETURNS TABLE (first_version bigint, has_more boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    stream_id bigint;
    first bigint;
    last bigint;
    gone integer := 0;
BEGIN
    SELECT s.id, s.first_version, s.last_version INTO stream_id, first, last
        FROM broker.streams s WHERE s.name = the_name FOR UPDATE;
    IF stream_id IS NULL THEN
        RETURN;
    END IF;
    IF least(before_version, last + 1) > first THEN
        first := least(before_version, last + 1);
        UPDATE broker.streams s SET first_version = first WHERE s.id = stream_id;
    END IF;

    DELETE FROM broker.events e USING (
        SELECT d.position FROM broker.events d WHERE d.stream = stream_id AND d.version < first
        ORDER BY d.version LIMIT events_max) old
        WHERE e.position = old.position;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN QUERY SELECT first, gone = events_max;
END
$$;

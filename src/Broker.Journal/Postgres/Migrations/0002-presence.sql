-- What nodes tell each other. A crash of the server empties the first two tables: then no lease holds, and every
-- node joins anew and says again what it has.
CREATE UNLOGGED TABLE broker.nodes (
    node bigint PRIMARY KEY,
    lease_until timestamptz NOT NULL
) WITH (fillfactor = 20, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

-- area: 0 channels, 1 clients of the hub, 2 client names, 3 demand.
CREATE UNLOGGED TABLE broker.presence (
    area smallint NOT NULL,
    key text COLLATE "C" NOT NULL,
    node bigint NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    PRIMARY KEY (area, key, node)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX presence_node ON broker.presence (node);
-- One node only has a name. The function sees to that; this makes sure of it.
CREATE UNIQUE INDEX presence_names ON broker.presence (key) WHERE area = 2;

-- Survives a crash: a number that came again could be that of a node which does not know of its end.
CREATE SEQUENCE broker.node_numbers;

-- Survives a crash too: what was used stays used.
CREATE TABLE broker.used_tokens (
    id text COLLATE "C" PRIMARY KEY,
    expires timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX used_tokens_expires ON broker.used_tokens (expires);

-- One exchange after the other, so that two nodes which tell of one key at one time know of each other. It is always
-- the first lock that is taken.
CREATE FUNCTION broker.presence_lock() RETURNS void LANGUAGE sql AS
$$ SELECT pg_advisory_xact_lock(7812739102) $$;

CREATE FUNCTION broker.presence_join(lease_ms bigint) RETURNS bigint LANGUAGE sql AS
$$
    INSERT INTO broker.nodes (node, lease_until)
    VALUES (nextval('broker.node_numbers'), clock_timestamp() + lease_ms * interval '1 millisecond')
    RETURNING node
$$;

CREATE FUNCTION broker.presence_leave(me bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM broker.presence_lock();
    DELETE FROM broker.nodes n WHERE n.node = me;
    DELETE FROM broker.presence p WHERE p.node = me;
END
$$;

-- Renews a lease and does all of a node's batch; without a row the lease has ended and nothing was done.
-- kind 0: the lease holds. 1: so many of the nth report's key are elsewhere. 2: the nth claim is the node's.
-- 3: some node has the nth key that was looked for. 4: the nth token was not used before.
-- The planner is kept to the indexes: it cannot know how few keys an exchange has. What it is kept from looks so
-- expensive to it that it would compile every statement.
CREATE FUNCTION broker.presence_exchange(
    me bigint, lease_ms bigint,
    report_areas smallint[], report_keys text[], report_numbers integer[],
    claim_areas smallint[], claim_keys text[],
    find_areas smallint[], find_keys text[],
    token_ids text[], token_expires timestamptz[])
RETURNS TABLE (kind integer, nth integer, number integer)
LANGUAGE plpgsql
SET jit = off
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
    lease CONSTANT interval := lease_ms * interval '1 millisecond';
    last_heard timestamptz;
BEGIN
    PERFORM broker.presence_lock();
    -- Time in which nobody at all was heard of is the database's absence, not a node's: it ends no lease.
    SELECT max(n.lease_until) - lease INTO last_heard FROM broker.nodes n;
    IF last_heard < clock_timestamp() - lease / 2 THEN
        UPDATE broker.nodes n SET lease_until = n.lease_until + (clock_timestamp() - last_heard)
            WHERE n.lease_until > last_heard;
    END IF;

    UPDATE broker.nodes n SET lease_until = clock_timestamp() + lease
        WHERE n.node = me AND n.lease_until > clock_timestamp();
    IF NOT FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT 0, 0, 0;

    -- Nothing of the dead is left, so what is there below is alive.
    WITH dead AS (DELETE FROM broker.nodes n WHERE n.lease_until <= clock_timestamp() RETURNING n.node)
        DELETE FROM broker.presence p USING dead WHERE p.node = dead.node;

    DELETE FROM broker.presence p
        USING unnest(report_areas, report_keys, report_numbers) AS r (area, key, number)
        WHERE r.number = 0 AND p.area = r.area AND p.key = r.key AND p.node = me;
    INSERT INTO broker.presence AS p (area, key, node, number)
        SELECT r.area, r.key, me, r.number
        FROM unnest(report_areas, report_keys, report_numbers) AS r (area, key, number)
        WHERE r.number > 0
        ON CONFLICT (area, key, node) DO UPDATE SET number = excluded.number;
    INSERT INTO broker.presence (area, key, node, number)
        SELECT c.area, c.key, me, 1 FROM unnest(claim_areas, claim_keys) AS c (area, key)
        WHERE NOT EXISTS (SELECT FROM broker.presence p WHERE p.area = c.area AND p.key = c.key)
        ON CONFLICT DO NOTHING;

    RETURN QUERY
        SELECT 1, r.nth::integer, sum(p.number)::integer
        FROM unnest(report_areas, report_keys) WITH ORDINALITY AS r (area, key, nth)
        JOIN broker.presence p ON p.area = r.area AND p.key = r.key AND p.node <> me
        GROUP BY r.nth;
    RETURN QUERY
        SELECT 2, c.nth::integer, 1
        FROM unnest(claim_areas, claim_keys) WITH ORDINALITY AS c (area, key, nth)
        JOIN broker.presence p ON p.area = c.area AND p.key = c.key AND p.node = me;
    RETURN QUERY
        SELECT 3, f.nth::integer, 1
        FROM unnest(find_areas, find_keys) WITH ORDINALITY AS f (area, key, nth)
        WHERE EXISTS (SELECT FROM broker.presence p WHERE p.area = f.area AND p.key = f.key);

    IF cardinality(token_ids) = 0 THEN
        -- What a crash takes back of this is gone with all leases.
        PERFORM set_config('synchronous_commit', 'off', true);
        RETURN;
    END IF;
    DELETE FROM broker.used_tokens t WHERE t.expires <= clock_timestamp();
    RETURN QUERY
        WITH fresh AS (
            INSERT INTO broker.used_tokens AS t (id, expires)
            SELECT u.id, max(u.expires) FROM unnest(token_ids, token_expires) AS u (id, expires) GROUP BY u.id
            ON CONFLICT DO NOTHING
            RETURNING t.id)
        SELECT 4, min(u.nth)::integer, 1
        FROM unnest(token_ids) WITH ORDINALITY AS u (id, nth) JOIN fresh USING (id)
        GROUP BY u.id;
END
$$;

-- Every key of an area that a living node has.
CREATE FUNCTION broker.presence_list(the_area smallint) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT DISTINCT p.key FROM broker.presence p
    JOIN broker.nodes n ON n.node = p.node AND n.lease_until > clock_timestamp()
    WHERE p.area = the_area
$$;

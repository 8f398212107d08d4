-- The tables of a cluster, beside those of the store: made by the first node that finds none.

-- Which processes are nodes, and until when each of them may store. A row of state 'ended' is the proof that
-- the others go on without it: it never changes again, and its node restarts.
CREATE TABLE broker.node (
    id bigint PRIMARY KEY,
    address text NOT NULL,
    uid bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('joining', 'up', 'leaving', 'ended')),
    agreed text NOT NULL,
    expires timestamptz NOT NULL
);

-- A node that was frozen between its own look at its lease and its INSERT is refused here.
CREATE FUNCTION broker.require_lease() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    node_id bigint := nullif(current_setting('broker.node', true), '')::bigint;
BEGIN
    IF NOT EXISTS (
        SELECT FROM broker.node
        WHERE id = node_id AND state <> 'ended' AND expires > clock_timestamp())
    THEN
        RAISE EXCEPTION 'node % has no live lease', coalesce(node_id::text, '(none)')
            USING ERRCODE = 'NL001';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER require_lease BEFORE INSERT ON broker.journal
    FOR EACH STATEMENT EXECUTE FUNCTION broker.require_lease();

"""SQL that Django cannot say: the identity table behind definer functions, and the number of a file."""

# HMAC of an ID number → child. The application role cannot read the table; it must already hold the number's HMAC.
IDENTITY = """
CREATE TABLE children_identity (
    token bytea NOT NULL, key_id smallint NOT NULL DEFAULT 1, child_id uuid NOT NULL
        REFERENCES children_child (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (token, key_id)
);
CREATE INDEX ON children_identity (child_id);
REVOKE ALL ON children_identity FROM hutong_app;
ALTER TABLE children_identity ENABLE ROW LEVEL SECURITY;
ALTER TABLE children_identity FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON children_identity TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON children_child TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION identity_find(tokens bytea[])
    RETURNS TABLE (token bytea, child uuid, place bigint, name text, in_scope boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.token, c.id, c.place, c.name::text, (SELECT hutong_places()) @> c.place
    FROM children_identity i JOIN children_child c ON c.id = i.child_id WHERE i.token = ANY (tokens)
$$;
-- Gives the tokens that were taken already; a child's old number is replaced.
CREATE FUNCTION identity_put(tokens bytea[], children uuid[]) RETURNS SETOF bytea
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Only for children inside the caller's scope.
    DELETE FROM children_identity i USING unnest(children) AS g(child), children_child c
        WHERE i.child_id = g.child AND c.id = g.child AND (SELECT hutong_places()) @> c.place;
    RETURN QUERY WITH given AS (
        SELECT g.token, g.child FROM unnest(tokens, children) AS g(token, child)
        JOIN children_child c ON c.id = g.child AND (SELECT hutong_places()) @> c.place
        WHERE g.token IS NOT NULL),
    put AS (INSERT INTO children_identity (token, child_id) SELECT g.token, g.child FROM given g
            ON CONFLICT DO NOTHING RETURNING children_identity.token)
    SELECT g.token FROM given g WHERE g.token NOT IN (SELECT p.token FROM put p);
END $$;
CREATE SEQUENCE children_number;
"""

# A number of a file that was merged leads to the file that stayed; the identity rows themselves never move.
IDENTITY_ALIAS = """
CREATE OR REPLACE FUNCTION identity_find(tokens bytea[])
    RETURNS TABLE (token bytea, child uuid, place bigint, name text, in_scope boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.token, c.id, c.place, c.name::text, (SELECT hutong_places()) @> c.place
    FROM children_identity i LEFT JOIN children_alias a ON a.id = i.child_id
    JOIN children_child c ON c.id = coalesce(a.child_id, i.child_id) WHERE i.token = ANY (tokens)
$$;
CREATE OR REPLACE FUNCTION identity_put(tokens bytea[], children uuid[]) RETURNS SETOF bytea
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Only for children inside the caller's scope.
    DELETE FROM children_identity i USING unnest(children) AS g(child), children_child c
        WHERE i.child_id = g.child AND c.id = g.child AND (SELECT hutong_places()) @> c.place;
    INSERT INTO children_identity (token, child_id)
        SELECT g.token, g.child FROM unnest(tokens, children) AS g(token, child)
        JOIN children_child c ON c.id = g.child AND (SELECT hutong_places()) @> c.place
        WHERE g.token IS NOT NULL ON CONFLICT DO NOTHING;
    RETURN QUERY SELECT g.token FROM unnest(tokens, children) AS g(token, child)
        JOIN children_child c ON c.id = g.child AND (SELECT hutong_places()) @> c.place
        JOIN children_identity i ON i.token = g.token LEFT JOIN children_alias a ON a.id = i.child_id
        WHERE coalesce(a.child_id, i.child_id) <> g.child;
END $$;
-- For a child in the caller's scope: the units that cover it and a file elsewhere that may be the same child's.
CREATE FUNCTION doubles_elsewhere(asked uuid) RETURNS TABLE (place bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT d.place FROM children_double d JOIN children_child c ON c.id = asked
    WHERE asked IN (d.first, d.second) AND d.status = 'open' AND (SELECT hutong_places()) @> c.place
      AND NOT coalesce((SELECT hutong_places()) @> d.place, false)
$$;
"""

# As before, but that the child is looked up once, and what was taken is what the insertion did not write and the child does
# not have: three rounds of look-ups took half of what registering a number costs.
IDENTITY_ONCE = """
CREATE OR REPLACE FUNCTION identity_put(tokens bytea[], children uuid[]) RETURNS SETOF bytea
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Only for children inside the caller's scope.
    DELETE FROM children_identity i USING unnest(children) AS g(child), children_child c
        WHERE i.child_id = g.child AND c.id = i.child_id AND (SELECT hutong_places()) @> c.place;
    RETURN QUERY WITH given AS MATERIALIZED (
        SELECT g.token, g.child FROM unnest(tokens, children) AS g(token, child)
        JOIN children_child c ON c.id = g.child AND (SELECT hutong_places()) @> c.place WHERE g.token IS NOT NULL
    ), put AS (
        INSERT INTO children_identity (token, child_id) SELECT * FROM given ON CONFLICT DO NOTHING
        RETURNING children_identity.token, child_id)
    -- EXCEPT, for a plan made for few would compare each with each.
    SELECT g.token FROM (SELECT * FROM given EXCEPT SELECT * FROM put) g WHERE NOT EXISTS (
        SELECT 1 FROM children_identity i LEFT JOIN children_alias a ON a.id = i.child_id
        WHERE i.token = g.token AND coalesce(a.child_id, i.child_id) = g.child);
END $$;
"""

# A number may stand on several files (docs/adr/0024-a-number-on-file-elsewhere.md): the first owns it, the others wait. Writing
# the second is the same work as writing the first, and nobody finds a file that lies outside the places asked from.
IDENTITY_WAITS = """
ALTER TABLE children_identity DROP CONSTRAINT children_identity_pkey, ADD COLUMN since timestamptz NOT NULL DEFAULT now();
DROP INDEX children_identity_child_id_idx;
ALTER TABLE children_identity ADD PRIMARY KEY (child_id, key_id);
CREATE INDEX children_identity_token ON children_identity (token);

DROP FUNCTION identity_find(bytea[]);
CREATE FUNCTION identity_find(tokens bytea[]) RETURNS TABLE (token bytea, child uuid, place bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.token, c.id, c.place
    FROM children_identity i LEFT JOIN children_alias a ON a.id = i.child_id
    JOIN children_child c ON c.id = coalesce(a.child_id, i.child_id)
    WHERE i.token = ANY (tokens) AND (SELECT hutong_places()) @> c.place ORDER BY i.since, c.id
$$;
DROP FUNCTION identity_put(bytea[], uuid[]);
CREATE FUNCTION identity_put(tokens bytea[], children uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    -- Only for children inside the caller's scope. A number that stays keeps its turn.
    DELETE FROM children_identity i USING unnest(tokens, children) AS g(token, child), children_child c
        WHERE i.child_id = g.child AND i.token IS DISTINCT FROM g.token
          AND c.id = i.child_id AND (SELECT hutong_places()) @> c.place;
    INSERT INTO children_identity (token, child_id)
        SELECT g.token, g.child FROM unnest(tokens, children) AS g(token, child)
        JOIN children_child c ON c.id = g.child AND (SELECT hutong_places()) @> c.place
        WHERE g.token IS NOT NULL ON CONFLICT DO NOTHING;
$$;
-- Pairs of files under one number, both inside the caller's scope; asked: of these files, NULL: of all.
CREATE FUNCTION identity_shared(asked uuid[]) RETURNS TABLE (first uuid, second uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH shared AS (
        SELECT token FROM children_identity WHERE asked IS NULL GROUP BY token HAVING count(*) > 1
        UNION SELECT token FROM children_identity WHERE child_id = ANY (asked)
    ), file AS (
        SELECT i.token, c.id FROM shared JOIN children_identity i USING (token)
        LEFT JOIN children_alias a ON a.id = i.child_id
        JOIN children_child c ON c.id = coalesce(a.child_id, i.child_id)
        WHERE (SELECT hutong_places()) @> c.place
    )
    SELECT DISTINCT o.id, t.id FROM file o JOIN file t ON t.token = o.token AND o.id < t.id
$$;
DROP FUNCTION doubles_elsewhere(uuid);
"""

# Children under 地址保密 from whose file somebody must stay away (回避): who bears the name of the one protected against,
# or has the telephone of somebody in the family. Asked across all places, before any scope.
AVOIDED = """
CREATE POLICY owner ON children_addressprotection TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON children_relative TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE FUNCTION children_avoided(asked uuid, day date) RETURNS TABLE (child uuid, place bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.child_id, c.place FROM accounts_person p JOIN children_addressprotection a ON a.against_name = p.name
    JOIN children_child c ON c.id = a.child_id WHERE p.id = asked AND a.period @> day
    UNION
    SELECT a.child_id, c.place FROM accounts_person p JOIN children_relative r ON r.phone_token = p.phone_token
    JOIN children_addressprotection a ON a.child_id = r.child_id
    JOIN children_child c ON c.id = a.child_id WHERE p.id = asked AND a.period @> day
$$;
"""

# What these are told is what they cannot look up: the person who asks and the day are the context's, and without a context
# they say nothing (tests/test_floor.py).
ASKED_BY_SOMEBODY = """
DROP FUNCTION children_avoided(uuid, date);
-- Children whom the person who asks must keep away from today.
CREATE FUNCTION children_avoided() RETURNS TABLE (child uuid, place bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.child_id, c.place FROM accounts_person p JOIN children_addressprotection a ON a.against_name = p.name
    JOIN children_child c ON c.id = a.child_id WHERE p.id = (SELECT hutong_person()) AND a.period @> (SELECT hutong_today())
    UNION
    SELECT a.child_id, c.place FROM accounts_person p JOIN children_relative r ON r.phone_token = p.phone_token
    JOIN children_addressprotection a ON a.child_id = r.child_id
    JOIN children_child c ON c.id = a.child_id
    WHERE p.id = (SELECT hutong_person()) AND a.period @> (SELECT hutong_today())
$$;
-- Who of a village and township must keep away from a child there today; asked of a child inside the caller's places.
CREATE FUNCTION children_kept_away(asked uuid) RETURNS TABLE (person uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT p.id FROM children_child c
    JOIN accounts_post h ON h.place IN (c.place, c.place / 1000 * 1000) AND h.period @> (SELECT hutong_today())
    JOIN accounts_person p ON p.id = h.person_id
    JOIN children_addressprotection a ON a.child_id = c.id AND a.period @> (SELECT hutong_today())
    WHERE c.id = asked AND (SELECT hutong_places()) @> c.place AND (a.against_name = p.name OR EXISTS (
        SELECT 1 FROM children_relative r WHERE r.child_id = c.id AND r.phone_token = p.phone_token))
$$;
-- Breaking the glass is for officers of a county or above; a director who guesses numbers learns nothing here.
CREATE OR REPLACE FUNCTION child_numbered(wanted text) RETURNS TABLE (child uuid, place bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, c.place FROM children_child c WHERE c.number = wanted AND EXISTS (
        SELECT 1 FROM accounts_post p WHERE p.person_id = hutong_person() AND p.period @> hutong_today()
        AND p.role IN ('civil_affairs', 'protection_institution') AND p.place % 1000000 = 0)
$$;
CREATE OR REPLACE FUNCTION identity_find(tokens bytea[])
    RETURNS TABLE (token bytea, child uuid, place bigint, name text, in_scope boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.token, c.id, c.place, c.name::text, (SELECT hutong_places()) @> c.place
    FROM children_identity i LEFT JOIN children_alias a ON a.id = i.child_id
    JOIN children_child c ON c.id = coalesce(a.child_id, i.child_id) WHERE i.token = ANY (tokens) AND (SELECT hutong_asked())
$$;
"""

# Facts of a file point at a child that is there, and no two of one kind overlap. A foreign key and an exclusion constraint
# would say the same row by row: a third of what an import cost PostgreSQL (ADR 18).
FACTS_STAND = """
-- A child's row is never deleted: who leaves has left, what was merged is kept.
REVOKE DELETE ON children_child FROM hutong_app;

CREATE FUNCTION children_facts_stand() RETURNS trigger
    -- Without statistics of tables just filled PostgreSQL would read them whole for each statement.
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    one_at_a_time boolean := TG_NARGS > 0;
    fresh text := 'new_rows';
    wrong boolean;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        fresh := format('(SELECT n.* FROM new_rows n JOIN old_rows o USING (id) WHERE (%s) IS DISTINCT FROM (%s))',
                        (SELECT string_agg(format('n.%I', c), ', ') FROM unnest('{child_id,period}'::text[] || TG_ARGV) c),
                        (SELECT string_agg(format('o.%I', c), ', ') FROM unnest('{child_id,period}'::text[] || TG_ARGV) c));
    END IF;
    -- Where facts may not overlap, the child's row is held until the end: of two writers the second sees the first's rows.
    EXECUTE format('WITH there AS MATERIALIZED (SELECT c.id FROM children_child c WHERE c.id IN (SELECT child_id FROM %1$s n)
                                                ORDER BY c.id %2$s)
                    SELECT (SELECT count(*) FROM there) <> (SELECT count(DISTINCT child_id) FROM %1$s n)',
                   fresh, CASE WHEN one_at_a_time THEN 'FOR NO KEY UPDATE' ELSE '' END) INTO wrong;
    IF wrong THEN
        RAISE EXCEPTION '%: no such child', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF one_at_a_time THEN
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s n JOIN %I t ON t.id <> n.id AND t.period && n.period%s)', fresh, TG_TABLE_NAME,
                       (SELECT string_agg(format(' AND t.%1$I = n.%1$I', c), '') FROM unnest(TG_ARGV) c)) INTO wrong;
        IF wrong THEN
            RAISE EXCEPTION '%: one at a time', TG_TABLE_NAME USING ERRCODE = 'exclusion_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION children_facts_stand() FROM PUBLIC, hutong_app;
"""


def facts_stand(table: str, *alike: str) -> str:
    """SQL that lays the trigger on a table of facts. alike: columns of which no two facts at one time are the same; none: any."""
    arguments = ", ".join(f"'{each}'" for each in alike)
    return "".join(
        f"CREATE TRIGGER stands_{event.lower()} AFTER {event} ON {table} REFERENCING {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION children_facts_stand({arguments});\n"
        for event, rows in (
            ("INSERT", "NEW TABLE AS new_rows"),
            ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
        )
    )

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

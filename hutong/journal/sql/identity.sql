-- HMAC of an ID number → child. The application role cannot read the table; it must already hold the number's HMAC. A number
-- may stand on several files (docs/adr/0024-a-number-on-file-elsewhere.md): the first owns it, the others wait. Writing the
-- second is the same work as writing the first, and nobody finds a file that lies outside the places asked from. A number of a
-- file that was merged leads to the file that stayed; the identity rows themselves never move.
CREATE TABLE children_identity (
    token bytea NOT NULL, key_id smallint NOT NULL DEFAULT 1, child_id uuid NOT NULL,
    since timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (child_id, key_id)
);
CREATE INDEX children_identity_token ON children_identity (token);
REVOKE ALL ON children_identity FROM hutong_app;
ALTER TABLE children_identity ENABLE ROW LEVEL SECURITY;
ALTER TABLE children_identity FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON children_identity TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION identity_find(tokens bytea[]) RETURNS TABLE (token bytea, child uuid, place bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.token, c.id, c.place
    FROM children_identity i LEFT JOIN children_alias a ON a.id = i.child_id
    JOIN children_child c ON c.id = coalesce(a.child_id, i.child_id)
    WHERE i.token = ANY (tokens) AND (SELECT hutong_places()) @> c.place ORDER BY i.since, c.id
$$;

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

-- Finding a child of another county for breaking the glass: by its whole number and what else the officer must know of it.
-- For officers who may break the glass only; several files under one number lead to the first whom the name or birth date fits.
CREATE FUNCTION child_beyond(file text, hashed bytea, called text, born date) RETURNS TABLE (child uuid, place bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, c.place FROM (
        SELECT n.id, NULL::timestamptz AS since FROM children_child n WHERE n.number = file
        UNION ALL
        SELECT coalesce(a.child_id, i.child_id), i.since
        FROM children_identity i LEFT JOIN children_alias a ON a.id = i.child_id WHERE i.token = hashed
    ) f JOIN children_child c USING (id)
    WHERE EXISTS (
        SELECT 1 FROM accounts_post p WHERE p.person_id = hutong_person() AND p.period @> hutong_today()
        AND p.role IN ('civil_affairs', 'protection_institution') AND p.place % 1000000 = 0)
      AND (called <> '' OR born IS NOT NULL)
      AND (called = '' OR c.name = called) AND (born IS NULL OR c.birth_date = born)
    ORDER BY f.since, c.id LIMIT 1
$$;

-- Who works here is no secret inside any context: names stand on papers, and lists show who is in charge. What lets somebody
-- in, or says why not, is no column that the application may read: it asks these functions (ADR 29).
CREATE FUNCTION hutong_known() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT hutong_person() IS NOT NULL OR NOT isempty(hutong_places()) $$;

-- Whether the context is the person's own, or reaches the account or any post of theirs.
CREATE FUNCTION person_reached(asked uuid, home bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT asked = hutong_person() OR hutong_places() @> home
        OR EXISTS (SELECT 1 FROM accounts_post p WHERE p.person_id = asked AND hutong_places() @> p.place)
$$;

ALTER TABLE accounts_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_person FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON accounts_person TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY known ON accounts_person FOR SELECT TO hutong_app USING ((SELECT hutong_known()));
CREATE POLICY made ON accounts_person FOR INSERT TO hutong_app WITH CHECK ((SELECT hutong_places()) @> place);
CREATE POLICY changed ON accounts_person FOR UPDATE TO hutong_app USING (person_reached(id, place));
REVOKE SELECT, DELETE ON accounts_person FROM hutong_app;
GRANT SELECT (id, place, staff_number, name, phone, is_active, must_change_password, password_changed_at, suspended_until)
    ON accounts_person TO hutong_app;

-- Sign-in, before any context: the one account of an exact staff number or of an exact phone's hash, or none.
CREATE FUNCTION person_called(login text, hash bytea) RETURNS SETOF accounts_person
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    (SELECT * FROM accounts_person WHERE staff_number = login)
    UNION ALL (SELECT * FROM accounts_person WHERE phone_token = hash) LIMIT 1
$$;
-- The whole account of the person who asks.
CREATE FUNCTION person_self() RETURNS SETOF accounts_person
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 1 AS $$
    SELECT * FROM accounts_person WHERE id = hutong_person()
$$;
-- What is withheld of the accounts that the context reaches; what lets somebody in, to that person alone.
CREATE FUNCTION person_withheld(asked uuid[]) RETURNS TABLE (
    id uuid, password text, phone_token bytea, second_factor_at timestamptz, second_factor_reset text, factors text,
    suspended_reason text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, CASE WHEN p.id = hutong_person() THEN p.password END,
        CASE WHEN p.id = hutong_person() THEN p.phone_token END,
        p.second_factor_at, p.second_factor_reset, p.factors, p.suspended_reason
    FROM accounts_person p WHERE p.id = ANY (asked) AND person_reached(p.id, p.place)
$$;

ALTER TABLE mfa_authenticator ENABLE ROW LEVEL SECURITY;
ALTER TABLE mfa_authenticator FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON mfa_authenticator TO hutong_app USING (user_id = (SELECT hutong_person()));

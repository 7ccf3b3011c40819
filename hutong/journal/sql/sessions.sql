-- A session is reached by whoever has its key, one at a time, and the table keeps hashes of keys: what is read there opens
-- nothing. The application has no right to the table (accounts/session_store.py).
DELETE FROM django_session;
ALTER TABLE django_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE django_session FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON django_session TO CURRENT_USER USING (true) WITH CHECK (true);
REVOKE ALL ON django_session FROM hutong_app;

CREATE FUNCTION session_hash(key text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT substr(encode(sha256(convert_to(key, 'UTF8')), 'hex'), 1, 40) $$;
CREATE FUNCTION session_read(key text, at timestamptz) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT session_data FROM django_session WHERE session_key = session_hash(key) AND expire_date > at
$$;
CREATE FUNCTION session_make(key text, data text, until timestamptz) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH made AS (INSERT INTO django_session (session_key, session_data, expire_date)
        VALUES (session_hash(key), data, until) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM made)
$$;
CREATE FUNCTION session_change(key text, data text, until timestamptz) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH changed AS (UPDATE django_session SET session_data = data, expire_date = until
        WHERE session_key = session_hash(key) RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM changed)
$$;
CREATE FUNCTION session_end(key text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM django_session WHERE session_key = session_hash(key)
$$;
-- Takes nothing but the hour, and only what is over by the database's own clock too.
CREATE FUNCTION session_clear(at timestamptz) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM django_session WHERE expire_date < least(at, now())
$$;

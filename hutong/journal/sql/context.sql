-- What the request may see, set by accounts.scope.within; nothing is set outside a context, and then nothing is seen.
CREATE FUNCTION hutong_setting(name text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('hutong.' || name, true), '') $$;
CREATE FUNCTION hutong_places() RETURNS int8multirange LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(hutong_setting('places'), '{}')::int8multirange $$;
CREATE FUNCTION hutong_opened() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(hutong_setting('opened'), '{}')::uuid[] $$;
CREATE FUNCTION hutong_sealed() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT hutong_setting('sealed') IS NOT NULL $$;

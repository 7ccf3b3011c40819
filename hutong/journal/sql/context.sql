-- What the request may see, set by accounts.context.within; nothing is set outside a context, and then nothing is seen.
CREATE FUNCTION hutong_setting(name text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('hutong.' || name, true), '') $$;

CREATE FUNCTION hutong_places() RETURNS int8multirange LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(hutong_setting('places'), '{}')::int8multirange $$;

CREATE FUNCTION hutong_opened() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(hutong_setting('opened'), '{}')::uuid[] $$;

CREATE FUNCTION hutong_sealed() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT hutong_setting('sealed') IS NOT NULL $$;

-- Who is behind a post beside its places, and the moment by the application's clock, which tests set.
CREATE FUNCTION hutong_organisations() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(hutong_setting('organisations'), '{}')::uuid[] $$;

CREATE FUNCTION hutong_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT hutong_setting('person')::uuid $$;

CREATE FUNCTION hutong_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(hutong_setting('now')::timestamptz, now()) $$;

-- The day by the application's clock, as duties and screens have it.
CREATE FUNCTION hutong_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT (hutong_now() AT TIME ZONE 'Asia/Shanghai')::date $$;

-- The nightly work and the command line: nobody by name, everywhere (accounts.grants.system).
CREATE FUNCTION hutong_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT hutong_person() IS NULL AND coalesce(hutong_places() @> int8range(0, 1000000000000), false) $$;

-- Whether whoever asks is somebody, or the system itself.
CREATE FUNCTION hutong_asked() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT hutong_person() IS NOT NULL OR hutong_system() $$;

-- To whom a matter may be addressed that whoever asks sees: its organisations, its post, itself; nobody on a village's phone.
CREATE FUNCTION hutong_addressed() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(hutong_setting('addressed'), '{}')::uuid[] $$;

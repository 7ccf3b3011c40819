-- Columns of which entries do not tell every change: codes of places change by the place's own entry (ADR 9).
CREATE FUNCTION public.journal_outside(tbl regclass) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(attname::text), '{}') FROM pg_attribute WHERE attrelid = tbl AND attnum > 0 AND NOT attisdropped
       AND (attname = 'rev' OR attname ~ '^([a-z_]+_)?place$' AND attname <> 'happened_place')
$$;
-- The first values of a row are proved by the journal too (ADR 25): whatever is created leaves a digest of itself in its entry,
-- "first": {table: {id: "n:digest"}}. With the oldest value of whatever changed since put back, the present row must give the
-- same again (chain/rows.py). n: how many columns the table had then, so that one added later does not count.
CREATE FUNCTION public.journal_digest(texts text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT encode(sha256(convert_to(texts::text, 'UTF8')), 'base64')
$$;
-- The columns of a row as text, in their order: the expression that gives them. As JSON they would cost a ledger four times that.
CREATE FUNCTION public.journal_texts(tbl regclass, alias text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT 'ARRAY[' || string_agg(format('%I.%I::text', alias, attname), ', ' ORDER BY attnum) || ']'
    FROM pg_attribute WHERE attrelid = tbl AND attnum > 0 AND NOT attisdropped AND attname <> ALL (public.journal_outside(tbl))
$$;
-- A person as the journal may know them: in place of the password's salted hash a digest of it, which neither lets anybody in
-- nor can be guessed at without the salt, and shows that the hash was replaced.
CREATE FUNCTION public.journal_known(person jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT person || jsonb_build_object('password', encode(sha256(convert_to('password ' || (person ->> 'password'), 'UTF8')), 'base64'))
$$;
-- A digest of the secrets of somebody's second factor as they lie sealed, '' without one. The person's row keeps it, so that the
-- journal tells of every change that an action made; which recovery codes were used is not in it.
CREATE FUNCTION public.journal_factors(person uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(encode(sha256(convert_to(string_agg(type || ' ' || (data - 'used_mask')::text, E'\n' ORDER BY type), 'UTF8')), 'base64'), '')
    FROM public.mfa_authenticator WHERE user_id = person
$$;

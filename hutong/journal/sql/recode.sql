-- Places change (ADR 9). While an operation is listed here, its updates of records may change columns of place and nothing
-- else, and make no entry each: the places themselves have one entry each. Only places_change() lists one.
CREATE TABLE journal_recoding (op uuid PRIMARY KEY, columns text[] NOT NULL);
REVOKE ALL ON journal_recoding FROM hutong_app;
CREATE POLICY owner ON journal_view TO CURRENT_USER USING (true) WITH CHECK (true);

-- As in both_streams.sql, and the rows of a change of places passed by after looking at what they change.
CREATE OR REPLACE FUNCTION journal_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    this uuid := hutong_setting('op')::uuid;
    sealed boolean := TG_ARGV[2] = 'sealed';
    child text := CASE WHEN TG_ARGV[1] = '' THEN 'NULL::uuid' ELSE format('r.%I', TG_ARGV[1]) END;
    -- A sealed matter stands in the county's stream, so that a village's numbers show no gap.
    place text := CASE WHEN TG_ARGV[2] = 'sealed' THEN 'r.place / 1000000 * 1000000' ELSE 'r.place' END;
    head text;
    others boolean;
BEGIN
    IF this IS NULL THEN
        RAISE EXCEPTION 'write to % outside an action', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM journal_recoding r WHERE r.op = this) THEN
        -- Not EXISTS: expecting to find one soon, PostgreSQL would compare every row with every other.
        EXECUTE 'SELECT coalesce(bool_or(to_jsonb(n) - $1 IS DISTINCT FROM to_jsonb(o) - $1), false)
                 FROM new_rows n JOIN old_rows o USING (id)'
            INTO others USING (SELECT r.columns FROM journal_recoding r WHERE r.op = this);
        IF others THEN
            RAISE EXCEPTION 'a change of places changes places only: %', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NULL;
    END IF;
    head := format('INSERT INTO journal_pending (op, tbl, kind, sealed, row_id, record, child, place, was, changes) SELECT %L::uuid, %L, %L, %L::boolean, r.id::text, r.%I, %s, %s, ',
                   this, TG_TABLE_NAME, left(TG_OP, 1), sealed, TG_ARGV[0], child, place);
    IF TG_OP = 'INSERT' THEN
        EXECUTE head || 'NULL, NULL FROM new_rows r';
    ELSIF TG_OP = 'DELETE' THEN
        EXECUTE head || 'NULL, to_jsonb(r) - ''password'' FROM old_rows r';
    ELSE
        EXECUTE head || format('nullif(%s, %s)', replace(place, 'r.', 'o.'), place)
            || ', d.changes FROM new_rows r JOIN old_rows o USING (id) CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(n.key, CASE n.key WHEN ''password'' THEN ''["•", "••"]'' ELSE jsonb_build_array(b.value, n.value) END) AS changes
            FROM jsonb_each(to_jsonb(r)) n JOIN jsonb_each(to_jsonb(o)) b USING (key)
            WHERE n.value IS DISTINCT FROM b.value AND n.key <> ''rev'') d WHERE d.changes IS NOT NULL';
    END IF;
    INSERT INTO journal_open VALUES (this) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

-- What becomes of a code under a list of shifts (low, high, to): codes in [low, high) begin at `to`.
CREATE FUNCTION places_recoded(code bigint, shifts jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce((SELECT code - (s ->> 0)::bigint + (s ->> 2)::bigint FROM jsonb_array_elements(shifts) s
                     WHERE code >= (s ->> 0)::bigint AND code < (s ->> 1)::bigint), code)
$$;

-- Changes the tree by a plan (workforce/changes/plan.py) and opens the operation for the recoding of records. The
-- application may call it in the action places.change only; it may not write these tables.
-- plan: {change: {…}, shifts: [[low, high, to]], renamed: [{id, …}], gone: [[id, successor]], added: [{…}],
--        columns: [columns of place in records], kept: [tables that only the owner may update]}
CREATE FUNCTION places_change(plan jsonb, today date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    this uuid := hutong_setting('op')::uuid;
    made uuid := (plan #>> '{change,id}')::uuid;
    shifts jsonb := plan -> 'shifts';
    bounds int8multirange := (SELECT range_agg(int8range((s ->> 0)::bigint, (s ->> 1)::bigint)) FROM jsonb_array_elements(plan -> 'shifts') s);
    name text;
BEGIN
    IF this IS NULL OR hutong_setting('action') IS DISTINCT FROM 'places.change' THEN
        RAISE EXCEPTION 'places change in their action only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (SELECT 1 FROM jsonb_array_elements_text(plan -> 'columns') c WHERE c !~ '^([a-z_]+_)?place$' OR c = 'happened_place') THEN
        RAISE EXCEPTION 'happened_place never changes' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO places_change SELECT r.* FROM jsonb_populate_record(NULL::places_change, plan -> 'change') r;

    CREATE TEMP TABLE changing ON COMMIT DROP AS
        SELECT p.*, places_recoded(p.code, shifts) AS new_code, (g ->> 1)::bigint AS successor, r.n AS renamed
        FROM places_place p LEFT JOIN jsonb_array_elements(plan -> 'gone') g ON (g ->> 0)::bigint = p.id
        LEFT JOIN jsonb_array_elements(plan -> 'renamed') r(n) ON (r.n ->> 'id')::bigint = p.id
        WHERE bounds @> p.code OR g IS NOT NULL OR r.n IS NOT NULL;
    INSERT INTO places_former (place_id, stable_id, code, level, name, short_name, since, until, change_id)
        SELECT coalesce(c.successor, c.id), c.id, c.code, c.level, c.name, c.short_name,
               (SELECT max(f.until) FROM places_former f WHERE f.stable_id = c.id), today, made
        FROM changing c;
    UPDATE places_former f SET place_id = c.successor FROM changing c WHERE c.successor IS NOT NULL AND f.place_id = c.id;

    -- Where the national code was the same as ours it stays the same; a unit that is gone keeps its code until today.
    DELETE FROM places_statisticalcode s USING changing c
        WHERE s.place_id = c.id AND s.code = c.code AND lower(s.valid) >= today AND (c.new_code <> c.code OR c.successor IS NOT NULL);
    UPDATE places_statisticalcode s SET valid = daterange(lower(s.valid), today), place_id = coalesce(c.successor, c.id)
        FROM changing c WHERE s.place_id = c.id AND s.code = c.code AND upper_inf(s.valid) AND (c.new_code <> c.code OR c.successor IS NOT NULL);
    UPDATE places_statisticalcode s SET place_id = c.successor FROM changing c WHERE s.place_id = c.id AND c.successor IS NOT NULL;
    INSERT INTO places_statisticalcode (place_id, code, valid)
        SELECT c.id, c.new_code, daterange(today, NULL) FROM changing c
        WHERE c.successor IS NULL AND c.new_code <> c.code
          AND NOT EXISTS (SELECT 1 FROM places_statisticalcode s WHERE s.place_id = c.id AND upper_inf(s.valid));

    DELETE FROM places_place p USING changing c WHERE p.id = c.id AND c.successor IS NOT NULL;
    UPDATE places_place p SET code = c.new_code, name = coalesce(c.renamed ->> 'name', p.name),
           short_name = coalesce(c.renamed ->> 'short_name', p.short_name), pinyin = coalesce(c.renamed ->> 'pinyin', p.pinyin),
           initials = coalesce(c.renamed ->> 'initials', p.initials)
        FROM changing c WHERE p.id = c.id;
    -- What this operation wrote before, such as posts that end, is told in the stream of the unit that stays.
    UPDATE journal_pending j SET place = places_recoded(j.place, shifts) WHERE j.op = this;
    WITH made AS (
        INSERT INTO places_place (code, level, name, short_name, pinyin, initials)
        SELECT r.code, r.level, r.name, r.short_name, r.pinyin, r.initials
        FROM jsonb_populate_recordset(NULL::places_place, plan -> 'added') r RETURNING id, code)
    INSERT INTO journal_pending (op, tbl, kind, sealed, row_id, record, place)
        SELECT this, 'places_place', 'I', false, m.id::text, lpad(to_hex(m.id), 32, '0')::uuid, m.code FROM made m;

    -- One entry in the stream of each place, whatever number of records went with it: a device reads it and starts anew.
    INSERT INTO journal_pending (op, tbl, kind, sealed, row_id, record, place, changes)
        SELECT this, 'places_place', 'U', false, c.id::text, lpad(to_hex(c.id), 32, '0')::uuid, coalesce(p.code, c.new_code),
               jsonb_build_object('code', jsonb_build_array(c.code, coalesce(p.code, c.new_code)))
               || CASE WHEN c.renamed IS NULL THEN '{}' ELSE jsonb_build_object('name', jsonb_build_array(c.name, c.renamed ->> 'name')) END
        FROM changing c LEFT JOIN places_place p ON p.id = c.successor;
    INSERT INTO journal_open VALUES (this) ON CONFLICT DO NOTHING;

    FOR name IN SELECT jsonb_array_elements_text(plan -> 'kept') LOOP
        EXECUTE format('UPDATE %I t SET place = places_recoded(t.place, $1) WHERE $2 @> t.place', name) USING shifts, bounds;
    END LOOP;
    DROP TABLE changing;
    INSERT INTO journal_recoding SELECT this, array_agg(c) FROM jsonb_array_elements_text(plan -> 'columns') c;
END $$;

-- The recoding is over; what the operation writes from here on is journaled as ever.
CREATE FUNCTION places_changed() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM journal_recoding WHERE op = hutong_setting('op')::uuid
$$;
REVOKE EXECUTE ON FUNCTION journal_record() FROM PUBLIC, hutong_app;

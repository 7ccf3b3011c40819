-- Places change (ADR 9). While an operation is listed here, its updates of records move codes by these shifts and no others,
-- and make no entry each: the places themselves have one entry each. Only places_change() lists one, for its transaction.
CREATE TABLE journal_recoding (op uuid PRIMARY KEY, columns text[] NOT NULL, shifts jsonb NOT NULL DEFAULT '[]');
REVOKE ALL ON journal_recoding FROM hutong_app;

CREATE FUNCTION journal_recoding_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM journal_recoding WHERE op = NEW.op;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ends AFTER INSERT ON journal_recoding DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION journal_recoding_ends();
REVOKE EXECUTE ON FUNCTION journal_recoding_ends() FROM PUBLIC, hutong_app;

-- What becomes of a code under a list of shifts (low, high, to): codes in [low, high) begin at `to`.
CREATE FUNCTION places_recoded(code bigint, shifts jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce((SELECT code - (s ->> 0)::bigint + (s ->> 2)::bigint FROM jsonb_array_elements(shifts) s
                     WHERE code >= (s ->> 0)::bigint AND code < (s ->> 1)::bigint), code)
$$;

-- Changes the tree as somebody wishes and opens the operation for the recoding of records by the shifts that it works out
-- and gives back. Only in the action places.change, of an administrator over the places concerned, or of the system.
-- wish: {id, kind, place, into, code, villages: {old code: new code}, words: {name, short_name, pinyin, initials}, in_force,
--        document, reason, counts}; workforce/changes/plan.py checks the same before, in words for people.
CREATE FUNCTION places_change(wish jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    this uuid := hutong_setting('op')::uuid;
    today date := hutong_today();
    made uuid := (wish ->> 'id')::uuid;
    kind text := wish ->> 'kind';
    target bigint := (wish ->> 'code')::bigint;
    words jsonb := wish -> 'words';
    unit places_place;
    other places_place;
    wide bigint;
    above bigint;
    shifts jsonb := '[]';
    renamed jsonb := '[]';
    gone jsonb := '[]';
    added jsonb := '[]';
    bounds int8multirange;
    coded text[];
    name text;
BEGIN
    IF this IS NULL OR hutong_setting('action') IS DISTINCT FROM 'places.change' THEN
        RAISE EXCEPTION 'places change in their action only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO unit FROM places_place p WHERE p.code = (wish ->> 'place')::bigint;
    wide := CASE unit.level WHEN 2 THEN 100000000 WHEN 3 THEN 1000000 WHEN 4 THEN 1000 WHEN 5 THEN 1 END;
    above := CASE unit.level WHEN 2 THEN 10000000000 WHEN 3 THEN 100000000 WHEN 4 THEN 1000000 WHEN 5 THEN 1000 END;
    -- A unit that another becomes, goes into or comes under.
    SELECT * INTO other FROM places_place p WHERE p.code = CASE kind WHEN 'merge' THEN (wish ->> 'into')::bigint
        WHEN 'rename' THEN unit.code ELSE target / above * above END;
    IF unit.id IS NULL OR other.id IS NULL OR wide IS NULL THEN
        RAISE EXCEPTION 'no such place' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT hutong_system() AND NOT (hutong_holds('{administrator}', unit.code, unit.code + wide)
                                    AND hutong_holds('{administrator}', other.code, other.code + 1)) THEN
        RAISE EXCEPTION 'places change by an administrator over them' USING ERRCODE = 'insufficient_privilege';
    END IF;

    CASE kind
    WHEN 'rename' THEN
        renamed := jsonb_build_array(words || jsonb_build_object('id', unit.id));
        target := unit.code;
    WHEN 'move' THEN
        shifts := jsonb_build_array(jsonb_build_array(unit.code, unit.code + wide, target));
    WHEN 'merge' THEN
        target := other.code;
        gone := jsonb_build_array(jsonb_build_array(unit.id, other.id));
        shifts := jsonb_build_array(jsonb_build_array(unit.code, unit.code + 1, other.code)) || coalesce((
            SELECT jsonb_agg(jsonb_build_array(p.code, p.code + 1, (wish -> 'villages' ->> p.code::text)::bigint) ORDER BY p.code)
            FROM places_place p WHERE p.code > unit.code AND p.code < unit.code + wide), '[]');
    WHEN 'split' THEN
        added := jsonb_build_array(words || jsonb_build_object('code', target, 'level', unit.level));
    END CASE;
    -- Codes that are new are of the unit's level, where it goes, each once, and nobody's.
    IF kind = 'merge' AND (other.level <> unit.level OR other.id = unit.id OR unit.level < 4)
        OR kind = 'split' AND (unit.level <> 5 OR other.code <> unit.code / above * above)
        OR kind IN ('move', 'split') AND (target % wide <> 0 OR target % above = 0 OR other.level <> unit.level - 1 OR EXISTS (
            SELECT 1 FROM places_place p WHERE p.code >= target AND p.code < target + wide))
        OR EXISTS (SELECT 1 FROM jsonb_array_elements(shifts) s WHERE s ->> 2 IS NULL)
        OR kind = 'merge' AND EXISTS (
            SELECT 1 FROM jsonb_array_elements(shifts - 0) s
            WHERE (s ->> 2)::bigint <= other.code OR (s ->> 2)::bigint >= other.code + wide
               OR EXISTS (SELECT 1 FROM places_place p WHERE p.code = (s ->> 2)::bigint))
        OR (SELECT count(*) <> count(DISTINCT s -> 2) FROM jsonb_array_elements(shifts) s) THEN
        RAISE EXCEPTION 'places cannot change so' USING ERRCODE = 'insufficient_privilege';
    END IF;
    bounds := (SELECT range_agg(int8range((s ->> 0)::bigint, (s ->> 1)::bigint)) FROM jsonb_array_elements(shifts) s);
    INSERT INTO places_change (id, kind, code, new_code, name, new_name, in_force, document, reason, done_on, done_at, by_name, counts)
        VALUES (made, kind, unit.code, target, unit.name,
                CASE kind WHEN 'move' THEN unit.name WHEN 'merge' THEN other.name ELSE words ->> 'name' END,
                (wish ->> 'in_force')::date, wish ->> 'document', wish ->> 'reason', today, hutong_now(),
                coalesce((SELECT n.name FROM accounts_person n WHERE n.id = hutong_person()), '系统'), wish -> 'counts');

    CREATE TEMP TABLE changing ON COMMIT DROP AS
        SELECT p.*, places_recoded(p.code, shifts) AS new_code, (g ->> 1)::bigint AS successor, r.n AS renamed
        FROM places_place p LEFT JOIN jsonb_array_elements(gone) g ON (g ->> 0)::bigint = p.id
        LEFT JOIN jsonb_array_elements(renamed) r(n) ON (r.n ->> 'id')::bigint = p.id
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
        FROM jsonb_populate_recordset(NULL::places_place, added) r RETURNING id, code)
    INSERT INTO journal_pending (op, tbl, kind, sealed, row_id, record, place)
        SELECT this, 'places_place', 'I', false, m.id::text, lpad(to_hex(m.id), 32, '0')::uuid, m.code FROM made m;

    -- One entry in the stream of each place, whatever number of records went with it: a device reads it and starts anew.
    INSERT INTO journal_pending (op, tbl, kind, sealed, row_id, record, place, changes)
        SELECT this, 'places_place', 'U', false, c.id::text, lpad(to_hex(c.id), 32, '0')::uuid, coalesce(p.code, c.new_code),
               jsonb_build_object('code', jsonb_build_array(c.code, coalesce(p.code, c.new_code)))
               || CASE WHEN c.renamed IS NULL THEN '{}' ELSE jsonb_build_object('name', jsonb_build_array(c.name, c.renamed ->> 'name')) END
        FROM changing c LEFT JOIN places_place p ON p.id = c.successor;
    INSERT INTO journal_open VALUES (this) ON CONFLICT DO NOTHING;

    -- Tables with a place that the application may read and not update.
    FOREACH name IN ARRAY '{accounts_signin,journal_entry,journal_view}'::text[] LOOP
        EXECUTE format('UPDATE %I t SET place = places_recoded(t.place, $1) WHERE $2 @> t.place', name) USING shifts, bounds;
    END LOOP;
    DROP TABLE changing;
    -- Every column that holds a code; what happened somewhere stays where it happened.
    SELECT array_agg(DISTINCT a.attname::text) INTO coded FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'bigint'::regtype
          AND a.attname ~ '^([a-z_]+_)?place$' AND a.attname <> 'happened_place' AND NOT a.attisdropped;
    INSERT INTO journal_recoding (op, columns, shifts) VALUES (this, coded, shifts);
    RETURN shifts;
END $$;

-- The recoding is over; what the operation writes from here on is journaled as ever.
CREATE FUNCTION places_changed() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM journal_recoding WHERE op = hutong_setting('op')::uuid
$$;

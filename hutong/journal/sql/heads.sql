-- As in floor.sql, and of what is created a digest.
CREATE OR REPLACE FUNCTION journal_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    this uuid := hutong_setting('op')::uuid;
    sealed boolean := TG_ARGV[2] = 'sealed';
    child text := CASE WHEN TG_ARGV[1] = '' THEN 'NULL::uuid' ELSE format('r.%I', TG_ARGV[1]) END;
    -- A sealed matter stands in the county's stream, so that a village's numbers show no gap.
    place text := CASE WHEN TG_ARGV[2] = 'sealed' THEN 'r.place / 1000000 * 1000000' ELSE 'r.place' END;
    head text;
    others boolean;
    columns int;
    coded text[];
    told jsonb;
    -- A sealed fact stands at the county, and goes to another one with its child.
    county CONSTANT text := ' AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements($2) s
        WHERE (s ->> 0)::bigint / 1000000 = o.%1$I / 1000000 AND (s ->> 2)::bigint / 1000000 = n.%1$I / 1000000)';
BEGIN
    IF this IS NULL THEN
        RAISE EXCEPTION 'write to % outside an action', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        SELECT r.columns, r.shifts INTO coded, told FROM journal_recoding r WHERE r.op = this;
    END IF;
    IF coded IS NOT NULL THEN
        -- Not EXISTS: expecting to find one soon, PostgreSQL would compare every row with every other.
        EXECUTE 'SELECT coalesce(bool_or(to_jsonb(n) - $1 IS DISTINCT FROM to_jsonb(o) - $1'
            || (SELECT coalesce(string_agg(format(' OR (n.%1$I IS DISTINCT FROM o.%1$I AND n.%1$I IS DISTINCT FROM places_recoded(o.%1$I, $2)%2$s)',
                                                  a.attname, CASE WHEN sealed THEN format(county, a.attname) ELSE '' END), ''), '')
                FROM pg_attribute a WHERE a.attrelid = TG_RELID AND a.attname = ANY (coded) AND NOT a.attisdropped)
            || '), false) FROM new_rows n JOIN old_rows o USING (id)' INTO others USING coded, told;
        IF others THEN
            RAISE EXCEPTION 'a change of places changes places only, and as it was said: %', TG_TABLE_NAME
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NULL;
    END IF;
    head := format('INSERT INTO journal_pending (op, tbl, kind, sealed, row_id, record, child, place, was, changes) SELECT %L::uuid, %L, %L, %L::boolean, r.id::text, r.%I, %s, %s, ',
                   this, TG_TABLE_NAME, left(TG_OP, 1), sealed, TG_ARGV[0], child, place);
    IF TG_OP = 'INSERT' THEN
        SELECT max(attnum) INTO columns FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0;
        EXECUTE head || 'NULL, to_jsonb($1 || journal_digest(to_jsonb(r), $2)) FROM new_rows r'
            USING columns || ':', journal_outside(TG_RELID);
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

-- As in fold_together.sql, and with the digests.
CREATE OR REPLACE FUNCTION journal_fold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    missing bigint;
    ops jsonb := coalesce(hutong_setting('ops'), '{}')::jsonb;
BEGIN
    INSERT INTO journal_folding
    WITH folded AS (
        SELECT t.sealed, t.record, (array_agg(t.child) FILTER (WHERE t.child IS NOT NULL))[1] AS child, max(t.place) AS place,
               jsonb_strip_nulls(jsonb_build_object(
                   'created', jsonb_object_agg(t.tbl, t.ids) FILTER (WHERE t.kind = 'I'),
                   'first', jsonb_object_agg(t.tbl, t.rows) FILTER (WHERE t.kind = 'I' AND t.rows IS NOT NULL),
                   'changed', jsonb_object_agg(t.tbl, t.rows) FILTER (WHERE t.kind = 'U'),
                   'deleted', jsonb_object_agg(t.tbl, t.rows) FILTER (WHERE t.kind = 'D'))) AS changes
        FROM (SELECT sealed, record, tbl, kind, max(child::text)::uuid AS child, max(place) AS place,
                     jsonb_agg(row_id) FILTER (WHERE kind = 'I') AS ids,
                     jsonb_object_agg(row_id, changes) FILTER (WHERE kind <> 'I' OR changes IS NOT NULL) AS rows
              FROM (SELECT sealed, record, tbl, kind, row_id, child, place, changes FROM journal_pending
                    WHERE op = NEW.op AND kind <> 'U'
                    UNION ALL SELECT * FROM journal_net(NEW.op)) p
              GROUP BY sealed, record, tbl, kind) t
        GROUP BY t.sealed, t.record
    ), placed AS (
        SELECT f.sealed, f.record, f.child, f.changes, coalesce(m.place, f.place) AS place, p.id AS stream,
               m.origin, o.id AS origin_stream
        FROM folded f LEFT JOIN journal_moved(NEW.op) m USING (sealed, record)
        LEFT JOIN places_place p ON p.code = coalesce(m.place, f.place)
        LEFT JOIN places_place o ON o.code = m.origin
    )
    SELECT NEW.op, stream, sealed, record, child, place,
           CASE WHEN origin_stream <> stream THEN changes || '{"moved": "came"}' ELSE changes END FROM placed
    UNION ALL
    SELECT NEW.op, origin_stream, sealed, record, child, origin, '{"moved": "left"}' FROM placed WHERE origin_stream <> stream;
    SELECT place INTO missing FROM journal_folding WHERE op = NEW.op AND stream_id IS NULL LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'no such place: %', missing USING ERRCODE = 'foreign_key_violation';
    END IF;

    INSERT INTO journal_stream (place_id, sealed, seq)
        SELECT DISTINCT f.stream_id, f.sealed, 0 FROM journal_folding f WHERE f.op = NEW.op ORDER BY 1, 2 ON CONFLICT DO NOTHING;
    PERFORM 1 FROM journal_stream s WHERE (s.place_id, s.sealed) IN (
            SELECT f.stream_id, f.sealed FROM journal_folding f WHERE f.op = NEW.op)
        ORDER BY s.place_id, s.sealed FOR UPDATE;
    INSERT INTO journal_entry (stream_id, sealed, seq, at, person, post, device, op, action, record, child, place, changes)
        SELECT f.stream_id, f.sealed, s.seq + row_number() OVER (PARTITION BY f.stream_id, f.sealed ORDER BY f.record),
               hutong_setting('at')::timestamptz, hutong_setting('person')::uuid, hutong_setting('post')::uuid,
               hutong_setting('device')::uuid, coalesce((ops ->> f.record::text)::uuid, NEW.op), hutong_setting('action'), f.record, f.child, f.place, f.changes
        FROM journal_folding f JOIN journal_stream s ON s.place_id = f.stream_id AND s.sealed = f.sealed
        WHERE f.op = NEW.op;
    UPDATE journal_stream s SET seq = s.seq + n.count
        FROM (SELECT stream_id, sealed, count(*) FROM journal_folding WHERE op = NEW.op GROUP BY 1, 2) n
        WHERE s.place_id = n.stream_id AND s.sealed = n.sealed;
    DELETE FROM journal_pending WHERE op = NEW.op;
    DELETE FROM journal_open WHERE op = NEW.op;
    DELETE FROM journal_folding WHERE op = NEW.op;
    RETURN NULL;
END $$;
ALTER FUNCTION journal_fold() SET enable_hashagg = off;

-- As in chain.sql, and the moment is the server's own: whoever seals does not say when that was.
DROP FUNCTION journal_seal(timestamptz, int);
CREATE FUNCTION journal_seal(most int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    ended bigint;
    before journal_seal;
    this journal_seal;
BEGIN
    PERFORM pg_advisory_xact_lock(x'5365616C'::int);
    ended := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    SELECT * INTO before FROM journal_seal ORDER BY n DESC LIMIT 1;
    this.n := coalesce(before.n, 0) + 1;
    this.at := clock_timestamp();
    this.previous := coalesce(before.hash, sha256(''));

    -- A number without its entry was taken away before it was sealed; its leaf says so.
    WITH ahead AS (
        SELECT s.place_id, s.sealed, coalesce(p.last, 0) AS done, s.seq, sum(s.seq - coalesce(p.last, 0))
               OVER (ORDER BY s.place_id, s.sealed ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS others
        FROM journal_stream s LEFT JOIN LATERAL (
            SELECT p.last FROM journal_sealpart p WHERE p.stream_id = s.place_id AND p.sealed = s.sealed
            ORDER BY p.last DESC LIMIT 1) p ON true
        WHERE s.seq > coalesce(p.last, 0)
    ), taken AS (
        SELECT place_id, sealed, done + 1 AS first, least(seq, done + most) AS last FROM ahead WHERE coalesce(others, 0) < most)
    INSERT INTO journal_sealpart (seal, stream_id, sealed, first, last, leaves)
        SELECT this.n, t.place_id, t.sealed, t.first, t.last,
               string_agg(CASE WHEN e.seq IS NULL THEN decode(repeat('00', 32), 'hex') ELSE journal_leaf(e) END, '' ORDER BY g.seq)
        FROM taken t CROSS JOIN LATERAL generate_series(t.first, t.last) g(seq)
        LEFT JOIN journal_entry e ON e.stream_id = t.place_id AND e.sealed = t.sealed AND e.seq = g.seq
        GROUP BY t.place_id, t.sealed, t.first, t.last;

    SELECT least(ended, (SELECT v.xid + 1 FROM journal_view v WHERE v.xid >= coalesce(before.looks_to, 0) ORDER BY v.xid OFFSET most LIMIT 1))
        INTO this.looks_to;
    INSERT INTO journal_sealpart (seal, sealed, looks, places, leaves)
        SELECT this.n, false, array_agg(v.id ORDER BY v.id), array_agg(coalesce(p.id, -v.place) ORDER BY v.id),
               string_agg(journal_leaf(v, coalesce(p.id, -v.place)), '' ORDER BY v.id)
        FROM journal_view v LEFT JOIN places_place p ON p.code = v.place
        WHERE v.xid >= coalesce(before.looks_to, 0) AND v.xid < this.looks_to HAVING count(*) > 0;

    SELECT coalesce(sum(p.last - p.first + 1), 0), coalesce(sum(cardinality(p.looks)), 0),
           sha256(convert_to(concat_ws('|', 'hutong 1', this.n, (extract(epoch FROM this.at) * 1000000)::bigint, this.looks_to), 'UTF8')
               || this.previous || string_agg(journal_part(p), '' ORDER BY p.stream_id, p.sealed))
        INTO this.entries, this.looks, this.hash FROM journal_sealpart p WHERE p.seal = this.n;
    IF this.hash IS NULL THEN
        RETURN 0;
    END IF;
    INSERT INTO journal_seal SELECT this.*;
    RETURN this.entries + this.looks;
END $$;

-- The end of the chain as it is printed on papers, for everybody who prints; NULL where nothing is sealed.
CREATE FUNCTION journal_printed() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT n || '-' || upper(substr(encode(hash, 'hex'), 1, 12)) FROM journal_seal ORDER BY n DESC LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION journal_record(), journal_fold(), journal_seal(int), journal_printed(), journal_digest(jsonb, text[]),
    journal_outside(regclass) FROM PUBLIC, hutong_app;
GRANT EXECUTE ON FUNCTION journal_seal(int), journal_printed() TO hutong_app;

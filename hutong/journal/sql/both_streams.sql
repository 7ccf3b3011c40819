-- A record that goes to another place writes into both streams: the old one gets a removal (changes: {"moved": "left"} and
-- nothing else), the new one its arrival (all changes, and "moved": "came"). ADR 6.
ALTER TABLE journal_pending ADD COLUMN was bigint;
-- Few records move; without it the planner, knowing nothing of a table filled a moment ago, may loop over loops.
CREATE INDEX ON journal_pending (op, record) WHERE was IS NOT NULL;
COMMENT ON COLUMN journal_pending.was IS 'the place before this statement, where it changed';

-- As before, and for an update of `place` the place before it; for sealed matters both are counties.
CREATE OR REPLACE FUNCTION journal_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    op uuid := hutong_setting('op')::uuid;
    sealed boolean := TG_ARGV[2] = 'sealed';
    child text := CASE WHEN TG_ARGV[1] = '' THEN 'NULL::uuid' ELSE format('r.%I', TG_ARGV[1]) END;
    -- A sealed matter stands in the county's stream, so that a village's numbers show no gap.
    place text := CASE WHEN TG_ARGV[2] = 'sealed' THEN 'r.place / 1000000 * 1000000' ELSE 'r.place' END;
    head text;
BEGIN
    IF op IS NULL THEN
        RAISE EXCEPTION 'write to % outside an action', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    head := format('INSERT INTO journal_pending (op, tbl, kind, sealed, row_id, record, child, place, was, changes) SELECT %L::uuid, %L, %L, %L::boolean, r.id::text, r.%I, %s, %s, ',
                   op, TG_TABLE_NAME, left(TG_OP, 1), sealed, TG_ARGV[0], child, place);
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
    INSERT INTO journal_open VALUES (op) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

-- Where a record stood before the operation's first statement about it and after the last; only those that moved.
CREATE FUNCTION journal_moved(this uuid) RETURNS TABLE (sealed boolean, record uuid, origin bigint, place bigint)
LANGUAGE sql STABLE AS $$
    SELECT m.* FROM (
        SELECT p.sealed, p.record, (array_agg(coalesce(p.was, p.place) ORDER BY p.n))[1] AS origin,
               (array_agg(p.place ORDER BY p.n DESC))[1] AS place
        FROM journal_pending p
        WHERE p.op = this AND EXISTS (SELECT 1 FROM journal_pending w WHERE w.op = this AND w.was IS NOT NULL
                                      AND w.record = p.record AND w.sealed = p.sealed)
        GROUP BY 1, 2) m
    WHERE m.origin <> m.place
$$;

-- As before, but that a record which moved makes two entries, unless its unit only got another code (one stream).
CREATE OR REPLACE FUNCTION journal_fold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    missing bigint;
BEGIN
    INSERT INTO journal_folding
    WITH folded AS (
        SELECT t.sealed, t.record, (array_agg(t.child) FILTER (WHERE t.child IS NOT NULL))[1] AS child, max(t.place) AS place,
               jsonb_strip_nulls(jsonb_build_object(
                   'created', jsonb_object_agg(t.tbl, t.ids) FILTER (WHERE t.kind = 'I'),
                   'changed', jsonb_object_agg(t.tbl, t.rows) FILTER (WHERE t.kind = 'U'),
                   'deleted', jsonb_object_agg(t.tbl, t.rows) FILTER (WHERE t.kind = 'D'))) AS changes
        FROM (SELECT sealed, record, tbl, kind, max(child::text)::uuid AS child, max(place) AS place,
                     jsonb_agg(row_id) FILTER (WHERE kind = 'I') AS ids,
                     jsonb_object_agg(row_id, changes) FILTER (WHERE kind <> 'I') AS rows
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
               hutong_setting('device')::uuid, NEW.op, hutong_setting('action'), f.record, f.child, f.place, f.changes
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
REVOKE EXECUTE ON FUNCTION journal_record(), journal_fold(), journal_moved(uuid) FROM PUBLIC, hutong_app;

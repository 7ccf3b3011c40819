-- As before, but that operations which a phone sent together are folded at once: `hutong.ops` then names the one by which
-- each record was written, and each record's entry bears its own.
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
REVOKE EXECUTE ON FUNCTION journal_fold() FROM PUBLIC, hutong_app;

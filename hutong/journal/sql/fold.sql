-- A row changed several times in one operation counts once: from what it was at first to what it is at last.
CREATE FUNCTION journal_net(this uuid) RETURNS TABLE (
    sealed boolean, record uuid, tbl text, kind char(1), row_id text, child uuid, place bigint, changes jsonb)
LANGUAGE sql STABLE AS $$
    SELECT c.sealed, c.record, c.tbl, 'U'::char(1), c.row_id, max(c.child::text)::uuid, max(c.place),
           jsonb_object_agg(c.key, jsonb_build_array(c.first, c.last))
    FROM (SELECT p.sealed, p.record, p.tbl, p.row_id, e.key, max(p.child::text)::uuid AS child, max(p.place) AS place,
                 (array_agg(e.value -> 0 ORDER BY p.n))[1] AS first, (array_agg(e.value -> 1 ORDER BY p.n DESC))[1] AS last
          FROM journal_pending p CROSS JOIN LATERAL jsonb_each(p.changes) e
          WHERE p.op = this AND p.kind = 'U' GROUP BY 1, 2, 3, 4, 5) c
    WHERE c.first IS DISTINCT FROM c.last
    GROUP BY c.sealed, c.record, c.tbl, c.row_id
$$;

-- A table of the owner's, not a temporary one: the application could make that first and put a trigger of its own on it.
CREATE UNLOGGED TABLE journal_folding (
    op uuid, stream_id bigint, sealed boolean, record uuid, child uuid, place bigint, changes jsonb);
CREATE INDEX ON journal_folding (op);
REVOKE ALL ON journal_folding FROM hutong_app;

-- At the end of an operation its pending rows become entries. Counters are locked here, last and in one order, so
-- that numbers have no gaps and two operations over the same villages cannot deadlock.
CREATE FUNCTION journal_fold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    missing bigint;
BEGIN
    INSERT INTO journal_folding
    SELECT NEW.op, p.id, f.sealed, f.record, f.child, f.place, f.changes FROM (
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
        GROUP BY t.sealed, t.record) f
    LEFT JOIN places_place p ON p.code = f.place;
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
CREATE CONSTRAINT TRIGGER journal_fold AFTER INSERT ON journal_open
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_fold();
-- A trigger fires without the right to execute its function; nobody else has business with these.
REVOKE EXECUTE ON FUNCTION journal_record(), journal_fold(), journal_net(uuid) FROM PUBLIC, hutong_app;

-- Rows wait here until the operation is folded into entries, one per record whatever number of rows it touched.
CREATE UNLOGGED TABLE journal_pending (
    n bigint GENERATED ALWAYS AS IDENTITY, op uuid NOT NULL, tbl text NOT NULL, kind char(1) NOT NULL, sealed boolean NOT NULL, row_id text NOT NULL,
    record uuid NOT NULL, child uuid, place bigint NOT NULL, changes jsonb
);
CREATE INDEX ON journal_pending (op);
CREATE TABLE journal_open (op uuid PRIMARY KEY);
REVOKE ALL ON journal_pending, journal_open FROM hutong_app;

-- Arguments: column that names the aggregate's record, column that names the child ('' where none), 'sealed' or ''.
-- Without an operation the write is refused: nobody writes past the actions. That a password changed is kept, its hash never.
CREATE FUNCTION journal_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
    head := format('INSERT INTO journal_pending (op, tbl, kind, sealed, row_id, record, child, place, changes) SELECT %L::uuid, %L, %L, %L::boolean, r.id::text, r.%I, %s, %s, ',
                   op, TG_TABLE_NAME, left(TG_OP, 1), sealed, TG_ARGV[0], child, place);
    IF TG_OP = 'INSERT' THEN
        EXECUTE head || 'NULL FROM new_rows r';
    ELSIF TG_OP = 'DELETE' THEN
        EXECUTE head || 'to_jsonb(r) - ''password'' FROM old_rows r';
    ELSE
        EXECUTE head || 'd.changes FROM new_rows r JOIN old_rows o USING (id) CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(n.key, CASE n.key WHEN ''password'' THEN ''["•", "••"]'' ELSE jsonb_build_array(b.value, n.value) END) AS changes
            FROM jsonb_each(to_jsonb(r)) n JOIN jsonb_each(to_jsonb(o)) b USING (key)
            WHERE n.value IS DISTINCT FROM b.value AND n.key <> ''rev'') d WHERE d.changes IS NOT NULL';
    END IF;
    INSERT INTO journal_open VALUES (op) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

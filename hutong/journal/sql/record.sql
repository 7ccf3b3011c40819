-- Rows wait here until the operation is folded into entries, one per record whatever number of rows it touched.
CREATE UNLOGGED TABLE journal_pending (
    n bigint GENERATED ALWAYS AS IDENTITY, op uuid NOT NULL, tbl text NOT NULL, kind char(1) NOT NULL, sealed boolean NOT NULL, row_id text NOT NULL,
    record uuid NOT NULL, child uuid, place bigint NOT NULL, was bigint, changes jsonb
);
COMMENT ON COLUMN journal_pending.was IS 'the place before this statement, where it changed';
CREATE INDEX ON journal_pending (op);

-- Few records move; without it the planner, knowing nothing of a table filled a moment ago, may loop over loops.
CREATE INDEX ON journal_pending (op, record) WHERE was IS NOT NULL;
CREATE TABLE journal_open (op uuid PRIMARY KEY);
REVOKE ALL ON journal_pending, journal_open FROM hutong_app;

-- Arguments: column that names the aggregate's record, column that names the child ('' where none), and
-- 'sealed', '' or 'closed': sealed are then the rows that have addressees.
-- Without an operation the write is refused: nobody writes past the actions. Of a password's salted hash a digest is kept, the hash never.
-- Of what is created it notes a digest of the first values (ADR 25). While places change, an operation listed in
-- journal_recoding changes codes by its shifts and nothing else, and makes no entry each (ADR 9).
CREATE FUNCTION journal_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    SET timezone = 'UTC' SET datestyle = 'ISO' AS $$
DECLARE
    this uuid := hutong_setting('op')::uuid;
    sealed boolean := TG_ARGV[2] = 'sealed';
    child text := CASE WHEN TG_ARGV[1] = '' THEN 'NULL::uuid' ELSE format('r.%I', TG_ARGV[1]) END;
    -- A sealed matter stands in the county's stream, so that a village's numbers show no gap.
    place text := CASE WHEN TG_ARGV[2] = 'sealed' THEN 'r.place / 1000000 * 1000000' ELSE 'r.place' END;
    -- Not of every table: a ledger brings a hundred thousand rows.
    known CONSTANT text := CASE TG_TABLE_NAME WHEN 'accounts_person' THEN 'journal_known(to_jsonb(%s))' ELSE 'to_jsonb(%s)' END;
    closed text := CASE TG_ARGV[2] WHEN 'closed' THEN 'r.addressees IS NOT NULL' ELSE sealed::text END;
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
    head := format('INSERT INTO journal_pending (op, tbl, kind, sealed, row_id, record, child, place, was, changes) SELECT %L::uuid, %L, %L, %s, r.id::text, r.%I, %s, %s, ',
                   this, TG_TABLE_NAME, left(TG_OP, 1), closed, TG_ARGV[0], child, place);
    IF TG_OP = 'INSERT' THEN
        SELECT max(attnum) INTO columns FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0;
        EXECUTE head || format('NULL, to_jsonb($1 || journal_digest(%s)) FROM %s r', journal_texts(TG_RELID, 'r'),
                               CASE TG_TABLE_NAME WHEN 'accounts_person' THEN
                                   '(SELECT k.* FROM new_rows n, jsonb_populate_record(NULL::accounts_person, journal_known(to_jsonb(n))) k)'
                                   ELSE 'new_rows' END) USING columns || ':';
    ELSIF TG_OP = 'DELETE' THEN
        EXECUTE head || 'NULL, to_jsonb(r) - ''password'' FROM old_rows r';
    ELSE
        EXECUTE head || format('nullif(%s, %s)', replace(place, 'r.', 'o.'), place)
            || format(', d.changes FROM new_rows r JOIN old_rows o USING (id) CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(n.key, jsonb_build_array(b.value, n.value)) AS changes
            FROM jsonb_each(%s) n JOIN jsonb_each(%s) b USING (key)
            WHERE n.value IS DISTINCT FROM b.value AND n.key <> ''rev'') d WHERE d.changes IS NOT NULL', format(known, 'r'), format(known, 'o'));
    END IF;
    INSERT INTO journal_open VALUES (this) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

-- A trigger fires without the right to execute its function; nobody else has business with these.
REVOKE EXECUTE ON FUNCTION journal_record() FROM PUBLIC, hutong_app;

-- Facts of a file point at a child that is there, and no two of one kind overlap. A foreign key and an exclusion constraint
-- would say the same row by row: a third of what an import cost PostgreSQL (ADR 18).
-- A child's row is never deleted: who leaves has left, what was merged is kept.
REVOKE DELETE ON children_child FROM hutong_app;

CREATE FUNCTION children_facts_stand() RETURNS trigger
    -- Without statistics of tables just filled PostgreSQL would read them whole for each statement.
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    one_at_a_time boolean := TG_NARGS > 0;
    fresh text := 'new_rows';
    wrong boolean;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        fresh := format('(SELECT n.* FROM new_rows n JOIN old_rows o USING (id) WHERE (%s) IS DISTINCT FROM (%s))',
                        (SELECT string_agg(format('n.%I', c), ', ') FROM unnest('{child_id,period}'::text[] || TG_ARGV) c),
                        (SELECT string_agg(format('o.%I', c), ', ') FROM unnest('{child_id,period}'::text[] || TG_ARGV) c));
    END IF;
    -- Where facts may not overlap, the child's row is held until the end: of two writers the second sees the first's rows.
    EXECUTE format('WITH there AS MATERIALIZED (SELECT c.id FROM children_child c WHERE c.id IN (SELECT child_id FROM %1$s n)
                                                ORDER BY c.id %2$s)
                    SELECT (SELECT count(*) FROM there) <> (SELECT count(DISTINCT child_id) FROM %1$s n)',
                   fresh, CASE WHEN one_at_a_time THEN 'FOR NO KEY UPDATE' ELSE '' END) INTO wrong;
    IF wrong THEN
        RAISE EXCEPTION '%: no such child', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF one_at_a_time THEN
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s n JOIN %I t ON t.id <> n.id AND t.period && n.period%s)', fresh, TG_TABLE_NAME,
                       (SELECT string_agg(format(' AND t.%1$I = n.%1$I', c), '') FROM unnest(TG_ARGV) c)) INTO wrong;
        IF wrong THEN
            RAISE EXCEPTION '%: one at a time', TG_TABLE_NAME USING ERRCODE = 'exclusion_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;

REVOKE EXECUTE ON FUNCTION children_facts_stand() FROM PUBLIC, hutong_app;

-- Erases payloads by law (个人信息保护法 §47, ADR 19): the hash of each stays, its salt goes, and one entry for each record says
-- who did it and why. The owner alone may call it. gone: [[stream, sealed, seq]]; seen: looks whose purpose goes.
CREATE FUNCTION journal_erase(gone jsonb, seen uuid[], reason text, basis text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    this uuid := hutong_setting('op')::uuid;
BEGIN
    IF this IS NULL OR hutong_setting('action') IS DISTINCT FROM 'journal.erase' THEN
        RAISE EXCEPTION 'payloads are erased in their action only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- One note a record in the stream where its last erased entry stands; looks are named by the first note.
    WITH erased AS (
        SELECT e.* FROM journal_entry e JOIN jsonb_array_elements(gone) g
        ON e.stream_id = (g ->> 0)::bigint AND e.sealed = (g ->> 1)::boolean AND e.seq = (g ->> 2)::bigint
    ), notes AS (
        SELECT e.sealed, coalesce(e.child, e.record) AS record, (array_agg(e.child) FILTER (WHERE e.child IS NOT NULL))[1] AS child,
               (array_agg(e.place ORDER BY e.at DESC, e.seq DESC))[1] AS place,
               jsonb_agg(e.stream_id || '-' || e.seq ORDER BY e.stream_id, e.seq) AS entries,
               row_number() OVER (ORDER BY e.sealed, coalesce(e.child, e.record)) AS n
        FROM erased e GROUP BY e.sealed, coalesce(e.child, e.record))
    INSERT INTO journal_pending (op, tbl, kind, sealed, row_id, record, child, place, changes)
        SELECT this, 'journal_erased', 'U', n.sealed, n.record::text, n.record, n.child, n.place, jsonb_build_object(
            'reason', jsonb_build_array(NULL, reason), 'basis', jsonb_build_array(NULL, basis), 'entries', jsonb_build_array(NULL, n.entries))
            || CASE WHEN n.n = 1 AND cardinality(seen) > 0 THEN jsonb_build_object('looks', jsonb_build_array(NULL, to_jsonb(seen))) ELSE '{}' END
        FROM notes n;
    UPDATE journal_entry e SET salt = NULL, changes = jsonb_strip_nulls(jsonb_build_object('moved', e.changes -> 'moved',
            'erased', jsonb_build_array(this, encode(sha256(coalesce(uuid_send(e.salt), '') || convert_to(e.changes::text, 'UTF8')), 'hex'))))
        FROM jsonb_array_elements(gone) g
        WHERE e.stream_id = (g ->> 0)::bigint AND e.sealed = (g ->> 1)::boolean AND e.seq = (g ->> 2)::bigint AND NOT e.changes ? 'erased';
    UPDATE journal_view v SET salt = NULL, purpose = '', erased =
            jsonb_build_array(this, encode(sha256(coalesce(uuid_send(v.salt), '') || convert_to(v.purpose, 'UTF8')), 'hex'))
        WHERE v.id = ANY (seen) AND v.erased IS NULL;
    INSERT INTO journal_open VALUES (this) ON CONFLICT DO NOTHING;
END $$;
REVOKE EXECUTE ON FUNCTION journal_erase(jsonb, uuid[], text, text) FROM PUBLIC, hutong_app;

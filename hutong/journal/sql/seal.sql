CREATE FUNCTION journal_part(p journal_sealpart) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat_ws('|', coalesce((p).stream_id::text, 'looks'), (p).sealed::int, (p).first, (p).last,
        array_to_string((p).looks, ','), array_to_string((p).places, ',')), 'UTF8') || sha256((p).leaves))
$$;

-- Seals what was committed and is not yet sealed, in one batch of about `most`; gives how much that was, 0 when all is sealed.
-- Entries: a stream's counter is locked to the commit, so all numbers up to it are there. Looks have no counter: of them
-- only transactions older than any that still runs. So nothing can come later in front of what is sealed.
-- The moment is the server's own: whoever seals does not say when that was (ADR 25).
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

REVOKE EXECUTE ON FUNCTION journal_leaf(journal_entry), journal_leaf(journal_view, bigint), journal_part(journal_sealpart),
    journal_stands(bigint), journal_seal_stays(), journal_seal(int), journal_printed(), journal_digest(text[]),
    journal_outside(regclass), journal_texts(regclass, text), journal_known(jsonb) FROM PUBLIC, hutong_app;
GRANT EXECUTE ON FUNCTION journal_seal(int), journal_printed() TO hutong_app;

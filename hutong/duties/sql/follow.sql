-- What an operation wrote, for the rules that read it. Its subjects are noted as ids (children, records), as codes (places), or
-- as codes of units all inside of which are concerned; one row a kind, however many rows were written.
CREATE FUNCTION duties_note() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    this uuid := hutong_setting('op')::uuid;
    written text[];
    one record;
BEGIN
    SELECT array_agg(DISTINCT p.tbl) INTO written FROM journal_pending p WHERE p.op = this;
    FOR one IN
        SELECT r.about, r.way, array_agg(DISTINCT r.rule) AS rules, array_agg(DISTINCT r.tbl) AS tables
        FROM (VALUES {reads}) r (rule, about, tbl, way) WHERE r.tbl = ANY (written) GROUP BY 1, 2
    LOOP
        CASE one.way
        WHEN 'child' THEN
            INSERT INTO duties_touched (tx, about, rules, ids)
            SELECT pg_current_xact_id(), one.about, one.rules, array_agg(DISTINCT p.child)
            FROM journal_pending p WHERE p.op = this AND p.tbl = ANY (one.tables);
        WHEN 'record' THEN
            INSERT INTO duties_touched (tx, about, rules, ids)
            SELECT pg_current_xact_id(), one.about, one.rules, array_agg(DISTINCT p.record)
            FROM journal_pending p WHERE p.op = this AND p.tbl = ANY (one.tables);
        WHEN 'place' THEN
            -- The place and the units above it: a village's row may make its township owe something.
            INSERT INTO duties_touched (tx, about, rules, codes)
            SELECT pg_current_xact_id(), one.about, one.rules, array_agg(DISTINCT w.code / u.width * u.width)
            FROM (SELECT DISTINCT unnest(ARRAY[p.place, p.was]) AS code FROM journal_pending p
                  WHERE p.op = this AND p.tbl = ANY (one.tables)) w
            CROSS JOIN unnest(ARRAY[1, 1000, 1000000, 100000000, 10000000000]) u(width) WHERE w.code IS NOT NULL;
        WHEN 'inside', 'around' THEN
            INSERT INTO duties_touched (tx, about, rules, units)
            SELECT pg_current_xact_id(), one.about, one.rules,
                   array_agg(DISTINCT CASE one.way WHEN 'around' THEN w.code / 1000 * 1000 ELSE w.code END)
            FROM (SELECT unnest(ARRAY[p.place, p.was]) AS code FROM journal_pending p
                  WHERE p.op = this AND p.tbl = ANY (one.tables)) w WHERE w.code IS NOT NULL;
        ELSE
            -- A column of the row that names the subject: what it holds, and what it held.
            INSERT INTO duties_touched (tx, about, rules, ids)
            SELECT pg_current_xact_id(), one.about, one.rules, array_agg(DISTINCT v.id)
            FROM unnest(one.tables) t(tbl) CROSS JOIN LATERAL duties_named(this, t.tbl, one.way) v(id);
        END CASE;
    END LOOP;
END $$;

CREATE FUNCTION duties_named(this uuid, tbl text, named text) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT t.%I FROM %I t WHERE t.id IN (SELECT p.row_id::uuid FROM journal_pending p WHERE p.op = $1 AND p.tbl = $2)'
        ' UNION SELECT (CASE p.kind WHEN ''U'' THEN p.changes -> %L ->> 0 WHEN ''D'' THEN p.changes ->> %L END)::uuid'
        ' FROM journal_pending p WHERE p.op = $1 AND p.tbl = $2 AND p.kind <> ''I''', named, tbl, named, named)
        USING this, tbl;
END $$;

-- Brings the duties up to all that was noted in this transaction. What comes of it is told to nobody.
CREATE FUNCTION duties_run() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    this xid8 := pg_current_xact_id();
    moment timestamptz := coalesce(hutong_setting('at')::timestamptz, hutong_now());
    today date := (moment AT TIME ZONE 'Asia/Shanghai')::date;
    kind text;
    rules text[];
    ids uuid[];
    codes bigint[];
    unit bigint;
BEGIN
    FOR kind IN SELECT DISTINCT t.about FROM duties_touched t WHERE t.tx = this ORDER BY 1 LOOP
        rules := ARRAY(SELECT DISTINCT unnest(t.rules) FROM duties_touched t WHERE t.tx = this AND t.about = kind AND t.units IS NULL);
        ids := ARRAY(SELECT DISTINCT unnest(t.ids) FROM duties_touched t WHERE t.tx = this AND t.about = kind);
        codes := ARRAY(SELECT DISTINCT unnest(t.codes) FROM duties_touched t WHERE t.tx = this AND t.about = kind);
        -- So many are worked out by a plan made once for any few; more are worth a plan of their own.
        IF cardinality(ids) > 0 THEN
            EXECUTE format('SELECT %I($1, $2, $3, $4)', 'duties_' || kind || CASE WHEN cardinality(ids) <= 100 THEN '_few' ELSE '_many' END)
                USING rules, ids, today, moment;
        END IF;
        IF cardinality(codes) > 0 THEN
            EXECUTE format('SELECT %I($1, $2, $3, $4)', 'duties_' || kind || CASE WHEN cardinality(codes) <= 100 THEN '_few' ELSE '_many' END)
                USING rules, codes, today, moment;
        END IF;
        rules := ARRAY(SELECT DISTINCT unnest(t.rules) FROM duties_touched t WHERE t.tx = this AND t.about = kind AND t.units IS NOT NULL);
        FOR unit IN SELECT DISTINCT unnest(t.units) FROM duties_touched t WHERE t.tx = this AND t.about = kind ORDER BY 1 LOOP
            EXECUTE format('SELECT %I($1, $2, $3, $4, $5)', 'duties_' || kind || '_all')
                USING rules, unit, unit + duties_width(unit), today, moment;
        END LOOP;
    END LOOP;
    DELETE FROM duties_touched t WHERE t.tx = this;
END $$;

-- The end of an operation (journal.actions). While several are gathered, such as those of a push, the last of them runs.
CREATE FUNCTION duties_follow() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM duties_note();
    IF hutong_setting('gathering') IS NULL THEN
        PERFORM duties_run();
    END IF;
END $$;

-- All of a kind between two codes, by the system only: the night, and what time and policy alone have changed.
CREATE FUNCTION duties_sweep(kind text, rules text[], low bigint, high bigint) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told jsonb;
BEGIN
    IF hutong_system() AND kind = ANY ({kinds}) THEN
        EXECUTE format('SELECT %I($1, $2, $3, $4, $5)', 'duties_' || kind || '_all') INTO told
            USING rules, low, high, hutong_today(), hutong_now();
    END IF;
    RETURN told;
END $$;

-- Rounds whose rule is no longer live end, by the system only.
CREATE FUNCTION duties_gone() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        UPDATE duties_duty SET ending = 'lapsed', ended_on = hutong_today()
        WHERE ending = '' AND rule <> ALL ({live}) AND (SELECT hutong_system()) RETURNING 1)
    SELECT count(*) FROM gone
$$;

-- Clocks of minutes and addressed matters climb: once a minute the steps that were reached are marked, and the next level's named
-- receivers join those whom a closed matter is addressed to. Gives each with its duty, and of a closed matter the posts of the
-- level that were named; nothing is told to anybody but the system.
CREATE FUNCTION duties_climb() RETURNS TABLE (duty uuid, step smallint, level smallint, named uuid[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT hutong_system() THEN
        RETURN;
    END IF;
    DELETE FROM duties_step s USING duties_duty d
        WHERE s.watched AND s.reached_at IS NULL AND s.at <= hutong_now() AND d.id = s.duty AND d.ending <> '';
    RETURN QUERY WITH reached AS (
        UPDATE duties_step s SET reached_at = hutong_now()
        WHERE s.watched AND s.reached_at IS NULL AND s.at <= hutong_now() RETURNING s.duty, s.step, s.level
    ), named AS (
        SELECT r.duty, r.step, array_agg(p.id) AS posts FROM reached r JOIN duties_duty d ON d.id = r.duty AND d.closed
        JOIN accounts_post p ON p.sealed AND p.period @> hutong_today() AND duties_level(p.place) = r.level
            AND d.place >= p.place AND d.place < p.place + duties_width(p.place)
        GROUP BY 1, 2
    ), added AS (
        UPDATE duties_duty d SET addressees = ARRAY(
            SELECT unnest(d.addressees) UNION SELECT unnest(n.posts) FROM named n WHERE n.duty = d.id)
        WHERE d.id IN (SELECT n.duty FROM named n) RETURNING d.id
    )
    SELECT r.duty, r.step, r.level, n.posts FROM reached r LEFT JOIN named n USING (duty, step) ORDER BY 1, 2;
END $$

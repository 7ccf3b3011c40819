-- One rule over a set of subjects: rounds that got their record or are no longer owed are closed, new rounds opened,
-- dates that moved corrected. Rows that stay as they are, are neither written nor locked.
WITH facts AS MATERIALIZED (
    -- What is owed at a place is written by those who reach it: a move makes owed at the other end.
    -- Between two days on which some policy begins or ends the same one is in force.
    SELECT f.*, f.place / 10000000000 AS province, width_bucket(f.owed_since, (
        SELECT array_agg(b.on ORDER BY b.on) FROM (
            SELECT lower(period) AS on FROM duties_policy WHERE rule = %(rule)s
            UNION SELECT upper(period) FROM duties_policy WHERE rule = %(rule)s) b WHERE b.on IS NOT NULL)) AS epoch
    FROM ({facts}) f WHERE coalesce((SELECT hutong_places()) @> place, false)
), cases AS MATERIALIZED (
    SELECT f.*, p.* FROM (
        SELECT province, epoch, categories, situation, min(owed_since) AS owed_since FROM facts GROUP BY 1, 2, 3, 4) f
    CROSS JOIN LATERAL (
        -- The policy in force when it became owed; a province's row stands before the nation's,
        -- a later row before the one it succeeds; of several that apply the shortest counts.
        -- Looked up once for all subjects in the same case.
        SELECT q.amount, q.unit, q.township_after_days, q.county_after_days FROM (
            SELECT DISTINCT ON (category, situation) * FROM duties_policy
            WHERE rule = %(rule)s AND province IN (0, f.province) AND period @> f.owed_since
              AND (category = '*' OR category = ANY (f.categories)) AND (situation = '*' OR situation = f.situation)
            ORDER BY category, situation, province DESC, lower(period) DESC) q
        ORDER BY q.length, q.category, q.situation LIMIT 1) p
), owed AS (
    SELECT f.subject, f.child, f.place, f.basis, f.owed_since, due.on AS due,
           due.on + p.township_after_days AS township_on, due.on + p.county_after_days AS county_on
    FROM facts f JOIN cases p USING (province, epoch, categories, situation)
    CROSS JOIN LATERAL (SELECT least(hutong_due(f.owed_since, p.amount, p.unit), f.no_later_than) AS on) due
), beside AS MATERIALIZED (
    -- What is owed beside the round that is open, where the two are not the same.
    SELECT o.*, x.id AS open, x.subject AS was, x.basis IS NOT DISTINCT FROM o.basis AS goes_on
    FROM owed o FULL JOIN (
        SELECT * FROM duties_duty x
        WHERE x.rule = %(rule)s AND x.ending = '' AND coalesce((SELECT hutong_places()) @> x.place, false) AND {only_duty}) x
        ON x.subject = o.subject
    WHERE (o.basis, o.place, o.owed_since, o.due, o.township_on, o.county_on)
        IS DISTINCT FROM (x.basis, x.place, x.owed_since, x.due, x.township_on, x.county_on)
), closed AS (
    UPDATE duties_duty d
    SET ending = CASE WHEN coalesce(b.subject, m.subject) IS NULL THEN 'lapsed' ELSE 'done' END,
        ended_on = coalesce(m."on", b.owed_since, %(today)s), discharged_by = coalesce(m.record, b.basis)
    FROM beside b LEFT JOIN (
        SELECT * FROM ({met}) m WHERE m.subject = ANY (ARRAY(SELECT was FROM beside WHERE open IS NOT NULL AND NOT goes_on))) m
        ON m.subject = b.was
    -- Whoever closed it meanwhile, beside a sweep, was right.
    WHERE d.id = b.open AND b.open IS NOT NULL AND NOT b.goes_on AND d.ending = ''
    RETURNING 1
), moved AS (
    UPDATE duties_duty d
    SET place = b.place, owed_since = b.owed_since, due = b.due, township_on = b.township_on, county_on = b.county_on
    FROM beside b WHERE d.id = b.open AND b.open IS NOT NULL AND b.goes_on AND d.ending = ''
    RETURNING 1
), opened AS (
    -- A UUIDv7 out of the moment and the round: a random one costs as much as all else, and falls anywhere in its index.
    INSERT INTO duties_duty AS d (id, rule, clause, owner, subject, basis, child, place, owed_since, due, township_on,
                                  county_on, ending)
    SELECT (%(stamp)s || '7' || overlay(substr(md5(%(rule)s || subject || basis), 14) PLACING 'a' FROM 4 FOR 1))::uuid, %(rule)s, %(clause)s, %(owner)s, subject, basis, child, place, owed_since, due,
           township_on, county_on, ''
    FROM beside WHERE subject IS NOT NULL AND NOT goes_on ORDER BY subject
    ON CONFLICT (rule, subject, basis) DO UPDATE
    SET place = excluded.place, owed_since = excluded.owed_since, due = excluded.due,
        township_on = excluded.township_on, county_on = excluded.county_on,
        ending = '', ended_on = NULL, discharged_by = NULL
    -- What the level above waived stays waived until its next round.
    WHERE d.ending <> 'waived' AND (d.place, d.owed_since, d.due, d.township_on, d.county_on, d.ending)
       IS DISTINCT FROM (excluded.place, excluded.owed_since, excluded.due, excluded.township_on, excluded.county_on, '')
    RETURNING 1
)
SELECT (SELECT count(*) FROM closed) + (SELECT count(*) FROM moved) + (SELECT count(*) FROM opened)

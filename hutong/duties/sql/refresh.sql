-- One rule over a set of subjects: rounds that got their record or are no longer owed are closed, new rounds opened,
-- dates that moved corrected. Rows that stay as they are, are not touched.
WITH facts AS MATERIALIZED (
    {facts}
), met AS (
    {met}
), cases AS (
    SELECT place / 10000000000 AS province, owed_since, categories, situation, array_agg(subject) AS subjects,
           array_agg(child) AS children, array_agg(place) AS places, array_agg(basis) AS bases,
           array_agg(no_later_than) AS limits
    -- What is owed at a place is written by those who reach it: a move makes owed at the other end.
    FROM facts WHERE (SELECT hutong_places()) @> place GROUP BY 1, 2, 3, 4
), owed AS MATERIALIZED (
    SELECT m.subject, m.child, m.place, m.basis, f.owed_since,
           least(f.owed_since + p.interval_days, m.no_later_than) AS due, p.township_after_days, p.county_after_days
    FROM cases f CROSS JOIN LATERAL (
        -- The policy in force when it became owed; a province's row stands before the nation's,
        -- a later row before the one it succeeds; of several that apply the shortest counts.
        -- Looked up once for all subjects in the same case.
        SELECT q.interval_days, q.township_after_days, q.county_after_days FROM (
            SELECT DISTINCT ON (category, situation) * FROM duties_policy
            WHERE rule = %(rule)s AND province IN (0, f.province) AND period @> f.owed_since
              AND (category = '*' OR category = ANY (f.categories)) AND (situation = '*' OR situation = f.situation)
            ORDER BY category, situation, province DESC, lower(period) DESC) q
        ORDER BY q.interval_days LIMIT 1) p
    CROSS JOIN unnest(f.subjects, f.children, f.places, f.bases, f.limits) AS m(subject, child, place, basis, no_later_than)
), closed AS (
    UPDATE duties_duty d
    SET ending = CASE WHEN coalesce(o.subject, m.subject) IS NULL THEN 'lapsed' ELSE 'done' END,
        ended_on = coalesce(m."on", o.owed_since, %(today)s), discharged_by = coalesce(m.record, o.basis)
    FROM duties_duty x LEFT JOIN owed o ON o.subject = x.subject LEFT JOIN met m ON m.subject = x.subject
    WHERE d.id = x.id AND x.rule = %(rule)s AND x.ending = '' AND (SELECT hutong_places()) @> x.place AND {only_duty}
      AND (o.subject IS NULL OR o.basis <> x.basis)
)
INSERT INTO duties_duty AS d (id, rule, clause, owner, subject, basis, child, place, owed_since, due, township_on,
                              county_on, ending)
SELECT gen_random_uuid(), %(rule)s, %(clause)s, %(owner)s, subject, basis, child, place, owed_since, due,
       due + township_after_days, due + county_after_days, ''
FROM owed
ON CONFLICT (rule, subject, basis) DO UPDATE
SET place = excluded.place, owed_since = excluded.owed_since, due = excluded.due, township_on = excluded.township_on,
    county_on = excluded.county_on, ending = '', ended_on = NULL, discharged_by = NULL
-- What the level above waived stays waived until its next round.
WHERE d.ending <> 'waived' AND (d.place, d.owed_since, d.due, d.township_on, d.county_on, d.ending)
   IS DISTINCT FROM (excluded.place, excluded.owed_since, excluded.due, excluded.township_on, excluded.county_on, '')

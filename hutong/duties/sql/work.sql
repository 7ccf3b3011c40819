-- Rules of one kind over a set of subjects, in one statement for all of them: rounds that got their record or are no longer owed
-- are closed, new rounds opened, dates that moved corrected. Rows that stay as they are, are neither written nor locked.
-- A rule that is not asked for costs nothing: its branch asks that first.
CREATE FUNCTION {name}(_keys text[], {narrowed}, _today date, _now timestamptz) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    SET plan_cache_mode = {plans} SET enable_nestloop = {loops} AS $work$
DECLARE
    told jsonb;
BEGIN
WITH known (rule, clause, owner, level, closed) AS (VALUES {known}
), epochs AS MATERIALIZED (
    -- Between two days on which some policy begins or ends the same one is in force.
    SELECT b.rule, array_agg(DISTINCT b.day ORDER BY b.day) AS days FROM (
        SELECT rule, lower(period) AS day FROM duties_policy WHERE rule = ANY (_keys)
        UNION ALL SELECT rule, upper(period) FROM duties_policy WHERE rule = ANY (_keys)) b
    WHERE b.day IS NOT NULL GROUP BY b.rule
), facts AS MATERIALIZED (
    SELECT f.*, f.place / 10000000000 AS province, width_bucket(f.owed_since, e.days) AS epoch
    FROM ({facts}) f JOIN epochs e USING (rule)
), cases AS MATERIALIZED (
    SELECT f.rule, f.province, f.epoch, f.categories, f.situation, p.* FROM (
        SELECT rule, province, epoch, categories, situation, min(owed_since) AS owed_since FROM facts
        GROUP BY 1, 2, 3, 4, 5) f
    CROSS JOIN LATERAL (
        -- The policy in force when it became owed; a province's row stands before the nation's,
        -- a later row before the one it succeeds; of several that apply the shortest counts.
        -- Looked up once for all subjects in the same case.
        SELECT q.id AS policy, q.amount, q.unit FROM (
            SELECT DISTINCT ON (category, situation) * FROM duties_policy
            WHERE rule = f.rule AND province IN (0, f.province) AND period @> f.owed_since
              AND (category = '*' OR category = ANY (f.categories)) AND (situation = '*' OR situation = f.situation)
            ORDER BY category, situation, province DESC, lower(period) DESC, id DESC) q
        ORDER BY q.length, q.category, q.situation LIMIT 1) p
), owed AS (
    SELECT f.rule, f.subject, f.child, f.place, f.basis, f.owed_since, f.organisation, f.person, f.addressees, p.policy,
           least(coalesce(hutong_due(f.owed_since, p.amount, p.unit), (m.due_at AT TIME ZONE 'Asia/Shanghai')::date),
                 f.no_later_than) AS due, m.due_at
    FROM facts f JOIN cases p USING (rule, province, epoch, categories, situation)
    -- Minutes and hours count from the moment, days from the day.
    CROSS JOIN LATERAL (SELECT CASE WHEN p.unit IN ('minute', 'hour') THEN
        hutong_due_at(coalesce(f.owed_at, f.owed_since::timestamp AT TIME ZONE 'Asia/Shanghai'), p.amount, p.unit) END AS due_at) m
), beside AS MATERIALIZED (
    -- What is owed beside the round that is open, where the two are not the same.
    SELECT o.*, x.id AS open, x.rule AS ruled, x.subject AS was, x.basis IS NOT DISTINCT FROM o.basis AS goes_on
    FROM owed o FULL JOIN (SELECT * FROM duties_duty x WHERE x.rule = ANY (_keys) AND x.ending = '' AND {only_duty}) x
        ON x.rule = o.rule AND x.subject = o.subject
    WHERE (o.basis, o.place, o.owed_since, o.due, o.due_at, o.policy, o.organisation, o.person)
        IS DISTINCT FROM (x.basis, x.place, x.owed_since, x.due, x.due_at, x.policy, x.organisation, x.person)
        -- Whom climbing added stays added.
        OR NOT coalesce(x.addressees, ARRAY[]::uuid[]) @> coalesce(o.addressees, ARRAY[]::uuid[])
), closed AS (
    UPDATE duties_duty d
    SET ending = CASE WHEN coalesce(b.subject, m.subject) IS NULL THEN 'lapsed' ELSE 'done' END,
        ended_on = coalesce(m."on", b.owed_since, _today), discharged_by = coalesce(m.record, b.basis)
    FROM beside b LEFT JOIN (
        SELECT * FROM ({met}) m WHERE m.subject = ANY (ARRAY(SELECT was FROM beside WHERE open IS NOT NULL AND NOT goes_on))) m
        ON m.rule = b.ruled AND m.subject = b.was
    -- Whoever closed it meanwhile, beside a sweep, was right.
    WHERE d.id = b.open AND b.open IS NOT NULL AND NOT b.goes_on AND d.ending = ''
    RETURNING d.id, d.rule
), moved AS (
    UPDATE duties_duty d
    SET place = b.place, owed_since = b.owed_since, due = b.due, due_at = b.due_at, policy = b.policy,
        level = least(k.level, duties_level(b.place)), organisation = b.organisation, person = b.person,
        addressees = CASE WHEN b.addressees IS NULL THEN NULL
                     ELSE ARRAY(SELECT unnest(b.addressees) UNION SELECT unnest(d.addressees)) END
    FROM beside b JOIN known k USING (rule) WHERE d.id = b.open AND b.open IS NOT NULL AND b.goes_on AND d.ending = ''
    RETURNING d.id, d.rule, d.due, d.due_at, d.policy, d.level, d.closed
), opened AS (
    -- A UUIDv7 out of the moment and the round: a random one costs as much as all else, and falls anywhere in its index.
    INSERT INTO duties_duty AS d (id, rule, clause, owner, level, organisation, person, closed, addressees, subject, basis, child,
                                  place, owed_since, due, due_at, policy, ending)
    SELECT (lpad(to_hex((extract(epoch FROM _now) * 1000)::bigint), 12, '0') || '7'
            || overlay(substr(md5(b.rule || b.subject || b.basis), 14) PLACING 'a' FROM 4 FOR 1))::uuid,
           b.rule, k.clause, k.owner, least(k.level, duties_level(b.place)), b.organisation, b.person, k.closed, b.addressees,
           b.subject, b.basis, b.child, b.place, b.owed_since, b.due, b.due_at, b.policy, ''
    FROM beside b JOIN known k USING (rule) WHERE b.subject IS NOT NULL AND NOT b.goes_on ORDER BY b.rule, b.subject
    ON CONFLICT (rule, subject, basis) DO UPDATE
    SET place = excluded.place, level = excluded.level, owed_since = excluded.owed_since, due = excluded.due,
        due_at = excluded.due_at, policy = excluded.policy, organisation = excluded.organisation, person = excluded.person,
        addressees = excluded.addressees, ending = '', ended_on = NULL, discharged_by = NULL
    -- What the level above waived stays waived until its next round.
    WHERE d.ending <> 'waived' AND (d.place, d.owed_since, d.due, d.due_at, d.policy, d.organisation, d.person, d.ending)
       IS DISTINCT FROM (excluded.place, excluded.owed_since, excluded.due, excluded.due_at, excluded.policy,
                         excluded.organisation, excluded.person, '')
    RETURNING d.id, d.rule, d.due, d.due_at, d.policy, d.level, d.closed
), steps AS (
    SELECT r.id, s.step, s.level, s.at, r.closed OR r.due_at IS NOT NULL AS watched
    FROM (SELECT * FROM moved UNION ALL SELECT * FROM opened) r JOIN duties_policy q ON q.id = r.policy
    CROSS JOIN LATERAL duties_steps(q.climbing, r.due, r.due_at, r.level) s
), halted AS (
    DELETE FROM duties_step s USING closed c WHERE s.duty = c.id AND s.at > _now
), fewer AS (
    DELETE FROM duties_step s USING moved m
    WHERE s.duty = m.id AND NOT EXISTS (SELECT 1 FROM steps t WHERE t.id = s.duty AND t.step = s.step)
), stepped AS (
    INSERT INTO duties_step AS s (duty, step, level, at, watched) SELECT id, step, level, at, watched FROM steps
    ON CONFLICT (duty, step) DO UPDATE
    SET level = excluded.level, at = excluded.at, watched = excluded.watched,
        reached_at = CASE WHEN excluded.at <= _now THEN s.reached_at END
    WHERE (s.level, s.at, s.watched) IS DISTINCT FROM (excluded.level, excluded.at, excluded.watched)
)
SELECT jsonb_object_agg(w.rule, w.n) INTO told FROM (
    SELECT rule, count(*) AS n FROM (SELECT rule FROM closed UNION ALL SELECT rule FROM moved UNION ALL SELECT rule FROM opened) r
    GROUP BY rule) w;
RETURN coalesce(told, jsonb_build_object());
END $work$

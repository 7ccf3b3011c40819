-- The level of a place by its code: 1 province, 2 prefecture, 3 county, 4 township, 5 village; and how many codes it spans.
CREATE FUNCTION duties_level(code bigint) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN code % 10000000000 = 0 THEN 1 WHEN code % 100000000 = 0 THEN 2 WHEN code % 1000000 = 0 THEN 3
                      WHEN code % 1000 = 0 THEN 4 ELSE 5 END::smallint $$;

CREATE FUNCTION duties_width(code bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE duties_level(code) WHEN 1 THEN 10000000000 WHEN 2 THEN 100000000 WHEN 3 THEN 1000000 WHEN 4 THEN 1000
                      ELSE 1 END $$;

-- When what stays undone climbs to which level above its owner's: the steps of a row of policy, [{"level", "amount", "unit"}].
CREATE FUNCTION duties_steps(climbing jsonb, due date, due_at timestamptz, owner smallint)
    RETURNS TABLE (step smallint, level smallint, at timestamptz) LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT s.n, s.level,
                 CASE WHEN due_at IS NOT NULL THEN hutong_due_at(due_at, s.amount, s.unit)
                      -- A step of minutes after a last day counts from its midnight.
                      ELSE coalesce(hutong_due(due, s.amount, s.unit)::timestamp AT TIME ZONE 'Asia/Shanghai',
                                    hutong_due_at((due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai', s.amount, s.unit)) END
          FROM (SELECT t.n::smallint, (t.told ->> 'level')::smallint AS level, (t.told ->> 'amount')::int AS amount, t.told ->> 'unit' AS unit
                FROM jsonb_array_elements(climbing) WITH ORDINALITY t(told, n)) s WHERE s.level < owner $$;

-- What is worked out at the end of an operation waits here for the end of its transaction at the latest (duties/sql/follow.sql).
CREATE UNLOGGED TABLE duties_touched (
    tx xid8 NOT NULL, about text NOT NULL, rules text[] NOT NULL, ids uuid[], codes bigint[], units bigint[]);
CREATE INDEX ON duties_touched (tx);
REVOKE ALL ON duties_touched FROM hutong_app;

-- What triggers add to the sums (tally.sql). Closed matters are in no sum, nor are clocks of minutes: both are few, and counted one
-- by one for those who may see them.
CREATE OR REPLACE FUNCTION desk_month(day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT day - extract(day FROM day)::int + 1 $$;

-- Counts only what was written, in the order in which it came: a jurisdiction is no matter here.
CREATE OR REPLACE FUNCTION desk_tally_duties() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO desk_tally (place, rule, clause, ending, due, ended_on, n)
        SELECT place / 1000000 * 1000000, rule, clause, ending, due, ended_on, count(*) FROM new_rows WHERE NOT closed AND due_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO desk_tally (place, rule, clause, ending, due, ended_on, n)
        SELECT place / 1000000 * 1000000, rule, clause, ending, due, ended_on, -count(*) FROM old_rows WHERE NOT closed AND due_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6;
    ELSE
        INSERT INTO desk_tally (place, rule, clause, ending, due, ended_on, n)
        SELECT place / 1000000 * 1000000, rule, clause, ending, due, ended_on, sum(n)
        FROM (SELECT place, rule, clause, ending, due, ended_on, 1 AS n FROM new_rows WHERE NOT closed AND due_at IS NULL
              UNION ALL SELECT place, rule, clause, ending, due, ended_on, -1 FROM old_rows WHERE NOT closed AND due_at IS NULL) r
        GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION desk_tally_children() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO desk_tally (place, rule, clause, ending, n)
        SELECT place / 1000000 * 1000000, '', '', '', count(*) FROM new_rows WHERE exited_on IS NULL GROUP BY 1;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO desk_tally (place, rule, clause, ending, n)
        SELECT place / 1000000 * 1000000, '', '', '', -count(*) FROM old_rows WHERE exited_on IS NULL GROUP BY 1;
    ELSE
        INSERT INTO desk_tally (place, rule, clause, ending, n)
        SELECT place / 1000000 * 1000000, '', '', '', sum(n)
        FROM (SELECT place, 1 AS n FROM new_rows WHERE exited_on IS NULL
              UNION ALL SELECT place, -1 FROM old_rows WHERE exited_on IS NULL) r
        GROUP BY 1 HAVING sum(n) <> 0;
    END IF;
    RETURN NULL;
END $$;
-- All sums anew, on the day that the clock says. One statement has one snapshot: what others write meanwhile is neither counted
-- nor removed by it. Days before today's month fall together, for no figure looks into a month that is over but that of late work; nor at
-- rounds that ended before today. By the system only: anybody else's call changes nothing.
CREATE OR REPLACE FUNCTION desk_tally_again() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    WITH gone AS (DELETE FROM desk_tally WHERE (SELECT hutong_system()))
    INSERT INTO desk_tally (place, rule, clause, ending, due, ended_on, n)
    SELECT place / 1000000 * 1000000, rule, clause, ending,
           -- An open round keeps its day while whether it is late for long depends on it (desk/duties.py OLD).
           CASE WHEN ending = '' AND due > (SELECT hutong_today()) - 31 THEN due
                WHEN due < desk_month((SELECT hutong_today())) OR ended_on < (SELECT hutong_today()) THEN desk_month(due) ELSE due END,
           CASE WHEN ended_on < (SELECT hutong_today()) THEN desk_month(ended_on) ELSE ended_on END, count(*)
    FROM duties_duty WHERE NOT closed AND due_at IS NULL AND (SELECT hutong_system()) GROUP BY 1, 2, 3, 4, 5, 6
    UNION ALL
    SELECT place / 1000000 * 1000000, '', '', '', NULL, NULL, count(*) FROM children_child
    WHERE exited_on IS NULL AND (SELECT hutong_system()) GROUP BY 1;
END $$;

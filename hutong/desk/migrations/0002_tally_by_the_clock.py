"""The sums are made anew by the system only, on the day that the clock says."""

from django.db import migrations

SQL = """
DROP FUNCTION desk_tally_again(date);
-- As in tally.sql. Anybody else's call changes nothing.
CREATE FUNCTION desk_tally_again() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM desk_tally WHERE (SELECT hutong_system()))
    INSERT INTO desk_tally (place, rule, clause, ending, due, ended_on, n)
    SELECT place / 1000000 * 1000000, rule, clause, ending,
           CASE WHEN due < desk_month((SELECT hutong_today())) OR ended_on < (SELECT hutong_today()) THEN desk_month(due) ELSE due END,
           CASE WHEN ended_on < (SELECT hutong_today()) THEN desk_month(ended_on) ELSE ended_on END, count(*)
    FROM duties_duty WHERE (SELECT hutong_system()) GROUP BY 1, 2, 3, 4, 5, 6
    UNION ALL
    SELECT place / 1000000 * 1000000, '', '', '', NULL, NULL, count(*) FROM children_child
    WHERE exited_on IS NULL AND (SELECT hutong_system()) GROUP BY 1
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_tally"), ("journal", "0018_floor")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

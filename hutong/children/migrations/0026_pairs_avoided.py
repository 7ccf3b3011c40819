"""Whoever must keep away from a child keeps away from what is owed about its double files too: the duty names both."""

from django.db import migrations

# Asked for each child to avoid, so that it costs nothing to those who have none.
PAIRS = """
CREATE FUNCTION children_avoided_pairs(asked uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.id FROM children_double d
    WHERE asked IN (d.first, d.second) AND asked IN (SELECT a.child FROM children_avoided() a)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("children", "0025_found_beyond")]
    operations = [migrations.RunSQL(PAIRS, migrations.RunSQL.noop)]

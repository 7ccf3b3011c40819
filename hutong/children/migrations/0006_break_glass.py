"""Finding a child of another county by its whole 护童编号, for breaking the glass: the id and where, nothing else."""

from django.db import migrations

NUMBERED = """
CREATE FUNCTION child_numbered(wanted text) RETURNS TABLE (child uuid, place bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, c.place FROM children_child c WHERE c.number = wanted
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("children", "0005_moves")]
    operations = [migrations.RunSQL(NUMBERED, "DROP FUNCTION child_numbered(text)")]

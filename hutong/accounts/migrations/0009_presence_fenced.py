"""Open sessions are their person's own, and the system's that removes old ones."""

from django.db import migrations

FENCE = """
ALTER TABLE accounts_presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_presence FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts_presence TO hutong_app
    USING (person_id = (SELECT hutong_person()) OR (SELECT hutong_system()));
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_sessions_unlogged"), ("journal", "0018_floor")]
    operations = [migrations.RunSQL(FENCE, migrations.RunSQL.noop)]

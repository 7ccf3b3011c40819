"""Open sessions are in no backup and no archive of changes, and end with the database (ADR 27)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_ask"), ("sessions", "0001_initial")]
    operations = [
        migrations.RunSQL(f"ALTER TABLE {table} SET UNLOGGED", migrations.RunSQL.noop)
        for table in ("django_session", "accounts_presence")
    ]

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql" / "fold_sorts.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0015_job_decision"),
    ]

    operations = [
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql" / "fold_together.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0012_share_ends"),
    ]

    operations = [
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]

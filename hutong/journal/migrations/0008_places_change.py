"""Records follow a change of places without an entry each; the places have one each (ADR 9)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql" / "recode.sql"


class Migration(migrations.Migration):
    dependencies = [("journal", "0007_looks"), ("places", "0002_change")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

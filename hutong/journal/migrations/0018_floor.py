"""What the database's own functions are told, and what they look up themselves (ADR 9)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql" / "floor.sql"


class Migration(migrations.Migration):
    dependencies = [("journal", "0017_ask"), ("accounts", "0006_counted"), ("places", "0003_change_asked")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

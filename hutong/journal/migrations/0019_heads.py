"""First values are proved by the journal, and whoever seals does not say when (ADR 25)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


def _file(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / name).read_text().replace("{schema}", "public"), migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("journal", "0018_floor")]
    operations = [_file("first.sql"), _file("heads.sql")]

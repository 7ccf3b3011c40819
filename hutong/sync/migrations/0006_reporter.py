"""An urgent report is that of a known phone only while the phone speaks for its owner."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("sync", "0005_senders"), ("journal", "0018_floor")]
    operations = [migrations.RunSQL((SQL / "reporter.sql").read_text(), migrations.RunSQL.noop)]

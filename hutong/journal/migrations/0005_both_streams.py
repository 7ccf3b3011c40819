"""A record that moves writes into both streams (ADR 6)."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_print")]
    operations = [
        migrations.RemoveConstraint(model_name="entry", name="one_entry_an_op_and_record"),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                fields=["op", "record", "sealed", "stream_id"], name="one_entry_an_op_record_and_stream"
            ),
        ),
        migrations.RunSQL((SQL / "both_streams.sql").read_text(), migrations.RunSQL.noop),
    ]

"""Journal and log of looks are sealed in a hash chain (ADR 19); what stands already is sealed by the first run."""

from pathlib import Path

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"
# Writers pay for a random salt, of looks also for the number of their transaction.
COLUMNS = """
ALTER TABLE journal_entry ADD COLUMN salt uuid DEFAULT gen_random_uuid();
ALTER TABLE journal_view ADD COLUMN salt uuid DEFAULT gen_random_uuid(),
    ADD COLUMN xid bigint DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX journal_view_xid ON journal_view USING brin (xid) WITH (autosummarize = on, pages_per_range = 32);
"""
FENCE = "".join(
    f"""
REVOKE ALL ON {table} FROM hutong_app;
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);
"""
    for table in ("journal_seal", "journal_sealpart")
)


def _file(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / name).read_text().replace("{schema}", "public"), migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("journal", "0013_fold_together")]
    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("n", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("entries", models.BigIntegerField()),
                ("looks", models.BigIntegerField()),
                ("looks_to", models.BigIntegerField(help_text="looks of older transactions are sealed")),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="SealPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seal", models.BigIntegerField(db_index=True)),
                ("stream_id", models.BigIntegerField(null=True)),
                ("sealed", models.BooleanField()),
                ("first", models.BigIntegerField(null=True)),
                ("last", models.BigIntegerField(null=True)),
                ("looks", ArrayField(models.UUIDField(), null=True)),
                ("places", ArrayField(models.BigIntegerField(), null=True)),
                ("leaves", models.BinaryField()),
            ],
        ),
        migrations.AddField(model_name="view", name="erased", field=models.JSONField(null=True)),
        migrations.RunSQL(COLUMNS + FENCE, migrations.RunSQL.noop),
        _file("leaf.sql"),
        _file("chain.sql"),
        _file("erase.sql"),
    ]

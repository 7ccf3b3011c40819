"""An enrolment that its owner, or a new password, has ended."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("sync", "0003_covered_to")]
    operations = [
        migrations.AddField(
            "device",
            "ended_at",
            models.DateTimeField(
                "结束时间", null=True, help_text="by its owner or a new password; until the next sign-in"
            ),
        ),
        migrations.RunSQL((SQL / "ended.sql").read_text(), migrations.RunSQL.noop),
    ]

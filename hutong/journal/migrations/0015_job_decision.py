"""What administrators decide about background jobs that failed."""

import uuid_utils.compat
from django.db import migrations, models

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [("journal", "0014_chain")]
    operations = [
        migrations.CreateModel(
            name="JobDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                ("job", models.BigIntegerField()),
                ("title", models.CharField(max_length=60, verbose_name="任务")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("again", "再做一次"), ("given_up", "不再做")], max_length=10, verbose_name="处理"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
            ],
        ),
        protect("journal_jobdecision"),
    ]

"""One-time links (ADR 33)."""

import django.contrib.postgres.fields
import uuid_utils.compat
from django.db import migrations, models

import hutong.ground.sealing
from hutong.journal.protect import of_record


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_signatures"),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                (
                    "addressees",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), help_text="posts, persons, organisations", null=True, size=None
                    ),
                ),
                ("matter", models.UUIDField()),
                ("token", models.BinaryField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=100)),
                ("until", models.DateTimeField()),
                ("browser", models.BinaryField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("got", models.BooleanField(null=True, verbose_name="收到了")),
                ("name", hutong.ground.sealing.SealedTextField(null=True, verbose_name="答复人")),
                ("words", hutong.ground.sealing.SealedTextField(null=True, verbose_name="说明")),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["matter"], name="documents_l_matter_5127f0_idx")],
            },
        ),
        *of_record("documents_link"),
    ]

"""Numbers of papers (文号), and the copies that were issued."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from hutong.journal.protect import of_record


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_floor"),
    ]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="copy",
            field=models.UUIDField(help_text="the file of a numbered paper, as it was issued", null=True),
        ),
        migrations.CreateModel(
            name="Series",
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
                ("code", models.CharField(max_length=20, verbose_name="机关代字")),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=100)),
            ],
            options={
                "indexes": [models.Index(fields=["place", "code"], name="series_of_unit")],
            },
        ),
        migrations.CreateModel(
            name="Numbered",
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
                ("year", models.SmallIntegerField()),
                ("number", models.IntegerField()),
                ("explained", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                (
                    "paper",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbered",
                        to="documents.paper",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.series"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "at"], name="numbered_list")],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "year", "number"), name="number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paper__isnull", False), models.Q(("explained", ""), _negated=True), _connector="OR"
                        ),
                        name="gap_is_explained",
                    ),
                ],
            },
        ),
        *of_record("documents_series"),
        *of_record("documents_numbered"),
    ]

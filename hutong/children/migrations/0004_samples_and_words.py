import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import hutong.children.models.sealed
import hutong.ground.sealing
from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0003_today"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sample",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                ("what", models.CharField(choices=[("file", "档案是否属实")], max_length=12)),
                ("seed", models.CharField(max_length=32)),
                ("population", models.IntegerField()),
                ("bound", models.IntegerField(help_text="per cent: what is said of all if every one drawn is right")),
                ("confidence", models.IntegerField(help_text="per cent")),
                ("drawn_on", models.DateField()),
                ("drawn_name", models.CharField(max_length=100)),
            ],
            options={
                "indexes": [models.Index(fields=["place", "-drawn_on"], name="children_sa_place_5638c2_idx")],
            },
        ),
        migrations.CreateModel(
            name="SampleItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                ("position", models.IntegerField()),
                ("right", models.BooleanField(null=True, verbose_name="属实")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("looked_on", models.DateField(null=True)),
                ("looked_name", models.CharField(blank=True, max_length=100)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="children.child"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="children.sample",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place"], name="children_sa_place_996a00_idx")],
                "constraints": [models.UniqueConstraint(fields=("sample", "position"), name="sample_position_once")],
            },
        ),
        migrations.CreateModel(
            name="SealedToken",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("child", hutong.ground.sealing.SealedLinkField(db_index=True)),
                ("place", hutong.children.models.sealed.CountyField()),
                ("token", models.BinaryField()),
                (
                    "fact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="children.sealedfact",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["token"], name="sealed_word")],
                "constraints": [models.UniqueConstraint(fields=("fact", "token"), name="sealed_word_once")],
            },
        ),
        protect("children_sample"),
        protect("children_sampleitem", child="child_id"),
        # Behind the fence of the facts themselves.
        protect("children_sealedtoken", record=None, sealed=True),
    ]

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0002_floor"),
        ("children", "0002_floor"),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                ("text", models.CharField(max_length=80, verbose_name="要问的事")),
                (
                    "answers",
                    models.JSONField(
                        default=list,
                        help_text="a few words each, of at most twelve characters",
                        verbose_name="可选的回答",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        blank=True, help_text="which matter of which app; empty: an officer's own", max_length=40
                    ),
                ),
                ("asked_name", models.CharField(max_length=100, verbose_name="提问人")),
                ("asked_on", models.DateField(verbose_name="提问日期")),
                ("answer", models.CharField(blank=True, max_length=12, verbose_name="回答")),
                ("note", models.CharField(blank=True, max_length=60, verbose_name="补充")),
                ("visit", models.UUIDField(help_text="that brought the answer", null=True)),
                ("answered_on", models.DateField(null=True)),
                ("withdrawn_on", models.DateField(null=True)),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="children.child",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["child"], name="question_child"),
                    models.Index(fields=["place"], name="care_questi_place_266a9d_idx"),
                ],
            },
        ),
        protect("care_question", child="child_id"),
    ]

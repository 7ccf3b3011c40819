"""Requests that wait for a second person (ADR 22)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_counted")]
    operations = [
        migrations.CreateModel(
            name="Ask",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("name", "指定接触密封事项"), ("reissue", "重发账号"), ("post", "外单位任职")],
                        max_length=7,
                        verbose_name="事项",
                    ),
                ),
                ("post", models.UUIDField()),
                ("wanted", models.JSONField(null=True)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                ("at", models.DateTimeField(verbose_name="申请时间")),
                ("by", models.UUIDField(null=True)),
                ("by_name", models.CharField(max_length=100, verbose_name="申请人")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "同意"), ("refused", "不同意")],
                        max_length=7,
                        verbose_name="答复",
                    ),
                ),
                ("answer_reason", models.CharField(blank=True, max_length=200, verbose_name="答复意见")),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.UUIDField(null=True)),
                ("answered_name", models.CharField(blank=True, max_length=100, verbose_name="答复人")),
                (
                    "seen_by",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "at"], name="accounts_as_place_ask_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", ""), models.Q(("kind", "post"), _negated=True)),
                        fields=("kind", "post"),
                        name="one_open_ask",
                    )
                ],
            },
        ),
    ]

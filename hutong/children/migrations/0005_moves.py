import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0004_address_protection"),
        ("journal", "0005_both_streams"),
    ]

    operations = [
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField(help_text="the village where the child lived when it was asked")),
                (
                    "to_place",
                    models.BigIntegerField(
                        help_text="where to: a village, or a township that names the village on receipt"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("handover", "迁出"), ("claim", "认领"), ("direct", "辖区内迁移")], max_length=8
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "等待答复"),
                            ("accepted", "已迁移"),
                            ("refused", "已退回"),
                            ("withdrawn", "已撤回"),
                            ("void", "已失效"),
                        ],
                        default="asked",
                        max_length=9,
                    ),
                ),
                ("name", models.CharField(help_text="the child's name as the asking end knows it", max_length=60)),
                ("reason", models.CharField(max_length=200)),
                (
                    "hukou",
                    models.BooleanField(
                        default=False, help_text="the origin's county goes on reading: a floating child"
                    ),
                ),
                ("asked_by", models.UUIDField(null=True)),
                ("asked_by_name", models.CharField(blank=True, max_length=100)),
                ("asked_on", models.DateField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=100)),
                ("decided_on", models.DateField(null=True)),
                ("answer", models.CharField(blank=True, help_text="why refused, withdrawn or void", max_length=200)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="children.child"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place", "decided_on"], name="move_left"),
                    models.Index(fields=["to_place", "decided_on"], name="move_came"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "asked")), fields=("child", "to_place"), name="one_open_move"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on__isnull", True), ("status", "asked")),
                            models.Q(models.Q(("status", "asked"), _negated=True), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="move_decided",
                    ),
                ],
            },
        ),
        # Seen at both ends; written where it begins, or by an action that reaches both.
        protect("children_move", child="child_id", also="coalesce((SELECT hutong_places()) @> to_place, false)"),
    ]

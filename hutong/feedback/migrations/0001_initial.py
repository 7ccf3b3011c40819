import uuid_utils.compat
from django.db import migrations, models

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [("journal", "0002_protect")]

    operations = [
        migrations.CreateModel(
            name="Feedback",
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
                        choices=[("suggestion", "意见建议"), ("complaint", "投诉"), ("question", "咨询")], max_length=10
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("fault", "系统故障"),
                            ("awkward", "操作不方便"),
                            ("figures", "数据或统计不对"),
                            ("again", "重复填报"),
                            ("formalism", "打卡、排名、留痕等不合理要求"),
                            ("account", "账号和权限"),
                            ("conduct", "工作人员作风"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(max_length=2000)),
                (
                    "about",
                    models.CharField(
                        blank=True, help_text="whom a complaint is about, as the sender names them", max_length=100
                    ),
                ),
                (
                    "about_administrator",
                    models.BooleanField(default=False, help_text="that is the administrator who would answer"),
                ),
                ("screenshot", models.UUIDField(help_text="documents.File", null=True)),
                ("sender", models.UUIDField()),
                ("sender_name", models.CharField(max_length=100)),
                ("sender_role", models.CharField(max_length=30)),
                ("sent_at", models.DateTimeField()),
                ("waiting_since", models.DateTimeField(help_text="none once it is answered", null=True)),
                ("answer", models.TextField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=100)),
                ("helped", models.BooleanField(null=True)),
                ("helped_note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sender", "sent_at"], name="feedback_fe_sender_a0da15_idx"),
                    models.Index(fields=["place", "waiting_since"], name="feedback_fe_place_89329a_idx"),
                ],
            },
        ),
        # The sender reads it from wherever they serve now.
        protect("feedback_feedback", also="sender = (SELECT hutong_setting('person'))::uuid"),
    ]

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0006_break_glass"),
    ]

    operations = [
        migrations.CreateModel(
            name="PacketIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        editable=False,
                        help_text="the packet's number, made by the sender",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("place", models.BigIntegerField(help_text="the unit that uploaded it")),
                ("sender_key", models.CharField(max_length=120)),
                ("fingerprint", models.CharField(max_length=29)),
                ("sender_name", models.CharField(max_length=200)),
                ("name", models.CharField(help_text="the child's", max_length=60)),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "等待办理"), ("accepted", "已接收"), ("refused", "已退回")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("file", models.UUIDField(help_text="documents.File: the packet as it came")),
                ("receipt", models.UUIDField(help_text="documents.File", null=True)),
                ("child", models.UUIDField(null=True)),
                ("uploaded_on", models.DateField()),
                ("uploaded_by_name", models.CharField(blank=True, max_length=100)),
                ("decided_on", models.DateField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=100)),
                ("answer", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField(help_text="whose officer keeps this entry; everybody may use it")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("key", models.CharField(max_length=120, verbose_name="公钥")),
                ("fingerprint", models.CharField(max_length=29, unique=True, verbose_name="指纹")),
                (
                    "checked_with",
                    models.CharField(
                        help_text="with whom the fingerprint was compared", max_length=100, verbose_name="核对人"
                    ),
                ),
                ("added_on", models.DateField()),
                ("added_by_name", models.CharField(blank=True, max_length=100)),
                ("closed_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PacketOut",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        help_text="the packet's number",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("place", models.BigIntegerField()),
                ("reason", models.CharField(max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("sent", "等待回执"),
                            ("accepted", "对方已接收"),
                            ("refused", "对方已退回"),
                            ("cancelled", "已作废"),
                        ],
                        default="sent",
                        max_length=9,
                    ),
                ),
                ("file", models.UUIDField(help_text="documents.File")),
                ("made_on", models.DateField()),
                ("made_by_name", models.CharField(blank=True, max_length=100)),
                ("answered_on", models.DateField(null=True)),
                ("answer", models.CharField(blank=True, help_text="why refused or cancelled", max_length=200)),
                ("their_number", models.CharField(blank=True, max_length=40)),
                ("their_place", models.CharField(blank=True, max_length=200)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="children.child"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="children.partner"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "sent")), fields=("child",), name="one_packet_out_at_a_time"
                    )
                ],
            },
        ),
        # Whose key it is may be read by every signed-in post; its own place's officers keep the entry.
        protect("children_partner", read="(SELECT hutong_person()) IS NOT NULL"),
        protect("children_packetout", child="child_id"),
        protect("children_packetin"),
    ]
